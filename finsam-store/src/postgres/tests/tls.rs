//! TLS to a server whose certificate a private CA has issued: used where it holds, and nothing is said where it does not.

use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};

use super::{PostgresStore, Settings, settings};
use crate::provdatabas::{Kluster, Mapp};
use crate::tests::ring;
use crate::{Store, StoreError};

const NAMN: &str = "db.finsam.test";

/// One who issues certificates.
type Ca = CertifiedIssuer<'static, KeyPair>;

fn ca() -> Ca {
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Writes the server's certificate, good until the first day of a year, and its key.
fn issue(mapp: &Mapp, ca: &Ca, until: i32) {
    let mut params = CertificateParams::new(vec![NAMN.to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    let key = KeyPair::generate().unwrap();
    mapp.write("data/server.crt", &params.signed_by(&key, ca).unwrap().pem());
    mapp.write("data/server.key", &key.serialize_pem());
}

fn trusting(folder: &Path, name: &str, ca: &Ca) -> Settings {
    let file: PathBuf = folder.join(name);
    std::fs::write(&file, ca.pem()).unwrap();
    Settings { ca: Some(file), ..settings() }
}

fn address(kluster: &Kluster, host: &str, more: &str) -> String {
    format!("postgres://postgres:hemligt@{host}:{}/postgres?hostaddr=127.0.0.1{more}", kluster.port)
}

/// What stands between this program and the register.
async fn refusal(address: &str, settings: Settings) -> String {
    let fel = PostgresStore::open(address, None, settings).await.unwrap_err();
    assert!(matches!(fel, StoreError::Unavailable(_)), "{fel:?}");
    let said = format!("{fel} {fel:?}");
    assert!(!said.contains("hemligt"), "{said}");
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn the_certificate_must_hold() {
    let own = ca();
    let Some(kluster) = Kluster::start("ssl = on", |mapp| issue(mapp, &own, 2090)) else { return };
    let folder = tempfile::tempdir().unwrap();
    let trusted = trusting(folder.path(), "ca.pem", &own);
    let there = address(&kluster, NAMN, "");

    // No word of TLS in the address: between machines it goes without saying.
    PostgresStore::migrate(&there, trusted.clone()).await.unwrap();
    for more in ["", "&sslmode=require", "&sslmode=verify-full", "&sslmode=prefer"] {
        let there = address(&kluster, NAMN, more);
        let store = PostgresStore::open(&there, Some(ring()), trusted.clone()).await.unwrap();
        let session = store.session(None).await.unwrap();
        let asked = "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        let row = session.conn.client.query_one(asked, &[]).await.unwrap();
        assert!(row.get::<_, bool>(0), "{more}");
        assert_eq!(row.get::<_, String>(1), "TLSv1.3");
        drop(session);
        assert!(store.state().await.is_ok());
        store.close().await;
    }

    let said = refusal(&address(&kluster, "annan.finsam.test", ""), trusted.clone()).await;
    assert!(said.contains("not valid for name"), "{said}");
    let said = refusal(&there, trusting(folder.path(), "annan.pem", &ca())).await;
    assert!(said.contains("invalid peer certificate"), "{said}");
    // The operating system does not know the private CA.
    let said = refusal(&there, settings()).await;
    assert!(said.contains("invalid peer certificate"), "{said}");
    // On this machine it goes in clear, unless more is asked for.
    let here = format!("postgres://postgres@127.0.0.1:{}/postgres", kluster.port);
    PostgresStore::open(&here, Some(ring()), settings()).await.unwrap().close().await;
    let said = refusal(&format!("{here}?sslmode=require"), trusted.clone()).await;
    assert!(said.contains("not valid for name"), "{said}");

    issue(&kluster.mapp, &own, 2021);
    kluster.reload();
    let expired = async || refusal(&there, trusted.clone()).await.contains("expired");
    until(expired).await;

    kluster.configure("ssl = off");
    kluster.reload();
    let in_clear = async || refusal(&there, trusted.clone()).await.contains("server does not support TLS");
    until(in_clear).await;
}

/// A server reads its configuration a moment after it was told to.
async fn until(seen: impl AsyncFn() -> bool) {
    for _ in 0..50 {
        if seen().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("it is not refused for the reason that was waited for");
}

#[tokio::test]
async fn a_file_without_certificates_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("tom.pem");
    std::fs::write(&empty, "ingen\n").unwrap();
    for ca in [empty, folder.path().join("finns-inte.pem")] {
        let settings = Settings { ca: Some(ca.clone()), ..settings() };
        let fel = PostgresStore::open("postgres://db.finsam.test/finsam", None, settings).await.unwrap_err();
        assert!(fel.to_string().contains(&ca.display().to_string()), "{fel}");
    }
    let url = "postgres://anna:hemligt@db.finsam.test/finsam?sslrootcert=/etc/ca.pem";
    let fel = PostgresStore::open(url, None, settings()).await.unwrap_err().to_string();
    assert!(fel.contains("postgres_ca") && !fel.contains("hemligt"), "{fel}");
}
