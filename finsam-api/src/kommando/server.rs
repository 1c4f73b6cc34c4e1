//! Serving: a listener, the router, and an orderly end.

use std::future::IntoFuture;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::{Kommandofel, Utfall};
use crate::app::{App, router};
use crate::flode::keep_pruned;
use crate::import::recover;
use crate::klocka::{Slump, Systemslump};
use crate::webhook::Motor;

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

/// Serves until the process is asked to end.
pub(super) async fn serve(app: App, listener: TcpListener) -> Utfall {
    serve_until(app, listener, asked_to_end()).await
}

/// Serves until `ended`; what is under way is finished first, and then the register is closed. Imports that an earlier
/// process left behind are told to have failed.
///
/// # Errors
/// When the register cannot be read or the listener fails.
pub async fn serve_until(
    app: App,
    listener: TcpListener,
    ended: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Kommandofel> {
    recover(&app).await.map_err(|fel| Kommandofel::reach("importer", fel))?;
    let statistik = std::sync::Arc::clone(&app.statistik);
    tokio::spawn(async move {
        if let Err(cause) = statistik.catch_up().await {
            tracing::error!(%cause, "the statistics could not be loaded");
        }
    });
    let (store, flode) = (std::sync::Arc::clone(&app.store), std::sync::Arc::clone(&app.flode));
    let webhookar = Motor::start(app.clone()).map_err(|fel| Kommandofel::reach("TLS", fel))?;
    let gallring = tokio::spawn(keep_pruned(app.clone()));
    let closing = std::sync::Arc::clone(&flode);
    let ended = async move {
        ended.await;
        // Those who wait for something new are let go, so that nobody has to wait for them.
        closing.close();
    };
    let server = axum::serve(listener, router(app)).with_graceful_shutdown(ended);
    let served = server.into_future().await.map_err(|error| Kommandofel::reach("server", error));
    flode.close();
    webhookar.ended().await;
    drop(gallring.await);
    store.close().await;
    served
}

async fn asked_to_end() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
            drop(interrupt.await);
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
    tracing::info!("asked to end");
}
