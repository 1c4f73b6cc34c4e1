//! The program as a process, and registers for it.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use finsam_api::app::App;
use finsam_api::kommando::prepare_demo;
use finsam_store::sqlite::{Settings, SqliteStore};
use finsam_store::{Aktor, Nyckelfil, Nyckelring, Store};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::OnceCell;

/// A command of the program, without settings from the environment of the tests.
pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_finsam"));
    command.args(args).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FINSAM_")) {
        command.env_remove(name);
    }
    command
}

/// Its exit code and everything it says.
pub fn finsam(args: &[&str]) -> (i32, String) {
    told(&command(args).output().unwrap())
}

pub fn told(output: &Output) -> (i32, String) {
    let text = [&output.stdout[..], &output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

/// Runs it and asks how it ended and what was said.
#[track_caller]
pub fn expect(code: i32, words: &[&str], args: &[&str]) -> String {
    let (ended, text) = finsam(args);
    assert_eq!(ended, code, "{args:?}: {text}");
    for word in words {
        assert!(text.contains(word), "{args:?}: {word} is not in: {text}");
    }
    text
}

/// The demo's register, in a file of its own.
pub struct Demo {
    pub folder: TempDir,
}

impl Demo {
    /// A copy of one that is made once.
    pub async fn new() -> Self {
        static MADE: OnceCell<PathBuf> = OnceCell::const_new();
        let made = MADE.get_or_init(async || {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("register-demo");
            drop(std::fs::remove_dir_all(&folder));
            make(&folder).await.store.close().await;
            folder
        });
        let made = made.await;
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("tokens")).unwrap();
        let tokens = std::fs::read_dir(made.join("tokens")).unwrap().map(|entry| entry.unwrap().path());
        for file in tokens.chain([made.join("finsam.db"), made.join("finsam.nyckel")]) {
            std::fs::copy(&file, folder.path().join(file.strip_prefix(made).unwrap())).unwrap();
        }
        Self { folder }
    }

    /// One of its own: another register.
    pub async fn other() -> Self {
        let folder = tempfile::tempdir().unwrap();
        make(folder.path()).await.store.close().await;
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn database(&self) -> String {
        format!("sqlite:{}", self.path("finsam.db").display())
    }

    pub fn key_file(&self) -> String {
        self.path("finsam.nyckel").display().to_string()
    }

    pub fn ring(&self) -> Nyckelring {
        Nyckelring::from_file(&self.path("finsam.nyckel")).unwrap()
    }

    pub async fn app(&self) -> App {
        make(self.folder.path()).await
    }

    pub fn store(&self) -> SqliteStore {
        SqliteStore::open(&self.path("finsam.db"), None, Settings::default()).unwrap()
    }

    /// Leaves a trace in the register.
    pub async fn write(&self, store: &dyn Store, namn: &str) {
        let mut unit = store.begin(aktor(namn)).await.unwrap();
        unit.atkomst().log(&[finsam_store::rum::Atkomstmal::Validering(1)]).await.unwrap();
        unit.commit().await.unwrap();
    }
}

/// The demo's application over the register in a folder, that is made and filled where there is none.
async fn make(folder: &Path) -> App {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("finsam.nyckel"), Nyckelfil::single([7; 32]).text()).unwrap();
    let ring = Nyckelring::from_bytes([7; 32]);
    let store = SqliteStore::open(&folder.join("finsam.db"), Some(ring.clone()), Settings::default()).unwrap();
    prepare_demo(Arc::new(store), ring, folder, 0).await.unwrap()
}

pub fn aktor(anrop: &str) -> Aktor {
    let text = || "test".to_owned();
    let tid = "2015-06-01T08:00:00Z".parse().unwrap();
    Aktor { vem: text(), roll: text(), handling: text(), anrop: anrop.to_owned(), varfor: None, varifran: None, tid }
}

/// A server process.
pub struct Server {
    pub addr: SocketAddr,
    child: Child,
}

impl Server {
    /// Starts one and waits until it answers.
    pub async fn start(database: &str, folder: &Path) -> Self {
        let addr = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let spole = folder.join("spole").display().to_string();
        let key = folder.join("finsam.nyckel").display().to_string();
        let listen = addr.to_string();
        let args =
            ["serve", "--sandlada", "--database", database, "--listen", &listen, "--spole", &spole, "--nyckel", &key];
        let child = command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut server = Self { addr, child };
        for _ in 0..600 {
            if server.get("/readyz").await.is_some_and(|answer| answer.starts_with("HTTP/1.1 200")) {
                return server;
            }
            assert!(server.child.try_wait().unwrap().is_none(), "it ended");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server does not start");
    }

    async fn get(&self, path: &str) -> Option<String> {
        let mut stream = TcpStream::connect(self.addr).await.ok()?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.ok()?;
        Some(answer)
    }

    /// Kills it: it gets no time for anything.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
