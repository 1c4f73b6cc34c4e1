//! Where each number stands: four bytes a number where numbers are dense, and no more than a page where they are not.

use std::collections::HashMap;

/// Numbers a page. Sequences of a database leave holes of any size, so the table is paged.
const PAGE: i64 = 256;

/// A number that stands nowhere.
const ABSENT: u32 = u32::MAX;

/// From the internal number of a participation to its row.
#[derive(Debug, Clone, Default)]
pub(super) struct Nummertabell {
    pages: HashMap<i64, Box<[u32; PAGE as usize]>>,
}

impl Nummertabell {
    /// The row of a number, if it has one.
    pub(super) fn get(&self, nummer: i64) -> Option<u32> {
        let (page, place) = split(nummer);
        self.pages.get(&page).map(|page| page[place]).filter(|row| *row != ABSENT)
    }

    /// How many bytes the pages take.
    pub(super) fn bytes(&self) -> usize {
        self.pages.len() * PAGE as usize * size_of::<u32>()
    }

    /// Gives the number a row.
    pub(super) fn set(&mut self, nummer: i64, row: u32) {
        let (page, place) = split(nummer);
        self.pages.entry(page).or_insert_with(|| Box::new([ABSENT; PAGE as usize]))[place] = row;
    }

    /// Gives every number the row that the one it has comes to be.
    pub(super) fn rearrange(&mut self, rows: &[u32]) {
        for row in self.pages.values_mut().flat_map(|page| page.iter_mut()).filter(|row| **row != ABSENT) {
            *row = rows[*row as usize];
        }
    }

    /// Takes the row from the number and returns it.
    pub(super) fn take(&mut self, nummer: i64) -> Option<u32> {
        let (page, place) = split(nummer);
        let row = std::mem::replace(&mut self.pages.get_mut(&page)?[place], ABSENT);
        (row != ABSENT).then_some(row)
    }
}

const fn split(nummer: i64) -> (i64, usize) {
    (nummer.div_euclid(PAGE), nummer.rem_euclid(PAGE) as usize)
}
