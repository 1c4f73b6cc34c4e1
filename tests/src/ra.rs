//! Plain HTTP: status, headers and body as they are.

use reqwest::header::HeaderMap;
use reqwest::{Body, Client, Method};
use serde_json::Value;

/// Plain HTTP against one server, with one key or none.
#[derive(Debug, Clone)]
pub struct Ra {
    http: Client,
    root: String,
    token: Option<String>,
}

/// An answer.
#[derive(Debug)]
pub struct Rasvar {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub text: String,
}

impl Rasvar {
    /// A header, empty when it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as JSON, null when it is empty.
    #[must_use]
    pub fn json(&self) -> Value {
        if self.text.is_empty() { Value::Null } else { serde_json::from_str(&self.text).unwrap() }
    }
}

impl Ra {
    pub(crate) fn new(address: &str, token: Option<&str>) -> Self {
        // A second one changes nothing: all tests of a process share the first.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = Client::builder().no_proxy().build().unwrap();
        Self { http, root: format!("{address}/finsam/v1"), token: token.map(ToOwned::to_owned) }
    }

    /// Sends a request and reads its answer; `path` stands under the root of the API.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Rasvar {
        let method: Method = method.parse().unwrap();
        let mut request = self.http.request(method, format!("{}{path}", self.root)).body(body.into());
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Rasvar { status, headers, text: answer.text().await.unwrap() }
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Rasvar {
        self.send("GET", path, &[], "").await
    }

    /// Sends JSON.
    pub async fn json(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Rasvar {
        let headers = [&[("content-type", "application/json")], headers].concat();
        self.send(method, path, &headers, body.to_string()).await
    }
}
