//! One request: put together, sent, sent again where that is safe, and its answer read.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use finsam_core::protokoll::{Problem, Villkor};
use reqwest::header::{ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH};
use reqwest::{Method, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::retry::{Repeatable, asked};
use crate::{Client, Fel, Idempotensnyckel};

static IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// What is sent.
enum Kropp {
    /// Nothing.
    Ingen,
    /// Bytes, which can be sent any number of times.
    Byte(Bytes),
    /// A stream that is made anew for each attempt.
    Strom(Arc<dyn Fn() -> reqwest::Body + Send + Sync>),
    /// A stream that there is only once.
    Engangs(reqwest::Body),
}

/// A request.
pub(crate) struct Anrop {
    method: Method,
    path: Vec<String>,
    query: Vec<(&'static str, String)>,
    headers: HeaderMap,
    kropp: Kropp,
    repeatable: Option<Repeatable>,
    fault: Option<Fel>,
}

impl Anrop {
    fn new(method: Method, path: &[&str], repeatable: Option<Repeatable>) -> Self {
        Self {
            method,
            path: path.iter().map(|&segment| segment.to_owned()).collect(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            kropp: Kropp::Ingen,
            repeatable,
            fault: None,
        }
    }

    /// Reads what is at a path under the root of the API.
    pub(crate) fn get(path: &[&str]) -> Self {
        Self::new(Method::GET, path, Some(Repeatable::Always))
    }

    /// Puts something where the condition holds.
    pub(crate) fn put(path: &[&str], villkor: Villkor) -> Self {
        Self::new(Method::PUT, path, Some(Repeatable::Always)).condition(villkor)
    }

    /// Does something to a thing where the condition holds.
    pub(crate) fn act(path: &[&str], villkor: Villkor) -> Self {
        Self::new(Method::POST, path, Some(Repeatable::WhenUntouched)).condition(villkor)
    }

    /// Deletes what is at this version.
    pub(crate) fn delete(path: &[&str], version: i64) -> Self {
        Self::new(Method::DELETE, path, Some(Repeatable::Always)).condition(Villkor::Version(version))
    }

    /// Asks for an end: asked twice it comes to the same, but the second answer may tell that it has come.
    pub(crate) fn cancel(path: &[&str]) -> Self {
        Self::new(Method::DELETE, path, Some(Repeatable::WhenUntouched))
    }

    /// Creates something, once for each key.
    pub(crate) fn create(path: &[&str], key: Option<&Idempotensnyckel>) -> Self {
        let made = Self::new(Method::POST, path, Some(Repeatable::Always));
        let key = key.cloned().unwrap_or_else(Idempotensnyckel::generate);
        made.text_header(&IDEMPOTENCY_KEY, key.as_str())
    }

    /// A POST that stands for a GET.
    pub(crate) fn ask(path: &[&str]) -> Self {
        Self::new(Method::POST, path, Some(Repeatable::Always))
    }

    /// With these query parameters.
    pub(crate) fn query(mut self, query: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        self.query.extend(query);
        self
    }

    /// With a header.
    pub(crate) fn header(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers.insert(name, HeaderValue::from_static(value));
        self
    }

    fn text_header(mut self, name: &HeaderName, value: &str) -> Self {
        match HeaderValue::from_str(value) {
            Ok(value) => drop(self.headers.insert(name, value)),
            Err(_) => self.fault = Some(Fel::Bruk("a header may hold visible ASCII only")),
        }
        self
    }

    /// Only if it is no longer at this version.
    pub(crate) fn unless(self, version: i64) -> Self {
        self.text_header(&IF_NONE_MATCH, &format!("\"{version}\""))
    }

    /// Only if what it is about is still at this number.
    pub(crate) fn only_at(self, number: Option<i64>) -> Self {
        match number {
            None => self,
            Some(number) => self.text_header(&IF_MATCH, &format!("\"{number}\"")),
        }
    }

    fn condition(mut self, villkor: Villkor) -> Self {
        if villkor != Villkor::Inget {
            self.repeatable = Some(Repeatable::WhenUntouched);
        }
        match villkor {
            Villkor::Inget => self,
            Villkor::Saknas => self.header(IF_NONE_MATCH, "*"),
            Villkor::Version(version) => self.text_header(&IF_MATCH, &format!("\"{version}\"")),
        }
    }

    /// With a JSON body.
    pub(crate) fn json(mut self, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(bytes) => self.bytes("application/json", bytes.into()),
            Err(_) => {
                self.fault = Some(Fel::Bruk("the value cannot be written as JSON"));
                self
            }
        }
    }

    /// With a body of this type.
    pub(crate) fn bytes(mut self, content_type: &'static str, bytes: Bytes) -> Self {
        self.kropp = Kropp::Byte(bytes);
        self.header(CONTENT_TYPE, content_type)
    }

    /// With a body that is made anew for each attempt.
    pub(crate) fn stream(
        mut self,
        content_type: &'static str,
        make: impl Fn() -> reqwest::Body + Send + Sync + 'static,
    ) -> Self {
        self.kropp = Kropp::Strom(Arc::new(make));
        self.header(CONTENT_TYPE, content_type)
    }

    /// With a body that there is only once: the request is not sent again.
    pub(crate) fn once(mut self, content_type: &'static str, body: reqwest::Body) -> Self {
        self.kropp = Kropp::Engangs(body);
        self.repeatable = None;
        self.header(CONTENT_TYPE, content_type)
    }

    /// The address on the server. A segment that cannot stand in an address is refused: `..` would name another thing.
    fn url(&self, root: &Url) -> Result<Url, Fel> {
        let mut url = root.clone();
        if self.path.iter().any(|segment| matches!(segment.as_str(), "" | "." | "..")) {
            return Err(Fel::Bruk("a name in an address may not be empty, . or .."));
        }
        let mut segments = url.path_segments_mut().map_err(|()| Fel::Bruk("the address has no path"))?;
        segments.extend(&self.path);
        drop(segments);
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        Ok(url)
    }
}

/// Method and number of segments: what stands in the path and the body is the caller's.
impl fmt::Debug for Anrop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Anrop")
            .field("method", &self.method)
            .field("segments", &self.path.len())
            .finish_non_exhaustive()
    }
}

/// An answer that went well: 2xx or 304.
pub(crate) struct Svar {
    status: StatusCode,
    /// The number in its entity tag, if it has one.
    etag: Option<i64>,
    body: Bytes,
}

impl Svar {
    /// The number of what it says, with what it says.
    pub(crate) fn numbered<T: DeserializeOwned>(self) -> Result<(T, i64), Fel> {
        let etag = self.etag.ok_or(Fel::Ovantat { status: self.status.as_u16(), source: None })?;
        Ok((self.json()?, etag))
    }

    /// What it says.
    pub(crate) fn json<T: DeserializeOwned>(self) -> Result<T, Fel> {
        serde_json::from_slice(&self.body)
            .map_err(|error| Fel::Ovantat { status: self.status.as_u16(), source: Some((&error).into()) })
    }

    /// What it says, `None` when it is what the caller has already.
    pub(crate) fn json_if_changed<T: DeserializeOwned>(self) -> Result<Option<T>, Fel> {
        if self.status == StatusCode::NOT_MODIFIED { Ok(None) } else { self.json().map(Some) }
    }

    /// What it says with the number in its entity tag, `None` when it is what the caller has already.
    pub(crate) fn tagged_if_changed<T: DeserializeOwned>(self) -> Result<Option<(T, Option<i64>)>, Fel> {
        let etag = self.etag;
        Ok(self.json_if_changed()?.map(|said| (said, etag)))
    }

    /// What it says, as it stands.
    pub(crate) fn bytes(self) -> Bytes {
        self.body
    }

    /// What it says, as it stands; `None` when it says nothing.
    pub(crate) fn body_if_any(self) -> Option<Bytes> {
        (self.status != StatusCode::NO_CONTENT).then_some(self.body)
    }

    /// Its text.
    pub(crate) fn text(self) -> Result<String, Fel> {
        let status = self.status.as_u16();
        String::from_utf8(self.body.into()).map_err(|_| Fel::Ovantat { status, source: None })
    }
}

impl Client {
    /// Sends a request, again where that is safe, and gives its answer.
    pub(crate) async fn send(&self, mut anrop: Anrop) -> Result<Svar, Fel> {
        if let Some(fault) = anrop.fault.take() {
            return Err(fault);
        }
        let url = anrop.url(&self.root)?;
        let mut sent = 0;
        loop {
            let attempt = self.attempt(&mut anrop, url.clone()).await;
            sent += 1;
            let wait = match (&attempt, anrop.repeatable) {
                (_, None) => None,
                (Ok((status, headers, _)), Some(repeatable)) => {
                    repeatable.after_answer(*status, headers).then(|| self.retry.wait(sent, asked(headers))).flatten()
                }
                (Err(error), Some(repeatable)) => {
                    repeatable.after_failure(error).then(|| self.retry.wait(sent, None)).flatten()
                }
            };
            match wait {
                Some(delay) => tokio::time::sleep(delay).await,
                None => {
                    return attempt
                        .map_err(Fel::transport)
                        .and_then(|(status, headers, body)| judge(status, &headers, body));
                }
            }
        }
    }

    /// Sends it once and reads the answer to its end.
    async fn attempt(&self, anrop: &mut Anrop, url: Url) -> Result<(StatusCode, HeaderMap, Bytes), reqwest::Error> {
        let mut request = self.http.request(anrop.method.clone(), url).headers(anrop.headers.clone());
        if !anrop.headers.contains_key(ACCEPT) {
            request = request.header(ACCEPT, "application/json, application/problem+json");
        }
        request = match std::mem::replace(&mut anrop.kropp, Kropp::Ingen) {
            Kropp::Ingen => request,
            Kropp::Byte(bytes) => {
                anrop.kropp = Kropp::Byte(bytes.clone());
                request.body(bytes)
            }
            Kropp::Strom(make) => {
                let body = make();
                anrop.kropp = Kropp::Strom(make);
                request.body(body)
            }
            Kropp::Engangs(body) => request.body(body),
        };
        let answer = request.send().await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        Ok((status, headers, answer.bytes().await?))
    }
}

/// An answer, or the problem that it tells of.
fn judge(status: StatusCode, headers: &HeaderMap, body: Bytes) -> Result<Svar, Fel> {
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        let etag = headers.get(ETAG).and_then(|tag| tag.to_str().ok()?.trim_matches('"').parse().ok());
        return Ok(Svar { status, etag, body });
    }
    match serde_json::from_slice::<Problem>(&body) {
        Ok(problem) if problem.status == status.as_u16() => Err(Fel::of_problem(problem)),
        Ok(_) => Err(Fel::Ovantat { status: status.as_u16(), source: None }),
        Err(error) => Err(Fel::Ovantat { status: status.as_u16(), source: Some((&error).into()) }),
    }
}
