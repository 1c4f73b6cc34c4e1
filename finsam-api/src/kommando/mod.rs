//! The command line: one file a command.
//!
//! Exit 0 done, 1 the data had faults (listed), 2 used wrongly, 3 could not reach or open something.

mod arsredovisning;
mod aterrapport;
mod aterstall;
mod avstam;
mod demo;
mod exportera;
mod flytta;
mod gallra;
mod gallringsstopp;
mod generera;
mod importera;
mod installningar;
mod kontrollera;
mod lager;
mod lagerfel;
mod logg;
mod migrate;
mod mot;
mod nycklar;
mod openapi;
mod raknat;
mod rapport;
mod rapportval;
mod sakerhetskopiera;
mod serve;
mod server;
mod statistik;
mod tilldelning;
mod token;
mod validera;
mod visa;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use finsam_core::ekonomi::validate_year;

pub use demo::{Demo, prepare_in as prepare_demo};
pub use server::{Avslut, random_bytes, serve_until};

/// Register och regelmotor för finansiell samordning / Register and rule engine for finansiell samordning
#[derive(Debug, Parser)]
#[command(
    name = "finsam",
    version,
    after_help = "Exempel:\n  finsam demo\n  finsam serve --sandlada --database sqlite:finsam.db\n  finsam token skapa --database sqlite:finsam.db --roll partssystem --part kommun:2280"
)]
struct Finsam {
    #[command(subcommand)]
    kommando: Kommando,
}

#[derive(Debug, Subcommand)]
enum Kommando {
    Demo(demo::Demo),
    Serve(Box<serve::Serve>),
    Migrate(migrate::Migrate),
    Flytta(flytta::Flytta),
    Kontrollera(kontrollera::Kontrollera),
    Gallra(gallra::Gallra),
    Gallringsstopp(gallringsstopp::Stopp),
    Nycklar(nycklar::Nycklar),
    Sakerhetskopiera(sakerhetskopiera::Sakerhetskopiera),
    Aterstall(aterstall::Aterstall),
    Token(token::Token),
    Importera(importera::Importera),
    Avstam(avstam::Avstam),
    Exportera(exportera::Exportera),
    Rapport(Box<rapportval::Rapportval>),
    Statistik(statistik::Statistikval),
    Tilldelning(tilldelning::Tilldelning),
    Validera(validera::Validera),
    Generera(generera::Generera),
    Openapi(openapi::Openapi),
}

/// Why a command ends other than well.
#[derive(Debug, thiserror::Error)]
pub enum Kommandofel {
    /// The data had faults; they have been listed.
    #[error("{0}")]
    Data(String),
    /// Used wrongly.
    #[error("{0}")]
    Bruk(String),
    /// Could not reach or open something.
    #[error("{0}")]
    Natt(String),
}

impl Kommandofel {
    fn exit(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Data(_) => 1,
            Self::Bruk(_) => 2,
            Self::Natt(_) => 3,
        })
    }

    /// Something that could not be reached or opened, with what it was.
    fn reach(what: &str, why: impl std::fmt::Display) -> Self {
        Self::Natt(format!("{what}: {why}"))
    }
}

/// What a command gives.
type Utfall = Result<(), Kommandofel>;

/// Runs the command that the arguments name.
#[must_use]
pub fn run() -> ExitCode {
    logg::quiet_panics();
    if std::env::args_os().any(|argument| lager::shows_password(&argument.to_string_lossy())) {
        visa::complain(
            "lösenordet syns i processlistan; använd FINSAM_DATABASE eller --database-fil / \
             the password shows in the list of processes; use FINSAM_DATABASE or --database-fil",
        );
    }
    let finsam = Finsam::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(16).build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&Kommandofel::reach("runtime", error)),
    };
    let ended = runtime.block_on(carry_out(finsam.kommando));
    // What is left was given up: it is not waited for.
    runtime.shutdown_background();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

async fn carry_out(kommando: Kommando) -> Utfall {
    match kommando {
        Kommando::Demo(demo) => demo.run().await,
        Kommando::Serve(serve) => serve.run().await,
        Kommando::Migrate(migrate) => migrate.run().await,
        Kommando::Flytta(flytta) => flytta.run().await,
        Kommando::Gallra(gallra) => gallra.run().await,
        Kommando::Gallringsstopp(stopp) => stopp.run().await,
        Kommando::Nycklar(nycklar) => nycklar.run().await,
        Kommando::Kontrollera(kontrollera) => kontrollera.run().await,
        Kommando::Sakerhetskopiera(sakerhetskopiera) => sakerhetskopiera.run().await,
        Kommando::Aterstall(aterstall) => aterstall.run().await,
        Kommando::Token(token) => token.run().await,
        Kommando::Importera(importera) => importera.run().await,
        Kommando::Avstam(avstam) => avstam.run().await,
        Kommando::Exportera(exportera) => exportera.run().await,
        Kommando::Rapport(rapport) => rapport.run().await,
        Kommando::Statistik(statistik) => statistik.run().await,
        Kommando::Tilldelning(tilldelning) => tilldelning.run(),
        Kommando::Validera(validera) => validera.run(),
        Kommando::Generera(generera) => generera.run(),
        Kommando::Openapi(openapi) => openapi.run(),
    }
}

/// A year that is asked for.
fn check_year(ar: i32) -> Utfall {
    if validate_year("/ar", ar).is_empty() {
        return Ok(());
    }
    Err(Kommandofel::Bruk("--ar: ett år 2004-2100 / a year, 2004-2100".to_owned()))
}

fn fail(error: &Kommandofel) -> ExitCode {
    visa::complain(&error.to_string());
    error.exit()
}
