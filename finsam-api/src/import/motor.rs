//! An import as a stream: one thread reads and judges while another writes, round by round, memory bounded. The reader
//! makes parts of rounds; how many of them are written together is for the writer to say.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::bedomda::Uttjanta;
use super::{Bedomda, Granskare, Kalla, granser};
use crate::las::{Format, Lasfel, for_each};

/// How many parts of rounds may wait for the writer: two whole rounds.
const AHEAD: usize = 2 * granser::OMGANG / granser::DELOMGANG;

/// Judged records in parts of rounds, made on a thread of their own.
#[derive(Debug)]
pub(super) struct Strom {
    rounds: mpsc::Receiver<Bedomda>,
    /// The parts that have come and are in no round yet.
    delar: VecDeque<Bedomda>,
    uttjanta: std::sync::mpsc::Sender<Uttjanta>,
    reader: JoinHandle<Result<bool, Lasfel>>,
}

impl Strom {
    /// Starts reading, and judging after the first `skip` records. `stop` ends it between two records.
    pub(super) fn start(
        granskare: Arc<Granskare>,
        kalla: Arc<Kalla>,
        format: Format,
        skip: u64,
        stop: Arc<AtomicBool>,
    ) -> Self {
        let (sender, rounds) = mpsc::channel(AHEAD);
        let (uttjanta, given_back) = std::sync::mpsc::channel();
        let reader = tokio::task::spawn_blocking(move || {
            let mut round = Bedomda::default();
            let mut skipped = 0;
            for_each(format, kalla.open()?, &granskare.limits(), &mut |post| {
                if skipped < skip {
                    skipped += 1;
                } else {
                    granskare.judge(&post, &mut round);
                }
                let full = round.len() == granser::DELOMGANG || round.found() >= granser::OMGANG_AVVIKELSER;
                if full {
                    given_back.try_iter().for_each(drop::<Uttjanta>);
                }
                let sent = !full || sender.blocking_send(std::mem::take(&mut round)).is_ok();
                if sent && !stop.load(Ordering::Relaxed) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            if stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            // Nobody listens any more when the writer has failed; it says why.
            Ok(round.is_empty() || sender.blocking_send(round).is_ok())
        });
        Self { rounds, delar: VecDeque::new(), uttjanta, reader }
    }

    /// The next part, `None` at the end.
    pub(super) async fn next(&mut self) -> Option<Bedomda> {
        self.rounds.recv().await
    }

    /// A round of so many records, fewer where they carry many findings or there are no more; `None` at the end. Who does not
    /// wait for it to the end gets the same when it is asked for again.
    pub(super) async fn round(&mut self, len: usize) -> Option<Bedomda> {
        let full = |(records, found): (usize, usize)| records >= len || found >= granser::OMGANG_AVVIKELSER;
        let (mut many, mut size) = (0, (0, 0));
        while !full(size) {
            if self.delar.len() == many {
                let Some(part) = self.rounds.recv().await else { break };
                self.delar.push_back(part);
            }
            size = (size.0 + self.delar[many].len(), size.1 + self.delar[many].found());
            many += 1;
        }
        let mut parts = self.delar.drain(..many);
        let mut round = parts.next()?;
        parts.for_each(|part| round.append(part));
        Some(round)
    }

    /// Takes back records of no more use. They are dropped on the thread that made them: there memory is given back
    /// without waiting, and the writer has its next round meanwhile.
    pub(super) fn give_back(&self, uttjanta: Uttjanta) {
        // When the reader has come to its end they are dropped here.
        drop(self.uttjanta.send(uttjanta));
    }

    /// Whether the body was read to its end and every record of it given.
    pub(super) async fn finish(self) -> Result<bool, String> {
        drop(self.rounds);
        match self.reader.await {
            Ok(read) => read.map_err(|fel| fel.to_string()),
            // What a panic says may quote what was read.
            Err(_) => Err("the reader of records panicked".to_owned()),
        }
    }
}
