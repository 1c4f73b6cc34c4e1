//! Forgetting a plan: when it has been carried out or given up, nothing is left of what it knew about anybody.

use finsam_core::id::ImportId;
use finsam_core::protokoll::Radresultat;
use finsam_store::{StoreError, UnitOfWork};

use super::jobb::is_told;

/// How many rows are read at a time.
const SIDA: u32 = 1_000;

/// Removes the rows of a plan but for the refused and warned ones, and from those what would change; and its records.
///
/// # Errors
/// What the store says.
pub async fn forget_plan(unit: &mut dyn UnitOfWork, id: ImportId) -> Result<(), StoreError> {
    let (mut told, mut after) = (Vec::new(), 0);
    loop {
        let rader = unit.importer().rows(id, after, SIDA).await?;
        let Some(last) = rader.last() else { break };
        after = last.rad;
        let kept = rader.into_iter().filter(is_told);
        told.extend(kept.map(|rad| Radresultat { version: None, andringar: Vec::new(), ..rad }));
    }
    unit.importer().remove_rows(id).await?;
    if !told.is_empty() {
        unit.importer().add_rows(id, &told).await?;
    }
    unit.importer().remove_posts(id).await
}
