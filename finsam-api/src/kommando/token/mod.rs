//! `finsam token`.

mod aterkalla;
mod byt;
mod lista;
mod skapa;

use clap::{Args, Subcommand};
use finsam_core::atkomst::{Fullmaktsfel, Roll};
use finsam_core::id::TokenId;
use finsam_store::{Aktor, Store};

use super::{Kommandofel, Utfall, random_bytes};
use crate::klocka::{Idkalla, Klocka, Systemklocka};
use crate::token::{Bestallning, Nyckeltext};

/// Nycklar till API:et / Keys to the API
#[derive(Debug, Args)]
pub struct Token {
    #[command(subcommand)]
    handling: Tokenhandling,
}

#[derive(Debug, Subcommand)]
enum Tokenhandling {
    Skapa(skapa::Skapa),
    Lista(lista::Lista),
    Byt(byt::Byt),
    Aterkalla(aterkalla::Aterkalla),
}

impl Token {
    pub(super) async fn run(self) -> Utfall {
        match self.handling {
            Tokenhandling::Skapa(skapa) => skapa.run().await,
            Tokenhandling::Lista(lista) => lista.run().await,
            Tokenhandling::Byt(byt) => byt.run().await,
            Tokenhandling::Aterkalla(aterkalla) => aterkalla.run().await,
        }
    }
}

/// Whether role, part, förbund and insatser go together.
///
/// # Errors
/// Everything that is wrong, each with the option that it is about.
fn check(bestallning: &Bestallning) -> Utfall {
    let option = |fel: &Fullmaktsfel| match fel {
        Fullmaktsfel::PartKravs | Fullmaktsfel::IngenPart => "--part",
        Fullmaktsfel::ForbundKravs => "--forbund",
        Fullmaktsfel::InsatsKravs => "--insats",
        Fullmaktsfel::Obegransad => "--forbund, --insats",
    };
    let faults = bestallning.synfalt().faults();
    let faults: Vec<String> = faults.iter().map(|fel| format!("{} {}: {fel}", bestallning.roll, option(fel))).collect();
    if faults.is_empty() { Ok(()) } else { Err(Kommandofel::Bruk(faults.join("\n        "))) }
}

/// Makes a token and keeps its hash.
pub(super) async fn create(store: &dyn Store, bestallning: Bestallning) -> Result<Nyckeltext, Kommandofel> {
    check(&bestallning)?;
    let tid = Systemklocka.now();
    let (token, text) = bestallning.make(Idkalla::default().next(tid), random_bytes()?, tid);
    let mut unit = store.begin(aktor("token skapa")).await.map_err(reach)?;
    unit.tokens().insert(&token).await.map_err(reach)?;
    unit.commit().await.map_err(reach)?;
    Ok(text)
}

/// Whoever sits at the command line, for the access log.
pub(super) fn aktor(handling: &str) -> Aktor {
    let tid = Systemklocka.now();
    Aktor {
        vem: "<kommandorad>".to_owned(),
        roll: Roll::Systemadministrator.code().to_owned(),
        handling: handling.to_owned(),
        anrop: Idkalla::default().next(tid).to_string(),
        varfor: None,
        varifran: None,
        tid,
    }
}

fn reach(fel: impl std::fmt::Display) -> Kommandofel {
    Kommandofel::reach("--database", fel)
}

fn unknown(id: TokenId) -> Kommandofel {
    Kommandofel::Data(format!(
        "{id}: ingen nyckel som gäller har den identiteten; finsam token lista visar vilka som finns / \
         no key that holds has that identity; finsam token lista shows which there are"
    ))
}
