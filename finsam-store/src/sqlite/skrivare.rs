//! The writer: one thread that owns the only connection that changes anything.
//!
//! A unit of work has the writer to itself from beginning to end, as a savepoint in a transaction or all of it. When it is done and
//! another one waits already, the writer goes on with that in the same transaction, and answers all of them after the
//! one commit: the disk is asked once for a whole group. A group ends after [`GRUPP`] units, or when
//! the first that is done has waited for as long as the settings say.
//!
//! What is done but not yet on disk can be seen by the later units of its group. If the commit fails, they fail too.
//!
//! So that the done ones need not wait for a long unit, they are committed before a heavy step, and when the next unit
//! is slow to come with its first change. Until it has changed anything, the transaction can be ended and begun again
//! without its noticing, unless another process wrote in between; then it ends.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::fel::ended;
use super::lank::{Bud, Foljd, Plats, Slag, Steg};
use super::sql::{
    ENHET, ENHET_ATER, ENHET_SLAPP, STEG, STEG_ATER, STEG_SLAPP, Sats, TRANSAKTION_ATER, TRANSAKTION_BORJA,
    TRANSAKTION_DATAVERSION, TRANSAKTION_VERKSTALL, TRANSAKTION_WAL,
};
use super::tomning::Tomning;
use crate::kedja::Huvud;
use crate::{Aktor, Nyckelring, StoreError};

/// The most units of work in a group.
const GRUPP: usize = 64;

/// A unit of work that wants to begin.
pub(super) struct Borjan {
    pub(super) aktor: Aktor,
    /// Whether it shares its transaction with none before it.
    pub(super) apart: bool,
    pub(super) bud: Receiver<Bud>,
    /// Told when it is its turn.
    pub(super) tur: oneshot::Sender<Result<(), StoreError>>,
}

/// The writer's thread.
pub(super) struct Skrivare {
    pub(super) conn: Connection,
    pub(super) ring: Option<Arc<Nyckelring>>,
    pub(super) ko: Receiver<Borjan>,
    /// How long a unit of work may be silent.
    pub(super) vilotid: Duration,
    /// How long one that is done may wait for others.
    pub(super) grupptid: Duration,
    pub(super) kedja: Kedja,
    pub(super) tomning: Tomning,
}

/// How far the chain of the access log has come: with what is on disk, and with what is done but not yet on disk. A segment
/// is begun when it is first needed, and again when it is not known what is on disk.
#[derive(Default)]
pub(super) struct Kedja {
    lagrad: Cell<Option<Huvud>>,
    nu: Cell<Option<Huvud>>,
}

/// Units that are done and wait for the commit.
struct Grupp {
    klara: Vec<oneshot::Sender<Result<(), StoreError>>>,
    /// Until when the first of them may have to wait.
    slut: Option<Instant>,
    /// How many have begun in it.
    antal: usize,
}

/// How a unit of work ended.
enum Slut {
    /// It wants to be kept.
    Verkstall(oneshot::Sender<Result<(), StoreError>>),
    /// It was dropped, or silent for too long.
    Slappt,
}

impl Skrivare {
    /// Works until the store is closed and the queue is empty.
    pub(super) fn run(mut self) {
        while let Ok(first) = self.ko.recv() {
            self.group(first);
        }
        self.tomning.end(&mut self.conn);
        // What is left in the log is moved into the database; failing that, it is there the next time.
        drop(TRANSAKTION_WAL.number(&self.conn, ()));
    }

    fn group(&self, first: Borjan) {
        let mut grupp = Grupp { klara: Vec::new(), slut: None, antal: 0 };
        let mut next = Some(first);
        while let Some(borjan) = next {
            grupp.antal += 1;
            self.unit(borjan, &mut grupp);
            next = if grupp.is_full() { None } else { self.ko.try_recv().ok() };
        }
        drop(self.flush(&mut grupp));
    }

    /// One unit of work.
    fn unit(&self, borjan: Borjan, grupp: &mut Grupp) {
        let Borjan { aktor, apart, bud, tur } = borjan;
        if tur.is_closed() {
            return;
        }
        if apart && !grupp.klara.is_empty() {
            // Those that are done are told themselves if it fails.
            drop(self.flush(grupp));
        }
        let opened = self.open(grupp);
        let alone = grupp.klara.is_empty();
        let sound = opened.is_ok();
        if tur.send(opened).is_err() || !sound {
            self.undo(alone, grupp);
            return;
        }
        let mut enhet = Enhet {
            skrivare: self,
            plats: Plats::new(&self.conn, self.ring.as_deref(), Some(&aktor)),
            changes: self.conn.total_changes(),
            alone,
            brott: None,
        };
        let slut = enhet.steps(&bud, grupp);
        let (alone, brott) = (enhet.alone, enhet.brott.take());
        match slut {
            Slut::Slappt => self.undo(alone, grupp),
            Slut::Verkstall(answer) => match brott.map_or_else(|| self.keep(alone, &mut enhet.plats), Err) {
                Ok(()) => grupp.push(answer, self.grupptid),
                Err(fel) => {
                    self.undo(alone, grupp);
                    drop(answer.send(Err(fel)));
                }
            },
        }
    }

    /// Begins a transaction, unless one is open, and in it a unit of work. The first needs no savepoint: taking it back
    /// takes back the transaction. For a large one that saves the copy of every page that a savepoint keeps.
    fn open(&self, grupp: &Grupp) -> Result<(), StoreError> {
        if self.conn.is_autocommit() {
            self.control(TRANSAKTION_BORJA)?;
        }
        if grupp.klara.is_empty() { Ok(()) } else { self.control(ENHET) }
    }

    fn keep(&self, alone: bool, plats: &mut Plats<'_>) -> Result<(), StoreError> {
        let linked = plats.link(self.kedja.nu.get())?;
        if !alone {
            self.control(ENHET_SLAPP)?;
        }
        self.kedja.nu.set(linked);
        Ok(())
    }

    /// Takes back what the unit of work did; where that cannot be done alone, nothing of its group can be kept.
    fn undo(&self, alone: bool, grupp: &mut Grupp) {
        let undone =
            if alone { Err(ended()) } else { self.control(ENHET_ATER).and_then(|()| self.control(ENHET_SLAPP)) };
        if let Err(fel) = undone {
            self.abandon(grupp, &fel);
        }
    }

    /// Makes the done ones lasting and answers them. On return no transaction is open.
    fn flush(&self, grupp: &mut Grupp) -> Result<(), StoreError> {
        if grupp.klara.is_empty() {
            self.abandon(grupp, &ended());
            return Ok(());
        }
        // The database rolls back by itself in some failures, as when the disk is full.
        grupp.slut = None;
        let kept = if self.conn.is_autocommit() { Err(lost()) } else { self.control(TRANSAKTION_VERKSTALL) };
        match &kept {
            Ok(()) => {
                self.kedja.lagrad.set(self.kedja.nu.get());
                grupp.klara.drain(..).for_each(|answer| drop(answer.send(Ok(()))));
            }
            Err(fel) => {
                self.abandon(grupp, fel);
                self.kedja.lagrad.take();
                self.kedja.nu.take();
            }
        }
        kept
    }

    /// Rolls back everything and tells all that are done that they are not.
    fn abandon(&self, grupp: &mut Grupp, fel: &StoreError) {
        if !self.conn.is_autocommit() {
            drop(self.control(TRANSAKTION_ATER));
        }
        self.kedja.nu.set(self.kedja.lagrad.get());
        for answer in grupp.klara.drain(..) {
            drop(answer.send(Err(again(fel))));
        }
    }

    /// Makes the done ones lasting in the midst of a unit of work that has changed nothing yet.
    fn flush_and_reopen(&self, grupp: &mut Grupp) -> Result<(), StoreError> {
        let before = TRANSAKTION_DATAVERSION.number(&self.conn, ())?;
        self.control(ENHET_SLAPP)?;
        self.flush(grupp)?;
        self.open(grupp)?;
        let same = TRANSAKTION_DATAVERSION.number(&self.conn, ())? == before;
        if same { Ok(()) } else { Err(StoreError::Unavailable("another process wrote".to_owned())) }
    }

    fn control(&self, sats: Sats) -> Result<(), StoreError> {
        sats.execute(&self.conn, ()).map(drop)
    }
}

/// The unit of work under way.
struct Enhet<'w> {
    skrivare: &'w Skrivare,
    plats: Plats<'w>,
    /// The connection's count of changes when it began.
    changes: u64,
    /// Whether nobody else has done anything in the transaction.
    alone: bool,
    /// Why it cannot be kept.
    brott: Option<StoreError>,
}

impl Enhet<'_> {
    fn steps(&mut self, bud: &Receiver<Bud>, grupp: &mut Grupp) -> Slut {
        loop {
            match self.next(bud, grupp) {
                Ok(Bud::Verkstall(answer)) => return Slut::Verkstall(answer),
                Ok(Bud::Steg(steg)) if self.brott.is_none() => self.step(steg, grupp),
                // Dropping the step tells its sender that the session has ended.
                Ok(Bud::Steg(_)) => {}
                Err(_) => return Slut::Slappt,
            }
        }
    }

    fn next(&mut self, bud: &Receiver<Bud>, grupp: &mut Grupp) -> Result<Bud, RecvTimeoutError> {
        if self.is_in_the_way(grupp) {
            match bud.recv_timeout(grupp.left()) {
                Err(RecvTimeoutError::Timeout) => self.make_way(grupp),
                other => return other,
            }
        }
        bud.recv_timeout(self.skrivare.vilotid)
    }

    fn step(&mut self, steg: Steg, grupp: &mut Grupp) {
        if steg.slag == Slag::Tung && self.is_in_the_way(grupp) {
            self.make_way(grupp);
            if self.brott.is_some() {
                return;
            }
        }
        let heavy = steg.slag == Slag::Tung;
        let foljd = if steg.slag == Slag::Skriv { self.savepoint(steg) } else { steg.run(&mut self.plats) };
        if foljd == Foljd::Brott || (heavy && foljd == Foljd::Fel) || self.skrivare.conn.is_autocommit() {
            self.brott = Some(ended());
        }
    }

    /// A step that may change things, as a savepoint of its own: failing, it leaves nothing behind.
    fn savepoint(&mut self, steg: Steg) -> Foljd {
        let known = self.plats.known();
        if self.plats.control(STEG).is_err() {
            return Foljd::Brott;
        }
        let foljd = steg.run(&mut self.plats);
        if foljd == Foljd::Gott {
            return if self.plats.control(STEG_SLAPP).is_ok() { foljd } else { Foljd::Brott };
        }
        self.plats.forget(known);
        let undone = self.plats.control(STEG_ATER).and_then(|()| self.plats.control(STEG_SLAPP));
        if undone.is_ok() { foljd } else { Foljd::Brott }
    }

    /// Whether others are done, and could be committed without this one's noticing.
    fn is_in_the_way(&self, grupp: &Grupp) -> bool {
        !grupp.klara.is_empty() && self.brott.is_none() && self.skrivare.conn.total_changes() == self.changes
    }

    fn make_way(&mut self, grupp: &mut Grupp) {
        match self.skrivare.flush_and_reopen(grupp) {
            Ok(()) => self.alone = true,
            Err(fel) => {
                self.skrivare.abandon(grupp, &fel);
                self.brott = Some(fel);
            }
        }
    }
}

impl Grupp {
    fn push(&mut self, answer: oneshot::Sender<Result<(), StoreError>>, grupptid: Duration) {
        self.slut.get_or_insert_with(|| Instant::now() + grupptid);
        self.klara.push(answer);
    }

    fn is_full(&self) -> bool {
        self.antal >= GRUPP || self.slut.is_some_and(|slut| slut <= Instant::now())
    }

    /// How long the first one may still have to wait.
    fn left(&self) -> Duration {
        self.slut.map_or(Duration::ZERO, |slut| slut.saturating_duration_since(Instant::now()))
    }
}

fn lost() -> StoreError {
    StoreError::Database { statement: TRANSAKTION_VERKSTALL.namn, reason: "the transaction was lost".to_owned() }
}

/// The same failure once more, for another unit of the group.
fn again(fel: &StoreError) -> StoreError {
    match fel {
        StoreError::Database { statement, reason } => StoreError::Database { statement, reason: reason.clone() },
        other => StoreError::Unavailable(other.to_string()),
    }
}
