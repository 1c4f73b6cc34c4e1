//! What a unit of work will leave in the change feed and the access log. It is written last, just before the commit.

mod manga;

use std::collections::BTreeSet;

use uuid::Uuid;

use super::anslut::Anslutning;
use super::fel::{self, ended};
use super::las::FEED;
use super::sql::{HANDELSE_SKRIV, Redo, TRANSAKTION_VERKSTALL, Varden};
use super::{Hus, kedja};
use crate::kedja::{Hash, Huvud, Innehall};
use crate::rum::{Handelsetyp, Resurs};
use crate::{Aktor, StoreError, koder, rad};
use manga::Forut;
pub(super) use manga::MANGA;

/// Events and lines, in their order.
#[derive(Default)]
pub(super) struct Logg {
    typ: Vec<i64>,
    resurs: Vec<i64>,
    rad: Vec<i64>,
    version: Vec<i64>,
    id: Vec<Vec<u8>>,
    insats_fore: Vec<Option<i64>>,
    /// The parts that the events are about.
    parter: BTreeSet<i64>,
    rad_resurs: Vec<i64>,
    rad_id: Vec<Option<Vec<u8>>>,
    rad_antal: Vec<Option<i64>>,
    /// What of it has been written before the commit.
    forut: Option<Forut>,
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

/// What the segment comes to when everything is written, and whether that became lasting.
type Verkstallt = (Result<Huvud, StoreError>, Result<(), StoreError>);

impl Logg {
    /// The event and the line in the access log that a change of what belongs to no part gives.
    pub(super) fn changed(&mut self, typ: Handelsetyp, resurs: Resurs, sak: Sak) {
        self.happened(typ, resurs, sak, Agare::INGEN);
    }

    /// The event and the line in the access log that a change gives.
    pub(super) fn happened(&mut self, typ: Handelsetyp, resurs: Resurs, sak: Sak, agare: Agare) {
        self.typ.push(koder::typ(typ));
        self.resurs.push(koder::resurs(resurs));
        self.rad.push(sak.nummer);
        self.version.push(sak.version);
        self.id.push(sak.id.as_bytes().to_vec());
        self.insats_fore.push(agare.insats_fore);
        self.parter.insert(agare.part);
        self.line(koder::resurs(resurs), Some(sak.id), None);
    }

    /// The line in the access log that a save without change gives.
    pub(super) fn unchanged(&mut self, resurs: Resurs, id: Uuid) {
        self.line(koder::resurs(resurs), Some(id), None);
    }

    /// A line in the access log.
    pub(super) fn line(&mut self, resurs: i64, id: Option<Uuid>, antal: Option<i64>) {
        self.rad_resurs.push(resurs);
        self.rad_id.push(id.map(|id| id.as_bytes().to_vec()));
        self.rad_antal.push(antal);
    }

    /// Whether nothing is to be told.
    pub(super) const fn is_empty(&self) -> bool {
        self.rad_resurs.is_empty()
    }

    /// What goes into the access log, the lines from one on added to what has been taken in before.
    fn content(&self, mut innehall: Innehall, first: usize) -> Innehall {
        for i in first..self.rad_resurs.len() {
            innehall.line(self.rad_resurs[i], self.rad_id[i].as_deref(), self.rad_antal[i]);
        }
        innehall
    }

    /// Writes everything and makes the transaction lasting. `last` is sent with it: the change that the last of the events is
    /// about.
    ///
    /// Numbers of events are given under a lock that is held until the commit can be seen: so nobody ever sees a later
    /// number before an earlier one. A transaction without events does not wait for it.
    pub(super) async fn commit(
        &self,
        conn: &Anslutning,
        hus: &Hus,
        aktor: Option<&Aktor>,
        last: Option<&Redo<'_>>,
    ) -> Result<(), StoreError> {
        if self.is_empty() {
            return TRANSAKTION_VERKSTALL.control(conn).await;
        }
        let aktor = aktor.ok_or_else(ended)?;
        let huvud = kedja::take(hus, aktor).await?;
        let many = conn.prepared && last.is_none() && self.rad_resurs.len() >= MANGA;
        let verkstallt = if many || self.forut.is_some() {
            self.commit_many(conn, aktor, huvud, last).await
        } else {
            let innehall = self.content(Innehall::new(aktor.into()), 0).digest();
            self.commit_few(conn, aktor, (huvud, innehall), last).await
        };
        let (written, kept) = verkstallt;
        match (&written, &kept) {
            (Ok(next), Ok(())) => kedja::give_back(hus, *next),
            // What the server refused was rolled back; after any other failure the segment is left as it is: what it came to
            // is not known then.
            (Err(fel), _) if fel::is_said(fel) => kedja::give_back(hus, huvud),
            _ => {}
        }
        written.and(kept)
    }

    /// The same in one round trip.
    async fn commit_few(
        &self,
        conn: &Anslutning,
        aktor: &Aktor,
        (huvud, innehall): (Huvud, Hash),
        last: Option<&Redo<'_>>,
    ) -> Verkstallt {
        let tid = rad::micros(aktor.tid);
        let led = huvud.led + 1;
        let (class, key) = FEED;
        let parter: Vec<i64> = self.parter.iter().copied().collect();
        let values: Varden<'_> = &[
            &tid,
            &aktor.vem,
            &aktor.roll,
            &aktor.handling,
            &aktor.anrop,
            &self.typ,
            &self.resurs,
            &self.rad,
            &self.version,
            &self.id,
            &self.insats_fore,
            &parter,
            &self.rad_resurs,
            &self.rad_id,
            &self.rad_antal,
            &class,
            &key,
            &aktor.varfor,
            &aktor.varifran,
            &huvud.segment,
            &led,
            &huvud.hash.as_slice(),
            &innehall.as_slice(),
        ];
        let write = match HANDELSE_SKRIV.ready(conn, values).await {
            Ok(write) => write,
            Err(fel) => return (Err(fel), Ok(())),
        };
        // In this order on the wire; after a failure the server refuses the rest, and COMMIT rolls back.
        let last = async { if let Some(last) = last { last.execute(conn).await } else { Ok(0) } };
        let (changed, written, kept) =
            tokio::join!(biased; last, write.rows(conn), TRANSAKTION_VERKSTALL.control(conn));
        let written = changed.and(written).and_then(|rows| {
            let linked = HANDELSE_SKRIV.read(&rows, |rad| rad.bytes(2, "hash"))?;
            let hash = linked.into_iter().next().ok_or_else(ended)?;
            Ok(Huvud { segment: huvud.segment, led, hash })
        });
        (written, kept)
    }
}
