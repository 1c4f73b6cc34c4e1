//! Which state answers: the register as it is now, or a frozen one.

use axum::http::{HeaderValue, header};
use finsam_core::protokoll::{Faststallelse, Faststallelsestatus, Felkod};
use finsam_core::regel::Avvikelse;
use finsam_core::regel::statistik::STA_04;
use finsam_core::statistik::{REGELVERSION, Rapport, Rapportnamn, Urval};
use finsam_store::StoreError;

use super::Statistik;
use crate::fel::ApiError;
use crate::rapportbild::Namnbok;

/// Why a state does not answer.
#[derive(Debug, thiserror::Error)]
pub enum Tillstandsfel {
    /// The selection may not be asked.
    #[error("the selection may not be asked")]
    Urval(Vec<Avvikelse>),
    /// No state of that version is kept.
    #[error("no state of dataversion {0} is kept")]
    Okand(i64),
    /// It is still being frozen.
    #[error("the state of dataversion {0} is still being frozen")]
    Pagar(i64),
    /// It was frozen by other definitions than this program counts by.
    #[error("the state is counted by regelversion {0}, this program counts by {REGELVERSION}")]
    Regelversion(String),
    /// What is hidden of the register is not worked out yet.
    #[error("what is hidden of the register is not worked out yet")]
    Forbereds,
    /// It cannot be read.
    #[error("the frozen state cannot be read: {0}")]
    Olaslig(String),
    /// A thread did not come to its end.
    #[error("the counting was broken off: {0}")]
    Avbrutet(String),
    /// What the store says.
    #[error(transparent)]
    Lager(StoreError),
}

impl From<StoreError> for Tillstandsfel {
    fn from(fel: StoreError) -> Self {
        match fel {
            // Keys are looked at when the register is opened: this one is altered, or was sealed for something else.
            fel @ StoreError::WrongKey => Self::Olaslig(fel.to_string()),
            fel => Self::Lager(fel),
        }
    }
}

impl Tillstandsfel {
    /// A thread that did not come to its end.
    #[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
    pub(super) fn broken(fel: tokio::task::JoinError) -> Self {
        Self::Avbrutet(fel.to_string())
    }
}

impl From<Tillstandsfel> for ApiError {
    fn from(fel: Tillstandsfel) -> Self {
        match fel {
            Tillstandsfel::Urval(found) => crate::rutter::rapporter::not_asked(found),
            Tillstandsfel::Okand(version) => Self::new(
                Felkod::OkandDataversion,
                format!(
                    "Inget tillstånd med dataversion {version} finns kvar. De som finns står i /rapporter/faststallda; utan dataversion svarar registret som det är nu."
                ),
                format!(
                    "No state with dataversion {version} is kept. Those there are stand in /rapporter/faststallda; without dataversion the register answers as it is now."
                ),
            ),
            Tillstandsfel::Pagar(version) => Self::new(
                Felkod::FaststallelsePagar,
                format!("Tillståndet med dataversion {version} fastställs ännu. Försök igen om några minuter."),
                format!("The state with dataversion {version} is still being frozen. Try again in some minutes."),
            ),
            Tillstandsfel::Regelversion(version) => Self::new(
                Felkod::AnnanRegelversion,
                format!(
                    "Tillståndet är fastställt med regelversion {version} och servern räknar med {REGELVERSION}. Svaren skulle bli andra; fastställ året på nytt."
                ),
                format!(
                    "The state was frozen with regelversion {version} and the server counts by {REGELVERSION}. The answers would be others; freeze the year anew."
                ),
            ),
            Tillstandsfel::Forbereds => Self::new(
                Felkod::Otillganglig,
                "Servern räknar ut vilka små tal som ska skyddas och svarar när det är gjort, i ett stort register efter någon minut. Försök igen om en stund.",
                "The server works out which small numbers to protect and answers when that is done, for a large register after a minute or so. Try again in a while.",
            )
            .header(header::RETRY_AFTER, HeaderValue::from_static("5")),
            Tillstandsfel::Olaslig(cause) => Self::internal(cause).as_kod(
                Felkod::OlasligtTillstand,
                "Det som sparats av tillståndet går inte att öppna eller läsa. Felet är loggat; läs tillbaka en säkerhetskopia.",
                "What is kept of the state cannot be opened or read. The error is logged; restore a backup.",
            ),
            Tillstandsfel::Avbrutet(cause) => Self::internal(cause),
            Tillstandsfel::Lager(fel) => fel.into(),
        }
    }
}

impl Statistik {
    /// Counts a report of a state, protected, and does something with it and the names of what it tells of: of a frozen
    /// state where the years asked for are one that was frozen at `dataversion`; of the newest state of the register
    /// without one, small numbers hidden below `troskel`, or with its own.
    ///
    /// # Errors
    /// [`Tillstandsfel`].
    pub async fn answer<T: Send + 'static>(
        &self,
        (namn, urval): (Rapportnamn, Urval),
        dataversion: Option<i64>,
        troskel: u32,
        then: impl FnOnce(Rapport, &Namnbok) -> T + Send + 'static,
    ) -> Result<T, Tillstandsfel> {
        let frozen = match dataversion {
            Some(version) => self.frozen(version).await?,
            None => Vec::new(),
        };
        if let Some(one) = frozen.iter().find(|one| urval.ar == [one.ar]) {
            return self.answer_frozen(one, (namn, urval), then).await;
        }
        let answered = self.look_protected(troskel, move |lage| {
            if dataversion.is_some_and(|version| version != lage.kolumner.dataversion()) {
                return None;
            }
            let rapport = lage.rapport(namn, &urval, troskel);
            Some(rapport.map(|rapport| then(rapport, &lage.forteckning.namnbok)))
        });
        match (answered.await?, dataversion) {
            (Some(answer), _) => answer.map_err(Tillstandsfel::Urval),
            (None, Some(version)) if frozen.is_empty() => Err(Tillstandsfel::Okand(version)),
            _ => Err(Tillstandsfel::Urval(vec![other_years(&frozen)])),
        }
    }

    /// The states that were frozen at a version.
    async fn frozen(&self, dataversion: i64) -> Result<Vec<Faststallelse>, Tillstandsfel> {
        let mut all = self.store.read().await?.faststallelser().all().await?;
        all.retain(|one| one.dataversion == dataversion);
        Ok(all)
    }

    async fn answer_frozen<T: Send + 'static>(
        &self,
        one: &Faststallelse,
        (namn, urval): (Rapportnamn, Urval),
        then: impl FnOnce(Rapport, &Namnbok) -> T + Send + 'static,
    ) -> Result<T, Tillstandsfel> {
        if one.regelversion != REGELVERSION {
            return Err(Tillstandsfel::Regelversion(one.regelversion.clone()));
        }
        if one.status == Faststallelsestatus::Pagar {
            return Err(Tillstandsfel::Pagar(one.dataversion));
        }
        let laddad = self.frysta.get(one.id).await?;
        let counted = tokio::task::spawn_blocking(move || {
            let rapport = laddad.fryst.rapport(namn, &urval);
            rapport.map(|rapport| then(rapport, &laddad.namnbok))
        });
        counted.await.map_err(Tillstandsfel::broken)?.map_err(Tillstandsfel::Urval)
    }
}

/// The years asked for are not one of those that were frozen at the version.
fn other_years(frozen: &[Faststallelse]) -> Avvikelse {
    let years: Vec<_> = frozen.iter().map(|one| one.ar.to_string()).collect();
    STA_04.at("/ar").expected(years.join(" or "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_open_is_told_to_be_unreadable_and_why_to_the_log_alone() {
        let error = ApiError::from(Tillstandsfel::from(StoreError::WrongKey));
        assert_eq!(error.kod(), Felkod::OlasligtTillstand);
        assert_eq!(error.cause(), Some("the key does not open what the database holds"));
        let error = ApiError::from(Tillstandsfel::from(StoreError::NoKey));
        assert_eq!(error.kod(), Felkod::NyckelSaknas, "which is for whoever runs the server to give");
    }
}
