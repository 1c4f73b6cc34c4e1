//! Disclosure control: small numbers about people are hidden before a report leaves, and with them the others from which
//! they could be worked out.
//!
//! What may be asked is a fixed set of [cells](cell); [`check_urval`] refuses everything else. All of them are protected
//! together, by a [plan](plan) that depends on the data and the threshold alone and not on what is asked: [`skugga`] finds
//! what must be hidden, and [`byten`] what is left. An answer then only looks up its cells.

#[cfg(feature = "serde")]
mod bild;
mod bygge;
mod byten;
mod cell;
mod fragbart;
mod individ;
mod ordning;
mod plan;
mod register;
mod skugga;
mod tabell;
#[cfg(test)]
mod tests;
mod utbyte;

use crate::statistik::definition::{Radmall, Visning};
use crate::statistik::grupp::Grupp;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::{Periodslag, Rapportperiod};
use crate::statistik::rad::{Cell as Tal, Matt, Rad};
use crate::statistik::rapport::{Rapport, Rapportenhet, Skydd, Skyddsmetod};
use crate::statistik::rapporter;
use crate::statistik::rapportnamn::Rapportnamn;
use crate::statistik::urval::Urval;

use cell::{Persondel, Plats};
use plan::Plan;

pub use fragbart::{check_countable, check_urval};
pub use plan::Skyddsplaner;

/// Whether a count is below the threshold and not zero.
fn is_small(antal: Option<i64>, troskel: i64) -> bool {
    antal.is_some_and(|antal| (1..troskel).contains(&antal))
}

/// Hides what must be hidden of a report that may be asked.
///
/// In every row
/// - a hidden count is hidden with its share, and so is all that follows from it;
/// - a share of a hidden `underlag` is absent.
///
/// Numbers of people in `forbehall` are told as "fewer than", or not at all.
pub(super) fn protect(
    rapport: &Rapport,
    kolumner: &Kolumner,
    skydd: (Skyddsmetod, i64),
    planer: &Skyddsplaner,
) -> Rapport {
    let (metod, troskel) = skydd;
    let form = rapport.urval.samverkansform.first().copied().unwrap_or_default();
    let planned = metod == Skyddsmetod::Sekundar && rapport.rapport.is_of_people();
    let plan = planned.then(|| planer.get(kolumner, form, metod, troskel));
    let mallar = rapporter::mallar(rapport.rapport);
    let skyddare = Skyddare {
        kolumner,
        rapport: rapport.rapport,
        urval: &rapport.urval,
        plan: plan.as_deref(),
        mallar: &mallar,
        troskel,
    };
    let mut rader: Vec<Rad> = rapport.rader.iter().map(|rad| skyddare.protect_row(rad.clone())).collect();
    if rapport.urval.enhet == Rapportenhet::Individ {
        individ::protect(&mut rader, rapport, kolumner, troskel, &|urval, rad| {
            Skyddare { urval, ..skyddare }.protect_row(rad)
        });
    }
    let undertryckta = rader.iter().map(hidden_in).sum();
    let hidden = |period: Rapportperiod| skyddare.is_utan_efter_hidden(period);
    let forbehall = rapport.forbehall.iter().cloned().map(|said| said.protected(troskel, hidden)).collect();
    Rapport { rader, forbehall, skydd: Skydd { metod, troskel, undertryckta }, ..rapport.clone() }
}

/// How many counts of a row are hidden.
fn hidden_in(rad: &Rad) -> i64 {
    let hidden = |(_, matt): &&(_, Matt)| {
        matches!(matt, Matt::Antal(cell) if cell.skyddad) || matches!(matt, Matt::Tal { skyddad: true, .. })
    };
    i64::from(rad.underlag_skyddad) + rad.matt.0.iter().filter(hidden).count() as i64
}

/// What hides the numbers of a report.
#[derive(Clone, Copy)]
struct Skyddare<'a> {
    kolumner: &'a Kolumner,
    rapport: Rapportnamn,
    urval: &'a Urval,
    /// Absent for a report that tells of no registered people.
    plan: Option<&'a Plan>,
    mallar: &'a [Radmall],
    troskel: i64,
}

impl Skyddare<'_> {
    fn protect_row(&self, rad: Rad) -> Rad {
        let goal = (self.rapport == Rapportnamn::Maluppfyllelse).then(|| rapporter::mall_of_goal(&rad, self.kolumner));
        let found = || self.mallar.iter().find(|mall| mall.kategori == rad.kategori || mall.kategori.is_empty());
        match (self.plan, goal.as_ref().map_or_else(found, Option::as_ref)) {
            (Some(plan), Some(mall)) => {
                let place = self.place(&rad);
                if self.is_small_by_counts(place, rad.ar) {
                    return hide(rad, mall, |_| true);
                }
                let period = period_of(&rad);
                let del = Persondel::of(&rad.grupp);
                let hidden = |kolumn| del.is_none_or(|del| plan.is_hidden(place, del, period, kolumn));
                self.hide_reached(hide(rad, mall, hidden))
            }
            (_, mall) if self.rapport.is_of_people() => self.hide_each(rad, mall),
            _ => self.hide_small(rad),
        }
    }

    /// Hides each small number of a row by itself, and what is worked out from those of the row. What tells of nobody,
    /// as the template of the row says, is left.
    fn hide_each(&self, mut rad: Rad, mall: Option<&Radmall>) -> Rad {
        let of_counts = self.is_small_by_counts(self.place(&rad), rad.ar);
        let few = |antal: Option<i64>| is_small(antal, self.troskel) || of_counts && antal.is_some();
        if mall.is_none_or(|mall| mall.underlag.is_some()) && few(rad.underlag) {
            rad.underlag = None;
            rad.underlag_skyddad = true;
        }
        let of_people = |n: usize| {
            let visning = mall.and_then(|mall| mall.matt.get(n));
            visning.is_none_or(|(_, visning)| *visning != Visning::Andras)
        };
        let hides = |n: usize, matt: &Matt| match matt {
            Matt::Antal(cell) => of_people(n) && few(cell.antal),
            Matt::Tal { antal, .. } => of_people(n) && few(*antal),
            _ => false,
        };
        let any = rad.underlag_skyddad || rad.matt.0.iter().enumerate().any(|(n, (_, matt))| hides(n, matt));
        for (n, (_, matt)) in rad.matt.0.iter_mut().enumerate() {
            let follows = any && of_people(n);
            match matt {
                Matt::Antal(_) | Matt::Tal { .. } if hides(n, matt) => *matt = matt.hidden(),
                Matt::Antal(cell) if rad.underlag_skyddad => cell.andel = None,
                Matt::Andel { andel, .. } if follows && andel.is_some() => *matt = matt.hidden(),
                Matt::Belopp { belopp, .. } if follows && belopp.is_some() => *matt = matt.hidden(),
                Matt::Decimal { tal, .. } if follows && tal.is_some() => *matt = matt.hidden(),
                _ => {}
            }
        }
        rad
    }

    /// The place that a row tells of: the smallest of what is selected and what it is divided by.
    fn place(&self, rad: &Rad) -> Plats {
        let mut grupp = Grupp { ..rad.grupp };
        grupp.insats = grupp.insats.or(self.urval.insats.first().copied());
        if self.rapport.is_per_insats() {
            grupp.insats = rad.kategori.split('.').next().and_then(|id| id.parse().ok());
        }
        grupp.kommun = grupp.kommun.or(self.urval.kommun.first().copied());
        grupp.forbund = grupp.forbund.or(self.urval.forbund.first().copied());
        grupp.lan = grupp.lan.or(self.urval.lan.first().copied());
        grupp.malgrupp = grupp.malgrupp.or(self.urval.malgrupp.first().copied());
        Plats::of(&grupp)
    }

    /// Whether a row of closings is of an insats whose counts of closings have a small number: none of them is then shown.
    fn is_small_by_counts(&self, place: Plats, ar: i32) -> bool {
        let Plats::Insats(id) = place else { return false };
        self.rapport == Rapportnamn::AvslutPerInsats && rapporter::has_small_counts(self.kolumner, id, ar, self.troskel)
    }

    /// Hides the small numbers of people that structural insatser reached, and what they are summed into.
    fn hide_reached(&self, mut rad: Rad) -> Rad {
        if self.rapport != Rapportnamn::DeltagarePerInriktning || rad.kategori == "individ" {
            return rad;
        }
        if let Some((_, matt)) = rad.matt.0.last_mut()
            && matches!(matt, Matt::Tal { antal, .. } if is_small(*antal, self.troskel))
        {
            *matt = matt.hidden();
        }
        rad
    }

    /// Hides each small number about people by itself, where nobody is registered.
    fn hide_small(&self, mut rad: Rad) -> Rad {
        if self.rapport != Rapportnamn::StrukturdeltagarePerTyp {
            return rad;
        }
        if is_small(rad.underlag, self.troskel) {
            rad.underlag = None;
            rad.underlag_skyddad = true;
        }
        for (_, matt) in &mut rad.matt.0 {
            if matches!(matt, Matt::Antal(cell) if is_small(cell.antal, self.troskel)) {
                *matt = matt.hidden();
            }
        }
        rad
    }

    fn is_utan_efter_hidden(&self, period: Rapportperiod) -> bool {
        let nothing = crate::statistik::definition::empty_row(period, Grupp::default(), "", Vec::new());
        let place = self.place(&nothing);
        self.plan.is_some_and(|plan| plan.is_hidden(place, Persondel::ALLA, period, Kolumn::UTAN_EFTER))
    }
}

fn period_of(rad: &Rad) -> Rapportperiod {
    match (rad.halvar, rad.manad) {
        (Some(del), _) => Rapportperiod { ar: rad.ar, slag: Periodslag::Halvar, del },
        (_, Some(del)) => Rapportperiod { ar: rad.ar, slag: Periodslag::Manad, del },
        _ => Rapportperiod { ar: rad.ar, slag: Periodslag::Ar, del: 1 },
    }
}

/// Hides what shows, or follows from, hidden numbers. What cannot be told is left as it is.
fn hide(mut rad: Rad, mall: &Radmall, hidden: impl Fn(Kolumn) -> bool) -> Rad {
    if mall.underlag.is_some_and(&hidden) && rad.underlag.is_some() {
        rad.underlag = None;
        rad.underlag_skyddad = true;
    }
    for ((_, matt), (_, visning)) in rad.matt.0.iter_mut().zip(&mall.matt) {
        let follows = visning.kolumner().iter().any(|kolumn| hidden(*kolumn));
        let of_hidden = visning.of().is_some_and(&hidden);
        match matt {
            Matt::Antal(cell) if follows && cell.antal.is_some() => *cell = Tal::SKYDDAD,
            Matt::Antal(cell) if of_hidden => cell.andel = None,
            Matt::Andel { andel, .. } if (follows || of_hidden) && andel.is_some() => *matt = matt.hidden(),
            Matt::Tal { antal, .. } if follows && antal.is_some() => *matt = matt.hidden(),
            Matt::Belopp { belopp, .. } if follows && belopp.is_some() => *matt = matt.hidden(),
            Matt::Decimal { tal, .. } if follows && tal.is_some() => *matt = matt.hidden(),
            _ => {}
        }
    }
    rad
}
