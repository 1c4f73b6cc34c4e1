//! TLS to the server, by rustls.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::Socket;
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};

use crate::StoreError;

/// Makes connections secure.
#[derive(Clone)]
pub(super) struct Tls(Option<Arc<ClientConfig>>);

impl Tls {
    /// Nothing is made where it is not asked for.
    pub(super) fn new(mode: SslMode, ca: Option<&Path>) -> Result<Self, StoreError> {
        if mode == SslMode::Disable {
            return Ok(Self(None));
        }
        let refused = |fel: rustls::Error| StoreError::Unavailable(format!("TLS: {fel}"));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let builder = builder.map_err(refused)?;
        let builder = match ca {
            None => builder.with_platform_verifier().map_err(refused)?,
            Some(file) => builder.with_root_certificates(roots(file)?),
        };
        Ok(Self(Some(Arc::new(builder.with_no_client_auth()))))
    }
}

fn roots(file: &Path) -> Result<RootCertStore, StoreError> {
    let unreadable = |fel: String| StoreError::Unavailable(format!("{}: {fel}", file.display()));
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|fel| unreadable(fel.to_string()))? {
        let certificate = certificate.map_err(|fel| unreadable(fel.to_string()))?;
        store.add(certificate).map_err(|fel| unreadable(fel.to_string()))?;
    }
    if store.is_empty() { Err(unreadable("no certificate in it".to_owned())) } else { Ok(store) }
}

/// A secure connection to one server.
pub(super) struct Handslag {
    /// None where TLS is not asked for; the driver asks for this all the same.
    config: Option<Arc<ClientConfig>>,
    server: String,
}

/// A secured stream.
pub(super) struct Strom(tokio_rustls::client::TlsStream<Socket>);

impl MakeTlsConnect<Socket> for Tls {
    type Stream = Strom;
    type TlsConnect = Handslag;
    type Error = io::Error;

    fn make_tls_connect(&mut self, domain: &str) -> Result<Handslag, io::Error> {
        Ok(Handslag { config: self.0.clone(), server: domain.to_owned() })
    }
}

impl TlsConnect<Socket> for Handslag {
    type Stream = Strom;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Strom, io::Error>> + Send>>;

    fn connect(self, stream: Socket) -> Self::Future {
        Box::pin(async move {
            let config = self.config.ok_or_else(|| io::Error::other("TLS was not asked for"))?;
            let server = ServerName::try_from(self.server).map_err(io::Error::other)?;
            tokio_rustls::TlsConnector::from(config).connect(server, stream).await.map(Strom)
        })
    }
}

impl TlsStream for Strom {
    /// A password goes only to a server whose certificate holds; it is not bound to the channel beyond that.
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Strom {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for Strom {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
