//! The SQLite store through its traits, each test with a file of its own.

mod avbrott;
mod deltagande;
mod forbund;
mod grupp;
mod insats;
mod jobb;
mod logg;
mod migrering;
mod modell;
mod nyckel;
mod satser;
mod session;

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use finsam_core::deltagande::{Deltagandepost, Godkand, Nyckel, Registrering, Registreringssamtycke, Samtycke};
use finsam_core::forbund::{Forbundsuppgift, Medlemskap, Omrade};
use finsam_core::forsorjning::{Forsorjningsform, Forsorjningspost, Lage};
use finsam_core::id::{DeltagandeId, ForbundId, InsatsId};
use finsam_core::identitet::{Identitet, Kon};
use finsam_core::insats::{Inriktning, Insatsstatus, Insatstyp, Insatsuppgift, Samverkansform, Uppfoljningsmetod};
use finsam_core::part::PartKod;
use tempfile::TempDir;
use uuid::Uuid;

use super::{Settings, SqliteStore};
use crate::rum::{Fran, Sidval, Skrivning, Skrivutfall, Strategi, Villkor};
use crate::{Aktor, Nyckelring, Store, StoreError, UnitOfWork};

/// Two of the tax agency's test numbers.
const ANNA: &str = "199003122380";
const BO: &str = "199108242398";

const FORBUND: ForbundId = ForbundId(Uuid::from_u128(0xf));
const INSATS: InsatsId = InsatsId(Uuid::from_u128(0x1));
const ANNAN_INSATS: InsatsId = InsatsId(Uuid::from_u128(0x2));

/// A store in a directory of its own, that goes when the test is over.
struct Prov {
    dir: TempDir,
    store: SqliteStore,
}

impl Prov {
    /// With keys, and with a förbund and two insatser in it.
    async fn new() -> Self {
        Self::new_with(Settings::default()).await
    }

    async fn new_with(settings: Settings) -> Self {
        let prov = Self::with(settings);
        let mut enhet = prov.begin().await;
        enhet.forbund().insert(FORBUND, forbund("Härnösand-Timrå")).await.unwrap();
        enhet.insatser().insert(INSATS, insats("Ungdomscentrum")).await.unwrap();
        enhet.insatser().insert(ANNAN_INSATS, insats("Resurscentrum")).await.unwrap();
        enhet.commit().await.unwrap();
        prov
    }

    fn empty() -> Self {
        Self::with(Settings::default())
    }

    fn with(settings: Settings) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&dir.path().join("finsam.db"), Some(ring()), settings).unwrap();
        Self { dir, store }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("finsam.db")
    }

    /// A connection of the test's own, to look and to meddle.
    fn conn(&self) -> rusqlite::Connection {
        let conn = rusqlite::Connection::open(self.path()).unwrap();
        conn.busy_timeout(Duration::from_secs(5)).unwrap();
        conn
    }

    async fn begin(&self) -> Box<dyn UnitOfWork> {
        self.store.begin(aktor("prov")).await.unwrap()
    }

    /// Writes for Härnösand in a unit of work of its own.
    async fn save(&self, skrivningar: Vec<Skrivning>) -> Vec<Skrivutfall> {
        self.save_as(part("kommun:2280"), Strategi::Upsert, skrivningar).await.unwrap()
    }

    async fn save_as(
        &self,
        part: PartKod,
        strategi: Strategi,
        skrivningar: Vec<Skrivning>,
    ) -> Result<Vec<Skrivutfall>, StoreError> {
        let mut enhet = self.begin().await;
        let outcomes = enhet.deltaganden().save(part, strategi, skrivningar).await?;
        enhet.commit().await?;
        Ok(outcomes)
    }

    fn count(&self, sql: &str) -> i64 {
        self.conn().query_row(sql, (), |row| row.get(0)).unwrap()
    }
}

fn ring() -> Nyckelring {
    Nyckelring::from_bytes([7; 32])
}

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_400_000_000_123_456).unwrap()
}

fn aktor(anrop: &str) -> Aktor {
    Aktor {
        vem: "0190a5c0".to_owned(),
        roll: "partssystem".to_owned(),
        handling: "PUT /deltaganden/{kallsystem}/{nyckel}".to_owned(),
        anrop: anrop.to_owned(),
        tid: moment(),
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn part(kod: &str) -> PartKod {
    kod.parse().unwrap()
}

fn page(limit: u32, fran: Fran) -> Sidval {
    Sidval { limit, fran }
}

fn first(limit: u32) -> Sidval {
    page(limit, Fran::Hopp(0))
}

fn forbund(namn: &str) -> Forbundsuppgift {
    Forbundsuppgift {
        namn: namn.to_owned(),
        organisationsnummer: None,
        sate: "2280".parse().unwrap(),
        bildat: Some(day("2005-01-01")),
        upphort: None,
        medlemmar: vec![Medlemskap { part: part("kommun:2280"), fran: None, till: None }],
        omrade: vec![Omrade { kommunkod: "2280".parse().unwrap(), kommundel: None }],
        forbundsordning: None,
    }
}

fn insats(namn: &str) -> Insatsuppgift {
    Insatsuppgift {
        forbund_id: FORBUND,
        namn: namn.to_owned(),
        nycklar: Vec::new(),
        inriktning: Inriktning::Individ,
        typ: Insatstyp::ALL[0],
        uppfoljningsmetod: Uppfoljningsmetod::Personuppgifter,
        samverkansform: Samverkansform::Finsam,
        malgrupper: Vec::new(),
        alder: None,
        startdatum: day("2012-01-01"),
        slutdatum: None,
        parter: Vec::new(),
        esf: false,
        esf_roll: None,
        utforare: Vec::new(),
        status: Insatsstatus::Pagaende,
        budget: Vec::new(),
        utfall: Vec::new(),
        mal: Vec::new(),
        foregangare: None,
    }
}

fn nyckel(nyckel: &str) -> Nyckel {
    Nyckel { kallsystem: "treserva".to_owned(), nyckel: nyckel.to_owned() }
}

/// A record to write: who (none is anonymous), and from when till when.
fn skrivning(namn: &str, vem: Option<&str>, start: &str, slut: Option<&str>) -> Skrivning {
    let idag = day("2014-05-01");
    let identitet = vem.map(|nummer| Identitet::parse_nummer(nummer, idag).unwrap());
    let person = identitet.is_some();
    Skrivning {
        nyckel: nyckel(namn),
        godkand: Godkand {
            post: Deltagandepost {
                insats_id: INSATS,
                registrering: if person { Registrering::Person } else { Registrering::Anonym },
                kon: Kon::Kvinna,
                kommun: None,
                samtycke: person.then(|| Samtycke {
                    registrering: Some(Registreringssamtycke { datum: day(start), textversion: "2014-1".to_owned() }),
                    sekretess: None,
                }),
                startdatum: day(start),
                slutdatum: slut.map(day),
                remitterande: None,
                utbildningsniva: None,
                tid_i_offentlig_forsorjning: None,
                fore: person.then(|| Lage {
                    forsorjning: vec![Forsorjningspost { form: Forsorjningsform::Sjukpenning, omfattning: 50 }],
                    sysselsattning: Vec::new(),
                }),
                efter: None,
                avslutsanledning: None,
            },
            identitet,
            alder: person.then_some(24),
            varningar: Vec::new(),
        },
        nytt_id: new_id(namn),
        villkor: Villkor::Inget,
    }
}

/// The identity that a record of this name would get.
fn new_id(namn: &str) -> DeltagandeId {
    let mut bytes = [0; 16];
    let name = namn.as_bytes();
    bytes[..name.len()].copy_from_slice(name);
    DeltagandeId(Uuid::from_bytes(bytes))
}
