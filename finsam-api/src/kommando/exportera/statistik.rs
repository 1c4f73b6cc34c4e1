//! `finsam exportera --statistik`.

use std::path::PathBuf;
use std::sync::Arc;

use finsam_store::rum::Atkomstmal;
use finsam_store::{Store, StoreError};

use crate::kommando::lager::Databas;
use crate::kommando::token::aktor;
use crate::kommando::{Kommandofel, Utfall, visa};
use crate::statistik::Statistik;
use crate::statistikfil::{self, Statistikfilfel};

/// Writes the columns of a register to a new file, after a line of it in the access log.
pub(super) async fn write(databas: &Databas, fil: PathBuf) -> Utfall {
    statistikfil::check_new(&fil).map_err(unwritten)?;
    let store = databas.open_existing(databas.ring()?).await?;
    let written = logged(&store, fil).await;
    store.close().await;
    let (fil, antal) = written?;
    visa::line(&format!("{antal} deltaganden / participations: {}", fil.display()))?;
    visa::note(
        "Filen har inga identitetsnummer, men den som känner en person kan känna igen den: skydda den som register. / \
         The file holds no identity numbers, but who knows a person can recognise them: protect it as a register.",
    );
    Ok(())
}

async fn logged(store: &Arc<dyn Store>, fil: PathBuf) -> Result<(PathBuf, usize), Kommandofel> {
    let reach = |fel: StoreError| Kommandofel::reach("--database", fel);
    let statistik = Statistik::new(Arc::clone(store));
    let antal = statistik.look(|lage| lage.kolumner.len()).await.map_err(reach)?;
    let mut unit = store.begin(aktor("exportera --statistik")).await.map_err(reach)?;
    unit.atkomst().log(&[Atkomstmal::Statistikfil(antal as u64)]).await.map_err(reach)?;
    unit.commit().await.map_err(reach)?;
    let write =
        move |lage: crate::statistik::Lage<'_>| statistikfil::write(&fil, lage).map(|()| (fil, lage.kolumner.len()));
    statistik.look(write).await.map_err(reach)?.map_err(unwritten)
}

/// How a file that cannot be written or read ends the command.
#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
pub(in crate::kommando) fn unwritten(fel: Statistikfilfel) -> Kommandofel {
    match &fel {
        Statistikfilfel::Fil(name, cause) => Kommandofel::reach(name, cause),
        Statistikfilfel::Andelse => Kommandofel::Bruk(fel.to_string()),
        Statistikfilfel::Form(_) | Statistikfilfel::Varde { .. } => Kommandofel::Data(fel.to_string()),
    }
}
