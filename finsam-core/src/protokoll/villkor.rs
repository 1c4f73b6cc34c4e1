//! What a write demands of what stands there.

/// What a write demands of the record that stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Villkor {
    /// Nothing: last write wins.
    #[default]
    Inget,
    /// `If-None-Match: *`: there must be none.
    Saknas,
    /// `If-Match`: it must be at this version.
    Version(i64),
}
