//! What would become of the rows, given what stands.

use std::collections::BTreeMap;

use finsam_core::id::InsatsId;
use finsam_core::insats::{Antal, Antalsplan, Antalsrad, Antalsutfall, Insats, Insatsnyckel, plan_antal};
use finsam_core::protokoll::{Antalspost, Strategi};
use finsam_core::regel::Avvikelse;
use finsam_core::regel::register::{REG_20, REG_29, REG_30, REG_33};
use finsam_store::rum::Insatsval;
use finsam_store::{StoreError, UnitOfWork};
use sha2::{Digest, Sha256};

use super::Antalsval;
use crate::extract::Anropare;

/// A plan with what it was made of.
#[derive(Debug)]
pub struct Planering {
    /// What becomes of the rows, and what is removed.
    pub plan: Antalsplan,
    /// The rows that have an insats, with it, in their order.
    pub poster: Vec<Option<(InsatsId, Antalspost)>>,
    /// Why nothing is carried out, whatever the rows say.
    pub stopp: Option<Avvikelse>,
}

impl Planering {
    /// What names this plan among all others of the same rows: another state of what it touches gives another number.
    #[must_use]
    pub fn tag(&self, kropp: [u8; 32]) -> i64 {
        let mut digest = Sha256::new().chain_update(kropp);
        for rad in &self.plan.rader {
            let (code, version) = match rad {
                Antalsutfall::Skapas => (1_u8, 0),
                Antalsutfall::Uppdateras(standing) => (2, standing.version),
                Antalsutfall::Oforandrade(version) => (3, *version),
                Antalsutfall::Avvisas(_) => (4, 0),
            };
            digest.update([code]);
            digest.update(version.to_be_bytes());
        }
        for antal in &self.plan.bort {
            digest.update(antal.insats_id.0.as_bytes());
            digest.update(antal.uppgift.enhet.code());
            digest.update(antal.uppgift.fran.to_string());
            digest.update(antal.version.to_be_bytes());
        }
        let digest: [u8; 32] = digest.finalize().into();
        let [first, ..] = digest.as_chunks::<8>().0 else { return 0 };
        i64::from_be_bytes(*first) & i64::MAX
    }
}

/// Plans rows in a unit of work: nobody else changes the counts of their insatser until it has ended.
///
/// # Errors
/// What the store says.
pub async fn plan(
    unit: &mut dyn UnitOfWork,
    anropare: &Anropare,
    rader: Vec<Result<Antalspost, Vec<Avvikelse>>>,
    val: &Antalsval,
) -> Result<Planering, StoreError> {
    let omfang = val.scopes();
    let mut insatser = Insatser { anropare, known: BTreeMap::new() };
    let mut poster = Vec::with_capacity(rader.len());
    for rad in rader {
        poster.push(match rad {
            Ok(post) => insatser.find(unit, &post).await?.map(|id| (id, post)),
            Err(found) => Err(found),
        });
    }
    let mut stopp = None;
    for (insats, _) in omfang.iter().flatten() {
        if insatser.by_id(unit, *insats).await?.is_none() {
            stopp = Some(unknown("?omfang"));
        }
    }
    let known = insatser.into_known();
    let standing = standing(unit, known.keys().copied().collect()).await?;
    let judged: Vec<Antalsrad<'_>> = poster.iter().map(|post| row(post, &known)).collect();
    let mut plan = plan_antal(&judged, &standing, omfang.as_ref());
    by_strategy(&mut plan, val.strategi);
    let stopp = stopp.or_else(|| braked(&plan, val));
    Ok(Planering { plan, poster: poster.into_iter().map(Result::ok).collect(), stopp })
}

fn row<'a>(
    post: &Result<(InsatsId, Antalspost), Vec<Avvikelse>>,
    known: &'a BTreeMap<InsatsId, Insats>,
) -> Antalsrad<'a> {
    match post {
        Err(found) => Err(found.clone()),
        Ok((id, post)) => match known.get(id) {
            Some(insats) => Ok((insats, post.uppgift())),
            None => Err(vec![unknown("/insatsId")]),
        },
    }
}

/// All counts of these insatser, held until the unit of work has ended.
async fn standing(unit: &mut dyn UnitOfWork, insatser: Vec<InsatsId>) -> Result<Vec<Antal>, StoreError> {
    unit.antal().hold(&insatser).await?;
    let mut all = Vec::new();
    for insats in insatser {
        all.extend(unit.antal().list(insats).await?);
    }
    Ok(all)
}

/// Refuses what the strategy does not let through.
fn by_strategy(plan: &mut Antalsplan, strategi: Strategi) {
    for rad in &mut plan.rader {
        let refusal = match (strategi, &*rad) {
            (Strategi::Skapa, Antalsutfall::Uppdateras(_) | Antalsutfall::Oforandrade(_)) => &REG_29,
            (Strategi::Uppdatera, Antalsutfall::Skapas) => &REG_30,
            _ => continue,
        };
        *rad = Antalsutfall::Avvisas(vec![refusal.at("/fran").expected("another period, or strategi=upsert")]);
    }
}

/// REG-33: reconciliation removes no more than was said, and nothing beside rows that are refused.
fn braked(plan: &Antalsplan, val: &Antalsval) -> Option<Avvikelse> {
    let most = val.max_raderade.unwrap_or(plan.brake());
    let (gone, stand) = (plan.bort.len(), plan.i_omfang);
    if gone > 0 && plan.refuses() {
        return Some(REG_33.at("").expected("every row sound").saying(
            "Avstämningen tar inget bort så länge rader avvisas: de kan vara just det som saknas. Rätta dem och skicka igen.",
            "Reconciliation removes nothing while rows are refused: they may be what is missing. Mend them and send again.",
        ));
    }
    (gone > most).then(|| {
        let gone_value = i64::try_from(gone).unwrap_or(i64::MAX);
        REG_33.at("?maxRaderade").value(gone_value).expected(format!("at most {most}")).saying(
            format!("Avstämningen skulle ta bort {gone} av {stand} antal, och högst {most} får tas bort. Stämmer det, ange maxRaderade={gone}."),
            format!("Reconciliation would remove {gone} of {stand} counts, and at most {most} may be. If that is right, say maxRaderade={gone}."),
        )
    })
}

fn unknown(place: &str) -> Avvikelse {
    REG_20.at(place).saying("Insatsen finns inte i registret.", "The insats does not exist in the register.")
}

/// The insatser that rows name, each looked up once.
struct Insatser<'a> {
    anropare: &'a Anropare,
    known: BTreeMap<Namn, Option<Insats>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Namn {
    Id(InsatsId),
    Nyckel(Insatsnyckel),
}

impl Insatser<'_> {
    /// The insats that a row names, as far as the caller may see it; why it has none.
    async fn find(
        &mut self,
        unit: &mut dyn UnitOfWork,
        post: &Antalspost,
    ) -> Result<Result<InsatsId, Vec<Avvikelse>>, StoreError> {
        let (place, namn) = match (post.insats_id, &post.insats_nyckel) {
            (Some(id), None) => ("/insatsId", Namn::Id(id)),
            (None, Some(nyckel)) => ("/insatsNyckel", Namn::Nyckel(nyckel.clone())),
            _ => return Ok(Err(vec![REG_20.at("/insatsId").expected("exactly one of insatsId and insatsNyckel")])),
        };
        let found = self.look_up(unit, namn).await?;
        Ok(found.map(|insats| insats.id).ok_or_else(|| vec![unknown(place)]))
    }

    async fn by_id(&mut self, unit: &mut dyn UnitOfWork, id: InsatsId) -> Result<Option<&Insats>, StoreError> {
        self.look_up(unit, Namn::Id(id)).await
    }

    async fn look_up(&mut self, unit: &mut dyn UnitOfWork, namn: Namn) -> Result<Option<&Insats>, StoreError> {
        if !self.known.contains_key(&namn) {
            let asked = match &namn {
                Namn::Id(id) => Insatsval::Id(*id),
                Namn::Nyckel(nyckel) => Insatsval::Nyckel(nyckel.clone()),
            };
            let found = unit.insatser().with_forbund(&asked).await?.map(|(insats, _)| insats);
            let found = found.filter(|insats| self.anropare.covers_insats(insats));
            self.known.insert(namn.clone(), found);
        }
        Ok(self.known.get(&namn).and_then(Option::as_ref))
    }

    fn into_known(self) -> BTreeMap<InsatsId, Insats> {
        self.known.into_values().flatten().map(|insats| (insats.id, insats)).collect()
    }
}
