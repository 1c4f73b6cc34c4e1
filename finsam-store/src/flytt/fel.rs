//! Why a register was not moved.

use crate::StoreError;

/// Why a register was not moved. These texts are for the log, never for a caller.
#[derive(Debug, thiserror::Error)]
pub enum Flyttfel {
    /// The source could not be read.
    #[error("source: {0}")]
    Kalla(StoreError),
    /// The target could not be written.
    #[error("target: {0}")]
    Mal(StoreError),
    /// Another register stands at the target, or was being moved there.
    #[error("another register stands at the target")]
    AnnatRegister,
    /// The target is empty but has been opened with another key.
    #[error("the target has been opened with another key than the source")]
    AnnanNyckel,
}
