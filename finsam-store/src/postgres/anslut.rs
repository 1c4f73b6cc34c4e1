//! Connections: where to, how they are secured, and what each is told before it is used.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::fel::unreachable;
use super::sql::TRANSAKTION_INSTALLNING;
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
}

/// After how long a silence the other end is asked whether it is there, and how long it may take to acknowledge.
const SILENCE: Duration = Duration::from_secs(30);

/// Where an address leads. A password in it is in no error.
///
/// Connections say in their name which program has them: the newest migration that it knows.
pub(super) fn parse(url: &str, settings: &Settings, program: Program) -> Result<Config, StoreError> {
    let known = url.starts_with("postgres://") || url.starts_with("postgresql://");
    let parsed = url.parse::<Config>().ok().filter(|_| known);
    let mut config =
        parsed.ok_or_else(|| StoreError::Unavailable("no postgres:// address that is known".to_owned()))?;
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
    pool.runtime(Runtime::Tokio1).build().map_err(|fel| StoreError::Unavailable(fel.to_string()))
}

/// A connection. Where connections are this store's own, it has been told its settings when it was made; through a pooler
/// each transaction is told.
pub(super) async fn connect(pool: &Pool, settings: &Settings) -> Result<Anslutning, StoreError> {
    let client = pool.get().await.map_err(|fel| unreachable(&fel))?;
    let new = Object::metrics(&client).recycle_count == 0;
    let conn = Anslutning { client, prepared: settings.prepared };
    if new && settings.prepared {
        tell(&conn, settings, false).await?;
    }
    Ok(conn)
}

/// Tells a connection its limits; and to plan each statement for its values, since what is asked for in lists and
/// statistics differs much. Units of work tell otherwise (`transaktion/planer`).
pub(super) async fn tell(conn: &Anslutning, settings: &Settings, transaction: bool) -> Result<(), StoreError> {
    let millis = |limit: Duration| limit.as_millis().clamp(1, 2_147_483_647).to_string();
    let names = vec!["lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "plan_cache_mode"];
    let values =
        vec![millis(settings.lock), millis(settings.statement), millis(settings.idle), "force_custom_plan".to_owned()];
    TRANSAKTION_INSTALLNING.execute(conn, &[&names, &values, &transaction]).await.map(drop)
}
