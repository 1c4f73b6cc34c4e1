//! `finsam kontrollera --logg`.

use std::path::PathBuf;

use finsam_store::logg::{Loggfel, Loggkontroll, verify};
use finsam_store::rum::Loggande;

use crate::kommando::lager::Databas;
use crate::kommando::lagerfel::refused;
use crate::kommando::{Kommandofel, Utfall, visa};
use crate::kontrollpunkt::{Filfel, Kontrollnyckel, Kontrollpunkt, Punkt, Signeringsnyckel, read};

/// Follows the chain, and holds it against the checkpoints and what they are signed with.
pub(super) async fn check(
    databas: &Databas,
    kontrollpunkter: &[PathBuf],
    kontrollnyckel: Option<Kontrollnyckel>,
) -> Utfall {
    let ring = databas.ring()?;
    let nyckel = match (kontrollnyckel, &ring) {
        (Some(nyckel), _) => Some(nyckel),
        (None, Some(ring)) => Some(Signeringsnyckel::of(ring).map_err(refused)?.publik()),
        (None, None) => None,
    };
    let mut punkter = Vec::new();
    for file in kontrollpunkter {
        punkter.extend(read(file, nyckel).map_err(told)?);
    }
    let store = databas.open_existing(ring).await?;
    let andar: Vec<Loggande> = punkter.iter().flat_map(|punkt| &punkt.segment).filter_map(Punkt::ande).collect();
    let mut session = store.read().await.map_err(refused)?;
    let kontroll = verify(session.as_mut(), &andar).await.map_err(refused)?;
    drop(session);
    store.close().await;
    show(&kontroll, &punkter, nyckel)
}

fn told(fel: Filfel) -> Kommandofel {
    match fel {
        Filfel::Fil(path, error) => Kommandofel::reach(&path.display().to_string(), error),
        Filfel::Rad(..) => Kommandofel::Data(fel.to_string()),
    }
}

fn show(kontroll: &Loggkontroll, punkter: &[Kontrollpunkt], nyckel: Option<Kontrollnyckel>) -> Utfall {
    visa::line(&format!(
        "{} rader / lines, {} ärenden / units of work, {} segment / segments, {} kontrollpunkter / checkpoints",
        kontroll.rader,
        kontroll.led,
        kontroll.segment,
        punkter.len()
    ))?;
    if let Some(sista) = punkter.iter().map(|punkt| punkt.tid).max() {
        visa::line(&format!("den sista kontrollpunkten / the last checkpoint: {sista}"))?;
    }
    match nyckel {
        Some(nyckel) => visa::line(&format!("kontrollnyckel / public key: {nyckel}"))?,
        None if punkter.is_empty() && kontroll.huvuden.is_empty() => {}
        None => visa::note(
            "utan --kontrollnyckel eller --nyckel är det inte visat vem som har signerat / \
             without --kontrollnyckel or --nyckel it is not shown who signed",
        ),
    }
    if kontroll.fore > 0 {
        visa::line(&format!(
            "{} rader är äldre än kedjan och kan inte prövas / {0} lines are older than the chain and cannot be tried",
            kontroll.fore
        ))?;
    }
    let mut fel: Vec<String> = kontroll.fel.iter().map(describe).collect();
    for huvud in &kontroll.huvuden {
        let (segment, led) = (huvud.ande.segment, huvud.ande.led);
        visa::line(&format!(
            "segment {segment} är gallrat till och med {led} / is pruned up to {led}: {} ({})",
            huvud.beslut, huvud.tid
        ))?;
        if nyckel.is_some_and(|nyckel| !nyckel.signed(huvud)) {
            fel.push(format!(
                "segment {segment}: gallringens signatur stämmer inte / the signature of its pruning does not hold"
            ));
        }
    }
    if fel.is_empty() {
        return visa::line("Loggen står som den skrevs. / The log stands as it was written.");
    }
    fel.iter().try_for_each(|fel| visa::line(fel))?;
    Err(Kommandofel::Data("åtkomstloggen är ändrad / the access log has been altered".to_owned()))
}

fn describe(fel: &Loggfel) -> String {
    match fel {
        Loggfel::Segment { segment } => {
            format!("segment {segment}: början stämmer inte / its beginning does not hold")
        }
        Loggfel::Led { segment, led, rader: None } => format!("segment {segment}, {led}: saknas / missing"),
        Loggfel::Led { segment, led, rader: Some((fran, till)) } => {
            format!("segment {segment}, {led}: ändrad, raderna / altered, the lines {fran}-{till}")
        }
        Loggfel::Kontrollpunkt { segment, led } => {
            format!(
                "segment {segment}, {led}: fanns och saknas eller är en annan / was there and is missing or another"
            )
        }
        Loggfel::Utanfor { rader, arenden } => format!(
            "{rader} rader och {arenden} ärenden mer än kedjan har / {rader} lines and {arenden} units of work more than \
             the chain has"
        ),
        Loggfel::Oavkodbar { var } => var.clone(),
    }
}
