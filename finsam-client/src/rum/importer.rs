//! Imports: many records at once, answered at once or followed as a job.

use std::convert::Infallible;
use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use finsam_core::id::{ImportId, InsatsId};
use finsam_core::protokoll::{
    Atomicitet, Avstamning, Import, Importlage, Importpost, Radresultat, Radsvar, Strategi, Villkor,
};
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use reqwest::Body;
use reqwest::header::HeaderName;

use crate::anrop::Anrop;
use crate::sidor::Strom;
use crate::{Client, Fel, Idempotensnyckel};

static PREFER: HeaderName = HeaderName::from_static("prefer");

/// The formats in which records are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Importformat {
    /// One JSON object a line.
    Ndjson,
    /// One JSON array.
    Json,
    /// CSV with the documented header.
    Csv,
}

impl Importformat {
    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::Ndjson => "application/x-ndjson",
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// How an import is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Importval {
    /// Carried out unless something else is said.
    pub importlage: Importlage,
    /// Create or update unless something else is said.
    pub strategi: Strategi,
    /// Row by row unless something else is said.
    pub atomicitet: Atomicitet,
    /// Whether it is the whole truth of its scopes; not, unless something else is said.
    pub avstamning: Option<Avstamma>,
    /// Whether an answer at once shows every row, not only the refused and warned ones.
    pub alla_rader: bool,
    /// Whether it is to be a job even where the answer could come at once.
    pub jobb: bool,
    /// The key under which it happens once; one is made where none is given.
    pub nyckel: Option<Idempotensnyckel>,
}

impl Importval {
    fn anrop(&self) -> Anrop {
        let query = [
            ("importlage", self.importlage.to_string()),
            ("strategi", self.strategi.to_string()),
            ("atomicitet", self.atomicitet.to_string()),
        ];
        let avstamning = self.avstamning.iter().flat_map(Avstamma::query);
        let rader = self.alla_rader.then(|| ("rader", "alla".to_owned()));
        let anrop = Anrop::create(&["importer"], self.nyckel.as_ref()).query(query).query(avstamning).query(rader);
        if self.jobb { anrop.header(PREFER.clone(), "respond-async") } else { anrop }
    }
}

/// How an import is reconciled: what stands in its scopes and is not in it is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Avstamma {
    /// Insatser and years that may be empty.
    pub omfang: Vec<(InsatsId, i32)>,
    /// The system of scopes that have no record in the import.
    pub kallsystem: Option<String>,
    /// At most so many may go; one per cent where nothing is said.
    pub max_raderade: Option<u64>,
}

impl Avstamma {
    fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = vec![("avstamning", Avstamning::Omfang.to_string())];
        query.extend(self.omfang.iter().map(|(insats, ar)| ("omfang", format!("{insats}:{ar}"))));
        query.extend(self.kallsystem.clone().map(|kallsystem| ("kallsystem", kallsystem)));
        query.extend(self.max_raderade.map(|most| ("maxRaderade", most.to_string())));
        query
    }
}

/// Imports of participations.
#[derive(Debug, Clone, Copy)]
pub struct Importrum<'a> {
    pub(crate) client: &'a Client,
}

/// How long to wait before looking at a job again: at first, and at most.
const FIRST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(2);
/// How many records are put into one piece of the body at most.
const PIECE: usize = 64;
/// How many rows a page of results has.
const ROWS: u32 = 1_000;

impl Importrum<'_> {
    /// Imports records that are at hand as bytes. Up to the limits of the server the import that comes back is done;
    /// beyond them it is a job to [`follow`](Self::follow).
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use finsam_client::{Importformat, Importval};
    ///
    /// let bytes = std::fs::read("poster.ndjson")?;
    /// let import = client.importer().import(Importformat::Ndjson, bytes, &Importval::default()).await?;
    /// let import = client.importer().follow(import).await?;
    /// println!("{} new, {} refused", import.antal.skapade, import.antal.avvisade);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// 422 when nothing was written, with what became of each row in [`Fel::import`]; else see [`Fel`].
    pub async fn import(&self, format: Importformat, body: impl Into<Bytes>, val: &Importval) -> Result<Import, Fel> {
        self.client.send(val.anrop().bytes(format.content_type(), body.into())).await?.json()
    }

    /// Imports a stream of bytes, never held whole in memory; `make` is asked for it anew for each attempt.
    ///
    /// # Errors
    /// As [`import`](Self::import); [`Fel::Transport`] also when the stream itself fails.
    pub async fn import_stream<S, E>(
        &self,
        format: Importformat,
        make: impl Fn() -> S + Send + Sync + 'static,
        val: &Importval,
    ) -> Result<Import, Fel>
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        let make = move || Body::wrap_stream(make());
        self.client.send(val.anrop().stream(format.content_type(), make)).await?.json()
    }

    /// Imports records as they are made, never all in memory. Since they are made once, the request is not sent again
    /// when the connection fails; with [`Importval::nyckel`] the caller can do so itself.
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub async fn import_posts<I>(&self, poster: I, val: &Importval) -> Result<Import, Fel>
    where
        I: IntoIterator<Item = Importpost>,
        I::IntoIter: Send + 'static,
    {
        self.import_post_stream(sure(poster), val).await
    }

    /// Imports records as they come, from a database or another service, never all in memory. What has come is sent
    /// without waiting for more. As with [`import_posts`](Self::import_posts) the request is sent once.
    ///
    /// ```no_run
    /// # use finsam_core::protokoll::Importpost;
    /// # use futures_util::Stream;
    /// # async fn example(
    /// #     client: finsam_client::Client,
    /// #     rows: impl Stream<Item = Result<Importpost, std::io::Error>> + Send + 'static,
    /// # ) -> Result<(), finsam_client::Fel> {
    /// let import = client.importer().import_post_stream(rows, &Default::default()).await?;
    /// let import = client.importer().follow(import).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`import`](Self::import); [`Fel::Transport`] also when the stream itself fails: then nothing is imported.
    pub async fn import_post_stream<S, E>(&self, poster: S, val: &Importval) -> Result<Import, Fel>
    where
        S: Stream<Item = Result<Importpost, E>> + Send + 'static,
        E: Into<Box<dyn Error + Send + Sync>> + 'static,
    {
        let body = Body::wrap_stream(ndjson(poster));
        self.client.send(val.anrop().once(Importformat::Ndjson.content_type(), body)).await?.json()
    }

    /// Imports records that can be made again: never all in memory, and sent again with the same key when the connection
    /// fails. `make` is asked for them anew for each attempt.
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub async fn import_again<I>(
        &self,
        make: impl Fn() -> I + Send + Sync + 'static,
        val: &Importval,
    ) -> Result<Import, Fel>
    where
        I: IntoIterator<Item = Importpost>,
        I::IntoIter: Send + 'static,
    {
        self.import_stream(Importformat::Ndjson, move || ndjson(sure(make())), val).await
    }

    /// How far an import has come.
    ///
    /// # Errors
    /// 404 when there is none, or when it was answered at once and there was nothing to tell; else see [`Fel`].
    pub async fn get(&self, id: ImportId) -> Result<Import, Fel> {
        self.client.send(Anrop::get(&["importer", &id.to_string()])).await?.json()
    }

    /// The same if anything is new since the answer that had this tag, with the tag of this one.
    async fn look(&self, id: ImportId, seen: Option<i64>) -> Result<Option<(Import, Option<i64>)>, Fel> {
        let anrop = Anrop::get(&["importer", &id.to_string()]);
        let anrop = if let Some(tag) = seen { anrop.unless(tag) } else { anrop };
        self.client.send(anrop).await?.tagged_if_changed()
    }

    /// Asks a job to end after the round that it is writing.
    ///
    /// # Errors
    /// 409 when it has ended already; else see [`Fel`].
    pub async fn cancel(&self, id: ImportId) -> Result<(), Fel> {
        self.client.send(Anrop::cancel(&["importer", &id.to_string()])).await.map(drop)
    }

    /// The refused records of an import that has ended, in the format in which they came: to be mended and sent again.
    /// `None` when none was refused.
    ///
    /// # Errors
    /// 409 while the import is under way, 410 when they are not kept any more; else see [`Fel`].
    pub async fn refused(&self, id: ImportId) -> Result<Option<Bytes>, Fel> {
        let svar = self.client.send(Anrop::get(&["importer", &id.to_string(), "avvisade"])).await?;
        Ok(svar.body_if_any())
    }

    /// Carries out a plan: exactly what was planned, or nothing.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use finsam_client::{Importformat, Importval};
    /// use finsam_core::protokoll::Importlage;
    ///
    /// let val = Importval { importlage: Importlage::Plan, ..Importval::default() };
    /// let bytes = std::fs::read("poster.ndjson")?;
    /// let plan = client.importer().import(Importformat::Ndjson, bytes, &val).await?;
    /// let plan = client.importer().follow(plan).await?;
    /// if plan.antal.avvisade == 0 {
    ///     client.importer().carry_out(&plan).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// 409 when the register has changed since, or it is no plan that waits; 412 when the plan is another; else see [`Fel`].
    pub async fn carry_out(&self, plan: &Import) -> Result<Import, Fel> {
        let villkor = Villkor::Version(plan.version);
        self.client.send(Anrop::act(&["importer", &plan.id.to_string(), "verkstall"], villkor)).await?.json()
    }

    /// Waits until an import has ended, well or not, or is a plan. It looks more and more seldom, every other second at
    /// last, and is told no more than that nothing is new where nothing is.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn follow(&self, import: Import) -> Result<Import, Fel> {
        self.follow_with(import, |_| {}).await
    }

    /// The same, telling `seen` how far it has come: first as it is given, then each time that something is new.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn follow_with(&self, mut import: Import, mut seen: impl FnMut(&Import)) -> Result<Import, Fel> {
        let (mut wait, mut tag) = (FIRST, None);
        seen(&import);
        while !import.status.is_settled() {
            tokio::time::sleep(wait).await;
            wait = (wait * 3 / 2).min(LONGEST);
            if let Some(news) = self.look(import.id, tag).await? {
                (import, tag) = news;
                seen(&import);
            }
        }
        Ok(import)
    }

    /// A page of the refused and warned rows of an import, or of every row of a plan, after a place that the last page gave.
    ///
    /// # Errors
    /// 404 when there is no such job; else see [`Fel`].
    pub async fn rows(&self, id: ImportId, markor: Option<&str>, limit: u32) -> Result<Radsvar, Fel> {
        let markor = markor.map(|markor| ("markor", markor.to_owned()));
        let anrop = Anrop::get(&["importer", &id.to_string(), "resultat"]).query(markor);
        self.client.send(anrop.query([("limit", limit.to_string())])).await?.json()
    }

    /// All refused and warned rows of a job, in order.
    #[must_use]
    pub fn stream_rows(&self, id: ImportId) -> Strom<Radresultat> {
        let pages =
            stream::try_unfold((self.client.clone(), Some(None::<String>)), move |(client, place)| async move {
                let Some(place) = place else { return Ok::<_, Fel>(None) };
                let page = client.importer().rows(id, place.as_deref(), ROWS).await?;
                Ok(Some((stream::iter(page.poster.into_iter().map(Ok)), (client, page.markor.map(Some)))))
            });
        pages.try_flatten().boxed()
    }
}

/// Records that cannot fail to come.
fn sure<I>(poster: I) -> impl Stream<Item = Result<Importpost, Infallible>> + Send + 'static
where
    I: IntoIterator<Item = Importpost>,
    I::IntoIter: Send + 'static,
{
    stream::iter(poster.into_iter().map(Ok))
}

/// Records as pieces of ndjson, each of those that have come.
fn ndjson<S, E>(poster: S) -> impl Stream<Item = Result<Bytes, Box<dyn Error + Send + Sync>>> + Send + 'static
where
    S: Stream<Item = Result<Importpost, E>> + Send + 'static,
    E: Into<Box<dyn Error + Send + Sync>> + 'static,
{
    poster.ready_chunks(PIECE).map(|poster| {
        let mut piece = Vec::new();
        for post in poster {
            serde_json::to_writer(&mut piece, &post.map_err(Into::into)?)?;
            piece.push(b'\n');
        }
        Ok(piece.into())
    })
}
