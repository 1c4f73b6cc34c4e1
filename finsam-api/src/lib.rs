//! The HTTP API and the command line of Finsam.
//!
//! A handler looks up, decides, acts and saves; the rules are the core's, the SQL is the store's. What callers may
//! rely on stands in the OpenAPI document that this crate generates ([`openapi`]).
#![forbid(unsafe_code)]

pub mod antal;
mod anvandning;
pub mod app;
pub mod arsredovisning;
pub mod aterrapport;
pub mod dokument;
pub mod extract;
pub mod fel;
pub mod flode;
pub mod forbundsbild;
pub mod import;
mod insatsminne;
pub mod klocka;
pub mod kommando;
pub mod kontrollpunkt;
pub mod kvitto;
pub mod las;
pub mod matvarden;
pub mod openapi;
pub mod oversikt;
pub mod pahittat;
pub mod rapportbild;
pub mod registerprov;
pub mod rutter;
pub mod skydd;
pub mod sprak;
pub mod statistik;
pub mod statistikfil;
mod tls;
pub mod token;
pub mod tokenminne;
pub mod utfardare;
pub mod webhook;
