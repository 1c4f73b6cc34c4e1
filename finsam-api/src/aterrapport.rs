//! What Försäkringskassan reports back to the government, half a year and a year at a time: who takes part, newly enrolled
//! and all, who closed and with what result, how many förbund have registered anyone, money, and what must be said with it.
//!
//! It is put together of the reports there are, so that it says what they say.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use finsam_core::forbund::Forbund;
use finsam_core::regel::Text;
use finsam_core::statistik::{Indelning, Matt, Mattnamn, Periodslag, REGELVERSION, Rapport, Rapportnamn, Urval};

use crate::dokument::{Del, Dokument, Grupp, Kolumn, Rad, Radslag, Ruta};
use crate::rapportbild::to_document;
use crate::sprak::Sprak;
use crate::statistik::Lage;

/// The time that is reported of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rapporttid {
    /// The calendar year.
    pub ar: i32,
    /// The first or the second half of it; the whole where none is named.
    pub halvar: Option<u8>,
}

/// A part: what it is called, its report, and what that is divided by.
type Innehall = (Text, Rapportnamn, Option<Indelning>);

const DELAR: [Innehall; 6] = [
    (Text { sv: "Deltagare", en: "Participants" }, Rapportnamn::RegistreradeOchAvslutade, None),
    (Text { sv: "Kvinnor och män", en: "Women and men" }, Rapportnamn::RegistreradeOchAvslutade, Some(Indelning::Kon)),
    (Text { sv: "Alla sätt att delta", en: "All ways of taking part" }, Rapportnamn::DeltagarePerInriktning, None),
    (
        Text { sv: "Arbete eller studier", en: "Work or studies" },
        Rapportnamn::SysselsattningForeEfter,
        Some(Indelning::Kon),
    ),
    (
        Text { sv: "Slag av arbete och studier", en: "Kinds of work and studies" },
        Rapportnamn::ArbeteOchStudierEfter,
        None,
    ),
    (Text { sv: "Försörjning", en: "Support" }, Rapportnamn::ForsorjningForeEfter, None),
];

/// The parts about money, which are of the calendar year.
const PENGADELAR: [(Text, Rapportnamn); 2] = [
    (Text { sv: "Pengar", en: "Money" }, Rapportnamn::BudgetOchUtfall),
    (Text { sv: "Statliga medel", en: "Money of the state" }, Rapportnamn::StatligaMedel),
];

const PENGAR: Text = Text {
    sv: "Pengarna är vad som registrerats för kalenderåret, också där rapporten gäller ett halvår.",
    en: "The money is what has been registered for the calendar year, also where a half-year is reported.",
};
const RAPPORTERAT: Text = Text {
    sv: "Ett förbund räknas som att det har registrerat deltagare om någon deltog med personuppgifter i en av dess insatser under perioden.",
    en: "A förbund counts as having registered participants if anyone took part with personal data in one of its insatser in the period.",
};

impl Rapporttid {
    /// The last day of it.
    fn last(self) -> Option<NaiveDate> {
        let (month, day) = if self.halvar == Some(1) { (6, 30) } else { (12, 31) };
        NaiveDate::from_ymd_opt(self.ar, month, day)
    }

    /// In words.
    #[must_use]
    pub fn text(self, sprak: Sprak) -> String {
        let ar = self.ar;
        match (sprak, self.halvar) {
            (_, None) => ar.to_string(),
            (Sprak::Svenska, Some(1)) => format!("första halvåret {ar}"),
            (Sprak::Svenska, Some(_)) => format!("andra halvåret {ar}"),
            (Sprak::Engelska, Some(1)) => format!("first half of {ar}"),
            (Sprak::Engelska, Some(_)) => format!("second half of {ar}"),
        }
    }

    /// Tells the half-year in the captions of a report, which name the year alone.
    fn name_period(self, document: &mut Dokument, sprak: Sprak) {
        let (Some(halvar), year) = (self.halvar, self.ar.to_string()) else { return };
        let Some(rest) = document.underrubrik.strip_prefix(&year) else { return };
        let period = format!("{year}, {} {halvar}", sprak.pick("halvår", "half-year"));
        document.delar.iter_mut().for_each(|del| del.rubrik = format!("{}, {period}{rest}", document.titel));
    }

    fn selection(self, indelning: Option<Indelning>) -> Urval {
        let period = if self.halvar.is_some() { Periodslag::Halvar } else { Periodslag::Ar };
        Urval { period, indelning: indelning.into_iter().collect(), ..Urval::of_years([self.ar]) }
    }

    /// A report of this time and no other; `None` where it cannot be asked.
    fn count(self, lage: Lage<'_>, namn: Rapportnamn, indelning: Option<Indelning>, troskel: u32) -> Option<Rapport> {
        let rapport = lage.rapport(namn, &self.selection(indelning), troskel).ok()?;
        Some(match self.halvar {
            Some(halvar) => rapport.only_halvar(halvar),
            None => rapport,
        })
    }
}

/// The report of a time, small numbers hidden below `troskel`.
#[must_use]
pub fn to_report(lage: Lage<'_>, tid: Rapporttid, troskel: u32, sprak: Sprak) -> Dokument {
    let said = |text: Text| sprak.of(text).to_owned();
    let (mut delar, mut forbehall, mut kalla) = (Vec::new(), Vec::new(), String::new());
    let mut add = |namn: Text, rapport: &Rapport| {
        let mut document = to_document(rapport, &lage.forteckning.namnbok, sprak);
        if rapport.urval.period == Periodslag::Halvar {
            tid.name_period(&mut document, sprak);
        }
        kalla = document.kalla;
        forbehall.append(&mut document.forbehall);
        delar.extend(document.delar.into_iter().map(|del| Del { namn: sprak.of(namn), ..del }));
    };
    for (namn, rapport, indelning) in DELAR {
        if let Some(rapport) = tid.count(lage, rapport, indelning, troskel) {
            add(namn, &rapport);
        }
    }
    for (namn, rapport) in PENGADELAR {
        if let Ok(rapport) = lage.rapport(rapport, &Urval::of_years([tid.ar]), troskel) {
            add(namn, &rapport);
        }
    }
    delar.insert(0, reporting(lage, tid, troskel, sprak));
    forbehall.extend([said(RAPPORTERAT), said(PENGAR)]);
    let mut seen = BTreeSet::new();
    forbehall.retain(|one| seen.insert(one.clone()));
    Dokument {
        sprak,
        titel: said(Text { sv: "Återrapport om finansiell samordning", en: "Report back on finansiell samordning" }),
        underrubrik: tid.text(sprak),
        fakta: vec![
            (sprak.pick("Period", "Period"), Ruta::text(tid.text(sprak))),
            (sprak.pick("Regelversion", "Rule version"), Ruta::text(REGELVERSION)),
            (sprak.pick("Dataversion", "Data version"), Ruta::Antal(lage.kolumner.dataversion())),
            (sprak.pick("Tröskel för röjandeskydd", "Threshold of disclosure control"), Ruta::Antal(troskel.into())),
        ],
        delar,
        kalla,
        forbehall,
        daterat: tid.last().unwrap_or_default(),
    }
}

/// How many förbund there are, and how many of them have registered anyone.
fn reporting(lage: Lage<'_>, tid: Rapporttid, troskel: u32, sprak: Sprak) -> Del {
    let life = |one: &&Forbund| tid.last().is_some_and(|last| one.uppgift.life().contains(last));
    let there = lage.forteckning.bilaga.forbund.iter().filter(life).count();
    let counted = tid.count(lage, Rapportnamn::RegistreradeOchAvslutade, Some(Indelning::Forbund), troskel);
    let with = |kategori: &str| {
        let rows = counted.iter().flat_map(|rapport| &rapport.rader).filter(|rad| rad.kategori == kategori);
        rows.filter(|rad| is_someone(rad.matt.get(Mattnamn::Deltagare))).count()
    };
    let rows = [
        (sprak.pick("Förbund vid periodens slut", "Förbund when the period ends"), there),
        (sprak.pick("Förbund som registrerat deltagare", "Förbund that registered participants"), with("registrerade")),
        (sprak.pick("Förbund som registrerat avslut", "Förbund that registered closings"), with("avslutade")),
    ];
    let row = |(words, n): (&str, usize)| {
        Rad::new(Radslag::Post, vec![Ruta::text(words), Ruta::Antal(i64::try_from(n).unwrap_or(i64::MAX))])
    };
    Del {
        namn: sprak.pick("Förbunden", "The förbund"),
        rubrik: format!("{}, {}", sprak.pick("Förbund som rapporterat", "Förbund that have reported"), tid.text(sprak)),
        kolumner: vec![Kolumn::text(sprak.pick("Uppgift", "Figure")), Kolumn::tal(sprak.pick("Antal", "Number"))],
        grupper: vec![Grupp { rubrik: None, rader: rows.map(row).into() }],
        tomt: "",
        bred: false,
    }
}

/// Whether a count is of anyone: a hidden one is.
fn is_someone(matt: Option<Matt>) -> bool {
    matches!(matt, Some(Matt::Antal(cell)) if cell.skyddad || cell.antal.is_some_and(|antal| antal > 0))
}
