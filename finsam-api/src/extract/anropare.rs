//! Who calls, what it is asking for, and whether the table lets it.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use finsam_core::atkomst::{Hyresgast, Operation, Plats, Synfalt};
use finsam_core::id::{ForbundId, TokenId};
use finsam_core::insats::Insats;
use finsam_core::part::PartKod;
use finsam_core::protokoll::Felkod;
use finsam_store::Aktor;
use finsam_store::rum::Token;
use tokio::time::Instant;

use super::{Anrop, Operationer};
use crate::anvandning::used;
use crate::app::App;
use crate::fel::{ApiError, Svar};
use crate::skydd::too_often;
use crate::token;
use crate::utfardare::is_signed;

/// A caller whose key holds, and whose role may do what it asks for.
#[derive(Debug, Clone)]
pub struct Anropare {
    vem: String,
    synfalt: Synfalt,
    operation: Operation,
    anrop: Anrop,
}

impl Anropare {
    /// Whoever made an import that goes on after a restart.
    pub(crate) const fn again(vem: String, synfalt: Synfalt, anrop: Anrop) -> Self {
        Self { vem, synfalt, operation: Operation::SkapaImport, anrop }
    }

    /// The request itself.
    pub(crate) const fn anrop(&self) -> &Anrop {
        &self.anrop
    }

    /// Its identity, the same for as long as its key is.
    #[must_use]
    pub fn vem(&self) -> &str {
        &self.vem
    }

    /// What the caller reaches, where an issuer says so and no key in the register.
    pub(crate) fn vouched(&self) -> Option<&Synfalt> {
        self.vem.parse::<TokenId>().is_err().then_some(&self.synfalt)
    }

    /// The part that the caller acts for.
    ///
    /// # Errors
    /// 403 when it acts for none.
    pub fn part(&self) -> Svar<PartKod> {
        self.synfalt.part.ok_or_else(ApiError::forbidden)
    }

    /// What the caller reaches.
    #[must_use]
    pub const fn synfalt(&self) -> &Synfalt {
        &self.synfalt
    }

    /// Whether the caller reaches less than everything of its part.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.synfalt.is_narrowed()
    }

    /// Whether the caller may do something else too.
    #[must_use]
    pub const fn may(&self, operation: Operation) -> bool {
        self.synfalt.may(operation)
    }

    /// Whether the caller may do something else, too, to a förbund as a whole.
    #[must_use]
    pub fn may_in(&self, operation: Operation, forbund: ForbundId) -> bool {
        self.synfalt.reaches_forbund(operation, forbund)
    }

    /// Goes on only if the caller may do what it asks for to a förbund as a whole.
    ///
    /// # Errors
    /// 403, or 404 for what it does not see.
    pub fn reach_forbund(&self, id: ForbundId) -> Svar<()> {
        if self.may_in(self.operation, id) { Ok(()) } else { Err(self.outside()) }
    }

    /// Goes on only if the caller may do what it asks for to an insats or what belongs to it.
    ///
    /// # Errors
    /// 403, or 404 for what it does not see.
    pub fn reach(&self, insats: &Insats) -> Svar<()> {
        self.reach_at(place_of(insats))
    }

    /// The same of an insats that is to stand there.
    ///
    /// # Errors
    /// 403, or 404 for what it does not see.
    pub fn reach_at(&self, plats: Plats) -> Svar<()> {
        if self.synfalt.reaches(self.operation, plats) { Ok(()) } else { Err(self.outside()) }
    }

    /// Whether the caller may do what it asks for to an insats or what belongs to it.
    #[must_use]
    pub fn covers_insats(&self, insats: &Insats) -> bool {
        self.synfalt.reaches(self.operation, place_of(insats))
    }

    /// What the caller is told of that which is out of its reach.
    fn outside(&self) -> ApiError {
        if self.operation.shows_others(self.synfalt.roll) { ApiError::forbidden() } else { ApiError::not_found() }
    }

    /// In whose name the caller asks: its part's, or its förbund's.
    ///
    /// # Errors
    /// 403 when it reaches only named insatser.
    pub fn hyresgast(&self) -> Svar<Hyresgast> {
        self.synfalt.hyresgast(self.operation).ok_or_else(ApiError::forbidden)
    }

    /// Who acts, for the access log.
    #[must_use]
    pub fn aktor(&self, app: &App) -> Aktor {
        Aktor {
            vem: self.vem.clone(),
            roll: self.synfalt.roll.code().to_owned(),
            handling: self.anrop.handling.clone(),
            anrop: self.anrop.id.clone(),
            varfor: None,
            varifran: self.anrop.varifran.clone(),
            tid: app.klocka.now(),
        }
    }
}

const fn place_of(insats: &Insats) -> Plats {
    Plats { insats: insats.id, forbund: insats.uppgift.forbund_id }
}

fn unauthorized(challenge: &'static str, sv: &'static str, en: &'static str) -> ApiError {
    ApiError::new(Felkod::Obehorig, sv, en).header(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
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

/// The key in the `Authorization` header, and nowhere else.
fn bearer(parts: &Parts) -> Svar<&str> {
    let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next().ok_or_else(missing)?;
    if values.next().is_some() {
        return Err(invalid());
    }
    let text = value.to_str().map_err(|_| invalid())?;
    let (scheme, key) = text.split_once(' ').ok_or_else(invalid)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(key.trim()) } else { Err(missing()) }
}

/// Whose key it is, and what it gives access to. What the core would not give together gives no access.
async fn look_up(app: &App, key: &str, headers: &HeaderMap) -> Svar<(String, Synfalt)> {
    let utfardare = &app.installning.skydd.utfardare;
    if !utfardare.is_empty() && is_signed(key) {
        return utfardare.look_up(key, headers, app.klocka.now()).await;
    }
    look_up_hash(app, token::hash(key)).await
}

/// The same of a key in the register, by its hash.
pub(crate) async fn look_up_hash(app: &App, hash: [u8; 32]) -> Svar<(String, Synfalt)> {
    let token = find(app, hash).await?.ok_or_else(invalid)?;
    let holds = token.giltig_till.is_none_or(|till| till > app.klocka.now());
    let (vem, synfalt) = (token.id.to_string(), token.synfalt());
    if !holds || !synfalt.faults().is_empty() {
        return Err(invalid());
    }
    used(app, token.id);
    Ok((vem, synfalt))
}

/// The key with this hash, as it was found a moment ago or as the register has it.
async fn find(app: &App, hash: [u8; 32]) -> Svar<Option<Token>> {
    let asked = Instant::now();
    if let Some(token) = app.tokenminne.get(&hash, asked) {
        return Ok(Some(token));
    }
    let token = app.store.ask().await?.tokens().find(&hash).await?;
    if let Some(token) = &token {
        app.tokenminne.put(hash, asked, token);
    }
    Ok(token)
}

impl FromRequestParts<App> for Anropare {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let (vem, synfalt) = look_up(app, bearer(parts)?, &parts.headers).await?;
        app.takt.take(&vem, Instant::now()).map_err(too_often)?;
        let Ok(anrop) = Anrop::from_request_parts(parts, app).await;
        let operation = parts.extensions.get::<Arc<Operationer>>().and_then(|all| all.find(&anrop.handling));
        let operation = operation.filter(|operation| synfalt.may(*operation)).ok_or_else(ApiError::forbidden)?;
        Ok(Self { vem, synfalt, operation, anrop })
    }
}
