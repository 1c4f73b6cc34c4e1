//! One connection: HTTP/1.1, over TLS where the server has a certificate, with limits on how slow the other end may be.

use std::convert::Infallible;
use std::io::{self, IoSlice};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep, sleep_until, timeout};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use super::lyssnare::is_closing;
use crate::app::Tider;
use crate::extract::Varifran;

/// How often a connection that is to close is looked at.
const TAKT: Duration = Duration::from_millis(50);

/// A connection that has been taken.
pub(super) struct Anslutning {
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    tider: Tider,
}

/// What a connection is about.
#[derive(Debug, Default)]
struct Puls {
    /// How many requests are being answered.
    answering: AtomicUsize,
    /// Whether an answer waits for the other end to take it.
    writing: AtomicBool,
}

impl Puls {
    fn is_quiet(&self) -> bool {
        self.answering.load(Ordering::Acquire) == 0 && !self.writing.load(Ordering::Acquire)
    }
}

/// The routes, and who asks.
struct Vagar {
    router: Router,
    peer: Option<Varifran>,
}

impl Vagar {
    fn answer(&self, mut request: hyper::Request<Body>) -> impl Future<Output = Result<Response, Infallible>> + use<> {
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(peer);
        }
        self.router.clone().oneshot(request)
    }
}

/// Counts a request for as long as it stands.
struct Besvaras(Arc<Puls>);

impl Drop for Besvaras {
    fn drop(&mut self) {
        self.0.answering.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Anslutning {
    pub(super) fn new(stream: TcpStream, tls: Option<TlsAcceptor>, tider: Tider) -> Self {
        // Failing, answers may come a little later.
        drop(stream.set_nodelay(true));
        Self { stream, tls, tider }
    }

    /// Answers what is asked until the other end is done, or, once `closed`, until nothing is being answered: a request
    /// of which the head has come only in part is none, and is not waited for.
    pub(super) async fn serve(self, router: Router, mut closed: watch::Receiver<bool>) {
        let Self { stream, tls, tider } = self;
        let peer = stream.peer_addr().ok().map(|peer| Varifran(peer.ip().to_canonical()));
        let router = Vagar { router, peer };
        let puls = Arc::new(Puls::default());
        let line = Lina::new(stream, tider.tystnad, Arc::clone(&puls));
        let Some(tls) = tls else { return answer(line, tider, &puls, router, closed).await };
        // Making it secure is given the time of a head, of which it is the beginning.
        let secured = tokio::select! {
            biased;
            secured = timeout(tider.huvud, tls.accept(line)) => secured.unwrap_or_else(|late| Err(late.into())),
            () = is_closing(&mut closed) => return,
        };
        match secured {
            Ok(secured) => answer(secured, tider, &puls, router, closed).await,
            Err(error) => tracing::debug!(%error, "a connection was not made secure"),
        }
    }
}

async fn answer<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    tider: Tider,
    puls: &Arc<Puls>,
    router: Vagar,
    mut closed: watch::Receiver<bool>,
) {
    let answering = Arc::clone(puls);
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        answering.answering.fetch_add(1, Ordering::AcqRel);
        let counted = Besvaras(Arc::clone(&answering));
        let answer = router.answer(request.map(Body::new));
        async move {
            let answer = answer.await;
            drop(counted);
            answer
        }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(tider.huvud);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        biased;
        ended = connection.as_mut() => return note(ended),
        () = is_closing(&mut closed) => {}
    }
    connection.as_mut().graceful_shutdown();
    loop {
        tokio::select! {
            biased;
            ended = connection.as_mut() => return note(ended),
            () = sleep(TAKT) => if puls.is_quiet() { return },
        }
    }
}

/// How a connection ended is for whoever looks closely: the other end does as it likes.
fn note(ended: Result<(), hyper::Error>) {
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection was broken off");
    }
}

/// The stream: writing to it fails when the other end has taken nothing for too long.
struct Lina {
    stream: TcpStream,
    patience: Duration,
    limit: Pin<Box<Sleep>>,
    puls: Arc<Puls>,
}

impl Lina {
    fn new(stream: TcpStream, patience: Duration, puls: Arc<Puls>) -> Self {
        Self { stream, patience, limit: Box::pin(sleep_until(Instant::now())), puls }
    }

    fn written<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.puls.writing.store(false, Ordering::Release);
            return written;
        }
        if !self.puls.writing.swap(true, Ordering::AcqRel) {
            self.limit.as_mut().reset(Instant::now() + self.patience);
        }
        self.limit.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Lina {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Lina {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.written(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.written(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
