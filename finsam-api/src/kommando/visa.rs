//! What commands show: results on standard output, everything else on standard error.

use std::io::{self, Write};

use super::Kommandofel;

/// Writes a line of the result. A reader that has gone away is no fault.
pub(super) fn line(text: &str) -> Result<(), Kommandofel> {
    bytes(format!("{text}\n").as_bytes())
}

/// Writes a piece of the result as it is.
pub(super) fn bytes(bytes: &[u8]) -> Result<(), Kommandofel> {
    match io::stdout().lock().write_all(bytes) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Kommandofel::reach("stdout", error)),
        _ => Ok(()),
    }
}

/// Says something beside the result.
pub(super) fn note(text: &str) {
    // There is nobody left to tell when standard error is gone.
    drop(writeln!(io::stderr().lock(), "{text}"));
}

/// Says what went wrong.
pub(super) fn complain(text: &str) {
    note(&format!("finsam: {text}"));
}
