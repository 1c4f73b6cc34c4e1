//! Every statement file, prepared.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{OpenFlags, StatementStatus};

use super::Prov;
use crate::sqlite::sql::{ALLA, DELTAGANDE_OVERLAPP};
use crate::sqlite::{Settings, oppna};

/// The statement files that are for SQLite.
fn files(dir: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql");
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if !name.ends_with(".postgres.sql") {
                found.insert(name);
            }
        }
    }
}

#[test]
fn every_file_is_used_and_every_statement_prepares() {
    let mut found = BTreeSet::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sql"), &mut found);
    let used: BTreeSet<String> = ALLA.iter().map(|sats| sats.namn.to_owned()).collect();
    assert_eq!(found, used);

    let prov = Prov::empty();
    let conn = prov.conn();
    for sats in ALLA {
        assert!(!sats.text.trim_end().contains(';'), "{}: one statement, without an end", sats.namn);
        let prepared = conn.prepare(sats.text).unwrap_or_else(|fel| panic!("{}: {fel}", sats.namn));
        assert!(!sats.text.contains('$') || sats.text.starts_with("--"), "{}: a parameter was left", sats.namn);
        // Numbered without gaps, so that the text means the same to both databases.
        for n in 1..=prepared.parameter_count() {
            assert_eq!(prepared.parameter_name(n), Some(format!("?{n}").as_str()), "{}", sats.namn);
        }
    }
}

/// The statements of the hot path never look through a whole table.
#[test]
fn lookups_use_indexes() {
    let prov = Prov::empty();
    let conn = prov.conn();
    for sats in ALLA {
        // What is in the queue or under way is few rows.
        let whole = [
            "alla.sql",
            "forbund/",
            "insats/",
            "import/egna",
            "import/overgivna",
            "transaktion/",
            "migrering/",
            "flytt/",
            // Keys and insatser are few.
            "token/lista.sql",
            "person/egna",
            // Segments are few, and whoever verifies the log goes through all of it.
            "logg/start.sql",
            "logg/segment.sql",
            "logg/huvuden.sql",
            "logg/andar.sql",
            "logg/mangd.sql",
            "logg/rakna.sql",
            "logg/gallringsbara.sql",
            // Counting what each key seals goes through everything; imports under way are few.
            "nyckel/rakna.sql",
            "nyckel/ofardiga.sql",
            // There are no more keys than numbers, 255.
            "nyckel/borttagna.sql",
            // Which parts have something registered is asked of all participations.
            "deltagande/parter.sql",
            // Nor servers than can be counted.
            "nyckel/innehav.sql",
            "nyckel/postpersoner.sql",
            // What förbund register of money is a row a year, and so are allocations and background figures.
            "forbundsakt/ekonomi.sql",
            "tilldelning/alla.sql",
            "bakgrundstal/alla.sql",
            // Holds are few.
            "gallring/stopp.sql",
        ];
        let reads = sats.text.lines().any(|line| line.starts_with("SELECT"));
        if !reads || whole.iter().any(|name| sats.namn.contains(name)) {
            continue;
        }
        let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {}", sats.text)).unwrap();
        for n in 1..=plan.parameter_count() {
            plan.raw_bind_parameter(n, 1).unwrap();
        }
        let mut rows = plan.raw_query();
        while let Some(row) = rows.next().unwrap() {
            let step: String = row.get(3).unwrap();
            // The participations of a part are gone through where only what is about those is asked for.
            let of_part = sats.namn.starts_with("logg/") && step == "SCAN d";
            assert!(of_part || !step.starts_with("SCAN"), "{}: {step}", sats.namn);
            // An insats and a person in it are few rows.
            let few = [
                "deltagande/lista_insats.sql",
                "deltagande/jamfor_insats.sql",
                "deltagande/omfang.sql",
                "deltagande/omfang_system.sql",
                "antal/lista.sql",
                "person/importer.sql",
            ]
            .contains(&sats.namn);
            assert!(few || !step.contains("TEMP B-TREE"), "{}: {step}", sats.namn);
        }
    }
}

/// SQLite plans anew when a value becomes 1 or stops being it, unless it is told not to.
#[test]
fn other_values_need_no_other_plan() {
    let prov = Prov::empty();
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let conn = oppna::connect(&prov.path(), flags, Settings::default(), 1_024).unwrap();
    let mut statement = conn.prepare(DELTAGANDE_OVERLAPP.text).unwrap();
    for insats in [1, 2, 1, 3] {
        assert!(!statement.exists((insats, 1, [0_u8; 16], 0)).unwrap());
    }
    assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
}
