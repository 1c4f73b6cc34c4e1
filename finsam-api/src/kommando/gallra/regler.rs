//! The rules of pruning, from a file.

use std::path::Path;

use chrono::NaiveDate;
use finsam_core::gallring::Gallringsregel;
use serde::Deserialize;

use crate::klocka::{Klocka, Systemklocka};
use crate::kommando::Kommandofel;

/// Rules, and the day that they are applied as of.
pub(in crate::kommando) struct Regler {
    pub(super) idag: NaiveDate,
    pub(in crate::kommando) regler: Vec<Gallringsregel>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fil {
    regel: Vec<Gallringsregel>,
}

/// Reads the rules.
pub(in crate::kommando) fn read(file: &Path) -> Result<Regler, Kommandofel> {
    let at = |what: &dyn std::fmt::Display| Kommandofel::Data(format!("{}: {what}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| Kommandofel::reach(&file.display().to_string(), error))?;
    let Fil { regel } = toml::from_str(&text).map_err(|error| at(&error.message()))?;
    let idag = Systemklocka.now().date_naive();
    let faults = (1..)
        .zip(&regel)
        .flat_map(|(nummer, regel)| regel.faults(idag).into_iter().map(move |fel| format!("regel {nummer}: {fel}")));
    let faults: Vec<String> = faults.collect();
    if regel.is_empty() || !faults.is_empty() {
        let none = "ingen regel / no rule".to_owned();
        return Err(at(&if faults.is_empty() { none } else { faults.join("\n        ") }));
    }
    Ok(Regler { idag, regler: regel })
}
