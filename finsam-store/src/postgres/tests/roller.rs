//! The two roles of `deploy/postgres-roller.sql`: what the servers run as can do their work and nothing else.

use super::{Egen, PostgresStore, settings};
use crate::rum::{Atkomstmal, Import, Kvitto, Nyckelhallare, Skrivutfall, Stalle, Strategi, Token, Villkor};
use crate::tests::{ANNA, Databas, FORBUND, INSATS, aktor, forbund, insats, moment, nyckel, part, ring, skrivning};
use crate::{Nyckelfil, Nyckelring, Store, StoreError};

const TEXT: &str = include_str!("../../../../deploy/postgres-roller.sql");

/// A database with roles of its own, since roles are common to all databases of a server.
struct Roller {
    egen: Option<Egen>,
    suffix: String,
}

impl Roller {
    fn new() -> Self {
        let roller = Self { egen: Some(Egen::new(false)), suffix: format!("_{}", std::process::id()) };
        roller.grant();
        let suffix = &roller.suffix;
        for roll in ["finsam_agare", "finsam_app"] {
            roller.egen().execute(&format!("ALTER ROLE {roll}{suffix} PASSWORD 'prov'")).unwrap();
        }
        roller
    }

    fn egen(&self) -> &Egen {
        self.egen.as_ref().unwrap()
    }

    /// Carries out the file, as often as one likes.
    fn grant(&self) {
        let suffix = &self.suffix;
        let text = TEXT.replace("finsam_agare", &format!("finsam_agare{suffix}"));
        self.egen().execute(&text.replace("finsam_app", &format!("finsam_app{suffix}"))).unwrap();
    }

    fn address(&self, roll: &str) -> String {
        let address = self.egen().address();
        let (_, place) = address.rsplit_once('@').unwrap();
        format!("postgres://{roll}{}:prov@{place}", self.suffix)
    }

    /// What a statement of the servers' role fails with.
    async fn refusal(&self, sql: &str) -> Option<String> {
        let (client, connection) =
            tokio_postgres::connect(&self.address("finsam_app"), tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let fel = client.batch_execute(sql).await.err()?;
        fel.as_db_error().map(|fel| fel.code().code().to_owned())
    }
}

impl Drop for Roller {
    fn drop(&mut self) {
        drop(self.egen.take());
        let other = Egen::new(false);
        for roll in ["finsam_agare", "finsam_app"] {
            other.execute(&format!("DROP ROLE {roll}{}", self.suffix)).unwrap();
        }
    }
}

/// Everything that a server does with its register.
async fn work(store: &PostgresStore) -> Result<(), StoreError> {
    let here = part("kommun:2280");
    let mut unit = store.begin(aktor("arbete")).await?;
    let stands = unit.forbund().insert(FORBUND, forbund("Härnösand")).await?;
    unit.forbund().update(FORBUND, stands.version, forbund("Härnösand-Timrå")).await?;
    let stands = unit.insatser().insert(INSATS, insats("Ungdomscentrum")).await?;
    let mut changed = insats("Resurscentrum");
    changed.nycklar = vec![
        serde_json::from_value(serde_json::json!(
        {"part": "kommun:2280", "kallsystem": "treserva", "nyckel": "i-1"}))
        .unwrap(),
    ];
    let stands = unit.insatser().update(INSATS, stands.version, changed).await?.unwrap();
    unit.insatser().update(INSATS, stands.version, insats("Resurscentrum")).await?;
    for n in 1..=2 {
        let antal = serde_json::json!({"fran": "2014-01-01", "till": "2014-12-31", "kvinnor": n, "man": 1});
        unit.antal().put(INSATS, serde_json::from_value(antal).unwrap()).await?;
    }
    let many: Vec<_> = (0..50).map(|n| skrivning(&format!("d-{n}"), None, "2014-01-01", None)).collect();
    unit.deltaganden().save(here, Strategi::Upsert, many).await?;
    unit.commit().await?;

    let mut unit = store.begin(aktor("arbete")).await?;
    for (start, vem) in [("2014-01-01", Some(ANNA)), ("2014-02-01", Some(ANNA)), ("2014-02-01", None)] {
        let outcome = unit.deltaganden().save(here, Strategi::Upsert, vec![skrivning("p-1", vem, start, None)]).await?;
        assert!(!matches!(outcome[..], [Skrivutfall::Oforandrad { .. }]));
    }
    unit.deltaganden().delete(here, &nyckel("d-1"), Villkor::Inget).await?;
    unit.atkomst().log(&[Atkomstmal::Validering(7)]).await?;
    unit.tokens().insert(&token()).await?;
    let mut import = import();
    unit.importer().insert(&import).await?;
    import.skrivna = 1;
    unit.importer().update(&import).await?;
    let row = serde_json::json!({"rad": 1, "utfall": "avvisad", "avvikelser": []});
    unit.importer().add_rows(import.id, &[serde_json::from_value(row).unwrap()]).await?;
    unit.kvitton().insert(&kvitto(), moment()).await?;
    unit.commit().await?;

    let mut read = store.read().await?;
    assert_eq!(read.forbund().all().await?[0].uppgift.namn, "Härnösand-Timrå");
    assert_eq!(read.insatser().all().await?.len(), 1);
    assert_eq!(read.antal().all().await?.len(), 1);
    assert!(read.handelser().last().await? > 50);
    assert_eq!(read.deltaganden().statistics(0, 100).await?.len(), 51);
    assert!(read.tokens().find(&[1; 32]).await?.is_some());
    assert_eq!(read.importer().abandoned(moment(), moment() + chrono::TimeDelta::seconds(1)).await?.len(), 1);
    Ok(())
}

fn token() -> Token {
    Token {
        id: serde_json::from_str("\"0190a5c0-7c00-7000-8000-000000000001\"").unwrap(),
        hash: [1; 32],
        namn: "prov".to_owned(),
        roll: finsam_core::atkomst::Roll::Partssystem,
        part: Some(part("kommun:2280")),
        forbund: None,
        insatser: Vec::new(),
        skapad: moment(),
        giltig_till: None,
    }
}

fn import() -> Import {
    Import {
        id: serde_json::from_str("\"0190a5c0-7c00-7000-8000-000000000002\"").unwrap(),
        part: part("kommun:2280"),
        vem: "prov".to_owned(),
        status: finsam_core::protokoll::Importstatus::Verkstaller,
        installning: "{}".to_owned(),
        antal: finsam_core::protokoll::Importantal::default(),
        lasta: 0,
        skrivna: 0,
        orsak: None,
        skapad: moment(),
        andrad: moment(),
        version: 1,
        agare: None,
        lan_till: None,
        nyckel: None,
    }
}

fn kvitto() -> Kvitto {
    let text = || "prov".to_owned();
    let (kropp, plats) = ([0; 32], None);
    Kvitto {
        anropare: text(),
        handling: text(),
        nyckel: text(),
        kropp,
        status: 201,
        plats,
        svar: text(),
        skapat: moment(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_can_do_its_work_and_nothing_else() {
    let Some(_) = Databas::postgres() else { return };
    let roller = Roller::new();
    let (owner, app) = (roller.address("finsam_agare"), roller.address("finsam_app"));
    let fel = PostgresStore::migrate(&app, settings()).await.unwrap_err();
    assert!(fel.to_string().contains("42501"), "the servers' role makes no tables: {fel}");
    PostgresStore::migrate(&owner, settings()).await.unwrap();

    // What was made after the grants is there for the servers by the default privileges; and again after the file has
    // been carried out once more.
    let store = PostgresStore::open(&app, Some(ring()), settings()).await.unwrap();
    assert!(store.read().await.unwrap().forbund().all().await.unwrap().is_empty());
    roller.grant();
    work(&store).await.unwrap();
    store.close().await;
    PostgresStore::open(&app, Some(ring()), settings()).await.unwrap().close().await;

    // Another key seals when the owner has said so, and then the servers may go on, and seal anew.
    let mut keys = Nyckelfil::single([7; 32]);
    keys.add([8; 32]).unwrap();
    keys.seal_with(2).unwrap();
    let both = || Some(Nyckelring::of(&keys));
    let fel = PostgresStore::open(&app, both(), settings()).await.unwrap_err();
    assert!(fel.to_string().contains("42501"), "{fel}");
    PostgresStore::open(&owner, both(), settings()).await.unwrap().close().await;
    let store = PostgresStore::open(&app, both(), settings()).await.unwrap();
    store.reseal(Stalle::default(), 100).await.unwrap();
    assert!(store.forget_key(1).await.unwrap_err().to_string().contains("42501"));
    store.close().await;

    for sql in [
        "CREATE TABLE annan (x integer)",
        "ALTER TABLE atkomst DISABLE TRIGGER ALL",
        "DROP TABLE token",
        "TRUNCATE importrad",
        "UPDATE atkomst SET resurs = 1",
        "DELETE FROM loggled",
        "UPDATE loggsegment SET tid = 1",
        "UPDATE loggstart SET atkomst_till = 1",
        "DELETE FROM arende",
        "UPDATE migrering SET summa = ''",
        "INSERT INTO migrering VALUES (99, 'x', '')",
        "UPDATE nyckelkontroll SET varde = ''",
        "UPDATE registernyckel SET kontroll = ''",
        "DELETE FROM borttagennyckel",
        "DELETE FROM deltagande",
        "DELETE FROM forbund",
        "COPY forbund TO PROGRAM 'cat'",
    ] {
        assert_eq!(roller.refusal(sql).await.as_deref(), Some("42501"), "{sql}");
    }
    assert_eq!(roller.refusal("SELECT count(*) FROM atkomst").await, None);
}
