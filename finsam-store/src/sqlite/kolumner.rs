//! SQLite's rows.

use rusqlite::Row;
use rusqlite::types::ValueRef;

use crate::rad::{AnnanTyp, Kolumner};

impl Kolumner for Row<'_> {
    fn int(&self, index: usize) -> Result<Option<i64>, AnnanTyp> {
        self.get_ref(index).map_err(|_| AnnanTyp)?.as_i64_or_null().map_err(|_| AnnanTyp)
    }

    fn text(&self, index: usize) -> Result<Option<&str>, AnnanTyp> {
        self.get_ref(index).map_err(|_| AnnanTyp)?.as_str_or_null().map_err(|_| AnnanTyp)
    }

    fn blob(&self, index: usize) -> Result<Option<&[u8]>, AnnanTyp> {
        self.get_ref(index).map_err(|_| AnnanTyp)?.as_blob_or_null().map_err(|_| AnnanTyp)
    }

    fn is_null(&self, index: usize) -> bool {
        self.get_ref(index).is_ok_and(|value| value == ValueRef::Null)
    }
}
