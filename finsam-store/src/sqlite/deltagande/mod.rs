//! Participations.

mod las;
mod skriv;

use std::sync::Arc;
use std::sync::mpsc::channel;

use async_trait::async_trait;
use finsam_core::deltagande::{Deltagande, Nyckel};
use finsam_core::part::PartKod;

use super::lank::Slag;
use super::session::Rum;
use super::sql::{DELTAGANDE_ANDRADE, DELTAGANDE_STATISTIK};
use crate::beredd::Beredd;
use crate::rum::{
    DeltagandeRead, DeltagandeWrite, Deltagandeurval, Raderingsutfall, Sida, Sidval, Skrivning, Skrivutfall,
    Statistikrad, Strategi, Villkor,
};
use crate::{StoreError, avkoda};
use skriv::Sparare;

/// How many records are made ready before the writer gets them; it writes them while the next ones are made ready.
const BLOCK: usize = 64;
/// From so many records on, a batch takes longer than those that wait for their commit should have to wait.
const TUNG: usize = 100;

#[async_trait]
impl DeltagandeRead for Rum<'_> {
    async fn get(&mut self, part: PartKod, nyckel: &Nyckel) -> Result<Option<Deltagande>, StoreError> {
        let nyckel = nyckel.clone();
        self.lank.read(move |plats| las::get(plats, part, &nyckel)).await
    }

    async fn list(&mut self, urval: Deltagandeurval, sida: Sidval) -> Result<Sida<Deltagande>, StoreError> {
        self.lank.read(move |plats| las::list(plats, urval, sida)).await
    }

    async fn statistics(&mut self, efter: i64, limit: u32) -> Result<Vec<Statistikrad>, StoreError> {
        self.lank.read(move |plats| DELTAGANDE_STATISTIK.all(plats.conn, (efter, limit), avkoda::statistikrad)).await
    }

    async fn changed(&mut self, efter: i64, till: i64) -> Result<Vec<Statistikrad>, StoreError> {
        self.lank.read(move |plats| DELTAGANDE_ANDRADE.all(plats.conn, (efter, till), avkoda::statistikrad)).await
    }
}

#[async_trait]
impl DeltagandeWrite for Rum<'_> {
    /// One step for the whole batch. Records are turned into JSON and sealed here, without a pause that would keep
    /// the writer waiting, while the writer is at those before.
    async fn save(
        &mut self,
        part: PartKod,
        strategi: Strategi,
        skrivningar: Vec<Skrivning>,
    ) -> Result<Vec<Skrivutfall>, StoreError> {
        if strategi == Strategi::Radera {
            return Err(StoreError::Conflict("strategi"));
        }
        let ring = self.ring.map(Arc::as_ref);
        if ring.is_none() && skrivningar.iter().any(|skrivning| skrivning.godkand.identitet.is_some()) {
            return Err(StoreError::NoKey);
        }
        let (sender, ready) = channel::<Vec<Beredd>>();
        let (slag, antal) = (if skrivningar.len() < TUNG { Slag::Skriv } else { Slag::Tung }, skrivningar.len());
        let answer = self.lank.start(slag, move |plats| {
            let mut sparare = Sparare::new(plats, part, strategi)?;
            let mut outcomes = Vec::with_capacity(antal);
            for beredd in ready.into_iter().flatten() {
                outcomes.push(sparare.save(plats, &beredd)?);
            }
            Ok(outcomes)
        });
        let mut rest = skrivningar.into_iter();
        loop {
            let block = rest.by_ref().take(BLOCK).map(|one| Beredd::new(one, ring)).collect::<Result<Vec<_>, _>>()?;
            if block.is_empty() || sender.send(block).is_err() {
                break;
            }
        }
        drop(sender);
        answer.wait().await
    }

    async fn delete(
        &mut self,
        part: PartKod,
        nyckel: &Nyckel,
        villkor: Villkor,
    ) -> Result<Raderingsutfall, StoreError> {
        let nyckel = nyckel.clone();
        self.lank.write(move |plats| skriv::delete(plats, part, &nyckel, villkor)).await
    }
}
