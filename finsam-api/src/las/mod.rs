//! Reads what callers send.

mod citat;
pub mod json;
mod schema;
mod varde;

/// The byte order mark that some programs put before UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";
#[cfg(test)]
mod tests;
