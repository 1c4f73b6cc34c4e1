//! `finsam rapport`: a report by its name, or a document.

use clap::{Args, Subcommand};

use super::arsredovisning::Arsredovisning;
use super::rapport::Rapport;
use super::{Kommandofel, Utfall};

/// Räkna en rapport eller upprätta ett dokument / Count a report or draw up a document
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Rapportval {
    #[command(subcommand)]
    dokument: Option<Dokument>,
    #[command(flatten)]
    rapport: Option<Rapport>,
}

#[derive(Debug, Subcommand)]
enum Dokument {
    Arsredovisning(Arsredovisning),
}

impl Rapportval {
    pub(super) async fn run(self) -> Utfall {
        match (self.dokument, self.rapport) {
            (Some(Dokument::Arsredovisning(arsredovisning)), _) => arsredovisning.run().await,
            (None, Some(rapport)) => rapport.run().await,
            (None, None) => Err(Kommandofel::Bruk("ange en rapport / name a report".to_owned())),
        }
    }
}
