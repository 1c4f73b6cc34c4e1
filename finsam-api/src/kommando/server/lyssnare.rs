//! A listener, and the connections that have come through it.

use std::io;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::anslutning::Anslutning;
use super::tls::Tls;
use crate::app::Tider;

/// How long to wait when the machine has no more connections to give.
const UTAN: Duration = Duration::from_millis(200);

/// Where connections come in, in clear or over TLS.
#[derive(Debug)]
pub struct Dorr {
    /// The address.
    pub listener: TcpListener,
    /// Its certificate.
    pub tls: Option<Tls>,
}

impl Dorr {
    /// In clear.
    pub(in crate::kommando) const fn open(listener: TcpListener) -> Self {
        Self { listener, tls: None }
    }
}

/// A listener at work. Dropped, it ends with all its connections.
pub(super) struct Lyssnare {
    closing: watch::Sender<bool>,
    work: JoinSet<()>,
}

impl Lyssnare {
    /// Starts taking connections.
    pub(super) fn start(dorr: Dorr, router: Router, tider: Tider) -> Self {
        let (closing, closed) = watch::channel(false);
        let mut work = JoinSet::new();
        work.spawn(accept(dorr, router, tider, closed));
        Self { closing, work }
    }

    /// Takes no more, closes those on which nothing is asked, and waits for the others.
    pub(super) async fn close(mut self) {
        self.closing.send_replace(true);
        while self.work.join_next().await.is_some() {}
    }
}

async fn accept(dorr: Dorr, router: Router, tider: Tider, mut closed: watch::Receiver<bool>) {
    let Dorr { listener, tls } = dorr;
    let mut connections = JoinSet::new();
    let theirs = closed.clone();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let connection = Anslutning::new(stream, tls.as_ref().map(Tls::acceptor), tider);
                    connections.spawn(connection.serve(router.clone(), theirs.clone()));
                }
                Err(error) => wait_after(&error).await,
            },
            Some(_) = connections.join_next() => {}
            () = is_closing(&mut closed) => break,
        }
    }
    // From now on the address refuses.
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// Ends when no more is to be taken.
pub(super) async fn is_closing(closed: &mut watch::Receiver<bool>) {
    drop(closed.wait_for(|closed| *closed).await);
}

/// One connection that failed says nothing of the next; having no more to give does.
async fn wait_after(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%error, "no connection can be taken");
        tokio::time::sleep(UTAN).await;
    }
}
