//! Rows that will not decode are named by table, column and row, in every room.

use chrono::TimeDelta;
use finsam_core::id::{DeltagandeId, ImportId, WebhookId};
use finsam_core::insats::{Enhet, Insatsnyckel};
use uuid::Uuid;

use super::flytt::fill;
use super::{
    ANNAN_INSATS, BO, Databas, FORBUND, INSATS, Prov, day, first, moment, nyckel, on_each_database, part, ring,
    skrivning,
};
use crate::rum::{Deltagandeurval, Insatsurval, Insatsval, Resurs, Skrivning, Strategi};
use crate::{ReadSession, StoreError};

/// Spoils a value, looks at what a reading says, and puts the value back.
struct Proband {
    databas: Databas,
    prov: Prov,
}

impl Proband {
    async fn spoilt(&self, table: &str, column: &str, value: &str, row: &str) -> Box<dyn ReadSession> {
        let spoil = format!("UPDATE {table} SET {column} = {value} WHERE {row}");
        assert_eq!(self.prov.refusal(&spoil), None, "{spoil}");
        self.prov.store.read().await.unwrap()
    }

    /// Bytes that are of no length that is kept.
    const fn bytes(&self) -> &'static str {
        match self.databas {
            Databas::Sqlite => "x'00ff'",
            Databas::Postgres => "'\\x00ff'::bytea",
        }
    }
}

#[track_caller]
fn names<T: std::fmt::Debug>(answer: Result<T, StoreError>, place: (&str, &str, &str)) {
    match answer {
        Err(StoreError::Decode { table, column, row, .. }) => assert_eq!((table, column, row.as_str()), place),
        other => panic!("{place:?}: {other:?}"),
    }
}

async fn new(databas: Databas) -> Proband {
    let prov = Prov::new(databas).await;
    fill(&prov).await;
    Proband { databas, prov }
}

const SKRAP: &str = "'{\"namn\":'";
const EVIGHET: &str = "9223372036854775807";

on_each_database!(forbund_insatser_and_counts);
async fn forbund_insatser_and_counts(databas: Databas) {
    let p = new(databas).await;
    for (column, value) in [("version", "2"), ("uppgift", SKRAP), ("ersatt_av", "'x'"), ("id", p.bytes())] {
        let mut las = p.spoilt("forbund", column, value, "nummer = 1").await;
        if column != "version" {
            names(las.forbund().all().await, ("forbund", column, "1"));
        }
        let joined = las.insatser().with_forbund(&Insatsval::Id(INSATS)).await;
        if column == "version" {
            assert_eq!(joined.unwrap().unwrap().1.version, 2);
        } else {
            names(joined, ("forbund", column, "1"));
        }
        // The one that cannot be read is not found by what it is not.
        assert_eq!(las.forbund().get(FORBUND).await.is_err(), !["version", "id"].contains(&column), "{column}");
    }
    let mut las = p.spoilt("antal", "uppgift", SKRAP, "nummer = 1").await;
    names(las.antal().all().await, ("antal", "uppgift", "1"));
    names(las.antal().list(INSATS).await, ("antal", "uppgift", "1"));
    names(las.antal().get(INSATS, (day("2014-01-01"), Enhet::default())).await, ("antal", "uppgift", "1"));
    let mut las = p.spoilt("strukturdeltagande", "uppgift", SKRAP, "nummer = 1").await;
    names(las.strukturdeltagande().all().await, ("strukturdeltagande", "uppgift", "1"));
    let mut las = p.spoilt("insats", "uppgift", SKRAP, "nummer = 1").await;
    names(las.insatser().all().await, ("insats", "uppgift", "1"));
    names(las.insatser().get(INSATS).await, ("insats", "uppgift", "1"));
    let urval = Insatsurval { forbund: None, ar: None, inriktning: None, typ: None };
    names(las.insatser().list(&urval, first(10)).await, ("insats", "uppgift", "1"));
    let key = Insatsnyckel { part: part("region:22"), kallsystem: "ä".to_owned(), nyckel: "Å-1".to_owned() };
    for val in [Insatsval::Nyckel(key), Insatsval::Id(INSATS)] {
        names(las.insatser().with_forbund(&val).await, ("insats", "uppgift", "1"));
    }
    assert!(las.insatser().get(ANNAN_INSATS).await.unwrap().is_some(), "the others can be read");
}

on_each_database!(participations);
async fn participations(databas: Databas) {
    let p = new(databas).await;
    let here = part("kommun:2280");
    let urval = |insats| Deltagandeurval { part: here, insats, ar: None, avslutad: None };
    let mut las = p.spoilt("deltagande", "post", SKRAP, "nummer = 5").await;
    let place = ("deltagande", "post", "5");
    names(las.deltaganden().get(here, &nyckel("d-4")).await, place);
    names(las.deltaganden().list(urval(None), first(1_000)).await, place);
    names(las.deltaganden().list(urval(Some(INSATS)), first(1_000)).await, place);
    names(las.deltaganden().statistics(0, 1_000).await, place);
    names(las.deltaganden().changed(0, 20).await, place);
    let mut las = p.spoilt("deltagande", "identitet", p.bytes(), "nummer = 301").await;
    names(las.deltaganden().get(here, &nyckel("p-1")).await, ("deltagande", "identitet", "301"));
    assert_eq!(las.deltaganden().statistics(300, 10).await.unwrap().len(), 1, "which needs no identity");
    let mut las = p.spoilt("deltagande", "alder", "'7'", "nummer = 9").await;
    assert_eq!(las.deltaganden().statistics(8, 1).await.unwrap()[0].alder, Some(7));
    // Those who write read too.
    drop(p.spoilt("deltagande", "id", p.bytes(), "nummer = 2").await);
    let one = skrivning("d-1", None, "2014-03-01", None);
    names(p.prov.save_as(here, Strategi::Upsert, vec![one]).await, ("deltagande", "id", "2"));
    drop(p.spoilt("deltagande", "start", "2000000000", "nummer = 301").await);
    let anna = || skrivning("p-2", Some(super::ANNA), "2014-03-01", None);
    names(p.prov.save_as(here, Strategi::Upsert, vec![anna()]).await, ("deltagande", "start", "301"));
    let other =
        Skrivning { nytt_id: DeltagandeId(Uuid::from_u128(77)), ..skrivning("p-3", Some(BO), "2014-03-01", None) };
    assert!(p.prov.save_as(here, Strategi::Upsert, vec![other]).await.is_ok(), "the others can be written");
}

on_each_database!(events);
async fn events(databas: Databas) {
    let p = new(databas).await;
    for (column, value) in [("typ", "99"), ("resurs", "99"), ("id", p.bytes())] {
        let mut las = p.spoilt("handelse", column, value, "nummer = 4").await;
        names(las.handelser().after(0, 10).await, ("handelse", column, "4"));
        assert_eq!(las.handelser().after(0, 3).await.unwrap().len(), 3);
        assert_eq!(p.prov.refusal("UPDATE handelse SET typ = 1, resurs = 1 WHERE nummer = 4"), None);
    }
}

on_each_database!(the_feed_of_a_part);
async fn the_feed_of_a_part(databas: Databas) {
    let p = new(databas).await;
    let here = part("kommun:2280");
    let id = p.bytes();
    let mut las = p.spoilt("forbund", "id", id, "nummer = 1").await;
    let number =
        las.handelser().after(0, 1_000).await.unwrap().into_iter().find(|one| one.resurs == Resurs::Deltagande);
    let number = number.unwrap().nummer.to_string();
    names(las.handelser().of_part(here, 0, 1_000).await, ("handelse", "forbund.id", &number));
    drop(p.spoilt("insats", "id", id, "nummer = 1").await);
    let mut las = p.prov.store.read().await.unwrap();
    names(las.handelser().of_part(here, 0, 1_000).await, ("handelse", "insats.id", &number));
    let till = p.prov.count("SELECT min(till) FROM handelsespann WHERE part = 1").to_string();
    let mut las = p.spoilt("part", "kod", "'by:1'", "nummer = 1").await;
    names(las.handelser().touched(0).await, ("handelsespann", "part.kod", &till));
    let mut las = p.spoilt("flode", "hemlighet", id, "nummer = 1").await;
    names(las.handelser().feed().await, ("flode", "hemlighet", "1"));
}

on_each_database!(webhooks);
async fn webhooks(databas: Databas) {
    let webhook = WebhookId(Uuid::from_u128(1));
    for (column, value) in
        [("roll", "'kung'"), ("hyresgast", "'by:1'"), ("forsok", "-1"), ("fel", "'x'"), ("nasta", EVIGHET)]
    {
        let p = new(databas).await;
        let mut las = p.spoilt("webhook", column, value, "nummer = 1").await;
        names(las.webhookar().get(webhook).await, ("webhook", column, "1"));
        names(las.webhookar().active().await, ("webhook", column, "1"));
    }
    let p = new(databas).await;
    let mut las = p.spoilt("webhook", "hemlighet", p.bytes(), "nummer = 1").await;
    names(las.webhookar().secrets(webhook).await, ("webhook", "hemlighet", "1"));
    assert!(las.webhookar().get(webhook).await.unwrap().is_some(), "which needs no secret");
}

on_each_database!(frozen_states);
async fn frozen_states(databas: Databas) {
    for (column, value) in [("status", "'x'"), ("tid", EVIGHET), ("id", "BYTES"), ("digest", "BYTES")] {
        let p = new(databas).await;
        let value = if value == "BYTES" { p.bytes() } else { value };
        let mut las = p.spoilt("faststallelse", column, value, "nummer = 1").await;
        names(las.faststallelser().all().await, ("faststallelse", column, "1"));
    }
}

on_each_database!(tokens);
async fn tokens(databas: Databas) {
    for (column, value) in
        [("roll", "'kung'"), ("insatser", "'x'"), ("part", "'by:1'"), ("skapad", EVIGHET), ("giltig_till", EVIGHET)]
    {
        let p = new(databas).await;
        let mut las = p.spoilt("token", column, value, "nummer = 1").await;
        names(las.tokens().find(&[1; 32]).await, ("token", column, "1"));
    }
}

on_each_database!(imports_and_receipts);
async fn imports_and_receipts(databas: Databas) {
    let id = ImportId(Uuid::from_u128(1));
    for (column, value) in [("status", "'x'"), ("antal", SKRAP), ("lasta", "-1"), ("andrad", EVIGHET)] {
        let p = new(databas).await;
        let mut las = p.spoilt("import", column, value, "nummer = 1").await;
        names(las.importer().get(part("kommun:2280"), id).await, ("import", column, "1"));
    }
    let p = new(databas).await;
    let mut las = p.spoilt("importpost", "post", p.bytes(), "rad = 2").await;
    assert!(matches!(las.importer().posts(id, None, 10).await.unwrap_err(), StoreError::WrongKey), "it does not open");
    let p = new(databas).await;
    let mut las = p.spoilt("importrad", "resultat", SKRAP, "rad = 2").await;
    names(las.importer().rows(id, 0, 10).await, ("importrad", "resultat", "1/2"));
    let row = format!("t-1 POST /forbund {}", moment().timestamp_micros());
    for (column, value) in [("kropp", p.bytes()), ("status", "-1")] {
        let mut las = p.spoilt("kvitto", column, value, "handling = 'POST /forbund'").await;
        let find = las.kvitton().find("t-1", "POST /forbund", "Ö", moment() - TimeDelta::hours(1)).await;
        names(find, ("kvitto", if column == "status" { "kropp" } else { column }, &row));
    }
}

// What is read before anything else is.
on_each_database!(the_register_itself);
async fn the_register_itself(databas: Databas) {
    let p = Proband { databas, prov: Prov::empty(databas).await };
    for (table, column, value, row) in [
        ("nyckelkontroll", "varde", p.bytes(), "1"),
        ("registernyckel", "kontroll", p.bytes(), "1"),
        ("kompatibilitet", "fran", "-1", "1"),
    ] {
        drop(p.spoilt(table, column, value, "nummer = 1").await);
        names(p.prov.open(Some(ring())).await.map(drop), (table, column, row));
    }
    drop(p.spoilt("migrering", "nummer", "-3", "nummer = 1").await);
    names(p.prov.open(None).await.map(drop), ("migrering", "nummer", "-3"));
}
