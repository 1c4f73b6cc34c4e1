//! The raw ceiling: the driver of the database alone, storing the same rows in the same tables.

pub mod postgres;
pub mod sqlite;

/// A participation as it is kept, and nothing that it does not need.
#[derive(Debug, Clone)]
pub struct Row {
    id: Vec<u8>,
    kalla: i64,
    nyckel: String,
    part: i64,
    insats: i64,
    start: i64,
    slut: Option<i64>,
    alder: Option<i64>,
    sok: Option<Vec<u8>>,
    identitet: Option<Vec<u8>>,
    post: String,
}
