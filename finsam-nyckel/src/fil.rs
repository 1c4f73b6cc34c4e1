//! The key file.
//!
//! A register that has had one key only has that as 64 hexadecimal digits, and nothing else. With several keys there is
//! one on a line, after its number:
//!
//! ```text
//! 1 0a1b…
//! 2 3c4d…
//! sluter 2
//! sok 5e6f…
//! kvitto 7081…
//! logg 92a3…
//! ```
//!
//! All of them open; the one that `sluter` names seals. What is *found* by a keyed hash is not sealed anew when the keys
//! change, so the keys of hashes (`sok`, `kvitto`) and the one that signs checkpoints (`logg`) stand apart: they came of
//! key 1 by HMAC, and nobody comes back from them to it. Lines that begin with `#` say nothing.
//!
//! A number is never given again: what key 3 sealed before it was taken away is told to miss key 3, not to have been
//! altered. Where the key with the highest number has been taken away a line `hogst 3` says which number that was; without
//! it the highest is that of the keys that are there.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write;
use std::path::Path;

use crate::KeyError;
use crate::lada::derive;

/// What is expected where there is one key only.
const EN: &str = "expected 64 hexadecimal digits";

/// What stands in a key file. Printing it for debugging shows nothing of it.
///
/// ```
/// use finsam_nyckel::{Nyckelfil, Nyckelring};
/// use uuid::Uuid;
///
/// let mut fil = Nyckelfil::single([7; 32]);
/// let (id, before) = (Uuid::from_u128(1), Nyckelring::of(&fil).seal(Uuid::from_u128(1), b"P:199003122380"));
/// assert_eq!(fil.add([8; 32])?, 2);
/// fil.seal_with(2)?;
/// let ring = Nyckelring::of(&Nyckelfil::parse(&fil.text())?);
/// assert_eq!(ring.open(id, &before)?, b"P:199003122380");
/// fil.remove(1)?;
/// let told = Nyckelring::of(&fil).open(id, &before).unwrap_err();
/// assert_eq!(told.to_string(), "sealed with key 1, which is not among those given");
/// # Ok::<(), finsam_nyckel::KeyError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Nyckelfil {
    pub(crate) nycklar: BTreeMap<u8, [u8; 32]>,
    pub(crate) sluter: u8,
    /// The highest number that a key has been given.
    hogst: u8,
    pub(crate) harledda: Harledda,
}

/// The keys that came of key 1 and stand apart from it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Harledda {
    pub(crate) sok: [u8; 32],
    pub(crate) kvitto: [u8; 32],
    pub(crate) logg: [u8; 32],
}

impl Harledda {
    fn of(master: &[u8; 32]) -> Self {
        let key = |label| derive(master, label);
        Self { sok: key("finsam/sok/1"), kvitto: key("finsam/kvitto/1"), logg: key("finsam/kontrollpunkt/1") }
    }
}

impl Nyckelfil {
    /// That of a register with one key, which should be 32 bytes of good randomness. It is key 1.
    #[must_use]
    pub fn single(master: [u8; 32]) -> Self {
        Self { harledda: Harledda::of(&master), nycklar: BTreeMap::from([(1, master)]), sluter: 1, hogst: 1 }
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// [`KeyError::File`] when it cannot be read or holds something else; the line, but nothing of what stands there.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let here = |what: &dyn fmt::Display| KeyError::File(format!("{}: {what}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|fel| here(&fel))?;
        Self::parse(&text).map_err(|fel| match fel {
            KeyError::File(what) => here(&what),
            fel => fel,
        })
    }

    /// Reads the text of a key file.
    ///
    /// # Errors
    /// [`KeyError::File`] as [`Nyckelfil::read`]: `expected 64 hexadecimal digits` of `abc`, `line 2: …` of a longer one.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        if !text.contains(char::is_whitespace) {
            return parse_hex(text).map(Self::single).ok_or_else(|| file(EN));
        }
        let mut rader = Rader::default();
        for (row, line) in text.lines().enumerate() {
            rader.take(line).map_err(|why| file(&format!("line {}: {why}", row + 1)))?;
        }
        rader.end().map_err(file)
    }

    /// The text of the key file. **This reveals the keys.**
    #[must_use]
    pub fn text(&self) -> String {
        if let (1, 1, Some(master)) = (self.nycklar.len(), self.hogst, self.nycklar.get(&1))
            && self.harledda == Harledda::of(master)
        {
            return format!("{}\n", hex(master));
        }
        let mut text = "# Finsams nycklar, se docs/DRIFT.md / The keys of Finsam, see docs/DRIFT.md\n".to_owned();
        let Harledda { sok, kvitto, logg } = &self.harledda;
        let keys = self.nycklar.iter().map(|(id, key)| (id.to_string(), hex(key)));
        let gone = (!self.nycklar.contains_key(&self.hogst)).then(|| ("hogst".to_owned(), self.hogst.to_string()));
        let sluter = ("sluter".to_owned(), self.sluter.to_string());
        let derived = [("sok", sok), ("kvitto", kvitto), ("logg", logg)].map(|(name, key)| (name.to_owned(), hex(key)));
        for (name, value) in keys.chain(gone).chain([sluter]).chain(derived) {
            // Writing to a text does not fail.
            let _ = writeln!(text, "{name} {value}");
        }
        text
    }

    /// The numbers of the keys.
    pub fn ids(&self) -> impl Iterator<Item = u8> + '_ {
        self.nycklar.keys().copied()
    }

    /// The number of the key that seals.
    #[must_use]
    pub const fn sealing(&self) -> u8 {
        self.sluter
    }

    /// Adds a key, which opens but does not seal yet; its number, which no key has had before.
    ///
    /// # Errors
    /// [`KeyError::File`] when the bytes are those of a key that is there, or the numbers have come to an end.
    pub fn add(&mut self, master: [u8; 32]) -> Result<u8, KeyError> {
        if self.nycklar.values().any(|key| *key == master) {
            return Err(file("the same key twice"));
        }
        self.hogst = self.hogst.checked_add(1).ok_or_else(|| file("no number is left for another key"))?;
        self.nycklar.insert(self.hogst, master);
        Ok(self.hogst)
    }

    /// Lets a key that is there seal from now on.
    ///
    /// # Errors
    /// [`KeyError::Unknown`] when it is not there.
    pub fn seal_with(&mut self, id: u8) -> Result<(), KeyError> {
        if !self.nycklar.contains_key(&id) {
            return Err(KeyError::Unknown(id));
        }
        self.sluter = id;
        Ok(())
    }

    /// Puts another key in the place of the one that persons are found by. Nothing is found by it that was not given a hash
    /// anew.
    pub const fn replace_search_key(&mut self, key: [u8; 32]) {
        self.harledda.sok = key;
    }

    /// Takes over the key that persons are found by from another file, and nothing else.
    pub const fn take_search_key(&mut self, other: &Self) {
        self.harledda.sok = other.harledda.sok;
    }

    /// Takes a key away.
    ///
    /// # Errors
    /// [`KeyError::Unknown`] when it is not there, [`KeyError::File`] when it seals.
    pub fn remove(&mut self, id: u8) -> Result<(), KeyError> {
        if id == self.sluter {
            return Err(file("the key seals"));
        }
        self.nycklar.remove(&id).map(drop).ok_or(KeyError::Unknown(id))
    }
}

impl fmt::Debug for Nyckelfil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nyckelfil(…)")
    }
}

/// What has been read of a file with several keys.
#[derive(Default)]
struct Rader {
    nycklar: BTreeMap<u8, [u8; 32]>,
    sluter: Option<u8>,
    hogst: Option<u8>,
    harledda: BTreeMap<&'static str, [u8; 32]>,
}

impl Rader {
    fn take(&mut self, line: &str) -> Result<(), &'static str> {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let (name, value) = line.split_once(char::is_whitespace).ok_or("expected a name and a value")?;
        let value = value.trim();
        if name == "sluter" {
            let id = value.parse().map_err(|_| "expected the number of the key that seals")?;
            return if self.sluter.replace(id).is_none() { Ok(()) } else { Err("sluter twice") };
        }
        if name == "hogst" {
            let id = value.parse().map_err(|_| "expected the highest number that a key has been given")?;
            return if self.hogst.replace(id).is_none() { Ok(()) } else { Err("hogst twice") };
        }
        let key = parse_hex(value).ok_or("expected 64 hexadecimal digits after the name")?;
        if let Some(derived) = ["sok", "kvitto", "logg"].into_iter().find(|derived| *derived == name) {
            return if self.harledda.insert(derived, key).is_none() { Ok(()) } else { Err("the same name twice") };
        }
        let id = name.parse().ok().filter(|id| *id > 0);
        let id = id.ok_or("expected the number of a key, 1-255, or sluter, hogst, sok, kvitto or logg")?;
        // Under the same cipher, a number that comes back may not come back with anything else.
        if self.nycklar.values().any(|known| *known == key) || self.nycklar.insert(id, key).is_some() {
            return Err("the same key twice");
        }
        Ok(())
    }

    fn end(self) -> Result<Nyckelfil, &'static str> {
        let key = |name| self.harledda.get(name).copied();
        let (Some(sok), Some(kvitto), Some(logg)) = (key("sok"), key("kvitto"), key("logg")) else {
            return Err("expected the lines sok, kvitto and logg");
        };
        let sluter = self.sluter.filter(|id| self.nycklar.contains_key(id));
        let sluter = sluter.ok_or("expected a line sluter with the number of one of the keys")?;
        let hogst = self.nycklar.keys().copied().chain(self.hogst).max().unwrap_or(sluter);
        Ok(Nyckelfil { nycklar: self.nycklar, sluter, hogst, harledda: Harledda { sok, kvitto, logg } })
    }
}

fn file(what: &str) -> KeyError {
    KeyError::File(what.to_owned())
}

fn hex(key: &[u8; 32]) -> String {
    key.iter().fold(String::with_capacity(64), |mut text, byte| {
        text.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])));
        text
    })
}

fn parse_hex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut master = [0; 32];
    for (byte, pair) in master.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |c: u8| char::from(c).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(master)
}
