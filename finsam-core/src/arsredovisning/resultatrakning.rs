//! The income statement: contributions by member, other income and costs by kind, and the result.

use crate::belopp::Belopp;
use crate::ekonomi::{Intaktsslag, Kostnadsslag, Rakning};
use crate::part::PartKod;

use super::Kolumner;

/// An amount of the year before, of the budget and of the outcome, side by side. A column that is not registered has
/// none; in one that is, what has no item is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Jamforelse {
    /// The outcome of the year before.
    pub foregaende: Option<Belopp>,
    /// The budget.
    pub budget: Option<Belopp>,
    /// The outcome.
    pub utfall: Option<Belopp>,
    /// The outcome less the budget.
    pub avvikelse: Option<Belopp>,
}

impl Jamforelse {
    pub(super) fn of(foregaende: Option<Belopp>, budget: Option<Belopp>, utfall: Option<Belopp>) -> Self {
        Self { foregaende, budget, utfall, avvikelse: utfall.zip(budget).map(|(utfall, budget)| utfall - budget) }
    }
}

/// What a member contributes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Bidragsrad {
    /// The member.
    pub part: PartKod,
    /// Its name.
    #[cfg_attr(feature = "utoipa", schema(example = "Härnösand"))]
    pub namn: String,
    /// How much.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub belopp: Jamforelse,
}

/// Items of one kind under one name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Rakningspost {
    /// What the förbund calls it; `null` for items without a name.
    #[cfg_attr(feature = "serde", serde(default))]
    #[cfg_attr(feature = "utoipa", schema(example = "Inhyrd personal"))]
    pub benamning: Option<String>,
    /// How much.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub belopp: Jamforelse,
}

/// Other income of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Intaktsgrupp {
    /// The kind.
    pub slag: Intaktsslag,
    /// Its items.
    pub poster: Vec<Rakningspost>,
    /// Their sum.
    pub summa: Jamforelse,
}

/// Costs of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Kostnadsgrupp {
    /// The kind.
    pub slag: Kostnadsslag,
    /// Its items.
    pub poster: Vec<Rakningspost>,
    /// Their sum.
    pub summa: Jamforelse,
}

/// The income statement. Sums are counted from the items.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Resultatrakning {
    /// What the members contribute.
    pub bidrag: Vec<Bidragsrad>,
    /// All contributions.
    pub summa_bidrag: Jamforelse,
    /// Other income, by kind.
    pub ovriga_intakter: Vec<Intaktsgrupp>,
    /// All income.
    pub summa_intakter: Jamforelse,
    /// Costs, by kind.
    pub kostnader: Vec<Kostnadsgrupp>,
    /// Costs of administration among them, external evaluation included.
    pub varav_administration: Jamforelse,
    /// All costs.
    pub summa_kostnader: Jamforelse,
    /// Income less costs.
    pub resultat: Jamforelse,
    /// Own capital used to cover a deficit, as stated. It is no income.
    pub ianspraktaget_kapital: Jamforelse,
}

impl Resultatrakning {
    pub(super) fn of(kolumner: &Kolumner<'_>) -> Self {
        let income = grouped(kolumner, Intaktsslag::ALL, |rakning| {
            rakning.ovriga_intakter.iter().map(|one| (one.slag, one.benamning.as_deref(), one.belopp)).collect()
        });
        let costs = grouped(kolumner, Kostnadsslag::ALL, |rakning| {
            rakning.kostnader.iter().map(|one| (one.slag, one.benamning.as_deref(), one.belopp)).collect()
        });
        Self {
            bidrag: contributions(kolumner),
            summa_bidrag: kolumner.compare(Rakning::contributions),
            ovriga_intakter: income.map(|(slag, poster, summa)| Intaktsgrupp { slag, poster, summa }).collect(),
            summa_intakter: kolumner.compare(Rakning::income),
            kostnader: costs.map(|(slag, poster, summa)| Kostnadsgrupp { slag, poster, summa }).collect(),
            varav_administration: kolumner.compare(Rakning::administration),
            summa_kostnader: kolumner.compare(Rakning::costs),
            resultat: kolumner.compare(Rakning::result),
            ianspraktaget_kapital: kolumner.compare_stated(|rakning| rakning.ianspraktaget_kapital),
        }
    }
}

/// Each member that contributes in any column, in the order in which they stand.
fn contributions(kolumner: &Kolumner<'_>) -> Vec<Bidragsrad> {
    let mut parter: Vec<PartKod> = Vec::new();
    for one in kolumner.each().flat_map(|rakning| &rakning.bidrag) {
        if !parter.contains(&one.part) {
            parter.push(one.part);
        }
    }
    let of = |part: PartKod| {
        let sum = |rakning: &Rakning| rakning.bidrag.iter().filter(|one| one.part == part).map(|one| one.belopp).sum();
        Bidragsrad { part, namn: part.name().into_owned(), belopp: kolumner.compare(sum) }
    };
    parter.into_iter().map(of).collect()
}

/// An item: its kind, its name and its amount.
type Item<'r, S> = (S, Option<&'r str>, Belopp);

/// The kinds that any column has an item of, in the order of their list, with their items by name and the sum.
fn grouped<S: Copy + PartialEq + 'static>(
    kolumner: &Kolumner<'_>,
    all: &'static [S],
    items: for<'r> fn(&'r Rakning) -> Vec<Item<'r, S>>,
) -> impl Iterator<Item = (S, Vec<Rakningspost>, Jamforelse)> {
    all.iter().filter_map(move |&slag| {
        let mut names: Vec<Option<&str>> = Vec::new();
        for (kind, name, _) in kolumner.each().flat_map(items) {
            if kind == slag && !names.contains(&name) {
                names.push(name);
            }
        }
        let sum = |wanted: &dyn Fn(&Item<'_, S>) -> bool| {
            kolumner.compare(|rakning| items(rakning).iter().filter(|one| wanted(one)).map(|one| one.2).sum())
        };
        let of = |name: &Option<&str>| Rakningspost {
            benamning: name.map(str::to_owned),
            belopp: sum(&|one| one.0 == slag && one.1 == *name),
        };
        (!names.is_empty()).then(|| (slag, names.iter().map(of).collect(), sum(&|one| one.0 == slag)))
    })
}
