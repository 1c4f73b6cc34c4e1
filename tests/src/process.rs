//! The binary as a process: started, killed, called and asked what it logged.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use finsam_core::id::ForbundId;
use serde_json::Value;

use crate::exakt::{BAS, JSON, NDJSON, Slut, Svar, exchange, head, insats};

/// The binary, beside the folder of the tests; built first, so that it is what the sources say.
///
/// # Panics
/// When it cannot be built.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let tests = std::env::current_exe().unwrap();
        let profile = tests.parent().and_then(Path::parent).unwrap();
        let mut cargo = Command::new(env!("CARGO"));
        // Together with the tests, so that features are resolved as for them and nothing is built twice.
        cargo.args(["build", "--quiet", "-p", "finsam-api", "-p", "finsam-tests", "--bin", "finsam", "--target-dir"]);
        cargo.arg(profile.parent().unwrap());
        let release = profile.file_name().is_some_and(|name| name == "release");
        assert!(cargo.args(release.then_some("--release")).status().unwrap().success());
        profile.join(format!("finsam{}", std::env::consts::EXE_SUFFIX))
    })
}

/// A command of the binary, without settings from the environment of the tests.
#[must_use]
pub fn finsam(args: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(args).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FINSAM_")) {
        command.env_remove(name);
    }
    command
}

/// A server process over a register, with an insats and the key of a part's system.
#[derive(Debug)]
pub struct Finsam {
    database: String,
    folder: PathBuf,
    /// Where it listens, each time it is started.
    pub addr: SocketAddr,
    child: Option<Child>,
    /// The key of the system of kommun:2280.
    pub key: String,
    administrator: String,
    forbund: ForbundId,
    /// An insats followed by persons.
    pub insats: String,
}

impl Finsam {
    /// Starts it over an empty register, and puts a förbund, an insats and a key into that. The folder is for what it
    /// keeps beside the register: its key, its spool, its log.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn new(database: &str, folder: &Path) -> Self {
        let addr = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let (database, folder) = (database.to_owned(), folder.to_owned());
        std::fs::write(folder.join("nyckel"), format!("{}\n", "2a".repeat(32))).unwrap();
        let migrated = finsam(&["migrate", "--database", &database]).output().unwrap();
        assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
        let (administrator, key) = (String::new(), String::new());
        let (forbund, insats) = (ForbundId(uuid::Uuid::nil()), String::new());
        let mut finsam = Self { database, folder, addr, child: None, key, administrator, forbund, insats };
        finsam.start().await;
        finsam.administrator = finsam.new_key(&["--roll", "systemadministrator"]);
        finsam.key = finsam.new_key(&["--roll", "partssystem", "--part", "kommun:2280"]);
        let made = finsam.administer("/forbund", &crate::exakt::forbund()).await;
        finsam.forbund = serde_json::from_value(made["id"].clone()).unwrap();
        finsam.new_insats("Vägen").await;
        finsam
    }

    /// Makes another insats the one to write in.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn new_insats(&mut self, namn: &str) {
        let made = self.administer("/insatser", &insats(self.forbund, namn, "personuppgifter")).await;
        made["id"].as_str().unwrap().clone_into(&mut self.insats);
    }

    async fn administer(&self, path: &str, body: &Value) -> Value {
        let administrator = Klient { addr: self.addr, key: self.administrator.clone() };
        administrator.json("POST", path, body).await.json()
    }

    fn new_key(&self, role: &[&str]) -> String {
        let made = finsam(&["token", "skapa", "--database", &self.database]).args(role).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        String::from_utf8(made.stdout).unwrap().split_whitespace().last().unwrap().to_owned()
    }

    /// Starts the process and waits until it is ready.
    ///
    /// # Panics
    /// When it is not within half a minute.
    pub async fn start(&mut self) {
        let log = std::fs::File::options().create(true).append(true).open(self.folder.join("logg")).unwrap();
        let (key, spool) = (self.folder.join("nyckel"), self.folder.join("spole"));
        let child = finsam(&["serve", "--sandlada", "--database", &self.database])
            .args(["--listen", &self.addr.to_string()])
            .arg("--nyckel")
            .arg(key)
            .arg("--spole")
            .arg(spool)
            .env("FINSAM_LOGG", "trace")
            .stderr(log)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        self.child = Some(child);
        for _ in 0..600 {
            let head = head("GET", "/readyz", None, &[], "");
            if exchange(self.addr, head.as_bytes(), std::iter::empty(), Slut::Oppet).await.status == 200 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server does not start: {}", self.log());
    }

    /// Kills the process: it gets no time for anything.
    ///
    /// # Panics
    /// When it is not running.
    pub fn kill(&mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// How long it takes from a moment until what is sent is saved again.
    ///
    /// # Panics
    /// When that is longer than the time for it.
    pub async fn resumed(&self, from: Instant, time: Duration) -> Duration {
        let pulse = serde_json::json!({"insatsId": self.insats, "registrering": "anonym", "kon": "man",
            "startdatum": "2014-05-01"});
        loop {
            let svar = self.json("PUT", "/deltaganden/treserva/puls", &pulse).await;
            let took = from.elapsed();
            if [200, 201].contains(&svar.status) {
                return took;
            }
            assert!(took < time, "no service within {time:?}: {} {}", svar.status, svar.text());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Sends a request as the part's system, once. An answer that does not come has status 0.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Svar {
        self.client().send(method, path, headers, body).await
    }

    /// Sends JSON.
    pub async fn json(&self, method: &str, path: &str, body: &Value) -> Svar {
        self.send(method, path, &[JSON], body.to_string().as_bytes()).await
    }

    /// Reads; the path stands under the root of the API or of the server.
    pub async fn get(&self, path: &str) -> Svar {
        self.send("GET", path.strip_prefix(BAS).unwrap_or(path), &[], b"").await
    }

    /// One who calls it.
    #[must_use]
    pub fn client(&self) -> Klient {
        Klient { addr: self.addr, key: self.key.clone() }
    }

    /// What it has logged, at the lowest level.
    ///
    /// # Panics
    /// When there is no log.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("logg")).unwrap()
    }

    /// How many bodies wait on disk.
    #[must_use]
    pub fn spooled(&self) -> usize {
        std::fs::read_dir(self.folder.join("spole")).map_or(0, Iterator::count)
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

/// One who calls the server, and sends nothing twice.
#[derive(Debug, Clone)]
pub struct Klient {
    addr: SocketAddr,
    key: String,
}

impl Klient {
    /// Sends a request.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Svar {
        let length = format!("Content-Length: {}\r\n", body.len());
        let head = head(method, &format!("{BAS}{path}"), Some(&self.key), headers, &length);
        exchange(self.addr, head.as_bytes(), std::iter::once(body.to_vec()), Slut::Oppet).await
    }

    /// Sends JSON.
    pub async fn json(&self, method: &str, path: &str, body: &Value) -> Svar {
        self.send(method, path, &[JSON], body.to_string().as_bytes()).await
    }

    /// Sends records to import under an idempotency key.
    pub async fn import(&self, key: &str, allt: bool, job: bool, body: &str) -> Svar {
        let key = ("Idempotency-Key", key);
        let headers = if job { vec![NDJSON, key, ("Prefer", "respond-async")] } else { vec![NDJSON, key] };
        let atomicitet = if allt { "allt" } else { "rad" };
        self.send("POST", &format!("/importer?atomicitet={atomicitet}"), &headers, body.as_bytes()).await
    }
}
