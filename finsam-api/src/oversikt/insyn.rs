//! How much a visitor sees of the country's figures: what its role may, or what is open to whoever asks.

use finsam_core::regel::Avvikelse;
use finsam_core::statistik::{Indelning, Rapport, Rapportnamn, Urval};

use super::fraga::Kartval;
use super::karta;
use crate::statistik::Lage;

/// How much of its reports a visitor is shown. Every number of a page, a chart and a file is counted by way of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Insyn {
    /// Whether no more than what is open to whoever asks.
    pub(super) oppen: bool,
    /// Below what small numbers are hidden.
    pub(super) troskel: u32,
}

impl Insyn {
    /// Counts a report, as the API gives it.
    ///
    /// # Errors
    /// Every rule that the selection breaks.
    pub(super) fn rapport(self, lage: Lage<'_>, namn: Rapportnamn, urval: &Urval) -> Result<Rapport, Vec<Avvikelse>> {
        lage.rapport(namn, urval, self.troskel)
    }
}

/// Whether a report of a selection is open to whoever asks: the country in whole years and divided by nothing, in a report
/// that tells of no place by itself. The map of the country alone is divided by förbund.
pub(super) fn is_open_report(namn: Rapportnamn, urval: &Urval) -> bool {
    let landet = Urval::of_years(urval.ar.iter().copied());
    let kartan = Urval { indelning: vec![Indelning::Forbund], ..landet.clone() };
    let urval = urval.clone().normalized();
    urval == landet && tells_of_the_country(namn)
        || urval == kartan && Kartval::ALLA.into_iter().any(|val| karta::report(val) == namn)
}

/// Whether a report can be asked without telling of any insats or förbund by itself.
pub(super) const fn tells_of_the_country(namn: Rapportnamn) -> bool {
    match namn {
        Rapportnamn::AvslutPerInsats | Rapportnamn::Maluppfyllelse | Rapportnamn::BudgetOchUtfall => false,
        Rapportnamn::ForsorjningForeEfter
        | Rapportnamn::SysselsattningForeEfter
        | Rapportnamn::ArbeteOchStudierEfter
        | Rapportnamn::RegistreradeOchAvslutade
        | Rapportnamn::Aldersgrupper
        | Rapportnamn::Utbildningsniva
        | Rapportnamn::TidIOffentligForsorjning
        | Rapportnamn::TypPerKon
        | Rapportnamn::DeltagarePerInriktning
        | Rapportnamn::InsatserPerTyp
        | Rapportnamn::StrukturdeltagarePerTyp
        | Rapportnamn::Overgangar
        | Rapportnamn::StatligaMedel
        | Rapportnamn::Unga
        | Rapportnamn::ForbundOchKommuner
        | Rapportnamn::Deltagandetid
        | Rapportnamn::Varaktighet
        | Rapportnamn::Registreringsgrad
        | Rapportnamn::BehovOchRackvidd
        | Rapportnamn::Samhallsekonomi => true,
    }
}

#[cfg(test)]
mod tests {
    use finsam_core::id::ForbundId;
    use finsam_core::insats::Samverkansform;
    use finsam_core::statistik::{Periodslag, Rapportenhet};

    use super::*;

    #[test]
    fn nothing_but_the_country_and_its_map_is_open() {
        let landet = Urval::of_years([2013, 2014]);
        for namn in Rapportnamn::ALL {
            assert_eq!(is_open_report(*namn, &landet), tells_of_the_country(*namn), "{namn}");
            for one in Indelning::ALL {
                let urval = Urval { indelning: vec![*one], ..landet.clone() };
                let is_map = *one == Indelning::Forbund
                    && matches!(namn, Rapportnamn::RegistreradeOchAvslutade | Rapportnamn::ArbeteOchStudierEfter);
                assert_eq!(is_open_report(*namn, &urval), is_map, "{namn} by {one}");
                let urval = Urval { indelning: vec![*one, Indelning::Kon], ..landet.clone() };
                assert!(!is_open_report(*namn, &urval), "{namn} by {one} and kön");
            }
            for urval in [
                Urval { forbund: vec![ForbundId(uuid::Uuid::from_u128(1))], ..landet.clone() },
                Urval { lan: vec!["22".parse().unwrap()], ..landet.clone() },
                Urval { kommun: vec!["2280".parse().unwrap()], ..landet.clone() },
                Urval { enhet: Rapportenhet::Individ, ..landet.clone() },
                Urval { period: Periodslag::Halvar, ..landet.clone() },
                Urval { samverkansform: Samverkansform::ALL.to_vec(), ..landet.clone() },
            ] {
                assert!(!is_open_report(*namn, &urval), "{namn}: {urval:?}");
            }
        }
    }
}
