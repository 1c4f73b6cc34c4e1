//! Tests of the real förbund, of Göteborg Nordost's counts and of the generator.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use finsam_core::belopp::{Belopp, andel_procent};
use finsam_core::deltagande::{Deltagandeuppgift, Sammanhang, overlap, validate, validate_key};
use finsam_core::ekonomi::{
    Budget, Budgetstatus, Utfall, judge_budget, judge_utfall, tilldelning, validate_budget, validate_utfall,
};
use finsam_core::forbund::{Forbund, Forbundsuppgift};
use finsam_core::geografi::{KOMMUNER, LanKod};
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::identitet::{Kon, Numrering, Personnummer, Testnummer};
use finsam_core::insats::{self, Insats, Insatsuppgift, Uppfoljningsmetod, validate_antal};
use finsam_core::part::PartKod;
use finsam_core::tid::Period;
use uuid::Uuid;

use super::testpersoner::test_number;
use super::{Marginaler, forbunden, generera, nordost, pengar};

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn named(namn: &str) -> Forbundsuppgift {
    forbunden().unwrap().into_iter().find(|forbund| forbund.namn.contains(namn)).unwrap()
}

#[test]
fn the_80_forbund_hold_241_kommuner_and_49_stand_outside() {
    let forbunden = forbunden().unwrap();
    assert_eq!(forbunden.len(), 80);
    let of = |forbund: &Forbundsuppgift| forbund.omrade.iter().map(|omrade| omrade.kommunkod).collect::<Vec<_>>();
    let inside: HashSet<_> = forbunden.iter().flat_map(of).collect();
    assert_eq!(inside.len(), 241);
    let today: HashSet<_> = KOMMUNER.iter().filter(|k| k.holds_on(day("2015-04-30"))).map(|k| k.kod).collect();
    assert_eq!(today.difference(&inside).count(), 49);
    for forbund in &forbunden {
        assert_eq!(finsam_core::forbund::validate(forbund), [], "{}", forbund.namn);
        assert_eq!(forbund.sate, forbund.omrade[0].kommunkod);
        assert!(forbund.medlemmar.iter().all(|medlem| medlem.fran == forbund.bildat));
    }
}

#[test]
fn the_edge_cases_are_there() {
    let gotland = named("Gotland");
    assert!(!gotland.medlemmar.iter().any(|medlem| matches!(medlem.part, PartKod::Region(_))));
    assert_eq!(gotland.medlemmar.len(), 3);
    let regions: Vec<String> = named("BÅD-ESÅ").medlemmar[2..4].iter().map(|medlem| medlem.part.to_string()).collect();
    assert_eq!(regions, ["region:14", "region:17"]);
    let lan: Vec<String> = named("BÅD-ESÅ").lan().iter().map(LanKod::to_string).collect();
    assert_eq!(lan, ["14", "17"]);
    let delar: HashSet<String> =
        forbunden().unwrap().into_iter().flat_map(|f| f.omrade).filter_map(|omrade| omrade.kommundel).collect();
    assert_eq!(delar.len(), 4, "Göteborg by kommundel");
    assert_eq!(named("Kalmar").bildat, Some(day("2005-10-01")));
    assert_eq!(named("Blekinge").bildat, None);
    assert_eq!(named("Kalmar").omrade.len(), 12);
}

#[test]
fn nordost_sums_as_printed() {
    let id = ForbundId(Uuid::from_u128(1));
    let alla = nordost(id).unwrap();
    assert_eq!(alla.len(), 18);
    let mut sums = [0, 0, 0];
    for insats in &alla {
        let avslutade = insats.antal.avslutade.unwrap();
        sums[0] += avslutade.arbete_studier_jobready.total();
        sums[1] += avslutade.fortsatt_rehab.total();
        sums[2] += avslutade.ovrigt.total();
        assert_eq!(insats::validate(&insats.insats, Some(&named(super::NORDOST))), []);
        assert_eq!(validate_antal(&insats.antal, &insats.insats, &[]), []);
        assert_eq!(insats.insats.uppfoljningsmetod, Uppfoljningsmetod::Antal);
    }
    assert_eq!(sums, [243, 180, 117]);
    let share = |n: i64| andel_procent(n.unsigned_abs(), 540);
    assert_eq!((share(sums[0]), share(sums[0] + sums[1])), (Some(45), Some(78)));
}

#[test]
fn test_numbers_are_of_the_series() {
    let mut fodd = day("1976-01-01");
    while fodd < day("2001-03-01") {
        for kon in [Kon::Kvinna, Kon::Man] {
            let nummer = Personnummer::parse(test_number(fodd, kon).reveal(), day("2015-01-01")).unwrap();
            assert!(nummer.is_test() && nummer.kon() == kon && nummer.fodelsedatum() == fodd);
        }
        fodd = fodd + chrono::Days::new(13);
    }
}

fn insats_of(id: InsatsId, startdatum: NaiveDate) -> Insats {
    let mut uppgift: Insatsuppgift = nordost(ForbundId(Uuid::from_u128(1))).unwrap().remove(0).insats;
    uppgift.uppfoljningsmetod = Uppfoljningsmetod::Personuppgifter;
    uppgift.startdatum = startdatum;
    Insats { id, version: 1, uppgift }
}

/// Who it is, as text to compare by.
pub(super) fn who(uppgift: &Deltagandeuppgift) -> String {
    match (&uppgift.personnummer, &uppgift.reservnummer) {
        (Some(nummer), None) => nummer.reveal().to_owned(),
        (None, Some(reserv)) => {
            format!("{}/{}/{}/{}", reserv.utfardare, reserv.nummer, reserv.fodelsedatum, reserv.kon)
        }
        _ => panic!("exactly one number"),
    }
}

#[test]
fn generated_records_are_sound_unique_and_the_same_for_the_same_seed() {
    let part: PartKod = "kommun:2280".parse().unwrap();
    let forbund = named("Härnösand");
    let insatser: Vec<InsatsId> = (1..=2).map(|n| InsatsId(Uuid::from_u128(n))).collect();
    let insatser_by_id: HashMap<InsatsId, Insats> =
        insatser.iter().map(|&id| (id, insats_of(id, day("2013-01-01")))).collect();
    let period = Period::new(day("2014-01-01"), Some(day("2014-12-31")));
    let numrering = Numrering::sandlada(Testnummer::default());
    let mut periods: HashMap<(String, InsatsId), Vec<Period>> = HashMap::new();
    let (mut reserv, mut bytes) = (0, 0);
    let antal = 20_000;
    for post in generera(antal, 42, &insatser, part, period) {
        let id = post.uppgift.insats_id.unwrap();
        bytes += serde_json::to_string(&post).unwrap().len();
        reserv += u64::from(post.uppgift.reservnummer.is_some());
        let its = Period::new(post.uppgift.startdatum, post.uppgift.slutdatum);
        let others = periods.entry((who(&post.uppgift), id)).or_default();
        assert_eq!(overlap(its, others), None, "{}", post.nyckel.nyckel);
        others.push(its);
        let nyckel = post.nyckel;
        assert_eq!(validate_key(&nyckel, day("2015-01-01")), []);
        let insats = &insatser_by_id[&id];
        let sammanhang =
            Sammanhang { part, idag: day("2015-01-01"), numrering: &numrering, insats: Some((insats, &forbund)) };
        assert_eq!(validate(post.uppgift, &sammanhang).unwrap().varningar, [], "{}", nyckel.nyckel);
    }
    assert!((antal / 20..antal / 5).contains(&reserv), "{reserv} of {antal} by reservnummer");
    assert!((500..700).contains(&(bytes as u64 / antal)), "{} bytes a record", bytes as u64 / antal);
    let two = |fro| generera(50, fro, &insatser, part, period).collect::<Vec<_>>();
    assert_eq!(two(3), two(3));
    assert_ne!(two(3), two(4));
}

#[test]
fn when_the_test_numbers_are_used_up_the_rest_get_reservnummer() {
    let part: PartKod = "kommun:2280".parse().unwrap();
    let insatser = [InsatsId(Uuid::from_u128(1))];
    let period = Period::new(day("1992-03-01"), Some(day("1992-03-20")));
    let poster: Vec<_> = generera(400, 1, &insatser, part, period).collect();
    let numbers: HashSet<String> = poster.iter().map(|post| who(&post.uppgift)).collect();
    assert_eq!(numbers.len(), 400, "nobody twice");
    let test = poster.iter().filter(|post| post.uppgift.personnummer.is_some()).count();
    assert_eq!(test, 64, "the 32 birth dates up to 1 February 1976 are old enough");
    assert_eq!(generera(5, 1, &[], part, period).count(), 0);
}

/// Nothing but what is told of one förbund, each judged beside the other 79.
fn judged(datum: &str) -> Vec<(String, Vec<String>)> {
    let forbunden = forbunden().unwrap();
    let datum = datum.parse().unwrap();
    let others = |i: usize| forbunden.iter().enumerate().filter(move |(j, _)| *j != i).map(|(_, other)| other);
    let codes =
        |i: usize, one| finsam_core::forbund::judge(one, others(i), datum).iter().map(|a| a.kod.to_string()).collect();
    let all = forbunden.iter().enumerate().map(|(i, one)| (one.namn.clone(), codes(i, one)));
    all.filter(|(_, codes): &(String, Vec<String>)| !codes.is_empty()).collect()
}

#[test]
fn the_80_forbund_follow_the_act_in_2015_and_2020() {
    assert_eq!(judged("2015-04-30"), []);
    assert_eq!(judged("2020-06-01"), []);
}

#[test]
fn only_the_one_in_two_regions_did_not_in_2009() {
    let bad_esa = "Samordningsförbundet Bengtsfors, Åmål, Dals-Ed, Säffle och Årjäng (BÅD-ESÅ)";
    assert_eq!(judged("2009-12-31"), [(bad_esa.to_owned(), vec!["LAG-3-7".to_owned()])]);
}

#[test]
fn made_up_money_follows_the_act() {
    let numbered = forbunden().unwrap().into_iter().zip(1..);
    let forbund: Vec<Forbund> = numbered
        .map(|(uppgift, n)| Forbund { id: ForbundId(Uuid::from_u128(n)), version: 1, ersatt_av: Vec::new(), uppgift })
        .collect();
    let pengar = pengar(&Marginaler::printed().unwrap(), &forbund).unwrap();
    let of = |id: ForbundId| &forbund.iter().find(|one| one.id == id).unwrap().uppgift;
    let datum = day("2015-06-01");
    for one in &pengar.budgetar {
        assert_eq!(validate_budget(&one.uppgift), []);
        let (forst_faststalld, faststalld) = (Some(one.faststalld), Some(one.faststalld));
        let (forbund_id, ar, uppgift) = (one.forbund, one.ar, one.uppgift.clone());
        let status = Budgetstatus::Faststalld;
        let budget = Budget { forbund_id, ar, version: 1, status, forst_faststalld, faststalld, uppgift };
        assert_eq!(judge_budget(&budget, of(one.forbund), datum), [], "{budget:?}");
    }
    for (forbund_id, ar, uppgift) in pengar.utfall {
        assert_eq!(validate_utfall(ar, &uppgift), []);
        let utfall = Utfall { forbund_id, ar, version: 1, uppgift };
        assert_eq!(judge_utfall(&utfall, of(forbund_id), datum), [], "{utfall:?}");
    }
    for (ar, uppgift) in pengar.tilldelningar {
        assert_eq!(tilldelning::validate(&uppgift), [], "{ar}");
        assert_eq!(tilldelning::allocate(&uppgift).ofordelat, Belopp::ZERO, "{ar}");
    }
}
