//! Connections: where to, how they are secured, and what each is told before it is used.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, QueueMode, RecyclingMethod, Runtime, Timeouts};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Config, Error};

use super::fel::unreachable;
use super::sql::{Sats, TRANSAKTION_INSTALLNING};
use super::tls::Tls;
use crate::StoreError;
use crate::migrering::Program;

/// How the register is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The most connections, 1-1 000: so many sessions can be under way at the same time, and the rest wait.
    pub connections: usize,
    /// How long to wait for a free connection.
    pub wait: Duration,
    /// How long a new connection may take to be made.
    pub connect: Duration,
    /// How long a statement may wait for a lock that another session holds.
    pub lock: Duration,
    /// How long a statement may take in all.
    pub statement: Duration,
    /// How long a session may be silent between two steps before it is ended and rolled back, since others wait.
    pub idle: Duration,
    /// Whether statements are kept prepared on their connections. Not through a PgBouncer in transaction pooling that
    /// is older than 1.21.
    pub prepared: bool,
    /// The certificates of those who may vouch for the server, as PEM; those of the operating system by default.
    pub ca: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connections: 16,
            wait: Duration::from_secs(10),
            connect: Duration::from_secs(5),
            lock: Duration::from_secs(10),
            statement: Duration::from_secs(120),
            idle: Duration::from_secs(30),
            prepared: true,
            ca: None,
        }
    }
}

/// A connection from the pool.
pub(super) struct Anslutning {
    pub(super) client: Object,
    /// Whether statements are kept on it.
    pub(super) prepared: bool,
    /// What opens the transaction and has not been sent yet.
    opening: Mutex<Option<String>>,
}

impl Anslutning {
    /// Opens a transaction with the first statement that is sent, in the same round trip.
    pub(super) fn open(&self, satser: &'static [Sats]) {
        let text = satser.iter().map(|sats| sats.text).collect::<Vec<_>>().join(";\n");
        *self.opening.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
    }

    /// Sends a statement right after what opens the transaction, and with it, if that has not been sent. Numbers are all
    /// that it may have for values, since they stand in its text.
    pub(super) fn open_with(&self, sats: Sats, values: &[i64]) -> bool {
        let mut opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(text) = opening.as_mut() else { return false };
        text.push_str(";\n");
        // From the last, so that $1 does not begin $10.
        let with =
            |text: String, (i, value): (usize, &i64)| text.replace(&format!("${}", i + 1), &format!("({value})"));
        text.push_str(&values.iter().enumerate().rev().fold(sats.text.to_owned(), with));
        true
    }

    /// Opens no transaction, since the statement that is sent next is one by itself; whether it is not too late for that.
    pub(super) fn open_not(&self) -> bool {
        self.opening.lock().unwrap_or_else(PoisonError::into_inner).take().is_some()
    }

    /// Whether a transaction that was to be opened has been.
    pub(super) fn is_opened(&self) -> bool {
        self.opening.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Sends a statement, and before it what opens the transaction. When that fails, as on a server that only reads, it is
    /// what is told.
    pub(super) async fn send<T>(&self, statement: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(text) = opening else { return statement.await };
        let (opened, answer) = tokio::join!(biased; self.client.batch_execute(&text), statement);
        opened.and(answer)
    }
}

/// After how long a silence the other end is asked whether it is there, and how long it may take to acknowledge.
const SILENCE: Duration = Duration::from_secs(30);

/// Where an address leads. A password in it is in no error.
///
/// Connections say in their name which program has them: the newest migration that it knows.
pub(super) fn parse(url: &str, settings: &Settings, program: Program) -> Result<Config, StoreError> {
    let known = url.starts_with("postgres://") || url.starts_with("postgresql://");
    let parsed = required(url).parse::<Config>().ok().filter(|_| known);
    let mut config =
        parsed.ok_or_else(|| StoreError::Unavailable(format!("no postgres:// address that is known{}", hint(url))))?;
    if config.get_application_name().is_none() {
        config.application_name(format!("finsam/{}", program.known()));
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(settings.connect);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(SILENCE);
    }
    config.keepalives_idle(SILENCE);
    config.ssl_mode(secured(&config));
    Ok(config)
}

/// The certificate is always checked whole, so `sslmode=verify-ca` and `verify-full`, which libpq knows and the driver
/// does not, ask for nothing else than `require`.
fn required(url: &str) -> String {
    let Some((address, options)) = url.split_once('?') else { return url.to_owned() };
    let option = |option| match option {
        "sslmode=verify-ca" | "sslmode=verify-full" => "sslmode=require",
        option => option,
    };
    format!("{address}?{}", options.split('&').map(option).collect::<Vec<_>>().join("&"))
}

/// What to do instead of what libpq would take. The address itself may hold a password.
fn hint(url: &str) -> &'static str {
    if url.contains("sslrootcert=") { "; sslrootcert is the setting postgres_ca" } else { "" }
}

/// A server on this machine is spoken to in clear, any other by TLS with a certificate that holds, unless the address
/// says `sslmode=disable` or `sslmode=require`.
fn secured(config: &Config) -> SslMode {
    let here = |host: &Host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    match config.get_ssl_mode() {
        SslMode::Disable => SslMode::Disable,
        SslMode::Prefer if config.get_hosts().iter().all(here) => SslMode::Disable,
        _ => SslMode::Require,
    }
}

/// A pool of connections to a server. None is made yet.
pub(super) fn pool(config: Config, settings: &Settings) -> Result<Pool, StoreError> {
    let tls = Tls::new(config.get_ssl_mode(), settings.ca.as_deref())?;
    let recycling_method = RecyclingMethod::Fast;
    let manager = Manager::from_config(config, tls, ManagerConfig { recycling_method });
    let timeouts =
        Timeouts { wait: Some(settings.wait), create: Some(settings.connect), recycle: Some(settings.connect) };
    let pool = Pool::builder(manager).max_size(settings.connections.clamp(1, 1_000)).timeouts(timeouts);
    // The one that was used last, whose backend has everything at hand.
    pool.queue_mode(QueueMode::Lifo)
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|fel| StoreError::Unavailable(fel.to_string()))
}

/// How the statements of sessions are planned, and what a statement is that is a transaction by itself. Plans are made once
/// on a connection, not for the values of each execution, which would cost more than the execution; and so that one that
/// was made while a table was small is good when it has grown, tables are not read whole where there is an index.
const SESSIONER: [(&str, &str); 4] = [
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_seqscan", "off"),
    ("default_transaction_isolation", "read committed"),
    ("default_transaction_read_only", "off"),
];

/// A connection. Where connections are this store's own, it has been told its settings when it was made; through a pooler
/// each transaction is told.
pub(super) async fn connect(pool: &Pool, settings: &Settings) -> Result<Anslutning, StoreError> {
    connect_told(pool, settings, &[]).await
}

/// A connection for a session. The plans are for writing: where they have been told of when it was made, a reading session
/// takes that back for itself.
pub(super) async fn connect_session(pool: &Pool, settings: &Settings) -> Result<Anslutning, StoreError> {
    connect_told(pool, settings, &SESSIONER).await
}

async fn connect_told(pool: &Pool, settings: &Settings, also: &[(&str, &str)]) -> Result<Anslutning, StoreError> {
    let client = pool.get().await.map_err(|fel| unreachable(&fel))?;
    let new = Object::metrics(&client).recycle_count == 0;
    let conn = Anslutning { client, prepared: settings.prepared, opening: Mutex::new(None) };
    if new && settings.prepared {
        set(&conn, settings, also, false).await?;
    }
    Ok(conn)
}

/// Tells a transaction its limits, or a connection outside of one.
pub(super) async fn tell(conn: &Anslutning, settings: &Settings, transaction: bool) -> Result<(), StoreError> {
    set(conn, settings, &[], transaction).await
}

/// Limits; not to compile plans, which takes longer than most of these statements do; and what else is named.
async fn set(
    conn: &Anslutning,
    settings: &Settings,
    also: &[(&str, &str)],
    transaction: bool,
) -> Result<(), StoreError> {
    let millis = |limit: Duration| limit.as_millis().clamp(1, 2_147_483_647).to_string();
    let mut names = vec!["lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "jit"];
    let mut values = vec![millis(settings.lock), millis(settings.statement), millis(settings.idle), "off".to_owned()];
    for (name, value) in also {
        names.push(name);
        values.push((*value).to_owned());
    }
    TRANSAKTION_INSTALLNING.execute(conn, &[&names, &values, &transaction]).await.map(drop)
}
