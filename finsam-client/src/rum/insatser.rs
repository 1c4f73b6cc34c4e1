//! Insatser.

use std::sync::Arc;

use finsam_core::deltagande::{Arbetslista, Arbetspost};
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::insats::{Inriktning, Insats, Insatstyp, Insatsuppgift};
use finsam_core::protokoll::{Arbetslage, Sida, Villkor};

use crate::anrop::Anrop;
use crate::sidor::{self, Strom};
use crate::{Client, Fel, Idempotensnyckel, Sidval};

/// Which insatser are asked for; all of them when nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Insatsfraga {
    /// Those of these förbund.
    pub forbund: Vec<ForbundId>,
    /// Those under way in this calendar year.
    pub ar: Option<i32>,
    /// Those of this inriktning.
    pub inriktning: Option<Inriktning>,
    /// Those of this kind.
    pub typ: Option<Insatstyp>,
}

impl Insatsfraga {
    fn query(&self) -> impl Iterator<Item = (&'static str, String)> {
        let forbund = self.forbund.iter().map(|id| ("forbund", id.to_string()));
        let ar = self.ar.map(|ar| ("ar", ar.to_string()));
        let inriktning = self.inriktning.map(|inriktning| ("inriktning", inriktning.to_string()));
        forbund.chain(ar).chain(inriktning).chain(self.typ.map(|typ| ("typ", typ.to_string())))
    }
}

/// Insatser.
#[derive(Debug, Clone, Copy)]
pub struct Insatsrum<'a> {
    pub(crate) client: &'a Client,
}

impl Insatsrum<'_> {
    /// Registers an insats, once for each key.
    ///
    /// # Errors
    /// 422 with every rule that it breaks; else see [`Fel`].
    pub async fn create<'k>(
        &self,
        uppgift: &Insatsuppgift,
        key: impl Into<Option<&'k Idempotensnyckel>>,
    ) -> Result<Insats, Fel> {
        self.client.send(Anrop::create(&["insatser"], key.into()).json(uppgift)).await?.json()
    }

    /// One insats.
    ///
    /// # Errors
    /// 404 when there is none; else see [`Fel`].
    pub async fn get(&self, id: InsatsId) -> Result<Insats, Fel> {
        self.client.send(Anrop::get(&["insatser", &id.to_string()])).await?.json()
    }

    /// One insats, `None` when it still is at the version that the caller has.
    ///
    /// # Errors
    /// 404 when there is none; else see [`Fel`].
    pub async fn get_if_changed(&self, id: InsatsId, version: i64) -> Result<Option<Insats>, Fel> {
        self.client.send(Anrop::get(&["insatser", &id.to_string()]).unless(version)).await?.json_if_changed()
    }

    /// Changes an insats that is at the version named, or registers it under an identity of the caller's own.
    ///
    /// # Errors
    /// 412 when it is at another version, 428 when none is named, 422 with every rule that it breaks; else see [`Fel`].
    pub async fn put(&self, id: InsatsId, villkor: Villkor, uppgift: &Insatsuppgift) -> Result<Insats, Fel> {
        self.client.send(Anrop::put(&["insatser", &id.to_string()], villkor).json(uppgift)).await?.json()
    }

    /// How much there is to do in an insats, where `manader` (1-60) without a change are long.
    ///
    /// # Errors
    /// 404 when there is no such insats, 403 when it is not the caller's; else see [`Fel`].
    pub async fn work(&self, id: InsatsId, manader: u32) -> Result<Arbetslage, Fel> {
        let anrop = Anrop::get(&["insatser", &id.to_string(), "arbetslistor"]);
        self.client.send(anrop.query([("manader", manader.to_string())])).await?.json()
    }

    /// A page of one's own participations that stand on a work list of an insats.
    ///
    /// # Errors
    /// 404 when there is no such insats, or it is not the caller's; else see [`Fel`].
    pub async fn work_list(
        &self,
        id: InsatsId,
        lista: Arbetslista,
        manader: u32,
        sidval: Sidval,
    ) -> Result<Sida<Arbetspost>, Fel> {
        let anrop = Anrop::get(&["insatser", &id.to_string(), "arbetslistor", lista.code()]);
        self.client.send(anrop.query([("manader", manader.to_string())]).query(sidval.query())).await?.json()
    }

    /// A page of those asked for, in the order in which they were registered.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn list(&self, fraga: &Insatsfraga, sidval: Sidval) -> Result<Sida<Insats>, Fel> {
        self.client.send(Anrop::get(&["insatser"]).query(fraga.query()).query(sidval.query())).await?.json()
    }

    /// All those asked for.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client) -> Result<(), finsam_client::Fel> {
    /// use finsam_client::{Insatsfraga, TryStreamExt};
    ///
    /// let fraga = Insatsfraga { ar: Some(2014), ..Insatsfraga::default() };
    /// let insatser: Vec<_> = client.insatser().stream(fraga).try_collect().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn stream(&self, fraga: Insatsfraga) -> Strom<Insats> {
        let fraga = Arc::new(fraga);
        sidor::all(self.client, move |client, sidval| {
            let fraga = Arc::clone(&fraga);
            async move { client.insatser().list(&fraga, sidval).await }
        })
    }
}
