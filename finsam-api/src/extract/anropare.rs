//! Who calls: the bearer token, looked up by its hash.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use finsam_core::atkomst::{Handling, Hyresgast, Roll, Synfalt};
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::insats::Insats;
use finsam_core::part::PartKod;
use finsam_store::Aktor;
use finsam_store::rum::Token;

use super::Anrop;
use crate::app::App;
use crate::fel::{ApiError, Svar};
use crate::token;
use finsam_core::protokoll::Felkod;

/// A caller whose token holds.
#[derive(Debug, Clone)]
pub struct Anropare {
    token: Token,
    anrop: Anrop,
}

impl Anropare {
    /// Whoever made a request that goes on after a restart.
    pub(crate) const fn again(token: Token, anrop: Anrop) -> Self {
        Self { token, anrop }
    }

    /// The request itself.
    pub(crate) const fn anrop(&self) -> &Anrop {
        &self.anrop
    }

    /// Goes on only if the caller's role may do this.
    ///
    /// # Errors
    /// 403 when it may not.
    pub fn require(&self, handling: Handling) -> Svar<()> {
        if self.token.roll.may(handling) { Ok(()) } else { Err(ApiError::forbidden()) }
    }

    /// The part that the caller acts for.
    ///
    /// # Errors
    /// 403 when it acts for none.
    pub fn part(&self) -> Svar<PartKod> {
        self.token.part.ok_or_else(ApiError::forbidden)
    }

    /// Whether the token reaches less than everything of its part.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.token.forbund.is_some() || !self.token.insatser.is_empty()
    }

    /// Whether a förbund is within what the token is narrowed to.
    #[must_use]
    pub fn covers_forbund(&self, id: ForbundId) -> bool {
        self.token.forbund.is_none_or(|own| own == id)
    }

    /// Whether an insats is within what the token is narrowed to.
    #[must_use]
    pub fn covers_insats(&self, insats: &Insats) -> bool {
        self.covers_forbund(insats.uppgift.forbund_id) && self.covers_insats_id(insats.id)
    }

    /// Whether an insats is among those that the token is narrowed to.
    #[must_use]
    pub fn covers_insats_id(&self, id: InsatsId) -> bool {
        self.token.insatser.is_empty() || self.token.insatser.contains(&id)
    }

    /// Whether the caller may register a new insats in a förbund: one narrowed to named insatser may not.
    #[must_use]
    pub fn may_add_insats(&self, forbund: ForbundId) -> bool {
        self.token.roll != Roll::Insatsansvarig && self.token.insatser.is_empty() && self.covers_forbund(forbund)
    }

    /// How much of the change feed the caller sees.
    #[must_use]
    pub fn synfalt(&self) -> Synfalt {
        let Token { roll, part, forbund, insatser, .. } = &self.token;
        Synfalt { roll: *roll, part: *part, forbund: *forbund, insatser: insatser.clone() }
    }

    /// In whose name the caller sets up webhooks: its part's, or its förbund's.
    ///
    /// # Errors
    /// 403 when it may not: for want of the role, or because it reaches only named insatser.
    pub fn hyresgast(&self) -> Svar<Hyresgast> {
        self.require(Handling::HanteraWebhookar)?;
        let own = if self.token.roll.acts_for_part() {
            self.token.part.map(Hyresgast::Part)
        } else {
            self.token.forbund.map(Hyresgast::Forbund)
        };
        own.filter(|_| self.token.insatser.is_empty()).ok_or_else(ApiError::forbidden)
    }

    /// What the token gives access to.
    #[must_use]
    pub const fn token(&self) -> &Token {
        &self.token
    }

    /// Who acts, for the access log.
    #[must_use]
    pub fn aktor(&self, app: &App) -> Aktor {
        Aktor {
            vem: self.token.id.to_string(),
            roll: self.token.roll.code().to_owned(),
            handling: self.anrop.handling.clone(),
            anrop: self.anrop.id.clone(),
            tid: app.klocka.now(),
        }
    }
}

fn unauthorized(challenge: &'static str, sv: &'static str, en: &'static str) -> ApiError {
    ApiError::new(Felkod::Obehorig, sv, en).header(header::WWW_AUTHENTICATE, challenge)
}

fn missing() -> ApiError {
    unauthorized(
        "Bearer realm=\"finsam\"",
        "Skicka en nyckel i sidhuvudet Authorization: Bearer …",
        "Send a key in the header Authorization: Bearer …",
    )
}

fn invalid() -> ApiError {
    unauthorized(
        "Bearer realm=\"finsam\", error=\"invalid_token\"",
        "Nyckeln är okänd eller har gått ut. Be den som delar ut nycklar om en ny.",
        "The key is unknown or has expired. Ask whoever gives out keys for a new one.",
    )
}

impl FromRequestParts<App> for Anropare {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
        let value = values.next().ok_or_else(missing)?;
        if values.next().is_some() {
            return Err(invalid());
        }
        let text = value.to_str().map_err(|_| invalid())?;
        let (scheme, key) = text.split_once(' ').ok_or_else(invalid)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(missing());
        }
        let token = app.store.ask().await?.tokens().find(&token::hash(key.trim())).await?.ok_or_else(invalid)?;
        if token.giltig_till.is_some_and(|till| till <= app.klocka.now()) {
            return Err(invalid());
        }
        let Ok(anrop) = Anrop::from_request_parts(parts, app).await;
        Ok(Self { token, anrop })
    }
}
