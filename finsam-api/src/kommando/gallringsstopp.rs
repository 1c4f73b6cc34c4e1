//! `finsam gallringsstopp`.

use clap::{ArgGroup, Args, Subcommand};
use finsam_core::id::{DeltagandeId, InsatsId};
use finsam_store::rum::{Atkomstmal, Gallringsmal, Gallringsstopp};
use finsam_store::{Aktor, StoreError};
use uuid::Uuid;

use super::lager::Databas;
use super::lagerfel::refused;
use super::token::aktor;
use super::{Kommandofel, Utfall, visa};

/// Det som inte får gallras, tills det hävs / What may not be pruned, until that is lifted
#[derive(Debug, Args)]
pub struct Stopp {
    #[command(subcommand)]
    handling: Stopphandling,
}

#[derive(Debug, Subcommand)]
enum Stopphandling {
    Satt(Satt),
    Hav(Hav),
    Lista(Lista),
}

impl Stopp {
    pub(super) async fn run(self) -> Utfall {
        match self.handling {
            Stopphandling::Satt(satt) => satt.run().await,
            Stopphandling::Hav(hav) => hav.run().await,
            Stopphandling::Lista(lista) => lista.run().await,
        }
    }
}

/// What is held: one of the two.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("mal").required(true).args(["insats", "deltagande"])))]
struct Mal {
    /// Allt i en insats / Everything in an insats
    #[arg(long, value_name = "ID")]
    insats: Option<Uuid>,
    /// Ett deltagande / A participation
    #[arg(long, value_name = "ID")]
    deltagande: Option<Uuid>,
}

impl Mal {
    fn of(&self) -> Gallringsmal {
        match (self.insats, self.deltagande) {
            (Some(id), _) => Gallringsmal::Insats(InsatsId(id)),
            (None, id) => Gallringsmal::Deltagande(DeltagandeId(id.unwrap_or_default())),
        }
    }
}

/// Håll något kvar / Hold something
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam gallringsstopp satt --insats 0190a5c0-7c00-7000-8000-00000000000a --anledning \"mål 123-31\" --vem \"Stadsjuristen\" --database sqlite:finsam.db"
)]
struct Satt {
    #[command(flatten)]
    mal: Mal,
    /// Varför, aldrig vem det gäller / Why, never whom it is about
    #[arg(long, value_name = "TEXT")]
    anledning: String,
    /// Vem som har beslutat det / Who has decided it
    #[arg(long, value_name = "TEXT")]
    vem: String,
    #[command(flatten)]
    databas: Databas,
}

impl Satt {
    async fn run(self) -> Utfall {
        if self.anledning.trim().is_empty() || self.vem.trim().is_empty() {
            return Err(Kommandofel::Bruk("ange --anledning och --vem / give --anledning and --vem".to_owned()));
        }
        let mal = self.mal.of();
        let store = self.databas.open_existing(None).await?;
        if let Gallringsmal::Insats(id) = mal
            && store.read().await.map_err(refused)?.insatser().get(id).await.map_err(refused)?.is_none()
        {
            return Err(Kommandofel::Data(format!("{}: finns inte / is not there", mal.id())));
        }
        let aktor = Aktor { varfor: Some(self.anledning.clone()), ..aktor("gallringsstopp satt") };
        let stopp = Gallringsstopp { mal, anledning: self.anledning, vem: self.vem, tid: aktor.tid, havd: None };
        let mut unit = store.begin(aktor).await.map_err(refused)?;
        let held = unit.gallring().hold(stopp).await.map_err(|fel| match fel {
            StoreError::Conflict("deltagande") => Kommandofel::Data(format!("{}: finns inte / is not there", mal.id())),
            fel => refused(fel),
        })?;
        unit.atkomst().log(&[logged(mal)]).await.map_err(refused)?;
        unit.commit().await.map_err(refused)?;
        store.close().await;
        visa::line(if held { "hålls / is held" } else { "hölls redan / was held already" })
    }
}

/// Häv ett stopp / Lift a hold
#[derive(Debug, Args)]
struct Hav {
    #[command(flatten)]
    mal: Mal,
    /// Vem som har beslutat det / Who has decided it
    #[arg(long, value_name = "TEXT")]
    vem: String,
    #[command(flatten)]
    databas: Databas,
}

impl Hav {
    async fn run(self) -> Utfall {
        let (mal, aktor) = (self.mal.of(), aktor("gallringsstopp hav"));
        let store = self.databas.open_existing(None).await?;
        let tid = aktor.tid;
        let mut unit = store.begin(aktor).await.map_err(refused)?;
        if !unit.gallring().lift(mal, tid, self.vem).await.map_err(refused)? {
            return Err(Kommandofel::Data(format!("{}: hålls inte / is not held", mal.id())));
        }
        unit.atkomst().log(&[logged(mal)]).await.map_err(refused)?;
        unit.commit().await.map_err(refused)?;
        store.close().await;
        visa::line("hävt / lifted")
    }
}

/// Visa alla stopp som har funnits / Show every hold there has been
#[derive(Debug, Args)]
struct Lista {
    #[command(flatten)]
    databas: Databas,
}

impl Lista {
    async fn run(self) -> Utfall {
        let store = self.databas.open_existing(None).await?;
        let held = store.read().await.map_err(refused)?.gallring().holds().await.map_err(refused)?;
        store.close().await;
        held.iter().try_for_each(|stopp| visa::line(&describe(stopp)))
    }
}

fn describe(stopp: &Gallringsstopp) -> String {
    let Gallringsstopp { mal, anledning, vem, tid, havd } = stopp;
    let what = match mal {
        Gallringsmal::Insats(_) => "insats",
        Gallringsmal::Deltagande(_) => "deltagande",
    };
    let state = match havd {
        None => "hålls / held".to_owned(),
        Some((tid, vem)) => format!("hävt / lifted {} ({vem})", tid.date_naive()),
    };
    format!("{what:<10} {}  {}  {anledning} ({vem})  {state}", mal.id(), tid.date_naive())
}

fn logged(mal: Gallringsmal) -> Atkomstmal {
    match mal {
        Gallringsmal::Insats(id) => Atkomstmal::Insats(id),
        Gallringsmal::Deltagande(id) => Atkomstmal::Deltagande(id),
    }
}
