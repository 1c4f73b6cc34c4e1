//! Follow-up of a closed participation: did its results last?

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use crate::forsorjning::Lage;
use crate::regel::Avvikelse;
use crate::regel::register::{REG_05, REG_10, REG_16, REG_27};

use super::lage::validate_lage;
use super::{Avslutsanledning, Deltagandepost, Registrering};

crate::kodlista! {
    /// How many months after the end a follow-up is made.
    pub enum Uppfoljningsmanad = "uppfoljningsmanad", "Uppföljning efter slutet", "Follow-up after the end" {
        Tre = "3", "3 månader", "3 months";
        Sex = "6", "6 månader", "6 months";
        Tolv = "12", "12 månader", "12 months";
    }
}

impl Uppfoljningsmanad {
    /// The number of months.
    #[must_use]
    pub const fn months(self) -> Months {
        Months::new(match self {
            Self::Tre => 3,
            Self::Sex => 6,
            Self::Tolv => 12,
        })
    }

    /// The first day on which what ended on `slut` can be followed up; `None` past the end of the calendar.
    ///
    /// ```
    /// use finsam_core::deltagande::Uppfoljningsmanad;
    ///
    /// assert_eq!(Uppfoljningsmanad::Tre.due("2014-11-30".parse()?), Some("2015-02-28".parse()?));
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    #[must_use]
    pub fn due(self, slut: NaiveDate) -> Option<NaiveDate> {
        slut.checked_add_months(self.months())
    }
}

/// The situation when a participation is followed up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Uppfoljningsuppgift {
    /// The day on which the person was asked.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub datum: NaiveDate,
    /// The situation then.
    pub lage: Lage,
}

/// The follow-ups of a participation, one at most of each time.
pub type Uppfoljningar = BTreeMap<Uppfoljningsmanad, Uppfoljningsuppgift>;

/// Judges a follow-up of a participation, on the day when it is registered: REG-05, REG-10, REG-16, REG-27, and the rules
/// of a situation. All faults at once.
///
/// ```
/// use finsam_core::deltagande::{Avslutsanledning, Deltagandepost, Registrering};
/// use finsam_core::deltagande::{Uppfoljningsmanad, Uppfoljningsuppgift, validate_uppfoljning};
/// use finsam_core::forsorjning::Lage;
/// use finsam_core::id::InsatsId;
/// use finsam_core::identitet::Kon;
///
/// let (start, slut) = ("2014-03-01".parse()?, "2014-11-30".parse()?);
/// let anonym = Deltagandepost::anonymous(InsatsId(uuid::Uuid::from_u128(1)), Kon::Kvinna, start, Some(slut));
/// let post = Deltagandepost { registrering: Registrering::Person, ..anonym.clone() };
/// let found = |post: &Deltagandepost, datum: &str| {
///     let uppgift = Uppfoljningsuppgift { datum: datum.parse().unwrap(), lage: Lage::default() };
///     let found = validate_uppfoljning(Uppfoljningsmanad::Tre, &uppgift, post, "2015-06-01".parse().unwrap());
///     found.into_iter().map(|one| one.kod.into_owned()).collect::<Vec<_>>()
/// };
/// assert!(found(&post, "2015-02-28").is_empty());
/// assert_eq!(found(&post, "2015-02-27"), ["REG-16"]);
/// assert_eq!(found(&post, "2015-06-02"), ["REG-27"]);
/// assert_eq!(found(&anonym, "2015-02-28"), ["REG-05"]);
/// let dead = Deltagandepost { avslutsanledning: Some(Avslutsanledning::Avliden), ..post };
/// assert_eq!(found(&dead, "2015-02-28"), ["REG-10"]);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn validate_uppfoljning(
    manad: Uppfoljningsmanad,
    uppgift: &Uppfoljningsuppgift,
    post: &Deltagandepost,
    idag: NaiveDate,
) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    if post.registrering == Registrering::Anonym {
        found.push(REG_05.at("").expected("a participation of a person"));
    }
    let datum = uppgift.datum;
    match post.slutdatum.and_then(|slut| manad.due(slut)) {
        None => found.push(REG_16.at("/datum").value(datum).expected("a participation that has ended")),
        Some(moment) if datum < moment => {
            found.push(REG_16.at("/datum").value(datum).expected(format!("no earlier than {moment}")));
        }
        Some(_) => {}
    }
    if let Some(anledning) = post.avslutsanledning
        && matches!(anledning, Avslutsanledning::Avliden | Avslutsanledning::Felregistrering)
    {
        found.push(REG_10.at("").value(anledning.code()).expected("a participation of one who can be asked"));
    }
    if datum > idag {
        found.push(REG_27.at("/datum").value(datum).expected(format!("no later than {idag}")));
    }
    validate_lage("/lage", &uppgift.lage, &mut found);
    found
}
