//! Whether an insats follows the act and recommendations as of a day.

use chrono::NaiveDate;

use crate::forbund::Forbundsuppgift;
use crate::part::PartKod;
use crate::regel::lag::{LAG_7_1, REK_01};
use crate::regel::{Avvikelse, Provning};

use super::Insatsuppgift;

/// What is found in an insats that runs on a day. Pointers go into the insats.
///
/// That an insats is for people who need coordinated rehabilitation (2 §), and that the förbund decides nothing about
/// any individual (7 §), cannot be told from what is registered.
#[must_use]
pub fn judge(uppgift: &Insatsuppgift, forbund: &Forbundsuppgift, datum: NaiveDate) -> Vec<Avvikelse> {
    let mut provning = Provning::new(datum);
    if !uppgift.life().contains(datum) {
        return Vec::new();
    }
    let performing = uppgift.utforare.iter().enumerate().filter_map(|(i, one)| Some((i, one.part?)));
    let taking_part = uppgift.parter.iter().enumerate().map(|(i, part)| (format!("/parter/{i}"), *part));
    let all = taking_part.chain(performing.map(|(i, part)| (format!("/utforare/{i}/part"), part)));
    for (place, part) in all.filter(|(_, part)| !forbund.has_member_on(*part, uppgift.startdatum)) {
        provning.note_on(uppgift.startdatum, &LAG_7_1, place, |found| {
            found.value(part).expected(format!("a member on {}", uppgift.startdatum))
        });
    }
    at_least_two(&uppgift.parter, &mut provning);
    provning.into_found()
}

/// Where no party is registered, nothing is said.
fn at_least_two(parter: &[PartKod], provning: &mut Provning) {
    if parter.len() == 1 {
        provning.note(&REK_01, "/parter", |found| found.value(1).expected("2 or more"));
    }
}
