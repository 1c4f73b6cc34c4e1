//! Checksums of participations: where this system and the register differ, without sending records.

use finsam_core::id::InsatsId;
use finsam_core::protokoll::{Kontrollsummor, Omfang, Postsumma, Sida};

use crate::anrop::Anrop;
use crate::sidor::{self, Strom};
use crate::{Client, Fel, Sidval};

/// Which scopes are asked for; all of one's own part when nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Omfangsfraga {
    /// Those of this sending system.
    pub kallsystem: Option<String>,
    /// Those of this insats.
    pub insats: Option<InsatsId>,
    /// Those of participations that begin in this calendar year.
    pub ar: Option<i32>,
}

impl Omfangsfraga {
    fn query(self) -> impl Iterator<Item = (&'static str, String)> {
        let kallsystem = self.kallsystem.map(|kallsystem| ("kallsystem", kallsystem));
        let insats = self.insats.map(|id| ("insats", id.to_string()));
        kallsystem.into_iter().chain(insats).chain(self.ar.map(|ar| ("ar", ar.to_string())))
    }
}

/// Checksums.
#[derive(Debug, Clone, Copy)]
pub struct Kontrollsumrum<'a> {
    pub(crate) client: &'a Client,
}

impl Kontrollsumrum<'_> {
    /// Count and checksum of each scope. They are compared with one's own by `finsam_core::avstamning`.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client) -> Result<(), finsam_client::Fel> {
    /// use finsam_client::Omfangsfraga;
    ///
    /// let asked = Omfangsfraga { ar: Some(2014), ..Omfangsfraga::default() };
    /// for post in client.kontrollsummor().get(asked).await?.poster {
    ///     println!("{} {}: {}", post.omfang.kallsystem, post.omfang.insats_id, post.kontrollsumma);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn get(&self, fraga: Omfangsfraga) -> Result<Kontrollsummor, Fel> {
        self.client.send(Anrop::get(&["kontrollsummor"]).query(fraga.query())).await?.json()
    }

    /// A page of the keys of a scope with their digests, in the order in which they were registered.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn keys(&self, omfang: Omfang, sidval: Sidval) -> Result<Sida<Postsumma>, Fel> {
        let Omfang { kallsystem, insats_id, ar } = omfang;
        let fraga = Omfangsfraga { kallsystem: Some(kallsystem), insats: Some(insats_id), ar: Some(ar) };
        let anrop = Anrop::get(&["kontrollsummor", "poster"]).query(fraga.query());
        self.client.send(anrop.query(sidval.query())).await?.json()
    }

    /// All keys of a scope with their digests.
    #[must_use]
    pub fn stream(&self, omfang: Omfang) -> Strom<Postsumma> {
        sidor::all(self.client, move |client, sidval| {
            let omfang = omfang.clone();
            async move { client.kontrollsummor().keys(omfang, sidval).await }
        })
    }
}
