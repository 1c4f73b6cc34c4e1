//! A PostgreSQL server of a test's own, that may be reconfigured and stopped; and a PgBouncer.
//!
//! They run as the user `postgres` where the tests run as root, which neither program does. Where a program is missing
//! the test is passed over and says so in one line; with `CI=true` a missing server is a failure, and a missing PgBouncer
//! with `FINSAM_TEST_PGBOUNCER=true`.

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A folder that the servers' user owns, and how programs are started as that user.
pub(super) struct Plats {
    folder: TempDir,
    user: Option<(u32, u32)>,
}

impl Plats {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let root = number(Command::new("id").arg("-u")) == Some(0);
        let id = |flag| number(Command::new("id").args([flag, "postgres"]));
        let user = match (root, id("-u"), id("-g")) {
            (false, _, _) => None,
            (true, Some(uid), Some(gid)) => Some((uid, gid)),
            (true, _, _) => return None,
        };
        let plats = Self { folder, user };
        std::fs::set_permissions(plats.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        plats.give(plats.path());
        Some(plats)
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file that only the servers' user may read.
    pub(super) fn write(&self, name: &str, text: &str) -> PathBuf {
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

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        command
    }
}

/// The number that a program prints.
fn number(command: &mut Command) -> Option<u32> {
    let output = command.output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// Says that a test is passed over, unless this setting of the environment is true.
fn skipped(what: &str, unless: &str) {
    assert!(std::env::var(unless).as_deref() != Ok("true"), "with {unless}=true {what} must be there");
    writeln!(std::io::stderr(), "{what}: skipped, it is not installed").unwrap();
}

/// Where the programs of the newest PostgreSQL are.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.map(|entry| entry.path().join("bin")).filter(|bin| bin.join("initdb").exists()).max();
    newest.or_else(|| on_path("initdb").and_then(|file| file.parent().map(Path::to_owned)))
}

fn on_path(program: &str) -> Option<PathBuf> {
    let folders = std::env::split_paths(&std::env::var_os("PATH")?).collect::<Vec<_>>();
    let also = PathBuf::from("/usr/sbin");
    folders.into_iter().chain([also]).map(|folder| folder.join(program)).find(|file| file.exists())
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A PostgreSQL server.
pub(super) struct Kluster {
    pub(super) plats: Plats,
    pub(super) port: u16,
    programs: PathBuf,
}

impl Kluster {
    /// A new one that lets everybody in, with these lines in its configuration; `files` may write what those name.
    pub(super) fn start(lines: &str, files: impl FnOnce(&Plats)) -> Option<Self> {
        let (Some(programs), Some(plats)) = (programs(), Plats::new()) else {
            skipped("a PostgreSQL server of the test's own", "CI");
            return None;
        };
        let kluster = Self { plats, port: free_port(), programs };
        kluster.run("initdb", &["-D", "data", "-A", "trust", "-U", "postgres", "--no-sync"]);
        files(&kluster.plats);
        kluster.configure(lines);
        kluster.run("pg_ctl", &["-D", "data", "-w", "-l", "logg", "start"]);
        Some(kluster)
    }

    /// Replaces the lines of its configuration; [`Kluster::reload`] makes a running one read them.
    pub(super) fn configure(&self, lines: &str) {
        let (port, folder) = (self.port, self.plats.path().display());
        let own = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{folder}'\nfsync = off\n"
        );
        self.plats.write("data/postgresql.auto.conf", &format!("{own}{lines}\n"));
    }

    pub(super) fn reload(&self) {
        self.run("pg_ctl", &["-D", "data", "reload"]);
    }

    fn run(&self, program: &str, args: &[&str]) {
        let ended = self.plats.command(&self.programs.join(program)).args(args).status().unwrap();
        assert!(ended.success(), "{program} {args:?}: {}", self.log());
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.plats.path().join("logg")).unwrap_or_default()
    }
}

impl Drop for Kluster {
    fn drop(&mut self) {
        let mut stop = self.plats.command(&self.programs.join("pg_ctl"));
        drop(stop.args(["-D", "data", "-m", "immediate", "stop"]).status());
    }
}

/// A PgBouncer in transaction pooling.
pub(super) struct Pooler {
    pub(super) port: u16,
    /// Its version: 1.18 is `(1, 18)`.
    pub(super) version: (u32, u32),
    child: Child,
    _plats: Plats,
}

impl Pooler {
    /// One that has at most `size` connections to the database that `server` says how to reach.
    pub(super) fn start(server: &str, size: usize) -> Option<Self> {
        let (Some(program), Some(plats)) = (on_path("pgbouncer"), Plats::new()) else {
            skipped("PgBouncer", "FINSAM_TEST_PGBOUNCER");
            return None;
        };
        let told = Command::new(&program).arg("--version").output().unwrap().stdout;
        let port = free_port();
        let config = format!(
            "[databases]\nprov = {server}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
             unix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = {size}\n\
             max_client_conn = 100\nlogfile = pgbouncer.log\n"
        );
        let file = plats.write("pgbouncer.ini", &config);
        let child = plats.command(&program).arg(&file).spawn().unwrap();
        let pooler = Self { port, version: version(&String::from_utf8(told).unwrap()), child, _plats: plats };
        for _ in 0..200 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(pooler);
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        panic!("PgBouncer does not start");
    }

    pub(super) fn address(&self) -> String {
        format!("postgres://nagon@127.0.0.1:{}/prov", self.port)
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Reads `PgBouncer 1.18.0`.
fn version(text: &str) -> (u32, u32) {
    let numbers = text.split_whitespace().nth(1).unwrap();
    let mut numbers = numbers.split('.').map(|number| number.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap())
}
