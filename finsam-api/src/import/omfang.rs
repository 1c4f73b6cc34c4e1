//! What a narrow key may write on.

use finsam_core::deltagande::Nyckel;
use finsam_core::part::PartKod;
use finsam_core::regel::Avvikelse;
use finsam_core::regel::register::REG_26;
use finsam_store::{StoreError, UnitOfWork};

use crate::extract::Anropare;

/// Whether the caller may write on a key: it stands nowhere, or in an insats that the caller's token covers. Otherwise
/// a narrow key could pull over what it may not even see.
///
/// # Errors
/// What the store says.
pub async fn may_write_on(
    unit: &mut dyn UnitOfWork,
    anropare: &Anropare,
    part: PartKod,
    nyckel: &Nyckel,
) -> Result<bool, StoreError> {
    if !anropare.is_narrowed() {
        return Ok(true);
    }
    let Some(standing) = unit.deltaganden().get(part, nyckel).await? else { return Ok(true) };
    let insats = unit.insatser().get(standing.post.insats_id).await?;
    Ok(insats.is_some_and(|insats| anropare.covers_insats(&insats)))
}

/// The finding about a record whose key the caller may not write on.
pub(super) fn not_yours() -> Avvikelse {
    REG_26.at("/nyckel").expected("a key of your own insatser").saying(
        "Nyckeln används redan i en insats som du inte har hand om. Välj en annan nyckel.",
        "The key is used already in an insats that is not yours. Choose another key.",
    )
}
