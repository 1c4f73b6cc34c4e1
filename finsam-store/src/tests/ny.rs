//! One record that is thought to be new, without looking first: as if it had been looked up, or nothing.

use super::enda::records;
use super::{ANNA, BO, Databas, FORBUND, INSATS, Prov, forbund, insats, nyckel, on_each_database, part, skrivning};
use crate::Databasslag;
use crate::rum::{Sedd, Skrivning, Skrivutfall, Villkor};

const FORSTA: Sedd = Sedd { insats: 1, forbund: 1 };

async fn guess(prov: &Prov, skrivning: Skrivning, sedd: Sedd) -> Option<Skrivutfall> {
    prov.begin().await.save_new_and_commit(part("kommun:2280"), skrivning, sedd).await.unwrap()
}

async fn looked_up(prov: &Prov, skrivning: Skrivning) -> Skrivutfall {
    prov.begin().await.save_and_commit(part("kommun:2280"), skrivning).await.unwrap()
}

/// How many rows there are in everything that a record leaves.
fn rows(prov: &Prov) -> Vec<i64> {
    let tables = ["deltagande", "handelse", "handelsespann", "arende", "atkomst", "loggled"];
    tables.iter().map(|table| prov.count(&format!("SELECT count(*) FROM {table}"))).collect()
}

on_each_database!(a_guess_that_is_right_is_as_looking_first);
async fn a_guess_that_is_right_is_as_looking_first(databas: Databas) {
    let (guessed, other) = (Prov::new(databas).await, Prov::new(databas).await);
    let mut right = 0;
    for skrivning in records() {
        let outcome = looked_up(&other, skrivning.clone()).await;
        let before = rows(&guessed);
        let guess = guess(&guessed, skrivning.clone(), FORSTA).await;
        right += usize::from(guess.is_some());
        if guess.is_none() {
            assert_eq!(rows(&guessed), before, "{:?}", skrivning.nyckel);
            assert_eq!(looked_up(&guessed, skrivning.clone()).await, outcome, "{:?}", skrivning.nyckel);
        } else {
            assert_eq!(guess, Some(outcome), "{:?}", skrivning.nyckel);
        }
        assert_eq!(rows(&guessed), rows(&other), "{:?}", skrivning.nyckel);
    }
    let postgres = guessed.store.kind() == Databasslag::Postgres;
    assert_eq!(right, usize::from(postgres), "the one of nobody in particular");
    let (mut one, mut two) = (guessed.store.read().await.unwrap(), other.store.read().await.unwrap());
    let (here, there) = (one.handelser().after(0, 100).await.unwrap(), two.handelser().after(0, 100).await.unwrap());
    assert_eq!(here, there);
    for namn in ["d-1", "d-2", "d-3", "d-4"] {
        let (here, there) = (
            one.deltaganden().get(part("kommun:2280"), &nyckel(namn)).await.unwrap(),
            two.deltaganden().get(part("kommun:2280"), &nyckel(namn)).await.unwrap(),
        );
        assert!(here.is_some() && here == there, "{namn}");
    }
}

on_each_database!(a_guess_that_is_wrong_leaves_nothing);
async fn a_guess_that_is_wrong_leaves_nothing(databas: Databas) {
    let prov = Prov::new(databas).await;
    prov.save(vec![skrivning("d-1", Some(ANNA), "2014-01-01", None), skrivning("d-2", None, "2014-01-01", None)]).await;
    looked_up(&prov, skrivning("d-3", None, "2014-01-01", None)).await;
    let mut unit = prov.begin().await;
    unit.deltaganden().delete(part("kommun:2280"), &nyckel("d-2"), Villkor::Inget).await.unwrap();
    unit.forbund().update(FORBUND, 1, forbund("Nytt namn")).await.unwrap();
    unit.insatser().update(INSATS, 1, insats("Nytt namn")).await.unwrap().unwrap();
    unit.commit().await.unwrap();
    let mut unknown = skrivning("d-4", None, "2014-01-01", None);
    unknown.nyckel.kallsystem = "procapita".to_owned();
    let now = Sedd { insats: 2, forbund: 2 };
    let before = rows(&prov);
    for (what, skrivning, sedd) in [
        ("it stands there", skrivning("d-1", Some(BO), "2014-01-01", None), now),
        ("a tombstone stands there", skrivning("d-2", Some(BO), "2014-01-01", None), now),
        ("the person takes part already", skrivning("d-4", Some(ANNA), "2012-01-01", Some("2012-02-01")), now),
        ("the insats has changed", skrivning("d-4", Some(BO), "2014-01-01", None), Sedd { insats: 1, ..now }),
        ("the förbund has changed", skrivning("d-4", Some(BO), "2014-01-01", None), Sedd { forbund: 1, ..now }),
        ("nothing has come from the system", unknown, now),
        ("no such key", skrivning("d-\0", Some(BO), "2014-01-01", None), now),
    ] {
        assert_eq!(guess(&prov, skrivning, sedd).await, None, "{what}");
        assert_eq!(rows(&prov), before, "{what}");
    }
    let of_one = Skrivning { villkor: Villkor::Version(1), ..skrivning("d-4", Some(BO), "2014-01-01", None) };
    assert_eq!(guess(&prov, of_one, now).await, None, "a version is demanded where nothing stands");
    assert_eq!(rows(&prov), before);
    // What is written after it goes on in the same segment of the log.
    let right = guess(&prov, skrivning("d-4", Some(BO), "2014-01-01", None), now).await;
    let postgres = prov.store.kind() == Databasslag::Postgres;
    assert_eq!(right.is_some(), postgres);
    looked_up(&prov, skrivning("d-5", None, "2014-01-01", None)).await;
    let gaps = "SELECT count(*) FROM loggled a WHERE nummer > 1 AND NOT EXISTS \
                (SELECT 1 FROM loggled b WHERE b.segment = a.segment AND b.nummer = a.nummer - 1)";
    assert_eq!(prov.count(gaps), 0);
}

on_each_database!(of_many_guesses_one_is_right);
async fn of_many_guesses_one_is_right(databas: Databas) {
    let prov = Prov::new(databas).await;
    looked_up(&prov, skrivning("d-0", None, "2014-01-01", None)).await;
    let before = rows(&prov);
    let guesses = (0..16).map(|_| guess(&prov, skrivning("d-1", Some(ANNA), "2014-01-01", None), FORSTA));
    let right = futures_util::future::join_all(guesses).await.into_iter().flatten().count();
    let postgres = prov.store.kind() == Databasslag::Postgres;
    let more = if postgres { 1 } else { 0 };
    assert_eq!(right, usize::from(postgres));
    assert_eq!(rows(&prov)[..2], [before[0] + more, before[1] + more]);
}
