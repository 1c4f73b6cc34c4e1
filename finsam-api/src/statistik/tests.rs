//! What the statistics remember of persons, and for how long.

use chrono::{DateTime, NaiveDate};
use finsam_core::deltagande::{Deltagandepost, Godkand, Nyckel, Registrering, Registreringssamtycke, Samtycke};
use finsam_core::forbund::Forbundsuppgift;
use finsam_core::id::{DeltagandeId, ForbundId, InsatsId};
use finsam_core::identitet::Identitet;
use finsam_core::insats::Insatsuppgift;
use finsam_core::part::PartKod;
use finsam_core::statistik::{Matt, Rad, Urval};
use finsam_store::provdatabas::{Databas, Plats};
use finsam_store::rum::{Anonymisering, Handelsetyp, Skrivning, Strategi, Villkor};
use finsam_store::{Aktor, Nyckelring, UnitOfWork, on_each_database};
use serde_json::json;
use uuid::Uuid;

use super::individer::Individer;
use super::*;
use crate::klocka::Systemklocka;

mod bevarat;

const ANNA: &str = "199003122380";
const BO: &str = "199108242398";
const INSATSER: [InsatsId; 2] = [InsatsId(Uuid::from_u128(2)), InsatsId(Uuid::from_u128(3))];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn part() -> PartKod {
    "kommun:2280".parse().unwrap()
}

fn someone(nummer: &str) -> Identitet {
    Identitet::parse_nummer(nummer, day("2014-05-01")).unwrap()
}

fn nyckel(n: u128) -> Nyckel {
    Nyckel { kallsystem: "treserva".to_owned(), nyckel: format!("d-{n}") }
}

/// A participation of somebody; of nobody it is anonymous.
fn skrivning(n: u128, vem: Option<&str>) -> Skrivning {
    let (person, insats) = (vem.is_some(), INSATSER[usize::try_from(n).unwrap() % 2]);
    let samtycke = || Samtycke {
        registrering: Some(Registreringssamtycke { datum: day("2014-01-01"), textversion: "1".to_owned() }),
        sekretess: None,
    };
    Skrivning {
        nyckel: nyckel(n),
        godkand: Godkand {
            post: Deltagandepost {
                registrering: if person { Registrering::Person } else { Registrering::Anonym },
                samtycke: person.then(samtycke),
                ..Deltagandepost::anonymous(insats, finsam_core::identitet::Kon::Kvinna, day("2014-01-01"), None)
            },
            identitet: vem.map(someone),
            alder: person.then_some(24),
            varningar: Vec::new(),
        },
        nytt_id: DeltagandeId(Uuid::from_u128(100 + n)),
        villkor: Villkor::Inget,
    }
}

struct Prov {
    store: Arc<dyn Store>,
    statistik: Statistik,
    plats: Plats,
}

impl Prov {
    async fn new(databas: Databas) -> Self {
        let plats = Plats::new(databas);
        let store: Arc<dyn Store> = plats.open(Some(Nyckelring::from_bytes([7; 32]))).await.unwrap().into();
        let prov = Self { statistik: Statistik::new(Arc::clone(&store)), store, plats };
        let mut unit = prov.begin().await;
        let id = ForbundId(Uuid::from_u128(1));
        let forbund =
            json!({"namn": "Härnösand-Timrå", "sate": "2280", "medlemmar": [], "omrade": [{"kommunkod": "2280"}]});
        let forbund: Forbundsuppgift = serde_json::from_value(forbund).unwrap();
        unit.forbund().insert(id, forbund).await.unwrap();
        for insats in INSATSER {
            let uppgift = Insatsuppgift::starting(id, format!("Vägen {insats}"), day("2012-01-01"));
            unit.insatser().insert(insats, uppgift).await.unwrap();
        }
        unit.commit().await.unwrap();
        prov
    }

    async fn begin(&self) -> Box<dyn UnitOfWork> {
        let text = || "prov".to_owned();
        let tid = DateTime::from_timestamp(1_400_000_000, 0).unwrap();
        let aktor =
            Aktor { vem: text(), roll: text(), handling: text(), anrop: text(), varfor: None, varifran: None, tid };
        self.store.begin(aktor).await.unwrap()
    }

    async fn save(&self, skrivningar: Vec<Skrivning>) {
        let mut unit = self.begin().await;
        unit.deltaganden().save(part(), Strategi::Upsert, skrivningar).await.unwrap();
        unit.commit().await.unwrap();
    }

    /// How many persons the statistics can tell apart once they have followed the register.
    async fn persons(&self) -> usize {
        self.statistik.catch_up().await.unwrap();
        self.statistik.kolumner.read().await.individer.persons()
    }

    /// How many individuals and participations there are in 2014.
    async fn counted(&self) -> (Option<u32>, Option<u32>) {
        let individ = |kolumner: &Kolumner, nummer| kolumner.individ(nummer);
        self.statistik.look(move |lage| (individ(lage.kolumner, 1), individ(lage.kolumner, 2))).await.unwrap()
    }
}

on_each_database!(who_has_gone_from_the_register_is_forgotten);
async fn who_has_gone_from_the_register_is_forgotten(databas: Databas) {
    let prov = Prov::new(databas).await;
    prov.save(vec![skrivning(1, Some(ANNA)), skrivning(2, Some(ANNA)), skrivning(3, Some(BO)), skrivning(4, None)])
        .await;
    assert_eq!(prov.persons().await, 2);
    let (one, other) = prov.counted().await;
    assert!(one.is_some() && one == other, "one person in two insatser is one individ");
    // The same again, changed, and moved to somebody else: each participation counts once.
    prov.save(vec![skrivning(1, Some(ANNA)), skrivning(3, Some(BO))]).await;
    let mut changed = skrivning(2, Some(ANNA));
    changed.godkand.post.slutdatum = Some(day("2014-03-01"));
    prov.save(vec![changed]).await;
    assert_eq!(prov.persons().await, 2);

    let mut unit = prov.begin().await;
    unit.deltaganden().delete(part(), &nyckel(3), Villkor::Inget).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(prov.persons().await, 1, "deleted");
    // Somebody new gets the number, and is not taken for the one before.
    prov.save(vec![skrivning(5, Some(BO))]).await;
    assert_eq!(prov.persons().await, 2);
    let mut unit = prov.begin().await;
    unit.deltaganden().delete(part(), &nyckel(1), Villkor::Inget).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(prov.persons().await, 2, "one of two participations has gone");

    let mut unit = prov.begin().await;
    let person = prov.store.person_key(&someone(ANNA)).unwrap();
    let withdrawn =
        Anonymisering { person, insatser: None, dag: day("2014-05-01"), typ: Handelsetyp::SamtyckeAterkallat };
    assert_eq!(unit.personer().anonymise(part(), withdrawn).await.unwrap().len(), 1);
    unit.commit().await.unwrap();
    assert_eq!(prov.persons().await, 1, "withdrawn");
    assert_eq!(prov.counted().await, (None, None));
    let counted = prov.statistik.look(|lage| lage.rapport(Rapportnamn::ALL[0], &Urval::default(), 0));
    let rapport = counted.await.unwrap();
    assert!(rapport.is_ok(), "what is counted afterwards is whole");
}

fn count(matt: Matt) -> Option<i64> {
    match matt {
        Matt::Antal(cell) => cell.antal,
        _ => None,
    }
}

/// The counts of those who took part, as a server shows them.
async fn shown(statistik: &Statistik, troskel: u32) -> (i64, Vec<Option<i64>>) {
    let urval = Urval::of_years([2014]);
    let ask = move |lage: Lage<'_>| lage.rapport(Rapportnamn::TypPerKon, &urval, troskel).unwrap();
    let rapport = statistik.look_protected(troskel, ask).await.unwrap();
    let row = |rad: &Rad| rad.matt.0.iter().map(|(_, matt)| count(*matt)).collect::<Vec<_>>();
    (rapport.dataversion, rapport.rader.iter().flat_map(row).collect())
}

async fn a_server_answers_of_what_was_written_before(databas: Databas) {
    let mut prov = Prov::new(databas).await;
    prov.statistik = Statistik::served(Arc::clone(&prov.store), Arc::new(Systemklocka));
    let statistik = Statistik::new(Arc::clone(&prov.store));
    for (anna, bo) in [(2, 3), (5, 4)] {
        prov.save(vec![skrivning(anna, Some(ANNA)), skrivning(bo, Some(BO))]).await;
        let (version, counts) = shown(&prov.statistik, 5).await;
        let newest = prov.store.read().await.unwrap().handelser().last().await.unwrap();
        assert_eq!(version, newest);
        // Worked out beforehand or when it is asked, the same is hidden.
        assert_eq!(shown(&statistik, 5).await, (version, counts));
        assert_eq!(shown(&prov.statistik, 0).await, shown(&statistik, 0).await);
    }
    assert_eq!(shown(&prov.statistik, 0).await.1.iter().flatten().sum::<i64>(), 4);
}

on_each_database!(a_server_answers_of_what_was_written_before);

#[test]
fn numbers_are_dense_and_given_again() {
    let ring = Nyckelring::from_bytes([7; 32]);
    let directory = tempfile::tempdir().unwrap();
    let settings = finsam_store::sqlite::Settings::default();
    let store = finsam_store::sqlite::SqliteStore::open(&directory.path().join("x.db"), Some(ring), settings).unwrap();
    let person = |nummer| store.person_key(&someone(nummer)).unwrap();
    let mut individer = Individer::default();
    assert_eq!([ANNA, BO, ANNA].map(|one| individer.take(person(one))), [Some(0), Some(1), Some(0)]);
    individer.give_back(0);
    individer.forget();
    assert_eq!(individer.persons(), 2);
    individer.give_back(0);
    // Taken again before it is forgotten it stays the same.
    assert_eq!(individer.take(person(ANNA)), Some(0));
    individer.forget();
    assert_eq!(individer.persons(), 2);
    individer.give_back(0);
    individer.give_back(1);
    individer.forget();
    assert_eq!(individer.persons(), 0);
    let again = [BO, ANNA].map(|one| individer.take(person(one)).unwrap());
    assert!(again == [0, 1] || again == [1, 0], "{again:?}");
}
