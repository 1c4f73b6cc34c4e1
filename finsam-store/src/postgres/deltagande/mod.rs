//! Participations.

mod arbetslista;
mod block;
pub(super) mod enda;
mod las;
pub(super) mod ny;
pub(super) mod nya;
mod plan;
mod radera;
mod skriv;
mod uppfoljning;
pub(super) mod uppslag;

use async_trait::async_trait;
use finsam_core::deltagande::{Arbetsgranser, Arbetslista, Arbetspost, Arbetstal, Deltagande, Nyckel, Uppfoljningar};
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;
use finsam_core::protokoll::Omfang;

use self::nya::Forberedd;
use super::fel::lost_race;
use super::session::{Rum, Session};
use super::sql::{DELTAGANDE_ANDRADE, DELTAGANDE_PARTER, DELTAGANDE_STATISTIK};
use crate::beredd::Beredd;
use crate::rum::{
    Avsikt, DeltagandeRead, DeltagandeWrite, Deltagandeurval, Jamforelseurval, Omfattad, Radering, Raderingsutfall,
    Registrerande, Sida, Sidval, Skrivning, Skrivutfall, Statistikrad, Strategi, Underlag, Villkor,
};
use crate::{StoreError, avkoda};

/// How often a batch is tried that loses a race against another transaction.
const ATTEMPTS: u32 = 3;

#[async_trait]
impl DeltagandeRead for Rum<'_> {
    async fn get(&mut self, part: PartKod, nyckel: &Nyckel) -> Result<Option<Deltagande>, StoreError> {
        let session = self.session.enter()?;
        let answer = las::get(session, part, nyckel).await;
        session.leave(answer)
    }

    async fn many(&mut self, part: PartKod, nycklar: Vec<Nyckel>) -> Result<Vec<Option<Deltagande>>, StoreError> {
        let session = self.session.enter()?;
        let answer = las::many(session, part, &nycklar).await;
        session.leave(answer)
    }

    async fn in_scope(
        &mut self,
        part: PartKod,
        omfang: &Omfang,
        efter: i64,
        limit: u32,
    ) -> Result<Vec<Omfattad>, StoreError> {
        let session = self.session.enter()?;
        let answer = las::in_scope(session, part, omfang, efter, limit).await;
        session.leave(answer)
    }

    async fn systems(&mut self, part: PartKod, insats: InsatsId, ar: i32) -> Result<Vec<String>, StoreError> {
        let session = self.session.enter()?;
        let answer = las::systems(session, part, insats, ar).await;
        session.leave(answer)
    }

    async fn list(&mut self, urval: Deltagandeurval, sida: Sidval) -> Result<Sida<Deltagande>, StoreError> {
        let session = self.session.enter()?;
        let answer = las::list(session, urval, sida).await;
        session.leave(answer)
    }

    async fn to_compare(&mut self, urval: Jamforelseurval, sida: Sidval) -> Result<Vec<(i64, Deltagande)>, StoreError> {
        let session = self.session.enter()?;
        let answer = las::to_compare(session, &urval, sida).await;
        session.leave(answer)
    }

    async fn count_to_compare(&mut self, part: PartKod, omfang: Omfang) -> Result<u64, StoreError> {
        let session = self.session.enter()?;
        let answer = las::count_to_compare(session, part, &omfang).await;
        session.leave(answer)
    }

    async fn work(
        &mut self,
        insats: InsatsId,
        part: Option<PartKod>,
        granser: Arbetsgranser,
    ) -> Result<Arbetstal, StoreError> {
        let session = self.session.enter()?;
        let answer = arbetslista::counted(session, insats, part, granser).await;
        session.leave(answer)
    }

    async fn work_list(
        &mut self,
        insats: InsatsId,
        part: PartKod,
        lista: Arbetslista,
        granser: Arbetsgranser,
        sida: Sidval,
    ) -> Result<Sida<Arbetspost>, StoreError> {
        let session = self.session.enter()?;
        let answer = arbetslista::list(session, insats, part, lista, granser, sida).await;
        session.leave(answer)
    }

    async fn parts(&mut self) -> Result<Vec<Registrerande>, StoreError> {
        let session = self.session.enter()?;
        let answer = DELTAGANDE_PARTER.all(&session.conn, &[], avkoda::registrerande).await;
        session.leave(answer)
    }

    async fn statistics(&mut self, efter: i64, limit: u32) -> Result<Vec<Statistikrad>, StoreError> {
        let session = self.session.enter()?;
        let limit = i64::from(limit);
        let answer = DELTAGANDE_STATISTIK.all(&session.conn, &[&efter, &limit], avkoda::statistikrad).await;
        session.leave(answer)
    }

    async fn changed(&mut self, efter: i64, till: i64) -> Result<Vec<Statistikrad>, StoreError> {
        let session = self.session.enter()?;
        let answer = DELTAGANDE_ANDRADE.all(&session.conn, &[&efter, &till], avkoda::statistikrad).await;
        session.leave(answer)
    }
}

#[async_trait]
impl DeltagandeWrite for Rum<'_> {
    async fn look_up(&mut self, part: PartKod, avsikt: Avsikt) -> Result<Underlag, StoreError> {
        let session = self.session.enter()?;
        let answer = uppslag::look_up(session, part, avsikt).await;
        session.leave(answer)
    }

    async fn save(
        &mut self,
        part: PartKod,
        strategi: Strategi,
        skrivningar: Vec<Skrivning>,
    ) -> Result<Vec<Skrivutfall>, StoreError> {
        let ring = self.session.ring();
        let beredda = skrivningar.into_iter().map(|one| Beredd::new(one, ring)).collect::<Result<_, _>>()?;
        let saved = self.save_prepared(part, strategi, beredda).await?;
        Ok(saved.into_iter().map(|(_, outcome)| outcome).collect())
    }

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
        let forberedd = self.session.forberedd.take();
        let session = self.session.enter()?;
        let answer = save(session, part, strategi, &beredda, forberedd).await;
        let outcomes = session.leave(answer)?;
        Ok(beredda.into_iter().zip(outcomes).collect())
    }

    async fn prepare_to_save(
        &mut self,
        part: PartKod,
        strategi: Strategi,
        beredda: &[Beredd],
    ) -> Result<(), StoreError> {
        let untouched = self.session.untouched;
        let session = self.session.enter()?;
        let answer = nya::prepare(session, part, strategi, beredda).await;
        session.forberedd = session.leave(answer)?;
        // What has been done can be given up with all of it.
        session.untouched = untouched;
        Ok(())
    }

    async fn put_follow_ups(
        &mut self,
        part: PartKod,
        nyckel: &Nyckel,
        uppfoljningar: Uppfoljningar,
    ) -> Result<Option<Deltagande>, StoreError> {
        let session = self.session.enter()?;
        let answer = uppfoljning::put(session, part, nyckel, uppfoljningar).await;
        session.leave(answer)
    }

    async fn delete_many(
        &mut self,
        part: PartKod,
        raderingar: Vec<Radering>,
    ) -> Result<Vec<Raderingsutfall>, StoreError> {
        let session = self.session.enter()?;
        let answer = radera::delete(session, part, &raderingar).await;
        session.leave(answer)
    }

    async fn delete(
        &mut self,
        part: PartKod,
        nyckel: &Nyckel,
        villkor: Villkor,
    ) -> Result<Raderingsutfall, StoreError> {
        let radering = Radering { nyckel: nyckel.clone(), villkor };
        let outcome = self.delete_many(part, vec![radering]).await?.pop();
        outcome.ok_or(StoreError::Conflict("a deletion gave no outcome"))
    }
}

/// As the first step of its unit of work a batch is tried again when it loses a race against another transaction.
async fn save(
    session: &mut Session,
    part: PartKod,
    strategi: Strategi,
    beredda: &[Beredd],
    mut forberedd: Option<Forberedd>,
) -> Result<Vec<Skrivutfall>, StoreError> {
    for _ in 1..ATTEMPTS {
        match skriv::save(session, part, strategi, beredda, forberedd.take()).await {
            Err(fel) if session.untouched && lost_race(&fel) => session.begin_again().await?,
            answer => return answer,
        }
    }
    skriv::save(session, part, strategi, beredda, None).await
}
