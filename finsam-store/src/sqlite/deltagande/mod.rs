//! Participations.

mod arbetslista;
mod las;
mod skriv;
mod uppfoljning;

use std::sync::Arc;

use async_trait::async_trait;
use finsam_core::deltagande::{Arbetsgranser, Arbetslista, Arbetspost, Arbetstal, Deltagande, Nyckel, Uppfoljningar};
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;
use finsam_core::protokoll::Omfang;

use super::lank::{Plats, Slag};
use super::session::Rum;
use super::sql::{DELTAGANDE_ANDRADE, DELTAGANDE_PARTER, DELTAGANDE_STATISTIK};
use crate::beredd::Beredd;
use crate::rum::{
    Avsikt, DeltagandeRead, DeltagandeWrite, Deltagandeurval, Jamforelseurval, Omfattad, Radering, Raderingsutfall,
    Registrerande, Sida, Sidval, Skrivning, Skrivutfall, Statistikrad, Strategi, Underlag, Villkor,
};
use crate::{StoreError, avkoda};
use skriv::Sparare;

/// From so many records on, a batch takes longer than those that wait for their commit should have to wait.
const TUNG: usize = 100;

#[async_trait]
impl DeltagandeRead for Rum<'_> {
    async fn get(&mut self, part: PartKod, nyckel: &Nyckel) -> Result<Option<Deltagande>, StoreError> {
        let nyckel = nyckel.clone();
        self.lank.read(move |plats| las::get(plats, part, &nyckel)).await
    }

    async fn many(&mut self, part: PartKod, nycklar: Vec<Nyckel>) -> Result<Vec<Option<Deltagande>>, StoreError> {
        self.lank.read(move |plats| nycklar.iter().map(|nyckel| las::get(plats, part, nyckel)).collect()).await
    }

    async fn in_scope(
        &mut self,
        part: PartKod,
        omfang: &Omfang,
        efter: i64,
        limit: u32,
    ) -> Result<Vec<Omfattad>, StoreError> {
        let omfang = omfang.clone();
        self.lank.read(move |plats| las::in_scope(plats, part, &omfang, efter, limit)).await
    }

    async fn systems(&mut self, part: PartKod, insats: InsatsId, ar: i32) -> Result<Vec<String>, StoreError> {
        self.lank.read(move |plats| las::systems(plats, part, insats, ar)).await
    }

    async fn list(&mut self, urval: Deltagandeurval, sida: Sidval) -> Result<Sida<Deltagande>, StoreError> {
        self.lank.read(move |plats| las::list(plats, urval, sida)).await
    }

    async fn to_compare(&mut self, urval: Jamforelseurval, sida: Sidval) -> Result<Vec<(i64, Deltagande)>, StoreError> {
        self.lank.read(move |plats| las::to_compare(plats, &urval, sida)).await
    }

    async fn count_to_compare(&mut self, part: PartKod, omfang: Omfang) -> Result<u64, StoreError> {
        self.lank.read(move |plats| las::count_to_compare(plats, part, &omfang)).await
    }

    async fn work(
        &mut self,
        insats: InsatsId,
        part: Option<PartKod>,
        granser: Arbetsgranser,
    ) -> Result<Arbetstal, StoreError> {
        self.lank.read(move |plats| arbetslista::counted(plats, insats, part, granser)).await
    }

    async fn work_list(
        &mut self,
        insats: InsatsId,
        part: PartKod,
        lista: Arbetslista,
        granser: Arbetsgranser,
        sida: Sidval,
    ) -> Result<Sida<Arbetspost>, StoreError> {
        self.lank.read(move |plats| arbetslista::list(plats, insats, part, lista, granser, sida)).await
    }

    async fn parts(&mut self) -> Result<Vec<Registrerande>, StoreError> {
        self.lank.read(|plats| DELTAGANDE_PARTER.all(plats.conn, (), avkoda::registrerande)).await
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
    /// There is one writer, so what it reads holds.
    async fn look_up(&mut self, part: PartKod, avsikt: Avsikt) -> Result<Underlag, StoreError> {
        self.lank.read(move |plats| las::look_up(plats, part, &avsikt)).await
    }

    async fn save(
        &mut self,
        part: PartKod,
        strategi: Strategi,
        skrivningar: Vec<Skrivning>,
    ) -> Result<Vec<Skrivutfall>, StoreError> {
        let ring = self.ring.map(Arc::as_ref);
        let beredda = skrivningar.into_iter().map(|one| Beredd::new(one, ring)).collect::<Result<_, _>>()?;
        let saved = self.save_prepared(part, strategi, beredda).await?;
        Ok(saved.into_iter().map(|(_, outcome)| outcome).collect())
    }

    /// One step for the whole batch.
    async fn save_prepared(
        &mut self,
        part: PartKod,
        strategi: Strategi,
        beredda: Vec<Beredd>,
    ) -> Result<Vec<(Beredd, Skrivutfall)>, StoreError> {
        if strategi == Strategi::Radera {
            return Err(StoreError::Conflict("strategi"));
        }
        if beredda.iter().any(Beredd::lacks_key) {
            return Err(StoreError::NoKey);
        }
        let slag = if beredda.len() < TUNG { Slag::Skriv } else { Slag::Tung };
        let step = move |plats: &mut Plats<'_>| {
            let mut sparare = Sparare::new(plats, part, strategi)?;
            let save = |beredd: Beredd| sparare.save(plats, &beredd).map(|outcome| (beredd, outcome));
            let saved = beredda.into_iter().map(save).collect::<Result<_, _>>()?;
            sparare.finish(plats.conn)?;
            Ok(saved)
        };
        self.lank.run(slag, step).await
    }

    async fn put_follow_ups(
        &mut self,
        part: PartKod,
        nyckel: &Nyckel,
        uppfoljningar: Uppfoljningar,
    ) -> Result<Option<Deltagande>, StoreError> {
        let nyckel = nyckel.clone();
        self.lank.write(move |plats| uppfoljning::put(plats, part, &nyckel, uppfoljningar)).await
    }

    async fn delete_many(
        &mut self,
        part: PartKod,
        raderingar: Vec<Radering>,
    ) -> Result<Vec<Raderingsutfall>, StoreError> {
        let slag = if raderingar.len() < TUNG { Slag::Skriv } else { Slag::Tung };
        let step = move |plats: &mut Plats<'_>| {
            raderingar.iter().map(|one| skriv::delete(plats, part, &one.nyckel, one.villkor)).collect()
        };
        self.lank.run(slag, step).await
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
