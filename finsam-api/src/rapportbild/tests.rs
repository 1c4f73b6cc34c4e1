//! Every report as a chart and a table; the pictures as they are.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use finsam_core::deltagande::Deltagandepost;
use finsam_core::forbund::Forbund;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::identitet::Kon;
use finsam_core::insats::Insats;
use finsam_core::statistik::{
    Kolumner, Rapport, Rapportnamn, Skyddsmetod, Skyddsplaner, StatligaMedel, Urval, fraga_med,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Namnbok, to_document, to_svg};
use crate::dokument::to_xlsx;
use crate::sprak::Sprak::{Engelska, Svenska};

const KOMMUNER: [&str; 3] = ["2280", "2262", "1480"];

fn forbund(n: u128, kommun: &str) -> Forbund {
    let namn = format!("Förbundet <{n}> & \"co\"");
    Forbund {
        id: ForbundId(Uuid::from_u128(100 + n)),
        version: 1,
        ersatt_av: Vec::new(),
        uppgift: serde_json::from_value(json!({"namn": namn, "sate": kommun, "bildat": null, "medlemmar": [],
            "omrade": [{"kommunkod": kommun}]}))
        .unwrap(),
    }
}

fn insats(n: u128) -> Insats {
    let mut uppgift: Value = json!({"forbundId": Uuid::from_u128(100 + n), "namn": format!("Insats {n}"),
        "inriktning": "individ", "typ": "forberedande", "uppfoljningsmetod": "personuppgifter",
        "startdatum": "2010-01-01", "parter": [], "status": "pagaende"});
    uppgift["mal"] = json!([{"matt": "arbete_eller_studier", "andel": 30}]);
    Insats { id: InsatsId(Uuid::from_u128(n)), version: 1, uppgift: serde_json::from_value(uppgift).unwrap() }
}

/// People of three kommuner, each an insats of its own förbund, who begin in 2010-2013; some of each go to work.
fn people() -> (Kolumner, Namnbok) {
    let (forbund, insatser): (Vec<_>, Vec<_>) =
        (1_u128..).zip(KOMMUNER).map(|(n, kommun)| (forbund(n, kommun), insats(n))).unzip();
    let mut kolumner = Kolumner::new();
    forbund.iter().for_each(|one| kolumner.put_forbund(one));
    insatser.iter().for_each(|one| kolumner.put_insats(one));
    for n in 0..120_u32 {
        let slag = if n % 3 == 0 || n >= 117 { json!([{"slag": "studier", "omfattning": 50}]) } else { json!([]) };
        let form = ["sjukpenning", "forsorjningsstod", "a_kassa"][n as usize / 4 % 3];
        let fore = json!({"forsorjning": [{"form": form, "omfattning": 100}], "sysselsattning": []});
        let efter = json!({"forsorjning": [], "sysselsattning": slag});
        let place = if n < 70 {
            0
        } else if n < 117 {
            1
        } else {
            2
        };
        let post: Deltagandepost = serde_json::from_value(json!({
            "insatsId": Uuid::from_u128(place as u128 + 1), "registrering": "person",
            "kon": if n % 5 < 2 { Kon::Man } else { Kon::Kvinna }, "kommun": KOMMUNER[place],
            "startdatum": format!("{}-03-01", 2010 + n % 4), "slutdatum": format!("{}-09-30", 2011 + n % 4),
            "utbildningsniva": "gymnasium", "tidIOffentligForsorjning": "upp_till_1_ar",
            "avslutsanledning": "fullfoljd", "fore": fore, "efter": efter,
        }))
        .unwrap();
        kolumner.put(i64::from(n) + 1, Some(18 + (n * 7 % 50) as i32), &post);
    }
    kolumner.put_statliga_medel(2014, StatligaMedel { tilldelat: "339.5".parse().ok(), utfall: "280".parse().ok() });
    kolumner.set_dataversion(120);
    let namnbok = Namnbok::of(&kolumner);
    (kolumner, namnbok)
}

fn report(kolumner: &Kolumner, namn: Rapportnamn, ar: std::ops::RangeInclusive<i32>, indelning: &str) -> Rapport {
    let indelning = indelning.split(',').filter(|one| !one.is_empty()).map(|one| one.parse().unwrap()).collect();
    let urval = Urval { indelning, ..Urval::of_years(ar) };
    fraga_med(namn, kolumner, &urval, (Skyddsmetod::Primar, 5), &Skyddsplaner::new()).unwrap()
}

fn drawn(namn: Rapportnamn, ar: std::ops::RangeInclusive<i32>, indelning: &str) -> String {
    let (kolumner, namnbok) = people();
    to_svg(&report(&kolumner, namn, ar, indelning), &namnbok, Svenska)
}

/// An element a line, without the outlines of the map.
fn readable(svg: &str) -> String {
    let lines = svg.replace("><", ">\n<");
    let short = |line: &str| match line.split_once("<path d=\"M") {
        Some((before, rest)) if rest.len() > 120 => {
            let after = rest.split_once('"').map_or("", |(_, after)| after);
            format!("{before}<path d=\"…\"{after}")
        }
        _ => line.to_owned(),
    };
    lines.lines().map(short).collect::<Vec<_>>().join("\n")
}

#[test]
fn before_and_after_are_bars() {
    insta::assert_snapshot!("staplar", readable(&drawn(Rapportnamn::ForsorjningForeEfter, 2014..=2014, "kon")));
}

#[test]
fn parts_of_a_whole_are_shares() {
    insta::assert_snapshot!("andelar", readable(&drawn(Rapportnamn::Aldersgrupper, 2013..=2014, "kon")));
}

#[test]
fn years_after_each_other_are_lines() {
    insta::assert_snapshot!("serie", readable(&drawn(Rapportnamn::RegistreradeOchAvslutade, 2010..=2014, "")));
}

#[test]
fn places_are_a_map() {
    let svg = drawn(Rapportnamn::ArbeteOchStudierEfter, 2014..=2014, "forbund");
    insta::assert_snapshot!("karta", readable(&svg));
    let of_kommun = drawn(Rapportnamn::ArbeteOchStudierEfter, 2014..=2014, "kommun");
    assert_eq!(of_kommun.matches("<path d=").count(), svg.matches("<path d=").count());
    assert!(of_kommun.contains("<title>Härnösand – Härnösand: "), "{}", readable(&of_kommun));
}

/// The names of the elements, each with its text, where every element ends where it should.
fn elements(svg: &str) -> Vec<(String, String)> {
    let (mut open, mut all): (Vec<String>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    for piece in svg.split('<').skip(2) {
        let (tag, text) = piece.split_once('>').unwrap();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
        } else {
            let name = tag.split_whitespace().next().unwrap();
            assert!(!tag.ends_with('/') && tag.matches('"').count() % 2 == 0, "{tag}");
            open.push(name.to_owned());
            all.push((name.to_owned(), text.to_owned()));
        }
    }
    assert!(open.is_empty(), "{open:?}");
    all
}

#[test]
fn every_report_is_a_sound_picture_that_says_what_it_shows() {
    let (kolumner, namnbok) = people();
    for namn in Rapportnamn::ALL {
        for (ar, indelning) in [(2014..=2014, ""), (2014..=2014, "kon"), (2014..=2014, "forbund"), (2011..=2014, "")] {
            let urval = Urval { indelning: indelning.parse().into_iter().collect(), ..Urval::of_years(ar.clone()) };
            let asked = fraga_med(*namn, &kolumner, &urval, (Skyddsmetod::Primar, 5), &Skyddsplaner::new());
            let Ok(rapport) = asked else { continue };
            let svg = to_svg(&rapport, &namnbok, Svenska);
            let all = elements(&svg);
            assert_eq!(all[0].0, "svg");
            let said = |name: &str| all.iter().find(|(one, _)| one == name).unwrap().1.clone();
            assert!(said("title").starts_with(namn.text().sv), "{namn}");
            assert!(said("desc").contains("Källa: Finsam, regelversion"), "{namn}");
            assert!(svg.contains("role=\"img\" aria-labelledby=\"titel beskrivning\""));
            assert!(!svg.contains("NaN") && !svg.contains("<3>"), "{namn}");
            assert_eq!(svg, to_svg(&rapport, &namnbok, Svenska), "the same report, the same bytes");
        }
    }
}

/// What is Swedish in a picture or a table in English: letters that English has not, beside those of names.
fn swedish(text: &str) -> Vec<&str> {
    let names = [
        "Förbundet",
        "Härnösand",
        "Timrå",
        "Göteborg",
        "Förbund",
        "förbund",
        "län",
        "kön",
        "Ö",
        "Arbetsförmedlingen",
        "samordningsförbund",
        "Samordningsförbund",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.contains(['å', 'ä', 'ö', 'Å', 'Ä', 'Ö']) && !names.contains(word)).collect()
}

#[test]
fn every_report_can_be_told_in_english() {
    let (kolumner, namnbok) = people();
    insta::assert_snapshot!(
        "engelska",
        readable(&to_svg(
            &report(&kolumner, Rapportnamn::ForsorjningForeEfter, 2014..=2014, "kon"),
            &namnbok,
            Engelska
        ))
    );
    for namn in Rapportnamn::ALL {
        for (ar, indelning) in [(2014..=2014, "kon"), (2014..=2014, "forbund"), (2011..=2014, "")] {
            let urval = Urval { indelning: indelning.parse().into_iter().collect(), ..Urval::of_years(ar) };
            let asked = fraga_med(*namn, &kolumner, &urval, (Skyddsmetod::Primar, 5), &Skyddsplaner::new());
            let Ok(rapport) = asked else { continue };
            let svg = to_svg(&rapport, &namnbok, Engelska);
            assert!(svg.contains("lang=\"en\"") && svg.contains("Source: Finsam, rule version"), "{namn}");
            let drawn = readable(&svg);
            assert!(swedish(&drawn).is_empty(), "{namn} {indelning}: {:?}", swedish(&drawn));
            let document = to_document(&rapport, &namnbok, Engelska);
            let told = format!("{document:?}");
            assert!(swedish(&told).is_empty(), "{namn} {indelning}: {:?}", swedish(&told));
            assert_ne!(svg, to_svg(&rapport, &namnbok, Svenska));
        }
    }
}

#[test]
fn what_is_hidden_is_drawn_as_hidden() {
    let (kolumner, namnbok) = people();
    let rapport = report(&kolumner, Rapportnamn::ArbeteOchStudierEfter, 2014..=2014, "kommun");
    let hidden = rapport.rader.iter().filter(|rad| rad.grupp.kommun == "1480".parse().ok()).count();
    assert!(hidden > 0);
    let svg = to_svg(&rapport, &namnbok, Svenska);
    assert!(svg.contains("<title>Göteborg – Göteborg: skyddad</title>"));
    assert!(svg.contains("fill=\"url(#skyddad)\"><title>Göteborg"));
}

fn workbook(rapport: &Rapport, namnbok: &Namnbok) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(to_xlsx(&to_document(rapport, namnbok, Svenska)).unwrap())).unwrap()
}

#[test]
fn a_workbook_has_the_table_its_source_and_caveats() {
    let (kolumner, namnbok) = people();
    let rapport = report(&kolumner, Rapportnamn::ForsorjningForeEfter, 2014..=2014, "forbund");
    let mut book = workbook(&rapport, &namnbok);
    let mut text = String::new();
    for sheet in book.sheet_names() {
        text.push_str(&format!("== {sheet}\n"));
        for row in book.worksheet_range(&sheet).unwrap().rows() {
            let cell = |data: &Data| match data {
                Data::Float(n) => format!("#{n}"),
                other => other.to_string(),
            };
            text.push_str(row.iter().map(cell).collect::<Vec<_>>().join(" | ").trim_end_matches([' ', '|']));
            text.push('\n');
        }
    }
    insta::assert_snapshot!("arbetsbok", text);
}

#[test]
fn every_report_is_a_workbook() {
    let (kolumner, namnbok) = people();
    for namn in Rapportnamn::ALL {
        let rapport = report(&kolumner, *namn, 2013..=2014, "");
        let mut book = workbook(&rapport, &namnbok);
        let range = book.worksheet_range("Tabell").unwrap();
        let rows = if rapport.rader.is_empty() { 0 } else { rapport.rader.len() };
        assert!(range.height() > rows, "{namn}");
        assert_eq!(range.get_value((0, 0)), Some(&Data::String(namn.text().sv.to_owned())));
        let columns = to_document(&rapport, &namnbok, Svenska).delar[0].kolumner.len();
        let cells =
            to_document(&rapport, &namnbok, Svenska).delar[0].grupper[0].rader.iter().map(|rad| rad.rutor.len()).max();
        assert!(cells.is_none_or(|cells| cells == columns), "{namn}: a cell for each column");
    }
}

proptest! {
    #[test]
    fn any_name_comes_through(namn in "(?s).{1,60}") {
        let (kolumner, _) = people();
        let mut one = forbund(1, "2280");
        one.uppgift.namn = namn;
        let mut named = Kolumner::new();
        named.put_forbund(&one);
        let namnbok = Namnbok::of(&named);
        let rapport = report(&kolumner, Rapportnamn::Aldersgrupper, 2014..=2014, "forbund");
        prop_assert!(elements(&to_svg(&rapport, &namnbok, Svenska)).len() > 290);
    }
}
