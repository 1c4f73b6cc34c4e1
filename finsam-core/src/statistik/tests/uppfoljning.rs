//! Försäkringskassan's follow-up, out of persons and out of counts.

use proptest::prelude::*;

use super::*;
use crate::insats::{Antal, Antalsuppgift, Avslutade, Enhet, PerKon, PerKonEllerTotalt};

/// One of 2012-2015, followed by persons or by counts.
fn followed(n: u128, metod: Uppfoljningsmetod) -> Insats {
    let mut insats = insats(n);
    insats.uppgift.uppfoljningsmetod = metod;
    (insats.uppgift.startdatum, insats.uppgift.slutdatum) = (day("2012-01-01"), Some(day("2015-12-31")));
    insats
}

fn of(kon: Kon, start: &str, slut: Option<&str>) -> Deltagandepost {
    Deltagandepost { kon, ..post(start, slut) }
}

fn with_efter(slag: Sysselsattning, post: Deltagandepost) -> Deltagandepost {
    Deltagandepost { efter: Some(does(&[slag])), ..post }
}

/// New, going on, work, rehabilitation, other; -1 where it is not known.
fn numbers(tal: Uppfoljningstal) -> [i64; 5] {
    [tal.nya, tal.pagaende, tal.arbete_studier_jobready, tal.fortsatt_rehab, tal.ovrigt].map(|n| n.unwrap_or(-1))
}

fn counted(poster: &[Deltagandepost]) -> Vec<[i64; 5]> {
    let mut uppfoljning = UppfoljningFinsam::new(2014);
    poster.iter().for_each(|post| uppfoljning.add_person(post));
    let insatser = [followed(1, Uppfoljningsmetod::Personuppgifter)];
    uppfoljning.rows(&insatser).iter().map(|rad| numbers(rad.tal)).collect()
}

#[test]
fn persons_are_counted_by_their_days_and_results() {
    use Kon::{Kvinna, Man};
    let anonym = |post| Deltagandepost { registrering: Registrering::Anonym, avslutsanledning: None, ..post };
    let because = |anledning, post| Deltagandepost { avslutsanledning: Some(anledning), ..post };
    let closed = || of(Kvinna, "2013-05-01", Some("2014-12-31"));
    let poster = [
        of(Kvinna, "2014-01-01", None),
        of(Kvinna, "2013-12-31", Some("2015-01-01")),
        with_efter(Sysselsattning::Studier, closed()),
        because(Avslutsanledning::AnnanRehabilitering, closed()),
        with_efter(Sysselsattning::ArbetssokandeAf, closed()),
        because(Avslutsanledning::Avliden, closed()),
        // Neither in the year nor after it.
        of(Kvinna, "2012-01-01", Some("2013-12-31")),
        of(Kvinna, "2015-01-01", None),
        because(Avslutsanledning::Felregistrering, of(Kvinna, "2014-02-01", Some("2014-03-01"))),
        anonym(of(Man, "2014-05-01", Some("2014-06-01"))),
        anonym(of(Man, "2014-05-01", None)),
        anonym(of(Man, "2013-05-01", Some("2014-06-01"))),
        anonym(of(Man, "2013-05-01", None)),
    ];
    assert_eq!(counted(&poster), [[1, 2, 1, 1, 2], [2, 1, 0, 0, 1]]);
    assert_eq!(counted(&[]), [[0; 5]; 2], "an insats without anybody has its lines");
}

fn antal(fran: &str, till: &str) -> Antal {
    let per = |kvinnor, man| PerKon { kvinnor, man };
    Antal {
        insats_id: insats_id(2),
        version: 1,
        uppgift: Antalsuppgift {
            fran: day(fran),
            till: day(till),
            enhet: Enhet::Personer,
            kvinnor: Some(10),
            man: Some(9),
            nya: Some(per(4, 3)),
            pagaende: Some(per(2, 1)),
            avslutade: Some(Avslutade {
                arbete_studier_jobready: per(1, 2),
                fortsatt_rehab: per(3, 4),
                ovrigt: PerKonEllerTotalt::PerKon(per(5, 6)),
            }),
        },
    }
}

fn lines(poster: &[Antal]) -> Vec<(Option<Kon>, [i64; 5])> {
    let mut uppfoljning = UppfoljningFinsam::new(2014);
    poster.iter().for_each(|antal| uppfoljning.add_antal(antal));
    let insatser = [followed(2, Uppfoljningsmetod::Antal)];
    uppfoljning.rows(&insatser).iter().map(|rad| (rad.kon, numbers(rad.tal))).collect()
}

#[test]
fn counts_are_summed_and_the_last_period_tells_what_goes_on() {
    let halves = [antal("2014-07-01", "2014-12-31"), antal("2014-01-01", "2014-06-30")];
    let mut second = halves;
    second[0].uppgift.pagaende = Some(PerKon { kvinnor: 7, man: 8 });
    let expected = [(Some(Kon::Kvinna), [8, 7, 2, 6, 10]), (Some(Kon::Man), [6, 8, 4, 8, 12])];
    assert_eq!(lines(&second), expected);
    let mut more = second.to_vec();
    more.push(antal("2013-01-01", "2013-12-31"));
    let mut visits = antal("2014-01-01", "2014-12-31");
    visits.uppgift.enhet = Enhet::Besok;
    more.push(visits);
    assert_eq!(lines(&more), expected, "neither another year nor another unit");
}

#[test]
fn what_counts_do_not_tell_is_absent() {
    assert_eq!(lines(&[]), [(Some(Kon::Kvinna), [-1; 5]), (Some(Kon::Man), [-1; 5])]);
    let mut halves = [antal("2014-01-01", "2014-06-30"), antal("2014-07-01", "2014-12-31")];
    halves[0].uppgift.nya = None;
    halves[1].uppgift.pagaende = None;
    halves[0].uppgift.avslutade = None;
    assert_eq!(lines(&halves)[0].1, [-1; 5]);
    // One number for both kön is on a line of its own, with all of that result.
    let mut halves = [antal("2014-01-01", "2014-06-30"), antal("2014-07-01", "2014-12-31")];
    halves[0].uppgift.avslutade.as_mut().unwrap().ovrigt = PerKonEllerTotalt::Totalt(7);
    let expected =
        [(Some(Kon::Kvinna), [8, 2, 2, 6, -1]), (Some(Kon::Man), [6, 1, 4, 8, -1]), (None, [-1, -1, -1, -1, 18])];
    assert_eq!(lines(&halves), expected);
    halves[0].uppgift.avslutade.as_mut().unwrap().ovrigt = PerKonEllerTotalt::Totalt(0);
    assert_eq!(lines(&halves)[0].1[4], 5, "nobody is of any kön");
}

#[test]
fn only_insatser_under_way_in_the_year_have_lines() {
    let insatser = [followed(1, Uppfoljningsmetod::Personuppgifter)];
    for (ar, lines) in [(2011, 0), (2012, 2), (2015, 2), (2016, 0)] {
        assert_eq!(UppfoljningFinsam::new(ar).rows(&insatser).len(), lines, "{ar}");
    }
}

proptest! {
    /// However people begin and close: who was there when the year began or came in it has closed in it or goes on.
    #[test]
    fn numbers_add_up_from_year_to_year(
        people in proptest::collection::vec((0..2_000_i64, proptest::option::of(0..1_500_i64), any::<bool>()), 0..60),
    ) {
        let poster: Vec<_> = people.into_iter().map(|(start, length, woman)| {
            let start = day("2012-01-01") + chrono::TimeDelta::days(start);
            let slut = length.map(|days| start + chrono::TimeDelta::days(days));
            let kon = if woman { Kon::Kvinna } else { Kon::Man };
            let slut = slut.map(|slut| slut.to_string());
            of(kon, &start.to_string(), slut.as_deref())
        }).collect();
        let counted = |ar| {
            let mut uppfoljning = UppfoljningFinsam::new(ar);
            poster.iter().for_each(|post| uppfoljning.add_person(post));
            let insatser = [followed(1, Uppfoljningsmetod::Personuppgifter)];
            uppfoljning.rows(&insatser).iter().map(|rad| rad.tal).collect::<Vec<_>>()
        };
        for ar in 2013..2016 {
            for (before, now) in counted(ar - 1).iter().zip(counted(ar)) {
                let came = before.pagaende.unwrap() + now.nya.unwrap();
                prop_assert_eq!(came, now.avslutade().unwrap() + now.pagaende.unwrap());
            }
        }
    }
}
