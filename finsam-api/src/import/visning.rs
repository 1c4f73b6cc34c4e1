//! An import as its owner reads it.

use finsam_core::protokoll::{Import as Importvy, Importframsteg, Importstatus};
use finsam_store::rum::Import;

use super::Installning;

/// An import as its owner reads it; `fore` is how many are before it in the queue.
#[must_use]
pub fn view(import: &Import, fore: u64) -> Importvy {
    let fraga = Installning::read(&import.installning).fraga;
    Importvy {
        id: import.id,
        version: import.version,
        status: import.status,
        importlage: fraga.importlage,
        strategi: fraga.strategi,
        atomicitet: fraga.atomicitet,
        antal: import.antal,
        framsteg: Importframsteg { lasta: import.lasta, skrivna: import.skrivna },
        koplats: (import.status == Importstatus::Koad).then_some(fore),
        orsak: import.orsak.clone(),
        rader: None,
    }
}
