//! A PostgreSQL server of a test's own, that may be configured, stopped and started again.
//!
//! It runs as the user `postgres` where the tests run as root, which it refuses to be.

use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::skip;

/// A folder that the server's user owns, and how programs are started as that user.
#[derive(Debug)]
pub struct Mapp {
    folder: TempDir,
    user: Option<(u32, u32)>,
}

impl Mapp {
    /// A new one; `None` where the tests run as root and there is no user `postgres`.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn new() -> Option<Self> {
        let root = id(&["-u"]) == Some(0);
        let user = match (root, id(&["-u", "postgres"]), id(&["-g", "postgres"])) {
            (false, _, _) => None,
            (true, Some(uid), Some(gid)) => Some((uid, gid)),
            (true, _, _) => return None,
        };
        let mapp = Self { folder: tempfile::tempdir().unwrap(), user };
        std::fs::set_permissions(mapp.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        mapp.give(mapp.path());
        Some(mapp)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file that only the server's user may read.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let file = self.path().join(name);
        std::fs::write(&file, text).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        self.give(&file);
        file
    }

    fn give(&self, path: &Path) {
        if let Some((uid, gid)) = self.user {
            chown(path, Some(uid), Some(gid)).unwrap();
        }
    }

    /// A program to be run in the folder as the server's user.
    #[must_use]
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        command
    }
}

/// The number that `id` prints.
fn id(args: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(args).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// Where the programs of the newest PostgreSQL are.
fn programs() -> Option<PathBuf> {
    let bins = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let mut folders: Vec<PathBuf> = bins.map(|entry| entry.path().join("bin")).collect();
    // 9 comes before 15.
    folders.sort_by_key(|bin| (bin.as_os_str().len(), bin.clone()));
    folders.into_iter().rev().chain(on_path.into_iter().flatten()).find(|bin| bin.join("initdb").exists())
}

/// A PostgreSQL server, with everything that it keeps; both go with this.
#[derive(Debug)]
pub struct Kluster {
    /// Where it keeps its data (`data`) and its log (`logg`).
    pub mapp: Mapp,
    /// Where it listens on 127.0.0.1.
    pub port: u16,
    programs: PathBuf,
}

impl Kluster {
    /// A new one that lets everybody in, with these lines in its configuration; `files` may write what those name. Where
    /// it cannot be had this is told in one line; with `CI=true` it is a failure.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(lines: &str, files: impl FnOnce(&Mapp)) -> Option<Self> {
        let (Some(programs), Some(mapp)) = (programs(), Mapp::new()) else {
            skip("PostgreSQL of a test's own: skipped, its programs or the user postgres are not there");
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let kluster = Self { mapp, port, programs };
        kluster.run("initdb", &["-D", "data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"]);
        files(&kluster.mapp);
        kluster.configure(lines);
        kluster.start_again();
        Some(kluster)
    }

    /// The address of its database.
    #[must_use]
    pub fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Replaces the lines of its configuration; [`Kluster::reload`] makes a running one read them.
    pub fn configure(&self, lines: &str) {
        let (port, folder) = (self.port, self.mapp.path().display());
        let own = format!("listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{folder}'\n");
        self.mapp.write("data/postgresql.auto.conf", &format!("{own}{lines}\n"));
    }

    /// Makes it read its configuration.
    pub fn reload(&self) {
        self.run("pg_ctl", &["-D", "data", "reload"]);
    }

    /// Ends it without an orderly end: no session is told, nothing is finished or written.
    pub fn stop_at_once(&self) {
        self.run("pg_ctl", &["-D", "data", "-w", "-m", "immediate", "stop"]);
    }

    /// Starts it and waits until it answers.
    pub fn start_again(&self) {
        self.run("pg_ctl", &["-D", "data", "-w", "-l", "logg", "start"]);
    }

    fn run(&self, program: &str, args: &[&str]) {
        let ended = self.mapp.command(&self.programs.join(program)).args(args).status().unwrap();
        let log = || std::fs::read_to_string(self.mapp.path().join("logg")).unwrap_or_default();
        assert!(ended.success(), "{program} {args:?}: {}", log());
    }
}

impl Drop for Kluster {
    fn drop(&mut self) {
        let mut stop = self.mapp.command(&self.programs.join("pg_ctl"));
        drop(stop.args(["-D", "data", "-m", "immediate", "stop"]).status());
    }
}
