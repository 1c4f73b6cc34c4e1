//! A server over a database of its own, that can be stopped, killed and started again on the same data.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use finsam_api::app::{App, Installning};
use finsam_api::klocka::Klocka;
use finsam_api::kommando::{random_bytes, serve_until};
use finsam_api::token::Bestallning;
use finsam_api::{flode, webhook};
use finsam_client::{Client, Token};
use finsam_core::atkomst::Roll;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::identitet::{Numrering, Testnummer};
use finsam_core::part::PartKod;
use finsam_store::sqlite::{Settings, SqliteStore};
use finsam_store::{Aktor, Nyckelring, Store};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use crate::Ra;

/// A clock that stands until it is moved.
#[derive(Debug)]
pub struct Stallbar(Mutex<DateTime<Utc>>);

impl Stallbar {
    /// Moves it forward.
    pub fn forward(&self, time: Duration) {
        *self.0.lock().unwrap() += time;
    }
}

impl Klocka for Stallbar {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// Where a server keeps its register.
#[derive(Debug)]
pub enum Databas {
    /// A file in a folder that goes with it.
    Sqlite(TempDir),
}

impl Databas {
    /// A new SQLite file.
    #[must_use]
    pub fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    fn open(&self, ring: Nyckelring) -> Arc<dyn Store> {
        match self {
            Self::Sqlite(folder) => {
                Arc::new(SqliteStore::open(&folder.path().join("finsam.db"), Some(ring), Settings::default()).unwrap())
            }
        }
    }

    /// The folder of the server, where large imports wait.
    #[must_use]
    pub fn folder(&self) -> &Path {
        match self {
            Self::Sqlite(folder) => folder.path(),
        }
    }
}

/// A server that listens on an address of this machine, in the sandbox and without disclosure control.
#[derive(Debug)]
pub struct Server {
    /// Its application, to look into the register with.
    pub app: App,
    /// Its clock, at 2015-06-01 08:00 UTC to begin with.
    pub klocka: Arc<Stallbar>,
    databas: Option<Databas>,
    address: SocketAddr,
    runtime: Option<Runtime>,
    stop: Option<oneshot::Sender<()>>,
    stopped: oneshot::Receiver<()>,
}

/// How many may wait for the change feed at a [`Server`].
pub const VANTANDE: u32 = 12;

/// Few may wait, and webhooks may go to this machine in clear.
fn andringar() -> flode::Installning {
    let webhook = webhook::Installning { tillat: vec!["127.0.0.0/8".parse().unwrap()], http: true };
    flode::Installning { vantande: VANTANDE, webhook, ..flode::Installning::default() }
}

/// The key that identity numbers are sealed with.
fn ring() -> Nyckelring {
    Nyckelring::from_bytes([7; 32])
}

impl Server {
    /// Starts a server over a database.
    pub async fn start(databas: Databas) -> Self {
        let start = "2015-06-01T08:00:00Z".parse().unwrap();
        Self::start_at(databas, Arc::new(Stallbar(Mutex::new(start)))).await
    }

    async fn start_at(databas: Databas, klocka: Arc<Stallbar>) -> Self {
        let installning = Installning {
            numrering: Numrering::sandlada(Testnummer::default()),
            rojandeskydd: 0,
            spole: databas.folder().join("spole"),
            andringar: andringar(),
        };
        let clock: Arc<dyn Klocka> = Arc::<Stallbar>::clone(&klocka);
        let app = App::new(databas.open(ring()), clock, installning, Some(ring()));
        // A runtime of its own, so that killing the server ends all it has under way and nothing else.
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (stop, asked) = oneshot::channel::<()>();
        let (has_stopped, stopped) = oneshot::channel();
        let (bound, address) = oneshot::channel();
        let served = app.clone();
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            bound.send(listener.local_addr().unwrap()).unwrap();
            serve_until(served, listener, async { drop(asked.await) }).await.unwrap();
            has_stopped.send(()).unwrap();
        });
        let address = address.await.unwrap();
        let (databas, runtime) = (Some(databas), Some(runtime));
        Self { app, klocka, databas, address, runtime, stop: Some(stop), stopped }
    }

    /// Ends it in order and starts it again on the same data, at another address.
    pub async fn restart(mut self) -> Self {
        drop(self.stop.take());
        (&mut self.stopped).await.unwrap();
        self.start_again().await
    }

    /// Ends it in the middle of whatever it does and starts it again on the same data.
    pub async fn kill_and_restart(mut self) -> Self {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        self.app.store.close().await;
        self.start_again().await
    }

    async fn start_again(mut self) -> Self {
        let databas = self.databas.take().unwrap();
        Self::start_at(databas, Arc::clone(&self.klocka)).await
    }

    /// Another process on the same register, that does not listen: an application with a store of its own.
    pub async fn beside(&self) -> App {
        let store = self.databas.as_ref().unwrap().open(ring());
        let clock: Arc<dyn Klocka> = Arc::<Stallbar>::clone(&self.klocka);
        App::new(store, clock, (*self.app.installning).clone(), Some(ring()))
    }

    /// The folder of the server.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.databas.as_ref().unwrap().folder()
    }

    /// Where it listens: `http://127.0.0.1:…`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A client with a key, or without.
    #[must_use]
    pub fn client(&self, token: Option<Token>) -> Client {
        Client::builder(&self.address()).token(token).direct().build().unwrap()
    }

    /// Plain HTTP, for what the client hides or would never send.
    #[must_use]
    pub fn raw(&self, token: Option<&str>) -> Ra {
        Ra::new(&self.address(), token)
    }

    /// Makes a key, as `finsam token skapa` does.
    pub async fn key(
        &self,
        roll: Roll,
        part: Option<PartKod>,
        forbund: Option<ForbundId>,
        insatser: Vec<InsatsId>,
    ) -> String {
        let bestallning = Bestallning { namn: "test".to_owned(), roll, part, forbund, insatser, giltig_till: None };
        bestallning.check().unwrap();
        let (token, text) = bestallning.make(self.app.new_id(), random_bytes().unwrap(), self.klocka.now());
        let mut unit = self.app.store.begin(self.aktor()).await.unwrap();
        unit.tokens().insert(&token).await.unwrap();
        unit.commit().await.unwrap();
        text.reveal().to_owned()
    }

    /// Who acts when a test reaches into the register.
    #[must_use]
    pub fn aktor(&self) -> Aktor {
        let tid = self.klocka.now();
        let (vem, roll) = ("<test>".to_owned(), Roll::Systemadministrator.code().to_owned());
        Aktor { vem, roll, handling: "test".to_owned(), anrop: self.app.new_id().to_string(), tid }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
