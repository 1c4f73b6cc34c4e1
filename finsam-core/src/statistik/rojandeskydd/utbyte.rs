//! What two participations can exchange.

use crate::forsorjning::{Forsorjningsform, Forsorjningsgrupp};
use crate::identitet::Kon;
use crate::insats::Insatstyp;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::period::Periodslag;

use super::cell::{Plats, Tal};
use super::register::{Post, Register};
use super::tabell::Cell;

/// What two participations exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vad {
    /// In which insats they take part.
    Insats,
    /// In which kommun they live.
    Kommun,
    Kon,
    Alder,
    Niva,
    Tid,
    /// Whether aktivitetsersättning was among the support before.
    Aktivitet,
    /// Some of how it was before and after: the numbers that tell of it.
    Svar(Tal),
    /// When they began and closed.
    Forlopp,
    /// When they began and closed, and how before and after.
    Alltihop,
}

/// The group of support that aktivitetsersättning is in.
const MED_AKTIVITET: u8 = Forsorjningsform::Aktivitetsersattning.grupp() as u8;

impl Vad {
    /// The first with what is exchanged taken from the second.
    pub(super) fn taken(self, first: &Post, second: &Post) -> Post {
        match self {
            Self::Insats => Post { insats: second.insats, ..*first },
            Self::Kommun => Post { kommun: second.kommun, ..*first },
            Self::Kon => Post { kon: second.kon, ..*first },
            Self::Alder => Post { alder: second.alder, ..*first },
            Self::Niva => Post { niva: second.niva, ..*first },
            Self::Tid => Post { tid: second.tid, ..*first },
            Self::Aktivitet => Post { aktivitet: second.aktivitet, ..*first },
            Self::Svar(which) => {
                let with = which.0 & Tal::grupp(MED_AKTIVITET).0 != 0;
                let aktivitet = if with { second.aktivitet } else { first.aktivitet };
                Post { svar: Tal(first.svar.0 & !which.0 | second.svar.0 & which.0), aktivitet, ..*first }
            }
            Self::Forlopp => Post { forlopp: second.forlopp, ..*first },
            Self::Alltihop => {
                Post { forlopp: second.forlopp, svar: second.svar, aktivitet: second.aktivitet, ..*first }
            }
        }
    }

    /// Whether the register would still be one that could be: answers are told of the closed and of nobody else, what came
    /// after is known of as many, and nobody has answers that do not go together.
    fn fits(self, register: &Register, a: &Post, b: &Post) -> bool {
        let closed = (register.is_closed(a), register.is_closed(b));
        let could_be = |one: &Post, other: &Post| could_be(self.taken(one, other).svar, one.svar);
        a.slag == b.slag
            && match self {
                Self::Svar(which) => {
                    let known = Register::is_without_efter(a) == Register::is_without_efter(b);
                    closed == (true, true) && (known || which == Tal::SVAR) && could_be(a, b) && could_be(b, a)
                }
                Self::Aktivitet => {
                    let has = |post: &Post| post.svar.has(Kolumn::fore(Forsorjningsform::Aktivitetsersattning.grupp()));
                    closed.0 == closed.1 && has(a) == has(b)
                }
                Self::Forlopp => closed.0 == closed.1,
                _ => true,
            }
    }

    /// The ways in which these two can exchange it: as it is, or with as little more as it takes.
    pub(super) fn between(self, register: &Register, a: &Post, b: &Post) -> Vec<Self> {
        if self.fits(register, a, b) {
            return vec![self];
        }
        let Self::Svar(which) = self else { return Vec::new() };
        let differing = (a.svar.0 ^ b.svar.0) & !which.0;
        let more = Tal::DELAR_AV_SVAR.iter().filter(|del| del.0 & differing != 0 && del.0 & which.0 == 0);
        more.map(|del| Self::Svar(which | *del)).filter(|vad| vad.fits(register, a, b)).collect()
    }

    /// All in which two differ.
    pub(super) fn differing(a: &Post, b: &Post) -> Vec<Self> {
        let one = |differs: bool, vad: Self| differs.then_some(vad);
        let of_person = [
            one(a.insats != b.insats, Self::Insats),
            one(a.kommun != b.kommun, Self::Kommun),
            one(a.kon != b.kon, Self::Kon),
            one(a.alder != b.alder, Self::Alder),
            one(a.niva != b.niva, Self::Niva),
            one(a.tid != b.tid, Self::Tid),
            one(a.aktivitet != b.aktivitet, Self::Aktivitet),
            one(a.forlopp != b.forlopp, Self::Forlopp),
            one(a.forlopp != b.forlopp, Self::Alltihop),
        ];
        let answers = Tal::DELAR_AV_SVAR.map(|del| one((a.svar.0 ^ b.svar.0) & del.0 != 0, Self::Svar(del)));
        of_person.into_iter().chain(answers).flatten().collect()
    }

    /// What to exchange to change a number, what hides least first: what it tells of, what people are, where they are.
    pub(super) fn changing(register: &Register, cell: Cell) -> Vec<Self> {
        let place = match register.noder[usize::from(cell.plats)] {
            Plats::Riket => None,
            Plats::Kommun(_) => Some(Self::Kommun),
            _ => Some(Self::Insats),
        };
        let shorter = register.perioder[usize::from(cell.period)].slag != Periodslag::Ar;
        let of_part = [
            cell.del.is_kon().then_some(Self::Kon),
            cell.del.is_alder().then_some(Self::Alder),
            cell.del.is_niva().then_some(Self::Niva),
            cell.del.is_tid().then_some(Self::Tid),
            shorter.then_some(Self::Forlopp),
            place,
            Some(Self::Forlopp),
            Some(Self::Alltihop),
        ];
        let mut all = of_number(Tal::kolumn(cell.tal), place);
        for vad in of_part.into_iter().flatten() {
            if !all.contains(&vad) {
                all.push(vad);
            }
        }
        all
    }
}

/// What a number tells of.
fn of_number(kolumn: Kolumn, place: Option<Vad>) -> Vec<Vad> {
    if let Some(del) = Tal::DELAR_AV_SVAR.iter().find(|del| del.has(kolumn)) {
        return vec![Vad::Svar(*del), Vad::Svar(Tal::SVAR)];
    }
    match kolumn {
        _ if kolumn.is_of_time() => kolumn.is_of_closed().then_some(Vad::Forlopp).into_iter().chain(place).collect(),
        Kolumn::UNGA => vec![Vad::Alder],
        Kolumn::UNGA_AKTIVITETSERSATTNING => vec![Vad::Aktivitet, Vad::Alder],
        _ if kolumn >= Kolumn::typ(Insatstyp::ALL[0], Kon::Kvinna) => vec![Vad::Kon, Vad::Insats],
        _ if kolumn >= Kolumn::TIDER => vec![Vad::Tid],
        _ if kolumn >= Kolumn::NIVAER => vec![Vad::Niva],
        _ if kolumn >= Kolumn::ALDRAR => vec![Vad::Alder],
        _ if kolumn >= Kolumn::deltog(Kon::Kvinna) => vec![Vad::Kon],
        _ => Vec::new(),
    }
}

/// Whether somebody may have been so of whom something else is told: on support where they were, on no public support and
/// on nothing else, and not both closed as planned and for other rehabilitation.
fn could_be(now: Tal, then: Tal) -> bool {
    const INGEN_OFFENTLIG: u8 = 1 << Forsorjningsgrupp::IngenOffentlig as u8;
    let both = |groups: u8| groups & INGEN_OFFENTLIG != 0 && groups != INGEN_OFFENTLIG;
    let fits = |now: u8, then: u8| (now == 0) == (then == 0) && both(now) <= both(then);
    let [fore, efter] = now.grupper();
    let [before, after] = then.grupper();
    let planned = |tal: Tal| tal.has(Kolumn::FULLFOLJD) && tal.has(Kolumn::TILL_REHAB);
    fits(fore, before) && fits(efter, after) && planned(now) <= planned(then)
}
