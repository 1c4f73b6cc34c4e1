//! Access tokens of OAuth 2.0 issuers (RFC 9068): JWTs, signed with RS256 or ES256, judged without asking anybody.
//!
//! Which issuers are believed, and how far, stands in a file ([`Utfardare::read`]). Their keys are fetched and kept here.

mod ansprak;
mod bunden;
mod fel;
mod fil;
mod jwk;
mod jws;
mod nyckelskap;

use std::path::Path;

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use finsam_core::atkomst::Synfalt;
use sha2::{Digest, Sha256};
use uuid::{Builder, Variant, Version};

use ansprak::Ansprak;
use fel::Tokenfel;
use fil::Uppgift;
use jws::Jws;
pub(crate) use jws::is_signed;
use nyckelskap::Nyckelskap;

use crate::fel::Svar;

/// The issuers that are believed.
#[derive(Debug, Default)]
pub struct Utfardare(Vec<En>);

#[derive(Debug)]
struct En {
    uppgift: Uppgift,
    nycklar: Nyckelskap,
}

impl Utfardare {
    /// Those that a file names.
    ///
    /// # Errors
    /// What is wrong with the file, all of it, in Swedish and English.
    pub fn read(path: &Path) -> Result<Self, String> {
        let all = fil::read(path)?.into_iter().map(|uppgift| {
            let nycklar = Nyckelskap::new(&uppgift)?;
            Ok(En { uppgift, nycklar })
        });
        all.collect::<Result<_, String>>().map(Self)
    }

    /// Whether there are any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whose token it is, and what it gives access to. In the headers it came with a proxy may have put the certificate of
    /// its sender.
    ///
    /// # Errors
    /// 401 with the cause, 403 where it was not given for this, 503 where the keys of its issuer cannot be had.
    pub(crate) async fn look_up(
        &self,
        token: &str,
        headers: &HeaderMap,
        now: DateTime<Utc>,
    ) -> Svar<(String, Synfalt)> {
        Ok(self.judge(token, headers, now).await?)
    }

    async fn judge(&self, token: &str, headers: &HeaderMap, now: DateTime<Utc>) -> Result<(String, Synfalt), Tokenfel> {
        let jws = Jws::read(token)?;
        let ansprak = Ansprak::read(&jws.innehall)?;
        let en = self.0.iter().find(|en| en.uppgift.issuer == ansprak.iss).ok_or(Tokenfel::Utfardare)?;
        if !en.nycklar.find(&jws, now).await?.has_signed(&jws) {
            return Err(Tokenfel::Signatur);
        }
        ansprak.hold(&en.uppgift, now)?;
        let huvud = en.uppgift.klientcertifikat_huvud.as_deref();
        ansprak.is_sent_by(huvud.and_then(|name| bunden::fingerprint(headers, name)))?;
        let synfalt = ansprak.synfalt(&en.uppgift)?;
        Ok((en.name_of(ansprak.sub.as_deref().unwrap_or_default()), synfalt))
    }
}

impl En {
    /// What logs call a holder: the same for as long as the issuer calls it the same, and nothing that tells who it is,
    /// since what an issuer calls people may be their identity numbers.
    fn name_of(&self, sub: &str) -> String {
        let digest = Sha256::new().chain_update(&self.uppgift.issuer).chain_update([0]).chain_update(sub).finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        let id = Builder::from_bytes(bytes).with_variant(Variant::RFC4122).with_version(Version::Custom).into_uuid();
        format!("{}:{id}", self.uppgift.namn)
    }
}
