//! The balance sheet: what is owned, and how it is financed.

use crate::belopp::Belopp;
use crate::ekonomi::Balans;

/// A balance sheet at the end of a year with its sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Balansstallning {
    /// Its items.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub balans: Balans,
    /// Everything owned.
    pub summa_tillgangar: Belopp,
    /// The own capital at the end of the year, its result included.
    pub utgaende_eget_kapital: Belopp,
    /// Everything owed.
    pub summa_skulder: Belopp,
    /// Own capital at the end of the year and debts.
    pub summa_eget_kapital_och_skulder: Belopp,
    /// Everything owned less own capital and debts: zero in a sheet that balances.
    pub differens: Belopp,
}

impl Balansstallning {
    /// The sheet with every amount multiplied.
    pub(super) fn of(balans: Balans, faktor: u32) -> Self {
        let Balans {
            anlaggningstillgangar,
            omsattningstillgangar,
            eget_kapital,
            arets_resultat,
            kortfristiga_skulder,
            langfristiga_skulder,
            borgen,
        } = balans;
        let balans = Balans {
            anlaggningstillgangar: anlaggningstillgangar.times(faktor),
            omsattningstillgangar: omsattningstillgangar.times(faktor),
            eget_kapital: eget_kapital.times(faktor),
            arets_resultat: arets_resultat.times(faktor),
            kortfristiga_skulder: kortfristiga_skulder.times(faktor),
            langfristiga_skulder: langfristiga_skulder.times(faktor),
            borgen: borgen.times(faktor),
        };
        let (owned, capital, owed) = (balans.assets(), balans.closing_capital(), balans.debts());
        Self {
            balans,
            summa_tillgangar: owned,
            utgaende_eget_kapital: capital,
            summa_skulder: owed,
            summa_eget_kapital_och_skulder: capital + owed,
            differens: owned - capital - owed,
        }
    }
}

/// The balance sheets that stand side by side; `null` where none is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Balansrakning {
    /// At the end of the year before.
    pub foregaende: Option<Balansstallning>,
    /// At the end of the year by the budget.
    pub budget: Option<Balansstallning>,
    /// At the end of the year.
    pub utfall: Option<Balansstallning>,
}
