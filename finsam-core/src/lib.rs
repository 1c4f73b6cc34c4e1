//! The domain and every rule of Swedish *finansiell samordning* (Finsam).
#![forbid(unsafe_code)]

pub mod belopp;
pub mod geografi;
pub mod identitet;
pub mod kodlista;
pub mod regel;
#[cfg(feature = "serde")]
mod serde_text;
pub mod tid;
