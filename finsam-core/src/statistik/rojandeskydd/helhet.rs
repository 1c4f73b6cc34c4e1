//! A report as a whole or not at all: for readers of whom nothing is known, where numbers that are hidden one by one could
//! be worked out from those beside them.

use super::hidden_in;
use crate::statistik::forbehall::{Forbehall, HELT_DOLD};
use crate::statistik::rad::{Matt, Rad};
use crate::statistik::rapport::Rapport;

impl Rapport {
    /// Whether any number in it is hidden, of its rows or of what is said with it. A report read from the wire no longer
    /// knows all of this, so this is for whoever counted it.
    #[must_use]
    pub fn hides_anything(&self) -> bool {
        let in_row = |rad: &Rad| rad.underlag_skyddad || rad.matt.0.iter().any(|(_, matt)| matt.is_hidden());
        self.rader.iter().any(in_row) || self.forbehall.iter().any(Forbehall::is_hidden)
    }

    /// The same where nothing in it is hidden; where anything is, with every number hidden, those of what is said with it
    /// too, and that said.
    #[must_use]
    pub fn whole_or_nothing(mut self) -> Self {
        if !self.hides_anything() {
            return self;
        }
        for rad in &mut self.rader {
            rad.underlag_skyddad |= rad.underlag.take().is_some();
            rad.matt.0.iter_mut().for_each(|(_, matt)| *matt = Matt::hidden(*matt));
        }
        self.skydd.undertryckta = self.rader.iter().map(hidden_in).sum();
        self.forbehall = self.forbehall.into_iter().map(|said| said.protected(0, |_| true)).collect();
        self.forbehall.push(Forbehall::plain(HELT_DOLD));
        self
    }
}
