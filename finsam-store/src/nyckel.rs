//! What is the same in every database of the keys of a register.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use finsam_core::id::ImportId;
use finsam_nyckel::KeyError;
use uuid::Uuid;

use crate::rad::{Rad, micros};
use crate::rum::{Forvar, Skyddstillstand, Slutna};
use crate::{Nyckelring, StoreError};

/// The step from which on a register knows its keys; no program that does not know it may go on when another key than the
/// first seals.
pub(crate) const REGISTERNYCKLAR: u32 = 10;

/// The step from which on a register knows which keys have been taken away, and an import with which its body is sealed.
pub(crate) const BORTTAGNA: u32 = 13;

/// The step from which on servers tell which keys they hold.
pub(crate) const INNEHAV: u32 = 14;

/// The step from which on a register has frozen states, which a program that does not know it does not seal anew.
pub(crate) const FASTSTALLELSER: u32 = 15;

/// Keys, by their numbers.
pub(crate) type Kanda = BTreeMap<u8, [u8; 16]>;

/// What a register knows, with what it was told before it knew more keys than one.
pub(crate) fn known(rows: Vec<(u8, [u8; 16])>, first: Option<[u8; 16]>) -> Kanda {
    let mut known: Kanda = rows.into_iter().collect();
    if let Some(first) = first
        && known.keys().all(|nummer| *nummer == Nyckelring::SOK)
    {
        known.insert(1, first);
    }
    known
}

/// Whether a ring may be used with a register that knows these keys.
pub(crate) fn judge(known: &Kanda, ring: &Nyckelring) -> Result<(), StoreError> {
    let given = ring.check_values();
    let differs = |(nummer, kontroll): (&u8, &[u8; 16])| given.get(nummer).is_some_and(|given| given != kontroll);
    if known.iter().any(differs) {
        return Err(StoreError::WrongKey);
    }
    known
        .keys()
        .find(|nummer| !given.contains_key(nummer))
        .map_or(Ok(()), |nummer| Err(StoreError::UnknownKey(*nummer)))
}

/// What the triggers say that refuse what is sealed with a key that has been taken away.
pub(crate) const BORTTAGEN: &str = "the key has been removed";

/// Whether a ring may seal in a register that has taken these keys away. That it opens with one does no harm.
pub(crate) fn judge_sealing(removed: &[u8], ring: &Nyckelring) -> Result<(), StoreError> {
    if removed.contains(&ring.sealing()) { Err(StoreError::RemovedKey) } else { Ok(()) }
}

/// Whether what is sealed may be written in a register that has taken these keys away.
pub(crate) fn judge_sealed(removed: &[u8], sluten: Option<&[u8]>) -> Result<(), StoreError> {
    let with = sluten.and_then(<[u8]>::first);
    if with.is_some_and(|nummer| removed.contains(nummer)) { Err(StoreError::RemovedKey) } else { Ok(()) }
}

/// What a register is to know of a ring that it lets in.
pub(crate) fn told(ring: &Nyckelring) -> Kanda {
    let sluter = ring.sealing();
    ring.check_values().into_iter().filter(|(nummer, _)| [Nyckelring::SOK, sluter].contains(nummer)).collect()
}

/// Whether older programs, of which the register lets in some from `oldest` on, are to be let in no more: they know one
/// key, and another one seals.
pub(crate) fn shuts_out_older(ring: &Nyckelring, oldest: u32) -> bool {
    ring.sealing() != 1 && oldest < REGISTERNYCKLAR
}

pub(crate) fn kand(rad: Rad<'_>) -> Result<(u8, [u8; 16]), StoreError> {
    Ok((number(&rad, rad.get(0, "nummer")?)?, rad.bytes(1, "kontroll")?))
}

/// The keys that a ring has, as they are kept: a byte for the number of each.
pub(crate) fn held(ring: &Nyckelring) -> Vec<u8> {
    ring.check_values().into_keys().filter(|nummer| *nummer != Nyckelring::SOK).collect()
}

/// What nobody has said for so long is of no server that runs.
pub(crate) fn outdated(tid: DateTime<Utc>) -> i64 {
    micros(tid - TimeDelta::days(1))
}

pub(crate) fn innehav(rad: Rad<'_>) -> Result<Vec<u8>, StoreError> {
    rad.get(0, "nycklar")
}

/// The number of a key that has been taken away.
pub(crate) fn borttagen(rad: Rad<'_>) -> Result<u8, StoreError> {
    number(&rad, rad.get(0, "nummer")?)
}

/// An import that is under way, with the key of its body where that is known.
pub(crate) fn ofardig(rad: Rad<'_>) -> Result<(ImportId, Option<u8>), StoreError> {
    Ok((ImportId(rad.uuid(1, "id")?), number_or_none(&rad, 0)?))
}

/// The number of a key, where one is named.
pub(crate) fn number_or_none(rad: &Rad<'_>, index: usize) -> Result<Option<u8>, StoreError> {
    rad.opt(index, "nyckel")?.map(|nummer| number(rad, nummer)).transpose()
}

fn number(rad: &Rad<'_>, nummer: i64) -> Result<u8, StoreError> {
    u8::try_from(nummer).map_err(|_| rad.undecodable("nummer", "no number of a key"))
}

pub(crate) fn slutna(rad: Rad<'_>) -> Result<Slutna, StoreError> {
    let tabell = Forvar::of(rad.text(0, "tabell")?);
    let [nyckel] = rad.bytes(1, "nyckel")?;
    Ok(Slutna {
        forvar: tabell.ok_or_else(|| rad.undecodable("tabell", "unknown"))?,
        nyckel,
        antal: rad.count(2, "antal")?,
    })
}

/// Whether the register has forgotten a key.
pub(crate) fn gone(known: &Kanda, nummer: u8) -> Result<(), StoreError> {
    if known.contains_key(&nummer) { Err(StoreError::Conflict("nyckel")) } else { Ok(()) }
}

/// Whether a key seals nothing.
pub(crate) fn unused(slutna: &[Slutna], nummer: u8) -> Result<(), StoreError> {
    if slutna.iter().any(|one| one.nyckel == nummer) { Err(StoreError::Conflict("nyckel")) } else { Ok(()) }
}

/// Counts of the same key and table as one.
pub(crate) fn summed(rows: Vec<Slutna>) -> Vec<Slutna> {
    let mut sums: BTreeMap<(Forvar, u8), u64> = BTreeMap::new();
    for one in rows {
        *sums.entry((one.forvar, one.nyckel)).or_default() += one.antal;
    }
    sums.into_iter().map(|((forvar, nyckel), antal)| Slutna { forvar, nyckel, antal }).collect()
}

/// A row that another key sealed, sealed anew: its place, what stands there, and what stood there before where that is
/// kept.
pub(crate) struct Omsluten {
    pub(crate) plats: (i64, i64),
    pub(crate) sluten: Vec<u8>,
    pub(crate) forra: Option<Vec<u8>>,
}

impl Omsluten {
    /// Seals a row anew.
    pub(crate) fn of(ring: &Nyckelring, forvar: Forvar, rad: Rad<'_>) -> Result<Self, StoreError> {
        let nummer = rad.get(0, "nummer")?;
        match forvar {
            Forvar::Deltagande => {
                let (id, sealed) = (rad.uuid(1, "id")?, rad.get::<Vec<u8>>(2, "identitet")?);
                Ok(Self { plats: (nummer, 0), sluten: ring.seal(id, &ring.open(id, &sealed)?), forra: None })
            }
            Forvar::Importpost => {
                let (import, number) = (rad.uuid(2, "import.id")?, rad.count(1, "rad")?);
                let post = ring.open_post(import, number, &rad.get::<Vec<u8>>(3, "post")?)?;
                let plats = (nummer, rad.get(1, "rad")?);
                Ok(Self { plats, sluten: ring.seal_post(import, number, &post), forra: None })
            }
            Forvar::Faststallelse => {
                let id = rad.uuid(1, "id")?;
                let state = ring.open_state(id, &rad.get::<Vec<u8>>(2, "innehall")?)?;
                Ok(Self { plats: (nummer, 0), sluten: ring.seal_state(id, &state), forra: None })
            }
            Forvar::Webhook => {
                let id = rad.uuid(1, "id")?;
                let sluten = secret(ring, id, &rad.get::<Vec<u8>>(2, "hemlighet")?)?;
                let forra = rad.opt::<Vec<u8>>(3, "forra")?.map(|forra| secret(ring, id, &forra)).transpose()?;
                Ok(Self { plats: (nummer, 0), sluten, forra })
            }
        }
    }
}

/// What a protected state is sealed for.
fn place(one: &Skyddstillstand) -> Vec<u8> {
    [&one.troskel.to_be_bytes()[..], &one.dataversion.to_be_bytes(), one.regelversion.as_bytes()].concat()
}

/// A protected state, sealed.
pub(crate) fn seal_protected(ring: &Nyckelring, one: Skyddstillstand) -> Skyddstillstand {
    let innehall = ring.seal_protected(&place(&one), &one.innehall);
    Skyddstillstand { innehall, ..one }
}

/// A protected state, opened.
pub(crate) fn open_protected(ring: &Nyckelring, one: Skyddstillstand) -> Result<Skyddstillstand, StoreError> {
    let innehall = ring.open_protected(&place(&one), &one.innehall)?;
    Ok(Skyddstillstand { innehall, ..one })
}

/// A protected state that nobody has kept anew for so long is of a threshold that nobody asks with.
pub(crate) fn unasked(tid: DateTime<Utc>) -> i64 {
    micros(tid - TimeDelta::days(30))
}

fn secret(ring: &Nyckelring, id: Uuid, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
    Ok(ring.seal_secret(id, &ring.open_secret(id, sealed)?))
}
