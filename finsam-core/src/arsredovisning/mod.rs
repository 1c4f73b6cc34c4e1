//! The annual report of a förbund, as one value: income statement, balance sheet, contributions beside the act, insatser
//! with goals and results, and what an auditor would ask about.
//!
//! It is drawn up from what is registered and from nothing else. Amounts are exact: every sum here is counted from its
//! items, and a sum that was stated otherwise is among the findings. Numbers about people come protected
//! ([`Insatsresultat`]); nothing here knows a person.

mod balansrakning;
mod forbehall;
mod insatser;
mod mal;
mod resultat;
mod resultatrakning;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::belopp::Belopp;
use crate::ekonomi::{
    Bidragsandel, Budget, Budgetstatus, Penningenhet, Rakning, Utfall, contribution_shares, judge_utfall,
};
use crate::forbund::Forbund;
use crate::id::ForbundId;
use crate::identitet::Organisationsnummer;
use crate::regel::{Avvikelse, Meddelande};
use crate::regelkontroll;

pub use balansrakning::{Balansrakning, Balansstallning};
pub use insatser::{Insatsredovisning, Insatssumma};
pub use mal::{Malbedomning, Malutfall};
pub use resultat::{Avslut, Insatsresultat, Resultatkalla};
pub use resultatrakning::{Bidragsrad, Intaktsgrupp, Jamforelse, Kostnadsgrupp, Rakningspost, Resultatrakning};

/// What an annual report is drawn up from.
#[derive(Debug, Clone, Copy)]
pub struct Underlag<'a> {
    /// The förbund.
    pub forbund: &'a Forbund,
    /// What the register has about it.
    pub register: regelkontroll::Underlag<'a>,
    /// What its insatser came to, where the reader may see statistics.
    pub resultat: Option<&'a Insatsresultat>,
}

/// The contributions of the members beside 5 and 5 a §§.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Bidragsprovning {
    /// Those of the budget.
    pub budget: Vec<Bidragsandel>,
    /// Those of the outcome.
    pub utfall: Vec<Bidragsandel>,
}

/// The annual report of a förbund.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Arsredovisning {
    /// The förbund.
    pub forbund_id: ForbundId,
    /// Its name.
    #[cfg_attr(feature = "utoipa", schema(example = "Samordningsförbundet Härnösand-Timrå"))]
    pub namn: String,
    /// Its organisationsnummer.
    #[cfg_attr(feature = "serde", serde(default))]
    pub organisationsnummer: Option<Organisationsnummer>,
    /// The calendar year.
    #[cfg_attr(feature = "utoipa", schema(example = 2016))]
    pub ar: i32,
    /// The unit of the amounts of the förbund: that of its budget. Amounts of insatser are in kronor.
    pub enhet: Penningenhet,
    /// How far the budget has come; `null` when none is registered.
    #[cfg_attr(feature = "serde", serde(default))]
    pub budgetstatus: Option<Budgetstatus>,
    /// When the budget was set as it stands.
    #[cfg_attr(feature = "serde", serde(default))]
    pub budget_faststalld: Option<NaiveDate>,
    /// When the annual report was drawn up (24 §), by what is registered of the outcome.
    #[cfg_attr(feature = "serde", serde(default))]
    pub upprattad: Option<NaiveDate>,
    /// The income statement.
    pub resultatrakning: Resultatrakning,
    /// The balance sheet.
    pub balansrakning: Balansrakning,
    /// Contributions beside the act.
    pub bidrag: Bidragsprovning,
    /// The insatser of the year, by name.
    pub insatser: Vec<Insatsredovisning>,
    /// All insatser together.
    pub insatssumma: Insatssumma,
    /// By what the results of insatser were counted; `null` when the reader may not see statistics.
    #[cfg_attr(feature = "serde", serde(default))]
    pub resultatkalla: Option<Resultatkalla>,
    /// The day as of which the förbund was judged: the last of the year, or of its life, or today before that.
    pub provad: NaiveDate,
    /// What was found. A pointer goes from the address of the förbund on.
    pub avvikelser: Vec<Avvikelse>,
    /// What must be said with it.
    pub forbehall: Vec<Meddelande>,
}

/// Draws up the annual report of a year; `None` when neither budget nor outcome of it is registered.
///
/// `idag` is the day on which it is drawn up. It decides only what is not settled yet: findings of a year that has not
/// ended, and whether a report that no day is registered of is late.
#[must_use]
pub fn draw_up(underlag: &Underlag<'_>, ar: i32, idag: NaiveDate) -> Option<Arsredovisning> {
    let arets = Arets::of(&underlag.register, ar)?;
    let enhet = arets.unit();
    let kolumner = arets.columns(enhet);
    let insatser = insatser::tell(underlag.register.insatser, ar, underlag.resultat);
    let insatssumma = Insatssumma::of(&insatser);
    let resultatrakning = Resultatrakning::of(&kolumner);
    let provad = last_day(ar).min(idag).min(underlag.forbund.uppgift.upphort.unwrap_or(NaiveDate::MAX));
    let mut told = Arsredovisning {
        forbund_id: underlag.forbund.id,
        namn: underlag.forbund.uppgift.namn.clone(),
        organisationsnummer: underlag.forbund.uppgift.organisationsnummer,
        ar,
        enhet,
        budgetstatus: arets.budget.map(|budget| budget.status),
        budget_faststalld: arets.budget.and_then(|budget| budget.faststalld),
        upprattad: arets.utfall.and_then(|utfall| utfall.uppgift.arsredovisning),
        resultatrakning,
        balansrakning: arets.balances(enhet),
        bidrag: arets.contributions(enhet),
        insatser,
        insatssumma,
        resultatkalla: underlag.resultat.map(|resultat| resultat.kalla.clone()),
        provad,
        avvikelser: judged(&underlag.register, arets.utfall, provad, idag),
        forbehall: Vec::new(),
    };
    told.forbehall = forbehall::of(&told, &arets, underlag.resultat);
    Some(told)
}

/// The last day of a year.
fn last_day(ar: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(ar, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// Everything as of a day, and the outcome of the year as of the day on which it was drawn up.
fn judged(
    register: &regelkontroll::Underlag<'_>,
    utfall: Option<&Utfall>,
    provad: NaiveDate,
    idag: NaiveDate,
) -> Vec<Avvikelse> {
    let mut found = regelkontroll::judge(register, provad);
    if let Some(utfall) = utfall {
        let day = utfall.uppgift.arsredovisning.unwrap_or(idag);
        let place = format!("/utfall/{}", utfall.ar);
        found.extend(judge_utfall(utfall, register.forbund, day).into_iter().map(|one| one.below(&place)));
    }
    found
}

/// What is registered of the economy of a year.
struct Arets<'a> {
    ar: i32,
    budget: Option<&'a Budget>,
    utfall: Option<&'a Utfall>,
    /// The outcome of the year before.
    foregaende: Option<&'a Utfall>,
}

/// The figures of a year, and by how much they are multiplied to stand in the unit of the report.
#[derive(Debug, Clone, Copy)]
struct Kolumn<'a> {
    rakning: &'a Rakning,
    faktor: u32,
}

/// The columns that stand side by side.
#[derive(Debug, Clone, Copy)]
struct Kolumner<'a> {
    foregaende: Option<Kolumn<'a>>,
    budget: Option<Kolumn<'a>>,
    utfall: Option<Kolumn<'a>>,
}

impl<'a> Arets<'a> {
    fn of(register: &regelkontroll::Underlag<'a>, ar: i32) -> Option<Self> {
        let utfall = |ar| register.utfall.iter().find(|utfall| utfall.ar == ar);
        let budget = register.budgetar.iter().find(|budget| budget.ar == ar);
        let arets = Self { ar, budget, utfall: utfall(ar), foregaende: utfall(ar - 1) };
        (arets.budget.is_some() || arets.utfall.is_some()).then_some(arets)
    }

    /// That of the budget and of the outcome. Where they differ, kronor: tkr are exact in them.
    fn unit(&self) -> Penningenhet {
        let budget = self.budget.map(|budget| budget.uppgift.enhet);
        let utfall = self.utfall.map(|utfall| utfall.uppgift.enhet);
        match (budget, utfall) {
            (Some(one), Some(other)) if one != other => Penningenhet::Kr,
            (one, other) => one.or(other).unwrap_or_default(),
        }
    }

    /// The year before stands there only where its unit is exact in that of the report.
    fn columns(&self, enhet: Penningenhet) -> Kolumner<'a> {
        let of = |utfall: &'a Utfall| {
            let faktor = factor(utfall.uppgift.enhet, enhet)?;
            Some(Kolumn { rakning: &utfall.uppgift.rakning, faktor })
        };
        let of_budget = |budget: &'a Budget| {
            let faktor = factor(budget.uppgift.enhet, enhet)?;
            Some(Kolumn { rakning: &budget.uppgift.rakning, faktor })
        };
        Kolumner {
            foregaende: self.foregaende.and_then(of),
            budget: self.budget.and_then(of_budget),
            utfall: self.utfall.and_then(of),
        }
    }

    /// The balance sheet of the year before is the one that the outcome names, else that of the outcome of the year
    /// before, else the forecast of the budget.
    fn balances(&self, enhet: Penningenhet) -> Balansrakning {
        let of = |from, balans: Option<_>| Some(Balansstallning::of(balans?, factor(from, enhet)?));
        let utfall = self.utfall.map(|utfall| &utfall.uppgift);
        let budget = self.budget.map(|budget| &budget.uppgift);
        let before = self.foregaende.map(|utfall| &utfall.uppgift);
        Balansrakning {
            foregaende: utfall
                .and_then(|one| of(one.enhet, one.foregaende))
                .or_else(|| before.and_then(|one| of(one.enhet, one.rakning.balans)))
                .or_else(|| budget.and_then(|one| of(one.enhet, one.foregaende))),
            budget: budget.and_then(|one| of(one.enhet, one.rakning.balans)),
            utfall: utfall.and_then(|one| of(one.enhet, one.rakning.balans)),
        }
    }

    /// Judged in the unit in which they were registered, since that is the tolerance.
    fn contributions(&self, enhet: Penningenhet) -> Bidragsprovning {
        let first = NaiveDate::from_yo_opt(self.ar, 1).unwrap_or(NaiveDate::MAX);
        let of = |from, rakning: &Rakning| -> Vec<Bidragsandel> {
            let faktor = factor(from, enhet).unwrap_or(1);
            contribution_shares(&rakning.bidrag, first).into_iter().map(|share| share.times(faktor)).collect()
        };
        Bidragsprovning {
            budget: self.budget.map(|one| of(one.uppgift.enhet, &one.uppgift.rakning)).unwrap_or_default(),
            utfall: self.utfall.map(|one| of(one.uppgift.enhet, &one.uppgift.rakning)).unwrap_or_default(),
        }
    }
}

/// By what an amount of a unit is multiplied to stand in another; `None` where it need not be exact there.
const fn factor(from: Penningenhet, to: Penningenhet) -> Option<u32> {
    match (from, to) {
        (Penningenhet::Kr, Penningenhet::Kr) | (Penningenhet::Tkr, Penningenhet::Tkr) => Some(1),
        (Penningenhet::Tkr, Penningenhet::Kr) => Some(1000),
        (Penningenhet::Kr, Penningenhet::Tkr) => None,
    }
}

impl<'a> Kolumner<'a> {
    /// Each column, the one of the budget first: items keep its order.
    fn each(&self) -> impl Iterator<Item = &'a Rakning> {
        [self.budget, self.utfall, self.foregaende].into_iter().flatten().map(|kolumn| kolumn.rakning)
    }

    /// An amount of each column, side by side.
    fn compare(&self, amount: impl Fn(&Rakning) -> Belopp) -> Jamforelse {
        self.compare_stated(|rakning| Some(amount(rakning)))
    }

    /// The same of what need not be stated.
    fn compare_stated(&self, amount: impl Fn(&Rakning) -> Option<Belopp>) -> Jamforelse {
        let of = |kolumn: Option<Kolumn<'_>>| {
            let kolumn = kolumn?;
            Some(amount(kolumn.rakning)?.times(kolumn.faktor))
        };
        Jamforelse::of(of(self.foregaende), of(self.budget), of(self.utfall))
    }
}
