//! The map of the country: each förbund by a figure, and the kommuner outside any.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use finsam_core::geografi::KOMMUNER;
use finsam_core::statistik::{Indelning, Rapport, Rapportnamn, Urval};
use maud::{Markup, html};

use super::fraga::Kartval;
use super::rapportdel::{Sammanhang, caveats};
use crate::rapportbild::to_document;
use crate::sprak::Sprak;
use crate::statistik::Forteckning;

/// What the map is drawn of.
pub(super) const fn report(val: Kartval) -> Rapportnamn {
    match val {
        Kartval::Deltagare => Rapportnamn::RegistreradeOchAvslutade,
        Kartval::Arbete => Rapportnamn::ArbeteOchStudierEfter,
    }
}

/// The map of the last year that is shown.
pub(super) fn section(of: &Sammanhang<'_>) -> Markup {
    let (sprak, ar) = (of.besok.sprak, of.aren.last());
    let urval = Urval { indelning: vec![Indelning::Forbund], ..Urval::of_years([ar]) };
    let heading = match sprak {
        Sprak::Svenska => format!("Förbunden på kartan {ar}"),
        Sprak::Engelska => format!("The förbund on the map, {ar}"),
    };
    html! {
        section aria-labelledby="kartan" {
            h2 id="kartan" { (heading) }
            @if let Ok(rapport) = of.insyn.rapport(of.lage, report(of.val.karta), &urval) { (shown(of, &rapport)) }
            (outside(of, ar))
        }
    }
}

fn shown(of: &Sammanhang<'_>, rapport: &Rapport) -> Markup {
    let sprak = of.besok.sprak;
    let document = to_document(rapport, &of.lage.forteckning.namnbok, sprak);
    html! {
        div.karta { (of.figure(rapport, None)) }
        (of.downloads(rapport))
        details {
            summary { (sprak.pick("Samma tal som tabell", "The same figures as a table")) }
            (of.table("karttabellen", &document.delar[0]))
            (caveats(&document.kalla, &document.forbehall))
        }
    }
}

/// The kommuner that stand outside every förbund when a year ends.
fn outside(of: &Sammanhang<'_>, ar: i32) -> Markup {
    let sprak = of.besok.sprak;
    let Some(day) = NaiveDate::from_ymd_opt(ar, 12, 31) else { return html! {} };
    let namn = kommuner_outside(of.lage.forteckning, day);
    let words = match sprak {
        Sprak::Svenska => format!("{} kommuner utanför samordningsförbund vid utgången av {ar}", namn.len()),
        Sprak::Engelska => format!("{} kommuner outside any samordningsförbund at the end of {ar}", namn.len()),
    };
    html! {
        details {
            summary { (words) }
            ul.spalter { @for one in &namn { li { (one) } } }
        }
    }
}

fn kommuner_outside(forteckning: &Forteckning, day: NaiveDate) -> Vec<&'static str> {
    let there = forteckning.bilaga.forbund.iter().filter(|one| one.uppgift.life().contains(day));
    let covered: BTreeSet<_> = there.flat_map(|one| one.uppgift.omrade.iter().map(|omrade| omrade.kommunkod)).collect();
    let of_the_day = KOMMUNER.iter().filter(|kommun| kommun.holds_on(day));
    of_the_day.filter(|kommun| !covered.contains(&kommun.kod)).map(|kommun| kommun.namn).collect()
}
