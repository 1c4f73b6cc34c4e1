//! The made-up people and Göteborg Nordost through the reports themselves: they must come out as printed.

use std::collections::HashMap;

use finsam_core::deltagande::{Sammanhang, validate};
use finsam_core::forbund::Forbund;
use finsam_core::id::InsatsId;
use finsam_core::identitet::{Numrering, Testnummer};
use finsam_core::insats::{Antal, Insats};
use finsam_core::statistik::{Kolumner, Mattnamn, Rapport, Rapportnamn, Urval, rapport};
use serde::Deserialize;
use uuid::Uuid;

use super::tests::{DEMO, forbund};
use crate::pahittat::tests::day;
use crate::pahittat::{NORDOST, nordost};

/// One printed number, read apart from the generator.
#[derive(Debug, Deserialize)]
struct Tryckt {
    tabell: String,
    ar: i32,
    kon: String,
    matt: Mattnamn,
    kategori: String,
    enhet: String,
    varde: i64,
}

fn kolumner() -> Kolumner {
    let mut kolumner = Kolumner::new();
    let forbund = forbund();
    forbund.iter().for_each(|forbund| kolumner.put_forbund(forbund));
    let mut insatser: HashMap<InsatsId, (Insats, &Forbund)> = HashMap::new();
    for its in &DEMO.insatser {
        let insats = Insats { id: its.id, version: 1, uppgift: its.uppgift.clone() };
        kolumner.put_insats(&insats);
        insatser.insert(its.id, (insats, &forbund[its.forbund]));
    }
    let numrering = Numrering::sandlada(Testnummer::default());
    for (nummer, pahittad) in (1..).zip(&DEMO.deltaganden) {
        let (insats, forbund) = &insatser[&pahittad.uppgift.insats_id.unwrap()];
        let insats = Some((insats, &forbund.uppgift));
        let sammanhang = Sammanhang { part: pahittad.part, idag: day("2015-01-01"), numrering: &numrering, insats };
        let godkand = validate(pahittad.uppgift.clone(), &sammanhang).unwrap();
        kolumner.put(nummer, godkand.alder, &godkand.post);
    }
    put_nordost(&mut kolumner, &forbund);
    kolumner
}

fn put_nordost(kolumner: &mut Kolumner, forbund: &[Forbund]) {
    let id = forbund.iter().find(|forbund| forbund.uppgift.namn == NORDOST).unwrap().id;
    for (n, its) in (1..).zip(nordost(id).unwrap()) {
        let id = InsatsId(Uuid::from_u128(n));
        kolumner.put_insats(&Insats { id, version: 1, uppgift: its.insats });
        kolumner.put_antal(&Antal { insats_id: id, version: 1, uppgift: its.antal });
    }
}

fn check(rapport: &Rapport, tryckt: &Tryckt) {
    let kategori = tryckt.kategori.as_str();
    let row = rapport.rader.iter().find(|rad| rad.ar == tryckt.ar && rad.kategori == kategori).unwrap();
    let cell = row.matt.cell(tryckt.matt).unwrap();
    let found = if tryckt.enhet == "antal" { cell.antal } else { cell.andel };
    assert_eq!(found, Some(tryckt.varde), "{tryckt:?}");
}

#[test]
fn tables_9_11_12_and_13_come_out_as_printed() {
    let kolumner = kolumner();
    let urval = Urval::of_years([2013, 2014]);
    let of_table: HashMap<String, Rapport> = Rapportnamn::ALL
        .iter()
        .filter(|namn| matches!(namn.tabell(), Some(9 | 11..=13)))
        .filter_map(|&namn| Some((namn.tabell()?.to_string(), rapport(namn, &kolumner, &urval))))
        .collect();
    let text = include_str!("../../../data/marginaler.csv");
    let mut checked = 0;
    for line in csv::Reader::from_reader(text.as_bytes()).deserialize::<Tryckt>().flatten() {
        if let (Some(rapport), "") = (of_table.get(&line.tabell), line.kon.as_str()) {
            check(rapport, &line);
            checked += 1;
        }
    }
    assert!(checked >= 58, "{checked} printed numbers");
}
