//! The client and how it is set up.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use crate::rum::{
    Andringsrum, Antalsrum, Bakgrundsrum, Deltaganderum, Forbundsrum, Importrum, Insatsrum, Kontrollsumrum, Loggrum,
    Omrum, Personrum, Rapportrum, Strukturrum, Tilldelningsrum, Webhookrum,
};
use crate::{Fel, Retry, Token};

/// A client of one server. Cheap to clone; clones share connections.
///
/// ```no_run
/// # async fn example() -> Result<(), finsam_client::Fel> {
/// use finsam_client::{Client, Token};
///
/// let token = Token::new("finsam_…")?;
/// let client = Client::new("https://finsam.example.org", Some(token))?;
/// println!("{}", client.om().api_info().await?.api_version);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) root: Arc<Url>,
    pub(crate) retry: Arc<Retry>,
    /// How long the server may be silent.
    pub(crate) silence: Duration,
}

impl Client {
    /// A client with the usual settings; `address` is where the server is, as `https://finsam.example.org`.
    ///
    /// # Errors
    /// See [`ClientBuilder::build`].
    pub fn new(address: &str, token: impl Into<Option<Token>>) -> Result<Self, Fel> {
        Self::builder(address).token(token).build()
    }

    /// A client to set up.
    #[must_use]
    pub fn builder(address: &str) -> ClientBuilder {
        ClientBuilder {
            address: address.to_owned(),
            token: None,
            english: false,
            direct: false,
            retry: Retry::default(),
            silence: Duration::from_secs(300),
        }
    }

    /// What the API says of itself, open without a token.
    #[must_use]
    pub const fn om(&self) -> Omrum<'_> {
        Omrum { client: self }
    }

    /// Samordningsförbund.
    #[must_use]
    pub const fn forbund(&self) -> Forbundsrum<'_> {
        Forbundsrum { client: self }
    }

    /// Insatser.
    #[must_use]
    pub const fn insatser(&self) -> Insatsrum<'_> {
        Insatsrum { client: self }
    }

    /// Counts of insatser.
    #[must_use]
    pub const fn antal(&self) -> Antalsrum<'_> {
        Antalsrum { client: self }
    }

    /// People reached by structural insatser.
    #[must_use]
    pub const fn strukturdeltagande(&self) -> Strukturrum<'_> {
        Strukturrum { client: self }
    }

    /// The access log.
    #[must_use]
    pub const fn atkomstlogg(&self) -> Loggrum<'_> {
        Loggrum { client: self }
    }

    /// Participations.
    #[must_use]
    pub const fn deltaganden(&self) -> Deltaganderum<'_> {
        Deltaganderum { client: self }
    }

    /// Persons.
    #[must_use]
    pub const fn personer(&self) -> Personrum<'_> {
        Personrum { client: self }
    }

    /// Checksums of participations.
    #[must_use]
    pub const fn kontrollsummor(&self) -> Kontrollsumrum<'_> {
        Kontrollsumrum { client: self }
    }

    /// Imports of participations.
    #[must_use]
    pub const fn importer(&self) -> Importrum<'_> {
        Importrum { client: self }
    }

    /// Statistics.
    #[must_use]
    pub const fn rapporter(&self) -> Rapportrum<'_> {
        Rapportrum { client: self, dataversion: None }
    }

    /// Allocations of the state's money.
    #[must_use]
    pub const fn tilldelningar(&self) -> Tilldelningsrum<'_> {
        Tilldelningsrum { client: self }
    }

    /// Background figures of kommuner.
    #[must_use]
    pub const fn bakgrundstal(&self) -> Bakgrundsrum<'_> {
        Bakgrundsrum { client: self }
    }

    /// The change feed.
    #[must_use]
    pub const fn andringar(&self) -> Andringsrum<'_> {
        Andringsrum { client: self }
    }

    /// Webhooks.
    #[must_use]
    pub const fn webhookar(&self) -> Webhookrum<'_> {
        Webhookrum { client: self }
    }
}

/// How a client is to be set up.
#[derive(Debug, Clone)]
pub struct ClientBuilder {
    address: String,
    token: Option<Token>,
    english: bool,
    direct: bool,
    retry: Retry,
    silence: Duration,
}

impl ClientBuilder {
    /// The token to call with; without one only what is open can be asked.
    #[must_use]
    pub fn token(mut self, token: impl Into<Option<Token>>) -> Self {
        self.token = token.into();
        self
    }

    /// Asks for the words of problems in English; they are Swedish otherwise.
    #[must_use]
    pub const fn english(mut self) -> Self {
        self.english = true;
        self
    }

    /// Goes straight to the server even where the environment names a proxy.
    #[must_use]
    pub const fn direct(mut self) -> Self {
        self.direct = true;
        self
    }

    /// When requests are sent again.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// How long the server may be silent before a request is given up; 300 s unless changed.
    #[must_use]
    pub const fn silence(mut self, silence: Duration) -> Self {
        self.silence = silence;
        self
    }

    /// The client.
    ///
    /// # Errors
    /// [`Fel::Bruk`] when the address is not of the kind `https://host[:port][/folder]` (`http` will do too), and
    /// [`Fel::Tls`] when the machine has no certificates to trust.
    pub fn build(self) -> Result<Client, Fel> {
        let root = root(&self.address)?;
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(if self.english { "en" } else { "sv" }));
        if let Some(token) = &self.token {
            headers.insert(AUTHORIZATION, token.header()?);
        }
        let mut http = reqwest::Client::builder()
            .user_agent(concat!("finsam-client/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            // The API never redirects; a token must not follow to another place.
            .redirect(Policy::none())
            // Sending again is decided here, in one place.
            .retry(reqwest::retry::never())
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(self.silence)
            .tls_backend_preconfigured(tls(root.scheme() == "https")?);
        if self.direct {
            http = http.no_proxy();
        }
        let http = http.build().map_err(Fel::transport)?;
        Ok(Client { http, root: Arc::new(root), retry: Arc::new(self.retry), silence: self.silence })
    }
}

/// Where the API stands on the server.
fn root(address: &str) -> Result<Url, Fel> {
    const KIND: Fel = Fel::Bruk("the address of a server looks like https://finsam.example.org");
    let mut url = Url::parse(address.trim()).map_err(|_| KIND)?;
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if !matches!(url.scheme(), "http" | "https") || !plain || url.password().is_some() {
        return Err(KIND);
    }
    let mut segments = url.path_segments_mut().map_err(|()| KIND)?;
    segments.pop_if_empty().extend(["finsam", "v1"]);
    drop(segments);
    Ok(url)
}

/// TLS by rustls with ring, set up here so that nothing of the whole process is touched. Certificates are judged as
/// the machine does; without `https` none are asked for, so that a machine that has none can still use plain HTTP.
fn tls(https: bool) -> Result<ClientConfig, Fel> {
    fn fault(error: impl Error + Send + Sync + 'static) -> Fel {
        Fel::Tls(Box::new(error))
    }
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider));
    let builder = builder.with_safe_default_protocol_versions().map_err(fault)?;
    if !https {
        return Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth());
    }
    let verifier = Arc::new(Verifier::new(provider).map_err(fault)?);
    Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}
