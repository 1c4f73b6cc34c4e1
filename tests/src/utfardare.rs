//! An issuer of access tokens: it signs what it is told to, well or badly, and shows its public keys over HTTP.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents,
};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};

/// What the issuer calls itself.
pub const ISSUER: &str = "https://idp.test.example.org";
/// What it calls the server.
pub const AUDIENCE: &str = "https://finsam.test.example.org";

/// A key of the issuer.
#[derive(Debug)]
pub struct Testnyckel {
    /// What it is called.
    pub kid: &'static str,
    slag: Slag,
}

#[derive(Debug)]
enum Slag {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
}

/// Bytes as tokens have them.
#[must_use]
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Testnyckel {
    /// One of the RSA keys of `tests/data`, which were made for this and hold nowhere else.
    ///
    /// # Panics
    /// When the file is not there.
    #[must_use]
    pub fn rsa(kid: &'static str, file: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data").join(file);
        let key = PrivatePkcs8KeyDer::from_pem_file(path).unwrap();
        Self { kid, slag: Slag::Rsa(RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).unwrap()) }
    }

    /// A new key on P-256.
    ///
    /// # Panics
    /// When the machine gives no randomness.
    #[must_use]
    pub fn p256(kid: &'static str) -> Self {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random).unwrap();
        Self { kid, slag: Slag::P256(key) }
    }

    /// The algorithm that it signs by.
    #[must_use]
    pub const fn alg(&self) -> &'static str {
        match self.slag {
            Slag::Rsa(_) => "RS256",
            Slag::P256(_) => "ES256",
        }
    }

    /// Its public half.
    #[must_use]
    pub fn jwk(&self) -> Value {
        match &self.slag {
            Slag::Rsa(key) => {
                let public = RsaPublicKeyComponents::<Vec<u8>>::from(key.public());
                json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid, "n": encode(public.n),
                    "e": encode(public.e)})
            }
            Slag::P256(key) => {
                let (x, y) = key.public_key().as_ref()[1..].split_at(32);
                json!({"kty": "EC", "crv": "P-256", "use": "sig", "kid": self.kid, "x": encode(x), "y": encode(y)})
            }
        }
    }

    /// The public half as bytes, as one would take it for a shared secret.
    #[must_use]
    pub fn public(&self) -> Vec<u8> {
        match &self.slag {
            Slag::Rsa(key) => key.public().as_ref().to_vec(),
            Slag::P256(key) => key.public_key().as_ref().to_vec(),
        }
    }

    /// A token with these claims.
    #[must_use]
    pub fn token(&self, ansprak: &Value) -> String {
        self.sign(&json!({"alg": self.alg(), "typ": "at+jwt", "kid": self.kid}), ansprak)
    }

    /// A token with this header and these claims, signed by this key whatever the header says.
    ///
    /// # Panics
    /// When it cannot sign.
    #[must_use]
    pub fn sign(&self, huvud: &Value, ansprak: &Value) -> String {
        let signed = format!("{}.{}", encode(huvud.to_string()), encode(ansprak.to_string()));
        let random = SystemRandom::new();
        let signature = match &self.slag {
            Slag::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).unwrap();
                signature
            }
            Slag::P256(key) => key.sign(&random, signed.as_bytes()).unwrap().as_ref().to_vec(),
        };
        format!("{signed}.{}", encode(signature))
    }
}

/// What the issuer shows.
#[derive(Debug, Default)]
struct Visat {
    nycklar: Mutex<Vec<Value>>,
    hamtningar: AtomicUsize,
    stangd: std::sync::atomic::AtomicBool,
}

/// An issuer that shows its keys.
#[derive(Debug)]
pub struct Testutfardare {
    addr: SocketAddr,
    visat: Arc<Visat>,
}

impl Testutfardare {
    /// Starts showing keys.
    ///
    /// # Panics
    /// When it cannot listen.
    pub async fn start(nycklar: &[&Testnyckel]) -> Self {
        let visat = Arc::new(Visat::default());
        let shown = Arc::clone(&visat);
        let keys = move || {
            let shown = Arc::clone(&shown);
            async move {
                shown.hamtningar.fetch_add(1, Ordering::SeqCst);
                if shown.stangd.load(Ordering::SeqCst) {
                    return StatusCode::SERVICE_UNAVAILABLE.into_response();
                }
                axum::Json(json!({"keys": *shown.nycklar.lock().unwrap()})).into_response()
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, Router::new().route("/jwks", get(keys))).await });
        let utfardare = Self { addr, visat };
        utfardare.show(nycklar);
        utfardare
    }

    /// Shows these keys and no others.
    ///
    /// # Panics
    /// Never, as long as no test has panicked while it showed keys.
    pub fn show(&self, nycklar: &[&Testnyckel]) {
        // What other keys an issuer has is passed over.
        let others = [json!({"kty": "oct", "k": "aGVtbGlndA", "kid": "delad"}), json!({"kty": "OKP"}), json!(5)];
        self.show_others(&nycklar.iter().map(|nyckel| nyckel.jwk()).chain(others).collect::<Vec<_>>());
    }

    /// Shows these, whatever they are.
    ///
    /// # Panics
    /// Never, as long as no test has panicked while it showed keys.
    pub fn show_others(&self, nycklar: &[Value]) {
        *self.visat.nycklar.lock().unwrap() = nycklar.to_vec();
    }

    /// Answers nothing more, or answers again.
    pub fn close(&self, stangd: bool) {
        self.visat.stangd.store(stangd, Ordering::SeqCst);
    }

    /// How many times its keys have been asked for.
    #[must_use]
    pub fn fetched(&self) -> usize {
        self.visat.hamtningar.load(Ordering::SeqCst)
    }

    /// A file that names it as one that may vouch for kommun:2280, for a förbund and for all roles, over HTTP.
    ///
    /// # Panics
    /// When it cannot be written.
    #[must_use]
    pub fn file(&self, folder: &Path, forbund: &str) -> PathBuf {
        written(folder, &format!("jwks_url = \"http://{}/jwks\"", self.addr), forbund)
    }
}

/// A file that names the issuer, with its keys there.
///
/// # Panics
/// When it cannot be written.
#[must_use]
pub fn written(folder: &Path, jwks: &str, forbund: &str) -> PathBuf {
    let file = folder.join("utfardare.toml");
    let text = format!(
        "[[utfardare]]\nnamn = \"test\"\nissuer = \"{ISSUER}\"\naudience = \"{AUDIENCE}\"\n{jwks}\n\
         [utfardare.roller]\n\"Handläggare\" = \"deltagaransvarig\"\n\
         [utfardare.tillat]\nparter = [\"kommun:2280\"]\nforbund = [\"{forbund}\"]\n\
         roller = [\"forbundsadministrator\", \"insatsansvarig\", \"deltagaransvarig\", \"partssystem\", \"nationell\"]\n"
    );
    std::fs::write(&file, text).unwrap();
    file
}
