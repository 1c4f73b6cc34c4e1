//! The reports there are.

use crate::forsorjning::Forsorjningsgrupp;
use crate::regel::Text;

use super::rad::Mattnamn;
use super::{Arbetskategori, Registreringskategori};

crate::kodlista! {
    /// The reports there are.
    pub enum Rapportnamn = "rapportnamn", "Rapporter", "Reports" {
        ForsorjningForeEfter = "forsorjning-fore-efter", "Försörjning före och efter insats", "Support before and after";
        SysselsattningForeEfter = "sysselsattning-fore-efter", "Arbete eller studier före och efter insats", "Work or studies before and after";
        ArbeteOchStudierEfter = "arbete-och-studier-efter", "Arbete och studier efter insats", "Work and studies after";
        RegistreradeOchAvslutade = "registrerade-och-avslutade", "Registrerade och avslutade deltagare", "Participants registered and closed";
        AvslutPerInsats = "avslut-per-insats", "Avslut per insats", "Closings by insats";
    }
}

impl Rapportnamn {
    /// The table of the Riksdag's follow-up of 2015 that the report corresponds to, if any.
    #[must_use]
    pub const fn tabell(self) -> Option<u8> {
        match self {
            Self::ForsorjningForeEfter => Some(13),
            Self::SysselsattningForeEfter => Some(12),
            Self::ArbeteOchStudierEfter => Some(11),
            Self::RegistreradeOchAvslutade => Some(9),
            Self::AvslutPerInsats => None,
        }
    }

    /// The measures of its rows, in order.
    #[must_use]
    pub const fn matt(self) -> &'static [Mattnamn] {
        match self {
            Self::ForsorjningForeEfter | Self::SysselsattningForeEfter => &[Mattnamn::Fore, Mattnamn::Efter],
            Self::ArbeteOchStudierEfter => &[Mattnamn::Efter],
            Self::RegistreradeOchAvslutade => &[Mattnamn::Deltagare],
            Self::AvslutPerInsats => &[
                Mattnamn::ArbeteStudierJobready,
                Mattnamn::FortsattRehab,
                Mattnamn::Ovrigt,
                Mattnamn::AndelArbeteStudierJobready,
                Mattnamn::AndelVidareSteg,
            ],
        }
    }

    /// Whether its rows have a `namn` beside `kategori`.
    #[must_use]
    pub const fn has_namn(self) -> bool {
        matches!(self, Self::AvslutPerInsats)
    }

    /// What a `kategori` of the report means; `None` where it is an id, or no category of the report.
    ///
    /// ```
    /// use finsam_core::statistik::Rapportnamn;
    ///
    /// let text = Rapportnamn::ForsorjningForeEfter.category_text("a_kassa").unwrap();
    /// assert_eq!(text.sv, "A-kassa");
    /// assert!(Rapportnamn::ForsorjningForeEfter.category_text("avslutade").is_none());
    /// ```
    #[must_use]
    pub fn category_text(self, kategori: &str) -> Option<Text> {
        match self {
            Self::ForsorjningForeEfter => kategori.parse().ok().map(Forsorjningsgrupp::text),
            Self::SysselsattningForeEfter => {
                kategori.parse().ok().filter(|kod| *kod == Arbetskategori::ArbeteEllerStudier).map(Arbetskategori::text)
            }
            Self::ArbeteOchStudierEfter => kategori.parse().ok().map(Arbetskategori::text),
            Self::RegistreradeOchAvslutade => kategori.parse().ok().map(Registreringskategori::text),
            Self::AvslutPerInsats => None,
        }
    }
}
