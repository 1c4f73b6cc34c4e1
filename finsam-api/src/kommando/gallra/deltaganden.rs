//! Pruning of participations and counts.

use std::collections::{BTreeMap, BTreeSet};

use finsam_core::gallring::{Gallringsregel, Gallringsslag};
use finsam_core::id::InsatsId;
use finsam_core::insats::Antal;
use finsam_core::part::PartKod;
use finsam_store::rum::{Gallringsbar, Gallringsmal, Gallringsurval, Radering, Raderingsutfall, Villkor};
use finsam_store::{Aktor, Store, StoreError, UnitOfWork};
use serde::Serialize;

use super::arkiv::Arkiv;
use super::regler::Regler;
use crate::kommando::lagerfel::refused;
use crate::kommando::token::aktor;
use crate::kommando::{Utfall, visa};

/// So many are removed in one transaction.
const BUNT: u32 = 200;

/// How many there are by rule, insats and part.
type Summor = BTreeMap<(usize, InsatsId, Option<PartKod>), u64>;

/// A record of the archive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Arkivpost<'a, T: Serialize> {
    slag: Gallringsslag,
    beslut: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<PartKod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<finsam_core::id::DeltagandeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none", flatten)]
    nyckel: Option<&'a finsam_core::deltagande::Nyckel>,
    #[serde(flatten)]
    post: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    uppfoljningar: Option<&'a finsam_core::deltagande::Uppfoljningar>,
}

/// Prunes into an archive, or without one only counts; tells how many by rule, insats and part.
pub(super) async fn run(store: &dyn Store, regler: &Regler, mut arkiv: Option<Arkiv>) -> Utfall {
    let mut summor = Summor::new();
    for (nummer, regel) in regler.regler.iter().enumerate() {
        let decision = regel.decision();
        let mut gallring = Gallring { store, nummer, regel, decision, summor: &mut summor };
        match regel.slag {
            Gallringsslag::Antal => gallring.counts(regler, arkiv.as_mut()).await?,
            Gallringsslag::Deltaganden | Gallringsslag::Anonyma => {
                gallring.participations(regler, arkiv.as_mut()).await?;
            }
        }
    }
    for ((nummer, insats, part), antal) in &summor {
        let part = part.map(|part| part.to_string()).unwrap_or_default();
        let slag = regler.regler.get(*nummer).map_or("", |regel| regel.slag.code());
        visa::line(&format!("regel / rule {}  {slag:<12} {insats}  {part:<20} {antal:>8}", nummer + 1))?;
    }
    let alla: u64 = summor.values().sum();
    visa::line(&match arkiv {
        Some(_) => format!("{alla} gallrade / pruned"),
        None => format!(
            "{alla} skulle gallras; ange --verkstall och --arkiv / would be pruned; give --verkstall and --arkiv"
        ),
    })
}

/// One rule that is applied.
struct Gallring<'a> {
    store: &'a dyn Store,
    nummer: usize,
    regel: &'a Gallringsregel,
    decision: String,
    summor: &'a mut Summor,
}

impl Gallring<'_> {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let aktor = Aktor { varfor: Some(self.decision.clone()), ..aktor("gallra --deltaganden") };
        let mut unit = self.store.begin(aktor).await?;
        unit.gallring().lock().await?;
        Ok(unit)
    }

    fn count(&mut self, insats: InsatsId, part: Option<PartKod>) {
        *self.summor.entry((self.nummer, insats, part)).or_default() += 1;
    }

    async fn participations(&mut self, regler: &Regler, mut arkiv: Option<&mut Arkiv>) -> Utfall {
        let anonyma = self.regel.slag == Gallringsslag::Anonyma;
        let urval = Gallringsurval { anonyma, part: self.regel.part, fore: self.regel.fore(regler.idag) };
        let mut efter = 0;
        loop {
            let last = match arkiv.as_deref_mut() {
                Some(arkiv) => self.remove(urval, efter, arkiv).await?,
                None => self.look(urval, efter).await.map_err(refused)?,
            };
            let Some(last) = last else { return Ok(()) };
            efter = last;
        }
    }

    /// Counts some; the number of the last.
    async fn look(&mut self, urval: Gallringsurval, efter: i64) -> Result<Option<i64>, StoreError> {
        let found = self.store.read().await?.gallring().prunable(urval, efter, BUNT).await?;
        found.iter().for_each(|one| self.count(one.post.insats_id, Some(one.part)));
        Ok(found.last().map(|one| one.nummer))
    }

    /// Writes some to the archive and then removes them, those that nobody has changed meanwhile; the number of the last.
    async fn remove(
        &mut self,
        urval: Gallringsurval,
        efter: i64,
        arkiv: &mut Arkiv,
    ) -> Result<Option<i64>, crate::kommando::Kommandofel> {
        let mut unit = self.begin().await.map_err(refused)?;
        let found = unit.gallring().prunable(urval, efter, BUNT).await.map_err(refused)?;
        let Some(last) = found.last().map(|one| one.nummer) else { return Ok(None) };
        let poster: Vec<_> = found.iter().map(|one| self.archived(one)).collect();
        arkiv.add(&poster)?;
        let parter: BTreeSet<PartKod> = found.iter().map(|one| one.part).collect();
        let mut gone = Vec::new();
        for part in parter {
            let own: Vec<&Gallringsbar> = found.iter().filter(|one| one.part == part).collect();
            let order =
                |one: &&Gallringsbar| Radering { nyckel: one.nyckel.clone(), villkor: Villkor::Version(one.version) };
            let raderingar = own.iter().map(order).collect();
            let outcomes = unit.deltaganden().delete_many(part, raderingar).await.map_err(refused)?;
            let removed = own.into_iter().zip(outcomes);
            gone.extend(
                removed.filter(|(_, outcome)| matches!(outcome, Raderingsutfall::Raderad(_))).map(|(one, _)| one),
            );
        }
        unit.commit().await.map_err(refused)?;
        gone.into_iter().for_each(|one| self.count(one.post.insats_id, Some(one.part)));
        Ok(Some(last))
    }

    fn archived<'p>(&'p self, one: &'p Gallringsbar) -> Arkivpost<'p, &'p finsam_core::deltagande::Deltagandepost> {
        let (part, id, version) = (Some(one.part), Some(one.id), Some(one.version));
        let (slag, beslut) = (self.regel.slag, self.decision.as_str());
        let uppfoljningar = Some(&one.uppfoljningar).filter(|uppfoljningar| !uppfoljningar.is_empty());
        Arkivpost { slag, beslut, part, id, version, nyckel: Some(&one.nyckel), post: &one.post, uppfoljningar }
    }

    /// Counts are few: insats by insats, all at once.
    async fn counts(&mut self, regler: &Regler, mut arkiv: Option<&mut Arkiv>) -> Utfall {
        let fore = self.regel.fore(regler.idag);
        let mut read = self.store.read().await.map_err(refused)?;
        let held = read.gallring().holds().await.map_err(refused)?;
        let all = read.antal().all().await.map_err(refused)?;
        drop(read);
        let held: BTreeSet<_> = held.iter().filter(|stopp| stopp.havd.is_none()).map(|stopp| stopp.mal.id()).collect();
        let old = |antal: &&Antal| antal.uppgift.till < fore && !held.contains(&antal.insats_id.0);
        let insatser: BTreeSet<InsatsId> = all.iter().filter(old).map(|antal| antal.insats_id).collect();
        for insats in insatser {
            let removed = match arkiv.as_deref_mut() {
                Some(arkiv) => self.remove_counts(insats, fore, arkiv).await?,
                None => all.iter().filter(old).filter(|antal| antal.insats_id == insats).count(),
            };
            (0..removed).for_each(|_| self.count(insats, None));
        }
        Ok(())
    }

    /// Those of an insats, unless it has come to be held.
    async fn remove_counts(
        &self,
        insats: InsatsId,
        fore: chrono::NaiveDate,
        arkiv: &mut Arkiv,
    ) -> Result<usize, crate::kommando::Kommandofel> {
        let mut unit = self.begin().await.map_err(refused)?;
        let held = unit.gallring().holds().await.map_err(refused)?;
        if held.iter().any(|stopp| stopp.havd.is_none() && stopp.mal == Gallringsmal::Insats(insats)) {
            return Ok(0);
        }
        unit.antal().hold(&[insats]).await.map_err(refused)?;
        let mut old = unit.antal().list(insats).await.map_err(refused)?;
        old.retain(|antal| antal.uppgift.till < fore);
        let (slag, beslut) = (self.regel.slag, self.decision.as_str());
        let post = |post| {
            let (part, id, version, nyckel, uppfoljningar) = (None, None, None, None, None);
            Arkivpost { slag, beslut, part, id, version, nyckel, post, uppfoljningar }
        };
        arkiv.add(&old.iter().map(post).collect::<Vec<_>>())?;
        for Antal { uppgift, .. } in &old {
            unit.antal().remove(insats, (uppgift.fran, uppgift.enhet)).await.map_err(refused)?;
        }
        unit.commit().await.map_err(refused)?;
        Ok(old.len())
    }
}
