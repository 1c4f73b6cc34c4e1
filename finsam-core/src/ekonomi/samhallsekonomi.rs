//! What an insats pays back to society, and what such a figure does not say.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::belopp::Belopp;
use crate::regel::Text;

crate::kodlista! {
    /// What public support costs, per person and year.
    pub enum Schablon = "schablon", "Schablonkostnad per person och år", "Standard cost per person and year" {
        Forsorjningsstod = "forsorjningsstod", "Försörjningsstöd", "Social assistance";
        Sjukpenning = "sjukpenning", "Sjukpenning", "Sickness benefit";
        AKassa = "a_kassa", "A-kassa", "Unemployment insurance";
    }
}

impl Schablon {
    /// The cost per person and year, by a study of joining a förbund. Others may be used in its place.
    #[must_use]
    pub fn per_year(self) -> Belopp {
        Belopp::from_kronor(match self {
            Self::Forsorjningsstod => 84_000,
            Self::Sjukpenning => 192_000,
            Self::AKassa => 168_000,
        })
    }
}

/// What must stand with every figure of this kind.
pub const FORBEHALL: [Text; 2] = [
    Text {
        sv: "Beräkningen förutsätter att inget hade ändrats utan insatsen.",
        en: "The calculation assumes that nothing would have changed without the insats.",
    },
    Text {
        sv: "Undanträngning är inte medräknad; för subventionerade arbeten har den uppskattats till 65 procent.",
        en: "Displacement is not counted; for subsidised work it has been estimated at 65 per cent.",
    },
];

/// What an insats costs and what it brings in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kalkyl {
    /// What it cost.
    pub kostnad: Belopp,
    /// What it brings in each year.
    pub intakt_per_ar: Belopp,
    /// Over how many years, 1 or more.
    pub ar: u32,
}

/// What a calculation comes to. It never stands without its caveats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aterbetalning {
    /// What it brings in less what it cost.
    pub lonsamhet: Belopp,
    /// After how many months it has paid for itself, to a tenth; `None` when it brings in nothing.
    pub manader: Option<Decimal>,
    /// What the figures do not say.
    pub forbehall: &'static [Text],
}

impl Kalkyl {
    /// Lönsamhet and payoff.
    ///
    /// ```
    /// use finsam_core::ekonomi::samhallsekonomi::{Kalkyl, Schablon};
    ///
    /// let kalkyl = Kalkyl { kostnad: "500000".parse()?, intakt_per_ar: Schablon::Sjukpenning.per_year().times(3), ar: 1 };
    /// let svar = kalkyl.payoff();
    /// assert_eq!(svar.lonsamhet.to_string(), "76000.00");
    /// assert_eq!(svar.manader.map(|months| months.to_string()), Some("10.4".to_owned()));
    /// assert_eq!(svar.forbehall.len(), 2);
    /// # Ok::<(), finsam_core::belopp::BeloppFel>(())
    /// ```
    #[must_use]
    pub fn payoff(self) -> Aterbetalning {
        let months = (self.intakt_per_ar > Belopp::ZERO)
            .then(|| self.kostnad.times(12).decimal().checked_div(self.intakt_per_ar.decimal()))
            .flatten();
        Aterbetalning {
            lonsamhet: self.intakt_per_ar.times(self.ar) - self.kostnad,
            manader: months.map(|months| months.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)),
            forbehall: &FORBEHALL,
        }
    }
}
