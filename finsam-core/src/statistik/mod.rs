//! The statistics of the country, counted over compact columns.
//!
//! [`Kolumner`] hold what is counted and [`fraga`] answers one of the [reports](Rapportnamn) for an [`Urval`], small
//! numbers about people hidden; [`rapport`] counts it without hiding anything. The same columns, selection and
//! [`REGELVERSION`] always give the same report.
//!
//! The unit is the participation. Counted are those of persons, in insatser for individuals, and nowhere what was
//! registered by mistake (`felregistrering`). Taking part in a year is to have a period that shares a day with it, closed in a
//! year is to have slutdatum in it, and age is that of startdatum.
//!
//! ```
//! use finsam_core::statistik::{Kolumner, Rapportnamn, Skyddsplaner, TROSKEL, Urval, fraga};
//!
//! let (kolumner, planer) = (Kolumner::new(), Skyddsplaner::new());
//! let urval = Urval::of_years([2014]);
//! let report = fraga(Rapportnamn::ForsorjningForeEfter, &kolumner, &urval, TROSKEL, &planer).unwrap();
//! assert_eq!(report.rader.len(), 8, "every group has a row, zero too");
//! assert_eq!(report.rader[0].underlag, Some(0));
//! assert_eq!(report.header()[..3], ["ar", "kategori", "underlag"]);
//! ```

mod attribut;
mod bilaga;
mod celler;
mod definition;
mod delning;
mod dimensioner;
mod ekonomi;
mod forbehall;
#[cfg(feature = "serde")]
mod fryst;
mod grupp;
mod kolumn;
mod kolumner;
mod kolumnrad;
mod nummertabell;
mod period;
mod population;
mod rad;
#[cfg(feature = "serde")]
mod rad_json;
mod rakna;
mod rapport;
mod rapporter;
mod rapportnamn;
mod rojandeskydd;
mod sedd;
mod skillnad;
#[cfg(test)]
mod tests;
mod uppfoljd;
mod uppfoljning_finsam;
mod urval;
mod zoner;

pub use bilaga::Bilaga;
pub use dimensioner::Insatsrad;
pub use ekonomi::StatligaMedel;
pub use forbehall::Forbehall;
#[cfg(feature = "serde")]
pub use fryst::{Bildfel, Fryst};
pub use grupp::Grupp;
pub use kolumner::Kolumner;
pub use kolumnrad::Kolumnrad;
pub use period::Periodslag;
pub use rad::{Cell, Matt, Mattlista, Mattnamn, Mattslag, Rad};
pub use rapport::{Rapport, Rapportenhet, Skydd, Skyddsmetod};
pub use rapporter::{
    Arbetskategori, Behovskategori, Deltagarkategori, Ekonomikategori, Forbundskategori, Langd, Medelskategori,
    Registreringskategori, Registreringsslag, Ungdomskategori,
};
pub use rapportnamn::Rapportnamn;
pub use rojandeskydd::{Skyddsplaner, check_countable, check_urval};
pub use skillnad::{Skillnad, Skillnadsrad};
pub use uppfoljd::Varaktighetstid;
pub use uppfoljning_finsam::{UppfoljningFinsam, Uppfoljningsrad, Uppfoljningstal};
pub use urval::{Indelning, Urval};

use crate::regel::Avvikelse;

/// The version of the definitions that reports are counted by. It changes whenever a definition does, so that a
/// published figure can be told from one counted otherwise.
pub const REGELVERSION: &str = "2";

/// The version of the definitions and of what is hidden by them. It changes with [`REGELVERSION`], and whenever the same
/// data would have other numbers hidden: what is kept of the live register by an earlier one is worked out anew. A frozen
/// year keeps what was hidden of it.
pub const SKYDDSVERSION: &str = "2.2";

/// The threshold of [`fraga`] where nothing else is said: 1 to 4 are hidden.
pub const TROSKEL: i64 = 5;

/// Answers a report: counted, and small numbers about people hidden below `troskel` together with those from which they
/// could be worked out. A threshold of 0 or less hides nothing, and everything that can be counted may then be asked.
///
/// # Errors
/// Why the selection may not be asked, all reasons at once: see [`check_urval`].
pub fn fraga(
    namn: Rapportnamn,
    kolumner: &Kolumner,
    urval: &Urval,
    troskel: i64,
    planer: &Skyddsplaner,
) -> Result<Rapport, Vec<Avvikelse>> {
    fraga_med(namn, kolumner, urval, (Skyddsmetod::Sekundar, troskel), planer)
}

/// The same by a method of one's own choice, for whoever wants to see what a method lets through.
///
/// # Errors
/// As [`fraga`].
pub fn fraga_med(
    namn: Rapportnamn,
    kolumner: &Kolumner,
    urval: &Urval,
    skydd: (Skyddsmetod, i64),
    planer: &Skyddsplaner,
) -> Result<Rapport, Vec<Avvikelse>> {
    let urval = urval.clone().normalized();
    let off = skydd.0 == Skyddsmetod::Ingen || skydd.1 <= 0;
    let found = if off { check_countable(namn, &urval) } else { check_urval(namn, &urval) };
    if !found.is_empty() {
        return Err(found);
    }
    if off {
        return Ok(rapport(namn, kolumner, &urval));
    }
    Ok(rojandeskydd::protect(&rapport(namn, kolumner, &urval), kolumner, skydd, planer))
}

/// Counts a report. Nothing in it is protected yet.
#[must_use]
pub fn rapport(namn: Rapportnamn, kolumner: &Kolumner, urval: &Urval) -> Rapport {
    let urval = urval.clone().normalized();
    let (rader, mut forbehall) = rapporter::count(namn, kolumner, &urval);
    forbehall.insert(0, Forbehall::plain(namn.definition()));
    Rapport {
        rapport: namn,
        regelversion: REGELVERSION.to_owned(),
        dataversion: kolumner.dataversion(),
        enhet: urval.enhet,
        urval,
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
