//! The first pass over a body: how many records it has, and which keys stand more than once.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::Arc;

use finsam_core::deltagande::Nyckel;
use finsam_core::regel::Avvikelse;
use finsam_core::regel::register::REG_22;
use sha2::{Digest, Sha256};

use crate::las::{Format, Lasfel, Limits, for_each};

/// What the first pass found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skannat {
    /// How many records there are.
    pub poster: u64,
    /// Rows whose key stands elsewhere too, with the first rows where it does, their own among them.
    dubbletter: BTreeMap<u64, Arc<[u64]>>,
    /// What tells every key from others, in order; only where it was asked for.
    nycklar: Vec<[u8; 16]>,
    /// The first rows whose key cannot be read.
    utan_nyckel: Vec<u64>,
}

impl Skannat {
    /// Whether a key stands in the body, refused or not, where that was asked for.
    #[must_use]
    pub fn has(&self, nyckel: &Nyckel) -> bool {
        self.nycklar.binary_search(&fingerprint(&nyckel.kallsystem, &nyckel.nyckel)).is_ok()
    }

    /// The first rows whose key cannot be read.
    #[must_use]
    pub fn without_key(&self) -> &[u64] {
        &self.utan_nyckel
    }

    /// REG-22 for a row whose key stands elsewhere too, naming the others.
    #[must_use]
    pub fn duplicate(&self, rad: u64) -> Option<Avvikelse> {
        let others = self.dubbletter.get(&rad)?.iter().filter(|other| **other != rad);
        let mut rows: Vec<String> = others.map(u64::to_string).collect();
        let more = if rows.len() > SHOWN { ", …" } else { "" };
        rows.truncate(SHOWN);
        let rows = rows.join(", ");
        Some(REG_22.at("/nyckel").expected("each key once").saying(
            format!("Samma nyckel står också på rad {rows}{more}. Alla exemplar avvisas; skicka posten en gång."),
            format!("The same key stands in row {rows}{more} too. Every copy is refused; send the record once."),
        ))
    }
}

/// How many other rows a duplicate names.
const SHOWN: usize = 10;

/// What to scan for.
#[derive(Debug, Clone, Copy)]
pub struct Skanning {
    /// In what format the records are.
    pub format: Format,
    /// How large each may be.
    pub limits: Limits,
    /// How many there may be: with one more the scan stops.
    pub most: u64,
    /// Whether it is to be known afterwards which keys stand there.
    pub keys: bool,
}

/// Scans a body. Memory: 24 bytes a record, 16 of them kept where the keys are asked for, as much again for one whose key stands elsewhere too.
///
/// # Errors
/// When the body as a whole cannot be read.
pub fn scan(body: impl BufRead, skanning: &Skanning) -> Result<Skannat, Lasfel> {
    let Skanning { format, limits, most, keys: keeps } = *skanning;
    let mut keys: Vec<([u8; 16], u64)> = Vec::new();
    let (mut poster, mut utan_nyckel) = (0, Vec::new());
    for_each(format, body, &limits, &mut |post| {
        poster = post.rad;
        if let Some((kallsystem, nyckel)) = post.key() {
            keys.push((fingerprint(&kallsystem, &nyckel), post.rad));
        } else if utan_nyckel.len() < SHOWN {
            utan_nyckel.push(post.rad);
        }
        if poster > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    keys.sort_unstable();
    let mut dubbletter = BTreeMap::new();
    for same in keys.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
        // Enough to name the others and to know that there are more.
        let first: Arc<[u64]> = same.iter().map(|(_, rad)| *rad).take(SHOWN + 2).collect();
        dubbletter.extend(same.iter().map(|(_, rad)| (*rad, Arc::clone(&first))));
    }
    let nycklar = if keeps { keys.into_iter().map(|(print, _)| print).collect() } else { Vec::new() };
    Ok(Skannat { poster, dubbletter, nycklar, utan_nyckel })
}

/// 128 bits of SHA-256 over both parts, with a separator that neither can hold.
fn fingerprint(kallsystem: &str, nyckel: &str) -> [u8; 16] {
    let digest = Sha256::new().chain_update(kallsystem).chain_update([0]).chain_update(nyckel).finalize();
    let mut print = [0; 16];
    print.copy_from_slice(&digest[..16]);
    print
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(body: &str, most: u64) -> Skannat {
        scan(body.as_bytes(), &Skanning { format: Format::Ndjson, limits: Limits::default(), most, keys: true })
            .unwrap()
    }

    #[test]
    fn every_copy_of_a_key_knows_the_others() {
        let line = |nyckel: &str| format!("{{\"kallsystem\":\"a\",\"nyckel\":\"{nyckel}\"}}\n");
        let body: String = ["1", "2", "1", "3", "1"].map(line).concat();
        let skannat = scanned(&body, 5);
        assert_eq!(skannat.poster, 5);
        assert!(skannat.duplicate(2).is_none());
        let key = |nyckel: &str| Nyckel { kallsystem: "a".to_owned(), nyckel: nyckel.to_owned() };
        assert!(skannat.has(&key("1")) && skannat.has(&key("3")) && !skannat.has(&key("4")));
        assert_eq!(scanned("{}\n", 5).without_key(), [1]);
        let found = skannat.duplicate(3).unwrap();
        assert_eq!(found.kod, "REG-22");
        assert!(found.meddelande.en.contains("row 1, 5"));
    }

    #[test]
    fn scanning_stops_where_there_are_too_many_and_names_ten_others() {
        let body = "{\"kallsystem\":\"a\",\"nyckel\":\"1\"}\n".repeat(30);
        assert_eq!(scanned(&body, 3).poster, 4);
        let all = scanned(&body, 30);
        let words = |rad| all.duplicate(rad).unwrap().meddelande.en.into_owned();
        assert!(words(30).contains("row 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, … too"), "{}", words(30));
        assert!(words(2).contains("row 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, … too"), "{}", words(2));
    }
}
