//! What steps say of themselves, and who may use which database.

use super::{Fas, Funnet, KOMPATIBILITET, Migrering, Program};
use crate::{StoreError, postgres, sqlite};

const PROGRAMS: [Program; 2] = [sqlite::migrering::PROGRAM, postgres::migrering::PROGRAM];

/// Two that expand, one that takes away what programs before the second use, and one that expands again.
const STEG: &[Migrering] = &[
    Migrering { namn: "0004_a", text: "-- phase: expand\n-- locks: forbund, insats\n-- rewrites: insats\n\nSELECT 1" },
    Migrering { namn: "0005_b", text: "-- phase: expand\n\n-- locks: token\nSELECT 2" },
    Migrering { namn: "0006_c", text: "-- phase: contract, programs from 5\n-- locks: forbund\nSELECT 3" },
    Migrering { namn: "0007_d", text: "SELECT 4" },
];

const fn program(steps: usize) -> Program {
    Program(STEG.split_at(steps).0)
}

/// A database that has the first of the steps.
fn database(steps: usize, kompatibel_fran: u32) -> Funnet {
    let steg = STEG[..steps].iter().map(|steg| (steg.nummer(), steg.checksum())).collect();
    Funnet { steg, kompatibel_fran }
}

#[test]
fn both_databases_have_the_same_steps() {
    let names = PROGRAMS.map(|program| program.0.iter().map(|steg| (steg.namn, steg.fas())).collect::<Vec<_>>());
    assert_eq!(names[0], names[1]);
    for program in PROGRAMS {
        assert!(program.0.windows(2).all(|two| two[0].nummer() < two[1].nummer()), "in order, each number once");
        for steg in program.0 {
            assert!(steg.namn.len() > 5 && steg.namn.as_bytes()[4] == b'_', "{}", steg.namn);
            if let Fas::Contract { fran } = steg.fas() {
                assert!((KOMPATIBILITET..steg.nummer()).contains(&fran), "{}", steg.namn);
            }
        }
    }
}

/// A misspelt phase would be taken for one that expands.
#[test]
fn every_step_says_its_phase() {
    for steg in PROGRAMS.iter().flat_map(|program| program.0).filter(|steg| steg.nummer() >= KOMPATIBILITET) {
        let said = steg.said("phase").unwrap_or_else(|| panic!("{} says no phase", steg.namn));
        let expands = said == "expand" && steg.fas() == Fas::Expand;
        assert!(expands || matches!(steg.fas(), Fas::Contract { .. }), "{}: {said}", steg.namn);
    }
}

#[test]
fn every_file_is_a_step() {
    for (folder, program) in ["sqlite", "postgres"].iter().zip(PROGRAMS) {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> = files.collect();
        files.sort();
        let steps: Vec<String> = program.0.iter().map(|steg| format!("{}.sql", steg.namn)).collect();
        assert_eq!(files, steps);
    }
}

#[test]
fn a_head_is_read_up_to_the_first_line_that_is_no_comment() {
    assert_eq!((STEG[0].nummer(), STEG[0].fas()), (4, Fas::Expand));
    assert_eq!((STEG[0].names("locks"), STEG[0].names("rewrites")), (vec!["forbund", "insats"], vec!["insats"]));
    assert_eq!(STEG[1].names("locks"), Vec::<&str>::new());
    assert_eq!(STEG[2].fas(), Fas::Contract { fran: 5 });
    assert_eq!(STEG[3].fas(), Fas::Expand, "as the first steps, that are older than phases");
    assert_eq!((program(3).known(), program(3).needed(), program(4).needed()), (6, 5, 7));
}

#[test]
fn a_program_may_use_what_it_knows_and_what_only_expands() {
    let may = |steps: usize, funnet: Funnet| program(steps).check(&funnet);
    // Its own, and one that has more that only adds.
    may(1, database(1, 3)).unwrap();
    may(1, database(2, 3)).unwrap();
    // Before and after what it does not use is taken away.
    may(3, database(2, 3)).unwrap();
    may(3, database(2, 5)).unwrap();
    may(2, database(3, 5)).unwrap();
    let newer = [(1, database(3, 5)), (1, database(2, 5)), (1, database(1, 5)), (1, database(2, 0))];
    for (steps, funnet) in newer {
        let fel = may(steps, funnet).unwrap_err();
        assert!(matches!(fel, StoreError::Newer { known: 4, .. }), "{fel}");
    }
    let older = [(1, database(0, 0), (0, 4)), (2, database(1, 3), (4, 5)), (4, database(3, 5), (6, 7))];
    for (steps, funnet, expected) in older {
        match may(steps, funnet).unwrap_err() {
            StoreError::NotMigrated { found, needed } => assert_eq!((found, needed), expected),
            fel => panic!("{fel}"),
        }
    }
    let mut other = database(1, 3);
    other.steg[0].1.push('x');
    assert!(matches!(may(1, other), Err(StoreError::Database { statement: "0004_a", .. })));
}

#[test]
fn what_takes_away_waits_and_so_does_what_comes_after_it() {
    let plan = |funnet: &Funnet| {
        let plan = program(4).plan(funnet).unwrap();
        (plan.steg.iter().map(|steg| (steg.nummer, steg.vantar)).collect::<Vec<_>>(), plan.waits())
    };
    assert_eq!(plan(&database(0, 0)), (vec![(4, false), (5, false), (6, true), (7, true)], true));
    assert_eq!(plan(&database(2, 5)), (vec![(6, false), (7, false)], false));
    assert_eq!(plan(&database(4, 5)), (vec![], false));
    assert!(program(1).plan(&database(3, 5)).is_err());
    let next = |funnet: &Funnet| program(4).next(funnet).map(Migrering::nummer);
    assert_eq!(next(&database(0, 0)), Some(4));
    assert_eq!((next(&database(2, 4)), next(&database(2, 5))), (None, Some(6)));
    assert_eq!((program(4).oldest(&database(2, 4)), program(4).oldest(&database(2, 5))), (Some(5), None));
    assert_eq!(program(4).oldest(&database(3, 4)), None);
    assert!(program(4).takes_away(&database(2, 5)) && !program(4).takes_away(&database(3, 5)));
}
