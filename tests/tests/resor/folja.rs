//! A reader that follows the change feed while others write ends with what is in the register, neither more nor less.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use finsam_client::{
    Client, Deltagandefraga, Efter, Importformat, Importval, Insatsfraga, Steg, Token, TryStreamExt, Villkor,
};
use finsam_core::deltagande::{Deltagande, Nyckel};
use finsam_core::id::InsatsId;
use finsam_core::insats::Insats;
use finsam_core::protokoll::{Andring, Felkod, Handelsetyp, Resurs};
use finsam_tests::poster::{avslutad, ndjson, nyckel, person, rad, uppgift, with};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::{Value, json};
use uuid::Uuid;

on_each_database!(a_reader_ends_with_the_state_of_the_server);

/// How often each of the writers writes.
const RUNDOR: u32 = 12;

/// What a reader knows of the register, from the feed and from reading what the feed names.
#[derive(Debug, Default, PartialEq)]
struct Bild {
    deltaganden: BTreeMap<(String, String), Deltagande>,
    insatser: BTreeMap<InsatsId, Insats>,
}

fn plats(nyckel: &Nyckel) -> (String, String) {
    (nyckel.kallsystem.clone(), nyckel.nyckel.clone())
}

impl Bild {
    /// Takes in a change: reads what it is about, and forgets it when it is not there.
    async fn take(&mut self, client: &Client, andring: &Andring) {
        match (andring.resurs, &andring.nyckel) {
            (Resurs::Deltagande, Some(nyckel)) => match client.deltaganden().get(nyckel).await {
                Ok(post) => drop(self.deltaganden.insert(plats(nyckel), post)),
                Err(fel) => {
                    assert_eq!(fel.kod(), Some(Felkod::Saknas), "{fel}");
                    self.deltaganden.remove(&plats(nyckel));
                }
            },
            (Resurs::Insats, None) => {
                let insats = client.insatser().get(InsatsId(andring.id)).await.unwrap();
                self.insatser.insert(insats.id, insats);
            }
            _ => {}
        }
    }

    /// What is in the register, as this caller may list it.
    async fn of_the_register(client: &Client, insats: Option<InsatsId>, sees_persons: bool) -> Self {
        let insatser: Vec<Insats> = client.insatser().stream(Insatsfraga::default()).try_collect().await.unwrap();
        let fraga = Deltagandefraga { insats, ..Deltagandefraga::default() };
        let deltaganden: Vec<Deltagande> =
            if sees_persons { client.deltaganden().stream(fraga).try_collect().await.unwrap() } else { Vec::new() };
        Self {
            deltaganden: deltaganden.into_iter().map(|post| (plats(&post.nyckel), post)).collect(),
            insatser: insatser.into_iter().map(|insats| (insats.id, insats)).collect(),
        }
    }
}

/// Follows from the beginning until everything is written and read; what it knows then, and every change that it saw.
async fn follow(client: Client, done: Arc<AtomicBool>) -> (Bild, Vec<Andring>) {
    let (mut bild, mut seen, mut last) = (Bild::default(), Vec::new(), 0);
    let mut steps = client.andringar().stream(Efter::Borjan);
    while let Some(steg) = steps.try_next().await.unwrap() {
        match steg {
            Steg::Andring(andring) => {
                bild.take(&client, &andring).await;
                seen.push(andring);
            }
            // The first may have been read before the last write.
            Steg::Ikapp { .. } if done.load(Ordering::SeqCst) => {
                last += 1;
                if last == 2 {
                    break;
                }
            }
            Steg::Ikapp { .. } => {}
        }
    }
    (bild, seen)
}

/// Writes for a part: new ones, changes, ends, moves between insatser, deletions and returns, one by one and in imports;
/// keys are shared with the other writers of the part.
async fn write(client: Client, writer: u32, there: InsatsId) {
    let elsewhere = |record: Value| with(record, json!({"insatsNyckel": null, "insatsId": there}));
    for round in 0..RUNDOR {
        let n = (writer * 7 + round) % 9 + writer / 4 * 100;
        let put = async |record: Value| {
            let answer = client.deltaganden().put(&nyckel(n), Villkor::Inget, &uppgift(&record)).await;
            if let Err(fel) = answer {
                assert!(matches!(fel.kod(), Some(Felkod::Regler)), "{fel}");
            }
        };
        match (writer + round) % 6 {
            0 => put(person(n)).await,
            1 => put(avslutad(n)).await,
            2 => put(elsewhere(person(n))).await,
            3 => {
                if let Ok(standing) = client.deltaganden().get(&nyckel(n)).await
                    && let Err(fel) = client.deltaganden().delete(&nyckel(n), standing.version).await
                {
                    let lost = [Some(Felkod::Saknas), Some(Felkod::VillkorBrutet)];
                    assert!(lost.contains(&fel.kod()), "{fel}");
                }
            }
            4 => put(with(person(n), json!({"kommun": "2262", "utbildningsniva": "grundskola"}))).await,
            _ => {
                let one = |i| rad(1_000 + writer * 100 + i, &person(1_000 + writer * 100 + i));
                let rader: Vec<Value> = (0..40).map(one).collect();
                let val = Importval::default();
                client.importer().import(Importformat::Ndjson, ndjson(&rader), &val).await.unwrap();
            }
        }
    }
}

async fn a_reader_ends_with_the_state_of_the_server(server: Server) {
    let varld = Varld::new(server).await;
    let mut second = varld.insats.uppgift.clone();
    (second.namn, second.nycklar) = ("Den andra".to_owned(), Vec::new());
    let second = varld.client(Vem::System).insatser().create(&second, None).await.unwrap();
    let done = Arc::new(AtomicBool::new(false));
    let patient = |vem| {
        let token = Token::new(varld.key(vem)).unwrap();
        // So the server lets it wait for two seconds at most.
        Client::builder(&varld.server.address()).token(token).direct().silence(Duration::from_secs(5)).build().unwrap()
    };
    let readers = [Vem::Part, Vem::Timra, Vem::Deltagar, Vem::Nationell];
    let following: Vec<_> =
        readers.map(|vem| tokio::spawn(follow(patient(vem), Arc::clone(&done)))).into_iter().collect();
    let writers = (0..8).map(|writer| {
        let client = varld.client(if writer < 4 { Vem::Part } else { Vem::Timra });
        tokio::spawn(write(client, writer, second.id))
    });
    let writers: Vec<_> = writers.collect();
    let forbund = varld.client(Vem::Forbund);
    for version in 1..=5 {
        let mut changed = varld.insats.uppgift.clone();
        changed.namn = format!("Vägen {version}");
        forbund.insatser().put(varld.insats.id, Villkor::Version(version), &changed).await.unwrap();
    }
    for writer in writers {
        writer.await.unwrap();
    }
    done.store(true, Ordering::SeqCst);
    let mut all_seen = 0;
    for (vem, following) in readers.into_iter().zip(following) {
        let (bild, seen) = following.await.unwrap();
        let client = varld.client(vem);
        let narrow = (vem == Vem::Deltagar).then_some(varld.insats.id);
        let register = Bild::of_the_register(&client, narrow, vem != Vem::Nationell).await;
        assert_eq!(bild, register, "{vem:?}");
        assert!(vem == Vem::Nationell || !bild.deltaganden.is_empty());
        all_seen += seen.len();
        if narrow.is_none() {
            without_gaps(&seen);
        }
    }
    // Each change of a participation was seen by exactly the part whose it is; the narrow key saw some of them again.
    let store = varld.server.app.store.read().await.unwrap().handelser().after(0, 100_000).await.unwrap();
    assert!(store.len() > 200, "{}", store.len());
    assert!(all_seen >= store.len());
}

/// Every version of everything once, in order, from its first.
fn without_gaps(seen: &[Andring]) {
    let mut versions: BTreeMap<(Resurs, Uuid), i64> = BTreeMap::new();
    for andring in seen {
        let known = versions.entry((andring.resurs, andring.id)).or_default();
        assert_eq!(andring.version, *known + 1, "{andring:?}");
        assert!(*known > 0 || andring.typ == Handelsetyp::Skapad, "{andring:?}");
        *known = andring.version;
    }
}
