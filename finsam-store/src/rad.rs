//! Rows, and the form that values have in them: the same in every database.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::StoreError;

/// 1970-01-01, counted from the first day of year 1.
const EPOCH: i32 = 719_163;

/// Another type of value stands there.
pub(crate) struct AnnanTyp;

/// A row as a database gives it. NULL is `None`.
pub(crate) trait Kolumner {
    fn int(&self, index: usize) -> Result<Option<i64>, AnnanTyp>;
    fn text(&self, index: usize) -> Result<Option<&str>, AnnanTyp>;
    fn blob(&self, index: usize) -> Result<Option<&[u8]>, AnnanTyp>;
    fn is_null(&self, index: usize) -> bool;
}

/// A value that can be read from a row.
pub(crate) trait Varde: Sized {
    fn of(row: &dyn Kolumner, index: usize) -> Result<Option<Self>, AnnanTyp>;
}

impl Varde for i64 {
    fn of(row: &dyn Kolumner, index: usize) -> Result<Option<Self>, AnnanTyp> {
        row.int(index)
    }
}

impl Varde for i32 {
    fn of(row: &dyn Kolumner, index: usize) -> Result<Option<Self>, AnnanTyp> {
        row.int(index)?.map(Self::try_from).transpose().map_err(|_| AnnanTyp)
    }
}

impl Varde for u32 {
    fn of(row: &dyn Kolumner, index: usize) -> Result<Option<Self>, AnnanTyp> {
        row.int(index)?.map(Self::try_from).transpose().map_err(|_| AnnanTyp)
    }
}

impl Varde for u16 {
    fn of(row: &dyn Kolumner, index: usize) -> Result<Option<Self>, AnnanTyp> {
        row.int(index)?.map(Self::try_from).transpose().map_err(|_| AnnanTyp)
    }
}

impl Varde for String {
    fn of(row: &dyn Kolumner, index: usize) -> Result<Option<Self>, AnnanTyp> {
        Ok(row.text(index)?.map(str::to_owned))
    }
}

impl Varde for Vec<u8> {
    fn of(row: &dyn Kolumner, index: usize) -> Result<Option<Self>, AnnanTyp> {
        Ok(row.blob(index)?.map(<[u8]>::to_vec))
    }
}

/// A row that a statement gave; it tells where it stands when it will not decode.
#[derive(Clone, Copy)]
pub(crate) struct Rad<'r> {
    row: &'r dyn Kolumner,
    table: &'static str,
    /// Where its columns begin, among those that the statement gave.
    first: usize,
}

/// The table that the rows of a statement are of: its folder, where that has not the statements of other tables too.
fn table_of(sats: &'static str) -> &'static str {
    match sats {
        "import/rader.sql" => "importrad",
        "nyckel/get.sql" => "nyckelkontroll",
        "gallring/stopp.sql" | "gallring/stoppade.sql" => "gallringsstopp",
        "nyckel/alla.sql" => "registernyckel",
        "nyckel/borttagna.sql" => "borttagennyckel",
        "nyckel/innehav.sql" => "nyckelinnehav",
        "nyckel/ofardiga.sql" => "import",
        "gallring/bara.sql"
        | "gallring/finns.sql"
        | "nyckel/personer.sql"
        | "nyckel/deltagande.sqlite.sql"
        | "nyckel/deltagande.postgres.sql" => "deltagande",
        "nyckel/postpersoner.sql" | "nyckel/importpost.sqlite.sql" | "nyckel/importpost.postgres.sql" => "importpost",
        "nyckel/faststallelse.sqlite.sql" | "nyckel/faststallelse.postgres.sql" => "faststallelse",
        "nyckel/webhook.sqlite.sql" | "nyckel/webhook.postgres.sql" => "webhook",
        "flytt/borjan.sql" => "arende",
        "handelse/rorda.sql" => "handelsespann",
        "deltagande/part.sql" | "deltagande/part_insert.sql" | "deltagande/part_insert.postgres.sql" => "part",
        "deltagande/kalla.sql" | "deltagande/kalla_insert.sql" | "deltagande/kalla_insert.postgres.sql" => "kalla",
        _ => sats.split_once('/').map_or(sats, |(table, _)| table),
    }
}

impl<'r> Rad<'r> {
    /// A row that the statement of this name gave.
    pub(crate) fn new(row: &'r dyn Kolumner, sats: &'static str) -> Self {
        Self { row, table: table_of(sats), first: 0 }
    }

    /// The row of another table that the statement gave with it, from a column on.
    pub(crate) const fn joined(self, table: &'static str, first: usize) -> Self {
        Self { table, first, ..self }
    }

    /// A failure to decode. `reason` must not quote the value.
    pub(crate) fn undecodable(&self, column: &'static str, reason: impl Into<String>) -> StoreError {
        let table = self.table;
        let number = |index: usize| {
            let number = self.row.int(self.first + index).ok().flatten();
            number.map_or_else(|| "?".to_owned(), |number| number.to_string())
        };
        let text = |index: usize| self.row.text(self.first + index).ok().flatten().unwrap_or("?");
        let row = match table {
            "importrad" => format!("{}/{}", number(2), number(0)),
            // Its key holds the caller's own; when it was made tells it from the others.
            "kvitto" => format!("{} {} {}", text(0), text(1), number(7)),
            _ => number(0),
        };
        StoreError::Decode { table, column, row, reason: reason.into() }
    }

    /// A value that must stand there.
    pub(crate) fn get<T: Varde>(&self, index: usize, column: &'static str) -> Result<T, StoreError> {
        T::of(self.row, self.first + index)
            .ok()
            .flatten()
            .ok_or_else(|| self.undecodable(column, "another type of value"))
    }

    /// A value that may be absent.
    pub(crate) fn opt<T: Varde>(&self, index: usize, column: &'static str) -> Result<Option<T>, StoreError> {
        T::of(self.row, self.first + index).map_err(|_| self.undecodable(column, "another type of value"))
    }

    /// A count.
    pub(crate) fn count(&self, index: usize, column: &'static str) -> Result<u64, StoreError> {
        u64::try_from(self.get::<i64>(index, column)?).map_err(|_| self.undecodable(column, "negative"))
    }

    /// Bytes of a fixed number.
    pub(crate) fn bytes<const N: usize>(&self, index: usize, column: &'static str) -> Result<[u8; N], StoreError> {
        let value = self.row.blob(self.first + index).ok().flatten();
        value.and_then(|value| value.try_into().ok()).ok_or_else(|| self.undecodable(column, format!("not {N} bytes")))
    }

    /// An identity.
    pub(crate) fn uuid(&self, index: usize, column: &'static str) -> Result<Uuid, StoreError> {
        self.bytes(index, column).map(Uuid::from_bytes)
    }

    /// A moment.
    pub(crate) fn moment(&self, index: usize, column: &'static str) -> Result<DateTime<Utc>, StoreError> {
        let micros = self.get(index, column)?;
        DateTime::from_timestamp_micros(micros).ok_or_else(|| self.undecodable(column, "no such moment"))
    }

    /// A moment that may be absent.
    pub(crate) fn moment_or_none(
        &self,
        index: usize,
        column: &'static str,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        if self.is_null(index) { Ok(None) } else { self.moment(index, column).map(Some) }
    }

    /// A day that may be absent.
    pub(crate) fn day_or_none(&self, index: usize, column: &'static str) -> Result<Option<NaiveDate>, StoreError> {
        let days: Option<i32> = self.opt(index, column)?;
        days.map(|days| day_of(days).ok_or_else(|| self.undecodable(column, "no such day"))).transpose()
    }

    /// A code, or anything else that is read from text.
    pub(crate) fn parse<T: std::str::FromStr>(&self, index: usize, column: &'static str) -> Result<T, StoreError> {
        self.text(index, column)?.parse().map_err(|_| self.undecodable(column, "unknown code"))
    }

    /// JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self, index: usize, column: &'static str) -> Result<T, StoreError> {
        // The words of serde may quote the value, its place and category do not.
        serde_json::from_str(self.text(index, column)?).map_err(|fel| {
            self.undecodable(
                column,
                format!("JSON: {:?} error at line {} column {}", fel.classify(), fel.line(), fel.column()),
            )
        })
    }

    /// Whether nothing stands there.
    pub(crate) fn is_null(&self, index: usize) -> bool {
        self.row.is_null(self.first + index)
    }

    /// Bytes, borrowed from the row; `None` when something else stands there.
    pub(crate) fn blob_or_none(&self, index: usize) -> Option<&'r [u8]> {
        self.row.blob(self.first + index).ok().flatten()
    }

    /// Text, borrowed from the row.
    pub(crate) fn text(&self, index: usize, column: &'static str) -> Result<&'r str, StoreError> {
        let value = self.row.text(self.first + index).ok().flatten();
        value.ok_or_else(|| self.undecodable(column, "not text"))
    }
}

/// A value as JSON.
pub(crate) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|_| StoreError::Database { statement: "to_json", reason: "a value has no JSON form".to_owned() })
}

/// A day as it is kept: counted from 1970-01-01.
pub(crate) fn days(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - EPOCH
}

/// The day that is kept so; `None` when there is none.
pub(crate) fn day_of(days: i32) -> Option<NaiveDate> {
    days.checked_add(EPOCH).and_then(NaiveDate::from_num_days_from_ce_opt)
}

/// A moment as it is kept: microseconds since 1970-01-01.
pub(crate) const fn micros(moment: DateTime<Utc>) -> i64 {
    moment.timestamp_micros()
}

/// The first moment of a day, UTC, as it is kept.
pub(crate) const fn first_moment(dag: NaiveDate) -> i64 {
    dag.and_time(NaiveTime::MIN).and_utc().timestamp_micros()
}

/// The first and the last day of a calendar year, as they are kept; out of range it is a year that nothing touches.
pub(crate) fn year(ar: i32) -> (i32, i32) {
    let day = |month, day| NaiveDate::from_ymd_opt(ar, month, day).map(days);
    day(1, 1).zip(day(12, 31)).unwrap_or((i32::MAX, i32::MIN))
}

/// A count as it is kept.
pub(crate) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
