//! The overview pages: the country, a förbund and an insats, as people read them in a browser.
//!
//! A page is put together of reports over the columns in memory, and small numbers are hidden in it as in them. It runs no
//! script and fetches nothing from elsewhere. Who may see a page is judged by the table of roles, as for the operation that
//! gives the same over the API; the pages themselves are documents and no part of the API.

mod arbetslistor;
mod aterrapport;
mod besok;
mod fel;
mod forbund;
mod forbunden;
mod fraga;
mod granser;
mod hamtning;
mod inloggning;
mod insats;
mod insyn;
mod jamforelse;
mod kaka;
mod karta;
mod landet;
mod nyckeltal;
mod ram;
mod rapportdel;
mod stil;
mod tillganglighet;
mod vag;

use axum::Router;
use axum::routing::{get, post};
use finsam_core::statistik::TROSKEL;

use crate::app::App;

pub use kaka::Besoksbok;

/// How the pages are set up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Installning {
    /// Whether the country's figures are shown to whoever asks, where small numbers are hidden.
    pub oppen: bool,
    /// Whether browsers are to send the cookie over TLS alone, though the server itself speaks in clear.
    pub saker_kaka: bool,
    /// Whom to turn to.
    pub kontakt: Kontakt,
}

impl Installning {
    /// Whether the country's figures are shown to whoever asks: never where fewer small numbers are hidden than by default.
    #[must_use]
    pub fn is_open(&self, rojandeskydd: u32) -> bool {
        self.oppen && is_protected(rojandeskydd)
    }
}

/// Whether small numbers are hidden as they are by default, or more of them.
fn is_protected(rojandeskydd: u32) -> bool {
    i64::from(rojandeskydd) >= TROSKEL
}

/// Whom to turn to about the pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kontakt {
    /// Who answers for the pages.
    pub ansvarig: Option<String>,
    /// Its address for mail.
    pub epost: Option<String>,
    /// Its telephone.
    pub telefon: Option<String>,
}

/// The pages, and what stands beside them.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(landet::sida))
        .route("/oversikt/forbund", get(forbunden::sida))
        .route("/oversikt/forbund/{id}", get(forbund::sida))
        .route("/oversikt/insatser/{id}", get(insats::sida))
        .route("/oversikt/rapporter/{fil}", get(hamtning::fil))
        .route("/oversikt/aterrapport", get(aterrapport::sida))
        .route("/oversikt/aterrapport.xlsx", get(aterrapport::arbetsbok))
        .route("/oversikt/tillganglighet", get(tillganglighet::sida))
        .route("/oversikt/inloggning", get(inloggning::sida).post(inloggning::in_))
        .route("/oversikt/utloggning", post(inloggning::ut))
        .route("/oversikt/stil.css", get(stil::hamta))
        .route("/oversikt/{*resten}", get(fel::sida))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_open_where_small_numbers_below_the_default_are_shown() {
        let open = Installning { oppen: true, ..Installning::default() };
        for (troskel, is_open) in [(0, false), (1, false), (4, false), (5, true), (6, true)] {
            assert_eq!(open.is_open(troskel), is_open, "{troskel}");
        }
        assert!(!Installning::default().is_open(5));
    }
}
