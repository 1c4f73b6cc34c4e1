//! Many events and lines at once: they get their numbers first and are copied then, which takes the server half of what it
//! takes to insert them. A few more round trips are nothing beside that.

use std::sync::Arc;

use super::{Logg, Verkstallt};
use crate::kedja::{Hash, Huvud, Innehall};
use crate::postgres::anslut::Anslutning;
use crate::postgres::deltagande::nya::Bunt;
use crate::postgres::fel::ended;
use crate::postgres::kopia::{self, Falt};
use crate::postgres::las::FEED;
use crate::postgres::sql::{
    ATKOMST_KOPIERA, HANDELSE_BORJA, HANDELSE_KOPIERA, HANDELSE_NUMMER, HANDELSE_SPANN_INSERT, LOGG_LED_INSERT, Redo,
    TRANSAKTION_VERKSTALL, Varden,
};
use crate::rad::{Rad, micros, signed};
use crate::{Aktor, StoreError};

/// So many lines are many.
pub(in crate::postgres) const MANGA: usize = 200;

/// The numbers of a unit of work, its events and its lines.
struct Nummer {
    arende: i64,
    handelser: Vec<i64>,
    rader: Vec<i64>,
}

impl Nummer {
    fn of(rad: Rad<'_>) -> Result<Self, StoreError> {
        Ok(Self { arende: rad.get(0, "nummer")?, handelser: numbers(rad, 1), rader: numbers(rad, 2) })
    }

    /// From the first to the last of some, with how many they are.
    fn span(numbers: &[i64]) -> (i64, i64, i64) {
        let (first, last) = (numbers.iter().min(), numbers.iter().max());
        (first.copied().unwrap_or_default(), last.copied().unwrap_or_default(), signed(numbers.len() as u64))
    }
}

/// Numbers of eight bytes each, the highest first.
fn numbers(rad: Rad<'_>, index: usize) -> Vec<i64> {
    let (all, _) = rad.blob_or_none(index).unwrap_or_default().as_chunks::<8>();
    all.iter().map(|bytes| i64::from_be_bytes(*bytes)).collect()
}

/// What has been written of a unit of work before its commit: who acts, and the first of its lines.
pub(super) struct Forut {
    arende: i64,
    rader: Vec<i64>,
    /// The digest of them, to go on from.
    innehall: Innehall,
    /// The batch that they tell of.
    bunt: Arc<Bunt>,
}

impl Logg {
    /// Writes the lines that there are before the commit, of a batch that is all there is to tell of. Nobody else's number
    /// depends on theirs.
    pub(in crate::postgres) async fn write_ahead(
        &mut self,
        conn: &Anslutning,
        aktor: &Aktor,
        bunt: &Arc<Bunt>,
    ) -> Result<(), StoreError> {
        let nummer = self.begin(conn, aktor, 0).await?;
        self.copy_lines(conn, &nummer, 0).await?;
        let innehall = self.content(Innehall::new(aktor.into()), 0);
        let Nummer { arende, rader, .. } = nummer;
        self.forut = Some(Forut { arende, rader, innehall, bunt: Arc::clone(bunt) });
        Ok(())
    }

    /// Writes everything and then makes the transaction lasting; what the segment comes to, and whether it became so.
    pub(super) async fn commit_many(
        &self,
        conn: &Anslutning,
        aktor: &Aktor,
        huvud: Huvud,
        last: Option<&Redo<'_>>,
    ) -> Verkstallt {
        match self.write_many(conn, aktor, last).await {
            Ok((nummer, innehall)) => self.link(conn, huvud, nummer, innehall).await,
            Err(fel) => (Err(fel), Ok(())),
        }
    }

    async fn write_many(
        &self,
        conn: &Anslutning,
        aktor: &Aktor,
        last: Option<&Redo<'_>>,
    ) -> Result<(Nummer, Hash), StoreError> {
        if let Some(last) = last {
            last.execute(conn).await?;
        }
        let (nummer, innehall) = self.numbered(conn, aktor).await?;
        let events = (0..self.typ.len()).map(|i| self.event(&nummer, i));
        kopia::copy(conn, HANDELSE_KOPIERA, kopia::pieces(events)).await?;
        self.copy_lines(conn, &nummer, self.forut.as_ref().map_or(0, |forut| forut.rader.len())).await?;
        let (fran, till, _) = Nummer::span(&nummer.handelser);
        for part in &self.parter {
            HANDELSE_SPANN_INSERT.execute(conn, &[part, &till, &fran]).await?;
        }
        // Before anybody can see that it is lasting, and only where the batch is all that these events tell of.
        if let Some(forut) = &self.forut
            && forut.rader.len() == self.rad_resurs.len()
        {
            forut.bunt.told(till);
        }
        Ok((nummer, innehall))
    }

    /// Links it to the segment and makes it lasting, in one round trip.
    async fn link(&self, conn: &Anslutning, huvud: Huvud, nummer: Nummer, innehall: Hash) -> Verkstallt {
        let next = huvud.next(nummer.arende, innehall, nummer.rader.iter().copied());
        let (fran, till, antal) = Nummer::span(&nummer.rader);
        let hash = next.hash.as_slice();
        let values: Varden<'_> = &[&next.segment, &next.led, &nummer.arende, &fran, &till, &antal, &hash];
        let link = match LOGG_LED_INSERT.ready(conn, values).await {
            Ok(link) => link,
            Err(fel) => return (Err(fel), Ok(())),
        };
        // In this order on the wire; after a failure the server refuses the rest, and COMMIT rolls back.
        let (linked, kept) = tokio::join!(biased; link.execute(conn), TRANSAKTION_VERKSTALL.control(conn));
        (linked.map(|_| next), kept)
    }

    /// The numbers of everything, and the digest of all lines.
    async fn numbered(&self, conn: &Anslutning, aktor: &Aktor) -> Result<(Nummer, Hash), StoreError> {
        let events = signed(self.typ.len() as u64);
        let Some(forut) = &self.forut else {
            let nummer = self.begin(conn, aktor, events).await?;
            return Ok((nummer, self.content(Innehall::new(aktor.into()), 0).digest()));
        };
        let (first, (class, key)) = (forut.rader.len(), FEED);
        let lines = signed((self.rad_resurs.len() - first) as u64);
        let values: Varden<'_> = &[&events, &lines, &class, &key];
        let later = HANDELSE_NUMMER.first(conn, values, |rad| Ok((numbers(rad, 0), numbers(rad, 1)))).await?;
        let (handelser, mut rader) = later.ok_or_else(ended)?;
        rader.splice(0..0, forut.rader.iter().copied());
        let innehall = self.content(forut.innehall.clone(), first).digest();
        Ok((Nummer { arende: forut.arende, handelser, rader }, innehall))
    }

    /// Who acts, and numbers for so many events and all lines.
    async fn begin(&self, conn: &Anslutning, aktor: &Aktor, events: i64) -> Result<Nummer, StoreError> {
        let lines = signed(self.rad_resurs.len() as u64);
        let (tid, (class, key)) = (micros(aktor.tid), FEED);
        let Aktor { vem, roll, handling, anrop, varfor, varifran, .. } = aktor;
        let values: Varden<'_> = &[&tid, vem, roll, handling, anrop, varfor, varifran, &events, &lines, &class, &key];
        HANDELSE_BORJA.first(conn, values, Nummer::of).await?.ok_or_else(ended)
    }

    /// Copies the lines from one on.
    async fn copy_lines(&self, conn: &Anslutning, nummer: &Nummer, first: usize) -> Result<(), StoreError> {
        if first == self.rad_resurs.len() {
            return Ok(());
        }
        let lines = (first..self.rad_resurs.len()).map(|i| self.copied_line(nummer, i));
        kopia::copy(conn, ATKOMST_KOPIERA, kopia::pieces(lines)).await
    }

    /// An event, its columns in the order of [`HANDELSE_KOPIERA`].
    fn event(&self, nummer: &Nummer, i: usize) -> [Falt<'_>; 8] {
        [
            Falt::Tal8(nummer.handelser.get(i).copied()),
            Falt::Tal8(Some(nummer.arende)),
            Falt::Tal2(self.typ[i]),
            Falt::Tal2(self.resurs[i]),
            Falt::Tal8(Some(self.rad[i])),
            Falt::Tal8(Some(self.version[i])),
            Falt::Byte(Some(&self.id[i])),
            Falt::Tal8(self.insats_fore[i]),
        ]
    }

    /// A line, its columns in the order of [`ATKOMST_KOPIERA`].
    fn copied_line(&self, nummer: &Nummer, i: usize) -> [Falt<'_>; 5] {
        [
            Falt::Tal8(nummer.rader.get(i).copied()),
            Falt::Tal8(Some(nummer.arende)),
            Falt::Tal2(self.rad_resurs[i]),
            Falt::Byte(self.rad_id[i].as_deref()),
            Falt::Tal8(self.rad_antal[i]),
        ]
    }
}
