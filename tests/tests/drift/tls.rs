//! TLS of the server itself: through the real client, with a certificate that is changed while it runs.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use finsam_tests::Databas;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::process::{Finsam, finsam, told};

/// A certificate and its key, written beside each other as the server reads them.
fn certificate(folder: &std::path::Path) -> CertificateDer<'static> {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    std::fs::write(folder.join("cert.pem"), cert.pem()).unwrap();
    std::fs::write(folder.join("nyckel.pem"), signing_key.serialize_pem()).unwrap();
    cert.der().clone()
}

/// What the server answers one who trusts this certificate alone; nothing when the certificate is another.
async fn ask(server: &Finsam, trusted: &CertificateDer<'static>, path: &str) -> Option<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = builder.with_root_certificates(roots).with_no_client_auth();
    let stream = TcpStream::connect(server.addr).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.ok()?;
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\r\n",
        server.key
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    Some(answer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_changed_without_a_restart() {
    let mut server = Finsam::start(Databas::Sqlite, &[]).await;
    server.signal("TERM");
    server.ended().await;
    let first = certificate(&server.folder);
    let (cert, key) = (server.folder.join("cert.pem"), server.folder.join("nyckel.pem"));
    let args = ["--tls-cert", cert.to_str().unwrap(), "--tls-nyckel", key.to_str().unwrap()];
    server.spawn(&args, &[]);
    for _ in 0..600 {
        if TcpStream::connect(server.addr).await.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let answer = ask(&server, &first, "/finsam/v1/deltaganden").await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age=63072000\r\n"), "{answer}");
    assert_eq!(server.probe("/livez").await.status, 0, "in clear it does not answer");

    let second = certificate(&server.folder);
    assert!(ask(&server, &first, "/livez").await.is_some(), "nothing changes by itself");
    server.signal("HUP");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(ask(&server, &first, "/livez").await.is_none());
    assert!(ask(&server, &second, "/livez").await.is_some());

    std::fs::write(&cert, "inget certifikat").unwrap();
    server.signal("HUP");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(ask(&server, &second, "/livez").await.is_some(), "what was read before stays");
    assert!(server.log().contains("the former stays"), "{}", server.log());
    server.signal("TERM");
    assert!(server.ended().await.0.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_client_of_the_command_line_speaks_tls_with_it() {
    let mut server = Finsam::start(Databas::Sqlite, &[]).await;
    server.signal("TERM");
    server.ended().await;
    certificate(&server.folder);
    let (cert, key) = (server.folder.join("cert.pem"), server.folder.join("nyckel.pem"));
    let env = [("FINSAM_TLS_CERT", cert.to_str().unwrap()), ("FINSAM_TLS_NYCKEL", key.to_str().unwrap())];
    server.spawn(&[], &env);
    let (token, records) = (server.folder.join("token"), server.folder.join("poster.ndjson"));
    std::fs::write(&token, &server.key).unwrap();
    std::fs::write(&records, server.records("tls", 3)).unwrap();
    let address = format!("https://localhost:{}", server.addr.port());
    let import = |trusted: Option<&str>| {
        let mut command = finsam(&["importera", records.to_str().unwrap(), "--mot", &address]);
        command.args(["--token-fil", token.to_str().unwrap()]).env_remove("SSL_CERT_FILE").env_remove("SSL_CERT_DIR");
        command.envs(trusted.map(|file| ("SSL_CERT_FILE", file)));
        told(&command.output().unwrap())
    };
    let mut last = (0, String::new());
    for _ in 0..100 {
        last = import(Some(cert.to_str().unwrap()));
        if last.0 == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(last.0, 0, "{}", last.1);
    let (code, said) = import(None);
    assert_eq!(code, 3, "a certificate that the machine does not trust: {said}");
    assert!(!said.contains(&server.key), "{said}");
}

#[test]
fn a_certificate_that_does_not_fit_is_refused_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("finsam.db").display());
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("nyckel.pem"));
    let start = |args: &[&str]| {
        let args = [&["serve", "--sandlada", "--database", &database, "--listen", "127.0.0.1:0"], args].concat();
        told(&finsam(&args).output().unwrap())
    };
    let both = ["--tls-cert", cert.to_str().unwrap(), "--tls-nyckel", key.to_str().unwrap()];
    certificate(folder.path());
    let (code, said) = start(&both[..2]);
    assert!(code == 2 && said.contains("tls_cert och tls_nyckel hör ihop"), "{said}");
    std::fs::File::create(&key).unwrap().write_all(b"skrap").unwrap();
    let (code, said) = start(&both);
    assert!(code == 3 && said.contains("nyckel.pem"), "{said}");
    let other = tempfile::tempdir().unwrap();
    certificate(other.path());
    std::fs::copy(other.path().join("nyckel.pem"), &key).unwrap();
    let (code, said) = start(&both);
    assert!(code == 3 && said.contains("cert.pem"), "the key of another: {said}");
    std::fs::write(&cert, "").unwrap();
    let (code, said) = start(&both);
    assert!(code == 3 && said.contains("inget certifikat"), "{said}");
}
