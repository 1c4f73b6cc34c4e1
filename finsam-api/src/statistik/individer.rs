//! The numbers that persons have in the columns.

use std::collections::{BTreeSet, HashMap};

use finsam_store::rum::Personsok;

/// The small numbers that persons have in the columns, given as they are first seen, whichever part registered them: who
/// takes part in several insatser, or is registered by several parts, is one individ. They are never shown.
///
/// What a person is found by is known for as long as a participation of the person is: when the last one has gone or become
/// anonymous it is forgotten, and its number is given to somebody else.
#[derive(Debug, Default)]
pub(super) struct Individer {
    nummer: HashMap<Personsok, u32>,
    /// How many participations each number has.
    antal: Vec<u32>,
    /// Numbers whose last participation has gone, and that somebody may still be found by.
    utan: BTreeSet<u32>,
    /// Numbers that are nobody's.
    lediga: Vec<u32>,
}

impl Individer {
    /// The number of a person, for one participation more; `None` when there are no more numbers.
    pub(super) fn take(&mut self, person: Personsok) -> Option<u32> {
        let nummer = match self.nummer.get(&person) {
            Some(known) => *known,
            None => self.new_number(person)?,
        };
        *self.antal.get_mut(nummer as usize)? += 1;
        Some(nummer)
    }

    fn new_number(&mut self, person: Personsok) -> Option<u32> {
        let nummer = match self.lediga.pop() {
            Some(free) => free,
            None => {
                let next = u32::try_from(self.antal.len()).ok().filter(|next| *next < u32::MAX)?;
                self.antal.push(0);
                next
            }
        };
        self.nummer.insert(person, nummer);
        Some(nummer)
    }

    /// Gives a number back, for one participation.
    pub(super) fn give_back(&mut self, nummer: u32) {
        if let Some(antal) = self.antal.get_mut(nummer as usize) {
            *antal = antal.saturating_sub(1);
            if *antal == 0 {
                self.utan.insert(nummer);
            }
        }
    }

    /// Forgets those who have no participation any more. It goes through all persons, so it is done for many at once.
    pub(super) fn forget(&mut self) {
        let antal = &self.antal;
        let mut gone = std::mem::take(&mut self.utan);
        gone.retain(|nummer| antal.get(*nummer as usize) == Some(&0));
        if gone.is_empty() {
            return;
        }
        self.nummer.retain(|_, nummer| !gone.contains(nummer));
        self.nummer.shrink_to(2 * self.nummer.len());
        self.lediga.extend(gone);
    }

    #[cfg(test)]
    pub(super) fn persons(&self) -> usize {
        self.nummer.len()
    }
}
