//! Carrying out a plan: exactly what was planned, in one transaction, or nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use finsam_core::protokoll::{Felkod, Importstatus, Radresultat, Radutfall};
use finsam_store::rum::{Import, Importinnehall, Radering, Raderingsutfall, Villkor};
use finsam_store::{StoreError, UnitOfWork};

use super::direkt::Avsandare;
use super::glom::forget_plan;
use super::{Bedomda, Granskare, Importfraga, Installning, Skannat};
use crate::app::App;
use crate::extract::Anropare;
use crate::fel::{ApiError, Svar};
use crate::las::csv::Rubrik;
use crate::las::{Lasare, Post};

/// How many rows and records are read at a time.
const SIDA: u32 = 1_000;
/// How many rows that came out otherwise are named.
const NAMNDA: usize = 10;

/// What is planned for each row that is to be carried out: what comes of it, and the version that stands there.
type Plan = BTreeMap<u64, (Radutfall, Option<i64>)>;

/// Carries out a plan that stands at this version.
///
/// # Errors
/// 409 when something has come to be otherwise since, with nothing written; 412 when the plan is not at the version.
pub async fn carry_out_plan(app: &App, anropare: &Anropare, planned: &Import) -> Svar<Import> {
    let fraga = Installning::read(&planned.installning).fraga;
    let (plan, utanfor) = plan(app, planned).await?;
    let avsandare = Avsandare { anropare, part: planned.part };
    let (bedomda, refused) = judged(app, avsandare, planned, fraga, &plan).await?;
    let mut unit = app.store.begin(anropare.aktor(app)).await?;
    let standing = unit.importer().hold(planned.part, planned.id).await?;
    let standing = standing.filter(|standing| standing.version == planned.version).ok_or_else(ApiError::stale)?;
    let gone = unit.deltaganden().delete_many(planned.part, utanfor).await?;
    if !gone.iter().all(|outcome| matches!(outcome, Raderingsutfall::Raderad(_))) {
        return Err(otherwise(gone.len(), "-"));
    }
    let written = bedomda.carry_out(unit.as_mut(), &avsandare, fraga.strategi).await?;
    as_planned(&plan, &written)?;
    let done = finish(app, unit.as_mut(), standing, plan.len() as u64, &refused).await?;
    unit.commit().await?;
    Ok(done)
}

/// What is planned for the records, and what reconciliation is to remove: the rows after them.
async fn plan(app: &App, import: &Import) -> Svar<(Plan, Vec<Radering>)> {
    let (mut plan, mut utanfor, mut after) = (Plan::new(), Vec::new(), 0);
    loop {
        let rader = app.store.read().await?.importer().rows(import.id, after, SIDA).await?;
        let Some(last) = rader.last() else { return Ok((plan, utanfor)) };
        after = last.rad;
        for rad in rader.into_iter().filter(|rad| rad.utfall != Radutfall::Avvisad) {
            match (rad.nyckel, rad.version) {
                (Some(nyckel), Some(version)) if rad.rad > import.antal.mottagna => {
                    utanfor.push(Radering { nyckel, villkor: Villkor::Version(version) });
                }
                (_, version) => drop(plan.insert(rad.rad, (rad.utfall, version))),
            }
        }
    }
}

/// The planned records, judged anew and each demanding what stood there; and those that were refused, as they are kept.
async fn judged(
    app: &App,
    avsandare: Avsandare<'_>,
    import: &Import,
    fraga: Importfraga,
    plan: &Plan,
) -> Svar<(Bedomda, Vec<Importinnehall>)> {
    let skannat = Arc::new(Skannat::default());
    let granskare = Granskare::new(app.clone(), avsandare, fraga.strategi, skannat).await?;
    let (mut bedomda, mut refused, mut after) = (Bedomda::default(), Vec::new(), None);
    let mut lasare = Lasare::JSON;
    loop {
        let page = app.store.read().await?.importer().posts(import.id, after, SIDA).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.rad);
        for one in page {
            if one.rad == 0 {
                lasare = Lasare::csv(Rubrik::read(&one.post, true).map_err(ApiError::format)?);
            }
            if let Some(planned) = plan.get(&one.rad) {
                granskare.judge_when(&Post::again(one.rad, &one.post, &lasare), demand(*planned), &mut bedomda);
            } else {
                refused.push(one);
            }
        }
        // Others have their turn between pages.
        tokio::task::yield_now().await;
    }
    Ok((bedomda, refused))
}

/// What is demanded of the record that stands there.
const fn demand((utfall, version): (Radutfall, Option<i64>)) -> Villkor {
    match (utfall, version) {
        (Radutfall::Skapad, _) => Villkor::Saknas,
        (_, Some(version)) => Villkor::Version(version),
        (_, None) => Villkor::Inget,
    }
}

/// Each row must have come to what was planned.
fn as_planned(plan: &Plan, written: &[Radresultat]) -> Svar<()> {
    let differs = |rad: &&Radresultat| plan.get(&rad.rad).is_none_or(|(utfall, _)| *utfall != rad.utfall);
    let mut rows: Vec<String> = written.iter().filter(differs).map(|rad| rad.rad.to_string()).collect();
    if rows.is_empty() && written.len() == plan.len() {
        return Ok(());
    }
    let antal = rows.len();
    rows.truncate(NAMNDA);
    let more = if antal > NAMNDA { ", …" } else { "" };
    Err(otherwise(antal, &format!("{}{more}", rows.join(", "))))
}

/// What was planned does not come true.
fn otherwise(antal: usize, rows: &str) -> ApiError {
    ApiError::new(
        Felkod::Konflikt,
        format!(
            "Registret har ändrats sedan planen gjordes: {antal} rader blir annorlunda (rad {rows}). Ingenting skrevs; gör en ny plan."
        ),
        format!(
            "The register has changed since the plan was made: {antal} rows come out otherwise (row {rows}). Nothing was written; make a new plan."
        ),
    )
}

/// Says that the plan has been carried out. Of its records only the refused ones are kept on.
async fn finish(
    app: &App,
    unit: &mut dyn UnitOfWork,
    mut import: Import,
    skrivna: u64,
    refused: &[Importinnehall],
) -> Result<Import, StoreError> {
    import.status = Importstatus::Klar;
    import.skrivna = skrivna;
    import.andrad = app.klocka.now();
    unit.importer().update(&import).await?;
    forget_plan(unit, import.id).await?;
    // A header alone is nothing to send again.
    if refused.iter().any(|one| one.rad > 0) {
        unit.importer().add_posts(import.id, refused).await?;
    }
    import.version += 1;
    Ok(import)
}
