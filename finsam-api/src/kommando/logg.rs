//! The log of a server: one line an event on standard error, filtered by `FINSAM_LOGG`.

use std::io::IsTerminal;

use clap::ValueEnum;
use serde::Deserialize;
use tracing_subscriber::EnvFilter;

use super::{Kommandofel, Utfall};

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Loggform {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// Starts logging by `FINSAM_LOGG` alone.
pub(super) fn start() {
    begin(EnvFilter::try_from_env("FINSAM_LOGG").unwrap_or_else(|_| EnvFilter::new("info")), Loggform::Text);
}

/// Starts logging what a filter lets through.
pub(super) fn start_with(filter: Option<&str>, form: Loggform) -> Utfall {
    let filter = EnvFilter::try_new(filter.unwrap_or("info"))
        .map_err(|fel| Kommandofel::Bruk(format!("logg: {fel}; väntat t.ex. info / expected for example info")))?;
    begin(filter, form);
    Ok(())
}

/// A second call changes nothing: an application that embeds this may have its own subscriber, which then stays.
fn begin(filter: EnvFilter, form: Loggform) {
    let ansi = std::io::stderr().is_terminal();
    let all = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    drop(match form {
        Loggform::Text => all.with_ansi(ansi).try_init(),
        Loggform::Json => all.json().flatten_event(true).with_span_list(false).try_init(),
    });
}

/// Makes a panic say where it was and nothing more: its own words may quote what was being read.
pub(super) fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, ToString::to_string);
        if tracing::enabled!(tracing::Level::ERROR) {
            tracing::error!(place, "a panic");
        } else {
            super::visa::complain(&format!("internt fel / internal fault: {place}"));
        }
    }));
}
