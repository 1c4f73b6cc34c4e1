//! Where a command turns: to a server, or to a register on this machine.

mod lokal;

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use finsam_client::{Client, Fel, Token};
use finsam_core::atkomst::Roll;
use finsam_core::id::ForbundId;
use finsam_core::part::PartKod;
use finsam_core::protokoll::{Felkod, Problem};

use super::validera::describe;
use super::{Kommandofel, visa};
use lokal::Lokal;

/// A server with a key to it, or a register with what is needed to act in it.
#[derive(Debug, Args)]
#[command(
    group(ArgGroup::new("mal").required(true).args(["mot", "database", "database_fil"])),
    group(ArgGroup::new("vem").args(["part", "forbund"]))
)]
pub struct Mal {
    /// Servern / The server
    #[arg(long, value_name = "URL", requires = "token_fil")]
    mot: Option<String>,
    /// Fil med nyckeln till servern / File with the key to the server
    #[arg(long, env = "FINSAM_TOKEN_FIL", value_name = "FIL")]
    token_fil: Option<PathBuf>,
    /// Registret, utan server: sqlite:FIL / The register, without a server
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Fil med registrets adress, så att lösenordet inte syns / File with the address of the register
    #[arg(long, value_name = "FIL")]
    database_fil: Option<PathBuf>,
    /// Med --database: fil med inställningar, se docs/DRIFT.md / With --database: file with settings
    #[arg(long, env = "FINSAM_CONFIG", value_name = "FIL")]
    config: Option<PathBuf>,
    /// Med --database: fil med krypteringsnyckeln / With --database: file with the encryption key
    #[arg(long, env = "FINSAM_NYCKEL", value_name = "FIL")]
    nyckel: Option<PathBuf>,
    /// Med --database: parten som registrerar / With --database: the part that registers
    #[arg(long)]
    part: Option<PartKod>,
    /// Med --database: förbundet vars antal importeras / With --database: the förbund whose counts are imported
    #[arg(long, value_name = "ID")]
    forbund: Option<ForbundId>,
    /// Med --database: ta bara emot testnummer och reservnummer / With --database: take only test numbers
    #[arg(long)]
    sandlada: bool,
    /// Med --database: fil med fler testnummer / With --database: file with more test numbers
    #[arg(long, value_name = "FIL")]
    testnummer: Option<PathBuf>,
}

/// Where the command has turned.
pub(super) struct Anslutning {
    /// The client of it.
    pub(super) client: Client,
    lokal: Option<Lokal>,
}

impl Mal {
    /// Turns there; without a server as the part or förbund that the arguments name.
    pub(super) async fn connect(&self) -> Result<Anslutning, Kommandofel> {
        self.connect_as(self.roll()?).await
    }

    /// As whom a register is turned to, by the arguments.
    ///
    /// # Errors
    /// A register needs one of them.
    pub(super) fn roll(&self) -> Result<Roll, Kommandofel> {
        match (self.part, self.forbund) {
            (_, Some(_)) => Ok(Roll::Forbundsadministrator),
            (Some(_), None) => Ok(Roll::Partssystem),
            (None, None) if self.mot.is_some() => Ok(Roll::Partssystem),
            (None, None) => {
                let text = "med --database: ange --part eller --forbund / with --database: name --part or --forbund";
                Err(Kommandofel::Bruk(text.to_owned()))
            }
        }
    }

    /// The same; without a server in a role.
    pub(super) async fn connect_as(&self, roll: Roll) -> Result<Anslutning, Kommandofel> {
        let Some(address) = &self.mot else {
            let (lokal, client) = Lokal::start(self, roll).await?;
            return Ok(Anslutning { client, lokal: Some(lokal) });
        };
        Ok(Anslutning { client: server(address, self.token_fil.as_ref())?, lokal: None })
    }
}

impl Anslutning {
    /// Leaves everything as it was.
    pub(super) async fn stop(self) {
        if let Some(lokal) = self.lokal {
            lokal.stop().await;
        }
    }
}

/// The client of a server that a command turns to.
pub(super) fn server(address: &str, token_fil: Option<&PathBuf>) -> Result<Client, Kommandofel> {
    let token = token_fil.map(read_token).transpose()?;
    Client::new(address, token).map_err(failed)
}

fn read_token(file: &PathBuf) -> Result<Token, Kommandofel> {
    let text = std::fs::read_to_string(file).map_err(|error| Kommandofel::reach(&file.display().to_string(), error))?;
    Token::new(&text)
        .map_err(|_| Kommandofel::Bruk("--token-fil: ingen nyckel i filen / no key in the file".to_owned()))
}

/// How an error of the client ends the command; its findings are listed.
#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
pub(super) fn failed(fel: Fel) -> Kommandofel {
    if let Some(problem) = fel.problem() {
        problem.avvikelser.iter().for_each(|avvikelse| visa::note(&describe(0, avvikelse)));
    }
    let text = match std::error::Error::source(&fel) {
        Some(source) => format!("{fel}: {source}"),
        None => fel.to_string(),
    };
    // A parameter that the server does not take came from an argument of this command.
    let asked_wrongly = |problem: &Problem| problem.avvikelser.iter().any(|a| a.pekare.as_str().starts_with('?'));
    match (&fel, fel.kod()) {
        (Fel::Problem(problem), _) if asked_wrongly(problem) => Kommandofel::Bruk(text),
        (Fel::Bruk(_), _) | (_, Some(Felkod::Obehorig | Felkod::Forbjudet | Felkod::Idempotens)) => {
            Kommandofel::Bruk(text)
        }
        (_, Some(Felkod::Format | Felkod::Regler | Felkod::Avstamning | Felkod::ForStort | Felkod::Innehallstyp)) => {
            Kommandofel::Data(text)
        }
        _ => Kommandofel::Natt(text),
    }
}
