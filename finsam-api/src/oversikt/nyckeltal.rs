//! The figures that stand first on a page: who takes part, who closed, who is in work or studies.

use finsam_core::statistik::{Cell, Matt, Mattnamn, Rapport, Rapportnamn, Urval};
use maud::{Markup, html};

use super::rapportdel::Sammanhang;
use crate::dokument::{Ruta, cell_text};
use crate::sprak::Sprak;

/// A figure: what it is, its value, and what is said with it.
struct Tal {
    namn: &'static str,
    varde: String,
    bredvid: Option<String>,
}

/// The figures of a place in the last year that is shown; the country's with how many förbund there are.
pub(super) fn figures(of: &Sammanhang<'_>, plats: &Urval) -> Markup {
    let (sprak, ar) = (of.besok.sprak, of.aren.last());
    let urval = &Urval { ar: vec![ar], ..plats.clone() };
    let counted = |namn| of.insyn.rapport(of.lage, namn, urval).ok();
    let mut tal = Vec::new();
    if urval.forbund.is_empty() && urval.insats.is_empty() {
        tal.extend(counted(Rapportnamn::ForbundOchKommuner).and_then(|rapport| places(&rapport, sprak)));
    }
    if let Some(rapport) = counted(Rapportnamn::RegistreradeOchAvslutade) {
        tal.extend(people(&rapport, sprak));
    }
    tal.extend(counted(Rapportnamn::SysselsattningForeEfter).and_then(|rapport| work(&rapport, sprak)));
    html! {
        section aria-labelledby="nyckeltal" {
            h2 id="nyckeltal" { (sprak.pick("Nyckeltal", "Key figures")) " " (ar) }
            dl.nyckeltal { @for one in &tal {
                div {
                    dt { (one.namn) }
                    dd.varde { (one.varde) }
                    @if let Some(words) = &one.bredvid { dd.mindre { (words) } }
                }
            } }
        }
    }
}

fn matt(rapport: &Rapport, kategori: &str, namn: Mattnamn) -> Option<Matt> {
    rapport.rader.iter().find(|rad| rad.kategori == kategori)?.matt.get(namn)
}

fn cell(rapport: &Rapport, kategori: &str, namn: Mattnamn) -> Option<Cell> {
    match matt(rapport, kategori, namn)? {
        Matt::Antal(cell) => Some(cell),
        _ => None,
    }
}

/// A value in words; what is not known is a dash.
fn told(ruta: &Ruta, sprak: Sprak) -> String {
    if *ruta == Ruta::Tom { "–".to_owned() } else { cell_text(ruta, false, sprak) }
}

fn places(rapport: &Rapport, sprak: Sprak) -> Option<Tal> {
    let number = |kategori| match matt(rapport, kategori, Mattnamn::Antal)? {
        Matt::Tal { antal, .. } => antal,
        _ => None,
    };
    let kommuner = told(&Ruta::Antal(number("kommuner")?), sprak);
    Some(Tal {
        namn: sprak.pick("Samordningsförbund", "Samordningsförbund"),
        varde: told(&Ruta::Antal(number("forbund")?), sprak),
        bredvid: Some(match sprak {
            Sprak::Svenska => format!("i {kommuner} kommuner"),
            Sprak::Engelska => format!("in {kommuner} kommuner"),
        }),
    })
}

fn people(rapport: &Rapport, sprak: Sprak) -> Vec<Tal> {
    let number = |kategori| {
        let cell = cell(rapport, kategori, Mattnamn::Deltagare);
        told(&cell.map_or(Ruta::Tom, Ruta::count), sprak)
    };
    let new = number("nyinskrivna");
    let bredvid = match sprak {
        Sprak::Svenska => format!("varav nyinskrivna {new}"),
        Sprak::Engelska => format!("of them newly enrolled {new}"),
    };
    vec![
        Tal {
            namn: sprak.pick("Deltagare med personuppgifter", "Participants with personal data"),
            varde: number("registrerade"),
            bredvid: Some(bredvid),
        },
        Tal { namn: sprak.pick("Avslutade", "Closed"), varde: number("avslutade"), bredvid: None },
    ]
}

fn work(rapport: &Rapport, sprak: Sprak) -> Option<Tal> {
    let share = |namn| {
        let cell = cell(rapport, "arbete_eller_studier", namn)?;
        Some(told(&Ruta::share(cell), sprak))
    };
    let (fore, efter) = (share(Mattnamn::Fore)?, share(Mattnamn::Efter)?);
    Some(Tal {
        namn: sprak.pick("I arbete eller studier efter", "In work or studies afterwards"),
        varde: efter,
        bredvid: Some(match sprak {
            Sprak::Svenska => format!("före: {fore}"),
            Sprak::Engelska => format!("before: {fore}"),
        }),
    })
}
