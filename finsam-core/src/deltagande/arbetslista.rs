//! Work lists: what there is to do for the statistics to be true.

use chrono::{Months, NaiveDate};

use super::{Nyckel, Uppfoljningsmanad};
use crate::id::DeltagandeId;

crate::kodlista! {
    /// The lists of what there is to do in an insats.
    pub enum Arbetslista = "arbetslista", "Arbetslista", "Work list" {
        Ororda = "ororda", "Öppna och inte ändrade på länge", "Open and not changed for long";
        EfterSlut = "efter_insatsens_slut", "Öppna fast insatsen är slut", "Open although the insats has ended";
        Uppfoljning3 = "uppfoljning_3", "Uppföljning efter 3 månader saknas", "No follow-up after 3 months";
        Uppfoljning6 = "uppfoljning_6", "Uppföljning efter 6 månader saknas", "No follow-up after 6 months";
        Uppfoljning12 = "uppfoljning_12", "Uppföljning efter 12 månader saknas", "No follow-up after 12 months";
        UtanSamtycke = "utan_samtycke", "Anonyma, utan samtycke till registrering", "Anonymous, without consent to registration";
    }
}

/// What lists are made by: the days that tell what is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arbetsgranser {
    /// The day that is judged: an insats that ended before it has ended.
    pub per: NaiveDate,
    /// An open participation that was changed last on this day or before has not been changed for long.
    pub ororda_sedan: NaiveDate,
    /// What ended on this day or before is to be followed up after 3, 6 and 12 months.
    pub forfallna: [NaiveDate; 3],
}

impl Arbetsgranser {
    /// As of a day, where long is so many months.
    ///
    /// ```
    /// use finsam_core::deltagande::Arbetsgranser;
    ///
    /// let granser = Arbetsgranser::of("2015-02-28".parse()?, 6);
    /// assert_eq!(granser.ororda_sedan, "2014-08-28".parse()?);
    /// // Three months after the last of November are the last of February.
    /// assert_eq!(granser.forfallna, ["2014-11-30".parse()?, "2014-08-31".parse()?, "2014-02-28".parse()?]);
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    #[must_use]
    pub fn of(per: NaiveDate, manader: u32) -> Self {
        let back = |months| per.checked_sub_months(months).unwrap_or(NaiveDate::MIN);
        let latest = |manad: Uppfoljningsmanad| {
            let mut day = back(manad.months());
            while let Some(next) = day.succ_opt().filter(|next| manad.due(*next).is_some_and(|due| due <= per)) {
                day = next;
            }
            day
        };
        let forfallna = [Uppfoljningsmanad::Tre, Uppfoljningsmanad::Sex, Uppfoljningsmanad::Tolv].map(latest);
        Self { per, ororda_sedan: back(Months::new(manader)), forfallna }
    }
}

/// How much there is to do in an insats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Arbetstal {
    /// All participations.
    pub alla: i64,
    /// The anonymous ones among them.
    pub utan_samtycke: i64,
    /// The open ones.
    pub oppna: i64,
    /// Of the open ones, those that have not been changed for long.
    pub ororda: i64,
    /// Of the open ones, all of them where the insats has ended.
    pub efter_slut: i64,
    /// Of persons, those that are to be followed up after 3, 6 and 12 months; not who died or was registered by mistake.
    pub forfallna: [i64; 3],
    /// Of those, the ones that have not been.
    pub saknas: [i64; 3],
}

impl Arbetstal {
    /// How many stand on a list, and of how many.
    ///
    /// ```
    /// use finsam_core::deltagande::{Arbetslista, Arbetstal};
    ///
    /// let tal = Arbetstal { alla: 9, oppna: 5, ororda: 2, ..Arbetstal::default() };
    /// assert_eq!(tal.of(Arbetslista::Ororda), (2, 5));
    /// ```
    #[must_use]
    pub const fn of(&self, lista: Arbetslista) -> (i64, i64) {
        match lista {
            Arbetslista::Ororda => (self.ororda, self.oppna),
            Arbetslista::EfterSlut => (self.efter_slut, self.oppna),
            Arbetslista::Uppfoljning3 => (self.saknas[0], self.forfallna[0]),
            Arbetslista::Uppfoljning6 => (self.saknas[1], self.forfallna[1]),
            Arbetslista::Uppfoljning12 => (self.saknas[2], self.forfallna[2]),
            Arbetslista::UtanSamtycke => (self.utan_samtycke, self.alla),
        }
    }
}

/// One that stands on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Arbetspost {
    /// Its identity in the register.
    pub id: DeltagandeId,
    /// Its version.
    pub version: i64,
    /// What its sender calls it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub nyckel: Nyckel,
    /// First day.
    pub startdatum: NaiveDate,
    /// Last day; absent while it goes on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub slutdatum: Option<NaiveDate>,
    /// The day on which it was changed last; absent where that is not known, of what was registered long ago.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub andrad: Option<NaiveDate>,
}
