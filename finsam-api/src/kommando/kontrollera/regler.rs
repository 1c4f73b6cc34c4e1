//! `finsam kontrollera`: everything in the register by every rule.

use finsam_core::identitet::Numrering;
use finsam_core::regel::Avvikelse;
use finsam_store::StoreError;

use crate::klocka::{Klocka, Systemklocka};
use crate::kommando::lager::Databas;
use crate::kommando::lagerfel::refused;
use crate::kommando::{Kommandofel, Utfall, visa};
use crate::registerprov::Registerprov;

/// Says what is found, line by line, and then how much there was.
pub(super) async fn check(databas: &Databas, numrering: &Numrering) -> Utfall {
    let store = databas.open_existing(databas.ring()?).await?;
    let (mut fel, mut ovrigt, mut shown) = (0_u64, 0_u64, Ok(()));
    let mut found = |one: Avvikelse| {
        let counted = if one.blocks() { &mut fel } else { &mut ovrigt };
        *counted += 1;
        if shown.is_ok() {
            shown = visa::line(&describe(&one));
        }
    };
    let judged = Registerprov::judge(store.as_ref(), numrering, Systemklocka.today(), &mut found).await;
    store.close().await;
    let provat = judged.map_err(|fel| match fel {
        StoreError::NoKey => Kommandofel::Bruk(
            "--nyckel: här är personer registrerade; ange filen med registrets nyckel / persons are registered here; name \
             the file with the key of the register"
                .to_owned(),
        ),
        fel => refused(fel),
    })?;
    shown?;
    visa::line(&format!(
        "{} förbund, {} insatser, {} antal / counts, {} deltaganden / participations: {fel} fel / faults, {ovrigt} \
         varningar och upplysningar / warnings and notices",
        provat.forbund, provat.insatser, provat.antal, provat.deltaganden
    ))?;
    if fel > 0 { Err(Kommandofel::Data("registret har fel / the register has faults".to_owned())) } else { Ok(()) }
}

/// A finding in one line. What it quotes is never an identity number.
fn describe(one: &Avvikelse) -> String {
    let expected = one.forvantat.as_deref().map(|text| format!(" ({text})")).unwrap_or_default();
    let (sv, en) = (&one.meddelande.sv, &one.meddelande.en);
    format!("{} {} {}: {sv} / {en}{expected}", one.pekare, one.allvar, one.kod)
}
