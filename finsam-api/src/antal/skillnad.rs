//! What a plan of counts would change, field by field.

use finsam_core::id::InsatsId;
use finsam_core::insats::{Antalsuppgift, Antalsutfall};
use finsam_core::protokoll::{Radresultat, Radutfall};
use serde_json::Value;

use super::Planering;
use crate::import::differences;

impl Planering {
    /// Tells of each row which version stands there and what would be different, and after them what would be removed.
    ///
    /// # Errors
    /// When counts have no JSON form.
    pub(super) fn explain(&self, rader: &mut Vec<Radresultat>) -> serde_json::Result<()> {
        for ((rad, post), utfall) in rader.iter_mut().zip(&self.poster).zip(&self.plan.rader) {
            let standing = match utfall {
                Antalsutfall::Skapas => None,
                Antalsutfall::Uppdateras(standing) => Some(standing),
                Antalsutfall::Oforandrade(version) => {
                    rad.version = Some(*version);
                    continue;
                }
                Antalsutfall::Avvisas(_) => continue,
            };
            let Some((insats, post)) = post else { continue };
            let before = standing.map(|antal| record(antal.insats_id, &antal.uppgift)).transpose()?;
            rad.version = standing.map(|antal| antal.version);
            rad.andringar = differences(before.as_ref(), Some(&record(*insats, &post.uppgift())?));
        }
        for (rad, antal) in (rader.len() as u64 + 1..).zip(&self.plan.bort) {
            let andringar = differences(Some(&record(antal.insats_id, &antal.uppgift)?), None);
            let version = Some(antal.version);
            rader.push(Radresultat { version, andringar, ..Radresultat::new(rad, Radutfall::Raderad) });
        }
        Ok(())
    }
}

/// Counts as a row of an import has them.
fn record(insats: InsatsId, uppgift: &Antalsuppgift) -> serde_json::Result<Value> {
    let mut record = serde_json::to_value(uppgift)?;
    record["insatsId"] = serde_json::to_value(insats)?;
    Ok(record)
}
