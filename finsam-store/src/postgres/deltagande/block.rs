//! Rows to write, as the columns that a statement takes.

use bytes::Bytes;

use super::plan::{Avgjord, Rott};
use super::skriv::{Kallor, SMALL};
use crate::beredd::Beredd;
use crate::postgres::anslut::Anslutning;
use crate::postgres::kopia::{self, Falt};
use crate::postgres::session::Session;
use crate::postgres::sql::{DELTAGANDE_INSERT_NUMRERADE, DELTAGANDE_KOPIERA, DELTAGANDE_UPDATE_FLERA};
use crate::postgres::varde::Varde;
use crate::rad::days;
use crate::{Nyckelring, StoreError};

/// Rows as columns.
#[derive(Default)]
pub(super) struct Block<'b> {
    part: i64,
    idag: i32,
    nummer: Vec<i64>,
    id: Vec<Vec<u8>>,
    kalla: Vec<i64>,
    nyckel: Vec<&'b str>,
    version: Vec<i64>,
    insats: Vec<i64>,
    start: Vec<i32>,
    slut: Vec<Option<i32>>,
    alder: Vec<Option<i32>>,
    sok: Vec<Option<&'b [u8]>>,
    identitet: Vec<Option<Vec<u8>>>,
    post: Vec<&'b str>,
}

impl<'b> Block<'b> {
    pub(super) fn new(
        rows: &[(usize, usize)],
        avgjord: &Avgjord,
        beredda: &'b [Beredd],
        kallor: &Kallor,
        session: &Session,
    ) -> Result<Self, StoreError> {
        let mut block = Self { part: kallor.part, idag: session.today()?, ..Self::default() };
        for (rad, skriven) in rows {
            let (rott, beredd) = (&avgjord.rader[*rad], &beredda[*skriven]);
            block.nummer.push(rott.nummer.unwrap_or_default());
            block.id.push(rott.id.as_bytes().to_vec());
            block.kalla.push(kallor.system.get(&beredd.nyckel.kallsystem).copied().unwrap_or_default());
            block.nyckel.push(&beredd.nyckel.nyckel);
            block.version.push(rott.version);
            block.insats.push(avgjord.insatser.get(&beredd.insats).copied().ok_or(StoreError::Conflict("insats"))?);
            block.start.push(days(beredd.period.fran));
            block.slut.push(beredd.period.till.map(days));
            block.alder.push(beredd.alder);
            block.sok.push(beredd.sok());
            block.identitet.push(sealed(rott, beredd, session.ring())?);
            block.post.push(&beredd.post);
        }
        Ok(block)
    }

    /// Inserts the rows, which have their numbers. Many are copied, which the server does in half the time; that takes a
    /// statement that is kept on the connection.
    pub(super) async fn insert(&self, conn: &Anslutning) -> Result<(), StoreError> {
        if conn.prepared && self.nummer.len() > SMALL {
            return kopia::copy(conn, DELTAGANDE_KOPIERA, self.pieces()).await;
        }
        DELTAGANDE_INSERT_NUMRERADE.execute(conn, &self.numbered()).await.map(drop)
    }

    /// The rows, which have their numbers, to be copied.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Bytes> {
        kopia::pieces((0..self.nummer.len()).map(|i| self.row(i)))
    }

    /// A row, its columns in the order of [`DELTAGANDE_KOPIERA`].
    fn row(&self, i: usize) -> [Falt<'_>; 14] {
        [
            Falt::Tal8(Some(self.nummer[i])),
            Falt::Byte(Some(&self.id[i])),
            Falt::Tal8(Some(self.kalla[i])),
            Falt::Byte(Some(self.nyckel[i].as_bytes())),
            Falt::Tal8(Some(self.version[i])),
            Falt::Tal8(Some(self.part)),
            Falt::Tal8(Some(self.insats[i])),
            Falt::Tal4(Some(self.start[i])),
            Falt::Tal4(self.slut[i]),
            Falt::Tal4(self.alder[i]),
            Falt::Byte(self.sok[i]),
            Falt::Byte(self.identitet[i].as_deref()),
            Falt::Byte(Some(self.post[i].as_bytes())),
            Falt::Tal4(Some(self.idag)),
        ]
    }

    /// The values of [`DELTAGANDE_INSERT_NUMRERADE`]: the rows have their numbers.
    pub(super) fn numbered(&self) -> Vec<&dyn Varde> {
        let mut values = vec![&self.part as &dyn Varde, &self.nummer];
        values.extend(self.columns());
        values
    }

    fn columns(&self) -> [&dyn Varde; 12] {
        [
            &self.id,
            &self.kalla,
            &self.nyckel,
            &self.version,
            &self.insats,
            &self.start,
            &self.slut,
            &self.alder,
            &self.sok,
            &self.identitet,
            &self.post,
            &self.idag,
        ]
    }

    /// The values of [`DELTAGANDE_UPDATE_FLERA`].
    pub(super) fn changed(&self) -> [&dyn Varde; 10] {
        [
            &self.nummer,
            &self.version,
            &self.insats,
            &self.start,
            &self.slut,
            &self.alder,
            &self.sok,
            &self.identitet,
            &self.post,
            &self.idag,
        ]
    }

    pub(super) async fn update(&self, conn: &Anslutning) -> Result<(), StoreError> {
        DELTAGANDE_UPDATE_FLERA.execute(conn, &self.changed()).await.map(drop)
    }
}

/// The number, sealed for the identity that the record has, which may not be the one that it was made ready for.
fn sealed(rott: &Rott, beredd: &Beredd, ring: Option<&Nyckelring>) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(person) = &beredd.person else { return Ok(None) };
    if beredd.nytt_id.0 == rott.id {
        return Ok(Some(person.sluten.clone()));
    }
    Ok(Some(ring.ok_or(StoreError::NoKey)?.seal(rott.id, person.kanonisk.as_bytes())))
}
