//! A thousand withdraw their consent: every table is then as if they had been registered anonymously.

use std::collections::BTreeSet;

use finsam_api::pahittat::generera;
use finsam_client::{Client, Importformat, Importval};
use finsam_core::deltagande::{Deltagandeuppgift, Personuppgift, about};
use finsam_core::id::InsatsId;
use finsam_core::protokoll::{Importpost, Personatgard};
use finsam_core::statistik::{Rapportenhet, Rapportnamn, Urval};
use finsam_core::tid::Period;
use finsam_tests::varld::insats;
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::json;

on_each_database!(tables_are_as_if_they_had_been_anonymous);

/// How many are registered, and how many of them withdraw, spread over them by a multiplier that has no factor in common.
const ALLA: usize = 3_000;
const TILLBAKA: usize = 1_000;
const SPRIDNING: usize = 1_861;

/// What remains of somebody who withdraws, as a record that is sent.
fn anonymous(uppgift: &Deltagandeuppgift) -> Deltagandeuppgift {
    let kon = about(uppgift, "2026-01-01".parse().unwrap()).unwrap().kon();
    let mut record =
        json!({"insatsId": uppgift.insats_id, "registrering": "anonym", "kon": kon, "startdatum": uppgift.startdatum});
    if let Some(slut) = uppgift.slutdatum {
        record["slutdatum"] = json!(slut);
    }
    serde_json::from_value(record).unwrap()
}

fn person(uppgift: &Deltagandeuppgift) -> Personuppgift {
    Personuppgift { personnummer: uppgift.personnummer.clone(), reservnummer: uppgift.reservnummer.clone() }
}

async fn send(client: &Client, poster: &[Importpost]) {
    for some in poster.chunks(1_000) {
        let lines: Vec<_> = some.iter().map(|post| serde_json::to_string(post).unwrap() + "\n").collect();
        let done = client.importer().import(Importformat::Ndjson, lines.concat(), &Importval::default()).await.unwrap();
        assert_eq!(
            (done.antal.avvisade, done.antal.skapade),
            (0, some.len() as u64),
            "{:?}",
            done.rader.map(|rader| rader.into_iter().next())
        );
    }
}

/// Every table of an insats, year by year, whole and divided, of participations and of persons; its own name left out.
async fn tables(client: &Client, id: InsatsId, namn: &str) -> Vec<(Rapportnamn, String, String)> {
    let mut tables = Vec::new();
    for rapport in Rapportnamn::ALL.iter().copied() {
        for enhet in Rapportenhet::ALL.iter().copied() {
            for indelning in ["", "kon", "aldersgrupp"] {
                let indelning: Vec<_> =
                    Some(indelning).filter(|one| !one.is_empty()).iter().map(|one| one.parse().unwrap()).collect();
                let what = format!("{enhet:?} {indelning:?}");
                let urval = Urval { insats: vec![id], enhet, indelning, ..Urval::of_years([2012, 2013, 2014, 2015]) };
                let Ok(table) = client.rapporter().get(rapport, &urval).await else { continue };
                let rows = serde_json::to_string(&(table.rader, table.forbehall)).unwrap();
                tables.push((rapport, what, rows.replace(&id.to_string(), "-").replace(namn, "-")));
            }
        }
    }
    tables
}

async fn tables_are_as_if_they_had_been_anonymous(server: Server) {
    let varld = Varld::new(server).await;
    let (part, nation, admin) = (varld.client(Vem::Part), varld.client(Vem::Nationell), varld.client(Vem::System));
    let other = insats(varld.forbund.id, "Vägen tillbaka", "personuppgifter");
    let other = admin.insatser().create(&other, None).await.unwrap();
    let period = Period::new("2014-01-01".parse().unwrap(), Some("2015-03-31".parse().unwrap()));
    let kod = "kommun:2280".parse().unwrap();
    let people: Vec<Importpost> = generera(ALLA as u64, 7, &[varld.insats.id], kod, period).collect();
    let back: BTreeSet<usize> = (0..TILLBAKA).map(|n| n * SPRIDNING % ALLA).collect();
    let of = |n: &usize| person(&people[*n].uppgift);
    let leaving: Vec<Personuppgift> = back.iter().map(of).collect();
    send(&part, &people).await;
    let before = tables(&nation, varld.insats.id, &varld.insats.uppgift.namn).await;

    let atgard = Personatgard { personer: leaving.clone(), ..Personatgard::default() };
    let gone = part.personer().withdraw_consent(&atgard).await.unwrap().deltaganden.len();
    // Whoever takes part several times withdraws from all of it.
    let is_leaving = |post: &Importpost| leaving.contains(&person(&post.uppgift));
    assert_eq!(gone, people.iter().filter(|post| is_leaving(post)).count());
    assert!(gone >= TILLBAKA);
    let instead: Vec<Importpost> = people
        .iter()
        .map(|post| {
            let mut post = post.clone();
            if is_leaving(&post) {
                post.uppgift = anonymous(&post.uppgift);
            }
            post.nyckel.kallsystem = "annat".to_owned();
            post.uppgift.insats_id = Some(other.id);
            post
        })
        .collect();
    send(&part, &instead).await;

    let after = tables(&nation, varld.insats.id, &varld.insats.uppgift.namn).await;
    let expected = tables(&nation, other.id, &other.uppgift.namn).await;
    assert!(after.len() >= 60 && after != before, "{}", after.len());
    for (one, wanted) in after.iter().zip(&expected) {
        assert_eq!(one, wanted);
    }
    assert_eq!(after.len(), expected.len());
}
