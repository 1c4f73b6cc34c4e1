//! What is written comes back as it was, in both formats.

use chrono::{Days, NaiveDate};
use finsam_core::deltagande::{Avslutsanledning, Registrering, TidIOffentligForsorjning, Utbildningsniva};
use finsam_core::forsorjning::{Forsorjningsgrupp, Sysselsattning};
use finsam_core::id::InsatsId;
use finsam_core::identitet::Kon;
use finsam_core::statistik::{Skyddsplaner, Varaktighetstid};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use uuid::Uuid;

use super::*;

fn maybe<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = Option<T>> {
    prop::option::of(select(all))
}

fn some_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = Vec<T>> {
    subsequence(all, 0..=all.len())
}

/// Any participation, from long ago to far ahead.
fn rad() -> impl Strategy<Value = Kolumnrad> {
    let days = (0_u64..60_000, prop::option::of(0_u64..9_000));
    let codes = (maybe(Utbildningsniva::ALL), maybe(TidIOffentligForsorjning::ALL), maybe(Avslutsanledning::ALL));
    let people = (select(Registrering::ALL), select(Kon::ALL), prop::option::of(0_u8..255), prop::option::of(0_u32..9));
    let support = (some_of(Forsorjningsgrupp::ALL), some_of(Forsorjningsgrupp::ALL), some_of(Forsorjningsgrupp::ALL));
    let rest = (
        (some_of(Sysselsattning::ALL), some_of(Sysselsattning::ALL)),
        (some_of(Varaktighetstid::ALL), some_of(Varaktighetstid::ALL)),
        (any::<bool>(), any::<bool>(), 1_u128..4),
        prop::option::of(select(vec!["2280", "0114"])),
    );
    (days, codes, people, support, rest).prop_map(|(days, codes, people, support, rest)| {
        let startdatum = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + Days::new(days.0);
        Kolumnrad {
            slutdatum: days.1.map(|length| startdatum + Days::new(length)),
            registrering: people.0,
            kon: people.1,
            alder: people.2,
            kommun: rest.3.map(|kod| kod.parse().unwrap()),
            utbildningsniva: codes.0,
            tid_i_offentlig_forsorjning: codes.1,
            avslutsanledning: codes.2,
            has_efter: rest.2.0,
            aktivitetsersattning_fore: rest.2.1,
            forsorjning_fore: support.0,
            forsorjning_efter: support.1,
            forsorjning_minskad: support.2,
            sysselsattning_fore: rest.0.0,
            sysselsattning_efter: rest.0.1,
            uppfoljd: rest.1.0,
            arbete_vid: rest.1.1,
            individ: people.3,
            ..Kolumnrad::starting(InsatsId(Uuid::from_u128(rest.2.2)), startdatum)
        }
    })
}

fn columns(rows: &[Kolumnrad]) -> Kolumner {
    let mut kolumner = Kolumner::new();
    (1..).zip(rows).for_each(|(nummer, rad)| kolumner.put_rad(nummer, rad));
    kolumner.set_dataversion(17);
    kolumner
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_written_is_read(rows in vec(rad(), 0..50)) {
        let folder = tempfile::tempdir().unwrap();
        let (kolumner, forteckning, planer) = (columns(&rows), Forteckning::default(), Skyddsplaner::new());
        let expected: Vec<_> = kolumner.rows().collect();
        for name in ["a.parquet", "a.csv"] {
            let fil = folder.path().join(name);
            write(&fil, Lage::of(&kolumner, &forteckning, &planer)).unwrap();
            let back = read(&fil).unwrap();
            prop_assert_eq!(back.lage().kolumner.rows().collect::<Vec<_>>(), expected.clone());
            prop_assert_eq!(back.lage().kolumner.dataversion(), 17);
            prop_assert_eq!(back.regelversion, REGELVERSION);
        }
    }
}

#[test]
fn only_the_owner_may_read_it_and_what_fails_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (kolumner, forteckning, planer) = (columns(&[]), Forteckning::default(), Skyddsplaner::new());
    let lage = Lage::of(&kolumner, &forteckning, &planer);
    for name in ["a.parquet", "a.csv", "a.csv.json"] {
        let fil = folder.path().join(name);
        if name != "a.csv.json" {
            write(&fil, lage).unwrap();
        }
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&fil).unwrap().permissions()) & 0o777,
            0o600
        );
    }
    std::fs::remove_file(folder.path().join("a.csv")).unwrap();
    let refused = write(&folder.path().join("a.csv"), lage).unwrap_err();
    assert!(matches!(&refused, Statistikfilfel::Fil(name, _) if name.ends_with("a.csv.json")), "{refused}");
    assert!(!folder.path().join("a.csv").exists());
    assert!(folder.path().join("a.csv.json").exists(), "another's file stays");
    assert!(matches!(write(&folder.path().join("a.txt"), lage), Err(Statistikfilfel::Andelse)));
    #[cfg(unix)]
    {
        // A link to nothing is not seen as a file, and stands there all the same.
        let link = folder.path().join("b.parquet");
        std::os::unix::fs::symlink(folder.path().join("nothing"), &link).unwrap();
        assert!(matches!(write(&link, lage), Err(Statistikfilfel::Fil(..))));
        assert!(link.is_symlink(), "another's link stays");
    }
    let gone = folder.path().join("none").join("a.parquet");
    assert!(matches!(write(&gone, lage), Err(Statistikfilfel::Fil(..))));
}

#[test]
fn the_columns_are_those_that_are_documented() {
    let documented = include_str!("../../../docs/STATISTIK.md");
    for falt in falt::Falt::all() {
        let name = falt.name();
        let told = name.split_once('_').map_or_else(|| format!("`{name}`"), |(of, _)| format!("`{of}_…`"));
        assert!(documented.contains(&told), "{told}");
    }
}
