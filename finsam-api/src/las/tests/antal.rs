//! Counts as CSV.

use finsam_core::insats::{Enhet, PerKon, PerKonEllerTotalt};
use finsam_core::protokoll::Antalspost;
use finsam_core::regel::Avvikelse;
use proptest::option::of;
use proptest::prelude::*;

use super::super::Lasfel;
use super::super::csv::{ANTALSKOLUMNER, antal};
use super::{places, words};

/// The part of the documentation that is about counts.
fn documentation() -> &'static str {
    let from =
        include_str!("../../../../docs/CSV.md").split_once("\n# Counts as CSV").expect("the part about counts").1;
    from.split("\n# ").next().unwrap_or_default()
}

fn read(body: &str) -> Vec<Result<Antalspost, Vec<Avvikelse>>> {
    antal(body.as_bytes(), 1_000, 100).unwrap()
}

/// A file of one row with these cells filled.
fn row(cells: &[(&str, &str)]) -> Result<Antalspost, Vec<Avvikelse>> {
    let base = [("insatsId", "0190a5c0-7c00-7000-8000-000000000001"), ("fran", "2014-01-01"), ("till", "2014-12-31")];
    let cell = |name: &str| {
        let found = cells.iter().chain(&base).find(|(known, _)| *known == name);
        found.map_or("", |(_, text)| text)
    };
    let header: Vec<_> = ANTALSKOLUMNER.iter().map(|(name, _)| *name).collect();
    let cells: Vec<_> = header.iter().map(|name| cell(name)).collect();
    read(&format!("{}\r\n{}\r\n", header.join(";"), cells.join(";"))).remove(0)
}

#[test]
fn every_column_is_documented() {
    let described: Vec<_> = documentation()
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(described, ANTALSKOLUMNER.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}

#[test]
fn the_documented_example_is_read() {
    let example =
        documentation().split("```csv\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let rows: Vec<_> = read(example).into_iter().map(Result::unwrap).collect();
    assert_eq!(
        (rows[0].kvinnor, rows[0].nya, rows[0].enhet),
        (Some(21), Some(PerKon { kvinnor: 7, man: 5 }), Enhet::Personer)
    );
    assert_eq!(rows[0].avslutade.unwrap().ovrigt, PerKonEllerTotalt::Totalt(9));
    assert_eq!((rows[1].kvinnor, rows[1].nya, rows[1].pagaende), (None, None, None));
    assert_eq!(rows[1].insats_nyckel.as_ref().unwrap().nyckel, "i-18");
    assert_eq!(rows[1].avslutade.unwrap().arbete_studier_jobready, PerKon { kvinnor: 2, man: 1 });
    assert_eq!(rows[1].avslutade.unwrap().fortsatt_rehab, PerKon::default());
}

#[test]
fn each_fault_has_its_place_and_names_its_column() {
    for (cells, expected) in [
        (&[("kvinnor", "x")][..], &[("FMT-02", "/kvinnor")][..]),
        (&[("nyaMan", "1")], &[("FMT-04", "/nya/kvinnor")]),
        (&[("pagaendeKvinnor", "1")], &[("FMT-04", "/pagaende/man")]),
        (&[("fran", ""), ("till", "2014-2-3")], &[("FMT-04", "/fran"), ("FMT-06", "/till")]),
        (&[("enhet", "folk")], &[("FMT-05", "/enhet")]),
        (&[("insatsId", "x")], &[("FMT-06", "/insatsId")]),
        (
            &[("insatsPart", "kommun:9999"), ("insatsNyckel", "i-1")],
            &[("FMT-04", "/insatsNyckel/kallsystem"), ("ID-06", "/insatsNyckel/part")],
        ),
        (&[("ovrigt", "2"), ("ovrigtKvinnor", "1"), ("ovrigtMan", "1")], &[("FMT-02", "/avslutade/ovrigt")]),
    ] {
        let found = row(cells).unwrap_err();
        assert_eq!(places(&found), expected, "{cells:?}");
        assert!(found.iter().all(|one| one.meddelande.sv.starts_with("Kolumn ")), "{}", words(&found));
    }
    let said = words(&row(&[("kvinnor", "19900312-2380")]).unwrap_err());
    assert!(!said.contains("2380"), "{said}");
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let whole = |body: &[u8]| match antal(body, 1_000, 100) {
        Err(Lasfel::Innehall(found)) => places(&found).iter().map(|(kod, _)| (*kod).to_owned()).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(whole(b""), ["FMT-09"]);
    assert_eq!(whole(b"fran;spam;fran\n"), ["FMT-11"; 4], "unknown, twice, no till, no insats");
    assert_eq!(whole(b"\xff\xfef\0r\0"), ["FMT-08"]);
    let given = antal(b"insatsId;fran;till\n\xe5;a;b\n;;\na;b\n", 1_000, 100).unwrap();
    assert_eq!(
        given.iter().map(|row| places(row.as_ref().unwrap_err())[0]).collect::<Vec<_>>(),
        [("FMT-08", "/insatsId"), ("FMT-12", "")]
    );
    let long = format!("insatsId;fran;till\n{};a;b\n", "x".repeat(1_001));
    assert_eq!(places(read(&long)[0].as_ref().unwrap_err()), [("FMT-10", "")]);
    assert_eq!(antal("insatsId;fran;till\na;b;c\n".as_bytes(), 1_000, 0).unwrap().len(), 1, "one more than may be");
}

proptest! {
    /// What is written into cells is what is read, and the same as in JSON.
    #[test]
    fn numbers_come_out_as_they_went_in(
        numbers in proptest::collection::vec(of(any::<i32>()), 2),
        pairs in proptest::collection::vec(of((any::<i32>(), any::<i32>())), 5),
    ) {
        let names = [("kvinnor", "/kvinnor"), ("man", "/man")];
        let mut cells: Vec<(&str, String)> =
            names.iter().zip(&numbers).filter_map(|((name, _), n)| Some((*name, n.as_ref()?.to_string()))).collect();
        let of_pairs = [
            ("nyaKvinnor", "nyaMan"), ("pagaendeKvinnor", "pagaendeMan"),
            ("arbeteStudierJobreadyKvinnor", "arbeteStudierJobreadyMan"),
            ("fortsattRehabKvinnor", "fortsattRehabMan"), ("ovrigtKvinnor", "ovrigtMan"),
        ];
        for ((one, other), pair) in of_pairs.iter().zip(&pairs) {
            if let Some((a, b)) = pair {
                cells.extend([(*one, a.to_string()), (*other, b.to_string())]);
            }
        }
        let cells: Vec<(&str, &str)> = cells.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let post = row(&cells).unwrap();
        prop_assert_eq!([post.kvinnor, post.man], [numbers[0], numbers[1]]);
        let per = |pair: Option<(i32, i32)>| pair.map(|(kvinnor, man)| PerKon { kvinnor, man });
        prop_assert_eq!((post.nya, post.pagaende), (per(pairs[0]), per(pairs[1])));
        let stated = pairs[2].or(pairs[3]).or(pairs[4]).is_some();
        prop_assert_eq!(post.avslutade.is_some(), stated);
        if let Some(avslutade) = post.avslutade {
            prop_assert_eq!(avslutade.arbete_studier_jobready, per(pairs[2]).unwrap_or_default());
            prop_assert_eq!(avslutade.fortsatt_rehab, per(pairs[3]).unwrap_or_default());
            let ovrigt = per(pairs[4]).map(PerKonEllerTotalt::PerKon).unwrap_or_default();
            prop_assert_eq!(avslutade.ovrigt, ovrigt);
        }
        let json = serde_json::to_string(&post).unwrap();
        prop_assert_eq!(serde_json::from_str::<Antalspost>(&json).unwrap(), post);
    }
}
