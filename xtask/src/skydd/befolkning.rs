//! A small random register, and every kind of participation that there could be in it.

use chrono::NaiveDate;
use finsam_core::deltagande::{Avslutsanledning, Deltagandepost, Registrering};
use finsam_core::forbund::{Forbund, Forbundsuppgift, Omrade};
use finsam_core::forsorjning::{Lage, Sysselsattning, Sysselsattningspost};
use finsam_core::geografi::KommunKod;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::identitet::Kon;
use finsam_core::insats::{
    Insats, Insatsuppgift,
};
use finsam_core::kommunkod;
use finsam_core::statistik::Kolumner;
use uuid::Uuid;

/// The years that are published.
pub(super) const AR: [i32; 2] = [2013, 2014];

/// The kommuner of participants.
pub(super) const KOMMUNER: [KommunKod; 2] = [kommunkod!(2280), kommunkod!(180)];

/// The ages of participants.
pub(super) const ALDRAR: [i32; 2] = [20, 40];

/// The areas of the three förbund: the first lies in two län.
pub(super) const OMRADEN: [&[KommunKod]; 3] =
    [&[kommunkod!(2280), kommunkod!(180)], &[kommunkod!(180)], &[kommunkod!(1480)]];

/// The förbund of each insats.
pub(super) const INSATSER: [usize; 4] = [0, 0, 1, 2];

/// A year and a month in it.
type Manad = (i32, u32);

/// When participations are: first month, and last one where there is one.
pub(super) const TIDER: [(Manad, Option<Manad>); 4] =
    [((2013, 2), Some((2013, 9))), ((2013, 3), Some((2014, 4))), ((2014, 2), Some((2014, 10))), ((2013, 8), None)];

/// What they lead to.
pub(super) const EFTER: [&[Sysselsattning]; 4] = [
    &[Sysselsattning::Ingen],
    &[Sysselsattning::Studier],
    &[Sysselsattning::ArbeteSubventionerat],
    &[Sysselsattning::ArbeteSubventionerat, Sysselsattning::Studier],
];

/// A kind of participation: what is published of it, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slag {
    pub(super) insats: usize,
    pub(super) kommun: usize,
    pub(super) kon: Kon,
    pub(super) alder: usize,
    pub(super) tid: usize,
    /// What it led to; the first for one that goes on.
    pub(super) efter: usize,
}

impl Slag {
    pub(super) fn has_ended(self) -> bool {
        TIDER[self.tid].1.is_some()
    }

    /// Every kind.
    pub(super) fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for insats in 0..INSATSER.len() {
            for kommun in 0..KOMMUNER.len() {
                for kon in Kon::ALL.iter().copied() {
                    for alder in 0..ALDRAR.len() {
                        for (tid, (_, slut)) in TIDER.iter().enumerate() {
                            let open = slut.is_none();
                            let ends = if open { 0..1 } else { 0..EFTER.len() };
                            all.extend(ends.map(|efter| Self { insats, kommun, kon, alder, tid, efter }));
                        }
                    }
                }
            }
        }
        all
    }
}

/// The register, and how many there are of each kind.
pub(super) struct Register {
    pub(super) kolumner: Kolumner,
    pub(super) slag: Vec<(Slag, i64)>,
}

/// Numbers that look like chance and are the same every time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    /// Smaller ones more often, so that there are large groups and small ones.
    fn skewed(&mut self, n: usize) -> usize {
        self.below(n).min(self.below(n))
    }
}

/// The register of a seed: 30 to 150 participations.
pub(super) fn register(fro: u64) -> Register {
    let mut chance = Chance(fro.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let all = Slag::all();
    let mut counts = vec![0; all.len()];
    let mut kolumner = Kolumner::new();
    (0..OMRADEN.len()).for_each(|n| kolumner.put_forbund(&forbund(n)));
    (0..INSATSER.len()).for_each(|n| kolumner.put_insats(&insats(n)));
    let size = 30 + chance.below(121);
    for nummer in 1..=size as i64 {
        let tid = chance.skewed(TIDER.len());
        let slag = Slag {
            insats: chance.skewed(INSATSER.len()),
            kommun: chance.skewed(KOMMUNER.len()),
            kon: if chance.below(2) == 0 { Kon::Kvinna } else { Kon::Man },
            alder: chance.skewed(ALDRAR.len()),
            tid,
            efter: if TIDER[tid].1.is_some() { chance.skewed(EFTER.len()) } else { 0 },
        };
        kolumner.put(nummer, Some(ALDRAR[slag.alder]), &post(slag));
        all.iter().zip(&mut counts).filter(|(one, _)| **one == slag).for_each(|(_, n)| *n += 1);
    }
    kolumner.set_dataversion(1);
    Register { kolumner, slag: all.into_iter().zip(counts).collect() }
}

pub(super) fn forbund_id(n: usize) -> ForbundId {
    ForbundId(Uuid::from_u128(1_000 + n as u128))
}

pub(super) fn insats_id(n: usize) -> InsatsId {
    InsatsId(Uuid::from_u128(1 + n as u128))
}

fn day((ar, month): (i32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(ar, month, 15).unwrap_or_default()
}

fn post(slag: Slag) -> Deltagandepost {
    let (start, slut) = TIDER[slag.tid];
    let does = |all: &[Sysselsattning]| Lage {
        forsorjning: Vec::new(),
        sysselsattning: all.iter().map(|slag| Sysselsattningspost { slag: *slag, omfattning: None }).collect(),
    };
    Deltagandepost {
        insats_id: insats_id(slag.insats),
        registrering: Registrering::Person,
        kon: slag.kon,
        kommun: Some(KOMMUNER[slag.kommun]),
        samtycke: None,
        startdatum: day(start),
        slutdatum: slut.map(day),
        remitterande: None,
        utbildningsniva: None,
        tid_i_offentlig_forsorjning: None,
        fore: Some(Lage::default()),
        efter: slut.map(|_| does(EFTER[slag.efter])),
        avslutsanledning: slut.map(|_| Avslutsanledning::Fullfoljd),
    }
}

fn forbund(n: usize) -> Forbund {
    let omrade = OMRADEN[n].iter().map(|kod| Omrade { kommunkod: *kod, kommundel: None }).collect();
    Forbund {
        id: forbund_id(n),
        version: 1,
        ersatt_av: Vec::new(),
        uppgift: Forbundsuppgift {
            namn: format!("Förbund {n}"),
            organisationsnummer: None,
            sate: OMRADEN[n][0],
            bildat: None,
            upphort: None,
            medlemmar: Vec::new(),
            omrade,
            forbundsordning: None,
        },
    }
}

fn insats(n: usize) -> Insats {
    Insats {
        id: insats_id(n),
        version: 1,
        uppgift: Insatsuppgift::starting(forbund_id(INSATSER[n]), format!("Insats {n}"), NaiveDate::MIN),
    }
}
