//! Whether a board follows the act as of a day.

use chrono::{Datelike, Months, NaiveDate, Weekday};

use crate::forbund::{Forbundsordning, Forbundsuppgift};
use crate::part::{PartKod, Partslag};
use crate::regel::lag::{
    LAG_10_1, LAG_10_2, LAG_10_3, LAG_10_4, LAG_10_5, LAG_10_6, LAG_10_7, LAG_12_1, LAG_12_2, LAG_12_3, LAG_13_1,
    LAG_13_3, LAG_14_1, LAG_16_1, LAG_16_2, LAG_17_1, LAG_17_2, LAG_17_3,
};
use crate::regel::{Avvikelse, Provning, Regel};
use crate::tid::Period;

use super::{Arendeslag, Avgang, Postslag, Styrelseuppgift, Uppdrag, intrade, sammantrade};

/// What is found in the board of a förbund as of a day: nothing outside the life of the förbund, and nothing on a day
/// on which nobody is registered in it. Pointers go into the board.
#[must_use]
pub fn judge(uppgift: &Styrelseuppgift, forbund: &Forbundsuppgift, datum: NaiveDate) -> Vec<Avvikelse> {
    let seated = |seats: &[Uppdrag]| seats.iter().any(|seat| seat.period().contains(datum));
    if !forbund.life().contains(datum) || !(seated(&uppgift.ledamoter) || seated(&uppgift.ersattare)) {
        return Vec::new();
    }
    let mut provning = Provning::new(datum);
    representation(uppgift, &forbund.members_on(datum), &mut provning);
    each_person_once(uppgift, &mut provning);
    without_a_vote(uppgift, &mut provning);
    delegations(uppgift, &mut provning);
    for (list, seats) in lists(uppgift) {
        for (i, seat) in seats.iter().enumerate().filter(|(_, seat)| seat.fran <= datum) {
            appointment(&format!("/{list}/{i}"), seat, forbund, &mut provning);
        }
    }
    order(&uppgift.ersattare, &mut provning);
    intrade::judge(uppgift, &mut provning);
    posts(uppgift, &mut provning);
    sammantrade::judge(uppgift, forbund, &mut provning);
    provning.into_found()
}

fn lists(uppgift: &Styrelseuppgift) -> [(&'static str, &[Uppdrag]); 2] {
    [("ledamoter", &uppgift.ledamoter), ("ersattare", &uppgift.ersattare)]
}

/// The seats held on a day, with their places.
fn held(seats: &[Uppdrag], datum: NaiveDate) -> impl Iterator<Item = (usize, &Uppdrag)> {
    seats.iter().enumerate().filter(move |(_, seat)| seat.period().contains(datum))
}

/// Whether a seat is one of the member. An agency answers for what its predecessor appointed.
fn is_of(seat: &Uppdrag, member: PartKod) -> bool {
    let agency = |part: PartKod| match part.slag() {
        Partslag::AllmanForsakringskassa => Partslag::Forsakringskassan,
        Partslag::Lansarbetsnamnd => Partslag::Arbetsformedlingen,
        slag => slag,
    };
    let is_agency = matches!(agency(member), Partslag::Forsakringskassan | Partslag::Arbetsformedlingen);
    seat.utsedd_av == member || is_agency && agency(seat.utsedd_av) == agency(member)
}

/// 10 §: every member with a ledamot and an ersättare, and as many of the one as of the other.
fn representation(uppgift: &Styrelseuppgift, medlemmar: &[PartKod], provning: &mut Provning) {
    let datum = provning.datum();
    let rules: [&'static Regel; 2] = [&LAG_10_1, &LAG_10_2];
    for ((list, seats), regel) in lists(uppgift).into_iter().zip(rules) {
        for member in medlemmar.iter().filter(|member| !held(seats, datum).any(|(_, seat)| is_of(seat, **member))) {
            provning.note(regel, format!("/{list}"), |found| {
                found.value(*member).expected(format!("at least one appointed by {member}"))
            });
        }
    }
    let [ledamoter, ersattare] = lists(uppgift).map(|(_, seats)| held(seats, datum).count());
    if ledamoter != ersattare {
        provning.note(&LAG_10_3, "/ersattare", |found| {
            found
                .value(i64::try_from(ersattare).unwrap_or(i64::MAX))
                .expected(format!("{ledamoter}, as many as ledamöter"))
        });
    }
}

/// Overlapping seats of one person, each of them told at the later.
fn each_person_once(uppgift: &Styrelseuppgift, provning: &mut Provning) {
    let datum = provning.datum();
    let all: Vec<(String, &Uppdrag)> = lists(uppgift)
        .into_iter()
        .flat_map(|(list, seats)| seats.iter().enumerate().map(move |(i, seat)| (format!("/{list}/{i}"), seat)))
        .filter(|(_, seat)| seat.fran <= datum)
        .collect();
    for (i, (place, seat)) in all.iter().enumerate() {
        let same = |other: &Uppdrag| other.person == seat.person && other.period().overlaps(seat.period());
        if let Some((other, _)) = all[..i].iter().find(|(_, other)| same(other)) {
            provning.note(&LAG_10_4, place.as_str(), |found| {
                found.value(seat.fran).expected(format!("no day in common with {other}"))
            });
        }
    }
}

/// Someone called to the meetings on the day who also has a seat in the board on it.
fn without_a_vote(uppgift: &Styrelseuppgift, provning: &mut Provning) {
    let datum = provning.datum();
    let called = uppgift.adjungerade.iter().enumerate();
    for (i, one) in called.filter(|(_, one)| Period::new(one.fran, one.till).contains(datum)) {
        let seated = lists(uppgift).into_iter().find_map(|(list, seats)| {
            held(seats, datum).find(|(_, seat)| seat.person == one.person).map(|(seat, _)| format!("/{list}/{seat}"))
        });
        if let Some(seat) = seated {
            provning.note(&LAG_10_7, format!("/adjungerade/{i}/person"), |found| {
                found.expected(format!("nobody in the board; the same person is at {seat}"))
            });
        }
    }
}

fn delegations(uppgift: &Styrelseuppgift, provning: &mut Provning) {
    let datum = provning.datum();
    for (i, one) in uppgift.delegationer.iter().enumerate() {
        if !Period::new(one.fran, one.till).contains(datum) {
            continue;
        }
        if one.arendeslag != Arendeslag::Ovrigt {
            provning.note(&LAG_10_5, format!("/delegationer/{i}/arendeslag"), |found| {
                found.value(one.arendeslag.code()).expected("decided by the board itself")
            });
        }
        if one.anmals == Some(false) {
            provning.note(&LAG_10_6, format!("/delegationer/{i}/anmals"), |found| found.value(false).expected("true"));
        }
    }
}

/// 12-14 and 16 §§, by the day of the appointment.
fn appointment(place: &str, seat: &Uppdrag, forbund: &Forbundsuppgift, provning: &mut Provning) {
    let appointed = seat.utsedd.unwrap_or(seat.fran);
    if !forbund.members_on(seat.fran).iter().any(|member| is_of(seat, *member)) {
        provning.note_on(appointed, &LAG_12_1, format!("{place}/utseddAv"), |found| {
            found.value(seat.utsedd_av).expected(format!("a member on {}", seat.fran))
        });
    }
    if let Some(behorighet) = seat.behorighet.filter(|behorighet| !behorighet.is_enough_on(appointed)) {
        provning.note_on(appointed, &LAG_12_2, format!("{place}/behorighet"), |found| {
            found.value(behorighet.code()).expected("eligible when appointed")
        });
    }
    term(place, seat, forbund.forbundsordning.as_ref(), provning);
    by_the_newly_elected(place, seat, provning);
    ended(place, seat, provning);
}

/// 13 §: how long, and from when. A seat taken over in the middle of a term begins when it does.
fn term(place: &str, seat: &Uppdrag, ordning: Option<&Forbundsordning>, provning: &mut Provning) {
    let years = ordning.map_or(4, Forbundsordning::mandattid);
    let longest = seat.fran.checked_add_months(Months::new(12 * u32::from(years))).and_then(|day| day.pred_opt());
    if let (Some(till), Some(longest)) = (seat.till, longest)
        && till > longest
    {
        provning.note_on(seat.fran, &LAG_13_1, format!("{place}/till"), |found| {
            found.value(till).expected(format!("no later than {longest}"))
        });
    }
    let full = seat.till.is_some() && seat.till == longest;
    let begins_right = (seat.fran.month(), seat.fran.day()) == (4, 1) && follows_election(seat.fran.year());
    // Without its förbundsordning nobody knows whether that says otherwise.
    if full && years == 4 && !begins_right && ordning.is_some_and(|ordning| !ordning.annan_mandatstart) {
        provning.note_on(seat.fran, &LAG_13_3, format!("{place}/fran"), |found| {
            found.value(seat.fran).expected("1 April of the year after a general election")
        });
    }
}

/// General elections are held in 2002, 2006 and every fourth year on.
const fn follows_election(year: i32) -> bool {
    (year - 1).rem_euclid(4) == 2
}

/// 14 §: what is appointed in an election year before the election is certainly not by the newly elected.
fn by_the_newly_elected(place: &str, seat: &Uppdrag, provning: &mut Provning) {
    let Some(utsedd) = seat.utsedd else { return };
    let elected = matches!(seat.utsedd_av.slag(), Partslag::Kommun | Partslag::Region);
    let next_term = seat.fran.year() == utsedd.year() + 1 && follows_election(seat.fran.year());
    if let Some(election) = election_day(utsedd.year()).filter(|day| elected && next_term && utsedd <= *day) {
        provning.note_on(utsedd, &LAG_14_1, format!("{place}/utsedd"), |found| {
            found.value(utsedd).expected(format!("after the election of {election}"))
        });
    }
}

/// The third Sunday of September until 2010, the second from 2014.
fn election_day(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_weekday_of_month_opt(year, 9, Weekday::Sun, if year < 2014 { 3 } else { 2 })
}

fn ended(place: &str, seat: &Uppdrag, provning: &mut Provning) {
    let (Some(avgang), Some(till)) = (seat.avgang, seat.till) else { return };
    if till > provning.datum() {
        return;
    }
    let agency = !matches!(seat.utsedd_av.slag(), Partslag::Kommun | Partslag::Region);
    let regel: &'static Regel = match avgang {
        Avgang::FullmaktigeUpphort => &LAG_16_1,
        Avgang::AnstallningUpphord if !agency => &LAG_16_2,
        _ => return,
    };
    provning.note_on(till, regel, format!("{place}/avgang"), |found| found.value(avgang.code()));
}

/// 12 §: of several ersättare of one member, each has its place in the order.
fn order(ersattare: &[Uppdrag], provning: &mut Provning) {
    let datum = provning.datum();
    for (i, seat) in held(ersattare, datum) {
        let others = || held(ersattare, datum).filter(|(j, other)| *j != i && other.utsedd_av == seat.utsedd_av);
        let unclear = others().any(|(_, other)| seat.ordning.is_none() || other.ordning == seat.ordning);
        if unclear {
            provning.note(&LAG_12_3, format!("/ersattare/{i}/ordning"), |found| {
                found.value(seat.utsedd_av).expected("a place of its own among those of the same member")
            });
        }
    }
}

/// 17 §. Where no post at all is registered on the day, nothing is said.
fn posts(uppgift: &Styrelseuppgift, provning: &mut Provning) {
    let datum = provning.datum();
    let posts = || uppgift.poster.iter().enumerate().filter(|(_, p)| Period::new(p.fran, p.till).contains(datum));
    if posts().next().is_none() {
        return;
    }
    let count = |slag| i64::try_from(posts().filter(|(_, post)| post.slag == slag).count()).unwrap_or(i64::MAX);
    let (chairs, vice) = (count(Postslag::Ordforande), count(Postslag::ViceOrdforande));
    if chairs != 1 {
        provning.note(&LAG_17_1, "/poster", |found| found.value(chairs).expected("1"));
    }
    if !(1..=2).contains(&vice) {
        provning.note(&LAG_17_2, "/poster", |found| found.value(vice).expected("1-2"));
    }
    for (i, post) in posts() {
        if !held(&uppgift.ledamoter, datum).any(|(_, seat)| seat.person == post.person) {
            provning.note(&LAG_17_3, format!("/poster/{i}/person"), |found| found.expected("a ledamot on the day"));
        }
    }
}
