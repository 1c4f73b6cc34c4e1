//! A report as people see it: a table to put in a workbook, and a chart.
//!
//! The same report gives the same bytes. Nothing here counts or hides: what is hidden in the report is drawn as hidden.

mod andelar;
mod etikett;
mod karta;
mod serie;
mod staplar;
mod tabell;
#[cfg(test)]
mod tests;
mod varde;
mod yta;

use finsam_core::statistik::{Indelning, Mattnamn, Rad, Rapport, Rapportnamn};
use maud::Markup;

pub use etikett::Namnbok;
pub use tabell::to_document;

use etikett::{category, period, source};
use karta::Plats;
use varde::{Skala, Varde, drawn, value};
use yta::{Huvud, SKYDDAD, colour, fill};

/// The content type of a chart.
pub const SVG: &str = "image/svg+xml";

/// So many lines a time series has at most; more cannot be told apart.
const LINJER: usize = 8;
/// So many rows are told of in words; the rest stand in the table.
const BESKRIVNA: usize = 100;

/// What a picture is made of: what it shows and how high it is, what its fillings mean, what it does not show.
struct Bild {
    bild: Markup,
    hojd: i32,
    nycklar: Vec<(String, String)>,
    visar: Option<String>,
}

/// The chart of a report (SVG): a map where it is divided by one kind of place alone and tells of one period, lines where it
/// tells of three periods or more and is not divided, shares of a whole where its rows share one, otherwise bars.
#[must_use]
pub fn to_svg(rapport: &Rapport, namn: &Namnbok) -> String {
    let (matt, skala) = drawn(rapport);
    let Bild { bild, hojd, nycklar, visar } = map(rapport, namn, &matt, skala)
        .or_else(|| series(rapport, &matt))
        .or_else(|| shares(rapport, namn))
        .unwrap_or_else(|| bars(rapport, namn, &matt, skala));
    let mut forbehall: Vec<String> = rapport.forbehall.iter().map(|said| said.sv.clone()).collect();
    if matt.len() < rapport.rapport.matt().len() {
        forbehall.push("Diagrammet visar inte alla mått; alla finns i tabellen.".to_owned());
    }
    let huvud = Huvud {
        titel: rapport.rapport.text().sv.to_owned(),
        underrubrik: [Some(namn.selection(&rapport.urval)), visar].into_iter().flatten().collect::<Vec<_>>().join(". "),
        beskrivning: described(rapport, namn, &matt, skala),
        nycklar,
        kalla: source(rapport),
        forbehall,
    };
    yta::page(&huvud, &bild, hojd)
}

/// What a row is, as far as it differs from others of the report.
fn label(rapport: &Rapport, rad: &Rad, namn: &Namnbok) -> String {
    let periods = rapport.rader.first().zip(rapport.rader.last()).is_some_and(|(a, b)| period(a) != period(b));
    let mut said = vec![namn.groups(rapport, rad), category(rapport, rad)];
    if periods {
        said.insert(0, period(rad));
    }
    said.retain(|one| !one.is_empty());
    said.join(", ")
}

/// The report in words, a line for each row.
fn described(rapport: &Rapport, namn: &Namnbok, matt: &[Mattnamn], skala: Skala) -> Vec<String> {
    let row = |rad: &Rad| {
        let said = matt.iter().map(|one| format!("{} {}", one.text().sv, value(rad, *one, skala).text()));
        format!("{}: {}.", label(rapport, rad, namn), said.collect::<Vec<_>>().join("; "))
    };
    let mut lines: Vec<String> = rapport.rader.iter().take(BESKRIVNA).map(row).collect();
    if rapport.rader.len() > BESKRIVNA {
        lines.push(format!("Ytterligare {} rader finns i tabellen.", rapport.rader.len() - BESKRIVNA));
    }
    lines
}

fn hidden_key<'v>(varden: impl IntoIterator<Item = &'v Varde>) -> Option<(String, String)> {
    let hidden = varden.into_iter().any(|varde| *varde == Varde::Skyddad);
    hidden.then(|| (SKYDDAD.to_owned(), "skyddad: ett litet antal människor".to_owned()))
}

fn bars(rapport: &Rapport, namn: &Namnbok, matt: &[Mattnamn], skala: Skala) -> Bild {
    let row = |rad: &Rad| {
        let varden: Vec<_> = matt.iter().map(|one| value(rad, *one, skala)).collect();
        (label(rapport, rad, namn), varden)
    };
    let rader: Vec<_> = rapport.rader.iter().map(row).collect();
    let mut nycklar: Vec<_> = matt.iter().enumerate().map(|(n, one)| (fill(n), one.text().sv.to_owned())).collect();
    nycklar.extend(hidden_key(rader.iter().flat_map(|(_, varden)| varden)));
    let (bild, hojd) = staplar::draw(&rader, skala);
    Bild { bild, hojd, nycklar, visar: None }
}

/// The rows of a period and a group one after another, for reports whose rows share a whole.
fn shares(rapport: &Rapport, namn: &Namnbok) -> Option<Bild> {
    let parts: Vec<Mattnamn> = match rapport.rapport {
        Rapportnamn::Aldersgrupper
        | Rapportnamn::Utbildningsniva
        | Rapportnamn::TidIOffentligForsorjning
        | Rapportnamn::Deltagandetid => vec![Mattnamn::Deltagare],
        Rapportnamn::AvslutPerInsats => {
            vec![Mattnamn::ArbeteStudierJobready, Mattnamn::FortsattRehab, Mattnamn::Ovrigt]
        }
        _ => return None,
    };
    let of = |rad: &Rad| parts.iter().map(|one| value(rad, *one, Skala::Andel)).collect::<Vec<_>>();
    let by_measure = parts.len() > 1;
    let (staplar, delar): (Vec<_>, Vec<_>) = if by_measure {
        let staplar = rapport.rader.iter().map(|rad| (label(rapport, rad, namn), of(rad)));
        (staplar.collect(), parts.iter().map(|one| one.text().sv.to_owned()).collect())
    } else {
        let bars = rapport.rader.chunk_by(|a, b| (period(a), a.grupp) == (period(b), b.grupp));
        let one = |rader: &[Rad]| {
            let said = [period(&rader[0]), namn.groups(rapport, &rader[0])];
            let said: Vec<_> = said.into_iter().filter(|one| !one.is_empty()).collect();
            (said.join(", "), rader.iter().flat_map(of).collect::<Vec<_>>())
        };
        let staplar: Vec<_> = bars.clone().map(one).collect();
        let first = bars.into_iter().next().unwrap_or_default();
        (staplar, first.iter().map(|rad| category(rapport, rad)).collect())
    };
    let mut nycklar: Vec<_> = delar.into_iter().enumerate().map(|(n, del)| (fill(n), del)).collect();
    nycklar.extend(hidden_key(staplar.iter().flat_map(|(_, delar)| delar)));
    let (bild, hojd) = andelar::draw(&staplar);
    Some(Bild { bild, hojd, nycklar, visar: None })
}

/// Lines over the periods, of numbers: a line for each category and measure.
fn series(rapport: &Rapport, matt: &[Mattnamn]) -> Option<Bild> {
    const FORMER: [&str; 4] = ["cirklar", "kvadrater", "trianglar", "romber"];
    let perioder: Vec<&[Rad]> = rapport.rader.chunk_by(|a, b| period(a) == period(b)).collect();
    let first = perioder.first()?;
    let is_whole = perioder.iter().all(|rader| rader.len() == first.len());
    if perioder.len() < 3 || !rapport.urval.indelning.is_empty() || first.len() * matt.len() > LINJER || !is_whole {
        return None;
    }
    let lines: Vec<(usize, Mattnamn)> = (0..first.len()).flat_map(|n| matt.iter().map(move |one| (n, *one))).collect();
    let values = |(n, one): &(usize, Mattnamn)| {
        perioder.iter().map(|rader| value(&rader[*n], *one, Skala::Tal)).collect::<Vec<_>>()
    };
    let linjer: Vec<Vec<Varde>> = lines.iter().map(values).collect();
    let name = |i: usize, (n, one): &(usize, Mattnamn)| {
        let category = category(rapport, &first[*n]);
        let words = if matt.len() > 1 { format!("{category}: {}", one.text().sv) } else { category };
        (colour(i).to_owned(), format!("{words} ({})", FORMER[i % FORMER.len()]))
    };
    let mut nycklar: Vec<_> = lines.iter().enumerate().map(|(i, line)| name(i, line)).collect();
    nycklar.extend(hidden_key(linjer.iter().flatten()));
    let labels: Vec<String> = perioder.iter().map(|rader| period(&rader[0])).collect();
    let (bild, hojd) = serie::draw(&labels, &linjer);
    Some(Bild { bild, hojd, nycklar, visar: Some("Antal".to_owned()) })
}

/// The first measure of the first category, by place.
fn map(rapport: &Rapport, namn: &Namnbok, matt: &[Mattnamn], skala: Skala) -> Option<Bild> {
    let [indelning @ (Indelning::Kommun | Indelning::Forbund | Indelning::Lan)] = rapport.urval.indelning[..] else {
        return None;
    };
    let (first, measure) = (rapport.rader.first()?, *matt.first()?);
    if rapport.rapport.has_namn() || rapport.rader.iter().any(|rad| period(rad) != period(first)) {
        return None;
    }
    // All who took part are all of those who took part: how many they are tells more.
    let skala = if rapport.rapport == Rapportnamn::RegistreradeOchAvslutade { Skala::Tal } else { skala };
    let place = |rad: &Rad| Plats {
        namn: namn.group(&rad.grupp, indelning),
        kommuner: match (rad.grupp.kommun, rad.grupp.forbund, rad.grupp.lan) {
            (Some(kod), _, _) => vec![kod],
            (_, Some(id), _) => namn.area(id).to_vec(),
            (_, _, Some(lan)) => karta::of_lan(lan),
            _ => Vec::new(),
        },
        varde: value(rad, measure, skala),
    };
    let of_first = rapport.rader.iter().filter(|rad| rad.kategori == first.kategori);
    let platser: Vec<Plats> = of_first.map(place).collect();
    let (bild, hojd) = karta::draw(&platser, skala);
    let visar = Some(format!("{}: {}", category(rapport, first), measure.text().sv));
    Some(Bild { bild, hojd, nycklar: karta::keys(&platser, skala), visar })
}
