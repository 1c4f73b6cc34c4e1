//! What came of an import of counts: written or not, and how it is told.

use finsam_core::id::ImportId;
use finsam_core::insats::Antalsutfall;
use finsam_core::protokoll::{
    Atomicitet, Import, Importantal, Importframsteg, Importlage, Importstatus, Radresultat, Radutfall,
};
use finsam_store::{StoreError, UnitOfWork};

use super::{Antalsfraga, Planering};
use crate::import::Radval;

/// How an import of counts ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Utgang {
    /// Its sound rows are written, or would be.
    Verkstalls,
    /// Nothing of it is written.
    Stoppas,
}

impl Planering {
    /// How it ends: nothing is written when reconciliation is stopped, when a row of an `allt` is refused, or when all
    /// rows are.
    #[must_use]
    pub fn ending(&self, atomicitet: Atomicitet) -> Utgang {
        let refused = self.plan.rader.iter().filter(|rad| matches!(rad, Antalsutfall::Avvisas(_))).count();
        let whole = refused > 0 && (atomicitet == Atomicitet::Allt || refused == self.plan.rader.len());
        if self.stopp.is_some() || whole { Utgang::Stoppas } else { Utgang::Verkstalls }
    }
}

/// Writes what the plan says: first what is removed, so that what takes its place has room.
///
/// # Errors
/// What the store says.
pub async fn carry_out(unit: &mut dyn UnitOfWork, planering: &Planering) -> Result<(), StoreError> {
    for antal in &planering.plan.bort {
        unit.antal().remove(antal.insats_id, (antal.uppgift.fran, antal.uppgift.enhet)).await?;
    }
    for (post, utfall) in planering.poster.iter().zip(&planering.plan.rader) {
        if let (Some((insats, post)), false) = (post, matches!(utfall, Antalsutfall::Avvisas(_))) {
            unit.antal().put(*insats, post.uppgift()).await?;
        }
    }
    Ok(())
}

/// The import as its sender sees it. What is not carried out is told by what would become of it in a plan, with what
/// would change, and as not carried out otherwise.
///
/// # Errors
/// When counts have no JSON form.
pub fn view(id: ImportId, fraga: &Antalsfraga, planering: &Planering, utgang: Utgang) -> serde_json::Result<Import> {
    let tells = utgang == Utgang::Verkstalls && fraga.importlage != Importlage::Validera;
    let mut antal = Importantal::default();
    let mut rader: Vec<_> = (1..).zip(&planering.plan.rader).map(|(n, utfall)| row(n, utfall, tells)).collect();
    rader.iter().for_each(|rad| antal.count(rad));
    if tells {
        antal.raderade_utanfor = planering.plan.bort.len() as u64;
    }
    if tells && fraga.importlage == Importlage::Plan {
        planering.explain(&mut rader)?;
    } else if fraga.rader == Radval::Avvikande {
        rader.retain(|rad| rad.utfall == Radutfall::Avvisad);
    }
    let status = match (fraga.importlage, utgang) {
        (_, Utgang::Stoppas) => Importstatus::Misslyckad,
        (Importlage::Plan, _) => Importstatus::Planerad,
        _ => Importstatus::Klar,
    };
    let written = tells && fraga.importlage == Importlage::Verkstall;
    let framsteg =
        Importframsteg { lasta: antal.mottagna, skrivna: if written { antal.mottagna - antal.avvisade } else { 0 } };
    Ok(Import {
        id,
        version: 1,
        status,
        importlage: fraga.importlage,
        strategi: fraga.val.strategi,
        atomicitet: fraga.val.atomicitet,
        antal,
        framsteg,
        koplats: None,
        orsak: planering.stopp.as_ref().map(|stopp| stopp.meddelande.sv.to_string()),
        rader: Some(rader),
    })
}

fn row(rad: u64, utfall: &Antalsutfall, tells: bool) -> Radresultat {
    let (utfall, avvikelser) = match utfall {
        Antalsutfall::Avvisas(found) => (Radutfall::Avvisad, found.clone()),
        _ if !tells => (Radutfall::EjVerkstalld, Vec::new()),
        Antalsutfall::Skapas => (Radutfall::Skapad, Vec::new()),
        Antalsutfall::Uppdateras(_) => (Radutfall::Uppdaterad, Vec::new()),
        Antalsutfall::Oforandrade(_) => (Radutfall::Oforandrad, Vec::new()),
    };
    Radresultat { avvikelser, ..Radresultat::new(rad, utfall) }
}
