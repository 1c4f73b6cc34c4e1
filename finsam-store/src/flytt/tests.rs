//! The form of rows on their way, and how they are named when they do not fit.

use proptest::prelude::*;

use super::kodning::{Bunt, Cell, Summering, cells, unfit};
use super::{Ordning, TABELLER, Tabell};
use crate::StoreError;
use crate::rad::{AnnanTyp, Kolumner};

/// A value that owns what it holds.
#[derive(Debug, Clone)]
enum Varde {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Varde {
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Null => Cell::Null,
            Self::Int(value) => Cell::Int(*value),
            Self::Text(text) => Cell::Text(text),
            Self::Bytes(bytes) => Cell::Bytes(bytes),
        }
    }
}

struct Rad(Vec<Varde>);

impl Kolumner for Rad {
    fn int(&self, index: usize) -> Result<Option<i64>, AnnanTyp> {
        match &self.0[index] {
            Varde::Null => Ok(None),
            Varde::Int(value) => Ok(Some(*value)),
            _ => Err(AnnanTyp),
        }
    }

    fn text(&self, index: usize) -> Result<Option<&str>, AnnanTyp> {
        match &self.0[index] {
            Varde::Null => Ok(None),
            Varde::Text(text) => Ok(Some(text)),
            _ => Err(AnnanTyp),
        }
    }

    fn blob(&self, index: usize) -> Result<Option<&[u8]>, AnnanTyp> {
        match &self.0[index] {
            Varde::Null => Ok(None),
            Varde::Bytes(bytes) => Ok(Some(bytes)),
            _ => Err(AnnanTyp),
        }
    }

    fn is_null(&self, index: usize) -> bool {
        matches!(self.0[index], Varde::Null)
    }
}

fn tabell(namn: &str) -> &'static Tabell {
    TABELLER.iter().find(|tabell| tabell.namn == namn).unwrap()
}

fn values() -> impl Strategy<Value = Varde> {
    prop_oneof![
        Just(Varde::Null),
        any::<i64>().prop_map(Varde::Int),
        ".{0,8}".prop_map(Varde::Text),
        prop::collection::vec(any::<u8>(), 0..8).prop_map(Varde::Bytes),
    ]
}

fn rows() -> impl Strategy<Value = Vec<Vec<Varde>>> {
    prop::collection::vec(prop::collection::vec(values(), 3), 0..6)
}

fn bunt(rows: &[Vec<Varde>]) -> Bunt {
    let mut bunt = Bunt::default();
    for row in rows {
        assert!(!bunt.push(&row.iter().map(Varde::cell).collect::<Vec<_>>()), "small");
    }
    bunt
}

proptest! {
    #[test]
    fn rows_come_out_as_they_went_in(rows in rows()) {
        let bunt = bunt(&rows);
        let out: Vec<_> = bunt.rows(3).collect();
        let expected: Vec<Vec<Cell<'_>>> = rows.iter().map(|row| row.iter().map(Varde::cell).collect()).collect();
        prop_assert_eq!(out, expected);
        prop_assert_eq!(bunt.is_empty(), rows.is_empty());
    }

    /// Also where values are of other kinds with the same bytes, or end elsewhere.
    #[test]
    fn other_rows_have_other_sums(one in rows(), other in rows()) {
        let tabell = tabell("part");
        let sum = |rows: &[Vec<Varde>]| {
            let mut summering = Summering::new(tabell);
            summering.add(&bunt(rows));
            summering.end()
        };
        prop_assert_eq!(bunt(&one) == bunt(&other), sum(&one).digest == sum(&other).digest);
        // However they are divided on their way.
        let mut summering = Summering::new(tabell);
        one.iter().for_each(|row| summering.add(&bunt(std::slice::from_ref(row))));
        prop_assert_eq!(summering.end(), sum(&one));
    }
}

#[test]
fn sums_name_their_table_and_are_written_in_digits() {
    let [part, kalla] = ["part", "kalla"].map(|namn| Summering::new(tabell(namn)).end());
    assert_ne!(part.digest, kalla.digest);
    // SHA-256 of "part" and a zero byte.
    assert_eq!(part.hex(), "df0ad49c5c7f6f747d65a35cda76307c67b1a89f980fd5ffa027b4de40a1ade0");
    assert_eq!(part.antal, 0);
}

#[test]
fn a_bunch_is_full_when_it_is_large() {
    let mut bunt = Bunt::default();
    let text = "x".repeat(1_000);
    let fits = (0..1_000).take_while(|_| !bunt.push(&[Cell::Text(&text)])).count();
    assert_eq!(fits, 64 * 1_024 / 1_009);
}

#[test]
fn what_does_not_fit_is_named_by_table_column_and_row() {
    let of = |namn: &str, row: Vec<Varde>| match cells(tabell(namn), &Rad(row), 7) {
        Err(StoreError::Decode { table, column, row, .. }) => (table, column, row),
        other => panic!("{other:?}"),
    };
    let text = || Varde::Text("x".to_owned());
    assert_eq!(of("part", vec![Varde::Int(3), Varde::Int(4)]), ("part", "kod", "3".to_owned()));
    assert_eq!(of("importrad", vec![Varde::Int(3), Varde::Int(4), Varde::Bytes(vec![])]).2, "3/4");
    let event = |typ| {
        let numbers = [3, 1, typ, 1, 1, 1].map(Varde::Int);
        numbers.into_iter().chain([Varde::Bytes(vec![1]), Varde::Null]).collect()
    };
    assert_eq!(of("handelse", event(40_000)), ("handelse", "typ", "3".to_owned()));
    assert!(cells(tabell("handelse"), &Rad(event(-32_768)), 1).is_ok());
    // A key of text says too much.
    let kvitto = vec![text(), text(), text(), text(), text(), text(), text(), text()];
    assert_eq!(of("kvitto", kvitto), ("kvitto", "kropp", "#7 by key".to_owned()));
    assert_eq!(of("kvitto", vec![Varde::Int(1); 8]).2, "#7 by key");
    let fel = unfit(tabell("part"), 1, &[Cell::Int(5), Cell::Text("\0")], 1, "a NUL");
    assert_eq!(fel.to_string(), "row 5 of part does not decode in column kod: a NUL");
}

#[test]
fn statements_are_made_of_the_description() {
    let kvitto = tabell("insatsnyckel");
    let columns = "part, kallsystem, nyckel, insats";
    assert_eq!(
        kvitto.select(Ordning::C),
        format!(
            "SELECT {columns} FROM insatsnyckel ORDER BY part COLLATE \"C\", kallsystem COLLATE \"C\", nyckel COLLATE \"C\""
        )
    );
    assert_eq!(
        kvitto.select(Ordning::Given),
        format!("SELECT {columns} FROM insatsnyckel ORDER BY part, kallsystem, nyckel")
    );
    assert_eq!(kvitto.insert(), format!("INSERT INTO insatsnyckel ({columns}) VALUES (?1, ?2, ?3, ?4)"));
    assert_eq!(kvitto.copy(), format!("COPY insatsnyckel ({columns}) FROM STDIN (FORMAT binary)"));
    assert_eq!(tabell("arende").select(Ordning::C), tabell("arende").select(Ordning::Given));
}
