//! A participation that is thought to be new: judged by what is remembered of its insats, and saved in one round trip,
//! which sees that it was so.

use finsam_core::deltagande::{Deltagandeuppgift, Nyckel};
use finsam_core::id::DeltagandeId;
use finsam_core::protokoll::{Deltagandekvitto, Radutfall};
use finsam_store::rum::{Sedd, Skrivning, Skrivutfall};

use super::named;
use super::spara::judge;
use crate::app::App;
use crate::extract::{Anropare, Villkorshuvud};
use crate::fel::Svar;

/// Saves it. `None` where it has to be looked up first, or might be refused by something that has changed since.
pub(super) async fn save_new(
    app: &App,
    anropare: &Anropare,
    villkor: &Villkorshuvud,
    nyckel: &Nyckel,
    uppgift: &Deltagandeuppgift,
) -> Svar<Option<Deltagandekvitto>> {
    let part = anropare.part()?;
    let Ok(villkor) = villkor.condition(None) else { return Ok(None) };
    let named = named(anropare, nyckel, uppgift)?;
    let Some(seen) = named.and_then(|val| app.insatsminne.get(&val)) else { return Ok(None) };
    if !app.store.expects_new(part, &nyckel.kallsystem) {
        return Ok(None);
    }
    let Ok(godkand) = judge(app, anropare, Some(&seen), nyckel, uppgift.clone()) else { return Ok(None) };
    let avvikelser = godkand.varningar.clone();
    let nyckel = nyckel.clone();
    let skrivning = Skrivning { nyckel: nyckel.clone(), godkand, nytt_id: DeltagandeId(app.new_id()), villkor };
    let sedd = Sedd { insats: seen.0.version, forbund: seen.1.version };
    let unit = app.store.begin(anropare.aktor(app)).await?;
    let saved = unit.save_new_and_commit(part, skrivning, sedd).await?;
    let Some(Skrivutfall::Skapad { id, version }) = saved else { return Ok(None) };
    Ok(Some(Deltagandekvitto { id, version, nyckel, utfall: Radutfall::Skapad, avvikelser }))
}
