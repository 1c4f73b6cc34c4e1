//! The binary as a process.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use finsam_tests::exakt::{BAS, JSON, NDJSON, Slut, Svar, exchange, forbund, head, insats, post};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::databas::Databas;

/// The binary: beside the folder of the tests.
pub fn binary() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let profile = tests.parent().and_then(Path::parent).unwrap();
    let binary = profile.join(format!("finsam{}", std::env::consts::EXE_SUFFIX));
    assert!(binary.exists(), "{} is not there: cargo build -p finsam-api", binary.display());
    binary
}

/// A command of the binary, without settings from the environment of the tests.
pub fn finsam(args: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(args).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FINSAM_")) {
        command.env_remove(name);
    }
    command
}

/// The exit code and everything said.
pub fn told(output: &Output) -> (i32, String) {
    let text = [&output.stdout[..], &output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

pub fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// A server process, its register and its keys.
pub struct Finsam {
    pub addr: SocketAddr,
    pub folder: TempDir,
    pub databas: Databas,
    pub insats: String,
    key: String,
    child: Option<Child>,
}

impl Finsam {
    /// One with a förbund, an insats and the key of a part's system.
    pub async fn start(databas: Databas, args: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (key, insats) = (String::new(), String::new());
        let mut finsam = Self { addr: free(), folder, databas, insats, key, child: None };
        finsam.migrate();
        finsam.run(args, &[]).await;
        finsam.build().await;
        finsam
    }

    fn migrate(&self) {
        let made = finsam(&["migrate"]).env("FINSAM_DATABASE", self.address()).output().unwrap();
        assert!(made.status.success(), "{}", told(&made).1);
    }

    pub fn address(&self) -> String {
        self.databas.address(self.folder.path())
    }

    /// Starts the process and waits until it answers.
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

    pub fn spawn(&mut self, args: &[&str], env: &[(&str, &str)]) {
        let log = std::fs::File::options().create(true).append(true).open(self.folder.path().join("logg")).unwrap();
        let spole = self.folder.path().join("spole").display().to_string();
        let nyckel = self.folder.path().join("nyckel");
        if !nyckel.exists() {
            std::fs::write(&nyckel, format!("{}\n", "07".repeat(32))).unwrap();
        }
        let child = finsam(&["serve", "--sandlada", "--listen", &self.addr.to_string(), "--spole", &spole])
            .args(args)
            .env("FINSAM_DATABASE", self.address())
            .env("FINSAM_NYCKEL", nyckel)
            .envs(env.iter().copied())
            .stderr(log)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        self.child = Some(child);
    }

    async fn build(&mut self) {
        self.key = self.new_key(&["--roll", "systemadministrator"]);
        let made = self.send("POST", "/forbund", &[JSON], forbund().to_string().as_bytes()).await.json();
        let id = serde_json::from_value(made["id"].clone()).unwrap();
        let insats = insats(id, "Vägen", "personuppgifter");
        let made = self.send("POST", "/insatser", &[JSON], insats.to_string().as_bytes()).await.json();
        made["id"].as_str().unwrap().clone_into(&mut self.insats);
        self.key = self.new_key(&["--roll", "partssystem", "--part", "kommun:2280"]);
    }

    fn new_key(&self, role: &[&str]) -> String {
        let made = finsam(&["token", "skapa"]).args(role).env("FINSAM_DATABASE", self.address()).output().unwrap();
        assert!(made.status.success(), "{}", told(&made).1);
        String::from_utf8(made.stdout).unwrap().split_whitespace().last().unwrap().to_owned()
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("logg")).unwrap()
    }

    /// The head of a request under the root of the API, without its end of line.
    pub fn head(&self, method: &str, path: &str, length: &str) -> String {
        head(method, &format!("{BAS}{path}"), Some(&self.key), &[NDJSON], length).replace("Connection: close\r\n", "")
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Svar {
        let length = format!("Content-Length: {}\r\n", body.len());
        let head = head(method, &format!("{BAS}{path}"), Some(&self.key), headers, &length);
        exchange(self.addr, head.as_bytes(), std::iter::once(body.to_vec()), Slut::Oppet).await
    }

    pub async fn get(&self, path: &str) -> Svar {
        self.send("GET", path.strip_prefix(BAS).unwrap_or(path), &[], b"").await
    }

    /// Asks outside the API, without a key.
    pub async fn probe(&self, path: &str) -> Svar {
        let head = head("GET", path, None, &[], "");
        exchange(self.addr, head.as_bytes(), std::iter::empty(), Slut::Oppet).await
    }

    /// So many anonymous records.
    pub fn records(&self, prefix: &str, antal: usize) -> String {
        let record = |n| {
            let uppgift = json!({"insatsId": self.insats, "registrering": "anonym", "kon": "kvinna",
                "startdatum": "2014-05-01"});
            format!("{}\n", post(&format!("{prefix}-{n}"), uppgift))
        };
        (0..antal).map(record).collect()
    }

    /// Starts a job; where it is told of.
    pub async fn job(&self, prefix: &str, antal: usize) -> String {
        let headers = [NDJSON, ("Prefer", "respond-async")];
        let svar = self.send("POST", "/importer", &headers, self.records(prefix, antal).as_bytes()).await;
        assert_eq!(svar.status, 202, "{}", svar.text());
        svar.header("location").unwrap().to_owned()
    }

    /// How many participations there are.
    pub async fn count(&self) -> u64 {
        self.get("/deltaganden?limit=1").await.json()["_meta"]["totalRecords"].as_u64().unwrap()
    }

    pub async fn json(&self, path: &str) -> Value {
        self.get(path).await.json()
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.as_ref().unwrap().id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Waits for the process to end; how it did and how long it took.
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
}

impl Finsam {
    /// Ends it, if it runs, and gives it no time for anything.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

impl Drop for Finsam {
    fn drop(&mut self) {
        self.kill();
    }
}
