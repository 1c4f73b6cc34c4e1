//! Rules for a person's situation, before and after.

use chrono::NaiveDate;

use crate::forsorjning::{Forsorjningsform, Forsorjningspost, Lage, Sysselsattningspost};
use crate::regel::register::{REG_07, REG_08, REG_09, REG_13, REG_31};
use crate::regel::{Avvikelse, Regel};

/// Finds the faults of the situation that stands at `place` (`/fore`, `/efter`).
pub(super) fn validate_lage(place: &str, lage: &Lage, found: &mut Vec<Avvikelse>) {
    forms(place, &lage.forsorjning, found);
    for (i, post) in lage.forsorjning.iter().enumerate() {
        form_extent(place, i, *post, found);
    }
    for (i, post) in lage.sysselsattning.iter().enumerate() {
        if lage.sysselsattning[..i].iter().any(|other| other.slag == post.slag) {
            found.push(REG_08.at(format!("{place}/sysselsattning/{i}")).value(post.slag.code()));
        }
        occupation_extent(place, i, *post, found);
    }
}

fn forms(place: &str, poster: &[Forsorjningspost], found: &mut Vec<Avvikelse>) {
    for (i, post) in poster.iter().enumerate() {
        if poster[..i].iter().any(|other| other.form == post.form) {
            found
                .push(REG_08.at(format!("{place}/forsorjning/{i}")).value(post.form.code()).expected("each form once"));
        }
        if post.form == Forsorjningsform::IngenOffentlig && poster.iter().any(|other| other.form != post.form) {
            found.push(REG_07.at(format!("{place}/forsorjning/{i}")).value(post.form.code()).expected("no other form"));
        }
    }
}

fn form_extent(place: &str, i: usize, post: Forsorjningspost, found: &mut Vec<Avvikelse>) {
    let sickness = post.form.is_sickness_benefit();
    let sound =
        if sickness { [25, 50, 75, 100].contains(&post.omfattning) } else { (1..=100).contains(&post.omfattning) };
    if !sound {
        let expected = if sickness { "25, 50, 75 or 100" } else { "1-100" };
        let place = format!("{place}/forsorjning/{i}/omfattning");
        found.push(REG_09.at(place).value(i64::from(post.omfattning)).expected(expected));
    }
}

fn occupation_extent(place: &str, i: usize, post: Sysselsattningspost, found: &mut Vec<Avvikelse>) {
    let place = || format!("{place}/sysselsattning/{i}/omfattning");
    match post.omfattning {
        Some(extent) if !(1..=100).contains(&extent) => {
            found.push(REG_09.at(place()).value(i64::from(extent)).expected("1-100"));
        }
        None if post.slag.is_work_or_studies() => {
            found.push(
                REG_09.at(place()).expected("1-100, of 40 hours a week").saying(
                    "Arbete och studier anges med omfattning.",
                    "Work and studies are given with their extent.",
                ),
            );
        }
        _ => {}
    }
}

/// Warns of benefits at ages where they are not given (REG-13, REG-31), judged by the law of `date`.
pub(super) fn warn_of_age(place: &str, lage: &Lage, age: i32, date: NaiveDate, found: &mut Vec<Avvikelse>) {
    let mut warn = |regel: &'static Regel, i: usize, expected: &'static str| {
        if regel.holds_on(date) {
            found.push(regel.at(format!("{place}/forsorjning/{i}")).value(i64::from(age)).expected(expected));
        }
    };
    for (i, post) in lage.forsorjning.iter().enumerate() {
        match post.form {
            Forsorjningsform::Aktivitetsersattning if age > 29 => warn(&REG_13, i, "at most 29 years"),
            Forsorjningsform::Sjukersattning if !(30..=64).contains(&age) => warn(&REG_31, i, "30-64 years"),
            _ => {}
        }
    }
}
