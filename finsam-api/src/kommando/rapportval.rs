//! `finsam rapport`: a report by its name, or a document.

use clap::{ArgMatches, Args, Command, Error, FromArgMatches};

use super::Utfall;
use super::arsredovisning::Arsredovisning;
use super::rapport::Rapport;

const ARSREDOVISNING: &str = "arsredovisning";

/// Räkna en rapport eller upprätta ett dokument / Count a report or draw up a document
#[derive(Debug)]
pub enum Rapportval {
    /// A report.
    Rapport(Box<Rapport>),
    /// The annual report of a förbund.
    Arsredovisning(Box<Arsredovisning>),
}

impl Rapportval {
    pub(super) async fn run(self) -> Utfall {
        match self {
            Self::Rapport(rapport) => rapport.run().await,
            Self::Arsredovisning(arsredovisning) => arsredovisning.run().await,
        }
    }
}

impl FromArgMatches for Rapportval {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Ok(match matches.subcommand_matches(ARSREDOVISNING) {
            Some(below) => Self::Arsredovisning(Box::new(Arsredovisning::from_arg_matches(below)?)),
            None => Self::Rapport(Box::new(Rapport::from_arg_matches(matches)?)),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Rapportval {
    fn augment_args(command: Command) -> Command {
        let document = Arsredovisning::augment_args(Command::new(ARSREDOVISNING));
        let either = Rapport::augment_args(command).subcommand(document);
        either.args_conflicts_with_subcommands(true).subcommand_negates_reqs(true)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}
