//! Many events and lines at once: they get their numbers first and are copied then, which takes the server half of what it
//! takes to insert them. A few more round trips are nothing beside that.

use super::{Logg, Verkstallt};
use crate::kedja::{Hash, Huvud};
use crate::postgres::anslut::Anslutning;
use crate::postgres::fel::ended;
use crate::postgres::kopia::{self, Falt};
use crate::postgres::las::FEED;
use crate::postgres::sql::{
    ATKOMST_KOPIERA, HANDELSE_BORJA, HANDELSE_KOPIERA, HANDELSE_SPANN_INSERT, LOGG_LED_INSERT, TRANSAKTION_VERKSTALL,
    Varden,
};
use crate::rad::{Rad, micros, signed};
use crate::{Aktor, StoreError};

/// So many lines are many.
pub(super) const MANGA: usize = 200;

/// The numbers of a unit of work, its events and its lines.
struct Nummer {
    arende: i64,
    handelser: Vec<i64>,
    rader: Vec<i64>,
}

impl Nummer {
    fn of(rad: Rad<'_>) -> Result<Self, StoreError> {
        let numbers = |index| {
            let (all, _) = rad.blob_or_none(index).unwrap_or_default().as_chunks::<8>();
            all.iter().map(|bytes| i64::from_be_bytes(*bytes)).collect()
        };
        Ok(Self { arende: rad.get(0, "nummer")?, handelser: numbers(1), rader: numbers(2) })
    }

    /// From the first to the last of some, with how many they are.
    fn span(numbers: &[i64]) -> (i64, i64, i64) {
        let (first, last) = (numbers.iter().min(), numbers.iter().max());
        (first.copied().unwrap_or_default(), last.copied().unwrap_or_default(), signed(numbers.len() as u64))
    }
}

impl Logg {
    /// Writes everything and then makes the transaction lasting; what the segment comes to, and whether it became so.
    pub(super) async fn commit_many(&self, conn: &Anslutning, aktor: &Aktor, logged: (Huvud, Hash)) -> Verkstallt {
        match self.write_many(conn, aktor, logged).await {
            Ok(next) => (Ok(next), TRANSAKTION_VERKSTALL.control(conn).await),
            Err(fel) => (Err(fel), Ok(())),
        }
    }

    async fn write_many(
        &self,
        conn: &Anslutning,
        aktor: &Aktor,
        (huvud, innehall): (Huvud, Hash),
    ) -> Result<Huvud, StoreError> {
        let nummer = self.begin(conn, aktor).await?;
        kopia::copy(conn, HANDELSE_KOPIERA, (0..self.typ.len()).map(|i| self.event(&nummer, i))).await?;
        kopia::copy(conn, ATKOMST_KOPIERA, (0..self.rad_resurs.len()).map(|i| self.copied_line(&nummer, i))).await?;
        let (fran, till, _) = Nummer::span(&nummer.handelser);
        for part in &self.parter {
            HANDELSE_SPANN_INSERT.execute(conn, &[part, &till, &fran]).await?;
        }
        let next = huvud.next(nummer.arende, innehall, nummer.rader.iter().copied());
        let (fran, till, antal) = Nummer::span(&nummer.rader);
        let hash = next.hash.as_slice();
        let values: Varden<'_> = &[&next.segment, &next.led, &nummer.arende, &fran, &till, &antal, &hash];
        LOGG_LED_INSERT.execute(conn, values).await?;
        Ok(next)
    }

    async fn begin(&self, conn: &Anslutning, aktor: &Aktor) -> Result<Nummer, StoreError> {
        let (events, lines) = (signed(self.typ.len() as u64), signed(self.rad_resurs.len() as u64));
        let (tid, (class, key)) = (micros(aktor.tid), FEED);
        let Aktor { vem, roll, handling, anrop, varfor, varifran, .. } = aktor;
        let values: Varden<'_> = &[&tid, vem, roll, handling, anrop, varfor, varifran, &events, &lines, &class, &key];
        HANDELSE_BORJA.first(conn, values, Nummer::of).await?.ok_or_else(ended)
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
