//! Understands one record at a time.

use std::borrow::Cow;
use std::sync::Arc;

use finsam_core::protokoll::{Importpost, Raderingspost};
use finsam_core::regel::Avvikelse;

use super::csv::Rubrik;
use super::{json, nyckel};

/// Understands the records of one body: cheap to clone and to send to another thread.
#[derive(Debug, Clone)]
pub struct Lasare(Option<Arc<Rubrik>>);

impl Lasare {
    /// The reader of JSON records.
    pub const JSON: Self = Self(None);

    /// The reader of CSV rows under a header.
    #[must_use]
    pub fn csv(rubrik: Rubrik) -> Self {
        Self(Some(Arc::new(rubrik)))
    }

    /// Reads a record as it was sent.
    ///
    /// # Errors
    /// Every format fault; those of a CSV row have the place that the same field has in JSON, and name their column.
    pub fn parse(&self, raw: &[u8]) -> Result<Importpost, Vec<Avvikelse>> {
        match &self.0 {
            None => json::parse(raw),
            Some(rubrik) => rubrik.parse(raw),
        }
    }

    /// Reads a record that is to be deleted: only its key.
    ///
    /// # Errors
    /// As [`Lasare::parse`].
    pub fn parse_deletion(&self, raw: &[u8]) -> Result<Raderingspost, Vec<Avvikelse>> {
        match &self.0 {
            None => json::parse(raw),
            Some(rubrik) => rubrik.parse_deletion(raw),
        }
    }

    /// `kallsystem` and `nyckel` as they stand in a record, when they can be read; the rest may be faulty. Reads no
    /// further than to the two.
    #[must_use]
    pub fn key<'a>(&self, raw: &'a [u8]) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
        match &self.0 {
            None => nyckel::key(raw),
            Some(rubrik) => rubrik.key(raw),
        }
    }

    /// Names the column in each finding of a rule about a CSV row; findings about JSON stay as they are.
    pub fn name_columns(&self, found: &mut [Avvikelse]) {
        if self.0.is_some() {
            found.iter_mut().for_each(super::csv::name_column);
        }
    }

    /// What has to stand before the records when they are sent again: the header of a CSV, without its line end.
    #[must_use]
    pub fn header(&self) -> &[u8] {
        self.0.as_ref().map_or(&[], |rubrik| rubrik.raw())
    }
}
