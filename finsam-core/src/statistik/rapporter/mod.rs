//! The reports, one file each.

mod aldersgrupper;
mod antal;
mod arbete_och_studier_efter;
mod avslut_per_insats;
mod behov_och_rackvidd;
mod budget_och_utfall;
mod deltagandetid;
mod deltagare;
mod deltagare_per_inriktning;
mod forbund_och_kommuner;
mod forsorjning_fore_efter;
mod insatser_per_typ;
mod maluppfyllelse;
mod overgangar;
mod registrerade_och_avslutade;
mod registreringsgrad;
mod samhallsekonomi;
mod statliga_medel;
mod strukturdeltagare_per_typ;
mod sysselsattning_fore_efter;
mod tid_i_offentlig_forsorjning;
mod typ_per_kon;
mod unga;
mod utbildningsniva;
mod varaktighet;

pub use arbete_och_studier_efter::Arbetskategori;
pub use behov_och_rackvidd::Behovskategori;
pub use budget_och_utfall::Ekonomikategori;
pub use deltagandetid::Langd;
pub use deltagare_per_inriktning::Deltagarkategori;
pub use forbund_och_kommuner::Forbundskategori;
pub use registrerade_och_avslutade::Registreringskategori;
pub use registreringsgrad::Registreringsslag;
pub use statliga_medel::Medelskategori;
pub use unga::Ungdomskategori;

pub(super) use antal::people as antal_people;
pub(super) use avslut_per_insats::has_small_counts;
pub(super) use insatser_per_typ::kinds;
pub(super) use overgangar::Overgang;
pub(super) use samhallsekonomi::TOTALT;

use super::Raknat;
use super::definition::{Definition, Radmall};
use super::kolumner::Kolumner;
use super::rad::Rad;
use super::rakna::Klassning;
use super::rapportnamn::Rapportnamn;
use super::urval::Urval;

/// A report of participations alone, as a value; `None` for one that is put together in its own way.
fn definition(namn: Rapportnamn) -> Option<Definition> {
    Some(match namn {
        Rapportnamn::ForsorjningForeEfter => forsorjning_fore_efter::definition(),
        Rapportnamn::SysselsattningForeEfter => sysselsattning_fore_efter::definition(),
        Rapportnamn::ArbeteOchStudierEfter => arbete_och_studier_efter::definition(),
        Rapportnamn::RegistreradeOchAvslutade => registrerade_och_avslutade::definition(),
        Rapportnamn::Aldersgrupper => aldersgrupper::definition(),
        Rapportnamn::Utbildningsniva => utbildningsniva::definition(),
        Rapportnamn::TidIOffentligForsorjning => tid_i_offentlig_forsorjning::definition(),
        Rapportnamn::TypPerKon => typ_per_kon::definition(),
        Rapportnamn::Unga => unga::definition(),
        Rapportnamn::Overgangar => overgangar::definition(),
        Rapportnamn::Deltagandetid => deltagandetid::definition(),
        Rapportnamn::Varaktighet => varaktighet::definition(),
        _ => return None,
    })
}

/// Counts a report.
pub(super) fn count(namn: Rapportnamn, kolumner: &Kolumner, urval: &Urval) -> Raknat {
    match namn {
        Rapportnamn::AvslutPerInsats => avslut_per_insats::count(kolumner, urval),
        Rapportnamn::DeltagarePerInriktning => deltagare_per_inriktning::count(kolumner, urval),
        Rapportnamn::InsatserPerTyp => insatser_per_typ::count(kolumner, urval),
        Rapportnamn::StrukturdeltagarePerTyp => strukturdeltagare_per_typ::count(kolumner, urval),
        Rapportnamn::StatligaMedel => statliga_medel::count(kolumner, urval),
        Rapportnamn::ForbundOchKommuner => forbund_och_kommuner::count(kolumner, urval),
        Rapportnamn::BudgetOchUtfall => budget_och_utfall::count(kolumner, urval),
        Rapportnamn::Maluppfyllelse => maluppfyllelse::count(kolumner, urval),
        Rapportnamn::Samhallsekonomi => samhallsekonomi::count(kolumner, urval),
        Rapportnamn::Registreringsgrad => registreringsgrad::count(kolumner, urval),
        Rapportnamn::BehovOchRackvidd => behov_och_rackvidd::count(kolumner, urval),
        _ => definition(namn).map(|definition| definition.count(kolumner, urval)).unwrap_or_default(),
    }
}

/// What is counted of people in all reports together, so that it can be protected together.
pub(super) fn classifications() -> Vec<Klassning> {
    let mut all: Vec<_> =
        Rapportnamn::ALL.iter().filter_map(|namn| definition(*namn)).map(|definition| definition.klassning).collect();
    all.extend([avslut_per_insats::klassning(), maluppfyllelse::klassning(), deltagare::klassning()]);
    all
}

/// How the rows of every period and group of a report show numbers of people. For goals [`mall_of_goal`]
/// tells.
pub(super) fn mallar(namn: Rapportnamn) -> Vec<Radmall> {
    match namn {
        Rapportnamn::DeltagarePerInriktning => deltagare_per_inriktning::mallar(),
        Rapportnamn::Registreringsgrad => registreringsgrad::mallar(),
        Rapportnamn::Samhallsekonomi => samhallsekonomi::mallar(),
        Rapportnamn::AvslutPerInsats => vec![avslut_per_insats::mall()],
        Rapportnamn::BehovOchRackvidd => vec![behov_och_rackvidd::mall()],
        _ => definition(namn).map(|definition| definition.rader).unwrap_or_default(),
    }
}

/// How a row of a goal shows its numbers.
pub(super) fn mall_of_goal(rad: &Rad, kolumner: &Kolumner) -> Option<Radmall> {
    let (id, n) = rad.kategori.split_once('.')?;
    let mal = kolumner.insats(id.parse().ok()?)?.mal.get(n.parse::<usize>().ok()?.checked_sub(1)?)?;
    Some(maluppfyllelse::mall(mal))
}
