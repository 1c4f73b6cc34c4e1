//! Whether a förbund follows the act as of a day: its area, its members, its statutes, and how members leave.

use chrono::{Datelike, Months, NaiveDate};

use crate::part::{PartKod, Partslag};
use crate::regel::lag::{LAG_3_1, LAG_3_2, LAG_3_3, LAG_3_4, LAG_3_5, LAG_3_6, LAG_3_7, LAG_3_8, LAG_3_9, LAG_27_1};
use crate::regel::{Avvikelse, Provning, Regel};

use super::{Forbundsuppgift, forbundsordning, omraden};

/// What is found in a förbund as of a day: nothing outside its life, since there was no förbund then.
///
/// `others` are the other förbund of the register, whose areas it may not share. Pointers go into the förbund.
///
/// ```
/// use finsam_core::forbund::{Forbundsuppgift, Medlemskap, Omrade, judge};
/// use finsam_core::kommunkod;
///
/// let forbund = Forbundsuppgift {
///     namn: "Finsam Gotland".into(),
///     organisationsnummer: None,
///     sate: kommunkod!(980),
///     bildat: None,
///     upphort: None,
///     medlemmar: ["forsakringskassan", "kommun:0980"]
///         .into_iter()
///         .map(|part| part.parse().map(|part| Medlemskap::new(part, None)))
///         .collect::<Result<_, _>>()?,
///     omrade: vec![Omrade { kommunkod: kommunkod!(980), kommundel: None }],
///     forbundsordning: None,
/// };
/// let found = judge(&forbund, [], "2015-04-30".parse()?);
/// assert_eq!(found.len(), 1, "Gotland needs no region");
/// assert_eq!((found[0].kod.as_ref(), found[0].blocks()), ("LAG-3-2", false));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn judge<'a>(
    uppgift: &Forbundsuppgift,
    others: impl IntoIterator<Item = &'a Forbundsuppgift>,
    datum: NaiveDate,
) -> Vec<Avvikelse> {
    if !uppgift.life().contains(datum) {
        return Vec::new();
    }
    let mut provning = Provning::new(datum);
    omraden::judge(uppgift, others, &mut provning);
    let medlemmar = uppgift.members_on(datum);
    kinds(uppgift, &medlemmar, &mut provning);
    every_part_of_the_area(uppgift, &medlemmar, &mut provning);
    one_landsting(uppgift, &medlemmar, &mut provning);
    codes_of_the_day(uppgift, &mut provning);
    if let Some(ordning) = &uppgift.forbundsordning {
        forbundsordning::judge(ordning, &medlemmar, &mut provning);
    }
    leaving(uppgift, &mut provning);
    provning.into_found()
}

fn any(medlemmar: &[PartKod], slag: [Partslag; 2]) -> bool {
    medlemmar.iter().any(|part| slag.contains(&part.slag()))
}

/// 3 §: which kinds must be there. An agency stands for its predecessor and inherits its membership, so that the code
/// of either will do on any day.
fn kinds(uppgift: &Forbundsuppgift, medlemmar: &[PartKod], provning: &mut Provning) {
    let datum = provning.datum();
    let in_a_region = uppgift.omrade.iter().any(|omrade| !omrade.kommunkod.kommun().is_outside_region());
    let mut need = |there: bool, regel: &'static Regel, expected: &'static str| {
        if !there {
            provning.note(regel, "/medlemmar", |found| found.expected(expected));
        }
    };
    let first = if datum.year() < 2005 { "forsakringskassa:<lan>" } else { "forsakringskassan" };
    let second = if datum.year() < 2008 { "lansarbetsnamnd:<lan>" } else { "arbetsformedlingen" };
    need(any(medlemmar, [Partslag::Forsakringskassan, Partslag::AllmanForsakringskassa]), &LAG_3_1, first);
    need(any(medlemmar, [Partslag::Arbetsformedlingen, Partslag::Lansarbetsnamnd]), &LAG_3_2, second);
    need(!in_a_region || any(medlemmar, [Partslag::Region; 2]), &LAG_3_3, "region:<lan>");
    need(any(medlemmar, [Partslag::Kommun; 2]), &LAG_3_4, "kommun:<kommunkod>");
}

/// 3 § from July 2010: every part of the area with its kommun and its region. Where no kommun or no region is a member
/// at all, that has been said already.
fn every_part_of_the_area(uppgift: &Forbundsuppgift, medlemmar: &[PartKod], provning: &mut Provning) {
    for (i, omrade) in uppgift.omrade.iter().enumerate() {
        let kommun = PartKod::Kommun(omrade.kommunkod);
        if any(medlemmar, [Partslag::Kommun; 2]) && !medlemmar.contains(&kommun) {
            provning.note(&LAG_3_5, format!("/omrade/{i}"), |found| {
                found.value(omrade.kommunkod.to_string()).expected(format!("{kommun} among the members"))
            });
        }
        let region = PartKod::Region(omrade.kommunkod.lan());
        let needed = !omrade.kommunkod.kommun().is_outside_region();
        if needed && any(medlemmar, [Partslag::Region; 2]) && !medlemmar.contains(&region) {
            provning.note(&LAG_3_6, format!("/omrade/{i}"), |found| {
                found.value(omrade.kommunkod.to_string()).expected(format!("{region} among the members"))
            });
        }
    }
}

/// 3 § until June 2010: exactly one landsting, and none beside a kommun outside the landsting.
fn one_landsting(uppgift: &Forbundsuppgift, medlemmar: &[PartKod], provning: &mut Provning) {
    let regions = medlemmar.iter().filter(|part| part.slag() == Partslag::Region).count();
    let count = i64::try_from(regions).unwrap_or(i64::MAX);
    if regions > 1 {
        provning.note(&LAG_3_7, "/medlemmar", |found| found.value(count).expected("one landsting"));
    }
    if regions > 0 && uppgift.omrade.iter().any(|omrade| omrade.kommunkod.kommun().is_outside_region()) {
        provning.note(&LAG_3_8, "/medlemmar", |found| found.value(count).expected("no landsting"));
    }
}

/// A kommun that has changed its code stands under the one of the day.
fn codes_of_the_day(uppgift: &Forbundsuppgift, provning: &mut Provning) {
    let datum = provning.datum();
    for (i, medlem) in uppgift.medlemmar.iter().enumerate() {
        if medlem.holds_on(datum) && medlem.part.slag() == Partslag::Kommun && !medlem.part.exists_on(datum) {
            provning.note(&LAG_3_9, format!("/medlemmar/{i}/part"), |found| {
                found.value(medlem.part).expected(format!("the kommunkod of {datum}"))
            });
        }
    }
}

/// 27 §: whoever has given notice stays for its length. Where a membership ends without notice, the register does not
/// know why, and nothing is said.
fn leaving(uppgift: &Forbundsuppgift, provning: &mut Provning) {
    let months = uppgift.forbundsordning.as_ref().map_or(36, super::Forbundsordning::uppsagningstid);
    for (i, medlem) in uppgift.medlemmar.iter().enumerate() {
        let (Some(notice), Some(last)) = (medlem.uppsagd, medlem.till) else { continue };
        let earliest = notice.checked_add_months(Months::new(months.into())).and_then(|day| day.pred_opt());
        if notice <= provning.datum() && earliest.is_some_and(|earliest| last < earliest) {
            provning.note_on(notice, &LAG_27_1, format!("/medlemmar/{i}/till"), |found| {
                found.value(last).expected(format!("no earlier than {}", earliest.unwrap_or(last)))
            });
        }
    }
}
