//! What the board, the audit, a budget or an outcome becomes by a change.

use chrono::NaiveDate;
use finsam_core::id::ForbundId;

use crate::rum::{Akt, Aktuppgift, Dagar};

/// What it is after its content is replaced. A budget that changes is a draft again, and keeps when it was first set;
/// what does not change stays as it is.
pub(crate) fn replaced(forbund: ForbundId, known: &Akt, uppgift: Aktuppgift) -> Akt {
    if known.uppgift() == uppgift {
        return known.clone();
    }
    uppgift.kept(forbund, known.version() + 1, Dagar { nu: None, ..known.dagar() })
}

/// A budget after it was set as it stands.
pub(crate) fn set(forbund: ForbundId, known: &Akt, datum: NaiveDate) -> Akt {
    let dagar = Dagar { forst: known.dagar().forst.or(Some(datum)), nu: Some(datum) };
    if dagar == known.dagar() {
        return known.clone();
    }
    known.uppgift().kept(forbund, known.version() + 1, dagar)
}
