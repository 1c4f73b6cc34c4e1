//! The overview pages as a browser meets them: who sees what, the cookie, both languages, what stands in a page.
#![expect(clippy::unwrap_used, reason = "tests")]

mod aterrapport;
mod hamtning;
mod innehall;
mod kaka;
mod oppen;
mod roller;
mod skyddat;

use finsam_client::{Importformat, Importval};
use finsam_tests::poster::{avslutad, ndjson, person, rad};
use finsam_tests::{Varld, Vem};
use reqwest::header::{HeaderMap, SET_COOKIE};
use reqwest::redirect::Policy;

/// A browser without scripts, which follows no redirect by itself.
struct Webblasare {
    http: reqwest::Client,
    address: String,
    kaka: Option<String>,
}

/// A page, or whatever else came.
struct Sida {
    status: u16,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Sida {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    /// The cookie as it is sent back.
    fn kaka(&self) -> Option<String> {
        let value = self.headers.get(SET_COOKIE)?.to_str().unwrap();
        Some(value.split(';').next().unwrap().to_owned())
    }
}

impl Webblasare {
    fn new(address: &str) -> Self {
        // A second one changes nothing: all tests of a process share the first.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
        Self { http, address: address.to_owned(), kaka: None }
    }

    /// One that has exchanged a key for a cookie.
    async fn logged_in(address: &str, key: &str) -> Self {
        let mut browser = Self::new(address);
        let answer = browser.log_in(key, "/").await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        browser.kaka = answer.kaka();
        browser
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Sida {
        let request = match &self.kaka {
            Some(kaka) => request.header("cookie", kaka),
            None => request,
        };
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Sida { status, headers, bytes: answer.bytes().await.unwrap().to_vec() }
    }

    async fn get(&self, path: &str) -> Sida {
        self.send(self.http.get(format!("{}{path}", self.address))).await
    }

    async fn get_in(&self, path: &str, language: &str) -> Sida {
        self.send(self.http.get(format!("{}{path}", self.address)).header("accept-language", language)).await
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Sida {
        let mut body = url_encoded(fields);
        let mut request = self.http.post(format!("{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        self.send(request.body(std::mem::take(&mut body))).await
    }

    async fn log_in(&self, key: &str, till: &str) -> Sida {
        self.post("/oversikt/inloggning", &[], &[("nyckel", key), ("till", till)]).await
    }
}

fn url_encoded(fields: &[(&str, &str)]) -> String {
    let hex = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    fields.iter().map(|(name, value)| format!("{name}={}", hex(value))).collect::<Vec<_>>().join("&")
}

/// Puts people into the first insats of a world: 20, two thirds of whom have closed.
async fn people(varld: &Varld) {
    let rader: Vec<_> = (1..=20).map(|n| rad(n, &if n % 3 == 0 { person(n) } else { avslutad(n) })).collect();
    let part = varld.client(Vem::Part);
    part.importer().import(Importformat::Ndjson, ndjson(&rader), &Importval::default()).await.unwrap();
}
