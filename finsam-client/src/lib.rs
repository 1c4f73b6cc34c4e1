//! The typed client of the Finsam API: a small runtime - access token, sending again where that is safe, idempotency
//! keys, paging, streaming - and one dull file for each room of the API. Its types are those of [`finsam_core`].
//!
//! ```no_run
//! use finsam_client::{Client, Fel, Forbundsfraga, Token, TryStreamExt, Villkor};
//! use finsam_core::deltagande::{Deltagandeuppgift, Nyckel};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let token = Token::new(&std::fs::read_to_string("demo-data/tokens/partssystem.token")?)?;
//! let client = Client::new("http://127.0.0.1:8080", token)?;
//!
//! let fraga = Forbundsfraga { kommun: Some("2280".parse()?), ..Forbundsfraga::default() };
//! let mut forbund = client.forbund().stream(fraga);
//! while let Some(forbund) = forbund.try_next().await? {
//!     println!("{} ({} members)", forbund.uppgift.namn, forbund.uppgift.medlemmar.len());
//! }
//!
//! let record: Deltagandeuppgift = serde_json::from_str(&std::fs::read_to_string("deltagande.json")?)?;
//! let nyckel = Nyckel { kallsystem: "socialsystem".to_owned(), nyckel: "D-1001".to_owned() };
//! match client.deltaganden().put(&nyckel, Villkor::Inget, &record).await {
//!     Ok(kvitto) => println!("{}", kvitto.utfall),
//!     Err(Fel::Problem(problem)) => println!("{}: {:?}", problem.kod, problem.avvikelser),
//!     Err(other) => return Err(other.into()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What is sent again
//! See [`Retry`]. Every POST that creates carries an `Idempotency-Key`, so sending it again is safe.
//!
//! # Secrets
//! The token and the bodies stand in no error, no Debug output and no log of this crate. TLS is rustls with ring; the
//! machine's own certificates are trusted.
#![forbid(unsafe_code)]

mod anrop;
mod fel;
mod klient;
mod nyckel;
mod retry;
mod rum;
mod sidor;
#[cfg(test)]
mod tests;
pub mod webhook;

/// The example of the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

pub use fel::{Avkodningsfel, Fel};
pub use finsam_core::protokoll::{Hemlighet, Villkor};
pub use futures_util::{StreamExt, TryStreamExt};
pub use klient::{Client, ClientBuilder};
pub use nyckel::{Idempotensnyckel, Token};
pub use reqwest::header::HeaderMap;
pub use retry::Retry;
pub use rum::{
    Aktrum, Andringsfraga, Andringsrum, Antalsimport, Antalsrum, Avstamma, Bakgrundsrum, Deltagandefraga,
    Deltaganderum, Efter, Forbundsfraga, Forbundsrum, Importformat, Importrum, Importval, Insatsfraga, Insatsrum,
    Kontrollsumrum, Loggfraga, Loggrum, Omfangsfraga, Omrum, Personrum, Rapportrum, Steg, Strukturrum, Tilldelningsrum,
    Webhookrum,
};
pub use sidor::{Sidval, Strom};
