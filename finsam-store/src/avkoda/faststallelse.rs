//! Rows of frozen states of the statistics.

use finsam_core::id::FaststallelseId;
use finsam_core::protokoll::Faststallelse;

use crate::StoreError;
use crate::rad::Rad;

pub(crate) fn faststallelse(rad: Rad<'_>) -> Result<Faststallelse, StoreError> {
    let digest = if rad.is_null(10) { None } else { Some(rad.bytes::<32>(10, "digest")?) };
    Ok(Faststallelse {
        id: FaststallelseId(rad.uuid(1, "id")?),
        ar: rad.get(2, "ar")?,
        utgava: rad.get(3, "utgava")?,
        dataversion: rad.get(4, "dataversion")?,
        regelversion: rad.get(5, "regelversion")?,
        troskel: rad.get(6, "troskel")?,
        status: rad.parse(7, "status")?,
        faststalld: rad.moment(8, "tid")?,
        anmarkning: rad.opt(9, "anmarkning")?,
        digest: digest.map(|digest| digest.iter().map(|byte| format!("{byte:02x}")).collect()),
    })
}
