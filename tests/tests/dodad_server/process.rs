//! The binary as a process.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use finsam_store::sqlite::{Settings, SqliteStore};
use finsam_tests::exakt::{BAS, JSON, NDJSON, Slut, Svar, exchange, forbund, head, insats};
use serde_json::Value;
use tempfile::TempDir;

use crate::arbete::Import;

/// The binary: beside the folder of the tests; built when it is not there.
#[expect(clippy::print_stdout, reason = "says why the test takes so long")]
fn binary() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let profile = tests.parent().and_then(Path::parent).unwrap();
    let binary = profile.join(format!("finsam{}", std::env::consts::EXE_SUFFIX));
    if !binary.exists() {
        println!("{} is not there and is built now", binary.display());
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "-p", "finsam-api", "--bin", "finsam", "--target-dir"]).arg(profile.parent().unwrap());
        let release = profile.file_name().is_some_and(|name| name == "release");
        assert!(cargo.args(release.then_some("--release")).status().unwrap().success());
    }
    binary
}

/// A server process, its file and its keys.
pub struct Finsam {
    folder: TempDir,
    binary: PathBuf,
    addr: SocketAddr,
    child: Option<Child>,
    key: String,
    pub insats: String,
}

impl Finsam {
    pub async fn new() -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (key, insats) = (String::new(), String::new());
        let mut finsam = Self { folder, binary: binary(), addr: free, child: None, key, insats };
        finsam.start().await;
        finsam
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("finsam.db")
    }

    fn database(&self) -> String {
        format!("sqlite:{}", self.file().display())
    }

    /// A förbund, an insats and a key to it.
    pub async fn build(&mut self) {
        self.key = self.new_key(&["--roll", "systemadministrator"]);
        let made = self.send("POST", "/forbund", &[JSON], forbund().to_string().as_bytes()).await.json();
        let id = serde_json::from_value(made["id"].clone()).unwrap();
        let insats = insats(id, "Vägen", "personuppgifter");
        let made = self.send("POST", "/insatser", &[JSON], insats.to_string().as_bytes()).await.json();
        made["id"].as_str().unwrap().clone_into(&mut self.insats);
        self.key = self.new_key(&["--roll", "partssystem", "--part", "kommun:2280"]);
    }

    fn new_key(&self, role: &[&str]) -> String {
        let made = Command::new(&self.binary)
            .args(["token", "skapa", "--database", &self.database()])
            .args(role)
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        assert!(made.status.success());
        String::from_utf8(made.stdout).unwrap().split_whitespace().last().unwrap().to_owned()
    }

    pub async fn start(&mut self) {
        let log = std::fs::File::options().create(true).append(true).open(self.folder.path().join("logg")).unwrap();
        let child = Command::new(&self.binary)
            .args(["serve", "--sandlada", "--database", &self.database(), "--listen", &self.addr.to_string()])
            .env("FINSAM_LOGG", "trace")
            .stderr(log)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        self.child = Some(child);
        for _ in 0..600 {
            let head = head("GET", "/livez", None, &[], "");
            if exchange(self.addr, head.as_bytes(), std::iter::empty(), Slut::Oppet).await.status == 200 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server does not start: {}", self.log());
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("logg")).unwrap()
    }

    /// Kills the process: it gets no time for anything.
    pub fn kill(&mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    pub fn stop(&mut self) {
        self.kill();
    }

    pub fn client(&self) -> Klient {
        Klient { addr: self.addr, key: self.key.clone() }
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Svar {
        self.client().send(method, path, headers, body).await
    }

    pub async fn get(&self, path: &str) -> Svar {
        self.send("GET", path.strip_prefix(BAS).unwrap_or(path), &[], b"").await
    }

    pub async fn import(&self, import: &Import) -> Svar {
        self.client().import(import).await
    }

    pub fn spool(&self) -> Vec<PathBuf> {
        let folder = self.folder.path().join("finsam.db.spole");
        let Ok(files) = std::fs::read_dir(folder) else { return vec![] };
        files.map(|file| file.unwrap().path()).collect()
    }

    /// The file opens, and SQLite finds nothing wrong in it.
    pub fn judge_file(&self) {
        let settings = Settings { check: Some(Duration::from_secs(60)), ..Settings::default() };
        drop(SqliteStore::open(&self.file(), None, settings).unwrap());
    }

    /// Nothing panicked, nothing failed inside, and no identity number was logged.
    pub fn judge_log(&self) {
        let log = self.log();
        for word in ["a panic", "a handler panicked", "ERROR"] {
            let line = log.lines().find(|line| line.contains(word));
            assert!(line.is_none(), "{line:?}");
        }
        for number in (0..50).map(crate::arbete::number) {
            assert!(!log.contains(&number) && !log.contains(&number[2..]), "a number is in the log");
        }
    }
}

impl Drop for Finsam {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

/// Someone who calls the server while it lives.
#[derive(Debug, Clone)]
pub struct Klient {
    addr: SocketAddr,
    key: String,
}

impl Klient {
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Svar {
        let length = format!("Content-Length: {}\r\n", body.len());
        let head = head(method, &format!("{BAS}{path}"), Some(&self.key), headers, &length);
        exchange(self.addr, head.as_bytes(), std::iter::once(body.to_vec()), Slut::Oppet).await
    }

    pub async fn json(&self, method: &str, path: &str, body: &Value) -> Svar {
        self.send(method, path, &[JSON], body.to_string().as_bytes()).await
    }

    pub async fn import(&self, import: &Import) -> Svar {
        let key = ("Idempotency-Key", import.prefix.as_str());
        let headers = if import.job { vec![NDJSON, key, ("Prefer", "respond-async")] } else { vec![NDJSON, key] };
        let atomicitet = if import.allt { "allt" } else { "rad" };
        self.send("POST", &format!("/importer?atomicitet={atomicitet}"), &headers, import.body().as_bytes()).await
    }
}
