//! A command without a server: one is started here, on an address of this machine that nobody else knows, for as long
//! as the command takes. So both ways in go through the same checks and leave the same lines in the access log.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::Duration;
use finsam_client::{Client, Token};
use finsam_core::atkomst::Roll;
use finsam_core::identitet::Numrering;
use finsam_store::Store;
use tokio::task::JoinHandle;

use super::{Mal, failed};
use crate::app::{App, Installning, router};
use crate::import::{Jobb, keep_up};
use crate::klocka::{Idkalla, Klocka, Systemklocka};
use crate::kommando::lager::{Databas, sandbox_ring};
use crate::kommando::serve::{TROSKEL_U32, test_numbers};
use crate::kommando::{Kommandofel, server, token};
use crate::skydd::Skydd;
use crate::token::Bestallning;

/// How long the key holds that the command is done with, in hours.
const GILTIG: i64 = 24;

/// A server for one command.
pub(super) struct Lokal {
    store: Arc<dyn Store>,
    spole: PathBuf,
    jobb: Arc<Jobb>,
    server: JoinHandle<()>,
    /// Says to other processes on the register that this one is there.
    skotsel: JoinHandle<()>,
}

impl Lokal {
    /// Opens the register that the arguments name and starts serving it; the client of it.
    pub(super) async fn start(args: &Mal, roll: Roll) -> Result<(Self, Client), Kommandofel> {
        let (database, database_fil) = (args.database.clone(), args.database_fil.clone());
        let databas = Databas::of(args.config.clone(), database, database_fil, args.nyckel.clone());
        let file = databas.beside()?;
        let mut ring = databas.ring()?;
        if args.sandlada && ring.is_none() {
            ring = Some(sandbox_ring(&file.with_added_extension("nyckel"))?);
        }
        let listed = test_numbers(args.testnummer.as_ref())?;
        let numrering = if args.sandlada { Numrering::sandlada(listed) } else { Numrering::skarp(listed) };
        // A folder of its own: others may be importing into the same register.
        let id = Idkalla::default().next(Systemklocka.now());
        let spole = file.with_added_extension("importera").join(id.to_string());
        let installning = Installning {
            numrering,
            rojandeskydd: TROSKEL_U32,
            spole: spole.clone(),
            andringar: crate::flode::Installning::default(),
            skydd: Skydd::default(),
            oversikt: crate::oversikt::Installning::default(),
        };
        let store = databas.open(ring.clone()).await?;
        let bestallning = Bestallning {
            namn: "finsam".to_owned(),
            roll,
            part: args.part,
            forbund: args.forbund,
            insatser: Vec::new(),
            giltig_till: Some(Systemklocka.now() + Duration::hours(GILTIG)),
        };
        let key = token::create(store.as_ref(), bestallning).await?;
        let listener = server::bind((Ipv4Addr::LOCALHOST, 0).into()).await?;
        let address = listener.local_addr().map_err(|error| Kommandofel::reach("127.0.0.1", error))?;
        let app = App::new(Arc::clone(&store), Arc::new(Systemklocka), installning, ring);
        let jobb = Arc::clone(&app.jobb);
        let skotsel = tokio::spawn(keep_up(app.clone()));
        // It ends when it is told to, and then nobody asks how.
        let server = tokio::spawn(async move { drop(axum::serve(listener, router(app)).await) });
        let token = Token::new(key.reveal()).map_err(failed)?;
        let client = Client::builder(&format!("http://{address}")).token(token).direct().build().map_err(failed)?;
        Ok((Self { store, spole, jobb, server, skotsel }, client))
    }

    /// Ends the server and closes the register.
    pub(super) async fn stop(self) {
        self.server.abort();
        self.skotsel.abort();
        // One that nobody follows any more ends after its round, and its body goes with this folder.
        self.jobb.end();
        self.jobb.ended().await;
        self.store.close().await;
        drop(std::fs::remove_dir_all(&self.spole));
        // What is not empty belongs to another import under way.
        if let Some(shared) = self.spole.parent() {
            drop(std::fs::remove_dir(shared));
        }
    }
}
