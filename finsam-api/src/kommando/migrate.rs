//! `finsam migrate`.

use clap::Args;
use finsam_store::postgres::PostgresStore;
use finsam_store::sqlite::SqliteStore;
use finsam_store::{Fas, Migreringsplan, Migreringssteg};

use super::lager::{Adressat, Databas};
use super::lagerfel::refused;
use super::{Kommandofel, Utfall, visa};

/// Migrera registret / Migrate the register
///
/// En SQLite-fil skapas om den inte finns. Steg som bara lägger till görs medan äldre program är igång. Steg som tar bort
/// något väntar på --dra-ihop. En databas från en version som inte släpper in detta program avvisas.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam migrate --plan --database sqlite:finsam.db\n  finsam migrate --database postgres://finsam@localhost/finsam\n  finsam migrate --dra-ihop --postgres-las 2s --database postgres://finsam@localhost/finsam"
)]
pub struct Migrate {
    #[command(flatten)]
    databas: Databas,
    /// Visa vad som skulle göras och ändra ingenting / Show what would be done and change nothing
    #[arg(long, conflicts_with = "dra_ihop")]
    plan: bool,
    /// Ta också bort det som äldre program använder; de släpps inte in mer / Also take away what older programs use; they are let in no more
    #[arg(long)]
    dra_ihop: bool,
}

impl Migrate {
    pub(super) async fn run(self) -> Utfall {
        let before = self.what().await?;
        if self.plan {
            return show(&before);
        }
        self.carry_out().await?;
        let after = self.what().await?;
        for steg in before.steg.iter().filter(|steg| !after.steg.contains(steg)) {
            visa::line(&format!("gjort / done: {}", steg.namn))?;
        }
        if let Some(ring) = self.databas.ring()?
            && after.tillstand.is_usable()
        {
            self.databas.open(Some(ring)).await?.close().await;
        }
        if after.waits() {
            return show(&after);
        }
        visa::line("Registret är migrerat. / The register is migrated.")
    }

    async fn carry_out(&self) -> Utfall {
        let done = match self.databas.address()? {
            Adressat::Sqlite(file) => {
                let migrate = if self.dra_ihop { SqliteStore::contract } else { SqliteStore::migrate };
                migrate(&file, self.databas.sqlite()?)
            }
            Adressat::Postgres(url) if self.dra_ihop => PostgresStore::contract(&url, self.databas.postgres()?).await,
            Adressat::Postgres(url) => PostgresStore::migrate(&url, self.databas.postgres()?).await,
        };
        done.map_err(refused)
    }

    async fn what(&self) -> Result<Migreringsplan, Kommandofel> {
        let plan = match self.databas.address()? {
            Adressat::Sqlite(file) => SqliteStore::plan(&file, self.databas.sqlite()?),
            Adressat::Postgres(url) => PostgresStore::plan(&url, self.databas.postgres()?).await,
        };
        plan.map_err(refused)
    }
}

fn show(plan: &Migreringsplan) -> Utfall {
    let state = plan.tillstand;
    let (at, known) = (state.migration, state.kand_migration);
    visa::line(&format!(
        "registret är på steg {at}, programmet känner till {known} / the register is at step {at}, the program knows {known}"
    ))?;
    if plan.steg.is_empty() {
        return visa::line("inget steg återstår / no step is pending");
    }
    plan.steg.iter().try_for_each(|steg| visa::line(&describe(steg)))
}

fn describe(steg: &Migreringssteg) -> String {
    let mut text = steg.namn.to_owned();
    match steg.fas {
        Fas::Expand => text.push_str("\n  lägger till; äldre program går vidare / adds; older programs go on"),
        Fas::Contract { fran } => text.push_str(&format!(
            "\n  tar bort; program äldre än steg {fran} släpps inte in mer / \
             takes away; programs older than step {fran} are let in no more"
        )),
    }
    let tables = [("låser / locks", &steg.laser), ("går igenom / goes through", &steg.skriver_om)];
    for (what, tables) in tables.iter().filter(|(_, tables)| !tables.is_empty()) {
        text.push_str(&format!("\n  {what}: {}", tables.join(", ")));
    }
    if steg.vantar {
        text.push_str(
            "\n  väntar; stoppa äldre program och kör finsam migrate --dra-ihop / \
             waits; stop older programs and run finsam migrate --dra-ihop",
        );
    }
    text
}
