//! Reading the file of settings.

use std::path::Path;

use super::Fil;
use crate::kommando::Kommandofel;

impl Fil {
    /// Reads a file of settings.
    ///
    /// # Errors
    /// When it cannot be read, or has a fault: with its line, the setting, and what was expected.
    pub fn read(path: &Path) -> Result<Self, Kommandofel> {
        let text = std::fs::read_to_string(path).map_err(|fel| Kommandofel::reach(&path.display().to_string(), fel))?;
        Self::parse(&text).map_err(|fel| Kommandofel::Bruk(format!("{}, {fel}", path.display())))
    }

    /// What a text of settings says.
    ///
    /// # Errors
    /// The line, the setting and what was expected; never the line itself, which may hold a password.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|fel| {
            let before = fel.span().and_then(|span| text.get(..span.start)).unwrap_or(text);
            let number = before.matches('\n').count() + 1;
            let line = text.lines().nth(number - 1).unwrap_or_default();
            let key = line.split_once('=').map_or("", |(key, _)| key.trim());
            format!("rad/line {number}, {key}: {}", fel.message())
        })
    }
}
