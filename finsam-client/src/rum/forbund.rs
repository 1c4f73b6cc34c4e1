//! Samordningsförbund.

use chrono::NaiveDate;
use finsam_core::forbund::{Forbund, Forbundsuppgift};
use finsam_core::geografi::{KommunKod, LanKod};
use finsam_core::id::ForbundId;
use finsam_core::protokoll::{Sida, Villkor};

use super::Aktrum;
use crate::anrop::Anrop;
use crate::sidor::{self, Strom};
use crate::{Client, Fel, Idempotensnyckel, Sidval};

/// Which förbund are asked for; all of them when nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Forbundsfraga {
    /// Those that exist on this day.
    pub datum: Option<NaiveDate>,
    /// Those whose area touches this län.
    pub lan: Option<LanKod>,
    /// Those whose area touches this kommun.
    pub kommun: Option<KommunKod>,
}

impl Forbundsfraga {
    fn query(self) -> impl Iterator<Item = (&'static str, String)> {
        let datum = self.datum.map(|datum| ("datum", datum.to_string()));
        let lan = self.lan.map(|lan| ("lan", lan.to_string()));
        datum.into_iter().chain(lan).chain(self.kommun.map(|kommun| ("kommun", kommun.to_string())))
    }
}

/// Samordningsförbund.
#[derive(Debug, Clone, Copy)]
pub struct Forbundsrum<'a> {
    pub(crate) client: &'a Client,
}

impl Forbundsrum<'_> {
    /// Registers a förbund, once for each key.
    ///
    /// # Errors
    /// 422 with every rule that it breaks, 403 for all but a system administrator; else see [`Fel`].
    pub async fn create<'k>(
        &self,
        uppgift: &Forbundsuppgift,
        key: impl Into<Option<&'k Idempotensnyckel>>,
    ) -> Result<Forbund, Fel> {
        self.client.send(Anrop::create(&["forbund"], key.into()).json(uppgift)).await?.json()
    }

    /// One förbund.
    ///
    /// # Errors
    /// 404 when there is none; else see [`Fel`].
    pub async fn get(&self, id: ForbundId) -> Result<Forbund, Fel> {
        self.client.send(Anrop::get(&["forbund", &id.to_string()])).await?.json()
    }

    /// One förbund, `None` when it still is at the version that the caller has.
    ///
    /// # Errors
    /// 404 when there is none; else see [`Fel`].
    pub async fn get_if_changed(&self, id: ForbundId, version: i64) -> Result<Option<Forbund>, Fel> {
        self.client.send(Anrop::get(&["forbund", &id.to_string()]).unless(version)).await?.json_if_changed()
    }

    /// Changes a förbund that is at the version named, or registers it under an identity of the caller's own.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client, id: finsam_core::id::ForbundId) -> Result<(), finsam_client::Fel> {
    /// use finsam_client::Villkor;
    ///
    /// let mut forbund = client.forbund().get(id).await?;
    /// forbund.uppgift.namn = "Samordningsförbundet Y".to_owned();
    /// let changed = client.forbund().put(id, Villkor::Version(forbund.version), &forbund.uppgift).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// 412 when it is at another version, 428 when none is named, 422 with every rule that it breaks; else see [`Fel`].
    pub async fn put(&self, id: ForbundId, villkor: Villkor, uppgift: &Forbundsuppgift) -> Result<Forbund, Fel> {
        self.client.send(Anrop::put(&["forbund", &id.to_string()], villkor).json(uppgift)).await?.json()
    }

    /// What belongs to one of them: board, audit, budgets, outcomes, and how it is judged.
    #[must_use]
    pub fn akter(&self, id: ForbundId) -> Aktrum<'_> {
        Aktrum { client: self.client, forbund: id.to_string() }
    }

    /// A page of those asked for, in the order in which they were registered.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn list(&self, fraga: Forbundsfraga, sidval: Sidval) -> Result<Sida<Forbund>, Fel> {
        self.client.send(Anrop::get(&["forbund"]).query(fraga.query()).query(sidval.query())).await?.json()
    }

    /// All those asked for.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use finsam_client::{Forbundsfraga, TryStreamExt};
    ///
    /// let fraga = Forbundsfraga { kommun: Some("2280".parse()?), ..Forbundsfraga::default() };
    /// let mut forbund = client.forbund().stream(fraga);
    /// while let Some(forbund) = forbund.try_next().await? {
    ///     println!("{}", forbund.uppgift.namn);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn stream(&self, fraga: Forbundsfraga) -> Strom<Forbund> {
        sidor::all(self.client, move |client, sidval| async move { client.forbund().list(fraga, sidval).await })
    }
}
