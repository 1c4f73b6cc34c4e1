//! What the API says of itself. Open without a token.

use chrono::NaiveDate;
use finsam_core::part::{PartKod, Partslag};
use finsam_core::protokoll::{ApiInfo, Begransningar, Kodlistor, Kodlistsvar, Part, Regelpost, Regelsvar, Sida};

use crate::anrop::Anrop;
use crate::sidor::{self, Strom};
use crate::{Client, Fel, Sidval};

/// What the API says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Omrum<'a> {
    pub(crate) client: &'a Client,
}

impl Omrum<'_> {
    /// Name, version, documentation and status of the API.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn api_info(&self) -> Result<ApiInfo, Fel> {
        self.client.send(Anrop::get(&["api-info"])).await?.json()
    }

    /// The limits of the server.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client) -> Result<(), finsam_client::Fel> {
    /// let most = client.om().begransningar().await?.import_direkt_poster;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn begransningar(&self) -> Result<Begransningar, Fel> {
        self.client.send(Anrop::get(&["begransningar"])).await?.json()
    }

    /// Every code list with its texts.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn kodlistor(&self) -> Result<Kodlistor, Fel> {
        self.client.send(Anrop::get(&["kodlistor"])).await?.json()
    }

    /// One code list by its name, as `forsorjningsform`.
    ///
    /// # Errors
    /// 404 when there is no such list; else see [`Fel`].
    pub async fn kodlista(&self, namn: &str) -> Result<Kodlistsvar, Fel> {
        self.client.send(Anrop::get(&["kodlistor", namn])).await?.json()
    }

    /// Every rule, or those that hold on a day.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn regler(&self, datum: Option<NaiveDate>) -> Result<Vec<Regelpost>, Fel> {
        let datum = datum.map(|datum| ("datum", datum.to_string()));
        Ok(self.client.send(Anrop::get(&["regler"]).query(datum)).await?.json::<Regelsvar>()?.regler)
    }

    /// A page of the parties of today, or of those of one kind.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn parter(&self, slag: Option<Partslag>, sidval: Sidval) -> Result<Sida<Part>, Fel> {
        let slag = slag.map(|slag| ("slag", slag.to_string()));
        self.client.send(Anrop::get(&["parter"]).query(slag).query(sidval.query())).await?.json()
    }

    /// All parties of today, or those of one kind.
    #[must_use]
    pub fn stream_parter(&self, slag: Option<Partslag>) -> Strom<Part> {
        sidor::all(self.client, move |client, sidval| async move { client.om().parter(slag, sidval).await })
    }

    /// One party.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn part(&self, kod: PartKod) -> Result<Part, Fel> {
        self.client.send(Anrop::get(&["parter", &kod.to_string()])).await?.json()
    }
}
