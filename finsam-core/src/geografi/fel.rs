//! What can be wrong with a code of a kommun or a län.

use crate::regel::register::{ID_06, ID_07};
use crate::regel::{Avvikelse, Pekare, Regel, Text};

/// What is wrong with a kommunkod (ID-06) or a länskod (ID-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.text().en)]
pub enum GeografiFel {
    /// Not four digits (ID-06).
    KommunForm,
    /// No kommun has had this code since 2004 (ID-06).
    KommunOkand,
    /// No kommun had this code on the day asked about (ID-06).
    KommunDatum,
    /// Not two digits (ID-07).
    LanForm,
    /// No län has this code (ID-07).
    LanOkand,
    /// The län has no region: Gotlands län (ID-07).
    LanUtanRegion,
}

impl GeografiFel {
    /// Every error, in the order of the rules.
    pub const ALL: &'static [Self] =
        &[Self::KommunForm, Self::KommunOkand, Self::KommunDatum, Self::LanForm, Self::LanOkand, Self::LanUtanRegion];

    /// The rule that was broken.
    #[must_use]
    pub const fn regel(self) -> &'static Regel {
        match self {
            Self::KommunForm | Self::KommunOkand | Self::KommunDatum => &ID_06,
            Self::LanForm | Self::LanOkand | Self::LanUtanRegion => &ID_07,
        }
    }

    /// The finding at a place in the record.
    ///
    /// It quotes no value: where a code is expected, anything may stand. A code that was read may be added.
    #[must_use]
    pub fn avvikelse(self, pekare: impl Into<Pekare>) -> Avvikelse {
        let text = self.text();
        let found = self.regel().at(pekare).saying(text.sv, text.en);
        match self {
            Self::KommunForm => found.expected("four digits"),
            Self::LanForm => found.expected("two digits"),
            _ => found,
        }
    }

    /// What is wrong and what to do.
    #[must_use]
    pub const fn text(self) -> Text {
        let (sv, en) = match self {
            Self::KommunForm => (
                "En kommunkod har fyra siffror. Ange den som text, med inledande nolla.",
                "A kommunkod has four digits. Give it as text, with its leading zero.",
            ),
            Self::KommunOkand => (
                "Ingen kommun har haft koden sedan 2004. Se SCB:s kommunkoder.",
                "No kommun has had the code since 2004. See the kommunkoder of Statistics Sweden.",
            ),
            Self::KommunDatum => (
                "Ingen kommun hade koden den dagen. Ange den kod som gällde då.",
                "No kommun had the code on that day. Give the code that held then.",
            ),
            Self::LanForm => (
                "En länskod har två siffror. Ange den som text, med inledande nolla.",
                "A länskod has two digits. Give it as text, with its leading zero.",
            ),
            Self::LanOkand => (
                "Inget län har koden. Se SCB:s länskoder.",
                "No län has the code. See the länskoder of Statistics Sweden.",
            ),
            Self::LanUtanRegion => (
                "Länet har ingen region. På Gotland är kommunen (0980) part i stället.",
                "The län has no region. On Gotland the kommun (0980) is the party instead.",
            ),
        };
        Text { sv, en }
    }
}
