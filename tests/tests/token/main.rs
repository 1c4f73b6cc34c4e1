//! Tokens of OAuth 2.0 issuers, real ones signed by real keys: which let somebody in, and which do not.
#![expect(clippy::unwrap_used, reason = "tests")]

mod avvisade;
mod kommando;
mod nycklar;
mod process;
mod rackvidd;

use finsam_api::skydd::Skydd;
use finsam_api::utfardare::Utfardare;
use finsam_tests::utfardare::{AUDIENCE, ISSUER, Testnyckel, Testutfardare};
use finsam_tests::{Databas, Plats, Rasvar, Server};
use serde_json::{Value, json};

/// The clock of the server when it starts, in seconds: 2015-06-01 08:00 UTC.
pub const NU: i64 = 1_433_145_600;
/// The förbund that the issuer may vouch for.
pub const FORBUND: &str = "0190a5c0-7c00-7000-8000-00000000000f";

/// A server that believes an issuer with these keys.
pub async fn start(nycklar: &[&Testnyckel]) -> (Server, Testutfardare) {
    let utfardare = Testutfardare::start(nycklar).await;
    let plats = Plats::new(Databas::Sqlite);
    let file = utfardare.file(plats.folder(), FORBUND);
    let skydd = Skydd { utfardare: Utfardare::read(&file).unwrap().into(), ..Skydd::default() };
    (Server::start_with(plats, skydd).await, utfardare)
}

/// What a sound token of a part's system says.
pub fn ansprak() -> Value {
    json!({"iss": ISSUER, "aud": AUDIENCE, "sub": "system-1", "client_id": "treserva", "jti": "t-1", "iat": NU - 10,
        "nbf": NU - 10, "exp": NU + 300, "scope": "openid finsam", "finsam_roll": "partssystem",
        "finsam_part": "kommun:2280"})
}

/// The same with other claims; null takes one away.
pub fn with(other: Value) -> Value {
    finsam_tests::poster::with(ansprak(), other)
}

/// What a token gets of something that its holder may read.
pub async fn ask(server: &Server, token: &str) -> Rasvar {
    server.raw(Some(token)).get("/deltaganden").await
}
