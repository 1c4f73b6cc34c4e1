//! Identity numbers.
mod kon;
pub use kon::Kon;
