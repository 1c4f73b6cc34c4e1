use finsam_core::id::ImportId;
use finsam_core::insats::{Antal, Antalsplan, Antalsutfall};
use finsam_core::protokoll::{Atomicitet, Importlage, Importstatus, Radutfall};
use finsam_core::regel::register::REG_23;
use proptest::prelude::*;
use uuid::Uuid;

use super::{Antalsfraga, Planering, Utgang, view};
use crate::extract::{Fragor, FromFraga};

fn asked(query: &str) -> Antalsfraga {
    Antalsfraga::from_fraga(&mut Fragor::parse(query))
}

/// What stands at version 3.
fn standing() -> Antal {
    let text =
        r#"{"insatsId":"0190a5c0-7c00-7000-8000-000000000001","version":3,"fran":"2014-01-01","till":"2014-12-31"}"#;
    serde_json::from_str(text).unwrap()
}

fn utfall() -> impl Strategy<Value = Antalsutfall> {
    prop_oneof![
        Just(Antalsutfall::Skapas),
        Just(Antalsutfall::Uppdateras(standing())),
        Just(Antalsutfall::Oforandrade(3)),
        Just(Antalsutfall::Avvisas(vec![REG_23.at("/fran")])),
    ]
}

fn planering(rader: Vec<Antalsutfall>) -> Planering {
    let poster = rader.iter().map(|_| None).collect();
    Planering { plan: Antalsplan { rader, ..Antalsplan::default() }, poster, stopp: None }
}

proptest! {
    /// Whatever becomes of the rows and however it is asked for, each is counted once, and what is told as written is what
    /// would be.
    #[test]
    fn every_count_adds_up(rader in proptest::collection::vec(utfall(), 0..30), allt in any::<bool>(), lage in 0..3_usize) {
        let lage = ["verkstall", "plan", "validera"][lage];
        let fraga = asked(&format!("importlage={lage}&atomicitet={}&rader=alla", if allt { "allt" } else { "rad" }));
        let refused = rader.iter().filter(|rad| matches!(rad, Antalsutfall::Avvisas(_))).count();
        let planering = planering(rader);
        let utgang = planering.ending(fraga.val.atomicitet);
        let import = view(ImportId(Uuid::nil()), &fraga, &planering, utgang).unwrap();
        let antal = import.antal;
        prop_assert!(antal.adds_up());
        prop_assert_eq!(antal.mottagna as usize, planering.plan.rader.len());
        prop_assert_eq!(antal.avvisade as usize, refused);
        let stopped = refused > 0 && (allt || refused == planering.plan.rader.len());
        prop_assert_eq!(utgang == Utgang::Stoppas, stopped);
        prop_assert_eq!(import.status == Importstatus::Misslyckad, stopped);
        if stopped || fraga.importlage == Importlage::Validera {
            prop_assert_eq!(antal.ej_verkstallda, antal.mottagna - antal.avvisade);
        } else {
            prop_assert_eq!(antal.ej_verkstallda, 0);
        }
        let written = fraga.importlage == Importlage::Verkstall && !stopped;
        prop_assert_eq!(import.framsteg.skrivna, if written { antal.mottagna - antal.avvisade } else { 0 });
        let shown = import.rader.unwrap();
        prop_assert_eq!(shown.len(), planering.plan.rader.len());
        prop_assert_eq!(shown.iter().filter(|rad| rad.utfall == Radutfall::Avvisad).count(), refused);
    }

    /// Another outcome of any row is another plan.
    #[test]
    fn a_plan_is_told_from_every_other(one in proptest::collection::vec(utfall(), 0..6), other in proptest::collection::vec(utfall(), 0..6)) {
        let (one, other) = (planering(one), planering(other));
        prop_assert_eq!(one.plan.rader == other.plan.rader, one.tag([7; 32]) == other.tag([7; 32]));
        prop_assert_ne!(one.tag([7; 32]), one.tag([8; 32]));
        prop_assert!(one.tag([7; 32]) >= 0);
    }
}

#[test]
fn scopes_are_read_or_refused() {
    let fault = |query: &str| {
        let mut fragor = Fragor::parse(query);
        Antalsfraga::from_fraga(&mut fragor);
        fragor.finish().err().map(|found| found.iter().map(|one| one.pekare.as_str().to_owned()).collect::<Vec<_>>())
    };
    let id = "0190a5c0-7c00-7000-8000-000000000001";
    assert_eq!(fault(&format!("avstamning=omfang&omfang={id}:2014,{id}:2015&maxRaderade=0")), None);
    assert_eq!(asked(&format!("avstamning=omfang&omfang={id}:2014&omfang={id}:2015")).val.scopes().unwrap().len(), 2);
    assert_eq!(asked("").val.scopes(), None);
    assert_eq!((asked("").val.atomicitet, asked("").importlage), (Atomicitet::Rad, Importlage::Verkstall));
    for omfang in ["x", "x:2014", &format!("{id}:14"), &format!("{id}:+201"), id] {
        assert_eq!(fault(&format!("avstamning=omfang&omfang={omfang}")).unwrap(), ["?omfang"], "{omfang}");
    }
    assert_eq!(fault("maxRaderade=1").unwrap(), ["?maxRaderade"], "nothing is removed without reconciliation");
    assert_eq!(fault("strategi=radera&importlage=x").unwrap(), ["?importlage", "?strategi"]);
}
