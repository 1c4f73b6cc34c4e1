//! The domain and every rule of Swedish *finansiell samordning* (Finsam).
#![forbid(unsafe_code)]

pub mod atkomst;
pub mod belopp;
pub mod deltagande;
pub mod forbund;
pub mod forsorjning;
pub mod geografi;
pub mod id;
pub mod identitet;
pub mod insats;
pub mod kodlista;
pub mod part;
#[cfg(feature = "protokoll")]
pub mod protokoll;
pub mod regel;
#[cfg(feature = "serde")]
mod serde_text;
pub mod statistik;
pub mod tid;
