//! The area of a förbund: kommuner of the day, and none of them in two förbund at once.

use crate::geografi::KommunKod;
use crate::regel::Provning;
use crate::regel::lag::{LAG_1_1, LAG_1_2, LAG_1_3};

use super::{Forbundsuppgift, Omrade};

/// 1 §. `others` are the other förbund of the register.
pub(super) fn judge<'a>(
    uppgift: &Forbundsuppgift,
    others: impl IntoIterator<Item = &'a Forbundsuppgift>,
    provning: &mut Provning,
) {
    if uppgift.omrade.is_empty() {
        provning.note(&LAG_1_1, "/omrade", |found| found.expected("at least one kommun or part of one"));
    }
    let datum = provning.datum();
    for (i, omrade) in uppgift.omrade.iter().enumerate() {
        if omrade.kommunkod.kommun_on(datum).is_none() {
            provning.note(&LAG_1_2, format!("/omrade/{i}/kommunkod"), |found| {
                found.value(omrade.kommunkod.to_string()).expected(format!("a kommunkod of {datum}"))
            });
        }
    }
    for other in others.into_iter().filter(|other| other.life().contains(datum)) {
        shared(uppgift, other, provning);
    }
}

fn shared(uppgift: &Forbundsuppgift, other: &Forbundsuppgift, provning: &mut Provning) {
    for (i, omrade) in uppgift.omrade.iter().enumerate() {
        if other.omrade.iter().any(|theirs| overlaps(omrade, theirs)) {
            provning.note(&LAG_1_3, format!("/omrade/{i}"), |found| {
                found.value(place(omrade)).expected(format!("in no other förbund; it is in {}", other.namn))
            });
        }
    }
}

/// A kommun without kommundel is the whole of it, and so overlaps every part.
fn overlaps(one: &Omrade, other: &Omrade) -> bool {
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    one.kommunkod == other.kommunkod
        && match (&one.kommundel, &other.kommundel) {
            (Some(one), Some(other)) => same(one, other),
            _ => true,
        }
}

fn place(omrade: &Omrade) -> String {
    let name = KommunKod::kommun(omrade.kommunkod).namn;
    omrade.kommundel.as_ref().map_or_else(|| name.to_owned(), |del| format!("{name}, {del}"))
}
