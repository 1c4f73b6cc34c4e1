//! Follow-up of a closed participation: did its results last?

use chrono::{Months, NaiveDate};

use crate::forsorjning::Lage;
use crate::regel::Avvikelse;
use crate::regel::register::REG_16;

use super::lage::validate_lage;

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
    pub datum: NaiveDate,
    /// The situation then.
    pub lage: Lage,
}

/// Judges a follow-up of a participation that ended on `slutdatum` (REG-16, and the rules of a situation).
///
/// ```
/// use chrono::NaiveDate;
/// use finsam_core::deltagande::{Uppfoljningsmanad, Uppfoljningsuppgift, validate_uppfoljning};
/// use finsam_core::forsorjning::Lage;
///
/// let slut = NaiveDate::from_ymd_opt(2014, 11, 30);
/// let at = |d| Uppfoljningsuppgift { datum: d, lage: Lage::default() };
/// let feb = |d| NaiveDate::from_ymd_opt(2015, 2, d).unwrap();
/// assert!(validate_uppfoljning(Uppfoljningsmanad::Tre, &at(feb(28)), slut).is_empty());
/// assert_eq!(validate_uppfoljning(Uppfoljningsmanad::Tre, &at(feb(27)), slut)[0].kod, "REG-16");
/// ```
#[must_use]
pub fn validate_uppfoljning(
    manad: Uppfoljningsmanad,
    uppgift: &Uppfoljningsuppgift,
    slutdatum: Option<NaiveDate>,
) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    let moment = slutdatum.and_then(|slut| slut.checked_add_months(manad.months()));
    match moment {
        None => found.push(REG_16.at("/datum").value(uppgift.datum).expected("a participation that has ended")),
        Some(moment) if uppgift.datum < moment => {
            found.push(REG_16.at("/datum").value(uppgift.datum).expected(format!("no earlier than {moment}")));
        }
        Some(_) => {}
    }
    validate_lage("/lage", &uppgift.lage, &mut found);
    found
}
