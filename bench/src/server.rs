//! The server in a process of its own.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::http::Klient;
use crate::register::Register;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running server; it ends when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// How long it took from its start to its first good answer from `/readyz`.
    pub ready_after: Duration,
}

impl Server {
    /// `finsam serve` in a sandbox over a register; what it keeps beside one that is elsewhere goes into `folder`.
    ///
    /// # Errors
    /// When it does not start or does not become ready.
    pub fn serve(register: &Register, folder: &Path) -> Outcome<Self> {
        Self::start_in(&["serve", "--sandlada", "--database", &register.url()], folder)
    }

    /// Starts `finsam` with these arguments and an address to listen on, and waits until it is ready.
    ///
    /// # Errors
    /// When it does not start or does not become ready.
    pub fn start(arguments: &[&str]) -> Outcome<Self> {
        Self::start_in(arguments, Path::new("."))
    }

    fn start_in(arguments: &[&str], folder: &Path) -> Outcome<Self> {
        let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
        let started = Instant::now();
        let child = Command::new(program()?)
            .current_dir(folder)
            .args(arguments)
            .args(["--listen", &address.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server = Self { child, address, ready_after: Duration::ZERO };
        while !server.is_ready() {
            if started.elapsed() > PATIENCE || server.child.try_wait()?.is_some() {
                return Err("the server does not become ready".into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        server.ready_after = started.elapsed();
        Ok(server)
    }

    fn is_ready(&self) -> bool {
        let asked = Klient::connect(self.address, "").map_err(Into::into).and_then(|mut klient| klient.get("/readyz"));
        asked.is_ok_and(|answer| answer.status == 200)
    }

    /// A connection to it.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn klient(&self, token: &str) -> Outcome<Klient> {
        Ok(Klient::connect(self.address, token)?)
    }

    /// The most memory that it has held at any time, in MiB (`VmHWM`).
    ///
    /// # Errors
    /// Where the machine does not tell.
    pub fn peak_mib(&self) -> Outcome<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
        let kib: f64 = peak.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kib / 1024.0)
    }

    /// Asks it to end and waits until it has.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn stop(mut self) -> Outcome {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The binary `finsam` beside this one.
fn program() -> Outcome<PathBuf> {
    let file = std::env::current_exe()?.with_file_name("finsam");
    if file.exists() { Ok(file) } else { Err("finsam is not built: cargo build --release -p finsam-api".into()) }
}
