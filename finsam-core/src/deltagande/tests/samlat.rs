//! Records as wholes.

use proptest::prelude::*;

use super::*;

#[test]
fn all_faults_of_a_record_come_at_once() {
    let mut varld = Varld::new();
    varld.part = "kommun:2281".parse().unwrap();
    let broken = |u: &mut Deltagandeuppgift| {
        u.startdatum = day("2014-12-24");
        u.samtycke = None;
        u.fore = Some(lage(&[form(Forsorjningsform::Sjukpenning, 10), form(Forsorjningsform::IngenOffentlig, 100)]));
        u.kon = Some(Kon::Man);
        u.kommun = Some("0000".into());
    };
    let mut uppgift = person();
    broken(&mut uppgift);
    let codes: Vec<String> = varld.found(uppgift).into_iter().map(|(kod, _)| kod).collect();
    assert_eq!(codes, ["REG-01", "REG-18", "ID-06", "REG-03", "REG-07", "REG-09", "REG-21"]);
}

#[test]
fn the_same_said_otherwise_is_the_same() {
    let varld = Varld::new();
    let mut other = person();
    other.personnummer = Some("9003122380".to_owned().into());
    other.kon = Some(Kon::Kvinna);
    other.skyddad_identitet = Some(false);
    let (one, other) = (varld.validate(person()).unwrap(), varld.validate(other).unwrap());
    assert_eq!((one.post, one.identitet), (other.post, other.identitet));
}

#[test]
fn result_is_the_first_that_fits() {
    let varld = Varld::new();
    let result = |slag: &[Sysselsattning], anledning| {
        let mut uppgift = person();
        let posts = slag.iter().map(|s| Sysselsattningspost { slag: *s, omfattning: Some(50) });
        uppgift.efter.as_mut().unwrap().sysselsattning = posts.collect();
        uppgift.avslutsanledning = Some(anledning);
        varld.validate(uppgift).unwrap().post.resultat()
    };
    use Avslutsanledning::{AnnanRehabilitering, Fullfoljd};
    use Sysselsattning::{ArbetssokandeAf, EgetForetag, Praktik};
    assert_eq!(result(&[EgetForetag], AnnanRehabilitering), Some(Resultat::ArbeteStudier));
    assert_eq!(result(&[ArbetssokandeAf], AnnanRehabilitering), Some(Resultat::FortsattRehabilitering));
    assert_eq!(result(&[ArbetssokandeAf, Praktik], Fullfoljd), Some(Resultat::Arbetssokande));
    assert_eq!(result(&[Praktik], Fullfoljd), Some(Resultat::Ovrigt));
}

proptest! {
    /// Whatever is sent, a record is let through exactly when nothing found blocks, and nothing found quotes a number.
    #[test]
    fn blocked_exactly_when_something_blocks(
        number in "[0-9+-]{0,14}", extent in -10..200i32, kommun in "[0-9]{0,5}", end in proptest::option::of(0..2000i64),
    ) {
        let mut uppgift = person();
        uppgift.personnummer = Some(number.clone().into());
        uppgift.fore.as_mut().unwrap().forsorjning[0].omfattning = extent;
        uppgift.kommun = Some(kommun);
        uppgift.slutdatum = end.map(|days| day("2012-01-01") + chrono::Days::new(days.unsigned_abs()));
        match Varld::new().validate(uppgift) {
            Ok(godkand) => prop_assert!(!crate::regel::any_blocks(&godkand.varningar)),
            Err(found) => {
                prop_assert!(crate::regel::any_blocks(&found));
                let told = format!("{found:?}");
                prop_assert!(number.len() < 6 || !told.contains(&number));
            }
        }
    }
}
