//! Tokens that are bound to the certificate of a client (RFC 8705, section 3). It is the proxy in front of the server that has
//! seen the certificate and its key; it hands the certificate over in a header.

use axum::http::HeaderMap;
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// What a certificate is named by: the SHA-256 of its DER form.
pub(super) type Fingeravtryck = [u8; 32];

/// The certificate in a header, as RFC 9440 has it (`:` base64 of DER `:`) or as PEM, percent-encoded (nginx). `None` where
/// there is none, or more than one.
pub(super) fn fingerprint(headers: &HeaderMap, name: &str) -> Option<Fingeravtryck> {
    let mut values = headers.get_all(name).iter();
    let text = values.next()?.to_str().ok()?.trim();
    if values.next().is_some() {
        return None;
    }
    let der = match text.strip_prefix(':').and_then(|text| text.strip_suffix(':')) {
        Some(base64) => BASE64_STANDARD.decode(base64).ok()?,
        None => from_pem(&percent_encoding::percent_decode_str(text).decode_utf8().ok()?)?,
    };
    (!der.is_empty()).then(|| Sha256::digest(der).into())
}

fn from_pem(text: &str) -> Option<Vec<u8>> {
    let body = text.trim().strip_prefix("-----BEGIN CERTIFICATE-----")?.strip_suffix("-----END CERTIFICATE-----")?;
    let base64: String = body.split_whitespace().collect();
    BASE64_STANDARD.decode(base64).ok()
}

/// Whether `x5t#S256` names the certificate.
pub(super) fn names(x5t: &str, certifikat: Option<Fingeravtryck>) -> bool {
    let named = BASE64_URL_SAFE_NO_PAD.decode(x5t).ok();
    named.zip(certifikat).is_some_and(|(named, certifikat)| named == certifikat)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const DER: &[u8] = b"no real certificate: nobody reads it but the proxy";

    fn headers(values: &[&str]) -> HeaderMap {
        let one = |text: &&str| ("client-cert".parse().unwrap(), HeaderValue::from_str(text).unwrap());
        values.iter().map(one).collect()
    }

    #[test]
    fn a_certificate_is_read_in_both_forms() {
        let base64 = BASE64_STANDARD.encode(DER);
        let (first, rest) = base64.split_at(20);
        let pem = format!("-----BEGIN CERTIFICATE-----\n{first}\n{rest}\n-----END CERTIFICATE-----\n");
        let escaped = percent_encoding::utf8_percent_encode(&pem, percent_encoding::NON_ALPHANUMERIC).to_string();
        let wanted: Fingeravtryck = Sha256::digest(DER).into();
        for text in [format!(":{base64}:"), escaped] {
            assert_eq!(fingerprint(&headers(&[&text]), "Client-Cert"), Some(wanted), "{text}");
            assert_eq!(fingerprint(&headers(&[&text, &text]), "client-cert"), None, "two of them");
            assert_eq!(fingerprint(&headers(&[&text]), "other"), None);
        }
        for text in ["", "::", ":%:", &base64, "-----BEGIN CERTIFICATE-----", "%FF"] {
            assert_eq!(fingerprint(&headers(&[text]), "client-cert"), None, "{text}");
        }
        let x5t = BASE64_URL_SAFE_NO_PAD.encode(wanted);
        assert!(
            names(&x5t, Some(wanted)) && !names(&x5t, None) && !names(&x5t, Some([0; 32])) && !names("", Some(wanted))
        );
    }
}
