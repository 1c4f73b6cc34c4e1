//! Reads JSON that callers send: strictly and fast, and when that fails once more to say all that is wrong.

use finsam_core::regel::format::{FMT_01, FMT_02, FMT_03, FMT_04, FMT_05, FMT_06, FMT_08, FMT_09};
use finsam_core::regel::{Avvikelse, Regel};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use utoipa::ToSchema;

use super::{BOM, citat, schema, varde};

/// How many faults are told of one document at most: a hostile one must not become an answer many times its size.
pub const MAX_FAULTS: usize = 200;

/// Reads one JSON document as a `T`. A byte order mark before it is passed over.
///
/// # Errors
/// Every format fault (`FMT-nn`), with its place as a JSON pointer, up to [`MAX_FAULTS`]: text that is not UTF-8 or
/// not JSON, nothing at all, or values that are not what the published schema of `T` says. No finding quotes
/// anything that could be an identity number.
///
/// ```
/// use finsam_api::las::json;
/// use finsam_core::deltagande::Nyckel;
///
/// let nyckel: Nyckel = json::parse(br#"{"kallsystem":"treserva","nyckel":"d-1"}"#).map_err(|_| "sound")?;
/// assert_eq!(nyckel.nyckel, "d-1");
/// let faults = json::parse::<Nyckel>(br#"{"kallsystem":7,"extra":true}"#).unwrap_err();
/// let codes: Vec<_> = faults.iter().map(|a| (a.kod.as_ref(), a.pekare.as_str())).collect();
/// assert_eq!(codes, [("FMT-03", "/extra"), ("FMT-02", "/kallsystem"), ("FMT-04", "/nyckel")]);
/// # Ok::<(), &str>(())
/// ```
pub fn parse<T: DeserializeOwned + ToSchema + 'static>(bytes: &[u8]) -> Result<T, Vec<Avvikelse>> {
    let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
    // Checking UTF-8 once for all is faster than at each string.
    let read = std::str::from_utf8(bytes).ok().and_then(|text| serde_json::from_str(text).ok());
    read.ok_or_else(|| explain::<T>(bytes))
}

/// All that keeps a document from being a `T`.
#[cold]
fn explain<T: DeserializeOwned + ToSchema + 'static>(bytes: &[u8]) -> Vec<Avvikelse> {
    if let Err(fault) = std::str::from_utf8(bytes) {
        return vec![not_utf8(fault.valid_up_to())];
    }
    if bytes.trim_ascii().is_empty() {
        return vec![FMT_09.at("").expected("JSON")];
    }
    let (value, mut found) = match varde::read(bytes) {
        Ok(read) => read,
        Err(fault) => return vec![not_json(&fault)],
    };
    found.extend(schema::faults::<T>(&value));
    if found.is_empty() {
        found.push(first_fault::<T>(bytes));
    }
    found.truncate(MAX_FAULTS);
    found
}

/// Text that is not UTF-8 from byte number `offset` on, counted from 0.
pub(super) fn not_utf8(offset: usize) -> Avvikelse {
    let number = offset + 1;
    FMT_08.at("").expected("UTF-8").saying(
        format!("Texten är inte giltig UTF-8 från byte {number}. Spara eller skicka den som UTF-8."),
        format!("The text is not valid UTF-8 from byte {number} on. Save or send it as UTF-8."),
    )
}

/// The position is told, the library's own words are not: they quote what was sent.
fn not_json(fault: &serde_json::Error) -> Avvikelse {
    let (line, column) = (fault.line(), fault.column());
    FMT_01.at("").expected(format!("JSON at line {line}, column {column}")).saying(
        format!("Texten är inte giltig JSON: fel på rad {line}, kolumn {column}."),
        format!("The text is not valid JSON: fault at line {line}, column {column}."),
    )
}

/// What the schema cannot tell, as a code that only looks right: the reader's own first fault.
fn first_fault<T: DeserializeOwned>(bytes: &[u8]) -> Avvikelse {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let Err(fault) = serde_path_to_error::deserialize::<_, T>(&mut deserializer) else {
        return FMT_02.at("");
    };
    let place = citat::place(&pointer(fault.path()));
    kind(&fault.inner().to_string()).at(place)
}

fn kind(words: &str) -> &'static Regel {
    let kinds: [(&str, &Regel); 5] = [
        ("invalid type", &FMT_02),
        ("duplicate field", &FMT_02),
        ("unknown field", &FMT_03),
        ("missing field", &FMT_04),
        ("unknown variant", &FMT_05),
    ];
    kinds.into_iter().find(|(start, _)| words.starts_with(start)).map_or(&FMT_06, |(_, regel)| regel)
}

fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}
