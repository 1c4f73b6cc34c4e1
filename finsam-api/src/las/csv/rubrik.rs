//! The header of a CSV: which columns it has, in which order, and how they are separated.

use finsam_core::regel::Avvikelse;
use finsam_core::regel::format::FMT_11;

use super::super::{BOM, citat};
use super::falt::Fields;
use super::kolumner::{KOLUMNER, Kol};
use super::teckenkod;

/// A header that was read and found sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rubrik {
    raw: Vec<u8>,
    separator: u8,
    /// For each column of the file, its place in [`KOLUMNER`].
    order: Vec<usize>,
}

impl Rubrik {
    /// Reads a header line. Columns may stand in any order, between semicolons, commas or tabs; `kallsystem` and
    /// `nyckel` must be there, and unless `only_keys` also `registrering`, `startdatum`, and `insatsId` or
    /// `insatsNyckel`. A byte order mark before it is passed over.
    ///
    /// # Errors
    /// `FMT-08` when it is not UTF-8; otherwise `FMT-11` for every unknown, repeated or missing column.
    pub fn read(line: &[u8], only_keys: bool) -> Result<Self, Vec<Avvikelse>> {
        let raw = line.strip_prefix(BOM).unwrap_or(line);
        let text = teckenkod::header(raw)?;
        let separator = separator_of(raw);
        let names: Result<Vec<_>, _> = Fields::of(text, separator).collect();
        let names = names.map_err(|_| vec![FMT_11.at("").expected("a closing quote")])?;
        let mut found = Vec::new();
        let order = order(&names, &KOLUMNER, &mut found);
        missing(&order, only_keys, &mut found);
        if found.is_empty() { Ok(Self { raw: raw.to_vec(), separator, order }) } else { Err(found) }
    }

    /// The header as sent, without byte order mark and line end.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// What stands between fields.
    #[must_use]
    pub const fn separator(&self) -> u8 {
        self.separator
    }

    /// For each column of the file, its place among [`KOLUMNER`].
    pub(super) fn order(&self) -> &[usize] {
        &self.order
    }

    /// Where in a row of the file a column stands.
    pub(super) fn position(&self, kol: Kol) -> Option<usize> {
        self.order.iter().position(|place| *place == kol as usize)
    }
}

/// What stands between the fields of a header.
pub(super) fn separator_of(raw: &[u8]) -> u8 {
    [b';', b'\t'].into_iter().find(|separator| raw.contains(separator)).unwrap_or(b',')
}

/// The file's columns in terms of those that are known; unknown and repeated ones are findings.
pub(super) fn order(
    names: &[std::borrow::Cow<'_, str>],
    known: &[(&str, &str)],
    found: &mut Vec<Avvikelse>,
) -> Vec<usize> {
    let mut order = Vec::with_capacity(known.len());
    for (i, name) in names.iter().enumerate() {
        let name = name.trim();
        match known.iter().position(|(known, _)| *known == name) {
            None => found.push(about("är okänd", "is unknown", i, name)),
            Some(place) if order.contains(&place) => {
                found.push(about("står flera gånger", "stands several times", i, name));
            }
            Some(place) => order.push(place),
        }
    }
    found.truncate(super::super::json::MAX_FAULTS);
    order
}

/// A finding about a column, named when its name may be said back, and always by its number.
fn about(sv: &str, en: &str, i: usize, name: &str) -> Avvikelse {
    let number = i + 1;
    let name = if citat::is_harmless(name) { format!(" ({name})") } else { String::new() };
    FMT_11
        .at("")
        .expected("the columns of the documented header, each at most once")
        .saying(format!("Kolumn {number}{name} {sv}."), format!("Column {number}{name} {en}."))
}

fn missing(order: &[usize], only_keys: bool, found: &mut Vec<Avvikelse>) {
    let has = |kol: Kol| order.contains(&(kol as usize));
    let needed: &[Kol] = if only_keys {
        &[Kol::Kallsystem, Kol::Nyckel]
    } else {
        &[Kol::Kallsystem, Kol::Nyckel, Kol::Registrering, Kol::Startdatum]
    };
    let mut names: Vec<&'static str> = needed.iter().filter(|kol| !has(**kol)).map(|kol| kol.namn()).collect();
    if !only_keys && !has(Kol::InsatsId) && !has(Kol::InsatsNyckel) {
        names.push("insatsId or insatsNyckel");
    }
    found.extend(names.into_iter().map(missing_column));
}

/// The finding about a column that must be there.
pub(super) fn missing_column(name: &'static str) -> Avvikelse {
    let swedish = name.replace(" or ", " eller ");
    FMT_11.at("").expected(name).saying(format!("Kolumnen {swedish} saknas."), format!("The column {name} is missing."))
}
