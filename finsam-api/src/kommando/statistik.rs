//! `finsam statistik`.

use std::sync::Arc;

use clap::{Args, Subcommand};
use finsam_core::id::FaststallelseId;
use finsam_core::protokoll::{Faststallelse, Faststallelsestatus, Faststallelseuppgift};
use finsam_store::StoreError;

use super::lager::Databas;
use super::lagerfel::refused;
use super::serve::TROSKEL_U32;
use super::token::aktor;
use super::{Kommandofel, Utfall, visa};
use crate::fel::ApiError;
use crate::klocka::Idkalla;
use crate::sprak::Sprak;
use crate::statistik::{Bestallning, Statistik, Tillstandsfel, Utgang, keep};

/// Fastställda år av statistiken / Frozen years of the statistics
#[derive(Debug, Args)]
pub struct Statistikval {
    #[command(subcommand)]
    handling: Handling,
}

#[derive(Debug, Subcommand)]
enum Handling {
    Faststall(Faststall),
    Lista(Lista),
}

impl Statistikval {
    pub(super) async fn run(self) -> Utfall {
        match self.handling {
            Handling::Faststall(faststall) => faststall.run().await,
            Handling::Lista(lista) => lista.run().await,
        }
    }
}

/// Fastställ ett år som registret är nu / Freeze a year as the register is now
///
/// Tillståndet sparas förseglat i registret som årets nästa utgåva. Vad som ska döljas räknas ut innan kommandot är klart,
/// vilket kan ta minuter; avbryts det fortsätter en server vid sin nästa start.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam statistik faststall --ar 2014 --nyckel nyckel --database sqlite:finsam.db\n  finsam statistik faststall --ar 2014 --anmarkning \"Rättad efter sen registrering\" --nyckel nyckel --database sqlite:finsam.db"
)]
struct Faststall {
    /// Kalenderår / Calendar year
    #[arg(long)]
    ar: i32,
    /// Vad som bör vetas om det / What should be known of it
    #[arg(long, value_name = "TEXT")]
    anmarkning: Option<String>,
    /// Under detta döljs antal om människor / Below this counts about people are hidden
    #[arg(long, value_name = "N")]
    rojandeskydd: Option<u32>,
    #[command(flatten)]
    databas: Databas,
}

impl Faststall {
    async fn run(self) -> Utfall {
        let aktor = aktor("statistik faststall");
        let uppgift = Faststallelseuppgift { ar: self.ar, anmarkning: self.anmarkning };
        if let Some(fault) = uppgift.faults(aktor.tid.date_naive()).first() {
            let expected = fault.forvantat.as_deref().unwrap_or_default();
            return Err(Kommandofel::Bruk(format!("{}: {expected}", fault.pekare)));
        }
        let store = self.databas.open_existing(self.databas.ring()?).await?;
        let statistik = Statistik::new(Arc::clone(&store));
        let bestallning = Bestallning {
            id: FaststallelseId(Idkalla::default().next(aktor.tid)),
            uppgift,
            troskel: self.rojandeskydd.or(self.databas.fil()?.rojandeskydd).unwrap_or(TROSKEL_U32),
        };
        let ny = statistik.freeze(bestallning, &aktor).await.map_err(stopped)?;
        let mut unit = store.begin(aktor.clone()).await.map_err(refused)?;
        let kept = keep(unit.as_mut(), ny).await.map_err(|fel| stopped(fel.into()))?;
        unit.commit().await.map_err(refused)?;
        let one = match kept {
            Utgang::Redan(one) if one.status == Faststallelsestatus::Klar => return Err(already(&one)),
            Utgang::Ny(one) | Utgang::Redan(one) => one,
        };
        if one.status == Faststallelsestatus::Pagar {
            statistik.finish(&one, aktor).await.map_err(stopped)?;
        }
        store.close().await;
        visa::line(&format!("{} utgåva {} dataversion {}", one.ar, one.utgava, one.dataversion))
    }
}

/// Nothing has changed since the year was frozen: what was asked for now is not what is kept.
fn already(one: &Faststallelse) -> Kommandofel {
    let Faststallelse { ar, utgava, dataversion, .. } = one;
    Kommandofel::Data(format!(
        "{ar} är redan fastställt vid dataversion {dataversion}, utgåva {utgava} / is frozen already at this dataversion"
    ))
}

/// Visa de fastställda åren / Show the frozen years
#[derive(Debug, Args)]
struct Lista {
    #[command(flatten)]
    databas: Databas,
}

impl Lista {
    async fn run(self) -> Utfall {
        let store = self.databas.open_existing(None).await?;
        let all = store.read().await.map_err(refused)?.faststallelser().all().await.map_err(refused)?;
        store.close().await;
        all.iter().try_for_each(|one| visa::line(&line(one)))
    }
}

fn line(one: &Faststallelse) -> String {
    let said = one.anmarkning.as_deref().unwrap_or_default();
    let Faststallelse { ar, utgava, dataversion, regelversion, status, .. } = one;
    let dag = one.faststalld.date_naive();
    let text = format!(
        "{ar}  utgåva {utgava}  dataversion {dataversion}  regelversion {regelversion}  {status}  {dag}  {said}"
    );
    text.trim_end().to_owned()
}

/// Why a state is not frozen, or does not answer.
pub(super) fn stopped(fel: Tillstandsfel) -> Kommandofel {
    match fel {
        Tillstandsfel::Lager(StoreError::NoKey) => Kommandofel::Bruk(
            "--nyckel: tillstånd är förseglade; ange nyckelfilen / states are sealed; name the key file".to_owned(),
        ),
        Tillstandsfel::Lager(fel) => refused(fel),
        fel => {
            let error = ApiError::from(fel);
            let told = [Sprak::Svenska, Sprak::Engelska].map(|sprak| error.problem(sprak, "").detail);
            Kommandofel::Natt(told.join(" / "))
        }
    }
}
