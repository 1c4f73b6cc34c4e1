//! A PgBouncer of a test's own. It runs as the user `postgres` where the tests run as root, which it refuses to be.
//!
//! Where it is missing the test is passed over and says so in one line; with `FINSAM_TEST_PGBOUNCER=true` that is a
//! failure.

use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command};

use crate::provdatabas::Mapp;

/// Says that a test is passed over, unless PgBouncer has to be there.
fn skipped() {
    const NAMN: &str = "FINSAM_TEST_PGBOUNCER";
    assert!(std::env::var(NAMN).as_deref() != Ok("true"), "with {NAMN}=true PgBouncer must be there");
    let mut stderr = std::io::stderr();
    writeln!(stderr, "PgBouncer: skipped, it is not installed").unwrap();
}

fn on_path(program: &str) -> Option<PathBuf> {
    let folders = std::env::split_paths(&std::env::var_os("PATH")?).collect::<Vec<_>>();
    let also = PathBuf::from("/usr/sbin");
    folders.into_iter().chain([also]).map(|folder| folder.join(program)).find(|file| file.exists())
}

/// A PgBouncer in transaction pooling.
pub(super) struct Pooler {
    pub(super) port: u16,
    /// Its version: 1.18 is `(1, 18)`.
    pub(super) version: (u32, u32),
    child: Child,
    _mapp: Mapp,
}

impl Pooler {
    /// One that has at most `size` connections to the database that `server` says how to reach.
    pub(super) fn start(server: &str, size: usize) -> Option<Self> {
        let (Some(program), Some(mapp)) = (on_path("pgbouncer"), Mapp::new()) else {
            skipped();
            return None;
        };
        let told = Command::new(&program).arg("--version").output().unwrap().stdout;
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = format!(
            "[databases]\nprov = {server}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
             unix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = {size}\n\
             max_client_conn = 100\nlogfile = pgbouncer.log\n"
        );
        let file = mapp.write("pgbouncer.ini", &config);
        let child = mapp.command(&program).arg(&file).spawn().unwrap();
        let pooler = Self { port, version: version(&String::from_utf8(told).unwrap()), child, _mapp: mapp };
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
