//! Every error of the API: a stable code, a status, a title and a text in two languages, and what the rules found.
//!
//! What a caller is told and what the log is told are two things: its text and [`ApiError::cause`].

use std::borrow::Cow;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use finsam_core::protokoll::{Felkod, Import, Problem};
use finsam_core::regel::Avvikelse;
use finsam_store::StoreError;

use crate::las::Lasfel;
use crate::sprak::Sprak;

/// Words for the caller in two languages.
#[derive(Debug, Clone)]
struct Ord {
    sv: Cow<'static, str>,
    en: Cow<'static, str>,
}

/// An error on its way to the caller.
#[derive(Debug, Clone)]
pub struct ApiError(Box<Inre>);

#[derive(Debug, Clone)]
struct Inre {
    kod: Felkod,
    detail: Ord,
    avvikelser: Vec<Avvikelse>,
    import: Option<Box<Import>>,
    markor: Option<String>,
    headers: Vec<(HeaderName, HeaderValue)>,
    cause: Option<String>,
}

/// What every handler gives: an answer, or an error that the outermost layer puts into words.
pub type Svar<T> = Result<T, ApiError>;

impl ApiError {
    /// An error with words of its own.
    #[must_use]
    pub fn new(kod: Felkod, sv: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        let detail = Ord { sv: sv.into(), en: en.into() };
        let (avvikelser, headers) = (Vec::new(), Vec::new());
        Self(Box::new(Inre { kod, detail, avvikelser, import: None, markor: None, headers, cause: None }))
    }

    /// What is asked for is not there, or not the caller's to see.
    #[must_use]
    pub fn not_found() -> Self {
        let sv = "Det finns inget här, eller inget som du får se. Kontrollera adressen.";
        Self::new(Felkod::Saknas, sv, "There is nothing here, or nothing that you may see. Check the address.")
    }

    /// The role may see it but not do it.
    #[must_use]
    pub fn forbidden() -> Self {
        let sv = "Din roll får inte göra detta. Använd en nyckel med rätt roll.";
        Self::new(Felkod::Forbjudet, sv, "Your role may not do this. Use a key with the right role.")
    }

    /// The request is malformed.
    #[must_use]
    pub fn format(avvikelser: Vec<Avvikelse>) -> Self {
        let sv = "Anropet har formatfel. Varje fel står i avvikelser med plats och vad som väntades.";
        let en = "The request is malformed. Every fault stands in avvikelser with its place and what was expected.";
        Self::new(Felkod::Format, sv, en).with(avvikelser)
    }

    /// A body that cannot be read: malformed, or, when only codes and numbers in it are wrong, against the rules.
    #[must_use]
    pub fn unreadable(avvikelser: Vec<Avvikelse>) -> Self {
        if avvikelser.iter().any(|avvikelse| avvikelse.kod.starts_with("FMT")) {
            Self::format(avvikelser)
        } else {
            Self::rules(avvikelser)
        }
    }

    /// Rules refuse the write.
    #[must_use]
    pub fn rules(avvikelser: Vec<Avvikelse>) -> Self {
        let sv = "Ingenting sparades. Varje regel som bröts står i avvikelser med plats och vad som väntades.";
        let en = "Nothing was saved. Every rule that was broken stands in avvikelser with its place.";
        Self::new(Felkod::Regler, sv, en).with(avvikelser)
    }

    /// The record is not at the version that the caller read.
    #[must_use]
    pub fn stale() -> Self {
        let sv =
            "Posten är inte i den version som If-Match eller If-None-Match anger. Läs den igen och försök på nytt.";
        let en = "The record is not at the version that If-Match or If-None-Match names. Read it again and retry.";
        Self::new(Felkod::VillkorBrutet, sv, en)
    }

    /// A version must be named.
    #[must_use]
    pub fn condition_required() -> Self {
        let sv = "Posten finns redan. Ange dess version i If-Match, som den gavs i ETag.";
        Self::new(Felkod::VillkorKravs, sv, "The record exists. Name its version in If-Match, as ETag gave it.")
    }

    /// Something failed inside; the log says what, the caller gets an id.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        let sv = "Felet är loggat. Uppge instance om du hör av dig.";
        Self::new(Felkod::Internt, sv, "The error is logged. Quote instance if you get in touch.")
            .because(cause.to_string())
    }

    /// An import of which nothing was carried out, with what became of its rows.
    #[must_use]
    pub fn refused_import(import: Import) -> Self {
        let sv = "Ingenting skrevs. Varje avvisad rad står i import.rader med sina avvikelser.";
        let en = "Nothing was written. Every refused row stands in import.rader with its findings.";
        let mut error = Self::new(Felkod::Regler, sv, en);
        error.0.import = Some(Box::new(import));
        error
    }

    /// The same error with other words.
    #[must_use]
    pub fn saying(mut self, sv: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = Ord { sv: sv.into(), en: en.into() };
        self
    }

    /// The same error with another code and other words.
    #[must_use]
    pub fn as_kod(mut self, kod: Felkod, sv: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        self.0.kod = kod;
        self.saying(sv, en)
    }

    /// The same error with what the log is told.
    fn because(mut self, cause: String) -> Self {
        self.0.cause = Some(cause);
        self
    }

    /// The same error with findings.
    #[must_use]
    pub fn with(mut self, avvikelser: Vec<Avvikelse>) -> Self {
        self.0.avvikelser = avvikelser;
        self
    }

    /// The same error with the place from which the change feed can be gone on from.
    #[must_use]
    pub fn going_on_from(mut self, markor: String) -> Self {
        self.0.markor = Some(markor);
        self
    }

    /// The same error with a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// Its code.
    #[must_use]
    pub fn kod(&self) -> Felkod {
        self.0.kod
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.kod.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// For the log alone.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// What the rules found.
    #[must_use]
    pub fn avvikelser(&self) -> &[Avvikelse] {
        &self.0.avvikelser
    }

    /// The problem as the caller reads it.
    #[must_use]
    pub fn problem(&self, sprak: Sprak, instance: &str) -> Problem {
        Problem {
            typ: format!("urn:finsam:fel:{}", self.0.kod.code().to_lowercase().replace('_', "-")),
            title: sprak.of(self.0.kod.text()).to_owned(),
            status: self.0.kod.status(),
            detail: match sprak {
                Sprak::Svenska => self.0.detail.sv.to_string(),
                Sprak::Engelska => self.0.detail.en.to_string(),
            },
            instance: instance.to_owned(),
            kod: self.0.kod.code().to_owned(),
            avvikelser: self.0.avvikelser.clone(),
            import: self.0.import.clone(),
            markor: self.0.markor.clone(),
        }
    }

    /// The answer in the language asked for.
    #[must_use]
    pub fn into_problem_response(self, sprak: Sprak, instance: &str) -> Response {
        let body = serde_json::to_vec(&self.problem(sprak, instance)).unwrap_or_default();
        let mut response = (self.status(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(sprak.tag()));
        headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
        headers.extend(self.0.headers);
        response
    }
}

/// The error rides in the response until the outermost layer knows the language and the id of the request.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        crate::matvarden::database_error(&error);
        match error {
            StoreError::NoKey => Self::new(
                Felkod::NyckelSaknas,
                "Servern har ingen krypteringsnyckel och kan inte spara identitetsnummer. Starta den med --nyckel.",
                "The server has no encryption key and cannot keep identity numbers. Start it with --nyckel.",
            ),
            StoreError::UnknownKey(nyckel) => Self::new(
                Felkod::NyckelSaknas,
                format!(
                    "Uppgiften är förseglad med nyckel {nyckel}, som servern inte har fått än. Ge den nyckelfilen som har den."
                ),
                format!(
                    "The record is sealed with key {nyckel}, which the server has not been given yet. Give it the key file that has it."
                ),
            ),
            StoreError::RemovedKey => Self::new(
                Felkod::NyckelSaknas,
                "Servern förseglar med en nyckel som är borttagen ur registret. Ge den den nyckelfil som gäller.",
                "The server seals with a key that has been taken away from the register. Give it the key file that holds.",
            ),
            StoreError::Unavailable(cause) => Self::new(
                Felkod::Otillganglig,
                "Databasen svarar inte just nu. Försök igen om en stund.",
                "The database does not answer right now. Try again in a while.",
            )
            .header(header::RETRY_AFTER, HeaderValue::from_static("5"))
            .because(cause),
            other => Self::internal(other),
        }
    }
}

/// A body that cannot be split into records.
impl From<Lasfel> for ApiError {
    fn from(fel: Lasfel) -> Self {
        match fel {
            Lasfel::Innehall(found) => Self::format(found),
            Lasfel::Io(error) => Self::internal(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_internal_reaches_the_caller() {
        let error = ApiError::internal("secret table deltagande");
        let problem = format!("{:?}", error.problem(Sprak::Engelska, "urn:uuid:1"));
        assert!(!problem.contains("secret") && error.cause() == Some("secret table deltagande"));
    }
}
