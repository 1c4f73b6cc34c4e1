//! Senders as they should be: finsam-client, which sends again what may be sent again. They see no error at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use finsam_client::{Client, Idempotensnyckel, Importformat, Importval, Token};
use finsam_core::deltagande::Nyckel;
use finsam_core::protokoll::{Atomicitet, Radutfall, Villkor};
use tokio::task::JoinHandle;

use super::{IGEN, Import, PERSONER, Rundinsatser, SPARARE, Sant, number};
use crate::exakt::person;
use crate::process::Finsam;

/// Clients at work.
#[derive(Debug)]
pub struct Klienter {
    stop: Arc<AtomicBool>,
    under_way: Vec<JoinHandle<Sant>>,
}

impl Klienter {
    /// Starts them.
    ///
    /// # Panics
    /// When a client cannot be made.
    #[must_use]
    pub fn start(finsam: &Finsam, insatser: &Rundinsatser) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let token = Token::new(&finsam.key).unwrap();
        let client = Client::builder(&format!("http://{}", finsam.addr)).token(token).direct().build().unwrap();
        let (insats, round) = (&insatser.radvis, insatser.round);
        let puts = |one| tokio::spawn(puts(client.clone(), insats.clone(), round, one * PERSONER, Arc::clone(&stop)));
        let mut under_way: Vec<_> = (0..SPARARE).map(puts).collect();
        for import in Import::kinds("k", insatser) {
            under_way.push(tokio::spawn(imports(client.clone(), import, Arc::clone(&stop))));
        }
        Self { stop, under_way }
    }

    /// Lets each of them come to the end of what it does, and tells what was acknowledged.
    ///
    /// # Panics
    /// When one of them saw an error.
    pub async fn ended(self) -> Sant {
        self.stop.store(true, Ordering::Relaxed);
        let mut all = Sant::default();
        for task in self.under_way {
            let sant = task.await.unwrap();
            all.puts.extend(sant.puts);
            all.imports.extend(sant.imports);
        }
        all
    }
}

/// Puts persons one by one, each twice, the second time changed, and reads what it has put.
async fn puts(client: Client, insats: String, round: u64, first: u64, stop: Arc<AtomicBool>) -> Sant {
    let mut sant = Sant::default();
    let insats = serde_json::from_value(insats.into()).unwrap();
    for n in first..first + PERSONER {
        let nyckel = Nyckel { kallsystem: "treserva".to_owned(), nyckel: format!("k{round}-{n}") };
        let mut body = person(insats, &number(n, IGEN));
        for (version, niva) in [(1, "gymnasium"), (2, "grundskola")] {
            if stop.load(Ordering::Relaxed) {
                return sant;
            }
            body["utbildningsniva"] = niva.into();
            let uppgift = serde_json::from_value(body.clone()).unwrap();
            let kvitto = client.deltaganden().put(&nyckel, Villkor::Inget, &uppgift).await.unwrap();
            assert_eq!(kvitto.version, version);
            let sent_again = kvitto.utfall == Radutfall::Oforandrad;
            assert!(sent_again || (kvitto.utfall == Radutfall::Skapad) == (version == 1), "{kvitto:?}");
            sant.puts.insert(nyckel.nyckel.clone(), version);
            let read = client.deltaganden().get(&nyckel).await.unwrap();
            assert_eq!((read.id, read.version), (kvitto.id, version), "what was put is read");
        }
    }
    sant
}

/// Imports again and again, with new keys each time, and follows jobs to their end.
async fn imports(client: Client, mal: Import, stop: Arc<AtomicBool>) -> Sant {
    let mut sant = Sant::default();
    for n in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let mut import = Import { prefix: format!("{}x{n}", mal.prefix), ..mal.clone() };
        let val = Importval {
            atomicitet: if import.allt { Atomicitet::Allt } else { Atomicitet::Rad },
            jobb: import.job,
            nyckel: Some(Idempotensnyckel::new(import.prefix.as_str()).unwrap()),
            ..Importval::default()
        };
        let made = client.importer().import(Importformat::Ndjson, import.body(), &val).await.unwrap();
        import.status = if import.job { 202 } else { 200 };
        import.id = Some(made.id);
        if !import.job {
            assert_eq!((made.antal.mottagna, made.antal.skapade), (import.rows, import.rows), "{made:?}");
        }
        client.importer().follow(made).await.unwrap();
        sant.imports.push(import);
        tokio::time::sleep(mal.pause()).await;
    }
    sant
}
