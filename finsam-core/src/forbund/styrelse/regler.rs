//! What makes a board well formed. Whether it follows the act is another question and never blocks.

use chrono::NaiveDate;

use crate::identitet::looks_like_identity_number;
use crate::regel::Avvikelse;
use crate::regel::register::{REG_01, REG_19, REG_26, REG_27};
use crate::tid::Period;

use super::{Styrelseuppgift, Uppdrag};

/// Everything that keeps a board from being registered.
#[must_use]
pub fn validate(uppgift: &Styrelseuppgift) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    for (list, seats) in [("ledamoter", &uppgift.ledamoter), ("ersattare", &uppgift.ersattare)] {
        for (i, seat) in seats.iter().enumerate() {
            self::seat(&format!("/{list}/{i}"), seat, &mut found);
        }
    }
    for (i, one) in uppgift.adjungerade.iter().enumerate() {
        let place = format!("/adjungerade/{i}");
        person(&place, &one.person, one.namn.as_deref(), &mut found);
        ordered(&place, Period::new(one.fran, one.till), &mut found);
    }
    posts(uppgift, &mut found);
    for (i, one) in uppgift.delegationer.iter().enumerate() {
        let place = format!("/delegationer/{i}");
        text(&format!("{place}/tillVem"), &one.till_vem, 200, &mut found);
        ordered(&place, Period::new(one.fran, one.till), &mut found);
    }
    for (i, organ) in uppgift.organ.iter().enumerate() {
        text(&format!("/organ/{i}/namn"), &organ.namn, 200, &mut found);
    }
    found
}

fn seat(place: &str, seat: &Uppdrag, found: &mut Vec<Avvikelse>) {
    person(place, &seat.person, seat.namn.as_deref(), found);
    ordered(place, seat.period(), found);
    if seat.ordning == Some(0) {
        found.push(REG_27.at(format!("{place}/ordning")).value(0).expected("1 or more"));
    }
    if let Some(utsedd) = seat.utsedd.filter(|utsedd| *utsedd > seat.fran) {
        let expected = format!("no later than {}", seat.fran);
        found.push(REG_01.at(format!("{place}/utsedd")).value(utsedd).expected(expected));
    }
}

/// A person stands under a key of one's own and perhaps a name, and never under an identity number.
fn person(place: &str, key: &str, namn: Option<&str>, found: &mut Vec<Avvikelse>) {
    text(&format!("{place}/person"), key, 50, found);
    for (member, value) in [("person", Some(key)), ("namn", namn)] {
        // Whatever day it is: a number that is valid on the last of days would be one on any.
        if value.is_some_and(|value| looks_like_identity_number(value, NaiveDate::MAX)) {
            found.push(REG_19.at(format!("{place}/{member}")).expected("no identity number").saying(
                "En person anges med en egen nyckel och namn, aldrig med ett identitetsnummer.",
                "A person is named by a key of one's own and a name, never by an identity number.",
            ));
        }
    }
    if let Some(namn) = namn {
        text(&format!("{place}/namn"), namn, 200, found);
    }
}

fn text(place: &str, text: &str, most: usize, found: &mut Vec<Avvikelse>) {
    let length = text.trim().chars().count();
    if !(1..=most).contains(&length) {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        found.push(REG_27.at(place).value(length).expected(format!("1-{most} characters")));
    }
}

fn ordered(place: &str, period: Period, found: &mut Vec<Avvikelse>) {
    if let (false, Some(till)) = (period.is_ordered(), period.till) {
        let expected = format!("no earlier than {}", period.fran);
        found.push(REG_01.at(format!("{place}/till")).value(till).expected(expected));
    }
}

/// A post is held by someone, and a seat is taken over from someone, who has a seat here.
fn posts(uppgift: &Styrelseuppgift, found: &mut Vec<Avvikelse>) {
    let seats = || uppgift.ledamoter.iter().chain(&uppgift.ersattare);
    let is_known = |person: &str| seats().any(|seat| seat.person == person);
    for (i, post) in uppgift.poster.iter().enumerate() {
        if !is_known(&post.person) {
            found.push(REG_26.at(format!("/poster/{i}/person")).expected("a person among ledamoter or ersattare"));
        }
        ordered(&format!("/poster/{i}"), Period::new(post.fran, post.till), found);
    }
    for (i, seat) in uppgift.ledamoter.iter().enumerate() {
        if seat.intradd_for.as_ref().is_some_and(|person| !is_known(person)) {
            found.push(REG_26.at(format!("/ledamoter/{i}/intraddFor")).expected("a person among ledamoter"));
        }
    }
}
