//! A participation while it is being made up.

use chrono::NaiveDate;
use finsam_core::deltagande::{Avslutsanledning, TidIOffentligForsorjning, Utbildningsniva};
use finsam_core::forsorjning::{Forsorjningsform, Sysselsattning};
use finsam_core::identitet::Kon;
use finsam_core::insats::Insatstyp;
use finsam_core::tid::Aldersgrupp;

/// In which of the two years a participation takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grupp {
    /// In 2013 and not in 2014.
    Forsta,
    /// In both.
    Bada,
    /// In 2014 and not in 2013.
    Andra,
}

impl Grupp {
    pub(super) const ALL: [Self; 3] = [Self::Forsta, Self::Bada, Self::Andra];
}

/// When a participation closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kull {
    /// In 2013.
    Stangd2013,
    /// In 2014.
    Stangd2014,
    /// It is open after 2014.
    Oppen,
}

/// The situation after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Efter {
    pub(super) former: Vec<Forsorjningsform>,
    pub(super) sysselsattning: Sysselsattning,
}

/// A participation while it is being made up: each step fills in one thing.
#[derive(Debug, Clone)]
pub(super) struct Utkast {
    pub(super) grupp: Grupp,
    pub(super) kull: Kull,
    pub(super) start: NaiveDate,
    pub(super) slut: Option<NaiveDate>,
    pub(super) kon: Kon,
    pub(super) fore: Vec<Forsorjningsform>,
    pub(super) fore_sysselsattning: Sysselsattning,
    pub(super) efter: Option<Efter>,
    pub(super) anledning: Option<Avslutsanledning>,
    pub(super) aldersgrupp: Aldersgrupp,
    pub(super) alder: i32,
    pub(super) tid: TidIOffentligForsorjning,
    pub(super) utbildning: Utbildningsniva,
    pub(super) typ: Insatstyp,
}

impl Utkast {
    pub(super) fn new(grupp: Grupp, kull: Kull, start: NaiveDate, slut: Option<NaiveDate>) -> Self {
        Self {
            grupp,
            kull,
            start,
            slut,
            kon: Kon::Kvinna,
            fore: Vec::new(),
            fore_sysselsattning: Sysselsattning::Ingen,
            efter: None,
            anledning: None,
            aldersgrupp: Aldersgrupp::A16Till29,
            alder: 0,
            tid: TidIOffentligForsorjning::UppTill1Ar,
            utbildning: Utbildningsniva::UppgiftSaknas,
            typ: Insatstyp::Annan,
        }
    }

    pub(super) fn has_before(&self, form: Forsorjningsform) -> bool {
        self.fore.contains(&form)
    }

    pub(super) fn has_after(&self, form: Forsorjningsform) -> bool {
        self.efter.as_ref().is_some_and(|efter| efter.former.contains(&form))
    }

    /// Whole years of 365 days from start to end, as the age rules count them.
    pub(super) fn years(&self) -> i32 {
        self.slut.map_or(0, |slut| i32::try_from((slut - self.start).num_days() / 365).unwrap_or_default())
    }
}

/// The places of those for which `wanted` holds.
pub(super) fn rows(utkast: &[Utkast], wanted: impl Fn(&Utkast) -> bool) -> Vec<usize> {
    (0..utkast.len()).filter(|&row| wanted(&utkast[row])).collect()
}

/// How many that is.
pub(super) fn count(rows: &[usize]) -> i64 {
    i64::try_from(rows.len()).unwrap_or(i64::MAX)
}
