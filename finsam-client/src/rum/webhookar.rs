//! Webhooks: setting them up. A call that comes is judged by [`crate::webhook::verify`].

use finsam_core::id::WebhookId;
use finsam_core::protokoll::{Leverans, Sida, Villkor, Webhook, Webhookuppgift};

use crate::anrop::Anrop;
use crate::sidor::{self, Strom};
use crate::{Client, Fel, Idempotensnyckel, Sidval};

/// Webhooks of the caller's part or förbund.
#[derive(Debug, Clone, Copy)]
pub struct Webhookrum<'a> {
    pub(crate) client: &'a Client,
}

impl Webhookrum<'_> {
    /// Sets up a webhook, once for each key. Its secret stands in the answer and is not shown again.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client) -> Result<(), finsam_client::Fel> {
    /// use finsam_core::protokoll::Webhookuppgift;
    ///
    /// let uppgift = Webhookuppgift { url: "https://kommun.example.org/finsam".to_owned(), aktiv: true };
    /// let webhook = client.webhookar().create(&uppgift, None).await?;
    /// let secret = webhook.hemlighet;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// 422 when its address may not be called; else see [`Fel`].
    pub async fn create<'k>(
        &self,
        uppgift: &Webhookuppgift,
        key: impl Into<Option<&'k Idempotensnyckel>>,
    ) -> Result<Webhook, Fel> {
        self.client.send(Anrop::create(&["webhookar"], key.into()).json(uppgift)).await?.json()
    }

    /// One webhook.
    ///
    /// # Errors
    /// 404 when there is none; else see [`Fel`].
    pub async fn get(&self, id: WebhookId) -> Result<Webhook, Fel> {
        self.client.send(Anrop::get(&["webhookar", &id.to_string()])).await?.json()
    }

    /// How its calls are going.
    ///
    /// # Errors
    /// 404 when there is none; else see [`Fel`].
    pub async fn delivery(&self, id: WebhookId) -> Result<Leverans, Fel> {
        self.client.send(Anrop::get(&["webhookar", &id.to_string(), "leverans"])).await?.json()
    }

    /// Changes a webhook that is at the version named, or sets it up under an identity of the caller's own.
    ///
    /// # Errors
    /// 412 when it is at another version, 428 when none is named, 422 when its address may not be called; else see
    /// [`Fel`].
    pub async fn put(&self, id: WebhookId, villkor: Villkor, uppgift: &Webhookuppgift) -> Result<Webhook, Fel> {
        self.client.send(Anrop::put(&["webhookar", &id.to_string()], villkor).json(uppgift)).await?.json()
    }

    /// Gives the webhook at this version another secret, which stands in the answer and is not shown again. For a day
    /// calls are signed with both.
    ///
    /// # Errors
    /// 412 when it is at another version, also when the first attempt was carried out and its answer lost; else see
    /// [`Fel`].
    pub async fn replace_secret(&self, id: WebhookId, version: i64) -> Result<Webhook, Fel> {
        let path = ["webhookar", &id.to_string(), "hemlighet"];
        self.client.send(Anrop::act(&path, Villkor::Version(version))).await?.json()
    }

    /// Removes the webhook at this version.
    ///
    /// # Errors
    /// 412 when it is at another version; else see [`Fel`].
    pub async fn delete(&self, id: WebhookId, version: i64) -> Result<(), Fel> {
        self.client.send(Anrop::delete(&["webhookar", &id.to_string()], version)).await.map(drop)
    }

    /// A page of them, in the order in which they were set up.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn list(&self, sidval: Sidval) -> Result<Sida<Webhook>, Fel> {
        self.client.send(Anrop::get(&["webhookar"]).query(sidval.query())).await?.json()
    }

    /// All of them.
    #[must_use]
    pub fn stream(&self) -> Strom<Webhook> {
        sidor::all(self.client, async |client, sidval| client.webhookar().list(sidval).await)
    }
}
