//! What two participations can exchange.

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
    /// Their support before and after.
    Forsorjning,
    /// Their occupation before and after.
    Sysselsattning,
    /// What was told of them when they were followed up.
    Uppfoljning,
    /// All three.
    Svar,
    /// When they began and closed.
    Forlopp,
    /// When they began and closed, and how before and after.
    Alltihop,
}

impl Vad {
    #[cfg(test)]
    pub(super) const ALLA: [Self; 12] = [
        Self::Insats,
        Self::Kommun,
        Self::Kon,
        Self::Alder,
        Self::Niva,
        Self::Tid,
        Self::Forsorjning,
        Self::Sysselsattning,
        Self::Uppfoljning,
        Self::Svar,
        Self::Forlopp,
        Self::Alltihop,
    ];

    /// The first with what is exchanged taken from the second.
    pub(super) const fn taken(self, first: &Post, second: &Post) -> Post {
        let [support, work, later] = first.svar;
        match self {
            Self::Insats => Post { insats: second.insats, ..*first },
            Self::Kommun => Post { kommun: second.kommun, ..*first },
            Self::Kon => Post { kon: second.kon, ..*first },
            Self::Alder => Post { alder: second.alder, ..*first },
            Self::Niva => Post { niva: second.niva, ..*first },
            Self::Tid => Post { tid: second.tid, ..*first },
            Self::Forsorjning => Post { svar: [second.svar[0], work, later], aktivitet: second.aktivitet, ..*first },
            Self::Sysselsattning => Post { svar: [support, second.svar[1], later], ..*first },
            Self::Uppfoljning => Post { svar: [support, work, second.svar[2]], ..*first },
            Self::Svar => Post { svar: second.svar, aktivitet: second.aktivitet, ..*first },
            Self::Forlopp => Post { forlopp: second.forlopp, ..*first },
            Self::Alltihop => {
                Post { forlopp: second.forlopp, svar: second.svar, aktivitet: second.aktivitet, ..*first }
            }
        }
    }

    /// Whether the register would still be one that could be: answers are told of the closed and of nobody else, and of
    /// support and occupation after together or not at all.
    pub(super) fn fits(self, register: &Register, a: &Post, b: &Post) -> bool {
        let closed = (register.is_closed(a), register.is_closed(b));
        a.slag == b.slag
            && match self {
                Self::Forsorjning | Self::Sysselsattning => {
                    closed == (true, true) && register.is_without_efter(a) == register.is_without_efter(b)
                }
                Self::Uppfoljning | Self::Svar => closed == (true, true),
                Self::Forlopp => closed.0 == closed.1,
                _ => true,
            }
    }

    /// What to exchange to change a number, what hides least first: where people are before what they are, and that before
    /// what came of them.
    pub(super) fn changing(register: &Register, cell: Cell) -> Vec<Self> {
        let mut all = Vec::with_capacity(8);
        match register.noder[usize::from(cell.plats)] {
            Plats::Riket => {}
            Plats::Kommun(_) => all.push(Self::Kommun),
            _ => all.push(Self::Insats),
        }
        let slag = register.perioder[usize::from(cell.period)].slag;
        all.extend((slag != Periodslag::Ar).then_some(Self::Forlopp));
        all.extend(cell.del.is_alder().then_some(Self::Alder));
        all.extend(cell.del.is_kon().then_some(Self::Kon));
        all.extend(cell.del.is_niva().then_some(Self::Niva));
        all.extend(cell.del.is_tid().then_some(Self::Tid));
        match Om::of(cell.tal) {
            Om::Stod => all.extend([Self::Forsorjning, Self::Svar]),
            Om::Arbete => all.extend([Self::Sysselsattning, Self::Svar]),
            Om::Uppfoljning => all.extend([Self::Uppfoljning, Self::Svar]),
            Om::Tid => {}
            Om::Person => all.extend([Self::Alder, Self::Kon, Self::Niva, Self::Tid, Self::Insats]),
        }
        all.extend([Self::Forlopp, Self::Alltihop]);
        all
    }

    /// In which orders those are looked for who could exchange it to change a number.
    pub(super) fn orders(self, register: &Register, cell: Cell) -> [usize; 2] {
        let b = match Om::of(cell.tal) {
            Om::Stod => 0,
            Om::Arbete | Om::Uppfoljning => 1,
            Om::Tid | Om::Person => 2,
        };
        match (self, register.noder[usize::from(cell.plats)]) {
            (Self::Insats, Plats::Lan(_)) | (Self::Kommun, _) => [RIKET + b, FORBUND + b],
            (Self::Insats, Plats::Forbund(_)) => [LAN + b, RIKET + b],
            (Self::Insats, _) => [FORBUND + b, LAN + b],
            (Self::Alder, _) => [ALDER + b, RIKET + b],
            (Self::Kon, _) => [KON + b, RIKET + b],
            (Self::Niva | Self::Tid, _) => [PERSON + b, RIKET + b],
            (Self::Forlopp | Self::Alltihop, _) => [MANAD + b, FORBUND + b],
            _ => [SVAR + b, RIKET + b],
        }
    }
}

/// What a number tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Om {
    Stod,
    Arbete,
    Uppfoljning,
    Tid,
    Person,
}

impl Om {
    fn of(tal: u8) -> Self {
        let kolumn = Tal::kolumn(tal);
        match kolumn {
            _ if kolumn.is_of_time() => Self::Tid,
            _ if !kolumn.is_of_closed() => Self::Person,
            _ if kolumn.is_of_support() => Self::Stod,
            _ if kolumn.is_of_follow_up() => Self::Uppfoljning,
            _ => Self::Arbete,
        }
    }
}

/// What people are put in order by.
#[derive(Debug, Clone, Copy)]
enum Led {
    Forbund,
    Lan,
    Insats,
    Typ,
    Kommun,
    Ar,
    Halvar,
    Kon,
    Alder,
    Person,
    /// Groups of support before and after.
    Grupper,
    Stod,
    Arbete,
    Uppfoljning,
}

/// In each order those who are near each other are alike: in what costs most to differ in first, in what they are to differ
/// in last. For each kind there are three, to differ in support, in occupation, or in time.
const ORDNINGAR: [&[Led]; 24] = {
    use Led::*;
    [
        &[Forbund, Ar, Typ, Kon, Alder, Arbete, Stod, Insats, Kommun],
        &[Forbund, Ar, Typ, Kon, Alder, Stod, Arbete, Insats, Kommun],
        &[Forbund, Typ, Kon, Alder, Arbete, Ar, Insats, Kommun],
        &[Lan, Halvar, Kon, Alder, Arbete, Stod, Typ, Forbund],
        &[Lan, Halvar, Kon, Alder, Stod, Arbete, Typ, Forbund],
        &[Lan, Kon, Alder, Arbete, Halvar, Typ, Forbund],
        &[Ar, Kon, Alder, Arbete, Person, Stod, Lan, Forbund],
        &[Ar, Kon, Alder, Grupper, Person, Stod, Arbete, Lan, Forbund],
        &[Kon, Alder, Person, Arbete, Ar, Lan, Forbund],
        &[Ar, Kon, Arbete, Uppfoljning, Lan, Forbund, Grupper, Stod, Alder],
        &[Ar, Kon, Stod, Uppfoljning, Lan, Forbund, Arbete, Alder],
        &[Kon, Arbete, Stod, Lan, Forbund, Ar, Alder],
        &[Ar, Alder, Arbete, Uppfoljning, Lan, Forbund, Grupper, Stod, Kon],
        &[Ar, Alder, Stod, Uppfoljning, Lan, Forbund, Arbete, Kon],
        &[Alder, Arbete, Stod, Lan, Forbund, Ar, Kon],
        &[Ar, Arbete, Uppfoljning, Lan, Grupper, Stod, Person, Forbund],
        &[Ar, Stod, Uppfoljning, Lan, Arbete, Person, Forbund],
        &[Arbete, Stod, Lan, Ar, Person, Forbund],
        &[Ar, Halvar, Kon, Arbete, Uppfoljning, Grupper, Stod, Lan, Forbund],
        &[Ar, Halvar, Kon, Stod, Uppfoljning, Arbete, Lan, Forbund],
        &[Forbund, Insats, Kon, Alder, Arbete, Stod, Ar],
        &[Grupper, Kon, Alder, Lan, Stod, Ar, Person],
        &[Arbete, Kon, Alder, Lan, Ar, Person],
        &[Lan, Kon, Alder, Arbete, Ar, Person],
    ]
};
/// The order of those who are alike in most that is asked.
pub(super) const NARA: usize = FORBUND;
const FORBUND: usize = 0;
const LAN: usize = 3;
const RIKET: usize = 6;
const ALDER: usize = 9;
const KON: usize = 12;
const PERSON: usize = 15;
const MANAD: usize = 18;
const SVAR: usize = 21;

impl Led {
    fn of(self, register: &Register, post: &Post) -> u32 {
        let plats = &register.insatser[post.insats as usize];
        match self {
            Self::Forbund => u32::from(plats.forbund),
            Self::Lan => u32::from(plats.lan),
            Self::Insats => post.insats,
            Self::Typ => plats.typ as u32,
            Self::Kommun => u32::from(post.kommun),
            Self::Ar => register.forlopp[post.forlopp as usize].ar,
            Self::Halvar => register.forlopp[post.forlopp as usize].halvar,
            Self::Kon => post.kon as u32,
            Self::Alder => u32::from(post.alder),
            Self::Person => u32::from(post.niva) << 8 | u32::from(post.tid),
            Self::Grupper => register.svar[post.svar[0] as usize].groups(),
            Self::Stod => post.svar[0],
            Self::Arbete => post.svar[1],
            Self::Uppfoljning => post.svar[2],
        }
    }
}

/// Everybody in each order.
#[derive(Debug)]
pub(super) struct Ordningar {
    sorted: Vec<Vec<u32>>,
    places: Vec<Vec<u32>>,
}

impl Ordningar {
    pub(super) fn of(register: &Register) -> Self {
        let sort = |leden: &&[Led]| {
            let key = |post: &Post| {
                let mut key = [post.slag as u32; 10];
                key[1..].iter_mut().zip(*leden).for_each(|(key, led)| *key = led.of(register, post));
                key
            };
            let mut all: Vec<_> = (0_u32..).zip(&register.poster).map(|(n, post)| (key(post), n)).collect();
            all.sort_unstable();
            all.into_iter().map(|(_, n)| n).collect::<Vec<_>>()
        };
        let sorted: Vec<_> = ORDNINGAR.iter().map(sort).collect();
        let place = |sorted: &Vec<u32>| {
            let mut places = vec![0; sorted.len()];
            (0_u32..).zip(sorted).for_each(|(place, post)| places[*post as usize] = place);
            places
        };
        Self { places: sorted.iter().map(place).collect(), sorted }
    }

    /// Those near somebody: the `near` nearest one by one, then ever more sparsely.
    pub(super) fn near(&self, ordning: usize, post: usize, near: usize) -> impl Iterator<Item = usize> + '_ {
        let sorted = &self.sorted[ordning];
        let at = self.places[ordning][post] as usize;
        let distances = (1..near).chain(std::iter::successors(Some(near), |far| Some(far + far / 2 + 1)).take(24));
        distances
            .flat_map(move |far| [at.checked_add(far), at.checked_sub(far)])
            .flatten()
            .filter_map(move |at| sorted.get(at).map(|post| *post as usize))
    }
}
