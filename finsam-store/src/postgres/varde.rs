//! Values as PostgreSQL takes them, each with its type: a statement need not be asked about first.

use tokio_postgres::types::{ToSql, Type};

/// A value of a statement.
pub(super) trait Varde: Sync {
    /// Its type in the database.
    fn typ(&self) -> Type;
    /// Itself, for the driver.
    fn sql(&self) -> &(dyn ToSql + Sync);
}

/// Whether a text can stand in the database at all: none with a null character can, and asking for one is an error.
pub(super) fn can_stand(text: &str) -> bool {
    !text.contains('\0')
}

macro_rules! varden {
    ($($typ:ty => $sql:ident;)+) => {
        $(impl Varde for $typ {
            fn typ(&self) -> Type {
                Type::$sql
            }

            fn sql(&self) -> &(dyn ToSql + Sync) {
                self
            }
        })+
    };
}

varden! {
    i64 => INT8;
    Option<i64> => INT8;
    i32 => INT4;
    Option<i32> => INT4;
    bool => BOOL;
    String => TEXT;
    Option<String> => TEXT;
    &str => TEXT;
    Option<&str> => TEXT;
    Vec<u8> => BYTEA;
    Option<Vec<u8>> => BYTEA;
    &[u8] => BYTEA;
    Option<&[u8]> => BYTEA;
    Vec<i64> => INT8_ARRAY;
    Vec<Option<i64>> => INT8_ARRAY;
    Vec<i32> => INT4_ARRAY;
    Vec<Option<i32>> => INT4_ARRAY;
    Vec<&str> => TEXT_ARRAY;
    Vec<String> => TEXT_ARRAY;
    Vec<&[u8]> => BYTEA_ARRAY;
    Vec<Vec<u8>> => BYTEA_ARRAY;
    Vec<Option<&[u8]>> => BYTEA_ARRAY;
    Vec<Option<Vec<u8>>> => BYTEA_ARRAY;
    Option<Vec<Vec<u8>>> => BYTEA_ARRAY;
}
