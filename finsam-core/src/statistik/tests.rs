//! The reports over small populations made by hand.

mod aterkallelse;
mod avslut;
mod behov;
mod definitioner;
#[cfg(feature = "serde")]
mod fryst;
#[cfg(feature = "serde")]
mod json;
mod kolumner;
mod omrakning;
mod register;
mod skillnad;
mod skydd;
pub(super) mod summor;
mod uppfoljning;
mod urval;
pub(super) mod varld;

use chrono::NaiveDate;

use super::*;
use crate::deltagande::{Avslutsanledning, Deltagandepost, Registrering};
use crate::forbund::{Forbund, Forbundsuppgift, Omrade};
use crate::forsorjning::{Forsorjningsform, Forsorjningspost, Lage, Sysselsattning, Sysselsattningspost};
use crate::id::{ForbundId, InsatsId};
use crate::identitet::Kon;
use crate::insats::{
    Inriktning, Insats, Insatstyp, Insatsuppgift, Samverkansform, Strukturdeltagande, Strukturuppgift,
    Uppfoljningsmetod,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn insats_id(n: u128) -> InsatsId {
    InsatsId(uuid::Uuid::from_u128(n))
}

/// The people that an insats reached in a period.
fn reached(n: u128, fran: &str, antal: i32) -> Strukturdeltagande {
    let uppgift = Strukturuppgift { fran: day(fran), till: day(fran), antal };
    Strukturdeltagande { insats_id: insats_id(n), version: 1, uppgift }
}

fn forbund_id(n: u128) -> ForbundId {
    ForbundId(uuid::Uuid::from_u128(1_000 + n))
}

/// A förbund whose area is these kommuner.
fn forbund(n: u128, kommuner: &[&str]) -> Forbund {
    let omrade = kommuner.iter().map(|kod| Omrade { kommunkod: kod.parse().unwrap(), kommundel: None }).collect();
    Forbund {
        id: forbund_id(n),
        version: 1,
        ersatt_av: Vec::new(),
        uppgift: Forbundsuppgift {
            namn: format!("Förbund {n}"),
            organisationsnummer: None,
            sate: kommuner[0].parse().unwrap(),
            bildat: None,
            upphort: None,
            medlemmar: Vec::new(),
            omrade,
            forbundsordning: None,
        },
    }
}

/// An insats for individuals in förbund 1.
fn insats(n: u128) -> Insats {
    Insats {
        id: insats_id(n),
        version: 1,
        uppgift: Insatsuppgift::starting(forbund_id(1), format!("Insats {n}"), day("2010-01-01")),
    }
}

/// A woman's participation in insats 1, from one day to another; no last day while it goes on.
fn post(start: &str, slut: Option<&str>) -> Deltagandepost {
    Deltagandepost {
        insats_id: insats_id(1),
        registrering: Registrering::Person,
        kon: Kon::Kvinna,
        kommun: None,
        samtycke: None,
        startdatum: day(start),
        slutdatum: slut.map(day),
        remitterande: None,
        utbildningsniva: None,
        tid_i_offentlig_forsorjning: None,
        fore: Some(Lage::default()),
        efter: slut.map(|_| Lage::default()),
        avslutsanledning: slut.map(|_| Avslutsanledning::Fullfoljd),
    }
}

/// One that closed in 2014 with a situation before and after.
fn closed(fore: Lage, efter: Lage) -> Deltagandepost {
    Deltagandepost { fore: Some(fore), efter: Some(efter), ..post("2013-05-01", Some("2014-06-30")) }
}

fn forms(forms: &[Forsorjningsform]) -> Lage {
    let forsorjning = forms.iter().map(|form| Forsorjningspost { form: *form, omfattning: 50 }).collect();
    Lage { forsorjning, sysselsattning: Vec::new() }
}

fn does(slag: &[Sysselsattning]) -> Lage {
    let sysselsattning = slag.iter().map(|slag| Sysselsattningspost { slag: *slag, omfattning: Some(50) }).collect();
    Lage { forsorjning: Vec::new(), sysselsattning }
}

/// Columns of insats 1 with these participations, all of people aged 40.
fn columns(posts: &[Deltagandepost]) -> Kolumner {
    let mut kolumner = Kolumner::new();
    kolumner.put_forbund(&forbund(1, &["2280"]));
    kolumner.put_insats(&insats(1));
    for (nummer, post) in (1..).zip(posts) {
        kolumner.put(nummer, Some(40), post);
    }
    kolumner
}

/// The only row of a category, with its count and share of a measure.
fn find<'r>(rapport: &'r Rapport, kategori: &str) -> &'r Rad {
    let mut rows = rapport.rader.iter().filter(|rad| rad.kategori == kategori);
    let row = rows.next().unwrap();
    assert!(rows.next().is_none(), "{kategori} stands once");
    row
}

/// Count, share and underlag of a measure in a category.
fn told(rapport: &Rapport, kategori: &str, matt: Mattnamn) -> (i64, Option<i64>, i64) {
    let row = find(rapport, kategori);
    let cell = row.matt.cell(matt).unwrap();
    (cell.antal.unwrap(), cell.andel, row.underlag.unwrap())
}

fn in_2014(namn: Rapportnamn, posts: &[Deltagandepost]) -> Rapport {
    rapport(namn, &columns(posts), &Urval::of_years([2014]))
}
