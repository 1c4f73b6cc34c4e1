//! What a job has to do, as often as it has to be begun.

use std::sync::Arc;

use finsam_core::part::PartKod;
use tokio::sync::OnceCell;

use super::Avbrott;
use crate::app::App;
use crate::import::direkt::Avsandare;
use crate::import::{Avstamma, Avstamningsval, Granskare, Importfraga, Kalla, Skanning, granser, scan};
use crate::las::Format;

/// What a job has to do.
#[derive(Debug)]
pub struct Uppdrag {
    /// How.
    pub fraga: Importfraga,
    /// How it is to be reconciled.
    pub avstamning: Avstamningsval,
    /// In what format the records are.
    pub format: Format,
    /// Where they are.
    pub kalla: Arc<Kalla>,
    /// Who judges them, once the body has been scanned.
    pub granskare: OnceCell<Arc<Granskare>>,
}

impl Uppdrag {
    /// Whether it holds all of its records at the same time.
    pub(super) fn is_large(&self) -> bool {
        self.fraga.is_whole()
    }

    /// The reconciliation that is asked for, if one is.
    pub(super) fn avstamma<'a>(&'a self, granskare: &'a Granskare, part: PartKod) -> Option<Avstamma<'a>> {
        let avstamma = Avstamma { val: &self.avstamning, skannat: granskare.skannat(), part };
        self.avstamning.is_asked().then_some(avstamma)
    }

    /// Who judges the records. After a restart the body is scanned once more.
    pub(super) async fn granskare(&self, app: &App, avsandare: Avsandare<'_>) -> Result<Arc<Granskare>, Avbrott> {
        let made = self.granskare.get_or_try_init(async || {
            let skanning = self.skanning();
            let kalla = Arc::clone(&self.kalla);
            let scanned = tokio::task::spawn_blocking(move || scan(kalla.open()?, &skanning));
            let skannat = scanned.await.map_err(|_| unread())?.map_err(|_| unread())?;
            let granskare = Granskare::new(app.clone(), avsandare, self.fraga.strategi, Arc::new(skannat)).await?;
            Ok::<_, Avbrott>(Arc::new(granskare))
        });
        made.await.cloned()
    }

    /// What the body is scanned for.
    fn skanning(&self) -> Skanning {
        let keys = self.avstamning.is_asked();
        Skanning { format: self.format, limits: self.fraga.limits(), most: granser::POSTER, keys }
    }
}

/// What is left on disk is not what came.
fn unread() -> Avbrott {
    Avbrott::Lasning("the body on disk is not whole".to_owned())
}
