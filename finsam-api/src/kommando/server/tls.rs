//! TLS of the server itself, by rustls with ring: its certificate, read anew when the process is asked to.

use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use crate::kommando::Kommandofel;

/// The files of a certificate and its private key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tlsfiler {
    /// The certificate and its chain, PEM.
    pub cert: PathBuf,
    /// The private key, PEM.
    pub nyckel: PathBuf,
}

/// A certificate and its key, with the files that they came from.
#[derive(Clone)]
pub struct Tls {
    filer: Tlsfiler,
    acceptor: Arc<RwLock<TlsAcceptor>>,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls").field("filer", &self.filer).finish_non_exhaustive()
    }
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// When one cannot be read, or they do not belong together.
    pub(in crate::kommando) fn read(filer: Tlsfiler) -> Result<Self, Kommandofel> {
        let acceptor = Arc::new(RwLock::new(filer.acceptor()?));
        Ok(Self { filer, acceptor })
    }

    /// With what the next connection is made secure.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Reads the files anew. Where that fails, what was read before stays.
    fn reload(&self) {
        match self.filer.acceptor() {
            Ok(next) => {
                *self.acceptor.write().unwrap_or_else(std::sync::PoisonError::into_inner) = next;
                tracing::info!("the certificate was read anew");
            }
            Err(cause) => tracing::error!(%cause, "the certificate could not be read anew; the former stays"),
        }
    }

    /// Reads the files anew each time the process gets `SIGHUP`. Connections that stand keep what they began with.
    ///
    /// # Errors
    /// When the machine does not let it listen.
    #[cfg(unix)]
    pub(super) fn follow(self) -> Result<(), Kommandofel> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut asked = signal(SignalKind::hangup()).map_err(|error| Kommandofel::reach("signal", error))?;
        tokio::spawn(async move {
            while asked.recv().await.is_some() {
                self.reload();
            }
        });
        Ok(())
    }

    /// There is no such signal: a new certificate needs a restart.
    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "fails elsewhere")]
    pub(super) fn follow(self) -> Result<(), Kommandofel> {
        Ok(())
    }
}

impl Tlsfiler {
    fn acceptor(&self) -> Result<TlsAcceptor, Kommandofel> {
        let chain = chain(&self.cert)?;
        let key = PrivateKeyDer::from_pem_file(&self.nyckel).map_err(|error| unusable(&self.nyckel, error))?;
        let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder =
            builder.with_safe_default_protocol_versions().map_err(|error| Kommandofel::reach("TLS", error))?;
        let config = builder.with_no_client_auth().with_single_cert(chain, key);
        let mut config = config.map_err(|error| unusable(&self.cert, error))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

fn chain(file: &Path) -> Result<Vec<CertificateDer<'static>>, Kommandofel> {
    let all = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let all = all.map_err(|error| unusable(file, error))?;
    if all.is_empty() { Err(unusable(file, "inget certifikat i filen / no certificate in the file")) } else { Ok(all) }
}

fn unusable(file: &Path, why: impl std::fmt::Display) -> Kommandofel {
    Kommandofel::reach(&file.display().to_string(), why)
}
