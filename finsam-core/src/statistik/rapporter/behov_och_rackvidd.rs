//! How large the need may be, and how many the insatser reach: background figures of kommuner beside participants.
//!
//! The need is taken to be five per cent of those of working age. What is summed over kommuner is absent where it is not
//! registered of all of them, and where the report is divided by what background figures do not know.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::bakgrund::Bakgrundsrad;
use crate::geografi::KommunKod;
use crate::regel::Text;
use crate::statistik::Raknat;
use crate::statistik::definition::{Radmall, Visning};
use crate::statistik::forbehall::{Forbehall, PER_DELTAGANDE};
use crate::statistik::grupp::{Grupp, Gruppering};
use crate::statistik::kolumn::Kolumn;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::Rapportperiod;
use crate::statistik::rad::{Cell, Matt, Mattnamn, Rad};
use crate::statistik::urval::{Indelning, Urval};

use super::deltagare::Deltagare;

crate::kodlista! {
    /// The category of the report on need and reach.
    pub enum Behovskategori = "behovskategori", "Behov och räckvidd", "Need and reach" {
        Behov = "behov", "Fem procent av befolkningen 16–64 år", "Five per cent of the population aged 16–64";
    }
}

/// How many of those of working age are taken to need coordinated rehabilitation: one of so many.
const ONE_OF: i64 = 20;

const BAKGRUND: Text = Text {
    sv: "Underlaget är uppskattat: fem procent av befolkningen 16–64 år vid årets slut. Deltagare är de med personuppgifter. Befolkning, arbetslöshet och ohälsotal är andras statistik, för hela kommuner: ett förbund som bara omfattar en del av en kommun, och flera förbund i samma kommun, får vart och ett hela kommunens. Ett förbund i två län räknas helt i båda. De saknas där de inte är registrerade för alla kommuner, och vid annan indelning än kommun, förbund och län.",
    en: "The underlag is estimated: five per cent of the population aged 16–64 at the end of the year. Participants are those with personal data. Population, unemployment and days with benefits for ill health are statistics of others, of whole kommuner: a förbund that covers a part of a kommun, and several förbund in the same kommun, each get those of the whole kommun. A förbund in two län counts whole in both. They are absent where they are not registered of all kommuner, and where the report is divided by anything else than kommun, förbund and län.",
};

pub(in crate::statistik) fn mall() -> Radmall {
    let plain = |namn| (namn, Visning::Andras);
    let matt = vec![
        (Mattnamn::Deltagare, Visning::Annat(vec![Kolumn::DELTOG])),
        plain(Mattnamn::Befolkning),
        plain(Mattnamn::Arbetslosa),
        plain(Mattnamn::Arbetsloshet),
        plain(Mattnamn::Ohalsotal),
    ];
    Radmall { kategori: Behovskategori::Behov.code().to_owned(), underlag: None, matt }
}

pub(in crate::statistik) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let perioder = Rapportperiod::of_years(&urval.ar, urval.period);
    let gruppering = Gruppering::of(kolumner, urval);
    let deltagare = Deltagare::of(kolumner, urval, &perioder, &gruppering);
    let mut rader = Vec::new();
    for (place, period) in perioder.iter().enumerate() {
        let counted = gruppering.groups().enumerate();
        let mut rows: Vec<Rad> = counted
            .map(|(n, grupp)| row(kolumner, urval, *period, grupp, &|kolumn| deltagare.get(place, n, kolumn)))
            .collect();
        let nobody = |_| Some(0);
        let unreached = unreached(kolumner, urval, *period, &rows);
        rows.extend(unreached.into_iter().map(|grupp| row(kolumner, urval, *period, grupp, &nobody)));
        rows.sort_by_key(|rad| rad.grupp);
        rader.append(&mut rows);
    }
    (rader, [BAKGRUND, PER_DELTAGANDE].map(Forbehall::plain).to_vec())
}

/// The kommuner with figures for the year from which nobody has ever taken part.
fn unreached(kolumner: &Kolumner, urval: &Urval, period: Rapportperiod, rows: &[Rad]) -> Vec<Grupp> {
    if urval.indelning != [Indelning::Kommun] || !urval.forbund.is_empty() || !urval.lan.is_empty() {
        return Vec::new();
    }
    let there: BTreeSet<_> = rows.iter().filter_map(|rad| rad.grupp.kommun).collect();
    let known = kolumner.dimensioner.bakgrund.keys().filter(|(ar, _)| *ar == period.ar).map(|(_, kommun)| *kommun);
    known
        .filter(|kommun| !there.contains(kommun) && (urval.kommun.is_empty() || urval.kommun.contains(kommun)))
        .map(|kommun| Grupp { kommun: Some(kommun), ..Grupp::default() })
        .collect()
}

fn row(
    kolumner: &Kolumner,
    urval: &Urval,
    period: Rapportperiod,
    grupp: Grupp,
    tal: &dyn Fn(Kolumn) -> Option<i64>,
) -> Rad {
    let summa = kommuner(kolumner, urval, period, &grupp).map(|kommuner| Summa::of(kolumner, period.ar, &kommuner));
    let summa = summa.unwrap_or_default();
    let underlag = summa.befolkning.map(|people| (2 * people + ONE_OF) / (2 * ONE_OF));
    let plain = |antal| Matt::Tal { antal, skyddad: false };
    let decimal = |tal| Matt::Decimal { tal, skyddad: false };
    let mut rad = mall().row(period, grupp, tal);
    for (namn, matt) in &mut rad.matt.0 {
        match namn {
            Mattnamn::Deltagare => *matt = Matt::Antal(Cell::of(tal(Kolumn::DELTOG), underlag)),
            Mattnamn::Befolkning => *matt = plain(summa.befolkning),
            Mattnamn::Arbetslosa => *matt = plain(summa.arbetslosa),
            Mattnamn::Arbetsloshet => *matt = decimal(summa.arbetsloshet),
            Mattnamn::Ohalsotal => *matt = decimal(summa.ohalsotal),
            _ => {}
        }
    }
    Rad { underlag, ..rad }
}

/// The kommuner that a group is of, where it is of whole kommuner.
fn kommuner(kolumner: &Kolumner, urval: &Urval, period: Rapportperiod, grupp: &Grupp) -> Option<BTreeSet<KommunKod>> {
    let place = Grupp { kommun: grupp.kommun, forbund: grupp.forbund, lan: grupp.lan, ..Grupp::default() };
    if place != *grupp || !urval.insats.is_empty() || !urval.malgrupp.is_empty() {
        return None;
    }
    if let Some(kommun) = grupp.kommun {
        return Some(BTreeSet::from([kommun]));
    }
    if !urval.kommun.is_empty() && place == Grupp::default() {
        return Some(urval.kommun.iter().copied().collect());
    }
    let (_, last) = period.days()?;
    let dimensioner = &kolumner.dimensioner;
    let of_forbund = dimensioner.forbund.iter().filter(|(id, rad)| {
        rad.life.contains(last)
            && dimensioner.is_selected_forbund(**id, urval)
            && grupp.forbund.is_none_or(|asked| asked == **id)
            && grupp.lan.is_none_or(|asked| rad.lan.contains(&asked))
    });
    // The whole area of each, as all of its participants are counted: one in two län is in both.
    let asked = |kod: &KommunKod| urval.kommun.is_empty() || urval.kommun.contains(kod);
    Some(of_forbund.flat_map(|(_, rad)| rad.kommuner.iter().copied()).filter(asked).collect())
}

/// What is known of kommuner together.
#[derive(Debug, Clone, Copy, Default)]
struct Summa {
    befolkning: Option<i64>,
    arbetslosa: Option<i64>,
    /// Per cent of the labour force, one decimal.
    arbetsloshet: Option<Decimal>,
    /// Days a person, one decimal.
    ohalsotal: Option<Decimal>,
}

impl Summa {
    fn of(kolumner: &Kolumner, ar: i32, kommuner: &BTreeSet<KommunKod>) -> Self {
        let known = kommuner.iter().map(|kommun| kolumner.dimensioner.bakgrund.get(&(ar, *kommun)));
        let Some(rader) = known.collect::<Option<Vec<_>>>().filter(|rader| !rader.is_empty()) else {
            return Self::default();
        };
        let people =
            |of: fn(&Bakgrundsrad) -> Option<u32>| rader.iter().map(|rad| of(rad).map(i64::from)).sum::<Option<i64>>();
        let befolkning = people(|rad| rad.befolkning);
        let arbetslosa = people(|rad| rad.arbetslosa);
        let arbetskraft = people(|rad| rad.arbetskraft);
        let days =
            rader.iter().map(|rad| Some(rad.ohalsotal? * Decimal::from(rad.befolkning?))).sum::<Option<Decimal>>();
        let hundred = arbetslosa.map(|people| Decimal::from(100 * people));
        Self {
            befolkning,
            arbetslosa,
            arbetsloshet: one_decimal(hundred, arbetskraft),
            ohalsotal: one_decimal(days, befolkning),
        }
    }
}

/// A quotient with one decimal, half up.
fn one_decimal(number: Option<Decimal>, of: Option<i64>) -> Option<Decimal> {
    let quotient = number?.checked_div(Decimal::from(of?))?;
    Some(quotient.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize())
}
