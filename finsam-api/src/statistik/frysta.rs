//! Frozen states as they are kept, and those that were asked for lately.

use std::collections::{BTreeSet, VecDeque};
use std::io::{Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use finsam_core::id::FaststallelseId;
use finsam_core::statistik::Fryst;
use finsam_store::Store;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;

use super::tillstand::Tillstandsfel;
use crate::rapportbild::Namnbok;

/// How many states are kept in memory: as much as their columns each, and mostly one or two are asked for.
const HOGST: usize = 4;

/// A value as it is kept: JSON, packed. The same value is the same bytes.
pub(super) fn pack(value: &impl Serialize) -> Result<Vec<u8>, Tillstandsfel> {
    let unwritten = |fel: &dyn std::fmt::Display| Tillstandsfel::Olaslig(fel.to_string());
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    serde_json::to_writer(&mut packer, value).map_err(|fel| unwritten(&fel))?;
    packer.flush().and_then(|()| packer.finish()).map_err(|fel| unwritten(&fel))
}

/// What was kept.
pub(super) fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Tillstandsfel> {
    let mut text = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut text).map_err(|fel| Tillstandsfel::Olaslig(fel.to_string()))?;
    serde_json::from_slice(&text).map_err(|fel| Tillstandsfel::Olaslig(fel.to_string()))
}

/// A frozen state, with the names of what it tells of.
#[derive(Debug)]
pub(super) struct Laddad {
    pub(super) fryst: Fryst,
    pub(super) namnbok: Namnbok,
}

/// The frozen states of a register.
#[derive(Debug)]
pub(super) struct Frysta {
    store: Arc<dyn Store>,
    /// Those that were asked for lately, the latest last.
    laddade: Mutex<VecDeque<(FaststallelseId, Arc<Laddad>)>>,
    /// The turn to read one that is not in memory: whoever waits for it finds it there.
    lasning: tokio::sync::Mutex<()>,
    /// Those that this process is freezing.
    pagar: Mutex<BTreeSet<FaststallelseId>>,
    /// The turn to work out what is to be hidden: it takes a processor and as much memory as the register, for minutes.
    pub(super) tur: Semaphore,
}

impl Frysta {
    pub(super) fn new(store: Arc<dyn Store>) -> Self {
        let (laddade, lasning, pagar) = (Mutex::default(), tokio::sync::Mutex::default(), Mutex::default());
        Self { store, laddade, lasning, pagar, tur: Semaphore::new(1) }
    }

    /// A state that answers, read if it is not in memory. What is kept never changes, so it is never read again for that.
    pub(super) async fn get(&self, id: FaststallelseId) -> Result<Arc<Laddad>, Tillstandsfel> {
        if let Some(known) = self.known(id) {
            return Ok(known);
        }
        let _turn = self.lasning.lock().await;
        if let Some(known) = self.known(id) {
            return Ok(known);
        }
        let content = self.content(id).await?;
        let read = tokio::task::spawn_blocking(move || {
            let fryst: Fryst = unpack(&content)?;
            let namnbok = Namnbok::of(fryst.kolumner());
            Ok::<_, Tillstandsfel>(Arc::new(Laddad { fryst, namnbok }))
        });
        let read = read.await.map_err(Tillstandsfel::broken)??;
        let mut laddade = self.laddade.lock().unwrap_or_else(PoisonError::into_inner);
        laddade.push_back((id, Arc::clone(&read)));
        if laddade.len() > HOGST {
            laddade.pop_front();
        }
        Ok(read)
    }

    fn known(&self, id: FaststallelseId) -> Option<Arc<Laddad>> {
        let mut laddade = self.laddade.lock().unwrap_or_else(PoisonError::into_inner);
        let place = laddade.iter().position(|(known, _)| *known == id)?;
        let found = laddade.remove(place)?;
        let laddad = Arc::clone(&found.1);
        laddade.push_back(found);
        Some(laddad)
    }

    /// What a state holds, opened.
    pub(super) async fn content(&self, id: FaststallelseId) -> Result<Vec<u8>, Tillstandsfel> {
        let content = self.store.read().await?.faststallelser().content(id).await?;
        content.ok_or_else(|| Tillstandsfel::Olaslig(format!("{id} is not there any more")))
    }

    /// Begins with a state; `false` when this process is at it already.
    pub(super) fn enter(&self, id: FaststallelseId) -> bool {
        self.pagar.lock().unwrap_or_else(PoisonError::into_inner).insert(id)
    }

    pub(super) fn leave(&self, id: FaststallelseId) {
        self.pagar.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}
