//! PostgreSQL's rows.

use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, Type, WasNull};

use crate::rad::{AnnanTyp, Kolumner};

/// A whole number of any width.
struct Heltal(i64);

impl<'a> FromSql<'a> for Heltal {
    fn from_sql(typ: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(match *typ {
            Type::INT2 => i16::from_sql(typ, raw)?.into(),
            Type::INT4 => i32::from_sql(typ, raw)?.into(),
            _ => i64::from_sql(typ, raw)?,
        }))
    }

    fn accepts(typ: &Type) -> bool {
        matches!(*typ, Type::INT2 | Type::INT4 | Type::INT8)
    }
}

/// Anything at all: only whether it is there matters.
struct Nagot;

impl<'a> FromSql<'a> for Nagot {
    fn from_sql(_: &Type, _: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self)
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Err(Box::new(WasNull))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl Kolumner for Row {
    fn int(&self, index: usize) -> Result<Option<i64>, AnnanTyp> {
        self.try_get::<_, Option<Heltal>>(index).map(|value| value.map(|Heltal(value)| value)).map_err(|_| AnnanTyp)
    }

    fn text(&self, index: usize) -> Result<Option<&str>, AnnanTyp> {
        self.try_get(index).map_err(|_| AnnanTyp)
    }

    fn blob(&self, index: usize) -> Result<Option<&[u8]>, AnnanTyp> {
        self.try_get(index).map_err(|_| AnnanTyp)
    }

    fn is_null(&self, index: usize) -> bool {
        self.try_get::<_, Nagot>(index).is_err()
    }
}
