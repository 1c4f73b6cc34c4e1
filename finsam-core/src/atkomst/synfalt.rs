//! How much of the change feed a caller sees: exactly what it could read.

use crate::id::{ForbundId, InsatsId};
use crate::part::PartKod;

use super::{Hyresgast, Operation, Relation, Roll};

/// An insats and its förbund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plats {
    /// The insats.
    pub insats: InsatsId,
    /// Its förbund.
    pub forbund: ForbundId,
}

/// What an event is about, as far as it decides who may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handelsesak {
    /// A förbund.
    Forbund,
    /// An insats.
    Insats,
    /// Counts of this insats, or the people that it reached.
    Antal(Plats),
    /// A participation.
    Deltagande {
        /// Whose it is.
        part: PartKod,
        /// The insats in which it stood after the event; none when it was deleted.
        nu: Option<Plats>,
        /// The insats that it left by the event: it was moved, or deleted.
        fore: Option<Plats>,
    },
}

/// What a caller reaches: its role, and what its key is narrowed to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Synfalt {
    /// Its role.
    pub roll: Roll,
    /// The part it acts for.
    pub part: Option<PartKod>,
    /// The förbund it is narrowed to.
    pub forbund: Option<ForbundId>,
    /// The insatser it is narrowed to; empty when it is not.
    pub insatser: Vec<InsatsId>,
}

impl Synfalt {
    /// Whether the caller's role may do something at all.
    #[must_use]
    pub const fn may(&self, operation: Operation) -> bool {
        !matches!(operation.relation(self.roll), Relation::Ingen)
    }

    /// Whether the caller may do something to a förbund as a whole: one whose key is narrowed to insatser may not.
    #[must_use]
    pub fn reaches_forbund(&self, operation: Operation, forbund: ForbundId) -> bool {
        match operation.relation(self.roll) {
            Relation::Alla => true,
            Relation::Forbund => self.forbund == Some(forbund) && self.insatser.is_empty(),
            Relation::Ingen | Relation::Insats | Relation::Part | Relation::Lasbart => false,
        }
    }

    /// Whether the caller may do something to an insats and what belongs to it. Whose participations they are is another
    /// question: they are looked up by [`Synfalt::part`].
    #[must_use]
    pub fn reaches(&self, operation: Operation, plats: Plats) -> bool {
        match operation.relation(self.roll) {
            Relation::Ingen => false,
            Relation::Alla => true,
            Relation::Forbund => self.forbund == Some(plats.forbund) && self.covers(plats),
            Relation::Insats => self.insatser.contains(&plats.insats) && self.covers(plats),
            Relation::Part | Relation::Lasbart => self.covers(plats),
        }
    }

    /// In whose name the caller does something that belongs to its part or its förbund as a whole, if it may: one whose
    /// key is narrowed to insatser may not.
    #[must_use]
    pub fn hyresgast(&self, operation: Operation) -> Option<Hyresgast> {
        let own = match operation.relation(self.roll) {
            Relation::Part => self.part.map(Hyresgast::Part),
            Relation::Forbund => self.forbund.map(Hyresgast::Forbund),
            Relation::Ingen | Relation::Alla | Relation::Insats | Relation::Lasbart => None,
        };
        own.filter(|_| self.insatser.is_empty())
    }

    /// Whether an insats is within what the caller is narrowed to.
    fn covers(&self, plats: Plats) -> bool {
        self.forbund.is_none_or(|own| own == plats.forbund)
            && (self.insatser.is_empty() || self.insatser.contains(&plats.insats))
    }

    /// Whether the caller reaches less than everything of its part.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.forbund.is_some() || !self.insatser.is_empty()
    }

    /// Whether the caller may see an event. What it could have read before the event it learns of too: else it would
    /// never know that a participation has been deleted, or moved out of its sight.
    ///
    /// ```
    /// use finsam_core::atkomst::{Handelsesak, Roll, Synfalt};
    ///
    /// let part = "kommun:2280".parse()?;
    /// let synfalt = Synfalt { roll: Roll::Partssystem, part: Some(part), forbund: None, insatser: vec![] };
    /// assert!(synfalt.sees(&Handelsesak::Deltagande { part, nu: None, fore: None }));
    /// let other = "kommun:2262".parse()?;
    /// assert!(!synfalt.sees(&Handelsesak::Deltagande { part: other, nu: None, fore: None }));
    /// # Ok::<(), finsam_core::part::OkandPart>(())
    /// ```
    #[must_use]
    pub fn sees(&self, sak: &Handelsesak) -> bool {
        match *sak {
            Handelsesak::Forbund => self.may(Operation::HamtaForbund),
            Handelsesak::Insats => self.may(Operation::HamtaInsats),
            Handelsesak::Antal(plats) => self.reaches(Operation::HamtaAntal, plats),
            Handelsesak::Deltagande { part, nu, fore } => {
                self.sees_of() == Some(part)
                    && (!self.is_narrowed() || [nu, fore].into_iter().flatten().any(|plats| self.covers(plats)))
            }
        }
    }

    /// The part whose participations the caller sees, if any.
    #[must_use]
    pub fn sees_of(&self) -> Option<PartKod> {
        self.part.filter(|_| self.may(Operation::HamtaDeltagande))
    }
}
