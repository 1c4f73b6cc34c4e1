//! The stores through their traits: the same tests on each database.

mod akt;
mod avbrott;
mod avkodning;
mod borttagen;
mod databas;
mod deltagande;
mod enda;
mod faststallelse;
mod flode;
mod flytt;
mod forbund;
mod gallring;
mod handelse;
mod insats;
mod jamfor;
mod jobb;
mod logg;
mod mangd;
mod migrering;
mod modell;
mod ny;
mod nyckel;
mod person;
mod session;
mod skyddstillstand;
mod sokbyte;
mod uppslag;
mod webhook;

use chrono::{DateTime, NaiveDate, Utc};
use finsam_core::deltagande::{Deltagandepost, Godkand, Nyckel, Registrering, Registreringssamtycke, Samtycke};
use finsam_core::forbund::{Forbundsuppgift, Medlemskap, Omrade};
use finsam_core::forsorjning::{Forsorjningsform, Forsorjningspost, Lage};
use finsam_core::id::{DeltagandeId, ForbundId, InsatsId};
use finsam_core::identitet::{Identitet, Kon};
use finsam_core::insats::{Insatstyp, Insatsuppgift};
use finsam_core::part::PartKod;
use uuid::Uuid;

pub(crate) use crate::on_each_database;
pub(crate) use crate::provdatabas::{Databas, Egen, settings};
use crate::rum::{Fran, Sidval, Skrivning, Villkor};
use crate::{Aktor, Nyckelring};
pub(crate) use databas::{Prov, first_version};

/// Two of the tax agency's test numbers.
pub(crate) const ANNA: &str = "199003122380";
pub(crate) const BO: &str = "199108242398";

pub(crate) const FORBUND: ForbundId = ForbundId(Uuid::from_u128(0xf));
pub(crate) const INSATS: InsatsId = InsatsId(Uuid::from_u128(0x1));
pub(crate) const ANNAN_INSATS: InsatsId = InsatsId(Uuid::from_u128(0x2));

pub(crate) fn ring() -> Nyckelring {
    Nyckelring::from_bytes([7; 32])
}

pub(crate) fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_400_000_000_123_456).unwrap()
}

pub(crate) fn aktor(anrop: &str) -> Aktor {
    Aktor {
        vem: "0190a5c0".to_owned(),
        roll: "partssystem".to_owned(),
        handling: "PUT /deltaganden/{kallsystem}/{nyckel}".to_owned(),
        anrop: anrop.to_owned(),
        varfor: Some("prov".to_owned()),
        varifran: None,
        tid: moment(),
    }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn part(kod: &str) -> PartKod {
    kod.parse().unwrap()
}

pub(crate) fn page(limit: u32, fran: Fran) -> Sidval {
    Sidval { limit, fran }
}

pub(crate) fn first(limit: u32) -> Sidval {
    page(limit, Fran::Hopp(0))
}

pub(crate) fn forbund(namn: &str) -> Forbundsuppgift {
    Forbundsuppgift {
        namn: namn.to_owned(),
        organisationsnummer: None,
        sate: "2280".parse().unwrap(),
        bildat: Some(day("2005-01-01")),
        upphort: None,
        medlemmar: vec![Medlemskap::new(part("kommun:2280"), None)],
        omrade: vec![Omrade { kommunkod: "2280".parse().unwrap(), kommundel: None }],
        forbundsordning: None,
    }
}

pub(crate) fn insats(namn: &str) -> Insatsuppgift {
    Insatsuppgift { typ: Insatstyp::ALL[0], ..Insatsuppgift::starting(FORBUND, namn.to_owned(), day("2012-01-01")) }
}

pub(crate) fn nyckel(nyckel: &str) -> Nyckel {
    Nyckel { kallsystem: "treserva".to_owned(), nyckel: nyckel.to_owned() }
}

/// A record to write: who (none is anonymous), and from when till when.
pub(crate) fn skrivning(namn: &str, vem: Option<&str>, start: &str, slut: Option<&str>) -> Skrivning {
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
pub(crate) fn new_id(namn: &str) -> DeltagandeId {
    let mut bytes = [0; 16];
    let name = namn.as_bytes();
    bytes[..name.len()].copy_from_slice(name);
    DeltagandeId(Uuid::from_bytes(bytes))
}
