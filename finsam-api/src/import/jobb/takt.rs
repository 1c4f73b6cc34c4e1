//! How many records the next round has: as many as may be while nobody waits to write, and few as long as somebody comes
//! to, so that an import under way holds up others for a moment only.

use finsam_core::protokoll::Importlage;
use finsam_store::Databasslag;

use crate::import::granser::{DELOMGANG, DELOMGANG_POSTGRES, LUGNA_OMGANGAR, OMGANG};

/// How large rounds are just now.
#[derive(Debug)]
pub(super) struct Takt {
    len: usize,
    /// How large they are while others come.
    small: usize,
    /// How many rounds have gone by since somebody did.
    calm: u32,
    /// How many units of work others had begun.
    begun: u64,
    /// Whether they are always as large: what only validates says of its overlaps that they are judged within rounds.
    always: bool,
}

impl Takt {
    /// As it begins, when others have begun so many units of work.
    pub(super) const fn of(importlage: Importlage, databas: Databasslag, begun: u64) -> Self {
        let small = match databas {
            Databasslag::Sqlite => DELOMGANG,
            Databasslag::Postgres => DELOMGANG_POSTGRES,
        };
        Self { len: OMGANG, small, calm: 0, begun, always: matches!(importlage, Importlage::Validera) }
    }

    /// How many records the next round has.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Takes heed of whether others came during the round, by how many units of work they have begun since there are any.
    /// Who only asks how far the import has come begins none. One who comes now and then is met by small rounds each time:
    /// they grow only after many in which nobody did.
    pub(super) fn heed(&mut self, begun: u64) {
        let others = std::mem::replace(&mut self.begun, begun) != begun;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The lengths of rounds during which others came or did not.
    fn lengths(importlage: Importlage, databas: Databasslag, met: &[bool]) -> Vec<usize> {
        let mut takt = Takt::of(importlage, databas, 7);
        let after = |begun: &mut u64, others: &bool| {
            *begun += u64::from(*others);
            takt.heed(*begun);
            Some(takt.len())
        };
        met.iter().scan(7, after).collect()
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
}
