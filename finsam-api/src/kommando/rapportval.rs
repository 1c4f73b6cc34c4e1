//! `finsam rapport`: a report by its name, or a document.

use clap::{ArgMatches, Args, Command, Error, FromArgMatches};

use super::Utfall;
use super::arsredovisning::Arsredovisning;
use super::aterrapport::Aterrapport;
use super::rapport::Rapport;

const ARSREDOVISNING: &str = "arsredovisning";
const ATERRAPPORT: &str = "aterrapport";

/// Räkna en rapport eller upprätta ett dokument / Count a report or draw up a document
#[derive(Debug)]
pub enum Rapportval {
    /// A report.
    Rapport(Box<Rapport>),
    /// The annual report of a förbund.
    Arsredovisning(Box<Arsredovisning>),
    /// What is reported back to the government.
    Aterrapport(Box<Aterrapport>),
}

impl Rapportval {
    pub(super) async fn run(self) -> Utfall {
        match self {
            Self::Rapport(rapport) => rapport.run().await,
            Self::Arsredovisning(arsredovisning) => arsredovisning.run().await,
            Self::Aterrapport(aterrapport) => aterrapport.run().await,
        }
    }
}

impl FromArgMatches for Rapportval {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Ok(match matches.subcommand() {
            Some((ARSREDOVISNING, below)) => Self::Arsredovisning(Box::new(Arsredovisning::from_arg_matches(below)?)),
            Some((ATERRAPPORT, below)) => Self::Aterrapport(Box::new(Aterrapport::from_arg_matches(below)?)),
            _ => Self::Rapport(Box::new(Rapport::from_arg_matches(matches)?)),
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
        let report = Aterrapport::augment_args(Command::new(ATERRAPPORT));
        let either = Rapport::augment_args(command).subcommand(document).subcommand(report);
        either.args_conflicts_with_subcommands(true).subcommand_negates_reqs(true)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}
