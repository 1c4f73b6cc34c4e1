//! `finsam importera`.

mod antal;
mod bakgrund;
mod fil;

use std::path::{Path, PathBuf};

use clap::Args;
use finsam_client::{Antalsimport, Avstamma, Client, Fel, Idempotensnyckel, Importformat, Importval, TryStreamExt};
use finsam_core::protokoll::{
    Atomicitet, Avstamning, Faltandring, Import, Importantal, Importlage, Importstatus, Radresultat, Strategi,
};
use finsam_core::regel::Varde;
use indicatif::ProgressBar;

use super::lager::write_secret;
use super::mot::{Mal, failed};
use super::validera::{describe, format_of};
use super::{Kommandofel, Utfall, visa};
use crate::import::Insatsar;
use crate::las::Format;

/// Importera deltaganden ur en fil / Import participations from a file
///
/// Mot en server med --mot och --token-fil, eller rakt in i ett register på den här maskinen med --database. Skriver ut
/// vad det blev och varje avvikelse.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam importera poster.ndjson --mot https://finsam.example.org --token-fil partssystem.token\n  finsam importera poster.csv --importlage validera --database sqlite:finsam.db --part kommun:2280 --sandlada\n  finsam importera antal.csv --antal --importlage plan --mot https://finsam.example.org --token-fil forbund.token\n  finsam importera kommuner.csv --bakgrundstal --database sqlite:finsam.db"
)]
pub struct Importera {
    /// Filen: .ndjson, .json eller .csv / The file
    fil: PathBuf,
    /// Filen har antal, inte deltaganden: en rad per insats, period och enhet / The file has counts
    #[arg(long)]
    antal: bool,
    /// Filen har bakgrundstal om kommuner: en rad per år och kommun / The file has background figures of kommuner
    #[arg(long, conflicts_with_all = ["antal", "avstamning", "avvisade", "idempotensnyckel"])]
    bakgrundstal: bool,
    /// Med --antal: verkställ den plan som visades, och inget annat / Carry out the plan that was shown
    #[arg(long, requires = "antal", value_name = "TAL")]
    plan: Option<i64>,
    /// verkstall, plan eller validera: en plan visar vad som skulle ändras / Carry out, plan, or only validate
    #[arg(long, value_name = "LÄGE", default_value_t)]
    importlage: Importlage,
    /// upsert, skapa, uppdatera eller radera / Create or update, create only, update only, delete
    #[arg(long, default_value_t)]
    strategi: Strategi,
    /// rad eller allt / Row by row, or all or nothing
    #[arg(long, default_value_t)]
    atomicitet: Atomicitet,
    /// Importen är hela sanningen om sina omfång: det som saknas i den raderas / What is missing from it is deleted
    #[arg(long)]
    avstamning: bool,
    /// Omfång som får vara tomt / A scope that may be empty
    #[arg(long, value_name = "INSATS:ÅR", requires = "avstamning")]
    omfang: Vec<Insatsar>,
    /// Källsystemet för omfång utan poster / The system of scopes without records
    #[arg(long, value_name = "NAMN", requires = "avstamning", conflicts_with = "antal")]
    kallsystem: Option<String>,
    /// Högst så många får raderas; annars högst en procent / At most so many may be deleted, else one per cent
    #[arg(long, value_name = "ANTAL", requires = "avstamning")]
    max_raderade: Option<u64>,
    /// Fil att skriva de avvisade posterna till, i det format de kom / File to write the refused records to
    #[arg(long, value_name = "FIL", conflicts_with = "antal")]
    avvisade: Option<PathBuf>,
    /// Idempotensnyckel: samma nyckel och fil importeras en gång / The same key and file are imported once
    #[arg(long, value_name = "TEXT")]
    idempotensnyckel: Option<String>,
    #[command(flatten)]
    mal: Mal,
}

impl Importera {
    pub(super) async fn run(self) -> Utfall {
        if self.bakgrundstal {
            return bakgrund::run(&self.fil, self.importlage, &self.mal).await;
        }
        self.mal.roll()?;
        let format = match format_of(&self.fil)? {
            Format::Ndjson => Importformat::Ndjson,
            Format::Json => Importformat::Json,
            Format::Csv => Importformat::Csv,
        };
        let nyckel = self.idempotensnyckel.clone().map(Idempotensnyckel::new).transpose().map_err(failed)?;
        let (importlage, strategi, atomicitet) = (self.importlage, self.strategi, self.atomicitet);
        if self.antal {
            let val = Antalsimport {
                importlage,
                strategi,
                atomicitet,
                avstamning: if self.avstamning { Avstamning::Omfang } else { Avstamning::Ingen },
                omfang: self.omfang.iter().map(|one| (one.insats, one.ar)).collect(),
                max_raderade: self.max_raderade.map(|most| u32::try_from(most).unwrap_or(u32::MAX)),
                plan: self.plan,
                nyckel,
                ..Antalsimport::default()
            };
            return antal::run(&self.fil, format, val, &self.mal).await;
        }
        let avstamning = self.avstamning.then(|| Avstamma {
            omfang: self.omfang.iter().map(|one| (one.insats, one.ar)).collect(),
            kallsystem: self.kallsystem.clone(),
            max_raderade: self.max_raderade,
        });
        let val = Importval { importlage, strategi, atomicitet, avstamning, nyckel, ..Importval::default() };
        let fil = fil::Fil::open(&self.fil)?;
        let anslutning = self.mal.connect().await?;
        let done = send(&anslutning.client, format, fil, &val, self.avvisade.as_deref()).await;
        anslutning.stop().await;
        done
    }
}

/// Sends the file, follows the job if it became one, and tells what came of it.
async fn send(
    client: &Client,
    format: Importformat,
    fil: fil::Fil,
    val: &Importval,
    avvisade: Option<&Path>,
) -> Utfall {
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
    let import = ended.map_err(failed)?;
    if let Some(file) = avvisade {
        write_refused(client, &import, file).await?;
    }
    tell(client, import).await
}

/// Writes the refused records to a file, where there are any.
async fn write_refused(client: &Client, import: &Import, file: &Path) -> Result<(), Kommandofel> {
    if import.antal.avvisade == 0 {
        return Ok(());
    }
    let Some(records) = client.importer().refused(import.id).await.map_err(failed)? else { return Ok(()) };
    write_secret(file, records)
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
    for andring in &rad.andringar {
        visa::line(&change(rad, andring))?;
    }
    rad.avvikelser.iter().try_for_each(|avvikelse| visa::line(&describe(rad.rad, avvikelse)))
}

/// What a plan changes in a field.
fn change(rad: &Radresultat, andring: &Faltandring) -> String {
    let value = |value: &Option<Varde>| match value {
        None => "-".to_owned(),
        Some(Varde::Sant(value)) => value.to_string(),
        Some(Varde::Tal(value)) => value.to_string(),
        Some(Varde::Text(text)) => text.clone(),
    };
    let what = if andring.dold {
        "ändras, visas inte / changes, not shown".to_owned()
    } else {
        format!("{} -> {}", value(&andring.fore), value(&andring.efter))
    };
    format!("rad {}: {} {}: {what}", rad.rad, rad.utfall, andring.pekare)
}

fn sum(antal: &Importantal) -> String {
    let Importantal { mottagna, skapade, uppdaterade, oforandrade, raderade, avvisade, .. } = antal;
    format!(
        "{mottagna} mottagna: {skapade} skapade, {uppdaterade} uppdaterade, {oforandrade} oförändrade, \
         {raderade} raderade, {avvisade} avvisade, {} ej verkställda; {} varningar, {} raderade utanför",
        antal.ej_verkstallda, antal.varningar, antal.raderade_utanfor
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
