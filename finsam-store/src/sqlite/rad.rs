//! Rows, and the form that values have in them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rusqlite::Row;
use rusqlite::types::{FromSql, ValueRef};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::sql::Sats;
use crate::StoreError;

/// 1970-01-01, counted from the first day of year 1.
const EPOCH: i32 = 719_163;

/// A row that a statement gave; it tells where it stands when it will not decode.
#[derive(Clone, Copy)]
pub(super) struct Rad<'r, 's> {
    row: &'r Row<'s>,
    /// The table is the folder of the statement.
    sats: &'static str,
}

impl<'r, 's> Rad<'r, 's> {
    pub(super) const fn new(row: &'r Row<'s>, sats: &Sats) -> Self {
        Self { row, sats: sats.namn }
    }

    /// A failure to decode. `reason` must not quote the value.
    pub(super) fn undecodable(&self, column: &'static str, reason: impl Into<String>) -> StoreError {
        let table = self.sats.split_once('/').map_or(self.sats, |(table, _)| table);
        let row = self.row.get::<_, i64>(0).map_or_else(|_| "?".to_owned(), |nummer| nummer.to_string());
        StoreError::Decode { table, column, row, reason: reason.into() }
    }

    /// A value as SQLite has it.
    pub(super) fn get<T: FromSql>(&self, index: usize, column: &'static str) -> Result<T, StoreError> {
        self.row.get(index).map_err(|_| self.undecodable(column, "another type of value"))
    }

    /// A count.
    pub(super) fn count(&self, index: usize, column: &'static str) -> Result<u64, StoreError> {
        u64::try_from(self.get::<i64>(index, column)?).map_err(|_| self.undecodable(column, "negative"))
    }

    /// Bytes of a fixed number.
    pub(super) fn bytes<const N: usize>(&self, index: usize, column: &'static str) -> Result<[u8; N], StoreError> {
        let value = self.row.get_ref(index).ok().and_then(|value| value.as_blob().ok());
        value.and_then(|value| value.try_into().ok()).ok_or_else(|| self.undecodable(column, format!("not {N} bytes")))
    }

    /// An identity.
    pub(super) fn uuid(&self, index: usize, column: &'static str) -> Result<Uuid, StoreError> {
        self.bytes(index, column).map(Uuid::from_bytes)
    }

    /// A moment.
    pub(super) fn moment(&self, index: usize, column: &'static str) -> Result<DateTime<Utc>, StoreError> {
        let micros = self.get(index, column)?;
        DateTime::from_timestamp_micros(micros).ok_or_else(|| self.undecodable(column, "no such moment"))
    }

    /// A moment that may be absent.
    pub(super) fn moment_or_none(
        &self,
        index: usize,
        column: &'static str,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        if self.get::<Option<i64>>(index, column)?.is_none() { Ok(None) } else { self.moment(index, column).map(Some) }
    }

    /// A day that may be absent.
    pub(super) fn day_or_none(&self, index: usize, column: &'static str) -> Result<Option<NaiveDate>, StoreError> {
        let from = |days: i32| days.checked_add(EPOCH).and_then(NaiveDate::from_num_days_from_ce_opt);
        let days: Option<i32> = self.get(index, column)?;
        days.map(|days| from(days).ok_or_else(|| self.undecodable(column, "no such day"))).transpose()
    }

    /// A code, or anything else that is read from text.
    pub(super) fn parse<T: std::str::FromStr>(&self, index: usize, column: &'static str) -> Result<T, StoreError> {
        self.text(index, column)?.parse().map_err(|_| self.undecodable(column, "unknown code"))
    }

    /// JSON.
    pub(super) fn json<T: DeserializeOwned>(&self, index: usize, column: &'static str) -> Result<T, StoreError> {
        // The words of serde may quote the value, its place and category do not.
        serde_json::from_str(self.text(index, column)?).map_err(|fel| {
            self.undecodable(
                column,
                format!("JSON: {:?} error at line {} column {}", fel.classify(), fel.line(), fel.column()),
            )
        })
    }

    /// Whether nothing stands there.
    pub(super) fn is_null(&self, index: usize) -> bool {
        self.row.get_ref(index).is_ok_and(|value| value == ValueRef::Null)
    }

    /// Bytes, borrowed from the row; `None` when something else stands there.
    pub(super) fn blob_or_none(&self, index: usize) -> Option<&'r [u8]> {
        self.row.get_ref(index).ok().and_then(|value| value.as_blob().ok())
    }

    /// Text, borrowed from the row.
    pub(super) fn text(&self, index: usize, column: &'static str) -> Result<&'r str, StoreError> {
        let value = self.row.get_ref(index).ok().and_then(|value| value.as_str().ok());
        value.ok_or_else(|| self.undecodable(column, "not text"))
    }
}

/// A value as JSON.
pub(super) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|_| StoreError::Database { statement: "to_json", reason: "a value has no JSON form".to_owned() })
}

/// A day as it is kept: counted from 1970-01-01.
pub(super) fn days(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - EPOCH
}

/// A moment as it is kept: microseconds since 1970-01-01.
pub(super) const fn micros(moment: DateTime<Utc>) -> i64 {
    moment.timestamp_micros()
}

/// The first and the last day of a calendar year, as they are kept; out of range it is a year that nothing touches.
pub(super) fn year(ar: i32) -> (i32, i32) {
    let day = |month, day| NaiveDate::from_ymd_opt(ar, month, day).map(days);
    day(1, 1).zip(day(12, 31)).unwrap_or((i32::MAX, i32::MIN))
}

/// A count as it is kept.
pub(super) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
