//! What protects the data, as far as the register and its settings tell.

use finsam_core::regel::Text;
use serde::Serialize;

use crate::kommando::Kommandofel;
use crate::kommando::installningar::Serverval;

/// Something that protects the data.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Atgard {
    pub(super) atgard: Text,
    /// Whether it is done; not known where no file of settings is named.
    pub(super) tillampas: Option<bool>,
    /// How far, where that is a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) varde: Option<u32>,
}

impl Atgard {
    const fn new(sv: &'static str, en: &'static str, tillampas: Option<bool>) -> Self {
        Self { atgard: Text { sv, en }, tillampas, varde: None }
    }

    fn at(self, varde: Option<u32>) -> Self {
        Self { varde, ..self }
    }
}

/// What is always done, and what settings say; without settings they are not known.
pub(super) fn measures(val: Option<&Serverval>, key: bool) -> Result<Vec<Atgard>, Kommandofel> {
    let skydd = val.map(Serverval::skydd).transpose()?;
    let troskel = val.map(Serverval::rojandeskydd);
    let (takt, nu) = (skydd.as_ref().and_then(|skydd| skydd.anrop_per_minut), Some(true));
    let said = |said: fn(&Serverval) -> bool| val.map(said);
    let known = |named: bool| (named || val.is_some()).then_some(named);
    Ok(vec![
        Atgard::new(
            "Identitetsnummer förseglas med AES-256-GCM och hittas genom en nycklad hash; nyckeln finns i en fil skild från \
             databasen och dess säkerhetskopior, och kan bytas",
            "Identity numbers are sealed with AES-256-GCM and found by a keyed hash; the key is in a file apart from the \
             database and its backups, and can be changed",
            known(key),
        ),
        Atgard::new(
            "Roller med åtskilda uppgifter: förbundsroller ser aldrig personer, en part ser bara det egna",
            "Roles with duties kept apart: roles of a förbund never see persons, a part sees only its own",
            nu,
        ),
        Atgard::new(
            "Nycklar till API:et sparas bara som hash, har slutdag och kan återkallas",
            "Keys to the API are kept as hashes alone, have an end and can be withdrawn",
            nu,
        ),
        Atgard::new(
            "Varje läsning och ändring av en post står i en åtkomstlogg som inte kan ändras och hänger ihop genom hashar",
            "Each reading and change of a record stands in an access log that cannot be changed and is chained by hashes",
            nu,
        ),
        Atgard::new(
            "Signerade kontrollpunkter av åtkomstloggen utanför databasen",
            "Signed checkpoints of the access log outside the database",
            said(|val| val.kontrollpunkter.is_some()),
        ),
        Atgard::new(
            "Antal om människor under ett tröskelvärde döljs i statistiken",
            "Counts about people below a threshold are hidden in the statistics",
            troskel.map(|troskel| troskel > 0),
        )
        .at(troskel.filter(|troskel| *troskel > 0)),
        Atgard::new(
            "Servern talar själv TLS 1.2 och 1.3; annars ska en proxy framför den göra det",
            "The server itself speaks TLS 1.2 and 1.3; otherwise a proxy in front of it has to",
            said(|val| val.tls_cert.is_some()),
        ),
        Atgard::new(
            "Token från utfärdare (OAuth 2.0) prövas mot utfärdarens nycklar, och en utfärdare intygar bara det den får",
            "Tokens of issuers (OAuth 2.0) are judged by the issuer's keys, and an issuer vouches only for what it may",
            skydd.as_ref().map(|skydd| !skydd.utfardare.is_empty()),
        ),
        Atgard::new(
            "Gräns för hur många anrop i minuten en nyckel får göra",
            "A limit to how many requests a minute a key may make",
            skydd.as_ref().map(|_| takt.is_some()),
        )
        .at(takt),
        Atgard::new(
            "Bara testnummer tas emot (sandlåda)",
            "Test numbers alone are taken (a sandbox)",
            said(|val| val.sandlada.unwrap_or_default()),
        ),
    ])
}
