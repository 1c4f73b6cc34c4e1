//! How many records the next round has: as many as may be while nobody waits to write, and few as long as somebody comes
//! to, so that an import under way holds up others for a moment only.

use finsam_core::protokoll::Importlage;
use finsam_store::{Belastning, Databasslag};

use crate::import::granser::{DELOMGANG, DELOMGANG_POSTGRES, LUGNA_OMGANGAR, OMGANG};

/// How large rounds are just now.
#[derive(Debug)]
pub(super) struct Takt {
    len: usize,
    /// How large they are while others come.
    small: usize,
    /// How many rounds have gone by since somebody did.
    calm: u32,
    /// Whether they are always as large: what only validates says of its overlaps that they are judged within rounds.
    always: bool,
}

impl Takt {
    pub(super) const fn of(importlage: Importlage, databas: Databasslag) -> Self {
        let small = match databas {
            Databasslag::Sqlite => DELOMGANG,
            Databasslag::Postgres => DELOMGANG_POSTGRES,
        };
        Self { len: OMGANG, small, calm: 0, always: matches!(importlage, Importlage::Validera) }
    }

    /// How many records the next round has.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Takes heed of whether others came during the round. One who comes now and then is met by small rounds each time:
    /// they grow only after many in which nobody did.
    pub(super) fn heed(&mut self, others: bool) {
        if self.always {
            return;
        }
        if others {
            (self.len, self.calm) = (self.small, 0);
            return;
        }
        self.calm += 1;
        if self.calm > LUGNA_OMGANGAR {
            self.len = (self.len * 2).min(OMGANG);
        }
    }
}

/// Whether others are there: who waits for the one writer, or where there are many, who has more of the sessions than the
/// import has of its own.
pub(super) fn others(load: Belastning, own: usize) -> bool {
    load.skrivko.map_or(load.upptagna > own, |waiting| waiting > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lengths of rounds during which others came or did not.
    fn lengths(importlage: Importlage, databas: Databasslag, met: &[bool]) -> Vec<usize> {
        let mut takt = Takt::of(importlage, databas);
        let after = |others: &bool| {
            takt.heed(*others);
            takt.len()
        };
        met.iter().map(after).collect()
    }

    #[test]
    fn rounds_are_small_at_once_and_grow_again_when_nobody_has_come_for_long() {
        let met = [false, true, false];
        assert_eq!(lengths(Importlage::Verkstall, Databasslag::Sqlite, &met), [OMGANG, DELOMGANG, DELOMGANG]);
        let calm = vec![false; LUGNA_OMGANGAR as usize];
        let met = [&[true], calm.as_slice(), &[true], &calm, &[false; 7]].concat();
        let all = lengths(Importlage::Verkstall, Databasslag::Sqlite, &met);
        let (small, grown) = all.split_at(met.len() - 7);
        assert!(small.iter().all(|len| *len == DELOMGANG), "{small:?}");
        assert_eq!(grown, [80, 160, 320, 640, 1_280, 2_000, 2_000]);
        assert_eq!(lengths(Importlage::Verkstall, Databasslag::Postgres, &[true, false]), [60, 60]);
        assert_eq!(lengths(Importlage::Validera, Databasslag::Sqlite, &[true]), [OMGANG]);
    }

    #[test]
    fn others_are_those_who_wait_or_have_more_sessions_than_the_import() {
        let load = |upptagna, skrivko| Belastning { platser: 4, upptagna, vantar: 0, skrivko };
        let told = [load(3, Some(0)), load(0, Some(1)), load(2, None), load(3, None)].map(|load| others(load, 2));
        assert_eq!(told, [false, true, false, true]);
    }
}
