//! The signals that ask the process to end.

use tokio::sync::oneshot;

use crate::kommando::Kommandofel;

/// The signals that ask the process to end: `SIGTERM` and `SIGINT`, or what stands for the latter.
pub(super) struct Signaler {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signaler {
    /// Listens from now on. The first of what is returned ends with the first signal, the other with the second.
    ///
    /// # Errors
    /// When the machine does not let it listen.
    pub(super) fn listen() -> Result<(impl Future<Output = ()>, impl Future<Output = ()>), Kommandofel> {
        let mut signaler = Self::new().map_err(|error| Kommandofel::reach("signal", error))?;
        let (first, is_first) = oneshot::channel::<()>();
        let (second, is_second) = oneshot::channel::<()>();
        tokio::spawn(async move {
            signaler.next().await;
            drop(first);
            signaler.next().await;
            drop(second);
        });
        // Each ends when its other half is dropped.
        Ok((async { drop(is_first.await) }, async { drop(is_second.await) }))
    }

    #[cfg(unix)]
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "fails elsewhere")]
    fn new() -> std::io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        drop(tokio::signal::ctrl_c().await);
    }
}
