//! The newest state of which it is known what must be hidden: it answers where small numbers are protected.
//!
//! What must be hidden is worked out over the whole register and takes from some milliseconds to a minute or more, so it is
//! done beside what is asked. Whoever asks waits for the newest state where that is soon there, and is answered by the one
//! before it where it is not: every answer says of which state it is. After a start that is the one that an earlier process
//! kept in the register (`bevarat`).

use std::sync::Arc;
use std::time::Duration;

use finsam_core::statistik::{Kolumner, Skyddsplaner};
use tokio::sync::{Mutex, OnceCell, RwLock, watch};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::bevarat::Bevarare;
use super::{Forteckning, Laddade, Lage};

/// For how many times as long as a state took none is begun after it, so that a processor is left for the rest.
const VILA: u32 = 3;

/// How long is waited.
#[derive(Debug, Clone, Copy)]
pub(super) struct Takt {
    /// How long whoever asks waits for the first state.
    forsta: Duration,
    /// How long whoever asks waits for the newest state.
    vantan: Duration,
    /// How old a state may become before the next is begun although nobody asks.
    alder: Duration,
}

impl Default for Takt {
    fn default() -> Self {
        Self { forsta: Duration::from_secs(60), vantan: Duration::from_secs(3), alder: Duration::from_secs(3600) }
    }
}

/// A state, and what is hidden of it.
#[derive(Debug)]
pub(super) struct Skyddat {
    kolumner: Kolumner,
    forteckning: Forteckning,
    planer: Skyddsplaner,
    troskel: u32,
    /// When it was begun, and how long it took; unknown of one that an earlier process worked out.
    arbete: Option<(Instant, Duration)>,
}

impl Skyddat {
    pub(super) const fn lage(&self) -> Lage<'_> {
        Lage::of(&self.kolumner, &self.forteckning, &self.planer)
    }

    fn of(laddade: &RwLock<Laddade>, troskel: u32) -> Self {
        let (kolumner, forteckning) = {
            let laddade = laddade.blocking_read();
            (laddade.kolumner.clone(), laddade.forteckning.clone())
        };
        Self::of_columns(kolumner, forteckning, troskel)
    }

    fn of_columns(kolumner: Kolumner, forteckning: Forteckning, troskel: u32) -> Self {
        let begun = Instant::now();
        let planer = Skyddsplaner::of(&kolumner, i64::from(troskel));
        Self { kolumner, forteckning, planer, troskel, arbete: Some((begun, begun.elapsed())) }
    }

    /// One that an earlier process kept.
    pub(super) const fn of_kept(
        kolumner: Kolumner,
        forteckning: Forteckning,
        planer: Skyddsplaner,
        troskel: u32,
    ) -> Self {
        Self { kolumner, forteckning, planer, troskel, arbete: None }
    }

    pub(super) const fn troskel(&self) -> u32 {
        self.troskel
    }

    pub(super) const fn dataversion(&self) -> i64 {
        self.kolumner.dataversion()
    }

    /// How long it took to work out, where that is known.
    pub(super) fn took(&self) -> Option<Duration> {
        self.arbete.map(|(_, took)| took)
    }

    /// Whether the next may be there within some time, as long as this one took. One that was kept took long.
    fn is_quick(&self, within: Duration) -> bool {
        self.took().is_some_and(|took| took * (1 + VILA) < within)
    }

    /// Whether it was begun within some time.
    fn is_recent(&self, within: Duration) -> bool {
        self.arbete.is_some_and(|(begun, _)| begun.elapsed() < within)
    }

    fn answers(&self, dataversion: i64, troskel: u32) -> bool {
        self.troskel == troskel && self.kolumner.dataversion() >= dataversion
    }
}

/// The newest state, and the turn to work out the next.
#[derive(Debug)]
pub(super) struct Skyddade {
    senaste: watch::Sender<Option<Arc<Skyddat>>>,
    /// When the next may be begun.
    tur: Arc<Mutex<Instant>>,
    takt: Takt,
    /// What keeps them in the register, and whether it has been asked for the one of an earlier process.
    bevarare: Option<Arc<Bevarare>>,
    mindes: OnceCell<()>,
}

impl Skyddade {
    pub(super) fn new(takt: Takt, bevarare: Option<Bevarare>) -> Self {
        let tur = Arc::new(Mutex::new(Instant::now()));
        let (bevarare, mindes) = (bevarare.map(Arc::new), OnceCell::new());
        Self { senaste: watch::Sender::new(None), tur, takt, bevarare, mindes }
    }

    /// Takes up the state that an earlier process kept. Whoever comes while it is read waits for it; it is read once.
    pub(super) async fn recall(&self, troskel: u32) {
        let Some(bevarare) = &self.bevarare else { return };
        let read = async || {
            if let Some(found) = bevarare.recall(troskel).await {
                let found = Arc::new(found);
                self.senaste.send_if_modified(|standing| {
                    let is_none = standing.is_none();
                    standing.get_or_insert(found);
                    is_none
                });
            }
        };
        self.mindes.get_or_init(read).await;
    }

    /// Keeps everybody from working out another state.
    #[cfg(test)]
    pub(super) async fn turn(&self) -> tokio::sync::OwnedMutexGuard<Instant> {
        Arc::clone(&self.tur).lock_owned().await
    }

    /// The newest state there is of a threshold.
    pub(super) fn standing(&self, troskel: u32) -> Option<Arc<Skyddat>> {
        self.senaste.borrow().clone().filter(|one| one.troskel == troskel)
    }

    /// Keeps the newest state in the register, before the server ends.
    pub(super) async fn keep_last(&self) {
        let newest = self.senaste.borrow().clone();
        if let (Some(bevarare), Some(newest)) = (&self.bevarare, newest) {
            bevarare.keep_last(&newest).await;
        }
    }

    /// The state of a version or a later one; where that is not soon there the newest, and none where there is none yet.
    pub(super) async fn get(
        &self,
        laddade: &Arc<RwLock<Laddade>>,
        dataversion: i64,
        troskel: u32,
    ) -> Option<Arc<Skyddat>> {
        let mut seen = self.senaste.subscribe();
        let begun = Instant::now();
        loop {
            let standing = seen.borrow_and_update().clone().filter(|one| one.troskel == troskel);
            if standing.as_ref().is_some_and(|one| one.answers(dataversion, troskel)) {
                return standing;
            }
            self.begin(laddade, troskel);
            // Nobody waits in vain for what took longer last time.
            let soon = standing.as_ref().is_none_or(|one| one.is_quick(self.takt.vantan));
            let vantan = if standing.is_some() { self.takt.vantan } else { self.takt.forsta };
            if !soon || timeout_at(begun + vantan, seen.changed()).await.is_err() {
                return standing;
            }
        }
    }

    /// Begins with the next state where there is none, or the newest is old and another than this version. The newest is kept
    /// in the register where that was too early when it was worked out.
    pub(super) fn keep(&self, laddade: &Arc<RwLock<Laddade>>, dataversion: i64, troskel: u32) {
        let newest = self.senaste.borrow().clone();
        let done = |one: &Arc<Skyddat>| one.answers(dataversion, troskel) || one.is_recent(self.takt.alder);
        if !newest.as_ref().is_some_and(done) {
            self.begin(laddade, troskel);
        }
        if let (Some(newest), Some(bevarare)) = (newest, self.bevarare.clone()) {
            tokio::spawn(async move { bevarare.keep(&newest).await });
        }
    }

    /// Works out the next state beside what goes on, one at a time.
    fn begin(&self, laddade: &Arc<RwLock<Laddade>>, troskel: u32) {
        let Ok(mut tur) = Arc::clone(&self.tur).try_lock_owned() else { return };
        let (laddade, senaste, bevarare) = (Arc::clone(laddade), self.senaste.clone(), self.bevarare.clone());
        tokio::spawn(async move {
            sleep_until(*tur).await;
            match tokio::task::spawn_blocking(move || Skyddat::of(&laddade, troskel)).await {
                Ok(done) => {
                    *tur = Instant::now() + done.took().unwrap_or_default() * VILA;
                    // Whoever is told of it may begin with the next.
                    drop(tur);
                    let done = Arc::new(done);
                    senaste.send_replace(Some(Arc::clone(&done)));
                    if let Some(bevarare) = bevarare {
                        bevarare.keep(&done).await;
                    }
                }
                Err(cause) => tracing::error!(%cause, "what is hidden was not worked out"),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TROSKEL: u32 = 5;

    /// Columns at a version.
    async fn at(laddade: &RwLock<Laddade>, dataversion: i64) {
        laddade.write().await.kolumner.set_dataversion(dataversion);
    }

    fn version(found: Option<Arc<Skyddat>>) -> Option<i64> {
        found.map(|one| one.lage().kolumner.dataversion())
    }

    /// Whoever asks waits for a second.
    const TAKT: Takt =
        Takt { forsta: Duration::from_secs(1), vantan: Duration::from_secs(1), alder: Duration::from_secs(3600) };

    #[tokio::test]
    async fn the_state_before_answers_where_the_newest_is_not_soon_there() {
        let (laddade, skyddade) = (Arc::new(RwLock::new(Laddade::default())), Skyddade::new(TAKT, None));
        let turn = Arc::clone(&skyddade.tur).lock_owned().await;
        let begun = Instant::now();
        assert!(skyddade.get(&laddade, 0, TROSKEL).await.is_none(), "there is none yet");
        assert!(begun.elapsed() >= TAKT.forsta, "it was waited for");
        drop(turn);
        assert_eq!(version(skyddade.get(&laddade, 0, TROSKEL).await), Some(0));
        at(&laddade, 1).await;
        let turn = Arc::clone(&skyddade.tur).lock_owned().await;
        assert_eq!(version(skyddade.get(&laddade, 1, TROSKEL).await), Some(0), "the one before");
        drop(turn);
        assert_eq!(version(skyddade.get(&laddade, 1, TROSKEL).await), Some(1));
        assert!(skyddade.get(&laddade, 1, 7).await.is_some_and(|one| one.troskel == 7), "another threshold");
    }

    #[tokio::test]
    async fn nobody_waits_for_what_took_long_last_time() {
        let (laddade, skyddade) = (Arc::new(RwLock::new(Laddade::default())), Skyddade::new(TAKT, None));
        let mut first = Skyddat::of_columns(Kolumner::default(), Forteckning::default(), TROSKEL);
        first.arbete = Some((Instant::now(), TAKT.vantan));
        skyddade.senaste.send_replace(Some(Arc::new(first)));
        at(&laddade, 1).await;
        let mut seen = skyddade.senaste.subscribe();
        assert_eq!(version(skyddade.get(&laddade, 1, TROSKEL).await), Some(0), "at once");
        // The next was begun all the same.
        seen.changed().await.unwrap();
        assert_eq!(version(skyddade.get(&laddade, 1, TROSKEL).await), Some(1));
    }

    #[tokio::test]
    async fn an_old_state_is_replaced_although_nobody_asks() {
        let laddade = Arc::new(RwLock::new(Laddade::default()));
        for (alder, is_replaced) in [(TAKT.alder, false), (Duration::ZERO, true)] {
            let skyddade = Skyddade::new(Takt { alder, ..TAKT }, None);
            let mut seen = skyddade.senaste.subscribe();
            skyddade.keep(&laddade, 0, TROSKEL);
            seen.changed().await.unwrap();
            skyddade.keep(&laddade, 0, TROSKEL);
            assert!(skyddade.tur.try_lock().is_ok(), "nothing has changed");
            skyddade.keep(&laddade, 1, TROSKEL);
            assert_eq!(skyddade.tur.try_lock().is_err(), is_replaced, "{alder:?}");
        }
    }

    #[tokio::test]
    async fn a_processor_rests_after_a_state() {
        let (laddade, skyddade) = (Arc::new(RwLock::new(Laddade::default())), Skyddade::new(TAKT, None));
        let rest = Duration::from_millis(200);
        *skyddade.tur.lock().await = Instant::now() + rest;
        let begun = Instant::now();
        assert!(skyddade.get(&laddade, 0, TROSKEL).await.is_some());
        assert!(begun.elapsed() >= rest, "{:?}", begun.elapsed());
    }
}
