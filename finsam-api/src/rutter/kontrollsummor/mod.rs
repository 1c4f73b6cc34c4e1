//! Checksums: where two systems differ, without sending records.

mod poster;
mod summor;

use std::str::FromStr;

use chrono::NaiveDate;
use finsam_core::identitet::looks_like_identity_number;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::Fragor;

/// The operations on checksums.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(summor::hamta)).routes(routes!(poster::lista))
}

/// The name of a sending system in a query: 1-100 bytes that are no identity number.
struct Kallsystem(String);

impl FromStr for Kallsystem {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let sound = (1..=100).contains(&text.len()) && !looks_like_identity_number(text, NaiveDate::MAX);
        sound.then(|| Self(text.to_owned())).ok_or("not the name of a system")
    }
}

fn kallsystem(fragor: &mut Fragor) -> Option<String> {
    fragor.one("kallsystem", "the name of a sending system, 1-100 bytes").map(|Kallsystem(namn)| namn)
}
