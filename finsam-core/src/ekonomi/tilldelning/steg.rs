//! The steps of an allocation, told in numbers and words.

use crate::belopp::Belopp;
use crate::regel::Meddelande;

crate::kodlista! {
    /// A step of an allocation.
    pub enum Stegslag = "stegslag", "Steg i tilldelningen", "Step of an allocation" {
        Modell = "modell", "Grundbelopp och andel efter behov", "Base and share by need";
        Broms = "broms", "Högsta minskning från året före", "Largest reduction from the year before";
        Overskott = "overskott", "Eget kapital över trappan", "Own capital above the ladder";
        Askande = "askande", "Inte mer än äskat", "No more than asked for";
        Dampning = "dampning", "Frigjorda medel till minskade", "Freed money to those reduced";
        Vikter = "vikter", "Resten efter vikterna", "The rest by the weights";
    }
}

/// A step, and what it left.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Steg {
    /// Which.
    pub slag: Stegslag,
    /// By how much it changed what the förbund gets.
    pub andring: Belopp,
    /// What the förbund gets after it.
    pub belopp: Belopp,
    /// The same in words.
    pub forklaring: Meddelande,
}

impl Steg {
    pub(super) fn new(slag: Stegslag, before: Belopp, after: Belopp) -> Self {
        let andring = after - before;
        let (sv, en) = if slag == Stegslag::Modell {
            (format!("{}: {after} kr.", slag.text().sv), format!("{}: {after} kr.", slag.text().en))
        } else if andring == Belopp::ZERO {
            (format!("{}: ingen ändring.", slag.text().sv), format!("{}: no change.", slag.text().en))
        } else {
            let sign = if andring.is_negative() { "" } else { "+" };
            let sv = format!("{}: {sign}{andring} kr, till {after} kr.", slag.text().sv);
            (sv, format!("{}: {sign}{andring} kr, to {after} kr.", slag.text().en))
        };
        Self { slag, andring, belopp: after, forklaring: Meddelande { sv: sv.into(), en: en.into() } }
    }
}
