//! Locks that belong to no row: of things that are not there yet, of rules over many rows, and of the change feed.
//!
//! They are PostgreSQL's advisory locks. Those with two numbers are of this file's classes; those with one are hashes:
//! two things with the same hash wait for each other without need, and nothing worse.

use finsam_core::part::PartKod;
use sha2::{Digest, Sha256};

use super::anslut::Anslutning;
use super::sql::TRANSAKTION_LAS_NYCKLAR;
use crate::StoreError;

/// The class of the locks of parties.
pub(super) const PART: i32 = 0x0f15_0001;
/// The lock under which events get their numbers.
pub(super) const FEED: (i32, i32) = (0x0f15_0002, 0);
/// The lock of those who migrate.
pub(super) const MIGRERING: (i32, i32) = (0x0f15_0003, 0);

/// The number of a party among the locks of its class.
pub(super) fn of_part(part: PartKod) -> i32 {
    let [a, b, c, d, ..] = hash(&[b"part", part.to_string().as_bytes()]).to_be_bytes();
    i32::from_be_bytes([a, b, c, d])
}

/// The lock of a thing, named by what it is and what identifies it.
pub(super) fn hash(name: &[&[u8]]) -> i64 {
    let mut digest = Sha256::new();
    for piece in name {
        // Lengths keep the pieces apart.
        digest.update(u64::try_from(piece.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(piece);
    }
    let digest = digest.finalize();
    i64::from_be_bytes(std::array::from_fn(|i| digest[i]))
}

/// Takes the lock of one thing, until the end of the transaction.
pub(super) async fn lock(conn: &Anslutning, name: &[&[u8]]) -> Result<(), StoreError> {
    let locks = vec![hash(name)];
    TRANSAKTION_LAS_NYCKLAR.execute(conn, &[&locks]).await.map(drop)
}
