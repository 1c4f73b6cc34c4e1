//! `finsam importera`.

mod antal;
mod fil;

use std::path::PathBuf;

use clap::Args;
use finsam_client::{Antalsimport, Client, Fel, Idempotensnyckel, Importformat, Importval, TryStreamExt};
use finsam_core::protokoll::{Atomicitet, Import, Importantal, Importlage, Importstatus, Radresultat, Strategi};
use indicatif::ProgressBar;

use super::mot::{Mal, failed};
use super::validera::{describe, format_of};
use super::{Kommandofel, Utfall, visa};
use crate::las::Format;

/// Importera deltaganden ur en fil / Import participations from a file
///
/// Mot en server med --mot och --token-fil, eller rakt in i ett register på den här maskinen med --database. Skriver ut
/// vad det blev och varje avvikelse.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam importera poster.ndjson --mot https://finsam.example.org --token-fil partssystem.token\n  finsam importera poster.csv --importlage validera --database sqlite:finsam.db --part kommun:2280 --sandlada\n  finsam importera antal.csv --antal --importlage plan --mot https://finsam.example.org --token-fil forbund.token"
)]
pub struct Importera {
    /// Filen: .ndjson, .json eller .csv / The file
    fil: PathBuf,
    /// Filen har antal, inte deltaganden: en rad per insats, period och enhet / The file has counts
    #[arg(long)]
    antal: bool,
    #[command(flatten)]
    antalsval: antal::Antalsval,
    /// verkstall eller validera, för antal också plan / Carry out or only validate, of counts plan too
    #[arg(long, value_name = "LÄGE", default_value_t)]
    importlage: Importlage,
    /// upsert, skapa eller uppdatera / Create or update, create only, update only
    #[arg(long, default_value_t)]
    strategi: Strategi,
    /// rad eller allt / Row by row, or all or nothing
    #[arg(long, default_value_t)]
    atomicitet: Atomicitet,
    /// Idempotensnyckel: samma nyckel och fil importeras en gång / The same key and file are imported once
    #[arg(long, value_name = "TEXT")]
    idempotensnyckel: Option<String>,
    #[command(flatten)]
    mal: Mal,
}

impl Importera {
    pub(super) async fn run(self) -> Utfall {
        let format = match format_of(&self.fil)? {
            Format::Ndjson => Importformat::Ndjson,
            Format::Json => Importformat::Json,
            Format::Csv => Importformat::Csv,
        };
        let nyckel = self.idempotensnyckel.clone().map(Idempotensnyckel::new).transpose().map_err(failed)?;
        let (importlage, strategi, atomicitet) = (self.importlage, self.strategi, self.atomicitet);
        if self.antal {
            let grund = Antalsimport { importlage, strategi, atomicitet, nyckel, ..Antalsimport::default() };
            return antal::run(&self.fil, format, self.antalsval.of(grund), &self.mal).await;
        }
        let val = Importval { importlage, strategi, atomicitet, nyckel, ..Importval::default() };
        let fil = fil::Fil::open(&self.fil)?;
        let anslutning = self.mal.connect().await?;
        let done = send(&anslutning.client, format, fil, &val).await;
        anslutning.stop().await;
        done
    }
}

/// Sends the file, follows the job if it became one, and tells what came of it.
async fn send(client: &Client, format: Importformat, fil: fil::Fil, val: &Importval) -> Utfall {
    let bar = fil.bar();
    let sent = client.importer().import_stream(format, fil.reader(&bar), val).await;
    let ended = match sent {
        Ok(import) => follow(client, import, &bar).await,
        Err(fel) => match fel.import() {
            Some(import) => Ok(import.clone()),
            None => Err(fel),
        },
    };
    bar.finish_and_clear();
    tell(client, ended.map_err(failed)?).await
}

async fn follow(client: &Client, import: Import, bar: &ProgressBar) -> Result<Import, Fel> {
    fil::count_rows(bar);
    let seen = |import: &Import| {
        let (lasta, skrivna) = (import.framsteg.lasta, import.framsteg.skrivna);
        bar.set_message(format!("{}: {lasta} lästa, {skrivna} skrivna", import.status));
    };
    client.importer().follow_with(import, seen).await
}

/// Every finding on a line of its own, then the counts.
async fn tell(client: &Client, import: Import) -> Utfall {
    match &import.rader {
        Some(rader) => rader.iter().try_for_each(tell_row)?,
        None => {
            let mut rader = client.importer().stream_rows(import.id);
            while let Some(rad) = rader.try_next().await.map_err(failed)? {
                tell_row(&rad)?;
            }
        }
    }
    visa::line(&sum(&import.antal))?;
    outcome(&import)
}

fn tell_row(rad: &Radresultat) -> Utfall {
    rad.avvikelser.iter().try_for_each(|avvikelse| visa::line(&describe(rad.rad, avvikelse)))
}

fn sum(antal: &Importantal) -> String {
    let Importantal { mottagna, skapade, uppdaterade, oforandrade, raderade, avvisade, .. } = antal;
    format!(
        "{mottagna} mottagna: {skapade} skapade, {uppdaterade} uppdaterade, {oforandrade} oförändrade, \
         {raderade} raderade, {avvisade} avvisade, {} ej verkställda; {} varningar",
        antal.ej_verkstallda, antal.varningar
    )
}

fn outcome(import: &Import) -> Utfall {
    if import.antal.avvisade > 0 {
        return Err(Kommandofel::Data("rader avvisades / rows were refused".to_owned()));
    }
    if matches!(import.status, Importstatus::Klar | Importstatus::Planerad) {
        return Ok(());
    }
    Err(Kommandofel::reach(import.status.code(), import.orsak.as_deref().unwrap_or("importen slutade i förtid")))
}
