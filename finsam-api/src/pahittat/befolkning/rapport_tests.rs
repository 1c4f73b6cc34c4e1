//! Everything that is made up and Göteborg Nordost through the reports themselves: they must come out as printed.

use std::collections::{BTreeMap, HashMap};

use finsam_core::deltagande::{Sammanhang, validate};
use finsam_core::ekonomi::Utfall;
use finsam_core::ekonomi::tilldelning::Tilldelning;
use finsam_core::forbund::Forbund;
use finsam_core::id::{InsatsId, TilldelningId};
use finsam_core::identitet::{Numrering, Testnummer};
use finsam_core::insats::{Antal, Insats, Strukturdeltagande};
use finsam_core::statistik::{Bilaga, Kolumner, Matt, Mattnamn, Rapport, Rapportnamn, Urval, rapport};
use serde::Deserialize;
use uuid::Uuid;

use super::tests::{DEMO, forbund};
use crate::pahittat::tests::day;
use crate::pahittat::{Marginaler, NORDOST, nordost, pengar};

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
    kolumner.put_bilaga(&beside(&forbund));
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
    for (insats_id, uppgift) in &DEMO.antal {
        kolumner.put_antal(&Antal { insats_id: *insats_id, version: 1, uppgift: *uppgift });
    }
    put_nordost(&mut kolumner, &forbund);
    kolumner
}

/// Structural insatser and money.
fn beside(forbund: &[Forbund]) -> Bilaga {
    let reached = |id, uppgift| Strukturdeltagande { insats_id: id, version: 1, uppgift };
    let struktur = || DEMO.struktur.iter();
    let pengar = pengar(&Marginaler::printed().unwrap(), forbund).unwrap();
    let tilldelning = |(ar, uppgift)| Tilldelning { id: TilldelningId(Uuid::nil()), ar, version: 1, uppgift };
    let utfall = |(forbund_id, ar, uppgift)| Utfall { forbund_id, ar, version: 1, uppgift };
    Bilaga {
        insatser: struktur()
            .map(|one| Insats { id: one.insats.id, version: 1, uppgift: one.insats.uppgift.clone() })
            .collect(),
        strukturdeltagande: struktur()
            .flat_map(|one| one.natt.iter().map(|uppgift| reached(one.insats.id, *uppgift)))
            .collect(),
        tilldelningar: pengar.tilldelningar.into_iter().map(tilldelning).collect(),
        utfall: pengar.utfall.into_iter().map(utfall).collect(),
        ..Bilaga::default()
    }
}

fn put_nordost(kolumner: &mut Kolumner, forbund: &[Forbund]) {
    let id = forbund.iter().find(|forbund| forbund.uppgift.namn == NORDOST).unwrap().id;
    for (n, its) in (1..).zip(nordost(id).unwrap()) {
        let id = InsatsId(Uuid::from_u128(n));
        kolumner.put_insats(&Insats { id, version: 1, uppgift: its.insats });
        kolumner.put_antal(&Antal { insats_id: id, version: 1, uppgift: its.antal });
    }
}

/// The report of a printed table. Tables 4 and 5 are of one.
fn report_of(tabell: &str) -> Option<Rapportnamn> {
    let tabell = if tabell == "4" { "5" } else { tabell };
    Rapportnamn::ALL.iter().copied().find(|namn| namn.tabell().is_some_and(|own| own.to_string() == tabell))
}

/// What the report says where a number is printed.
fn said(rapport: &Rapport, tryckt: &Tryckt) -> Option<i64> {
    let named = |kategori: &str| {
        let mut of_year = rapport.rader.iter().filter(|rad| rad.ar == tryckt.ar);
        of_year.find(|rad| rad.kategori == kategori || rad.kategori.starts_with(&format!("{kategori}."))).unwrap()
    };
    let kategori = tryckt.kategori.as_str();
    let matt = match tryckt.kon.as_str() {
        "kvinna" => Mattnamn::Kvinnor,
        "man" => Mattnamn::Man,
        _ => tryckt.matt,
    };
    match (tryckt.tabell.as_str(), tryckt.enhet.as_str()) {
        ("4", _) => named(kategori).underlag,
        ("5", _) => named(&format!("individ.{kategori}")).matt.cell(matt).unwrap().antal,
        (_, "tkr") => match named(kategori).matt.get(matt) {
            Some(Matt::Decimal { tal: Some(mnkr), .. }) => {
                Some((mnkr.to_string().parse::<f64>().unwrap() * 1000.0).round() as i64)
            }
            other => panic!("{other:?} is no amount"),
        },
        (_, "antal") => named(kategori).matt.cell(matt).unwrap().antal,
        (_, "hundratal") => match named(kategori).matt.get(matt) {
            Some(Matt::Tal { antal: Some(antal), .. }) => Some((antal + 50) / 100 * 100),
            other => panic!("{other:?} is no count"),
        },
        _ => named(kategori).matt.cell(matt).unwrap().andel,
    }
}

#[test]
fn the_tables_come_out_as_printed() {
    let kolumner = kolumner();
    let urval = Urval::of_years(2005..=2015);
    let mut of_report: HashMap<Rapportnamn, Rapport> = HashMap::new();
    let mut others = Vec::new();
    let mut checked: BTreeMap<u8, usize> = BTreeMap::new();
    let text = include_str!("../../../data/marginaler.csv");
    for line in csv::Reader::from_reader(text.as_bytes()).deserialize::<Tryckt>().flatten() {
        let Some(namn) = report_of(&line.tabell) else { continue };
        let found = said(of_report.entry(namn).or_insert_with(|| rapport(namn, &kolumner, &urval)), &line);
        if found != Some(line.varde) {
            others.push(format!("{} {} {} {:?} for {}", line.tabell, line.ar, line.kategori, found, line.varde));
        }
        *checked.entry(line.tabell.parse().unwrap()).or_default() += 1;
    }
    let against_the_text = "2 2014 varav_aktivitetsersattning Some(1718) for 1861";
    let against_table_14 = ["3 2013 struktur Some(21800) for 20000", "3 2013 totalt Some(58700) for 56900"];
    assert_eq!(others, [against_the_text, against_table_14[0], against_table_14[1]]);
    let tables: Vec<u8> = checked.keys().copied().collect();
    assert_eq!(tables, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17], "{checked:?}");
}

#[test]
fn table_3_says_how_all_were_registered() {
    let report = rapport(Rapportnamn::DeltagarePerInriktning, &kolumner(), &Urval::of_years([2013, 2014]));
    let plain = |antal| Some(Matt::Tal { antal: Some(antal), skyddad: false });
    let individ: Vec<_> = report.rader.iter().filter(|rad| rad.kategori == "individ").collect();
    let ways = [Mattnamn::Person, Mattnamn::Anonym, Mattnamn::Volym, Mattnamn::Summa];
    let of_year = |year: usize| ways.map(|way| individ[year].matt.get(way));
    assert_eq!(of_year(0), [17_629, 2_795, 16_476, 36_900].map(plain));
    assert_eq!(of_year(1), [17_079, 3_181, 18_749, 39_009].map(plain));
    let reached: Vec<_> =
        report.rader.iter().filter(|rad| rad.kategori == "struktur").map(|rad| rad.matt.get(Mattnamn::Summa)).collect();
    assert_eq!(reached, [plain(21_770), plain(23_899)]);
}
