//! Rules for a participation with personal data.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::forsorjning::Forsorjningsform;
use crate::identitet::{Identitet, Kon, looks_like_identity_number};
use crate::part::Partslag;
use crate::regel::Avvikelse;
use crate::regel::register::{REG_03, REG_04, REG_10, REG_12, REG_14, REG_15, REG_17, REG_21, REG_27, REG_28};
use crate::tid::age_on;

use super::identify;
use super::lage::{validate_lage, warn_of_age};
use super::{
    Avslutsanledning, Deltagandeuppgift, Registrering, Remitterande, Sammanhang, Samtycke, TidIOffentligForsorjning,
};

/// Whom a participation is about.
pub(super) struct Vem {
    pub(super) identitet: Option<Identitet>,
    pub(super) kon: Kon,
    pub(super) alder: Option<i32>,
}

/// Judges what is said of a person.
pub(super) fn validate(
    uppgift: &Deltagandeuppgift,
    sammanhang: &Sammanhang<'_>,
    found: &mut Vec<Avvikelse>,
) -> Option<Vem> {
    consent(uppgift.samtycke.as_ref(), sammanhang.idag, found);
    if uppgift.skyddad_identitet == Some(true) {
        found.push(REG_04.at("/skyddadIdentitet").expected("registrering anonym"));
    }
    required(uppgift, found);
    closing(uppgift, found);
    for (place, lage) in [("/fore", &uppgift.fore), ("/efter", &uppgift.efter)] {
        if let Some(lage) = lage {
            validate_lage(place, lage, found);
        }
    }
    support_before(uppgift, found);
    referrer(uppgift, sammanhang, found);
    let who = identity(uppgift, sammanhang, found)?;
    if let Some(alder) = who.alder {
        age(uppgift, sammanhang, alder, found);
    }
    Some(who)
}

/// ID-nn and REG-21: exactly one number, sound, taken by the register, and in agreement with kön.
fn identity(uppgift: &Deltagandeuppgift, sammanhang: &Sammanhang<'_>, found: &mut Vec<Avvikelse>) -> Option<Vem> {
    let (place, identitet) = number(uppgift, sammanhang.idag).map_err(|fel| found.push(*fel)).ok()?;
    sammanhang.numrering.check(&identitet).map_err(|fel| found.push(fel.avvikelse(place))).ok()?;
    if let Some(kon) = uppgift.kon
        && kon != identitet.kon()
    {
        found.push(REG_21.at("/kon").value(kon.code()).expected("kön as the number says"));
    }
    let alder = age_on(identitet.fodelsedatum(), uppgift.startdatum);
    Some(Vem { kon: identitet.kon(), alder: Some(alder), identitet: Some(identitet) })
}

/// REG-17 and ID-nn: the one number of a person, sound, and where it stands.
pub(super) fn number(
    uppgift: &Deltagandeuppgift,
    idag: NaiveDate,
) -> Result<(&'static str, Identitet), Box<Avvikelse>> {
    identify(uppgift.personnummer.as_ref(), uppgift.reservnummer.as_ref(), idag)
}

/// Whom a record is about, as far as its number is sound: what [`super::validate`] lets through is about the same. `None`
/// when it is anonymous, or would be refused for its number.
///
/// `idag` is the day of registration.
#[must_use]
pub fn about(uppgift: &Deltagandeuppgift, idag: NaiveDate) -> Option<Identitet> {
    if uppgift.registrering != Registrering::Person {
        return None;
    }
    number(uppgift, idag).ok().map(|(_, identitet)| identitet)
}

/// REG-03: consent to registration, dated no later than the day of registration.
fn consent(samtycke: Option<&Samtycke>, idag: NaiveDate, found: &mut Vec<Avvikelse>) {
    let late = |place: &str, datum: NaiveDate, found: &mut Vec<Avvikelse>| {
        if datum > idag {
            found.push(REG_03.at(place).value(datum).expected(format!("no later than {idag}")));
        }
    };
    match samtycke.and_then(|samtycke| samtycke.registrering.as_ref()) {
        None => found.push(REG_03.at("/samtycke/registrering").expected("datum and textversion")),
        Some(registrering) => {
            late("/samtycke/registrering/datum", registrering.datum, found);
            let text = &registrering.textversion;
            if !(1..=100).contains(&text.trim().len()) || looks_like_identity_number(text, idag) {
                let expected = "1-100 bytes that are no identity number";
                found.push(REG_27.at("/samtycke/registrering/textversion").expected(expected));
            }
        }
    }
    if let Some(sekretess) = samtycke.and_then(|samtycke| samtycke.sekretess.as_ref()) {
        late("/samtycke/sekretess/datum", sekretess.datum, found);
        let mut seen = BTreeSet::new();
        for (i, part) in sekretess.parter.iter().enumerate() {
            if !seen.insert(*part) {
                found.push(REG_28.at(format!("/samtycke/sekretess/parter/{i}")).value(part.to_string()));
            }
        }
    }
}

/// REG-17: what a person needs.
fn required(uppgift: &Deltagandeuppgift, found: &mut Vec<Avvikelse>) {
    let needed = [
        ("/remitterande", uppgift.remitterande.is_some()),
        ("/utbildningsniva", uppgift.utbildningsniva.is_some()),
        ("/tidIOffentligForsorjning", uppgift.tid_i_offentlig_forsorjning.is_some()),
        ("/fore", uppgift.fore.is_some()),
    ];
    found.extend(needed.into_iter().filter(|(_, there)| !there).map(|(place, _)| REG_17.at(place)));
}

/// REG-10: the situation after and the reason come with the end and only then.
fn closing(uppgift: &Deltagandeuppgift, found: &mut Vec<Avvikelse>) {
    let efter = uppgift.efter.is_some();
    match (uppgift.slutdatum, uppgift.avslutsanledning) {
        (None, anledning) => {
            if efter {
                found.push(REG_10.at("/efter").expected("slutdatum, or no efter"));
            }
            if anledning.is_some() {
                found.push(REG_10.at("/avslutsanledning").expected("slutdatum, or no avslutsanledning"));
            }
        }
        (Some(_), None) => {
            found.push(REG_10.at("/avslutsanledning").expected("a reason for closing"));
            if !efter {
                found.push(REG_10.at("/efter").expected("the situation after"));
            }
        }
        (Some(_), Some(anledning)) => closing_reason(anledning, efter, found),
    }
}

fn closing_reason(anledning: Avslutsanledning, efter: bool, found: &mut Vec<Avvikelse>) {
    if anledning.has_efter() && !efter {
        found.push(REG_10.at("/efter").expected("the situation after"));
    }
    if !anledning.has_efter() && efter {
        found.push(REG_10.at("/efter").value(anledning.code()).expected("no efter for this reason"));
    }
}

/// REG-14: not applicable goes with no public support before.
fn support_before(uppgift: &Deltagandeuppgift, found: &mut Vec<Avvikelse>) {
    let public = |fore: &crate::forsorjning::Lage| {
        fore.forsorjning.iter().any(|post| post.form != Forsorjningsform::IngenOffentlig)
    };
    if uppgift.tid_i_offentlig_forsorjning == Some(TidIOffentligForsorjning::EjTillampligt)
        && uppgift.fore.as_ref().is_some_and(public)
    {
        found.push(REG_14.at("/tidIOffentligForsorjning").value("ej_tillampligt"));
    }
}

/// REG-15: whoever refers is a member of the förbund.
fn referrer(uppgift: &Deltagandeuppgift, sammanhang: &Sammanhang<'_>, found: &mut Vec<Avvikelse>) {
    let (Some(remitterande), Some((_, forbund))) = (uppgift.remitterande, sammanhang.insats) else { return };
    let slag = match remitterande {
        Remitterande::Forsakringskassan => Partslag::Forsakringskassan,
        Remitterande::Arbetsformedlingen => Partslag::Arbetsformedlingen,
        Remitterande::Region => Partslag::Region,
        Remitterande::Kommun => Partslag::Kommun,
        Remitterande::Annan => return,
    };
    let member = forbund.medlemmar.iter().any(|m| m.part.slag() == slag && m.holds_on(uppgift.startdatum));
    if !member {
        found.push(REG_15.at("/remitterande").value(remitterande.code()).expected("a member of the förbund"));
    }
}

/// REG-12, REG-13, REG-31: expected ages.
fn age(uppgift: &Deltagandeuppgift, sammanhang: &Sammanhang<'_>, alder: i32, found: &mut Vec<Avvikelse>) {
    let (fran, till) =
        sammanhang.insats.and_then(|(insats, _)| insats.uppgift.alder).map_or((16, 64), |span| (span.fran, span.till));
    if !(fran..=till).contains(&alder) {
        found.push(REG_12.at("/startdatum").value(i64::from(alder)).expected(format!("{fran}-{till} years")));
    }
    if let Some(fore) = &uppgift.fore {
        warn_of_age("/fore", fore, alder, uppgift.startdatum, found);
    }
    if let (Some(efter), Some(slut)) = (&uppgift.efter, uppgift.slutdatum) {
        let years = i32::try_from((slut - uppgift.startdatum).num_days() / 365).unwrap_or_default();
        warn_of_age("/efter", efter, alder + years, slut, found);
    }
}
