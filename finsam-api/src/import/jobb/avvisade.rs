//! The records of a job that are kept as they came, refused or planned: one more pass over its body, when there are any.

use std::sync::Arc;

use finsam_store::rum::Importinnehall;
use tokio::sync::mpsc;

use super::{Avbrott, Gang, Uppdrag};
use crate::import::avvisade::{gather, person_in, refused};
use crate::las::Post;

impl Gang {
    /// Keeps them. Without a key nothing can be kept.
    pub(super) async fn keep_refused(&mut self, uppdrag: &Uppdrag) -> Result<(), Avbrott> {
        if self.import.antal.avvisade == 0 || self.app.jobb.ring().is_none() {
            return Ok(());
        }
        let refused = refused(self.app.store.as_ref(), self.import.id).await?;
        self.keep_records(uppdrag, move |rad| refused.contains(&rad)).await
    }

    /// Keeps the records of the rows that are wanted.
    pub(super) async fn keep_records(
        &mut self,
        uppdrag: &Uppdrag,
        wanted: impl Fn(u64) -> bool + Send + 'static,
    ) -> Result<(), Avbrott> {
        let (sender, mut rounds) = mpsc::channel::<Vec<Importinnehall>>(1);
        let (kalla, format, limits) = (Arc::clone(&uppdrag.kalla), uppdrag.format, uppdrag.fraga.limits());
        let app = self.app.clone();
        let reader = tokio::task::spawn_blocking(move || {
            let who = |post: &Post<'_>| person_in(&app, post);
            gather(kalla.open()?, format, &limits, &wanted, &who, &mut |round| sender.blocking_send(round).is_ok())
        });
        while let Some(round) = rounds.recv().await {
            let mut unit = self.begin().await?;
            unit.importer().add_posts(self.import.id, &round).await?;
            unit.commit().await?;
        }
        match reader.await {
            Ok(read) => read.map_err(|fel| Avbrott::Lasning(fel.to_string())),
            Err(_) => Err(Avbrott::Lasning("the reader of records panicked".to_owned())),
        }
    }
}
