//! Rows of protected states of the statistics.

use crate::StoreError;
use crate::rad::Rad;
use crate::rum::Skyddstillstand;

/// One as it stands there, sealed.
pub(crate) fn skyddstillstand(rad: Rad<'_>) -> Result<Skyddstillstand, StoreError> {
    Ok(Skyddstillstand {
        troskel: rad.get(0, "troskel")?,
        dataversion: rad.get(1, "dataversion")?,
        regelversion: rad.get(2, "regelversion")?,
        innehall: rad.get(3, "innehall")?,
    })
}
