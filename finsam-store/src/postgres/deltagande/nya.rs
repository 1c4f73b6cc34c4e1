//! A large batch whose records are thought to be new, since all of the one before it were.
//!
//! They are not looked up under their keys: that they are new is seen when they are written. And everything that can be
//! done before the part is locked is done then, while batches before are being written: the batch is read for and decided
//! about, gets its numbers, and its lines in the access log are written. Once the part is locked it is seen what has happened
//! to it since; if only batches of this process have, of other persons, what was decided holds.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use bytes::Bytes;
use finsam_core::id::{DeltagandeId, InsatsId};
use finsam_core::part::PartKod;

use super::block::Block;
use super::plan::{Avgjord, Sok};
use super::skriv::{BLOCK, Kallor, Lasning, SMALL, decide, number, read, tell, written};
use crate::StoreError;
use crate::beredd::Beredd;
use crate::postgres::anslut::Anslutning;
use crate::postgres::fel::{self, ended};
use crate::postgres::kopia;
use crate::postgres::las;
use crate::postgres::logg::{Logg, MANGA};
use crate::postgres::session::Session;
use crate::postgres::sql::{
    DELTAGANDE_KOPIERA, HANDELSE_SISTA, HANDELSE_SPANN_EFTER, STEG, STEG_ATER, TRANSAKTION_LAS_RUM, Varden,
};
use crate::rum::{Skrivutfall, Strategi};

/// So many batches of a part are remembered: the one that is being written when one is prepared, and those before it that may
/// not be lasting yet.
const MINNS: usize = 3;

/// The parts whose last large batch was all new, with the last of them.
#[derive(Default)]
pub(in crate::postgres) struct Nya(Mutex<HashMap<PartKod, VecDeque<Arc<Bunt>>>>);

/// A batch that was all new, as those after it have to know it.
pub(in crate::postgres) struct Bunt {
    /// The persons in insatser that it is about.
    personer: HashSet<(InsatsId, Sok)>,
    /// The last of its events, once that has its number; never where its unit of work told of more than the batch.
    sista: OnceLock<i64>,
}

impl Nya {
    fn all(&self) -> MutexGuard<'_, HashMap<PartKod, VecDeque<Arc<Bunt>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Smaller ones are not worth the round trips that preparing takes, and leave others less to wait for without.
    fn expects(&self, part: PartKod, beredda: &[Beredd]) -> bool {
        (MANGA..=BLOCK).contains(&beredda.len()) && self.all().contains_key(&part)
    }

    fn remember(&self, part: PartKod, bunt: Arc<Bunt>) {
        let mut all = self.all();
        let last = all.entry(part).or_default();
        last.truncate(MINNS - 1);
        last.push_front(bunt);
    }

    /// Whether what has happened to a part since, by the last events of the units of work, is nothing that a batch depends
    /// on: batches of other persons.
    fn is_free_of(&self, part: PartKod, bunt: &Bunt, since: &[i64]) -> bool {
        let all = self.all();
        let last = all.get(&part);
        let of = |till: &i64| last?.iter().find(|one| one.sista.get() == Some(till));
        since.iter().all(|till| of(till).is_some_and(|one| one.personer.is_disjoint(&bunt.personer)))
    }

    /// Remembers what came of a batch that was not prepared.
    pub(super) fn learn(&self, part: PartKod, outcomes: &[Skrivutfall]) {
        if outcomes.len() > SMALL {
            let new = outcomes.iter().all(|outcome| matches!(outcome, Skrivutfall::Skapad { .. }));
            let mut all = self.all();
            if new {
                all.entry(part).or_default();
            } else {
                all.remove(&part);
            }
        }
    }
}

impl Bunt {
    fn of(beredda: &[Beredd]) -> Self {
        let person = |beredd: &Beredd| Some((beredd.insats, beredd.person.as_ref()?.sok));
        Self { personer: beredda.iter().filter_map(person).collect(), sista: OnceLock::new() }
    }

    /// The last of its events, which are all of its unit of work, has got its number. It is written once, so it is told once.
    pub(in crate::postgres) fn told(&self, sista: i64) {
        self.sista.get_or_init(|| sista);
    }
}

/// A batch of which everything has been done that can be done before its part is locked.
pub(in crate::postgres) struct Forberedd {
    /// Which it is.
    part: PartKod,
    strategi: Strategi,
    ids: Vec<DeltagandeId>,
    /// Whatever happened after this event may not have been seen.
    seen: i64,
    /// The number of the part.
    nummer: i64,
    outcomes: Vec<Skrivutfall>,
    /// The rows as they are sent.
    rader: Vec<Bytes>,
    bunt: Arc<Bunt>,
}

/// What a batch comes to.
struct Utkast {
    kallor: Kallor,
    avgjord: Avgjord,
    outcomes: Vec<Skrivutfall>,
}

impl Utkast {
    /// Read without a lock; `None` if something in it is not accepted: another period may have been in its way that is its
    /// own.
    async fn of(
        conn: &Anslutning,
        part: PartKod,
        strategi: Strategi,
        beredda: &[Beredd],
    ) -> Result<Option<Self>, StoreError> {
        use Skrivutfall::{Oforandrad, Skapad, Uppdaterad};
        let (kallor, plan) = read(conn, part, strategi, beredda, Lasning::Olast).await?;
        let (avgjord, outcomes) = decide(plan, beredda)?;
        // A key that comes twice in the batch is new the first time.
        let accepted = |outcome: &Skrivutfall| matches!(outcome, Skapad { .. } | Uppdaterad { .. } | Oforandrad { .. });
        Ok(outcomes.iter().all(accepted).then_some(Self { kallor, avgjord, outcomes }))
    }
}

impl Forberedd {
    fn is_for(&self, part: PartKod, strategi: Strategi, beredda: &[Beredd]) -> bool {
        (self.part, self.strategi) == (part, strategi)
            && self.ids.iter().eq(beredda.iter().map(|beredd| &beredd.nytt_id))
    }
}

/// Prepares a batch that is thought to be new, as the first thing that its unit of work tells of. `None`, and nothing has
/// been written, if it is not to be thought so, or if some record of it is not accepted.
pub(super) async fn prepare(
    session: &mut Session,
    part: PartKod,
    strategi: Strategi,
    beredda: &[Beredd],
) -> Result<Option<Forberedd>, StoreError> {
    // It takes statements that are kept on the connection.
    let first = session.logg.is_empty() && session.conn.prepared;
    if !first || !session.hus.nya.expects(part, beredda) {
        return Ok(None);
    }
    STEG.control(&session.conn).await?;
    let prepared = try_prepare(session, part, strategi, beredda).await;
    undone_unless(session, prepared).await
}

/// What was written is taken back where there is nothing to show for it.
async fn undone_unless<T>(
    session: &mut Session,
    answer: Result<Option<T>, StoreError>,
) -> Result<Option<T>, StoreError> {
    if !matches!(answer, Ok(Some(_))) {
        session.logg = Logg::default();
    }
    if matches!(answer, Ok(None)) {
        STEG_ATER.control(&session.conn).await?;
    }
    answer
}

async fn try_prepare(
    session: &mut Session,
    part: PartKod,
    strategi: Strategi,
    beredda: &[Beredd],
) -> Result<Option<Forberedd>, StoreError> {
    let seen = HANDELSE_SISTA.number(&session.conn, &[]).await?;
    let Some(mut utkast) = Utkast::of(&session.conn, part, strategi, beredda).await? else { return Ok(None) };
    number(&session.conn, &mut utkast.avgjord).await?;
    let Utkast { kallor, avgjord, outcomes } = utkast;
    // A system that is new gets its number apart from the transaction.
    if beredda.iter().any(|beredd| !kallor.system.contains_key(&beredd.nyckel.kallsystem)) {
        return Ok(None);
    }
    tell(&mut session.logg, kallor.part, &avgjord);
    let bunt = Arc::new(Bunt::of(beredda));
    session.write_ahead(&bunt).await?;
    let rader = Block::new(&written(&avgjord), &avgjord, beredda, &kallor, session)?.pieces().collect();
    let ids = beredda.iter().map(|beredd| beredd.nytt_id).collect();
    Ok(Some(Forberedd { part, strategi, ids, seen, nummer: kallor.part, outcomes, rader, bunt }))
}

/// Saves a batch that has been prepared. `None`, and nothing has been written, if some record of it is not new or was not
/// accepted.
pub(super) async fn save(
    session: &mut Session,
    part: PartKod,
    strategi: Strategi,
    beredda: &[Beredd],
    forberedd: Forberedd,
) -> Result<Option<Vec<Skrivutfall>>, StoreError> {
    if !forberedd.is_for(part, strategi, beredda) {
        return Err(ended());
    }
    let written = match try_save(session, beredda, forberedd).await {
        Err(fel) if fel::is_unique(&fel) => Ok(None),
        written => written,
    };
    // Where nothing is undone its savepoint goes with the transaction.
    undone_unless(session, written).await
}

async fn try_save(
    session: &Session,
    beredda: &[Beredd],
    forberedd: Forberedd,
) -> Result<Option<Vec<Skrivutfall>>, StoreError> {
    let Forberedd { part, strategi, seen, nummer, outcomes, rader, bunt, .. } = forberedd;
    if !lock(session, &bunt, (part, nummer), seen).await? {
        let again = Utkast::of(&session.conn, part, strategi, beredda).await?;
        // With the same outcomes the rows are the same, and so is what has been told of them.
        if again.is_none_or(|again| again.outcomes != outcomes) {
            return Ok(None);
        }
    }
    kopia::copy(&session.conn, DELTAGANDE_KOPIERA, rader).await?;
    session.hus.nya.remember(part, bunt);
    Ok(Some(outcomes))
}

/// Locks the part and then looks whether what was read before holds for a batch.
async fn lock(session: &Session, bunt: &Bunt, (part, nummer): (PartKod, i64), seen: i64) -> Result<bool, StoreError> {
    // If there are as many as these there may be more.
    let many = 2 * MINNS;
    let (room, limit) = (las::of_part(part), i64::try_from(many).unwrap_or(i64::MAX));
    let (whole, after): (Varden<'_>, Varden<'_>) = (&[&las::PART, &room], &[&nummer, &seen, &limit]);
    let lock = TRANSAKTION_LAS_RUM.ready(&session.conn, whole).await?;
    let since = HANDELSE_SPANN_EFTER.ready(&session.conn, after).await?;
    let (locked, since) = tokio::join!(biased; lock.execute(&session.conn), since.rows(&session.conn));
    locked?;
    let since = HANDELSE_SPANN_EFTER.read(&since?, |rad| rad.get(0, "till"))?;
    Ok(since.len() < many && session.hus.nya.is_free_of(part, bunt, &since))
}
