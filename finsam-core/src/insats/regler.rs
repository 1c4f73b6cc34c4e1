//! What makes an insats well formed.

use chrono::NaiveDate;

use crate::forbund::Forbundsuppgift;
use crate::identitet::looks_like_identity_number;
use crate::regel::Avvikelse;
use crate::regel::register::{REG_01, REG_02, REG_19, REG_24, REG_25, REG_26, REG_27, REG_28};

use super::{Inriktning, Insatsuppgift, Uppfoljningsmetod, Utforare};

/// Everything that keeps an insats from being registered.
///
/// `forbund` is the förbund it names, when the register has it.
#[must_use]
pub fn validate(uppgift: &Insatsuppgift, forbund: Option<&Forbundsuppgift>) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    text("/namn", &uppgift.namn, &mut found);
    if uppgift.namn.chars().any(char::is_control) {
        found.push(REG_27.at("/namn").expected("no control characters"));
    }
    dates(uppgift, forbund, &mut found);
    kind(uppgift, &mut found);
    keys(uppgift, &mut found);
    performers(&uppgift.utforare, &mut found);
    spans(uppgift, &mut found);
    years(uppgift, &mut found);
    found
}

/// What a change may not touch: inriktning, uppföljningsmetod and ESF financing (REG-25).
#[must_use]
pub fn validate_change(before: &Insatsuppgift, after: &Insatsuppgift) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    let mut fixed = |same: bool, place: &'static str, value: &'static str, expected: &'static str| {
        if !same {
            found.push(REG_25.at(place).value(value).expected(expected));
        }
    };
    let yes_no = |yes| if yes { "true" } else { "false" };
    fixed(before.inriktning == after.inriktning, "/inriktning", after.inriktning.code(), before.inriktning.code());
    fixed(
        before.uppfoljningsmetod == after.uppfoljningsmetod,
        "/uppfoljningsmetod",
        after.uppfoljningsmetod.code(),
        before.uppfoljningsmetod.code(),
    );
    fixed(before.esf == after.esf, "/esf", yes_no(after.esf), yes_no(before.esf));
    fixed(before.forbund_id == after.forbund_id, "/forbundId", "another", "the same förbund as before");
    found
}

fn text(place: &str, text: &str, found: &mut Vec<Avvikelse>) {
    let length = text.trim().chars().count();
    if !(1..=200).contains(&length) {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        found.push(REG_27.at(place).value(length).expected("1-200 characters"));
    }
}

fn dates(uppgift: &Insatsuppgift, forbund: Option<&Forbundsuppgift>, found: &mut Vec<Avvikelse>) {
    if let (false, Some(slut)) = (uppgift.life().is_ordered(), uppgift.slutdatum) {
        found.push(REG_01.at("/slutdatum").value(slut).expected(format!("no earlier than {}", uppgift.startdatum)));
    }
    match forbund {
        None => found.push(
            REG_26
                .at("/forbundId")
                .value(uppgift.forbund_id.to_string())
                .saying("Förbundet finns inte i registret.", "The förbund does not exist in the register."),
        ),
        Some(forbund) if !forbund.life().contains(uppgift.startdatum) => {
            found.push(REG_02.at("/startdatum").value(uppgift.startdatum).saying(
                "Insatsen ska starta medan förbundet finns.",
                "The insats must start while the förbund exists.",
            ));
        }
        Some(_) => {}
    }
}

fn kind(uppgift: &Insatsuppgift, found: &mut Vec<Avvikelse>) {
    if !uppgift.typ.belongs_to(uppgift.inriktning) {
        found.push(REG_24.at("/typ").value(uppgift.typ.code()).expected(match uppgift.inriktning {
            Inriktning::Individ => "rehabilitering_arbete_utbildning, forberedande, kartlaggning, forebyggande, annan",
            Inriktning::Struktur => "dialog_kommunikation, utbildning, kartlaggning, annan",
        }));
    }
    if uppgift.inriktning == Inriktning::Struktur && uppgift.uppfoljningsmetod == Uppfoljningsmetod::Personuppgifter {
        found.push(REG_24.at("/uppfoljningsmetod").value(uppgift.uppfoljningsmetod.code()).expected("antal"));
    }
}

fn keys(uppgift: &Insatsuppgift, found: &mut Vec<Avvikelse>) {
    for (i, nyckel) in uppgift.nycklar.iter().enumerate() {
        text(&format!("/nycklar/{i}/kallsystem"), &nyckel.kallsystem, found);
        text(&format!("/nycklar/{i}/nyckel"), &nyckel.nyckel, found);
        for (member, value) in [("kallsystem", &nyckel.kallsystem), ("nyckel", &nyckel.nyckel)] {
            if value.chars().any(char::is_control) {
                found.push(REG_27.at(format!("/nycklar/{i}/{member}")).expected("no control characters"));
            }
            // Whatever day it is: a number that is valid on the last of days would be one on any.
            if looks_like_identity_number(value, NaiveDate::MAX) {
                found.push(REG_19.at(format!("/nycklar/{i}/{member}")).expected("a key of the system's own"));
            }
        }
        if uppgift.nycklar[..i].contains(nyckel) {
            found.push(REG_28.at(format!("/nycklar/{i}")));
        }
    }
    duplicates("/parter", &uppgift.parter, found);
    duplicates("/malgrupper", &uppgift.malgrupper, found);
}

fn duplicates<T: PartialEq + ToString>(place: &str, values: &[T], found: &mut Vec<Avvikelse>) {
    for (i, value) in values.iter().enumerate() {
        if values[..i].contains(value) {
            found.push(REG_28.at(format!("{place}/{i}")).value(value.to_string()));
        }
    }
}

fn performers(utforare: &[Utforare], found: &mut Vec<Avvikelse>) {
    for (i, utforare) in utforare.iter().enumerate() {
        let named = utforare.namn.as_ref().is_some_and(|namn| !namn.trim().is_empty());
        if utforare.part.is_some() == named {
            found.push(REG_27.at(format!("/utforare/{i}")).expected("exactly one of part and namn"));
        }
    }
}

fn spans(uppgift: &Insatsuppgift, found: &mut Vec<Avvikelse>) {
    if let Some(alder) = uppgift.alder
        && !(0 <= alder.fran && alder.fran <= alder.till && alder.till <= 120)
    {
        found.push(REG_27.at("/alder").expected("0 <= fran <= till <= 120"));
    }
    for (i, mal) in uppgift.mal.iter().enumerate() {
        if !(1..=100).contains(&mal.andel) {
            found.push(REG_27.at(format!("/mal/{i}/andel")).value(i64::from(mal.andel)).expected("1-100"));
        }
        if let Some(months) = mal.inom_manader
            && !(1..=120).contains(&months)
        {
            found.push(REG_27.at(format!("/mal/{i}/inomManader")).value(i64::from(months)).expected("1-120"));
        }
    }
}

fn years(uppgift: &Insatsuppgift, found: &mut Vec<Avvikelse>) {
    let budget = uppgift.budget.iter().map(|b| b.ar).collect::<Vec<_>>();
    let utfall = uppgift.utfall.iter().map(|u| u.ar).collect::<Vec<_>>();
    for (list, years) in [("budget", &budget), ("utfall", &utfall)] {
        for (i, ar) in years.iter().enumerate() {
            if years[..i].contains(ar) {
                found.push(REG_28.at(format!("/{list}/{i}/ar")).value(i64::from(*ar)));
            }
            if !uppgift.life().touches_year(*ar) {
                found.push(
                    REG_02
                        .at(format!("/{list}/{i}/ar"))
                        .value(i64::from(*ar))
                        .saying("Året ligger utanför insatsens tid.", "The year lies outside the life of the insats."),
                );
            }
        }
    }
    for (i, budget) in uppgift.budget.iter().enumerate() {
        if budget.planerat_antal < 0 {
            let value = i64::from(budget.planerat_antal);
            found.push(REG_27.at(format!("/budget/{i}/planeratAntal")).value(value).expected("0 or more"));
        }
    }
}
