//! The access log.

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use finsam_core::part::PartKod;
use finsam_core::protokoll::{Loggpost, Sida};
use uuid::Uuid;

use crate::anrop::Anrop;
use crate::sidor::{self, Strom};
use crate::{Client, Fel, Sidval};

/// Which lines of the access log are asked for: all that hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Loggfraga {
    /// From this moment on.
    pub fran: Option<DateTime<Utc>>,
    /// Before this moment.
    pub till: Option<DateTime<Utc>>,
    /// Of this caller.
    pub vem: Option<String>,
    /// Of this operation: method and route.
    pub handling: Option<String>,
    /// About records of this kind.
    pub resurs: Option<String>,
    /// About participations that this part has registered.
    pub part: Option<PartKod>,
    /// About this record.
    pub id: Option<Uuid>,
}

impl Loggfraga {
    fn query(&self) -> impl Iterator<Item = (&'static str, String)> {
        let moment = |tid: DateTime<Utc>| tid.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        let texts = [
            ("fran", self.fran.map(moment)),
            ("till", self.till.map(moment)),
            ("vem", self.vem.clone()),
            ("handling", self.handling.clone()),
            ("resurs", self.resurs.clone()),
            ("part", self.part.map(|part| part.to_string())),
            ("id", self.id.map(|id| id.to_string())),
        ];
        texts.into_iter().filter_map(|(name, value)| Some((name, value?)))
    }
}

/// The access log.
#[derive(Debug, Clone, Copy)]
pub struct Loggrum<'a> {
    pub(crate) client: &'a Client,
}

impl Loggrum<'_> {
    /// A page of those asked for, in the order of their numbers.
    ///
    /// # Errors
    /// 403 for everybody but the reviewer of the log; else see [`Fel`].
    pub async fn list(&self, fraga: &Loggfraga, sidval: Sidval) -> Result<Sida<Loggpost>, Fel> {
        let anrop = Anrop::get(&["atkomstlogg"]).query(fraga.query()).query(sidval.query());
        self.client.send(anrop).await?.json()
    }

    /// All of those asked for.
    #[must_use]
    pub fn stream(&self, fraga: Loggfraga) -> Strom<Loggpost> {
        let fraga = Arc::new(fraga);
        sidor::all(self.client, move |client, sidval| {
            let fraga = Arc::clone(&fraga);
            async move { client.atkomstlogg().list(&fraga, sidval).await }
        })
    }
}
