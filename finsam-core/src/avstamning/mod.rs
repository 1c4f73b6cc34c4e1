//! Comparing two systems without sending records: each sums up digests of its participations, scope by scope.
//!
//! A scope is one sending system, one insats and the calendar year of the first day. Where count and checksum agree,
//! both have the same participations there; where they do not, the keys of that scope with their digests tell which
//! ones differ. `docs/AVSTAMNING.md` has the form, an example worked through and test vectors.
//!
//! ```
//! use finsam_core::avstamning::{Summering, digest};
//! use finsam_core::deltagande::{Deltagandeuppgift, Kanonisk, Nyckel};
//! use finsam_core::protokoll::Omfang;
//!
//! let insats_id = "0190a5c0-7c00-7000-8000-000000000001".parse()?;
//! let nyckel = Nyckel { kallsystem: "treserva".to_owned(), nyckel: "d-2".to_owned() };
//! let anonym: Deltagandeuppgift =
//!     serde_json::from_str(r#"{"registrering":"anonym","kon":"man","startdatum":"2014-03-01"}"#)?;
//! let post = Kanonisk::of_sent(&nyckel, anonym, insats_id, "2015-06-01".parse()?).map_err(|_| "sound")?;
//! let mut summering = Summering::default();
//! summering.add(Omfang { kallsystem: nyckel.kallsystem, insats_id, ar: post.ar }, digest(&post.kanonisk));
//! assert_eq!(summering.poster()[0].antal, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A digest covers the identity number and has no key, so whoever holds one and knows the rest of the record can find
//! the number by trying. It is computed when it is asked for, shown to the record's own part, and kept nowhere.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::deltagande::Kanonisk;
use crate::protokoll::{Kontrollsumma, Omfang, Omfangssumma};

/// The name of this way of taking checksums.
pub const ALGORITM: &str = "finsam-avstamning-1";

/// The digest of one participation: SHA-256 of its canonical form.
#[must_use]
pub fn digest(kanonisk: &Kanonisk) -> Kontrollsumma {
    Kontrollsumma(Sha256::digest(kanonisk.reveal()).into())
}

/// Checksums being summed up, scope by scope. It takes memory by the number of scopes, not of participations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summering(Summor);

impl Summering {
    /// Adds a participation to its scope.
    pub fn add(&mut self, omfang: Omfang, kontrollsumma: Kontrollsumma) {
        let (antal, sum) = self.0.entry(omfang).or_default();
        *antal += 1;
        *sum += kontrollsumma;
    }

    /// Every scope, in order.
    #[must_use]
    pub fn poster(&self) -> Vec<Omfangssumma> {
        let one = |(omfang, (antal, kontrollsumma)): (&Omfang, &(u64, Kontrollsumma))| Omfangssumma {
            omfang: omfang.clone(),
            antal: *antal,
            kontrollsumma: *kontrollsumma,
        };
        self.0.iter().map(one).collect()
    }
}

/// A scope in which two systems differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omfangsskillnad {
    /// The scope.
    pub omfang: Omfang,
    /// How many participations there are on this side.
    pub har: u64,
    /// How many there are on the other.
    pub dar: u64,
}

/// The scopes in which two systems differ, in order. A scope that one of them lacks holds nothing there.
#[must_use]
pub fn differing(har: &[Omfangssumma], dar: &[Omfangssumma]) -> Vec<Omfangsskillnad> {
    let (har, dar) = (by_scope(har), by_scope(dar));
    let scopes: BTreeSet<&Omfang> = har.keys().chain(dar.keys()).collect();
    let told = |omfang: &Omfang| {
        let (here, there) = (sum_of(&har, omfang), sum_of(&dar, omfang));
        (here != there).then(|| Omfangsskillnad { omfang: omfang.clone(), har: here.0, dar: there.0 })
    };
    scopes.into_iter().filter_map(told).collect()
}

/// Count and checksum of each scope.
type Summor = BTreeMap<Omfang, (u64, Kontrollsumma)>;

fn by_scope(poster: &[Omfangssumma]) -> Summor {
    poster.iter().map(|post| (post.omfang.clone(), (post.antal, post.kontrollsumma))).collect()
}

fn sum_of(summor: &Summor, omfang: &Omfang) -> (u64, Kontrollsumma) {
    summor.get(omfang).copied().unwrap_or_default()
}

/// How two systems differ about one participation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Postskillnad {
    /// The other side lacks it.
    SaknasDar,
    /// This side lacks it.
    SaknasHar,
    /// Both have it, and it says different things.
    Olika,
}

/// How the participations of one scope differ, by key and in order of it.
#[must_use]
pub fn compare(
    har: &BTreeMap<String, Kontrollsumma>,
    dar: &BTreeMap<String, Kontrollsumma>,
) -> Vec<(String, Postskillnad)> {
    let keys: BTreeSet<&String> = har.keys().chain(dar.keys()).collect();
    let skillnad = |key: &String| match (har.get(key), dar.get(key)) {
        (Some(one), Some(other)) => (one != other).then_some(Postskillnad::Olika),
        (Some(_), None) => Some(Postskillnad::SaknasDar),
        (None, _) => Some(Postskillnad::SaknasHar),
    };
    keys.into_iter().filter_map(|key| Some((key.clone(), skillnad(key)?))).collect()
}
