//! `finsam exportera --statistik` and `finsam rapport --fran`: the demo's tables from a file alone, and the line in the log.

use std::io::{Read, Write};

use finsam_core::statistik::{Indelning, Rapportnamn, SKYDDSVERSION, TROSKEL, Urval};
use finsam_store::Store;
use finsam_store::sqlite::{Settings, SqliteStore};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::process::{Demo, aktor, command, expect};

/// What it writes to standard output.
fn output(args: &[&str]) -> Vec<u8> {
    let output = command(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Puts another text for one in what is kept of what is hidden.
async fn alter_kept(demo: &Demo, from: &str, to: &str) {
    let store = SqliteStore::open(&demo.path("finsam.db"), Some(demo.ring()), Settings::default()).unwrap();
    let kept = store.read().await.unwrap().skyddstillstand().get(TROSKEL, SKYDDSVERSION, 0).await.unwrap();
    let mut kept = kept.unwrap();
    let mut text = String::new();
    GzDecoder::new(&kept.innehall[..]).read_to_string(&mut text).unwrap();
    assert!(text.contains(from));
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(text.replace(from, to).as_bytes()).unwrap();
    kept.innehall = packer.finish().unwrap();
    let aktor = aktor("prov");
    let tid = aktor.tid;
    let mut unit = store.begin(aktor).await.unwrap();
    assert!(unit.skyddstillstand().put(kept, tid).await.unwrap());
    unit.commit().await.unwrap();
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_counts_the_same_from_its_file() {
    let demo = Demo::new().await;
    let nyckel = demo.key_file();
    let (database, parquet) = (demo.database(), demo.path("demo.parquet").display().to_string());
    let csv = demo.path("demo.csv").display().to_string();
    let figures = demo.path("kommuner.csv").display().to_string();
    std::fs::write(&figures, "ar;kommun;befolkning;ohalsotal\n2014;2280;15010;40,2\n2014;2262;10400;38,4\n").unwrap();
    expect(0, &["2014: 2 kommuner"], &["importera", &figures, "--bakgrundstal", "--database", &database]);
    for file in [&parquet, &csv] {
        let words = ["31666 deltaganden", "protect it as a register"];
        expect(0, &words, &["exportera", "--statistik", file, "--database", &database]);
    }
    // What is hidden of a file is worked out each time it is read, so little is asked of it by command while that is on.
    let protected = ["forsorjning-fore-efter", "--ar", "2013", "--ar", "2014"];
    for (asked, formats, files) in [
        (&protected[..], &["json"][..], &[&parquet][..]),
        (&["aterrapport", "--ar", "2014"], &["html"], &[&parquet]),
        (
            &["forsorjning-fore-efter", "--ar", "2013", "--ar", "2014", "--rojandeskydd", "0"],
            &["tabell", "csv", "json", "xlsx", "svg"],
            &[&parquet, &csv],
        ),
        (
            &["behov-och-rackvidd", "--ar", "2014", "--indelning", "kommun", "--rojandeskydd", "0"],
            &["csv"],
            &[&parquet],
        ),
        (&["avslut-per-insats", "--ar", "2013", "--rojandeskydd", "0"], &["tabell"], &[&parquet, &csv]),
        (&["aterrapport", "--ar", "2014", "--rojandeskydd", "0"], &["html"], &[&csv]),
    ] {
        for format in formats {
            let asked = [&["rapport"], asked, &["--format", format]].concat();
            let expected = output(&[&asked[..], &["--database", &database, "--nyckel", &nyckel]].concat());
            for file in files {
                assert!(output(&[&asked[..], &["--fran", file]].concat()) == expected, "{asked:?} from {file}");
            }
        }
    }
    // One that is read once answers more.
    let read = finsam_api::statistikfil::read(std::path::Path::new(&csv)).unwrap();
    for (namn, indelning) in [
        (Rapportnamn::ForsorjningForeEfter, Indelning::Kon),
        (Rapportnamn::BehovOchRackvidd, Indelning::Kommun),
        (Rapportnamn::RegistreradeOchAvslutade, Indelning::Forbund),
        (Rapportnamn::Overgangar, Indelning::Lan),
        (Rapportnamn::Aldersgrupper, Indelning::Insats),
    ] {
        let asked = ["rapport", namn.code(), "--ar", "2014", "--indelning", indelning.code(), "--format", "json"];
        let expected = output(&[&asked[..], &["--database", &database, "--nyckel", &nyckel]].concat());
        let urval = Urval { indelning: vec![indelning], ..Urval::of_years([2014]) };
        let rapport = read.lage().rapport(namn, &urval, TROSKEL as u32).unwrap();
        let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
        assert!(serde_json::to_value(&rapport).unwrap() == expected, "{asked:?} from {csv}");
        assert!(rapport.skydd.undertryckta > 0 || namn == Rapportnamn::BehovOchRackvidd, "{asked:?}");
    }
    let need = String::from_utf8(output(&[
        "rapport",
        "behov-och-rackvidd",
        "--ar",
        "2014",
        "--indelning",
        "kommun",
        "--format",
        "csv",
        "--rojandeskydd",
        "0",
        "--fran",
        &parquet,
    ]));
    assert!(need.unwrap().contains("2014,2262,behov,520,"), "five per cent of 10 400");

    // What is hidden of the register was worked out once, and then kept; reports are counted of that.
    let need = ["rapport", "behov-och-rackvidd", "--ar", "2014", "--indelning", "kommun", "--format", "csv"];
    let need = || output(&[&need[..], &["--database", &database, "--nyckel", &nyckel]].concat());
    assert!(String::from_utf8(need()).unwrap().contains("2014,2262,behov,520,"));
    alter_kept(&demo, "\"befolkning\":10400", "\"befolkning\":20800").await;
    assert!(String::from_utf8(need()).unwrap().contains("2014,2262,behov,1040,"), "of what is kept");

    let conn = rusqlite::Connection::open(demo.path("finsam.db")).unwrap();
    let sql = "SELECT count(*), min(antal) FROM atkomstlogg
               WHERE resurs = 'statistikfil' AND handling = 'exportera --statistik' AND vem = '<kommandorad>'";
    let logged: (i64, i64) = conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(logged, (2, 31_666), "each file, and of how many");
    drop(conn);
    expect(3, &["demo.parquet"], &["exportera", "--statistik", &parquet, "--database", &database]);
    expect(2, &[".parquet"], &["exportera", "--statistik", "demo.txt", "--database", &database]);
    expect(3, &["none.parquet"], &["rapport", "unga", "--ar", "2014", "--fran", "none.parquet"]);
    let figures = std::fs::read_to_string(&figures).unwrap() + "2014;2262;1;\n2014;226;1;\n";
    let faulty = demo.path("fel.csv").display().to_string();
    std::fs::write(&faulty, figures).unwrap();
    expect(1, &["nothing was written"], &["importera", &faulty, "--bakgrundstal", "--database", &database]);
    expect(2, &["--part"], &["importera", &faulty, "--database", &database]);
}
