//! Senders that send nothing twice: they end when no answer comes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::task::JoinHandle;

use super::{EN_GANG, Import, PERSONER, Rundinsatser, SPARARE, Sant, number};
use crate::exakt::{Svar, person};
use crate::process::{Finsam, Klient};

/// Work under way.
#[derive(Debug)]
pub struct Arbete {
    sant: Arc<Mutex<Sant>>,
    stop: Arc<AtomicBool>,
    under_way: Vec<JoinHandle<()>>,
}

impl Arbete {
    /// Starts it.
    #[must_use]
    pub fn start(finsam: &Finsam, insatser: &Rundinsatser) -> Self {
        let sant = Arc::new(Mutex::new(Sant { open: true, ..Sant::default() }));
        let stop = Arc::new(AtomicBool::new(false));
        let work = |klient| Sandare { klient, sant: Arc::clone(&sant), stop: Arc::clone(&stop) };
        let puts =
            |one| tokio::spawn(work(finsam.client()).puts(insatser.radvis.clone(), insatser.round, one * PERSONER));
        let mut under_way: Vec<_> = (0..SPARARE).map(puts).collect();
        for import in Import::kinds("e", insatser) {
            under_way.push(tokio::spawn(work(finsam.client()).imports(import)));
        }
        Self { sant, stop, under_way }
    }

    /// Sends nothing more, waits for the answers that come, and tells what was acknowledged.
    ///
    /// # Panics
    /// When an answer was an error.
    pub async fn ended(self) -> Sant {
        self.stop.store(true, Ordering::Relaxed);
        for task in self.under_way {
            task.await.unwrap();
        }
        self.sant.lock().unwrap().clone()
    }
}

struct Sandare {
    klient: Klient,
    sant: Arc<Mutex<Sant>>,
    stop: Arc<AtomicBool>,
}

/// Whether an answer says what became of the request. One that was cut off does not, nor does one of a server whose
/// database is away.
fn says(svar: &Svar) -> bool {
    ![0, 503].contains(&svar.status) && !svar.json().is_null()
}

impl Sandare {
    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed)
    }

    /// Puts persons one by one, each twice, the second time changed.
    async fn puts(self, insats: String, round: u64, first: u64) {
        let insats = serde_json::from_value(insats.into()).unwrap();
        for n in first..first + PERSONER {
            let nyckel = format!("e{round}-{n}");
            let mut body = person(insats, &number(n, EN_GANG));
            for (version, niva) in [(1, "gymnasium"), (2, "grundskola")] {
                body["utbildningsniva"] = niva.into();
                if !self.goes_on() {
                    return;
                }
                let svar = self.klient.json("PUT", &format!("/deltaganden/treserva/{nyckel}"), &body).await;
                if !says(&svar) {
                    return;
                }
                assert!([200, 201].contains(&svar.status), "{}", svar.text());
                assert_eq!(svar.json()["version"], version);
                self.sant.lock().unwrap().puts.insert(nyckel.clone(), version);
            }
        }
    }

    /// Imports again and again, with new keys each time.
    async fn imports(self, mal: Import) {
        for n in 0..100 {
            if !self.goes_on() {
                return;
            }
            let mut import = Import { prefix: format!("{}x{n}", mal.prefix), ..mal.clone() };
            let svar = self.klient.import(&import.prefix, import.allt, import.job, &import.body()).await;
            if says(&svar) {
                import.status = svar.status;
                import.id = serde_json::from_value(svar.json()["id"].clone()).unwrap();
            }
            let ended = import.status == 0;
            self.sant.lock().unwrap().imports.push(import);
            if ended {
                return;
            }
            tokio::time::sleep(mal.pause()).await;
        }
    }
}
