//! The figures of one year: contributions, other income, costs, result and balance sheet.

use crate::belopp::Belopp;
use crate::part::PartKod;

use super::bidrag::is_state;

crate::kodlista! {
    /// The unit that amounts are kept in. It is also the tolerance of 5 §, per member.
    #[derive(Default)]
    pub enum Penningenhet = "penningenhet", "Enhet för belopp", "Unit of amounts" {
        #[default]
        Kr = "kr", "Kronor", "Kronor";
        Tkr = "tkr", "Tusental kronor", "Thousands of kronor";
    }
}

impl Penningenhet {
    /// An amount of this unit in kronor.
    #[must_use]
    pub fn in_kronor(self, belopp: Belopp) -> Belopp {
        match self {
            Self::Kr => belopp,
            Self::Tkr => belopp.times(1000),
        }
    }
}

crate::kodlista! {
    /// What an income other than contributions is.
    pub enum Intaktsslag = "intaktsslag", "Slag av intäkt utöver bidragen", "Kind of income beside contributions" {
        Esf = "esf", "Europeiska socialfonden", "The European Social Fund";
        Ranta = "ranta", "Ränta", "Interest";
        Ovrigt = "ovrigt", "Övrigt", "Other";
    }
}

crate::kodlista! {
    /// What a cost is for. All but the first three are administration.
    pub enum Kostnadsslag = "kostnadsslag", "Slag av kostnad", "Kind of cost" {
        Individ = "individ", "Individinriktade insatser", "Insatser for individuals";
        Struktur = "struktur", "Strukturinriktade insatser", "Structural insatser";
        Verksamhetsnara = "verksamhetsnara", "Verksamhetsnära kostnader", "Costs close to the insatser";
        Lokaler = "lokaler", "Lokaler", "Premises";
        Resor = "resor", "Resor", "Travel";
        Representation = "representation", "Representation", "Representation";
        Material = "material", "Material", "Material";
        Arvoden = "arvoden", "Arvoden", "Fees";
        Personal = "personal", "Personal", "Staff";
        Utbildning = "utbildning", "Utbildning och konferenser", "Training and conferences";
        Revision = "revision", "Revision", "Audit";
        Utvardering = "utvardering", "Extern utvärdering", "External evaluation";
        Ovrigt = "ovrigt", "Övrigt", "Other";
    }
}

impl Kostnadsslag {
    /// Whether it is a cost of administration, external evaluation included.
    #[must_use]
    pub const fn is_administration(self) -> bool {
        !matches!(self, Self::Individ | Self::Struktur | Self::Verksamhetsnara)
    }
}

/// What a member contributes: money, never staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Bidrag {
    /// The member. Försäkringskassan also contributes for Arbetsförmedlingen; the two together are the state.
    pub part: PartKod,
    /// In the unit of the budget, not negative.
    #[cfg_attr(feature = "utoipa", schema(example = "1811.00"))]
    pub belopp: Belopp,
}

/// An income beside contributions. Own capital that is used is none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Intakt {
    /// What it is.
    pub slag: Intaktsslag,
    /// What the förbund calls it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub benamning: Option<String>,
    /// In the unit of the budget.
    pub belopp: Belopp,
}

/// A cost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Kostnad {
    /// What it is for.
    pub slag: Kostnadsslag,
    /// What the förbund calls it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(example = "Inhyrd personal"))]
    pub benamning: Option<String>,
    /// In the unit of the budget.
    #[cfg_attr(feature = "utoipa", schema(example = "700.00"))]
    pub belopp: Belopp,
}

/// A balance sheet at the end of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Balans {
    /// Fixed assets.
    #[cfg_attr(feature = "serde", serde(default))]
    pub anlaggningstillgangar: Belopp,
    /// Current assets.
    pub omsattningstillgangar: Belopp,
    /// The own capital that the year began with.
    pub eget_kapital: Belopp,
    /// The result of the year.
    pub arets_resultat: Belopp,
    /// Short-term debts.
    pub kortfristiga_skulder: Belopp,
    /// Long-term debts; 21 § allows only ordinary credit.
    #[cfg_attr(feature = "serde", serde(default))]
    pub langfristiga_skulder: Belopp,
    /// Guarantees given, which stand outside the sheet; 21 § allows none.
    #[cfg_attr(feature = "serde", serde(default))]
    pub borgen: Belopp,
}

impl Balans {
    /// Everything owned.
    #[must_use]
    pub fn assets(&self) -> Belopp {
        self.anlaggningstillgangar + self.omsattningstillgangar
    }

    /// Everything owed.
    #[must_use]
    pub fn debts(&self) -> Belopp {
        self.kortfristiga_skulder + self.langfristiga_skulder
    }

    /// The own capital that the next year begins with.
    #[must_use]
    pub fn closing_capital(&self) -> Belopp {
        self.eget_kapital + self.arets_resultat
    }
}

/// The figures of one year. What is a sum may be stated, and is then held against its items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields, default)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Rakning {
    /// What the members contribute.
    pub bidrag: Vec<Bidrag>,
    /// Other income.
    pub ovriga_intakter: Vec<Intakt>,
    /// The sum of contributions and other income, as stated.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub summa_intakter: Option<Belopp>,
    /// Costs.
    pub kostnader: Vec<Kostnad>,
    /// The sum of the costs, as stated.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub summa_kostnader: Option<Belopp>,
    /// Income less costs, as stated.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub resultat: Option<Belopp>,
    /// Own capital used to cover a deficit. It is no income.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub ianspraktaget_kapital: Option<Belopp>,
    /// The balance sheet at the end of the year.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub balans: Option<Balans>,
}

impl Rakning {
    /// Contributions and other income.
    #[must_use]
    pub fn income(&self) -> Belopp {
        self.contributions() + self.ovriga_intakter.iter().map(|one| one.belopp).sum()
    }

    /// What the members contribute together.
    #[must_use]
    pub fn contributions(&self) -> Belopp {
        self.bidrag.iter().map(|one| one.belopp).sum()
    }

    /// What the state contributes: Försäkringskassan, also for Arbetsförmedlingen.
    #[must_use]
    pub fn state_contributions(&self) -> Belopp {
        self.bidrag.iter().filter(|one| is_state(one.part)).map(|one| one.belopp).sum()
    }

    /// All costs.
    #[must_use]
    pub fn costs(&self) -> Belopp {
        self.kostnader.iter().map(|one| one.belopp).sum()
    }

    /// Income less costs.
    #[must_use]
    pub fn result(&self) -> Belopp {
        self.income() - self.costs()
    }

    /// Costs of administration, external evaluation included.
    #[must_use]
    pub fn administration(&self) -> Belopp {
        self.kostnader.iter().filter(|one| one.slag.is_administration()).map(|one| one.belopp).sum()
    }
}
