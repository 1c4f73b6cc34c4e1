//! The domain and every rule of Swedish *finansiell samordning* (Finsam): samordningsförbund, insatser,
//! participations, what people live on, and the country's own statistics.
//!
//! The core does no I/O, asks no clock and throws no dice: the day, the register's state and every number come in as
//! arguments, so the same question always has the same answer. It builds for `wasm32-unknown-unknown`.
//!
//! | feature | what it adds |
//! |---|---|
//! | `serde` | JSON forms of every type, camelCase, unknown fields refused |
//! | `utoipa` | OpenAPI schemas |
//! | `protokoll` | what goes over the wire besides the domain: problems, pages, imports |
//! | `avstamning` | checksums of participations, by which two systems find where they differ |
//!
//! # Is this number sound?
//!
//! ```
//! use finsam_core::identitet::Identitet;
//!
//! let idag = "2026-11-21".parse()?;
//! let identitet = Identitet::parse_nummer("900312-2380", idag)?;
//! assert_eq!(identitet.kon().code(), "kvinna");
//! assert_eq!(format!("{identitet:?}").contains("900312"), false, "a number is never printed");
//! assert_eq!(Identitet::parse_nummer("900312-2381", idag).unwrap_err().regel().kod, "ID-03");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is wrong with this record? All of it, at once
//!
//! ```
//! use finsam_core::deltagande::{Deltagandeuppgift, Registrering, Sammanhang, validate};
//! use finsam_core::identitet::{Kon, Numrering, Testnummer};
//!
//! let uppgift = Deltagandeuppgift {
//!     registrering: Registrering::Anonym,
//!     kon: Some(Kon::Man),
//!     kommun: Some("2280".to_owned()),
//!     slutdatum: Some("2014-01-31".parse()?),
//!     ..Deltagandeuppgift::starting("2014-02-03".parse()?)
//! };
//! let sammanhang = Sammanhang {
//!     part: "kommun:2280".parse()?,
//!     idag: "2014-03-01".parse()?,
//!     numrering: &Numrering::sandlada(Testnummer::default()),
//!     insats: None,
//! };
//! let found = validate(uppgift, &sammanhang).unwrap_err();
//! let told: Vec<_> = found.iter().map(|a| (a.kod.as_ref(), a.pekare.as_str())).collect();
//! assert_eq!(told, [("REG-01", "/slutdatum"), ("REG-20", "/insatsId"), ("REG-05", "/kommun")]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How many went to work or studies?
//!
//! ```
//! use finsam_core::statistik::{Kolumner, Rapportnamn, Skyddsplaner, TROSKEL, Urval, fraga};
//!
//! let (kolumner, urval) = (Kolumner::new(), Urval::of_years([2014]));
//! let table = fraga(Rapportnamn::ArbeteOchStudierEfter, &kolumner, &urval, TROSKEL, &Skyddsplaner::new()).unwrap();
//! assert_eq!(table.rader.len(), 4, "every category has a row, zero too");
//! ```
#![forbid(unsafe_code)]

pub mod arsredovisning;
pub mod atkomst;
#[cfg(feature = "avstamning")]
pub mod avstamning;
pub mod bakgrund;
pub mod belopp;
pub mod deltagande;
pub mod ekonomi;
pub mod forbund;
pub mod forsorjning;
pub mod gallring;
pub mod geografi;
pub mod id;
pub mod identitet;
pub mod insats;
pub mod kodlista;
pub mod part;
#[cfg(feature = "protokoll")]
pub mod protokoll;
pub mod regel;
pub mod regelkontroll;
#[cfg(feature = "serde")]
mod serde_text;
pub mod statistik;
pub mod tid;
