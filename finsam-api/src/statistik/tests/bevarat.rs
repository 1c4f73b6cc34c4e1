//! Protected states that are kept: which answers after a start, and what is never served.

use std::time::Duration;

use finsam_core::statistik::SKYDDSVERSION;
use finsam_store::rum::Skyddstillstand;

use super::super::bevarat::packed;
use super::*;

const TROSKEL: u32 = 5;
const SPARAS: Duration = Duration::ZERO;
const SPARAS_INTE: Duration = Duration::from_secs(3600);

/// What keeps that took longer than this.
fn bevaring(prov: &Prov, lang: Duration) -> Bevaring {
    Bevaring::new(Arc::clone(&prov.store), Arc::new(Systemklocka)).with_lang(lang)
}

/// A server that starts on the register.
fn server(prov: &Prov, lang: Duration, mellanrum: Duration) -> Statistik {
    let bevarare = Bevarare::new(bevaring(prov, lang)).with_mellanrum(mellanrum);
    let satt = Satt::Forut(Skyddade::new(Takt::default(), Some(bevarare)));
    Statistik { satt, ..Statistik::new(Arc::clone(&prov.store)) }
}

/// A command on the register.
fn command(prov: &Prov, lang: Duration) -> Statistik {
    Statistik { satt: Satt::Bevarat(bevaring(prov, lang)), ..Statistik::new(Arc::clone(&prov.store)) }
}

impl Statistik {
    fn skyddade(&self) -> &Skyddade {
        match &self.satt {
            Satt::Forut(skyddade) => skyddade,
            other => panic!("{other:?}"),
        }
    }
}

/// Some participations of two persons and of nobody, some of them closed.
async fn filled(databas: Databas) -> Prov {
    let prov = Prov::new(databas).await;
    let mut some: Vec<Skrivning> = (1..40).map(|n| skrivning(n, None)).collect();
    some.extend([(40, ANNA), (41, ANNA), (42, BO)].map(|(n, vem)| skrivning(n, Some(vem))));
    for (n, one) in some.iter_mut().enumerate() {
        one.godkand.post.kommun = ["2280", "2262"][n % 5 / 4].parse().ok();
        one.godkand.post.slutdatum = (n % 3 > 0).then(|| day("2014-06-01") + chrono::Days::new(n as u64));
    }
    prov.save(some).await;
    prov
}

/// Every report of two years in several divisions, as bytes.
async fn answers(statistik: &Statistik) -> Vec<u8> {
    let divisions = [("[]", "deltagande"), (r#"["kon"]"#, "deltagande"), (r#"["forbund"]"#, "individ")];
    let ask = move |lage: Lage<'_>| {
        let mut told = Vec::new();
        for namn in Rapportnamn::ALL {
            for (indelning, enhet) in divisions {
                let mut urval = Urval::of_years([2013, 2014]);
                urval.indelning = serde_json::from_str(indelning).unwrap();
                urval.enhet = enhet.parse().unwrap();
                let rapport = lage.rapport(*namn, &urval.normalized(), TROSKEL);
                serde_json::to_writer(&mut told, &rapport.map_err(|found| found.len())).unwrap();
            }
        }
        told
    };
    statistik.look_protected(TROSKEL, ask).await.unwrap()
}

/// Waits until the state of a version is kept.
async fn until_kept(prov: &Prov, version: i64) {
    for _ in 0..500 {
        if stands(prov) == version {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nothing of version {version} was kept, but of {}", stands(prov));
}

/// The version that is kept; 0 where none is.
fn stands(prov: &Prov) -> i64 {
    prov.plats.count("SELECT CAST(COALESCE(max(dataversion), 0) AS bigint) FROM skyddstillstand")
}

async fn newest(prov: &Prov) -> i64 {
    prov.store.read().await.unwrap().handelser().last().await.unwrap()
}

/// The content of a state that can be told from the register: a participation is missing.
async fn marked(prov: &Prov, dataversion: i64) -> Vec<u8> {
    let mark = move |lage: Lage<'_>| {
        let mut kolumner = lage.kolumner.clone();
        kolumner.remove(1);
        kolumner.set_dataversion(dataversion);
        let planer = Skyddsplaner::of(&kolumner, i64::from(TROSKEL));
        packed(Lage::of(&kolumner, lage.forteckning, &planer)).unwrap()
    };
    Statistik::new(Arc::clone(&prov.store)).look(mark).await.unwrap()
}

async fn plant(prov: &Prov, one: Skyddstillstand) {
    let mut unit = prov.begin().await;
    assert!(unit.skyddstillstand().put(one, DateTime::from_timestamp(1_400_000_000, 0).unwrap()).await.unwrap());
    unit.commit().await.unwrap();
}

fn kept_as(dataversion: i64, innehall: Vec<u8>) -> Skyddstillstand {
    Skyddstillstand { troskel: i64::from(TROSKEL), dataversion, regelversion: SKYDDSVERSION.to_owned(), innehall }
}

/// Of which state an answer is, and of how many participations.
async fn counted(statistik: &Statistik) -> (i64, usize) {
    let count = |lage: Lage<'_>| (lage.kolumner.dataversion(), lage.kolumner.len());
    statistik.look_protected(TROSKEL, count).await.unwrap()
}

on_each_database!(a_server_that_starts_answers_the_same_at_once);
async fn a_server_that_starts_answers_the_same_at_once(databas: Databas) {
    let prov = filled(databas).await;
    let version = newest(&prov).await;
    let expected = answers(&server(&prov, SPARAS, SPARAS)).await;
    assert_eq!(answers(&Statistik::new(Arc::clone(&prov.store))).await, expected);
    until_kept(&prov, version).await;

    let after = server(&prov, SPARAS, SPARAS);
    // Nothing can be worked out, and nothing read into the columns, as long as these are held.
    let (turn, loading) = (after.skyddade().turn().await, Arc::clone(&after.kolumner).write_owned().await);
    assert_eq!(answers(&after).await, expected);
    assert!(!after.is_loaded());
    drop(loading);
    after.catch_up().await.unwrap();
    after.prepare(TROSKEL).await;
    assert_eq!(answers(&after).await, expected, "nor is anything to be worked out");

    // What is written comes when it has been worked out; until then the one that was kept answers.
    prov.save(vec![skrivning(51, Some(BO))]).await;
    assert_eq!(counted(&after).await, (version, 42));
    drop(turn);
    after.prepare(TROSKEL).await;
    let next = newest(&prov).await;
    until_kept(&prov, next).await;
    assert_eq!(counted(&after).await, (next, 43));
    assert_eq!(answers(&after).await, answers(&Statistik::new(Arc::clone(&prov.store))).await);
}

on_each_database!(what_is_kept_answers_until_the_register_is_read);
async fn what_is_kept_answers_until_the_register_is_read(databas: Databas) {
    let prov = filled(databas).await;
    let version = newest(&prov).await;
    plant(&prov, kept_as(version - 1, marked(&prov, version - 1).await)).await;
    let starting = server(&prov, SPARAS_INTE, SPARAS);
    assert_eq!(counted(&starting).await, (version - 1, 41), "the one that was kept");
    for _ in 0..500 {
        if counted(&starting).await == (version, 42) {
            return until_kept(&prov, version).await;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nobody read the register");
}

on_each_database!(only_what_is_of_the_threshold_the_definitions_and_the_register_is_used);
async fn only_what_is_of_the_threshold_the_definitions_and_the_register_is_used(databas: Databas) {
    let prov = filled(databas).await;
    let version = newest(&prov).await;
    let altered = match databas {
        Databas::Sqlite => "CAST(substr(innehall, 1, length(innehall) - 1) || x'00' AS BLOB)",
        Databas::Postgres => "set_byte(innehall, length(innehall) - 1, 255 - get_byte(innehall, length(innehall) - 1))",
    };
    let alter = format!("UPDATE skyddstillstand SET innehall = {altered}");
    let right = kept_as(version, marked(&prov, version).await);
    plant(&prov, right.clone()).await;
    for statistik in [server(&prov, SPARAS_INTE, SPARAS), command(&prov, SPARAS_INTE)] {
        assert_eq!(counted(&statistik).await, (version, 41), "what is planted is seen where it is used");
    }
    for (one, and, why) in [
        (Skyddstillstand { regelversion: "0".to_owned(), ..right.clone() }, None, "by other definitions"),
        (Skyddstillstand { troskel: 7, ..right.clone() }, None, "of another threshold"),
        (right.clone(), Some(alter.as_str()), "altered"),
        (kept_as(version, b"no state".to_vec()), None, "nothing that reads"),
        (kept_as(version, marked(&prov, version - 1).await), None, "another state than it says"),
        (kept_as(version + 9, marked(&prov, version + 9).await), None, "later than the register"),
    ] {
        assert_eq!(prov.plats.refusal("DELETE FROM skyddstillstand"), None);
        plant(&prov, one).await;
        assert_eq!(and.and_then(|sql| prov.plats.refusal(sql)), None);
        for statistik in [server(&prov, SPARAS_INTE, SPARAS), command(&prov, SPARAS_INTE)] {
            assert_eq!(counted(&statistik).await, (version, 42), "{why}");
        }
    }
}

on_each_database!(what_was_quick_is_not_kept_and_others_not_too_often);
async fn what_was_quick_is_not_kept_and_others_not_too_often(databas: Databas) {
    let prov = filled(databas).await;
    let quick = server(&prov, SPARAS_INTE, SPARAS);
    counted(&quick).await;
    quick.keep_last().await;
    assert_eq!(stands(&prov), 0);

    let slow = server(&prov, SPARAS, SPARAS_INTE);
    let first = counted(&slow).await.0;
    until_kept(&prov, first).await;
    prov.save(vec![skrivning(51, Some(BO))]).await;
    let next = counted(&slow).await.0;
    assert!(next > first);
    slow.prepare(TROSKEL).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(stands(&prov), first, "it is too early");
    slow.keep_last().await;
    assert_eq!(stands(&prov), next, "a server that ends keeps its last");

    // Where one is kept the next is too, however quick it was: what has gone from the register does not stay there.
    let quick = server(&prov, SPARAS_INTE, SPARAS);
    let mut unit = prov.begin().await;
    unit.deltaganden().delete(part(), &nyckel(42), Villkor::Inget).await.unwrap();
    unit.commit().await.unwrap();
    quick.catch_up().await.unwrap();
    counted(&quick).await;
    until_kept(&prov, newest(&prov).await).await;
}

on_each_database!(a_command_uses_and_keeps_what_is_of_the_newest_state);
async fn a_command_uses_and_keeps_what_is_of_the_newest_state(databas: Databas) {
    let prov = filled(databas).await;
    let expected = answers(&Statistik::new(Arc::clone(&prov.store))).await;
    assert_eq!(answers(&command(&prov, SPARAS_INTE)).await, expected);
    assert_eq!(stands(&prov), 0, "it was quick");
    assert_eq!(counted(&command(&prov, SPARAS)).await.1, 42);
    assert_eq!(stands(&prov), 0, "nothing was worked out");
    assert_eq!(answers(&command(&prov, SPARAS)).await, expected);
    let version = newest(&prov).await;
    assert_eq!(stands(&prov), version);
    let again = command(&prov, SPARAS);
    assert_eq!(answers(&again).await, expected, "from what is kept");
    assert!(!again.is_loaded());

    prov.save(vec![skrivning(51, Some(BO))]).await;
    let changed = answers(&command(&prov, SPARAS)).await;
    assert!(changed != expected);
    assert_eq!(changed, answers(&Statistik::new(Arc::clone(&prov.store))).await, "not of an older state");
    assert_eq!(stands(&prov), newest(&prov).await);
}

on_each_database!(without_a_key_nothing_is_kept_or_read);
async fn without_a_key_nothing_is_kept_or_read(databas: Databas) {
    let mut prov = filled(databas).await;
    let version = newest(&prov).await;
    let expected = answers(&Statistik::new(Arc::clone(&prov.store))).await;
    for there in [0, version] {
        if there > 0 {
            plant(&prov, kept_as(version, marked(&prov, version).await)).await;
        }
        let blind: Arc<dyn Store> = prov.plats.open(None).await.unwrap().into();
        let with_key = std::mem::replace(&mut prov.store, blind);
        let serving = server(&prov, SPARAS, SPARAS);
        assert_eq!(answers(&serving).await, expected);
        serving.keep_last().await;
        assert_eq!(answers(&command(&prov, SPARAS)).await, expected);
        assert_eq!(stands(&prov), there);
        prov.store = with_key;
    }
}
