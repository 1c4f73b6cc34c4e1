//! How many records the next round has: as many as may be while nobody waits to write, and few as long as somebody comes
//! to, so that an import under way holds up others for a moment only.

use finsam_store::{Belastning, Databasslag};

use crate::import::granser::{DELOMGANG, DELOMGANG_POSTGRES, LUGNA_OMGANGAR, OMGANG, SAMTIDIGA_JOBB};

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
    /// How many may be under way at once while they are large.
    at_once: usize,
}

impl Takt {
    /// As it begins, in a register that is so busy.
    pub(super) const fn of(databas: Databasslag, Belastning { platser, begun, .. }: Belastning) -> Self {
        let (small, at_once) = match databas {
            // There is one writer.
            Databasslag::Sqlite => (DELOMGANG, 1),
            // A round that is prepared waits for the one ahead, which must have its connection whatever other imports hold.
            Databasslag::Postgres if platser >= 2 * SAMTIDIGA_JOBB as usize => (DELOMGANG_POSTGRES, 2),
            Databasslag::Postgres => (DELOMGANG_POSTGRES, 1),
        };
        Self { len: OMGANG, small, calm: 0, begun, at_once }
    }

    /// How many rounds may be written or prepared at once. Small ones follow each other one by one, so that others come
    /// between, and so does the first, in which it is seen whether others come.
    pub(super) const fn at_once(&self) -> usize {
        if self.len == OMGANG && self.calm > 0 { self.at_once } else { 1 }
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

    fn load(platser: usize) -> Belastning {
        Belastning { platser, upptagna: 0, vantar: 0, skrivko: None, begun: 7 }
    }

    /// The lengths of rounds during which others came or did not.
    fn lengths(databas: Databasslag, met: &[bool]) -> Vec<usize> {
        let mut takt = Takt::of(databas, load(16));
        let after = |begun: &mut u64, others: &bool| {
            *begun += u64::from(*others);
            takt.heed(*begun);
            Some(takt.len())
        };
        met.iter().scan(7, after).collect()
    }

    #[test]
    fn several_are_under_way_only_while_nobody_else_comes() {
        let mut takt = Takt::of(Databasslag::Postgres, load(16));
        let mut after = |begun| {
            takt.heed(begun);
            takt.at_once()
        };
        assert_eq!([after(7), after(8), after(8)], [2, 1, 1]);
        assert_eq!(Takt::of(Databasslag::Postgres, load(16)).at_once(), 1, "before the first");
        let calm = |databas, platser| {
            let mut takt = Takt::of(databas, load(platser));
            takt.heed(7);
            takt.at_once()
        };
        assert_eq!(calm(Databasslag::Sqlite, 16), 1, "there is one writer");
        assert_eq!([3, 4].map(|platser| calm(Databasslag::Postgres, platser)), [1, 2], "two imports may run");
    }

    #[test]
    fn rounds_are_small_at_once_and_grow_again_when_nobody_has_come_for_long() {
        let met = [false, true, false];
        assert_eq!(lengths(Databasslag::Sqlite, &met), [OMGANG, DELOMGANG, DELOMGANG]);
        let calm = vec![false; LUGNA_OMGANGAR as usize];
        let met = [&[true], calm.as_slice(), &[true], &calm, &[false; 7]].concat();
        let all = lengths(Databasslag::Sqlite, &met);
        let (small, grown) = all.split_at(met.len() - 7);
        assert!(small.iter().all(|len| *len == DELOMGANG), "{small:?}");
        assert_eq!(grown, [80, 160, 320, 640, 1_280, 2_000, 2_000]);
        assert_eq!(lengths(Databasslag::Postgres, &[true, false]), [60, 60]);
    }
}
