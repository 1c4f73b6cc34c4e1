//! The binary as a process: started, killed, called and asked what it logged.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use finsam_core::id::ForbundId;
use serde_json::Value;

use crate::exakt::{BAS, JSON, NDJSON, Slut, Svar, exchange, forbund, head, insats};

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

/// The exit code and everything said.
///
/// # Panics
/// When it was killed, or what it said is no text.
#[must_use]
pub fn told(output: &Output) -> (i32, String) {
    let text = [&output.stdout[..], &output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

/// An address of this machine where nobody listens.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// A server process over a register, with an insats and the key of a part's system.
#[derive(Debug)]
pub struct Finsam {
    /// Where its register is, as `--database` takes it.
    pub database: String,
    /// Where it keeps what stands beside the register: its key, its spool, its log.
    pub folder: PathBuf,
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
    /// Starts it with these arguments over an empty register, and puts a förbund, an insats and a key into that.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn new(database: &str, folder: &Path, args: &[&str]) -> Self {
        std::fs::write(folder.join("nyckel"), format!("{}\n", "2a".repeat(32))).unwrap();
        let mut finsam = Self {
            database: database.to_owned(),
            folder: folder.to_owned(),
            addr: free(),
            child: None,
            key: String::new(),
            administrator: String::new(),
            forbund: ForbundId(uuid::Uuid::nil()),
            insats: String::new(),
        };
        finsam.command(&["migrate"]);
        finsam.run(args, &[]).await;
        finsam.administrator = finsam.new_key(&["--roll", "systemadministrator"]);
        finsam.key = finsam.new_key(&["--roll", "partssystem", "--part", "kommun:2280"]);
        let made = finsam.administer("/forbund", &forbund()).await;
        finsam.forbund = serde_json::from_value(made["id"].clone()).unwrap();
        finsam.new_insats("Vägen").await;
        finsam
    }

    /// What a command says about the same register.
    fn command(&self, args: &[&str]) -> String {
        let output = finsam(args).env("FINSAM_DATABASE", &self.database).output().unwrap();
        assert!(output.status.success(), "{}", told(&output).1);
        String::from_utf8(output.stdout).unwrap()
    }

    fn new_key(&self, role: &[&str]) -> String {
        self.command(&[&["token", "skapa"], role].concat()).split_whitespace().last().unwrap().to_owned()
    }

    /// Makes another insats the one to write in.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn new_insats(&mut self, namn: &str) {
        self.insats = self.another_insats(namn).await;
    }

    /// Makes one more insats; the one to write in stays the same.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn another_insats(&self, namn: &str) -> String {
        let made = self.administer("/insatser", &insats(self.forbund, namn, "personuppgifter")).await;
        made["id"].as_str().unwrap().to_owned()
    }

    async fn administer(&self, path: &str, body: &Value) -> Value {
        let administrator = Klient { addr: self.addr, key: self.administrator.clone() };
        administrator.json("POST", path, body).await.json()
    }

    /// Starts the process with these arguments and in this environment, and waits until it answers.
    ///
    /// # Panics
    /// When it does not within half a minute.
    pub async fn run(&mut self, args: &[&str], env: &[(&str, &str)]) {
        self.spawn(args, env);
        for _ in 0..600 {
            if self.probe("/livez").await.status == 200 {
                return;
            }
            let ended = self.child.as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none(), "{}", self.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server does not start: {}", self.log());
    }

    /// Starts the process.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn spawn(&mut self, args: &[&str], env: &[(&str, &str)]) {
        let log = std::fs::File::options().create(true).append(true).open(self.folder.join("logg")).unwrap();
        let child = finsam(&["serve", "--sandlada", "--listen", &self.addr.to_string(), "--spole"])
            .arg(self.folder.join("spole"))
            .args(args)
            .env("FINSAM_DATABASE", &self.database)
            .env("FINSAM_NYCKEL", self.folder.join("nyckel"))
            .envs(env.iter().copied())
            .stderr(log)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        self.child = Some(child);
    }

    /// Sends the process a signal.
    ///
    /// # Panics
    /// When it is not running.
    pub fn signal(&self, name: &str) {
        let id = self.child.as_ref().unwrap().id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Waits for the process to end; how it did and how long it took.
    ///
    /// # Panics
    /// When it does not within half a minute.
    pub async fn ended(&mut self) -> (ExitStatus, Duration) {
        let mut child = self.child.take().unwrap();
        let started = Instant::now();
        for _ in 0..1_200 {
            if let Some(status) = child.try_wait().unwrap() {
                return (status, started.elapsed());
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        drop(child.kill());
        panic!("the server does not end: {}", self.log());
    }

    /// Ends the process, if it runs, and gives it no time for anything.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            drop(child.kill());
            drop(child.wait());
        }
    }

    /// Asks outside the API, without a key.
    pub async fn probe(&self, path: &str) -> Svar {
        let head = head("GET", path, None, &[], "");
        exchange(self.addr, head.as_bytes(), std::iter::empty(), Slut::Oppet).await
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

    /// The most memory that the process has held, in bytes; `None` where the machine does not tell.
    #[must_use]
    pub fn peak(&self) -> Option<u64> {
        crate::peak(self.child.as_ref()?.id())
    }

    /// How many bodies wait on disk.
    #[must_use]
    pub fn spooled(&self) -> usize {
        crate::spooled(&self.folder.join("spole"))
    }
}

impl Drop for Finsam {
    fn drop(&mut self) {
        self.kill();
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
