//! Boards, audits, budgets, outcomes, allocations and mergers.

use finsam_core::bakgrund::{Bakgrundsrad, Bakgrundstal, Bakgrundsuppgift};
use finsam_core::belopp::Belopp;
use finsam_core::ekonomi::tilldelning::{Parametrar, Tilldelning, Tilldelningsuppgift};
use finsam_core::ekonomi::{Budget, Budgetstatus, Budgetuppgift, Penningenhet, Utfallsuppgift};
use finsam_core::forbund::revision::Revisionsuppgift;
use finsam_core::forbund::styrelse::Styrelseuppgift;
use finsam_core::id::{BakgrundstalId, ForbundId, TilldelningId};
use serde_json::json;
use uuid::Uuid;

use super::flytt::fill;
use super::{Databas, FORBUND, Prov, day, forbund, on_each_database};
use crate::StoreError;
use crate::rum::{Akt, Aktnamn, Aktuppgift, Handelsetyp, Resurs};

/// An allocation of five kronor to one.
pub(super) fn allocation() -> Tilldelningsuppgift {
    let ansokan = json!({"nyckel": "A", "forsorjningsmatt": 1, "befolkning": 2, "askande": "5.00"});
    Tilldelningsuppgift {
        parametrar: Parametrar::of(Belopp::from_kronor(5)),
        ansokningar: vec![serde_json::from_value(ansokan).unwrap()],
    }
}

fn board(person: &str) -> Aktuppgift {
    let seat = json!({"person": person, "utseddAv": "kommun:2280", "fran": "2015-04-01"});
    Aktuppgift::Styrelse(serde_json::from_value::<Styrelseuppgift>(json!({"ledamoter": [seat]})).unwrap())
}

fn budget(enhet: Penningenhet) -> Aktuppgift {
    Aktuppgift::Budget(2016, Budgetuppgift { enhet, ..Budgetuppgift::default() })
}

fn of_budget(akt: Option<Akt>) -> Budget {
    match akt {
        Some(Akt::Budget(budget)) => budget,
        other => panic!("{other:?}"),
    }
}

on_each_database!(each_kind_is_kept_by_itself_changed_and_read_back);
async fn each_kind_is_kept_by_itself_changed_and_read_back(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut enhet = prov.begin().await;
    let all = [
        budget(Penningenhet::Tkr),
        Aktuppgift::Revision(Revisionsuppgift::default()),
        board("a"),
        Aktuppgift::Utfall(2016, Utfallsuppgift::default()),
    ];
    let mut kept = Vec::new();
    for uppgift in all {
        kept.extend(enhet.akter().put(FORBUND, None, uppgift).await.unwrap());
    }
    assert_eq!(enhet.akter().put(FORBUND, None, board("b")).await.unwrap(), None, "it is there already");
    assert_eq!(enhet.akter().put(FORBUND, Some(2), board("b")).await.unwrap(), None, "stale");
    assert_eq!(enhet.akter().put(FORBUND, Some(1), board("a")).await.unwrap(), Some(kept[2].clone()), "unchanged");
    let changed = enhet.akter().put(FORBUND, Some(1), board("b")).await.unwrap().unwrap();
    assert_eq!(changed.version(), 2);
    kept[2] = changed;
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.akter().list(FORBUND).await.unwrap(), kept, "by kind and year");
    assert_eq!(las.akter().get(FORBUND, Aktnamn::Styrelse).await.unwrap(), Some(kept[2].clone()));
    assert_eq!(las.akter().get(FORBUND, Aktnamn::Budget(2017)).await.unwrap(), None);
    assert_eq!(las.akter().list(ForbundId(Uuid::nil())).await.unwrap(), []);
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE resurs = 'styrelse'"), 2);
    assert_eq!(prov.count("SELECT count(*) FROM atkomstlogg WHERE resurs = 'styrelse'"), 3);
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE resurs IN ('budget', 'revision', 'utfall')"), 3);
    let last = las.handelser().after(0, 100).await.unwrap().pop().unwrap();
    assert_eq!((last.typ, last.resurs, last.id, last.version), (Handelsetyp::Andrad, Resurs::Styrelse, FORBUND.0, 2));
}

on_each_database!(a_budget_is_set_and_a_change_makes_a_draft_of_it);
async fn a_budget_is_set_and_a_change_makes_a_draft_of_it(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut enhet = prov.begin().await;
    assert_eq!(enhet.akter().set(FORBUND, 2016, 1, day("2015-11-27")).await.unwrap(), None, "there is none");
    enhet.akter().put(FORBUND, None, budget(Penningenhet::Tkr)).await.unwrap();
    assert_eq!(enhet.akter().set(FORBUND, 2016, 2, day("2015-11-27")).await.unwrap(), None, "stale");
    let set = of_budget(enhet.akter().set(FORBUND, 2016, 1, day("2015-11-27")).await.unwrap());
    assert_eq!((set.version, set.status, set.faststalld), (2, Budgetstatus::Faststalld, Some(day("2015-11-27"))));
    let again = of_budget(enhet.akter().set(FORBUND, 2016, 2, day("2015-11-27")).await.unwrap());
    assert_eq!(again, set, "unchanged");
    let changed = of_budget(enhet.akter().put(FORBUND, Some(2), budget(Penningenhet::Kr)).await.unwrap());
    assert_eq!((changed.version, changed.status, changed.faststalld), (3, Budgetstatus::Utkast, None));
    assert_eq!(changed.forst_faststalld, Some(day("2015-11-27")));
    let anew = of_budget(enhet.akter().set(FORBUND, 2016, 3, day("2016-02-01")).await.unwrap());
    enhet.commit().await.unwrap();
    let kept = prov.store.read().await.unwrap().akter().get(FORBUND, Aktnamn::Budget(2016)).await.unwrap();
    assert_eq!(of_budget(kept), anew);
    assert_eq!((anew.forst_faststalld, anew.faststalld), (Some(day("2015-11-27")), Some(day("2016-02-01"))));
    let economy = prov.store.read().await.unwrap().akter().economy().await.unwrap();
    assert_eq!(economy, [Akt::Budget(anew)], "no board");
}

on_each_database!(an_unknown_forbund_keeps_nothing);
async fn an_unknown_forbund_keeps_nothing(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut enhet = prov.begin().await;
    let fel = enhet.akter().put(ForbundId(Uuid::nil()), None, board("a")).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("forbund")));
}

on_each_database!(allocations_are_kept_by_year);
async fn allocations_are_kept_by_year(databas: Databas) {
    let prov = Prov::new(databas).await;
    let id = TilldelningId(Uuid::from_u128(1));
    let mut enhet = prov.begin().await;
    let one = enhet.tilldelningar().put(id, 2016, None, allocation()).await.unwrap();
    assert_eq!(one, Some(Tilldelning { id, ar: 2016, version: 1, uppgift: allocation() }));
    assert_eq!(enhet.tilldelningar().put(id, 2016, None, allocation()).await.unwrap(), None, "there is one");
    assert_eq!(enhet.tilldelningar().put(id, 2016, Some(2), allocation()).await.unwrap(), None, "stale");
    assert_eq!(enhet.tilldelningar().put(id, 2016, Some(1), allocation()).await.unwrap(), one, "unchanged");
    let mut more = allocation();
    more.parametrar.broms_procent = 5;
    let other = TilldelningId(Uuid::from_u128(2));
    let two = enhet.tilldelningar().put(other, 2016, Some(1), more.clone()).await.unwrap();
    assert_eq!(two, Some(Tilldelning { id, ar: 2016, version: 2, uppgift: more }), "it keeps its identity");
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.tilldelningar().get(2016).await.unwrap(), two);
    assert_eq!(las.tilldelningar().get(2015).await.unwrap(), None);
    assert_eq!(las.tilldelningar().all().await.unwrap(), two.into_iter().collect::<Vec<_>>());
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE resurs = 'tilldelning'"), 2);
}

on_each_database!(background_figures_are_kept_by_year);
async fn background_figures_are_kept_by_year(databas: Databas) {
    let prov = Prov::new(databas).await;
    let id = BakgrundstalId(Uuid::from_u128(1));
    let of = |people| {
        let rad = Bakgrundsrad { befolkning: Some(people), ..Bakgrundsrad::of("2262".parse().unwrap()) };
        Bakgrundsuppgift { rader: vec![rad] }
    };
    let mut enhet = prov.begin().await;
    let one = enhet.bakgrundstal().put(id, 2014, None, of(10_400)).await.unwrap();
    assert_eq!(one, Some(Bakgrundstal { id, ar: 2014, version: 1, uppgift: of(10_400) }));
    assert_eq!(enhet.bakgrundstal().put(id, 2014, None, of(1)).await.unwrap(), None, "there are some");
    assert_eq!(enhet.bakgrundstal().put(id, 2014, Some(2), of(1)).await.unwrap(), None, "stale");
    assert_eq!(enhet.bakgrundstal().put(id, 2014, Some(1), of(10_400)).await.unwrap(), one, "unchanged");
    let other = BakgrundstalId(Uuid::from_u128(2));
    let two = enhet.bakgrundstal().put(other, 2014, Some(1), of(10_401)).await.unwrap();
    assert_eq!(two, Some(Bakgrundstal { id, ar: 2014, version: 2, uppgift: of(10_401) }), "they keep their identity");
    let earlier = enhet.bakgrundstal().put(other, 2013, None, of(0)).await.unwrap();
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.bakgrundstal().get(2014).await.unwrap(), two);
    assert_eq!(las.bakgrundstal().get(2015).await.unwrap(), None);
    assert_eq!(las.bakgrundstal().all().await.unwrap(), [earlier, two].into_iter().flatten().collect::<Vec<_>>());
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE resurs = 'bakgrundstal'"), 3);
}

on_each_database!(a_forbund_goes_up_in_another);
async fn a_forbund_goes_up_in_another(databas: Databas) {
    let prov = Prov::new(databas).await;
    let one = ForbundId(Uuid::from_u128(0x10));
    let mut enhet = prov.begin().await;
    enhet.forbund().insert(one, forbund("Ett")).await.unwrap();
    let mut ended = forbund("Härnösand-Timrå");
    ended.upphort = Some(day("2014-12-31"));
    assert_eq!(enhet.forbund().merge_into(FORBUND, 2, ended.clone(), one).await.unwrap(), None, "stale");
    let gone = enhet.forbund().merge_into(FORBUND, 1, ended, one).await.unwrap().unwrap();
    enhet.commit().await.unwrap();
    assert_eq!((gone.version, &gone.ersatt_av), (2, &vec![one]));
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.forbund().get(FORBUND).await.unwrap(), Some(gone));
    let last = las.handelser().after(0, 100).await.unwrap().pop().unwrap();
    assert_eq!((last.typ, last.resurs, last.id), (Handelsetyp::Sammanslagen, Resurs::Forbund, FORBUND.0));
}

on_each_database!(what_does_not_decode_is_named);
async fn what_does_not_decode_is_named(databas: Databas) {
    let prov = Prov::new(databas).await;
    fill(&prov).await;
    let spoilt = [
        ("forbundsakt", "uppgift", "'{'"),
        ("forbundsakt", "slag", "'antal'"),
        ("forbundsakt", "faststalld", "2147483647"),
    ];
    for (table, column, value) in spoilt {
        let before = prov.count(&format!("SELECT count(*) FROM {table}"));
        assert_eq!(prov.refusal(&format!("UPDATE {table} SET {column} = {value} WHERE nummer = 1")), None);
        match prov.store.read().await.unwrap().akter().list(FORBUND).await {
            Err(StoreError::Decode { table: found, row, .. }) => assert_eq!((found, row.as_str()), (table, "1")),
            other => panic!("{column} of {before}: {other:?}"),
        }
        let sound = "UPDATE forbundsakt SET slag = 'budget', faststalld = NULL, uppgift = \
                     '{\"enhet\":\"kr\",\"rakning\":{}}' WHERE nummer = 1";
        assert_eq!(prov.refusal(sound), None);
    }
    assert_eq!(prov.refusal("UPDATE tilldelning SET uppgift = '{'"), None);
    let fel = prov.store.read().await.unwrap().tilldelningar().get(2014).await.unwrap_err();
    assert!(matches!(fel, StoreError::Decode { table: "tilldelning", column: "uppgift", .. }));
}
