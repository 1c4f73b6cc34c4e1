//! The HTTP API of Finsam.

pub mod las;
