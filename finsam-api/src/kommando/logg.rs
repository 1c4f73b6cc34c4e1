//! The log of a server: one line an event on standard error, filtered by `FINSAM_LOGG`.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts logging; a second call changes nothing.
pub(super) fn start() {
    let filter = EnvFilter::try_from_env("FINSAM_LOGG").unwrap_or_else(|_| EnvFilter::new("info"));
    // An application that embeds this may have its own subscriber, which then stays.
    let ansi = std::io::stderr().is_terminal();
    drop(tracing_subscriber::fmt().with_env_filter(filter).with_ansi(ansi).with_writer(std::io::stderr).try_init());
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
