//! A server over a database of its own, that can be stopped, killed and started again on the same data.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use finsam_api::app::{App, Installning};
use finsam_api::klocka::Klocka;
use finsam_api::kommando::{random_bytes, serve_until};
use finsam_api::skydd::Skydd;
use finsam_api::token::Bestallning;
use finsam_api::{flode, oversikt, webhook};
use finsam_client::{Client, Token};
use finsam_core::atkomst::Roll;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::identitet::{Numrering, Testnummer};
use finsam_core::part::PartKod;
use finsam_store::provdatabas::{Begin, Databas, Plats};
use finsam_store::{Aktor, Nyckelring};
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

/// A server that listens on an address of this machine, in the sandbox and, unless its pages are open, without disclosure
/// control.
#[derive(Debug)]
pub struct Server {
    /// Its application, to look into the register with.
    pub app: App,
    /// Its clock, at 2015-06-01 08:00 UTC to begin with.
    pub klocka: Arc<Stallbar>,
    plats: Option<Plats>,
    ring: Option<Nyckelring>,
    skydd: Skydd,
    oversikt: oversikt::Installning,
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

impl Begin for Server {
    async fn begin(databas: Databas) -> Self {
        Self::start(Plats::new(databas)).await
    }
}

impl Server {
    /// Starts a server over an empty register.
    pub async fn start(plats: Plats) -> Self {
        Self::start_set(plats, Some(ring()), Skydd::default(), oversikt::Installning::default()).await
    }

    /// Starts one that has no key to seal with.
    pub async fn without_key(plats: Plats) -> Self {
        Self::start_set(plats, None, Skydd::default(), oversikt::Installning::default()).await
    }

    /// Starts one that lets in whom it is told to.
    pub async fn start_with(plats: Plats, skydd: Skydd) -> Self {
        Self::start_set(plats, Some(ring()), skydd, oversikt::Installning::default()).await
    }

    /// Starts one with other overview pages.
    pub async fn start_pages(plats: Plats, oversikt: oversikt::Installning) -> Self {
        Self::start_set(plats, Some(ring()), Skydd::default(), oversikt).await
    }

    async fn start_set(plats: Plats, ring: Option<Nyckelring>, skydd: Skydd, oversikt: oversikt::Installning) -> Self {
        let start = "2015-06-01T08:00:00Z".parse().unwrap();
        Self::start_at(plats, ring, (skydd, oversikt), Arc::new(Stallbar(Mutex::new(start)))).await
    }

    async fn start_at(
        plats: Plats,
        ring: Option<Nyckelring>,
        (skydd, oversikt): (Skydd, oversikt::Installning),
        klocka: Arc<Stallbar>,
    ) -> Self {
        let installning = Installning {
            numrering: Numrering::sandlada(Testnummer::default()),
            rojandeskydd: if oversikt.oppen { 5 } else { 0 },
            spole: plats.folder().join("spole"),
            andringar: andringar(),
            skydd: skydd.clone(),
            oversikt: oversikt.clone(),
        };
        let clock: Arc<dyn Klocka> = Arc::<Stallbar>::clone(&klocka);
        let store = plats.open(ring.clone()).await.unwrap().into();
        let app = App::new(store, clock, installning, ring.clone());
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
        let (plats, runtime) = (Some(plats), Some(runtime));
        Self { app, klocka, plats, ring, skydd, oversikt, address, runtime, stop: Some(stop), stopped }
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
        let plats = self.plats.take().unwrap();
        let set = (self.skydd.clone(), self.oversikt.clone());
        Self::start_at(plats, self.ring.clone(), set, Arc::clone(&self.klocka)).await
    }

    /// Where its register is.
    #[must_use]
    pub fn plats(&self) -> &Plats {
        self.plats.as_ref().unwrap()
    }

    /// Another process on the same register, that does not listen: an application with a store of its own.
    pub async fn beside(&self) -> App {
        let store = self.plats().open(self.ring.clone()).await.unwrap().into();
        let clock: Arc<dyn Klocka> = Arc::<Stallbar>::clone(&self.klocka);
        App::new(store, clock, (*self.app.installning).clone(), self.ring.clone())
    }

    /// The folder of the server.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.plats().folder()
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
        assert_eq!(bestallning.synfalt().faults(), []);
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
        Aktor {
            vem,
            roll,
            handling: "test".to_owned(),
            anrop: self.app.new_id().to_string(),
            varfor: None,
            varifran: None,
            tid,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
