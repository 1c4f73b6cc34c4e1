//! The change feed as those see it who see only some of it, and how it is looked after.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use finsam_core::atkomst::{Handelsesak, Plats};
use finsam_core::insats::{Antalsuppgift, Enhet, Strukturuppgift};
use finsam_core::part::PartKod;

use super::{
    ANNA, ANNAN_INSATS, Databas, FORBUND, INSATS, Prov, aktor, day, forbund, insats, moment, new_id, nyckel,
    on_each_database, part, skrivning,
};
use crate::rum::{Flode, Handelsetyp, Resurs, Rorda, Skedd, Skrivning, Strategi, Villkor};
use crate::{Aktor, ReadSession};

const HERE: Plats = Plats { insats: INSATS, forbund: FORBUND };
const THERE: Plats = Plats { insats: ANNAN_INSATS, forbund: FORBUND };

fn elsewhere(one: Skrivning) -> Skrivning {
    let mut one = one;
    one.godkand.post.insats_id = ANNAN_INSATS;
    one
}

/// What happened, under which key, where the participation stood then and what it left.
type Rad = (i64, Handelsetyp, String, Option<Plats>, Option<Plats>);

fn rows(events: &[Skedd], whose: PartKod) -> Vec<Rad> {
    let row = |skedd: &Skedd| {
        let Handelsesak::Deltagande { part, nu, fore } = skedd.sak else { panic!("{skedd:?}") };
        assert_eq!((part, skedd.handelse.resurs), (whose, Resurs::Deltagande));
        let nyckel = skedd.nyckel.clone().unwrap();
        assert_eq!(nyckel.kallsystem, "treserva");
        (skedd.handelse.nummer, skedd.handelse.typ, nyckel.nyckel, nu, fore)
    };
    events.iter().map(row).collect()
}

async fn of_part(las: &mut Box<dyn ReadSession>, part: PartKod, after: i64, limit: u32) -> Vec<Rad> {
    rows(&las.handelser().of_part(part, after, limit).await.unwrap(), part)
}

on_each_database!(a_part_finds_its_own_among_everybodys);
async fn a_part_finds_its_own_among_everybodys(databas: Databas) {
    let prov = Prov::new(databas).await;
    let (here, there) = (part("kommun:2280"), part("region:22"));
    let one = |name: &str| skrivning(name, None, "2014-01-01", None);
    prov.save(vec![one("a"), one("b")]).await;
    prov.save_as(there, Strategi::Upsert, vec![one("a")]).await.unwrap();
    // One unit of work for both parts and an insats, with the same record twice.
    let mut enhet = prov.begin().await;
    enhet.deltaganden().save(here, Strategi::Upsert, vec![one("c"), elsewhere(one("c")), one("d")]).await.unwrap();
    enhet.deltaganden().save(there, Strategi::Upsert, vec![elsewhere(one("a"))]).await.unwrap();
    enhet.insatser().update(INSATS, 1, insats("Nytt namn")).await.unwrap();
    enhet.deltaganden().save(here, Strategi::Upsert, vec![elsewhere(one("b")), one("a")]).await.unwrap();
    enhet.deltaganden().delete(here, &nyckel("d"), Villkor::Inget).await.unwrap();
    enhet.commit().await.unwrap();
    prov.save_as(there, Strategi::Upsert, vec![one("e")]).await.unwrap();

    let mut las = prov.store.read().await.unwrap();
    let own: Vec<Rad> = [
        (4, Handelsetyp::Skapad, "a", Some(HERE), None),
        (5, Handelsetyp::Skapad, "b", Some(HERE), None),
        (7, Handelsetyp::Skapad, "c", Some(HERE), None),
        (8, Handelsetyp::Andrad, "c", Some(THERE), Some(HERE)),
        (9, Handelsetyp::Skapad, "d", Some(HERE), None),
        (12, Handelsetyp::Andrad, "b", Some(THERE), Some(HERE)),
        (13, Handelsetyp::Raderad, "d", None, Some(HERE)),
    ]
    .map(|(nummer, typ, name, nu, fore)| (nummer, typ, name.to_owned(), nu, fore))
    .into();
    assert_eq!(of_part(&mut las, here, 0, 100).await, own);
    for after in 0..15 {
        let expected: Vec<Rad> = own.iter().filter(|row| row.0 > after).cloned().collect();
        assert_eq!(of_part(&mut las, here, after, 100).await, expected, "after {after}");
        let few: Vec<Rad> = expected.iter().take(2).cloned().collect();
        assert_eq!(of_part(&mut las, here, after, 2).await, few, "two after {after}");
    }
    let others = of_part(&mut las, there, 0, 100).await;
    assert_eq!(others.iter().map(|row| row.0).collect::<Vec<_>>(), [6, 10, 14]);
    assert_eq!(others[1].4, Some(HERE));
    assert!(of_part(&mut las, part("kommun:0180"), 0, 100).await.is_empty(), "a part that nobody knows");

    let registret = las.handelser().of_register(0, 100).await.unwrap();
    let numbers: Vec<_> = registret.iter().map(|skedd| (skedd.handelse.nummer, skedd.handelse.id)).collect();
    assert_eq!(numbers, [(1, FORBUND.0), (2, INSATS.0), (3, ANNAN_INSATS.0), (11, INSATS.0)]);
    assert_eq!(las.handelser().of_register(1, 2).await.unwrap(), registret[1..3]);
    let touched = |sista, registret, parter: &[(PartKod, i64)]| Rorda {
        sista,
        registret,
        parter: parter.iter().copied().collect::<BTreeMap<_, _>>(),
    };
    assert_eq!(las.handelser().touched(13).await.unwrap(), touched(14, None, &[(there, 14)]));
    assert_eq!(las.handelser().touched(14).await.unwrap(), touched(14, None, &[]));
    let all = las.handelser().touched(0).await.unwrap();
    assert_eq!((all.sista, all.parter.len()), (14, 2));
    assert!(all.registret >= Some(11) && all.parter[&here] >= 13 && all.parter[&there] == 14, "{all:?}");
}

on_each_database!(a_deleted_one_that_returns_did_not_move);
async fn a_deleted_one_that_returns_did_not_move(databas: Databas) {
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    let one = || skrivning("a", Some(ANNA), "2014-01-01", None);
    prov.save(vec![one()]).await;
    let mut enhet = prov.begin().await;
    enhet.deltaganden().delete(here, &nyckel("a"), Villkor::Inget).await.unwrap();
    enhet.commit().await.unwrap();
    prov.save(vec![elsewhere(one())]).await;
    prov.save(vec![elsewhere(skrivning("a", Some(ANNA), "2014-01-01", Some("2014-02-01")))]).await;
    let mut las = prov.store.read().await.unwrap();
    let found: Vec<_> = of_part(&mut las, here, 3, 10).await.into_iter().map(|row| (row.1, row.3, row.4)).collect();
    assert_eq!(
        found,
        [
            (Handelsetyp::Skapad, Some(HERE), None),
            (Handelsetyp::Raderad, None, Some(HERE)),
            (Handelsetyp::Skapad, Some(THERE), None),
            (Handelsetyp::Avslutad, Some(THERE), None),
        ]
    );
    assert_eq!(las.handelser().of_part(here, 3, 1).await.unwrap()[0].handelse.id, new_id("a").0);
}

on_each_database!(counts_and_people_reached_name_their_insats_and_forbund);
async fn counts_and_people_reached_name_their_insats_and_forbund(databas: Databas) {
    let prov = Prov::new(databas).await;
    let uppgift = Antalsuppgift {
        fran: day("2014-01-01"),
        till: day("2014-12-31"),
        enhet: Enhet::default(),
        kvinnor: Some(1),
        man: Some(2),
        nya: None,
        pagaende: None,
        avslutade: None,
    };
    let mut enhet = prov.begin().await;
    enhet.antal().put(ANNAN_INSATS, uppgift).await.unwrap();
    let reached = Strukturuppgift { fran: uppgift.fran, till: uppgift.till, antal: 45 };
    enhet.strukturdeltagande().put(ANNAN_INSATS, reached).await.unwrap();
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    let events = las.handelser().of_register(3, 10).await.unwrap();
    assert_eq!(
        events.iter().map(|one| one.handelse.resurs).collect::<Vec<_>>(),
        [Resurs::Antal, Resurs::Strukturdeltagande]
    );
    for event in events {
        assert_eq!(event.sak, Handelsesak::Antal(THERE));
        assert_eq!((event.handelse.id, event.nyckel), (ANNAN_INSATS.0, None));
    }
}

on_each_database!(a_commit_is_told_of_and_nothing_else);
async fn a_commit_is_told_of_and_nothing_else(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut commits = prov.store.commits();
    assert!(!commits.has_changed().unwrap(), "none since it was asked for");
    let mut enhet = prov.begin().await;
    enhet.forbund().update(FORBUND, 1, forbund("Nytt namn")).await.unwrap();
    assert!(!commits.has_changed().unwrap());
    drop(enhet);
    prov.store.read().await.unwrap().handelser().last().await.unwrap();
    assert!(!commits.has_changed().unwrap(), "neither what is given up nor reading");
    prov.save(vec![skrivning("a", None, "2014-01-01", None)]).await;
    commits.changed().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.handelser().last().await.unwrap(), 4, "it can be seen by then");
}

on_each_database!(the_secret_of_the_feed_is_made_once);
async fn the_secret_of_the_feed_is_made_once(databas: Databas) {
    let prov = Prov::new(databas).await;
    let flode = prov.store.read().await.unwrap().handelser().feed().await.unwrap();
    assert_eq!(flode, Flode { gallrad_till: 0, hemlighet: None });
    // Several programs at once, each with a suggestion of its own.
    let mut made = Vec::new();
    let beside = prov.open(None).await.unwrap();
    for (store, ny) in [(&prov.store, [1; 32]), (&beside, [2; 32]), (&prov.store, [3; 32])] {
        let mut enhet = store.begin(aktor("prov")).await.unwrap();
        made.push(enhet.handelser().secret(ny).await.unwrap());
        enhet.commit().await.unwrap();
    }
    assert_eq!(made, [[1; 32]; 3]);
    let flode = prov.store.read().await.unwrap().handelser().feed().await.unwrap();
    assert_eq!(flode.hemlighet, Some([1; 32]));
    assert!(!format!("{flode:?}").contains("1, 1"));
    for table in ["handelse", "arende"] {
        assert_eq!(prov.count(&format!("SELECT count(*) FROM {table}")), if table == "arende" { 1 } else { 3 });
    }
}

on_each_database!(old_events_go_and_it_is_known_which);
async fn old_events_go_and_it_is_known_which(databas: Databas) {
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    let at = |days: i64| moment() + TimeDelta::days(days);
    for (days, name) in [(1, "a"), (2, "b"), (5, "c"), (3, "late"), (9, "d")] {
        let mut enhet = prov.store.begin(Aktor { tid: at(days), ..aktor("prov") }).await.unwrap();
        let many = [0, 1].map(|n| skrivning(&format!("{name}{n}"), None, "2014-01-01", None));
        enhet.deltaganden().save(here, Strategi::Upsert, many.into()).await.unwrap();
        enhet.commit().await.unwrap();
    }
    // 1-3 the world, 4-5 a, 6-7 b, 8-9 c, 10-11 late, 12-13 d.
    let prune = async |fore, limit| {
        let mut enhet = prov.begin().await;
        let removed = enhet.handelser().prune(fore, limit).await.unwrap();
        enhet.commit().await.unwrap();
        let mut las = prov.store.read().await.unwrap();
        let flode = las.handelser().feed().await.unwrap();
        let left = las.handelser().after(0, 100).await.unwrap();
        assert_eq!(left.first().unwrap().nummer, flode.gallrad_till + 1);
        assert_eq!(left.last().unwrap().nummer, 13, "the newest stays");
        (removed, flode.gallrad_till)
    };
    assert_eq!(prune(at(0), 100).await, (0, 0), "not older, only as old");
    assert_eq!(prune(at(2), 4).await, (4, 4), "no more than asked for at once");
    assert_eq!(prune(at(2), 4).await, (1, 5));
    assert_eq!(prune(at(4), 100).await, (2, 7), "what comes after one that is to stay stays too");
    let mut las = prov.store.read().await.unwrap();
    let rest: Vec<i64> = of_part(&mut las, here, 0, 100).await.iter().map(|row| row.0).collect();
    assert_eq!(rest, [8, 9, 10, 11, 12, 13]);
    assert!(las.handelser().of_register(0, 100).await.unwrap().is_empty());
    drop(las);
    assert_eq!(prune(at(100), 100).await, (5, 12));
    assert_eq!(prune(at(100), 100).await, (0, 12));
    assert_eq!(prov.count("SELECT count(*) FROM handelsespann"), 1);
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(of_part(&mut las, here, 0, 100).await.len(), 1, "the rest of a stretch of which some is gone");
    assert_eq!(las.handelser().touched(0).await.unwrap().parter[&here], 13);
}

on_each_database!(what_stood_before_the_feed_was_divided_is_found);
/// Two parts and an insats in two units of work, the first event pruned by hand, a participation deleted.
async fn what_stood_before_the_feed_was_divided_is_found(databas: Databas) {
    let blob = |n: u8| match databas {
        Databas::Sqlite => format!("x'{n:032x}'"),
        Databas::Postgres => format!("'\\x{n:032x}'::bytea"),
    };
    let (forbund, insats) =
        (serde_json::to_string(&forbund("F")).unwrap(), serde_json::to_string(&insats("I")).unwrap());
    let event = |nummer, arende, resurs, rad, id: u8| {
        format!("INSERT INTO handelse VALUES ({nummer}, {arende}, 1, {resurs}, {rad}, 1, {});", blob(id))
    };
    let deltagande = |nummer, part, insats: &str, id: u8| {
        let id = blob(id);
        format!(
            "INSERT INTO deltagande (nummer, id, kalla, nyckel, version, part, insats)
             VALUES ({nummer}, {id}, {part}, 'd-{nummer}', 1, {part}, {insats});"
        )
    };
    let mut filled = format!(
        "INSERT INTO arende VALUES (1, 0, '', '', '', ''); INSERT INTO arende VALUES (2, 0, '', '', '', '');
         INSERT INTO forbund VALUES (1, {}, 1, '[]', '{forbund}');
         INSERT INTO insats VALUES (1, {}, 1, 1, 'individ', 'annan', 0, NULL, '{insats}');
         INSERT INTO part VALUES (1, 'kommun:2280'); INSERT INTO part VALUES (2, 'region:22');
         INSERT INTO kalla VALUES (1, 1, 'treserva'); INSERT INTO kalla VALUES (2, 2, 'treserva');",
        blob(0xf),
        blob(0x1),
    );
    filled.extend([deltagande(1, 1, "1", 11), deltagande(2, 2, "1", 12), deltagande(3, 1, "NULL", 13)]);
    filled.extend([event(2, 1, 2, 1, 1), event(3, 1, 3, 1, 11), event(4, 1, 3, 2, 12), event(5, 2, 3, 3, 13)]);
    let prov = Prov::grown(databas, &filled).await;
    let mut las = prov.store.read().await.unwrap();
    let of = async |las: &mut Box<dyn ReadSession>, kod: &str| {
        let rows = of_part(las, part(kod), 0, 10).await;
        rows.into_iter().map(|row| (row.0, row.2, row.3.is_some())).collect::<Vec<_>>()
    };
    let named =
        |rows: &[(i64, &str, bool)]| rows.iter().map(|row| (row.0, row.1.to_owned(), row.2)).collect::<Vec<_>>();
    assert_eq!(of(&mut las, "kommun:2280").await, named(&[(3, "d-1", true), (5, "d-3", false)]));
    assert_eq!(of(&mut las, "region:22").await, named(&[(4, "d-2", true)]));
    let registret = las.handelser().of_register(0, 10).await.unwrap();
    assert_eq!(registret.iter().map(|skedd| skedd.handelse.nummer).collect::<Vec<_>>(), [2]);
    assert_eq!(las.handelser().feed().await.unwrap().gallrad_till, 1);
}
