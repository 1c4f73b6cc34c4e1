//! The request itself: its id and its operation, for the logs.

use std::convert::Infallible;
use std::net::IpAddr;

use axum::extract::{FromRequestParts, MatchedPath};
use axum::http::Method;
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};

/// A request: its id and the route it takes, never its path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anrop {
    /// The id of the request, which the caller gets as `instance` when something goes wrong.
    pub id: String,
    /// Method and route: `PUT /finsam/v1/deltaganden/{kallsystem}/{nyckel}`.
    pub handling: String,
    /// The address of whoever is connected.
    #[serde(default)]
    pub varifran: Option<String>,
}

/// The id that the outermost layer gave the request.
#[derive(Debug, Clone)]
pub(crate) struct Anropsid(pub(crate) String);

/// The address of the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Varifran(pub(crate) IpAddr);

/// The operation of a request, free of every value in its path.
pub(crate) fn operation(method: &Method, route: Option<&MatchedPath>) -> String {
    format!("{method} {}", route.map_or("-", MatchedPath::as_str))
}

impl<S: Sync> FromRequestParts<S> for Anrop {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let id = parts.extensions.get::<Anropsid>().map(|id| id.0.clone()).unwrap_or_default();
        let varifran = parts.extensions.get::<Varifran>().map(|Varifran(address)| address.to_string());
        Ok(Self { id, handling: operation(&parts.method, parts.extensions.get::<MatchedPath>()), varifran })
    }
}
