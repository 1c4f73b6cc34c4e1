//! The small attributes of a participation in 32 bits.

use crate::deltagande::{
    Avslutsanledning, Deltagandepost, Registrering, Resultat, TidIOffentligForsorjning, Utbildningsniva,
};
use crate::forsorjning::{Forsorjningsform, Forsorjningsgrupp, Lage, Sysselsattning};
use crate::identitet::Kon;
use crate::tid::Aldersgrupp;

use super::kolumnrad::Kolumnrad;

/// Bits 0-2 age group (7 for none), 3 kön, 4 anonymous, 5 felregistrering, 6 has `efter`, 7-9 utbildningsnivå,
/// 10-12 tid i offentlig försörjning, 13-16 avslutsanledning (each 0 for none), 17-23 and 24-30 occupation before and
/// after, 31 aktivitetsersättning before. What is read together lies together: the lowest four bits and
/// bits 7-12 are what a person is [divided by](Attribut::person).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub(super) struct Attribut(u32);

const NO_AGE: u32 = 7;
const MAN: u32 = 1 << 3;
const ANONYM: u32 = 1 << 4;
const FEL: u32 = 1 << 5;
const EFTER: u32 = 1 << 6;
const UTBILDNING: u32 = 7;
const TID: u32 = 10;
const ANLEDNING: u32 = 13;
const SYSSELSATTNING_FORE: u32 = 17;
const SYSSELSATTNING_EFTER: u32 = 24;
const AKTIVITETSERSATTNING: u32 = 1 << 31;

/// What is packed.
struct Sagt {
    kon: Kon,
    aldersgrupp: Option<Aldersgrupp>,
    registrering: Registrering,
    utbildningsniva: Option<Utbildningsniva>,
    tid: Option<TidIOffentligForsorjning>,
    avslutsanledning: Option<Avslutsanledning>,
    has_efter: bool,
    sysselsattning_fore: u32,
    sysselsattning_efter: u32,
    aktivitetsersattning: bool,
}

/// How many values [`Attribut::person`] has.
pub(super) const PERSONS: usize = 1 << 10;

/// A kön and an age group, or no known age, in the lowest four bits.
const fn group(kon: Kon, aldersgrupp: Option<Aldersgrupp>) -> usize {
    let age = match aldersgrupp {
        Some(aldersgrupp) => aldersgrupp as usize,
        None => NO_AGE as usize,
    };
    age + (MAN as usize) * (kon as usize)
}

impl Attribut {
    /// What stands in a free row: nothing that is counted.
    pub(super) const FREE: Self = Self(ANONYM | FEL | NO_AGE);

    /// All 32 bits.
    pub(super) const fn bits(self) -> u32 {
        self.0
    }

    /// Packs what is said of a participation.
    pub(super) fn of(alder: Option<i32>, post: &Deltagandepost) -> Self {
        let activity =
            |lage: &Lage| lage.forsorjning.iter().any(|post| post.form == Forsorjningsform::Aktivitetsersattning);
        Self::pack(&Sagt {
            kon: post.kon,
            aldersgrupp: alder.map(Aldersgrupp::of),
            registrering: post.registrering,
            utbildningsniva: post.utbildningsniva,
            tid: post.tid_i_offentlig_forsorjning,
            avslutsanledning: post.avslutsanledning,
            has_efter: post.efter.is_some(),
            sysselsattning_fore: occupations(post.fore.as_ref()),
            sysselsattning_efter: occupations(post.efter.as_ref()),
            aktivitetsersattning: post.fore.as_ref().is_some_and(activity),
        })
    }

    /// Packs what a row says.
    pub(super) fn of_row(rad: &Kolumnrad) -> Self {
        Self::pack(&Sagt {
            kon: rad.kon,
            aldersgrupp: rad.alder.map(|alder| Aldersgrupp::of(alder.into())),
            registrering: rad.registrering,
            utbildningsniva: rad.utbildningsniva,
            tid: rad.tid_i_offentlig_forsorjning,
            avslutsanledning: rad.avslutsanledning,
            has_efter: rad.has_efter,
            sysselsattning_fore: pack(rad.sysselsattning_fore.iter().map(|slag| *slag as u32)),
            sysselsattning_efter: pack(rad.sysselsattning_efter.iter().map(|slag| *slag as u32)),
            aktivitetsersattning: rad.aktivitetsersattning_fore,
        })
    }

    fn pack(sagt: &Sagt) -> Self {
        let flag = |is: bool, bit: u32| if is { bit } else { 0 };
        Self(
            group(sagt.kon, sagt.aldersgrupp) as u32
                | flag(sagt.registrering == Registrering::Anonym, ANONYM)
                | flag(sagt.avslutsanledning == Some(Avslutsanledning::Felregistrering), FEL)
                | flag(sagt.has_efter, EFTER)
                | sagt.utbildningsniva.map_or(0, |kod| kod as u32 + 1) << UTBILDNING
                | sagt.tid.map_or(0, |kod| kod as u32 + 1) << TID
                | sagt.avslutsanledning.map_or(0, |kod| kod as u32 + 1) << ANLEDNING
                | sagt.sysselsattning_fore << SYSSELSATTNING_FORE
                | sagt.sysselsattning_efter << SYSSELSATTNING_EFTER
                | flag(sagt.aktivitetsersattning, AKTIVITETSERSATTNING),
        )
    }

    /// Kön, age group, utbildningsnivå and time in public support together, below [`PERSONS`].
    pub(super) const fn person(self) -> usize {
        (self.0 & 15 | (self.0 >> UTBILDNING & 63) << 4) as usize
    }

    /// The age group; `None` where the age is not known.
    pub(super) fn aldersgrupp(self) -> Option<Aldersgrupp> {
        Aldersgrupp::ALL.get((self.0 & NO_AGE) as usize).copied()
    }

    /// Whether aktivitetsersättning was among the support before.
    pub(super) const fn has_aktivitetsersattning(self) -> bool {
        self.0 & AKTIVITETSERSATTNING != 0
    }

    /// Whether it is anonymous, and not registered by mistake.
    pub(super) const fn is_anonymous(self) -> bool {
        self.0 & (ANONYM | FEL) == ANONYM
    }

    /// Whether it is a person's, and not registered by mistake: what the national tables count.
    pub(super) const fn is_counted(self) -> bool {
        self.0 & (ANONYM | FEL) == 0
    }

    /// Whether it is one of those, anonymous or a person's, and not registered by mistake.
    #[inline]
    pub(super) const fn is_counted_as(self, anonym: bool) -> bool {
        self.0 & (ANONYM | FEL) == if anonym { ANONYM } else { 0 }
    }

    /// Whether it has a situation after.
    pub(super) const fn has_efter(self) -> bool {
        self.0 & EFTER != 0
    }

    /// Occupations before: bit n is the n:th of [`Sysselsattning`].
    pub(super) const fn sysselsattning_fore(self) -> u32 {
        (self.0 >> SYSSELSATTNING_FORE) & 127
    }

    /// Occupations after, likewise.
    pub(super) const fn sysselsattning_efter(self) -> u32 {
        (self.0 >> SYSSELSATTNING_EFTER) & 127
    }

    /// Whether it closed as planned.
    pub(super) const fn is_fullfoljd(self) -> bool {
        (self.0 >> ANLEDNING) & 15 == Avslutsanledning::Fullfoljd as u32 + 1
    }

    pub(super) const fn kon(self) -> Kon {
        if self.0 & MAN == 0 { Kon::Kvinna } else { Kon::Man }
    }

    pub(super) const fn registrering(self) -> Registrering {
        if self.0 & ANONYM == 0 { Registrering::Person } else { Registrering::Anonym }
    }

    pub(super) fn utbildningsniva(self) -> Option<Utbildningsniva> {
        nth(Utbildningsniva::ALL, (self.0 >> UTBILDNING) & 7)
    }

    pub(super) fn tid(self) -> Option<TidIOffentligForsorjning> {
        nth(TidIOffentligForsorjning::ALL, (self.0 >> TID) & 7)
    }

    pub(super) fn avslutsanledning(self) -> Option<Avslutsanledning> {
        nth(Avslutsanledning::ALL, (self.0 >> ANLEDNING) & 15)
    }

    /// The result of a closed participation, the first that fits, as [`Deltagandepost::resultat`].
    pub(super) const fn resultat(self) -> Resultat {
        let efter = self.sysselsattning_efter();
        if efter & ARBETE_STUDIER != 0 {
            Resultat::ArbeteStudier
        } else if (self.0 >> ANLEDNING) & 15 == Avslutsanledning::AnnanRehabilitering as u32 + 1 {
            Resultat::FortsattRehabilitering
        } else if efter & occupation(Sysselsattning::ArbetssokandeAf) != 0 {
            Resultat::Arbetssokande
        } else {
            Resultat::Ovrigt
        }
    }
}

fn nth<T: Copy>(all: &[T], place: u32) -> Option<T> {
    all.get((place as usize).checked_sub(1)?).copied()
}

/// The bit of an occupation.
pub(super) const fn occupation(slag: Sysselsattning) -> u32 {
    1 << slag as u32
}

/// Work without subsidy; one's own business counts there.
pub(super) const ICKE_SUBVENTIONERAT: u32 =
    occupation(Sysselsattning::ArbeteIckeSubventionerat) | occupation(Sysselsattning::EgetForetag);
/// Work with subsidy.
pub(super) const SUBVENTIONERAT: u32 = occupation(Sysselsattning::ArbeteSubventionerat);
/// Studies.
pub(super) const STUDIER: u32 = occupation(Sysselsattning::Studier);
/// Any of the three.
pub(super) const ARBETE_STUDIER: u32 = ICKE_SUBVENTIONERAT | SUBVENTIONERAT | STUDIER;

fn occupations(lage: Option<&Lage>) -> u32 {
    lage.map_or(0, |lage| lage.sysselsattning.iter().fold(0, |bits, post| bits | occupation(post.slag)))
}

/// The groups of support in a situation: bit n is the n:th of [`Forsorjningsgrupp`].
fn groups(lage: Option<&Lage>) -> u16 {
    lage.map_or(0, |lage| lage.forsorjning.iter().fold(0, |bits, post| bits | 1 << post.form.grupp() as u16))
}

/// The groups of support before in the low byte, those after in the high one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub(super) struct Grupper(u16);

impl Grupper {
    /// No group, neither before nor after.
    pub(super) const NONE: Self = Self(0);

    /// Packs the two situations.
    pub(super) fn of(post: &Deltagandepost) -> Self {
        Self(groups(post.fore.as_ref()) | groups(post.efter.as_ref()) << 8)
    }

    /// Packs what a row says.
    pub(super) fn of_row(rad: &Kolumnrad) -> Self {
        let bits = |groups: &[Forsorjningsgrupp]| pack(groups.iter().map(|grupp| *grupp as u32)) as u16;
        Self(bits(&rad.forsorjning_fore) | bits(&rad.forsorjning_efter) << 8)
    }

    /// All sixteen bits.
    pub(super) const fn bits(self) -> u16 {
        self.0
    }

    /// The groups before.
    pub(super) fn fore(self) -> Vec<Forsorjningsgrupp> {
        unpack(Forsorjningsgrupp::ALL, u32::from(self.0 & 255))
    }

    /// The groups after.
    pub(super) fn efter(self) -> Vec<Forsorjningsgrupp> {
        unpack(Forsorjningsgrupp::ALL, u32::from(self.0 >> 8))
    }
}

/// The bits of places in a list.
pub(super) fn pack(places: impl Iterator<Item = u32>) -> u32 {
    places.fold(0, |bits, place| bits | 1 << place)
}

/// The values whose bits are set, in the order of the list.
pub(super) fn unpack<T: Copy>(all: &[T], bits: u32) -> Vec<T> {
    all.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1).map(|(_, value)| *value).collect()
}

/// The extent of the support of a group, in per cent; several forms of a group are summed.
fn extent(lage: &Lage, grupp: Forsorjningsgrupp) -> i32 {
    lage.forsorjning.iter().filter(|post| post.form.grupp() == grupp).map(|post| post.omfattning).sum()
}

/// The groups of support that are there both before and after, and after to a smaller extent: bit n is the n:th group.
pub(super) fn reduced(post: &Deltagandepost) -> u8 {
    let (Some(fore), Some(efter)) = (&post.fore, &post.efter) else { return 0 };
    let smaller = |grupp: Forsorjningsgrupp| {
        let after = extent(efter, grupp);
        after > 0 && after < extent(fore, grupp)
    };
    Forsorjningsgrupp::ALL.iter().filter(|grupp| smaller(**grupp)).fold(0, |bits, grupp| bits | 1 << *grupp as u8)
}
