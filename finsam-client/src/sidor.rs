//! Lists: a page at a time, or all of it as a stream.

use std::future::Future;

use finsam_core::protokoll::Sida;
use futures_util::stream::{self, BoxStream, StreamExt, TryStreamExt};

use crate::{Client, Fel};

/// Which part of a list is asked for.
///
/// ```
/// use finsam_client::Sidval;
///
/// let third = Sidval::page(3).limit(50);
/// let after = Sidval::markor("AAAAAAAAACo");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sidval {
    limit: Option<u32>,
    page: Option<u64>,
    markor: Option<String>,
}

impl Sidval {
    /// The page with this number, from 1; past the end it is empty.
    #[must_use]
    pub fn page(number: u64) -> Self {
        Self { page: Some(number), ..Self::default() }
    }

    /// What comes after a place, as `meta.markor` of the last answer gave it: no skips or repeats while others write.
    #[must_use]
    pub fn markor(place: impl Into<String>) -> Self {
        Self { markor: Some(place.into()), ..Self::default() }
    }

    /// At most so many, 1-1 000; 20 when nothing is said.
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Its query parameters.
    pub(crate) fn query(&self) -> Vec<(&'static str, String)> {
        let limit = self.limit.map(|limit| ("limit", limit.to_string()));
        let page = self.page.map(|page| ("page", page.to_string()));
        let markor = self.markor.clone().map(|markor| ("markor", markor));
        limit.into_iter().chain(page).chain(markor).collect()
    }
}

/// A list as a stream: pages are fetched as it is read, and the first error ends it.
pub type Strom<T> = BoxStream<'static, Result<T, Fel>>;

/// How many entries a page of a stream has.
const LIMIT: u32 = 1_000;

/// All pages of a list, one after the other.
pub(crate) fn all<T, F, A>(client: &Client, fetch: F) -> Strom<T>
where
    T: Send + 'static,
    F: Fn(Client, Sidval) -> A + Send + 'static,
    A: Future<Output = Result<Sida<T>, Fel>> + Send + 'static,
{
    let start = (client.clone(), fetch, Some(Sidval::default().limit(LIMIT)));
    let pages = stream::try_unfold(start, async |(client, fetch, next)| {
        let Some(sidval) = next else { return Ok(None) };
        let sida = fetch(client.clone(), sidval).await?;
        let next = sida.meta.markor.map(|place| Sidval::markor(place).limit(LIMIT));
        Ok(Some((stream::iter(sida.poster.into_iter().map(Ok)), (client, fetch, next))))
    });
    pages.try_flatten().boxed()
}
