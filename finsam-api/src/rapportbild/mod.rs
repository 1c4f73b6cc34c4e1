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

use crate::sprak::Sprak;
use etikett::Etiketter;
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
pub fn to_svg(rapport: &Rapport, namn: &Namnbok, sprak: Sprak) -> String {
    let etiketter = Etiketter { rapport, namn, sprak };
    let (matt, skala) = drawn(rapport);
    let Bild { bild, hojd, nycklar, visar } = map(&etiketter, &matt, skala)
        .or_else(|| series(&etiketter, &matt))
        .or_else(|| shares(&etiketter))
        .unwrap_or_else(|| bars(&etiketter, &matt, skala));
    let mut forbehall = etiketter.caveats();
    if matt.len() < rapport.rapport.matt().len() {
        let sv = "Diagrammet visar inte alla mått; alla finns i tabellen.";
        forbehall.push(sprak.pick(sv, "The chart does not show every measure; all are in the table.").to_owned());
    }
    let huvud = Huvud {
        sprak,
        titel: etiketter.title().to_owned(),
        underrubrik: [Some(etiketter.selection()), visar].into_iter().flatten().collect::<Vec<_>>().join(". "),
        beskrivning: described(&etiketter, &matt, skala),
        nycklar,
        kalla: etiketter.source(),
        forbehall,
    };
    yta::page(&huvud, &bild, hojd)
}

/// The report in words, a line for each row.
fn described(etiketter: &Etiketter<'_>, matt: &[Mattnamn], skala: Skala) -> Vec<String> {
    let (rader, sprak) = (&etiketter.rapport.rader, etiketter.sprak);
    let row = |rad: &Rad| {
        let told = |one: Mattnamn| value(rad, one, skala, sprak).text(sprak).to_owned();
        let said = matt.iter().map(|one| format!("{} {}", etiketter.measure(*one), told(*one)));
        format!("{}: {}.", etiketter.label(rad), said.collect::<Vec<_>>().join("; "))
    };
    let mut lines: Vec<String> = rader.iter().take(BESKRIVNA).map(row).collect();
    if let Some(more) = rader.len().checked_sub(BESKRIVNA).filter(|more| *more > 0) {
        lines.push(match sprak {
            Sprak::Svenska => format!("Ytterligare {more} rader finns i tabellen."),
            Sprak::Engelska => format!("Another {more} rows are in the table."),
        });
    }
    lines
}

fn hidden_key<'v>(varden: impl IntoIterator<Item = &'v Varde>, sprak: Sprak) -> Option<(String, String)> {
    let hidden = varden.into_iter().any(|varde| *varde == Varde::Skyddad);
    let words = sprak.pick("skyddad: ett litet antal människor", "protected: a small number of people");
    hidden.then(|| (SKYDDAD.to_owned(), words.to_owned()))
}

fn bars(etiketter: &Etiketter<'_>, matt: &[Mattnamn], skala: Skala) -> Bild {
    let (rapport, sprak) = (etiketter.rapport, etiketter.sprak);
    let row = |rad: &Rad| {
        let varden: Vec<_> = matt.iter().map(|one| value(rad, *one, skala, sprak)).collect();
        (etiketter.label(rad), varden)
    };
    let rader: Vec<_> = rapport.rader.iter().map(row).collect();
    let mut nycklar: Vec<_> =
        matt.iter().enumerate().map(|(n, one)| (fill(n), etiketter.measure(*one).to_owned())).collect();
    nycklar.extend(hidden_key(rader.iter().flat_map(|(_, varden)| varden), sprak));
    let (bild, hojd) = staplar::draw(&rader, skala, sprak);
    Bild { bild, hojd, nycklar, visar: None }
}

/// The rows of a period and a group one after another, for reports whose rows share a whole.
fn shares(etiketter: &Etiketter<'_>) -> Option<Bild> {
    let (rapport, sprak) = (etiketter.rapport, etiketter.sprak);
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
    let of = |rad: &Rad| parts.iter().map(|one| value(rad, *one, Skala::Andel, sprak)).collect::<Vec<_>>();
    let by_measure = parts.len() > 1;
    let (staplar, delar): (Vec<_>, Vec<_>) = if by_measure {
        let staplar = rapport.rader.iter().map(|rad| (etiketter.label(rad), of(rad)));
        (staplar.collect(), parts.iter().map(|one| etiketter.measure(*one).to_owned()).collect())
    } else {
        let bars = rapport.rader.chunk_by(|a, b| (etiketter.period(a), a.grupp) == (etiketter.period(b), b.grupp));
        let one = |rader: &[Rad]| {
            let said = [etiketter.period(&rader[0]), etiketter.groups(&rader[0])];
            let said: Vec<_> = said.into_iter().filter(|one| !one.is_empty()).collect();
            (said.join(", "), rader.iter().flat_map(of).collect::<Vec<_>>())
        };
        let staplar: Vec<_> = bars.clone().map(one).collect();
        let first = bars.into_iter().next().unwrap_or_default();
        (staplar, first.iter().map(|rad| etiketter.category(rad)).collect())
    };
    let mut nycklar: Vec<_> = delar.into_iter().enumerate().map(|(n, del)| (fill(n), del)).collect();
    nycklar.extend(hidden_key(staplar.iter().flat_map(|(_, delar)| delar), sprak));
    let (bild, hojd) = andelar::draw(&staplar, sprak);
    Some(Bild { bild, hojd, nycklar, visar: None })
}

/// Lines over the periods, of numbers: a line for each category and measure.
fn series(etiketter: &Etiketter<'_>, matt: &[Mattnamn]) -> Option<Bild> {
    let (rapport, sprak) = (etiketter.rapport, etiketter.sprak);
    let marks = match sprak {
        Sprak::Svenska => ["cirklar", "kvadrater", "trianglar", "romber"],
        Sprak::Engelska => ["circles", "squares", "triangles", "diamonds"],
    };
    let perioder: Vec<&[Rad]> = rapport.rader.chunk_by(|a, b| etiketter.period(a) == etiketter.period(b)).collect();
    let first = perioder.first()?;
    let is_whole = perioder.iter().all(|rader| rader.len() == first.len());
    if perioder.len() < 3 || !rapport.urval.indelning.is_empty() || first.len() * matt.len() > LINJER || !is_whole {
        return None;
    }
    let lines: Vec<(usize, Mattnamn)> = (0..first.len()).flat_map(|n| matt.iter().map(move |one| (n, *one))).collect();
    let values = |(n, one): &(usize, Mattnamn)| {
        perioder.iter().map(|rader| value(&rader[*n], *one, Skala::Tal, sprak)).collect::<Vec<_>>()
    };
    let linjer: Vec<Vec<Varde>> = lines.iter().map(values).collect();
    let name = |i: usize, (n, one): &(usize, Mattnamn)| {
        let category = etiketter.category(&first[*n]);
        let words = if matt.len() > 1 { format!("{category}: {}", etiketter.measure(*one)) } else { category };
        (colour(i).to_owned(), format!("{words} ({})", marks[i % marks.len()]))
    };
    let mut nycklar: Vec<_> = lines.iter().enumerate().map(|(i, line)| name(i, line)).collect();
    nycklar.extend(hidden_key(linjer.iter().flatten(), sprak));
    let labels: Vec<String> = perioder.iter().map(|rader| etiketter.period(&rader[0])).collect();
    let (bild, hojd) = serie::draw(&labels, &linjer, sprak);
    Some(Bild { bild, hojd, nycklar, visar: Some(sprak.pick("Antal", "Numbers").to_owned()) })
}

/// The first measure of the first category, by place.
fn map(etiketter: &Etiketter<'_>, matt: &[Mattnamn], skala: Skala) -> Option<Bild> {
    let (rapport, namn, sprak) = (etiketter.rapport, etiketter.namn, etiketter.sprak);
    let [indelning @ (Indelning::Kommun | Indelning::Forbund | Indelning::Lan)] = rapport.urval.indelning[..] else {
        return None;
    };
    let (first, measure) = (rapport.rader.first()?, *matt.first()?);
    if rapport.rapport.has_namn() || rapport.rader.iter().any(|rad| etiketter.period(rad) != etiketter.period(first)) {
        return None;
    }
    // All who took part are all of those who took part: how many they are tells more.
    let skala = if rapport.rapport == Rapportnamn::RegistreradeOchAvslutade { Skala::Tal } else { skala };
    let place = |rad: &Rad| Plats {
        namn: etiketter.group(&rad.grupp, indelning),
        kommuner: match (rad.grupp.kommun, rad.grupp.forbund, rad.grupp.lan) {
            (Some(kod), _, _) => vec![kod],
            (_, Some(id), _) => namn.area(id).to_vec(),
            (_, _, Some(lan)) => karta::of_lan(lan),
            _ => Vec::new(),
        },
        varde: value(rad, measure, skala, sprak),
    };
    let of_first = rapport.rader.iter().filter(|rad| rad.kategori == first.kategori);
    let platser: Vec<Plats> = of_first.map(place).collect();
    let (bild, hojd) = karta::draw(&platser, skala, sprak);
    let visar = Some(format!("{}: {}", etiketter.category(first), etiketter.measure(measure)));
    Some(Bild { bild, hojd, nycklar: karta::keys(&platser, skala, sprak), visar })
}
