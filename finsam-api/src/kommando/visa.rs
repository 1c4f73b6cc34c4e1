//! What commands show: results on standard output, everything else on standard error.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

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

/// How a bar looks that does not know its end.
pub(super) const LIVSTECKEN: &str = "{spinner} {elapsed} {msg}";

/// A bar over bytes, on standard error; hidden where that is no terminal.
pub(super) fn byte_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    bar.set_style(style("{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}"));
    bar
}

/// A sign of life and what it is about, on standard error; hidden where that is no terminal.
pub(super) fn spinner() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    bar.set_style(style(LIVSTECKEN));
    bar
}

/// How a bar looks.
pub(super) fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// The format of a document: the one that is said, that of the name of its file, or `otherwise`. A workbook, which
/// `is_workbook` tells, is nothing to show in a terminal.
pub(super) fn format_of<F: ValueEnum + Copy>(
    said: Option<F>,
    file: Option<&Path>,
    otherwise: F,
    is_workbook: impl FnOnce(F) -> bool,
) -> Result<F, Kommandofel> {
    let of_file = || F::from_str(file?.extension()?.to_str()?, true).ok();
    let format = said.or_else(of_file).unwrap_or(otherwise);
    if is_workbook(format) && file.is_none() && io::stdout().is_terminal() {
        return Err(Kommandofel::Bruk("ange --ut FIL för xlsx / name --ut FILE for xlsx".to_owned()));
    }
    Ok(format)
}

/// Writes what a command was asked for into a file, or to standard output where none is named.
pub(super) fn to_file(file: Option<&Path>, text: &[u8]) -> Result<(), Kommandofel> {
    match file {
        None => bytes(text),
        Some(file) => std::fs::write(file, text).map_err(|fel| Kommandofel::reach(&file.display().to_string(), fel)),
    }
}
