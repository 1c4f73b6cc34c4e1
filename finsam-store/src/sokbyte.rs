//! Changing the key of the hash that persons are found by, while nobody uses the register.
//!
//! It cannot be done while the register is used: everybody must find the same person by the same hash at every moment. All of
//! it is one transaction: broken off, nothing has been done.

use std::collections::HashMap;

use crate::flytt::Plats;
use crate::nyckel::{Kanda, judge};
use crate::rad::Rad;
use crate::{Nyckelring, StoreError, postgres, sqlite};

/// So many participations are changed by one statement.
pub(crate) const BUNT: u32 = 1_000;

/// What a change of the search key came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sokbyte {
    /// Whether the register had the new key already, so that nothing was done.
    pub redan: bool,
    /// How many participations of persons there are.
    pub deltaganden: u64,
    /// About how many persons records of imports were removed: nobody can tell any more whom they are about.
    pub glomda: u64,
}

/// Lets persons be found with the search key of another ring, which seals as the first one does.
///
/// Records that an import refused are removed where nothing else in the register is about the same person.
///
/// # Errors
/// And then nothing has been changed. [`StoreError::InUse`] when another program uses the register,
/// [`StoreError::Conflict`] `"plan"` when such records are part of a plan, [`StoreError::WrongKey`] and
/// [`StoreError::UnknownKey`] when the first ring is not the register's, and what the database says.
pub async fn change_search_key(plats: &Plats, old: &Nyckelring, new: &Nyckelring) -> Result<Sokbyte, StoreError> {
    match plats {
        Plats::Sqlite(file) => {
            let (file, old, new) = (file.clone(), old.clone(), new.clone());
            let work = move || sqlite::sokbyte::change(&file, &old, &new);
            tokio::task::spawn_blocking(work)
                .await
                .unwrap_or_else(|_| Err(StoreError::Unavailable("the work ended".to_owned())))
        }
        Plats::Postgres(url, settings) => postgres::sokbyte::change(url, settings, old, new).await,
    }
}

/// Whether a register that knows these keys has the new one already; otherwise the old ones must be its own.
pub(crate) fn is_done(known: &Kanda, old: &Nyckelring, new: &Nyckelring) -> Result<bool, StoreError> {
    let told = new.check_values().get(&Nyckelring::SOK).copied();
    if known.get(&Nyckelring::SOK).copied() == told {
        return Ok(true);
    }
    judge(known, old).map(|()| false)
}

/// Hashes, old and new.
pub(crate) type Hashar = HashMap<[u8; 16], [u8; 16]>;

/// A participation of a person: its number, and the hashes of the person.
pub(crate) fn person(
    rad: Rad<'_>,
    old: &Nyckelring,
    new: &Nyckelring,
) -> Result<(i64, [u8; 16], [u8; 16]), StoreError> {
    let text = old.open(rad.uuid(1, "id")?, &rad.get::<Vec<u8>>(2, "identitet")?)?;
    Ok((rad.get(0, "nummer")?, rad.bytes(3, "sok")?, new.search_hash(&text)))
}

/// Whom imports keep records about, and whether a plan is among them.
pub(crate) fn postperson(rad: Rad<'_>) -> Result<([u8; 16], bool), StoreError> {
    Ok((rad.bytes(0, "sok")?, rad.get::<i64>(1, "plan")? > 0))
}

/// What becomes of the records about a person: the new hash, or nothing where nobody can tell who it is.
pub(crate) fn renamed(hashar: &Hashar, sok: [u8; 16], plan: bool) -> Result<Option<[u8; 16]>, StoreError> {
    match hashar.get(&sok) {
        None if plan => Err(StoreError::Conflict("plan")),
        found => Ok(found.copied()),
    }
}

/// Whether the register knows what persons are found with from now on; else whoever has the old key would be let in.
pub(crate) fn remembered(one: bool) -> Result<(), StoreError> {
    if one {
        return Ok(());
    }
    let reason = "the register was not told the new key".to_owned();
    Err(StoreError::Database { statement: "nyckel/sok_ny.sql", reason })
}
