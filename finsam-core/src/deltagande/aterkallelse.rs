//! Consent that is withdrawn: what is left of the participation, and what may stand under its key again.

use chrono::NaiveDate;

use super::{Deltagandepost, Registrering};
use crate::regel::Avvikelse;
use crate::regel::register::REG_34;

impl Deltagandepost {
    /// What is left when the person is not to be known any more: insats, kön, first and last day (domain.md section 5).
    ///
    /// ```
    /// use finsam_core::deltagande::{Deltagandepost, Registrering};
    /// use finsam_core::id::InsatsId;
    /// use finsam_core::identitet::Kon;
    ///
    /// let start = "2014-03-01".parse()?;
    /// let anonym = Deltagandepost::anonymous(InsatsId(uuid::Uuid::from_u128(1)), Kon::Kvinna, start, None);
    /// let person = Deltagandepost { registrering: Registrering::Person, kommun: "2280".parse().ok(), ..anonym.clone() };
    /// assert_eq!(person.anonymised(), anonym);
    /// assert_eq!(anonym.anonymised(), anonym);
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    #[must_use]
    pub const fn anonymised(&self) -> Self {
        Self::anonymous(self.insats_id, self.kon, self.startdatum, self.slutdatum)
    }

    /// The day of the consent to registration.
    #[must_use]
    pub fn samtyckesdag(&self) -> Option<NaiveDate> {
        Some(self.samtycke.as_ref()?.registrering.as_ref()?.datum)
    }
}

/// Whether a participation may stand under a key whose consent was withdrawn on `aterkallat`: anonymously, or with a
/// consent of a later day (REG-34). One of the same day does not tell which of the two came last.
///
/// ```
/// use finsam_core::deltagande::{Registrering, may_follow};
///
/// let (first, second) = ("2026-03-01".parse()?, "2026-03-02".parse()?);
/// assert!(may_follow(Registrering::Anonym, None, first));
/// assert!(may_follow(Registrering::Person, Some(second), first));
/// assert!(!may_follow(Registrering::Person, Some(first), first));
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn may_follow(registrering: Registrering, samtycke: Option<NaiveDate>, aterkallat: NaiveDate) -> bool {
    registrering == Registrering::Anonym || samtycke.is_some_and(|dag| dag > aterkallat)
}

/// REG-34: a person is not registered again under a key whose consent was withdrawn on `aterkallat`.
///
/// ```
/// let found = finsam_core::deltagande::withdrawn("2026-03-01".parse()?);
/// assert_eq!((found.kod.as_ref(), found.pekare.as_str()), ("REG-34", "/samtycke/registrering/datum"));
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn withdrawn(aterkallat: NaiveDate) -> Avvikelse {
    REG_34.at("/samtycke/registrering/datum").expected(format!("later than {aterkallat}, or registrering anonym"))
}
