//! How many records the next round has: as many as may be while nobody waits to write, and few while somebody does, so
//! that an import under way holds up others for a moment only.

use finsam_core::protokoll::Importlage;

use crate::import::granser::{DELOMGANG, OMGANG};

/// How large rounds are just now.
#[derive(Debug)]
pub(super) struct Takt {
    len: usize,
    /// Whether they are always as large: what only validates says of its overlaps that they are judged within rounds.
    always: bool,
}

impl Takt {
    pub(super) fn of(importlage: Importlage) -> Self {
        Self { len: OMGANG, always: importlage == Importlage::Validera }
    }

    /// How many records the next round has.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Takes heed of how many have come to wait for the writer during the round; unknown where there is no one writer.
    pub(super) fn heed(&mut self, waiting: Option<usize>) {
        let others = waiting.is_some_and(|waiting| waiting > 0);
        if !self.always {
            self.len = if others { DELOMGANG } else { (self.len * 2).min(OMGANG) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lengths of rounds during which so many came to wait.
    fn lengths(importlage: Importlage, waiting: &[Option<usize>]) -> Vec<usize> {
        let mut takt = Takt::of(importlage);
        let after = |waiting: &Option<usize>| {
            takt.heed(*waiting);
            takt.len()
        };
        waiting.iter().map(after).collect()
    }

    #[test]
    fn rounds_are_small_at_once_and_grow_again() {
        let met = [Some(0), Some(2), Some(1), Some(0), Some(0), Some(0), Some(0)];
        assert_eq!(lengths(Importlage::Verkstall, &met), [2_000, 250, 250, 500, 1_000, 2_000, 2_000]);
        assert_eq!(lengths(Importlage::Verkstall, &[None, None]), [2_000, 2_000]);
        assert_eq!(lengths(Importlage::Validera, &[Some(5)]), [2_000]);
    }
}
