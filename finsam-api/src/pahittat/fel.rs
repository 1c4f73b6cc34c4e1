//! What can go wrong when something is made up.

/// Why nothing could be made up: a file of `data/` is not what it should be, or its margins contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PahittatFel {
    /// A file under `data/` cannot be read.
    #[error("data/{fil}: {orsak}")]
    Data {
        /// The file.
        fil: &'static str,
        /// What is wrong with it.
        orsak: String,
    },
    /// No whole numbers meet the margins asked for.
    #[error("no population meets the margins: {0}")]
    Olosligt(String),
}

impl PahittatFel {
    pub(super) fn data(fil: &'static str, orsak: &impl ToString) -> Self {
        Self::Data { fil, orsak: orsak.to_string() }
    }
}
