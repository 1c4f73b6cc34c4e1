//! The way from an asynchronous session to the thread that holds its connection.
//!
//! A session gets a thread for itself and sends it steps, one after another; each is a closure that gets the
//! connection, and answers through a channel of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use rusqlite::Connection;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::fel::ended;
use super::logg;
use super::sql::{ARENDE_INSERT, ATKOMST_INSERT, HANDELSE_INSERT, HANDELSE_SPANN_INSERT, LOGG_LED_INSERT, Sats};
use crate::kedja::{Arende, Huvud, Innehall};
use crate::koder;
use crate::rad::days;
use crate::rum::{Handelsetyp, Resurs};
use crate::{Aktor, Nyckelring, StoreError};

/// Where a step stands: a connection, and what belongs to the session.
pub(super) struct Plats<'c> {
    pub(super) conn: &'c Connection,
    ring: Option<&'c Nyckelring>,
    aktor: Option<&'c Aktor>,
    /// What it leaves in the access log, once there is anything.
    spar: Option<Spar>,
}

/// What a unit of work leaves in the access log.
#[derive(Clone)]
pub(super) struct Spar {
    /// The row that says who acts.
    arende: i64,
    innehall: Innehall,
    /// The number of the first line, and how many they are; they come one after another.
    fran: i64,
    antal: i64,
}

/// What kind of step it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slag {
    /// It changes nothing.
    Las,
    /// It may change things; failing, it leaves nothing behind.
    Skriv,
    /// It may change very many things, so that nobody should have to wait for it; failing, it ends the session, since
    /// keeping it apart from earlier steps would cost a copy of every page that it touches.
    Tung,
}

/// What became of a step, apart from its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Foljd {
    /// It went well.
    Gott,
    /// It failed in a way that the session can go on from.
    Fel,
    /// The session cannot be relied upon any more: the database failed, or the step panicked.
    Brott,
}

/// A step on its way.
pub(super) struct Steg {
    pub(super) slag: Slag,
    kor: Box<dyn FnOnce(&mut Plats<'_>) -> Foljd + Send>,
}

/// What a session sends.
pub(super) enum Bud {
    /// Do this.
    Steg(Steg),
    /// Make it lasting.
    Verkstall(oneshot::Sender<Result<(), StoreError>>),
}

/// A session's end of the channel.
pub(super) struct Lank {
    bud: Sender<Bud>,
    /// Set when nobody waited for the answer of a step that may have changed things. Whoever ends the session does not
    /// know what is in it then, so it is not kept.
    unheard: Arc<AtomicBool>,
}

/// An answer that is waited for.
pub(super) struct Svar<T> {
    answer: oneshot::Receiver<Result<T, StoreError>>,
    /// What is set when it is dropped before the answer has been read.
    unheard: Option<Arc<AtomicBool>>,
}

impl<T> Drop for Svar<T> {
    fn drop(&mut self) {
        if let Some(unheard) = &self.unheard {
            unheard.store(true, Ordering::Relaxed);
        }
    }
}

impl Lank {
    pub(super) fn new() -> (Self, Receiver<Bud>) {
        let (sender, receiver) = channel();
        (Self { bud: sender, unheard: Arc::default() }, receiver)
    }

    /// Sends a step without waiting for its answer.
    pub(super) fn start<T: Send + 'static>(
        &self,
        slag: Slag,
        step: impl FnOnce(&mut Plats<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Svar<T> {
        let (sender, receiver) = oneshot::channel();
        let kor = Box::new(move |plats: &mut Plats<'_>| {
            if sender.is_closed() {
                return Foljd::Gott;
            }
            let answer = step(plats);
            let foljd = judge(answer.as_ref().err());
            drop(sender.send(answer));
            foljd
        });
        // When the thread has ended the session, the step is dropped and its answer never comes.
        drop(self.bud.send(Bud::Steg(Steg { slag, kor })));
        Svar { answer: receiver, unheard: (slag != Slag::Las).then(|| Arc::clone(&self.unheard)) }
    }

    /// Sends a step and waits for its answer.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        slag: Slag,
        step: impl FnOnce(&mut Plats<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.start(slag, step).wait().await
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        step: impl FnOnce(&mut Plats<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.run(Slag::Las, step).await
    }

    pub(super) async fn write<T: Send + 'static>(
        &self,
        step: impl FnOnce(&mut Plats<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.run(Slag::Skriv, step).await
    }

    /// Asks for the end of the session with everything kept.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        if self.unheard.load(Ordering::Relaxed) {
            return Err(ended());
        }
        let (sender, answer) = oneshot::channel();
        drop(self.bud.send(Bud::Verkstall(sender)));
        Svar { answer, unheard: None }.wait().await
    }
}

impl<T> Svar<T> {
    pub(super) async fn wait(mut self) -> Result<T, StoreError> {
        let answer = (&mut self.answer).await;
        self.unheard = None;
        answer.unwrap_or_else(|_| Err(ended()))
    }
}

/// After which failures the session can go on: those that a sound database gives.
const fn judge(fel: Option<&StoreError>) -> Foljd {
    match fel {
        None => Foljd::Gott,
        Some(StoreError::Conflict(_) | StoreError::NoKey | StoreError::WrongKey | StoreError::Decode { .. }) => {
            Foljd::Fel
        }
        Some(_) => Foljd::Brott,
    }
}

impl Steg {
    /// Carries the step out; a panic in it ends here.
    pub(super) fn run(self, plats: &mut Plats<'_>) -> Foljd {
        catch_unwind(AssertUnwindSafe(|| (self.kor)(plats))).unwrap_or(Foljd::Brott)
    }
}

impl<'c> Plats<'c> {
    pub(super) const fn new(conn: &'c Connection, ring: Option<&'c Nyckelring>, aktor: Option<&'c Aktor>) -> Self {
        Self { conn, ring, aktor, spar: None }
    }

    /// The keys, if there are any.
    pub(super) const fn known_ring(&self) -> Option<&'c Nyckelring> {
        self.ring
    }

    /// The keys.
    pub(super) fn ring(&self) -> Result<&'c Nyckelring, StoreError> {
        self.ring.ok_or(StoreError::NoKey)
    }

    /// The day of the unit of work, as it is kept.
    pub(super) fn today(&self) -> Result<i32, StoreError> {
        Ok(days(self.aktor.ok_or_else(ended)?.tid.date_naive()))
    }

    /// What has been left so far, to be put back by [`Plats::forget`].
    pub(super) fn known(&self) -> Option<Spar> {
        self.spar.clone()
    }

    /// Goes back to what was left before a step that left nothing behind.
    pub(super) fn forget(&mut self, spar: Option<Spar>) {
        self.spar = spar;
    }

    /// The row that says who acts: one for the whole session, made when it is first needed.
    pub(super) fn arende(&mut self) -> Result<i64, StoreError> {
        Ok(self.spar()?.arende)
    }

    fn spar(&mut self) -> Result<&mut Spar, StoreError> {
        if self.spar.is_none() {
            let a = Arende::from(self.aktor.ok_or_else(ended)?);
            let values = (a.tid, a.vem, a.roll, a.handling, a.anrop, a.varfor, a.varifran);
            let arende = ARENDE_INSERT.number(self.conn, values)?;
            self.spar = Some(Spar { arende, innehall: Innehall::new(a), fran: 0, antal: 0 });
        }
        self.spar.as_mut().ok_or_else(ended)
    }

    /// Links the unit of work to the others of this writer, as the last thing it does: to what they had come to (`from`),
    /// in a new segment where they have none. What they come to with it.
    pub(super) fn link(&mut self, from: Option<Huvud>) -> Result<Option<Huvud>, StoreError> {
        let (Some(spar), Some(aktor)) = (self.spar.take(), self.aktor) else { return Ok(from) };
        let from = match from {
            Some(from) => from,
            None => logg::begin(self.conn, aktor)?,
        };
        let till = spar.fran + spar.antal - 1;
        let next = from.next(spar.arende, spar.innehall.digest(), spar.fran..=till);
        let values = (next.segment, next.led, spar.arende, spar.fran, till, spar.antal, next.hash);
        LOGG_LED_INSERT.execute(self.conn, values)?;
        Ok(Some(next))
    }

    /// Writes the event and the line in the access log that a change of what belongs to no part gives.
    pub(super) fn changed(&mut self, typ: Handelsetyp, resurs: Resurs, sak: Sak) -> Result<(), StoreError> {
        self.happened(typ, resurs, sak, Agare::INGEN)
    }

    /// Writes the event and the line in the access log that a change gives.
    pub(super) fn happened(
        &mut self,
        typ: Handelsetyp,
        resurs: Resurs,
        sak: Sak,
        agare: Agare,
    ) -> Result<(), StoreError> {
        let (typ, number) = (koder::typ(typ), koder::resurs(resurs));
        let values = (self.arende()?, typ, number, sak.nummer, sak.version, sak.id.as_bytes(), agare.insats_fore);
        HANDELSE_INSERT.execute(self.conn, values)?;
        let nummer = self.conn.last_insert_rowid();
        HANDELSE_SPANN_INSERT.execute(self.conn, (agare.part, nummer, nummer))?;
        self.log(number, Some(sak.id), None)
    }

    /// Writes the line in the access log that a save without change gives.
    pub(super) fn unchanged(&mut self, resurs: Resurs, id: Uuid) -> Result<(), StoreError> {
        self.log(koder::resurs(resurs), Some(id), None)
    }

    /// Writes a line in the access log.
    pub(super) fn log(&mut self, resurs: i64, id: Option<Uuid>, antal: Option<i64>) -> Result<(), StoreError> {
        ATKOMST_INSERT.execute(self.conn, (self.arende()?, resurs, id.as_ref().map(Uuid::as_bytes), antal))?;
        self.logged(resurs, id, antal)
    }

    /// Takes a line that has just been written into the chain.
    pub(super) fn logged(&mut self, resurs: i64, id: Option<Uuid>, antal: Option<i64>) -> Result<(), StoreError> {
        let nummer = self.conn.last_insert_rowid();
        let spar = self.spar()?;
        spar.innehall.line_of(resurs, id, antal);
        if spar.antal == 0 {
            spar.fran = nummer;
        }
        spar.antal += 1;
        Ok(())
    }

    /// Carries out a statement of the transaction itself.
    pub(super) fn control(&self, sats: Sats) -> Result<(), StoreError> {
        sats.execute(self.conn, ()).map(drop)
    }
}

/// What changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sak {
    /// Its internal number.
    pub(super) nummer: i64,
    /// Its identity.
    pub(super) id: Uuid,
    /// The version that it got.
    pub(super) version: i64,
}

/// Whose a thing is, as far as the change feed has to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Agare {
    /// The internal number of the part.
    pub(super) part: i64,
    /// The insats that a participation left by the change.
    pub(super) insats_fore: Option<i64>,
}

impl Agare {
    /// It belongs to no part.
    const INGEN: Self = Self { part: koder::INGEN_PART, insats_fore: None };
}
