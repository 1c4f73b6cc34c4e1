//! An import as a stream: one thread reads and judges while another writes, round by round, memory bounded.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::direkt::LIMITS;
use super::{Bedomda, Granskare, Kalla, granser};
use crate::las::{Format, Lasfel, for_each};

/// How many rounds may wait for the writer.
const AHEAD: usize = 2;

/// Rounds of judged records, made on a thread of their own.
#[derive(Debug)]
pub(super) struct Strom {
    rounds: mpsc::Receiver<Bedomda>,
    reader: JoinHandle<Result<bool, Lasfel>>,
}

impl Strom {
    /// Starts reading and judging. `stop` ends it between two records.
    pub(super) fn start(granskare: Granskare, kalla: Arc<Kalla>, format: Format, stop: Arc<AtomicBool>) -> Self {
        let (sender, rounds) = mpsc::channel(AHEAD);
        let reader = tokio::task::spawn_blocking(move || {
            let mut round = Bedomda::default();
            for_each(format, kalla.open()?, &LIMITS, &mut |post| {
                granskare.judge(&post, &mut round);
                let full = round.len() == granser::OMGANG;
                let sent = !full || sender.blocking_send(std::mem::take(&mut round)).is_ok();
                if sent && !stop.load(Ordering::Relaxed) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            if stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            // Nobody listens any more when the writer has failed; it says why.
            Ok(round.is_empty() || sender.blocking_send(round).is_ok())
        });
        Self { rounds, reader }
    }

    /// The next round, `None` at the end.
    pub(super) async fn next(&mut self) -> Option<Bedomda> {
        self.rounds.recv().await
    }

    /// Whether the body was read to its end and every record of it given.
    pub(super) async fn finish(self) -> Result<bool, String> {
        drop(self.rounds);
        match self.reader.await {
            Ok(read) => read.map_err(|fel| fel.to_string()),
            Err(panic) => Err(panic.to_string()),
        }
    }
}
