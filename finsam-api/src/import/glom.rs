//! Forgetting a plan: when it has been carried out or given up, nothing is left of what it knew about anybody.

use finsam_core::id::ImportId;
use finsam_core::part::PartKod;
use finsam_core::protokoll::{Importstatus, Radresultat};
use finsam_store::{StoreError, UnitOfWork};

use super::jobb::is_told;
use crate::app::App;

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

/// Ends an import, if it is a plan that has not been carried out, and says why.
///
/// # Errors
/// What the store says.
pub async fn end_plan(
    app: &App,
    unit: &mut dyn UnitOfWork,
    part: PartKod,
    id: ImportId,
    cause: &str,
) -> Result<(), StoreError> {
    let standing = unit.importer().hold(part, id).await?;
    let Some(mut import) = standing.filter(|import| import.status == Importstatus::Planerad) else { return Ok(()) };
    import.status = Importstatus::Avbruten;
    import.orsak = Some(cause.to_owned());
    import.andrad = app.klocka.now();
    unit.importer().update(&import).await?;
    forget_plan(unit, id).await
}
