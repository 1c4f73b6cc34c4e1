//! The statistics of the country, counted over compact columns.
//!
//! [`Kolumner`] hold what is counted, [`rapport`] counts one of the [reports](Rapportnamn) for an [`Urval`], and
//! [`protect`] hides small numbers about people before a report leaves. The same columns, selection and
//! [`REGELVERSION`] always give the same report.
//!
//! The unit is the participation. Counted are those of persons, in insatser for individuals, and nowhere what was
//! registered by mistake (`felregistrering`). Taking part in a year is to have a period that shares a day with it, closed in a
//! year is to have slutdatum in it, and age is that of startdatum.
//!
//! ```
//! use finsam_core::statistik::{Kolumner, Rapportnamn, Urval, protect, rapport};
//!
//! let kolumner = Kolumner::new();
//! let report = protect(rapport(Rapportnamn::ForsorjningForeEfter, &kolumner, &Urval::of_years([2014])), 5);
//! assert_eq!(report.rader.len(), 8, "every group has a row, zero too");
//! assert_eq!(report.rader[0].underlag, Some(0));
//! assert_eq!(report.header()[..3], ["ar", "kategori", "underlag"]);
//! ```

mod arbete_och_studier_efter;
mod attribut;
mod avslut_per_insats;
mod dimensioner;
mod forbehall;
mod forsorjning_fore_efter;
mod kolumner;
mod nummertabell;
mod rad;
#[cfg(feature = "serde")]
mod rad_json;
mod rakna;
mod rapport;
mod rapportnamn;
mod registrerade_och_avslutade;
mod rojandeskydd;
mod sysselsattning_fore_efter;
#[cfg(test)]
mod tests;
mod uppfoljning_finsam;
mod urval;

pub use arbete_och_studier_efter::Arbetskategori;
pub use dimensioner::Insatsrad;
pub use forbehall::Forbehall;
pub use kolumner::{Kolumner, Kolumnrad};
pub use rad::{Cell, Matt, Mattlista, Mattnamn, Rad};
pub use rapport::{Rapport, Rapportenhet, Skydd, Skyddsmetod};
pub use rapportnamn::Rapportnamn;
pub use registrerade_och_avslutade::Registreringskategori;
pub use rojandeskydd::protect;
pub use uppfoljning_finsam::{UppfoljningFinsam, Uppfoljningsrad, Uppfoljningstal};
pub use urval::{Indelning, Urval};

use urval::Grupp;

/// The version of the definitions that reports are counted by. It changes whenever a definition does, so that a
/// published figure can be told from one counted otherwise.
pub const REGELVERSION: &str = "1";

/// The threshold of [`protect`] where nothing else is said: 1 to 4 are hidden.
pub const TROSKEL: i64 = 5;

/// Counts a report. Nothing in it is protected yet.
#[must_use]
pub fn rapport(namn: Rapportnamn, kolumner: &Kolumner, urval: &Urval) -> Rapport {
    let urval = urval.clone().normalized();
    let (rader, forbehall) = match namn {
        Rapportnamn::ForsorjningForeEfter => forsorjning_fore_efter::count(kolumner, &urval),
        Rapportnamn::SysselsattningForeEfter => sysselsattning_fore_efter::count(kolumner, &urval),
        Rapportnamn::ArbeteOchStudierEfter => arbete_och_studier_efter::count(kolumner, &urval),
        Rapportnamn::RegistreradeOchAvslutade => registrerade_och_avslutade::count(kolumner, &urval),
        Rapportnamn::AvslutPerInsats => avslut_per_insats::count(kolumner, &urval),
    };
    Rapport {
        rapport: namn,
        urval,
        regelversion: REGELVERSION.to_owned(),
        dataversion: kolumner.dataversion(),
        enhet: Rapportenhet::Deltagande,
        rader,
        skydd: Skydd::INGET,
        forbehall,
    }
}

/// Rows and what must be said with them.
type Raknat = (Vec<Rad>, Vec<Forbehall>);

/// Whole per cent of `underlag`, half up, from exact integers; `None` where `underlag` is 0 (domain.md section 7).
///
/// ```
/// use finsam_core::statistik::share;
///
/// assert_eq!(share(1, 200), Some(1), "half up");
/// assert_eq!(share(2_669, 8_611), Some(31));
/// assert_eq!(share(0, 0), None);
/// ```
#[must_use]
pub const fn share(antal: i64, underlag: i64) -> Option<i64> {
    if underlag <= 0 {
        return None;
    }
    Some((200 * antal + underlag) / (2 * underlag))
}

/// A row of counts that share an `underlag`.
fn row<const N: usize>(ar: i32, grupp: Grupp, kategori: &str, underlag: i64, matt: [(Mattnamn, i64); N]) -> Rad {
    let cell = |(namn, antal)| (namn, Matt::Antal(Cell::of(Some(antal), Some(underlag))));
    Rad {
        underlag: Some(underlag),
        underlag_skyddad: false,
        ar,
        kon: grupp.kon,
        aldersgrupp: grupp.aldersgrupp,
        kategori: kategori.to_owned(),
        namn: None,
        matt: Mattlista(matt.into_iter().map(cell).collect()),
    }
}
