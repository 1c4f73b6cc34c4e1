//! `finsam openapi`.

use clap::Args;

use super::{Utfall, visa};
use crate::openapi;

/// Skriv OpenAPI-dokumentet / Write the OpenAPI document
#[derive(Debug, Args)]
pub struct Openapi {}

impl Openapi {
    #[expect(clippy::unused_self, reason = "every command runs the same way")]
    pub(super) fn run(self) -> Utfall {
        visa::bytes(openapi::to_text(&openapi::document()).as_bytes())
    }
}
