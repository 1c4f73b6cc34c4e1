//! Serving: listeners, the routers, and an orderly end.

mod anslutning;
pub(super) mod innehav;
mod lyssnare;
mod matvarden;
mod nycklar;
mod signaler;
mod tls;

use std::net::SocketAddr;
use std::time::Duration;

use sd_notify::NotifyState;
use tokio::net::TcpListener;
use tokio::time::sleep;

use super::{Kommandofel, Utfall};
use crate::app::{App, router};
use crate::flode::keep_pruned;
use crate::import::{keep_up, recover};
use crate::klocka::{Slump, Systemslump};
use crate::kontrollpunkt::keep_checkpoints;
use crate::matvarden::Matvarden;
use crate::statistik;
use crate::webhook::Motor;
use finsam_store::StoreError;
use innehav::keep_told;
pub(super) use lyssnare::Dorr;
use lyssnare::Lyssnare;
pub(super) use nycklar::Omlasning;
use signaler::Signaler;
pub use tls::{Tls, Tlsfiler};

/// How often the statistics follow the register when nobody asks for a report.
const STATISTIKTAKT: Duration = Duration::from_secs(60);

/// How a server ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Avslut {
    /// How long it goes on listening, telling `/readyz` that it ends, so that a balancer has time to hear of it.
    pub vanta: Duration,
    /// How long what is under way has to end after that.
    pub tid: Duration,
}

impl Default for Avslut {
    fn default() -> Self {
        Self { vanta: Duration::ZERO, tid: Duration::from_secs(30) }
    }
}

/// 32 bytes of chance from the machine.
///
/// # Errors
/// When the machine gives none.
pub fn random_bytes() -> Result<[u8; 32], Kommandofel> {
    Systemslump.bytes().map_err(|fel| Kommandofel::reach("slump", fel))
}

/// Takes the address, so that whatever is printed next is true.
pub(super) async fn bind(listen: SocketAddr) -> Result<TcpListener, Kommandofel> {
    TcpListener::bind(listen).await.map_err(|error| Kommandofel::reach(&listen.to_string(), error))
}

/// Serves until the process is asked to end; asked once more, it ends at once.
pub(super) async fn serve(
    app: App,
    dorr: Dorr,
    matvarden: Option<(Matvarden, TcpListener)>,
    avslut: Avslut,
    omlasning: Omlasning,
) -> Utfall {
    let (ended, now) = Signaler::listen()?;
    if let Some(tls) = &dorr.tls {
        tls.clone().follow()?;
    }
    serve_as(app, dorr, matvarden, avslut, Some(omlasning), (ended, now)).await
}

/// Serves until `ended`; what is under way is finished first, and then the register is closed. Imports that an earlier
/// process of the same spool left behind go on.
///
/// # Errors
/// When the register cannot be read, or what is under way does not end in time.
pub async fn serve_until(
    app: App,
    listener: TcpListener,
    ended: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Kommandofel> {
    serve_as(app, Dorr::open(listener), None, Avslut::default(), None, (ended, std::future::pending())).await
}

/// Serves until `ended`, and then until all is done, its time is out, or `now`.
async fn serve_as(
    app: App,
    dorr: Dorr,
    matvarden: Option<(Matvarden, TcpListener)>,
    avslut: Avslut,
    omlasning: Option<Omlasning>,
    (ended, now): (impl Future<Output = ()>, impl Future<Output = ()>),
) -> Utfall {
    recover(&app).await.map_err(|fel| Kommandofel::reach("importer", fel))?;
    statistik::recover(&app).await.map_err(|fel| Kommandofel::reach("faststallelser", fel))?;
    if let Some(omlasning) = omlasning {
        omlasning.follow(app.clone());
    }
    let innehav = tokio::spawn(keep_told(app.clone()));
    let statistik = tokio::spawn(keep_statistics(app.clone()));
    let webhookar = Motor::start(app.clone()).map_err(|fel| Kommandofel::reach("TLS", fel))?;
    let gallring = tokio::spawn(keep_pruned(app.clone()));
    let importer = tokio::spawn(keep_up(app.clone()));
    let vakt = app.vakt.clone();
    let kontrollpunkter = tokio::spawn(watch_log(app.clone()));
    let matt = matvarden.map(|(matvarden, listener)| matvarden::start(&app, matvarden, listener));
    let lyssnare = Lyssnare::start(dorr, router(app.clone()), app.drift.tider());
    tell_supervisor(NotifyState::Ready);
    ended.await;
    tell_supervisor(NotifyState::Stopping);
    tracing::info!("asked to end");
    app.drift.end();
    app.jobb.end();
    let orderly = async {
        sleep(avslut.vanta).await;
        lyssnare.close().await;
        app.jobb.ended().await;
        webhookar.ended().await;
        drop(gallring.await);
        drop(importer.await);
        drop(innehav.await);
        drop(kontrollpunkter.await);
        statistik.abort();
        drop(statistik.await);
        app.statistik.keep_last().await;
        // Nothing is written to the log any more.
        if let Some(vakt) = vakt
            && let Err(cause) = vakt.write(&app).await
        {
            tracing::error!(%cause, "no last checkpoint of the access log was written");
        }
        app.store.close().await;
        if let Some(matt) = matt {
            matt.close().await;
        }
    };
    // What is left is counted before it is dropped.
    let late = async {
        sleep(avslut.vanta + avslut.tid).await;
        left(&app, "tiden är ute / the time is out")
    };
    let hurried = async {
        now.await;
        left(&app, "ombedd igen / asked again")
    };
    tokio::select! {
        biased;
        () = orderly => {
            tracing::info!("ended");
            Ok(())
        }
        error = late => Err(error),
        error = hurried => Err(error),
    }
}

async fn watch_log(app: App) {
    if let Some(vakt) = app.vakt.clone() {
        keep_checkpoints(app, vakt).await;
    }
}

/// Loads the statistics, and then lets them follow the register also when nobody asks for a report, so that whoever has
/// gone from it goes from the memory too. What an earlier server kept is taken up meanwhile.
async fn keep_statistics(app: App) {
    tokio::join!(app.statistik.recall(app.installning.rojandeskydd), follow_register(&app));
}

async fn follow_register(app: &App) {
    loop {
        match app.statistik.catch_up().await {
            Ok(()) => app.statistik.prepare(app.installning.rojandeskydd).await,
            // It is tried again, and by whoever asks for a report before that.
            Err(cause @ StoreError::Unavailable(_)) => {
                tracing::warn!(%cause, "the statistics do not follow the register");
            }
            Err(cause) => tracing::error!(%cause, "the statistics could not be loaded"),
        }
        sleep(STATISTIKTAKT).await;
    }
}

/// What was under way when the server ended all the same.
fn left(app: &App, why: &str) -> Kommandofel {
    let (anrop, importer) = (app.drift.requests(), app.jobb.count());
    Kommandofel::Natt(format!(
        "avslutas i förtid, {why}: {anrop} anrop och {importer} importer pågick / \
         ended before its time: {anrop} requests and {importer} imports were under way"
    ))
}

/// Tells systemd how it goes, where that has asked to be told.
fn tell_supervisor(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(%error, "the supervisor could not be told");
    }
}
