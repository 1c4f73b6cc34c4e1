//! Counts add up, whatever is sent: good, bad, the same again, the same twice.

use std::collections::{BTreeMap, BTreeSet};

use finsam_client::{Avstamma, Client, Deltagandefraga, Importformat, Importval, TryStreamExt};
use finsam_core::protokoll::{Atomicitet, Import, Importantal, Importlage, Importstatus, Strategi};
use finsam_tests::poster::{avslutad, ndjson, person, rad, with};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

on_each_database!(counts_add_up);

/// One row: its key, and what stands in it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Rad {
    /// Sound and open.
    Open(u32),
    /// Sound and closed.
    Closed(u32),
    /// Against a rule.
    Faulty(u32),
    /// Not even a record.
    Garbage,
}

impl Rad {
    fn key(self) -> Option<u32> {
        match self {
            Self::Open(n) | Self::Closed(n) | Self::Faulty(n) => Some(n),
            Self::Garbage => None,
        }
    }

    fn value(self) -> Value {
        match self {
            Self::Open(n) => rad(n, &person(n)),
            Self::Closed(n) => rad(n, &avslutad(n)),
            Self::Faulty(n) => rad(n, &with(person(n), json!({"samtycke": null}))),
            Self::Garbage => json!({"spam": 1}),
        }
    }
}

/// What is kept: the key and whether it is closed; `None` where something was and has been deleted.
type Model = BTreeMap<u32, Option<bool>>;

/// Of records that delete only the key is read.
fn is_read(rad: Rad, strategi: Strategi) -> bool {
    match rad {
        Rad::Open(_) | Rad::Closed(_) => true,
        Rad::Faulty(_) => strategi == Strategi::Radera,
        Rad::Garbage => false,
    }
}

/// An import to send, and how.
#[derive(Debug, Clone)]
struct Sandning {
    rader: Vec<Rad>,
    strategi: Strategi,
    atomicitet: Atomicitet,
    jobb: bool,
    planned: bool,
    avstams: bool,
}

impl Sandning {
    /// Whether it is the whole truth: not where a key cannot be read, or where it deletes.
    fn reconciles(&self) -> bool {
        self.avstams && self.strategi != Strategi::Radera && self.rader.iter().all(|rad| rad.key().is_some())
    }

    fn val(&self) -> Importval {
        let avstamning = Avstamma { max_raderade: Some(1_000), ..Avstamma::default() };
        let (strategi, atomicitet, jobb) = (self.strategi, self.atomicitet, self.jobb);
        let avstamning = self.reconciles().then_some(avstamning);
        Importval { strategi, atomicitet, jobb, avstamning, ..Importval::default() }
    }
}

/// What goes when an import is the whole truth: all that stands in the insats and the year of its sound records, and is
/// not in it.
fn reconciled(after: &mut Model, rader: &[Rad], twice: &BTreeSet<u32>) -> u64 {
    let sound = |rad: &Rad| matches!(rad, Rad::Open(key) | Rad::Closed(key) if !twice.contains(key));
    if !rader.iter().any(sound) {
        return 0;
    }
    let present: BTreeSet<u32> = rader.iter().filter_map(|rad| rad.key()).collect();
    let missing = after.iter_mut().filter(|(key, standing)| standing.is_some() && !present.contains(key));
    missing.map(|(_, standing)| *standing = None).count() as u64
}

/// What an import should come to, by a model that knows nothing of the server.
fn expected(model: &mut Model, sandning: &Sandning) -> Importantal {
    let Sandning { ref rader, strategi, atomicitet, .. } = *sandning;
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<u32> = rader.iter().filter_map(|rad| rad.key()).filter(|key| !seen.insert(*key)).collect();
    let mut after = model.clone();
    let raderade_utanfor = if sandning.reconciles() { reconciled(&mut after, rader, &twice) } else { 0 };
    let mut antal = Importantal { mottagna: rader.len() as u64, raderade_utanfor, ..Importantal::default() };
    for rad in rader {
        let Some(key) = rad.key().filter(|key| is_read(*rad, strategi) && !twice.contains(key)) else {
            antal.avvisade += 1;
            continue;
        };
        let (known, closed) = (after.get(&key).copied(), matches!(rad, Rad::Closed(_)));
        let standing = known.flatten();
        match (strategi, standing) {
            (Strategi::Radera, None) if known.is_some() => antal.oforandrade += 1,
            (Strategi::Uppdatera | Strategi::Radera, None) | (Strategi::Skapa, Some(_)) => {
                antal.avvisade += 1;
                continue;
            }
            (Strategi::Radera, Some(_)) => antal.raderade += 1,
            (_, None) => antal.skapade += 1,
            (_, Some(same)) if same == closed => antal.oforandrade += 1,
            (_, Some(_)) => antal.uppdaterade += 1,
        }
        after.insert(key, (strategi != Strategi::Radera).then_some(closed));
    }
    if atomicitet == Atomicitet::Allt && antal.avvisade > 0 {
        let (mottagna, avvisade) = (antal.mottagna, antal.avvisade);
        return Importantal { mottagna, avvisade, ej_verkstallda: mottagna - avvisade, ..Importantal::default() };
    }
    *model = after;
    antal
}

fn imports() -> impl Strategy<Value = Vec<Sandning>> {
    let key = 0..12_u32;
    let rad = prop_oneof![
        4 => key.clone().prop_map(Rad::Open),
        4 => key.clone().prop_map(Rad::Closed),
        1 => key.prop_map(Rad::Faulty),
        1 => Just(Rad::Garbage),
    ];
    let strategi = prop_oneof![
        4 => Just(Strategi::Upsert),
        1 => Just(Strategi::Skapa),
        1 => Just(Strategi::Uppdatera),
        1 => Just(Strategi::Radera),
    ];
    let atomicitet = prop_oneof![2 => Just(Atomicitet::Rad), 1 => Just(Atomicitet::Allt)];
    let how = (any::<bool>(), any::<bool>(), any::<bool>());
    let import = (proptest::collection::vec(rad, 1..10), strategi, atomicitet, how);
    let import = import.prop_map(|(rader, strategi, atomicitet, (jobb, planned, avstams))| Sandning {
        rader,
        strategi,
        atomicitet,
        jobb,
        planned,
        avstams,
    });
    proptest::collection::vec(import, 12)
}

/// Planned and then carried out: it comes to what was planned.
async fn plan(client: &Client, rader: &[Rad], val: Importval) -> Import {
    let plan = run(client, rader, &Importval { importlage: Importlage::Plan, ..val }).await;
    if plan.status != Importstatus::Planerad {
        return plan;
    }
    let done = client.importer().carry_out(&plan).await.unwrap();
    assert_eq!(done.antal, plan.antal);
    done
}

async fn run(client: &Client, rader: &[Rad], val: &Importval) -> Import {
    let body = ndjson(&rader.iter().map(|rad| rad.value()).collect::<Vec<_>>());
    let import = match client.importer().import(Importformat::Ndjson, body, val).await {
        Ok(import) => client.importer().follow(import).await.unwrap(),
        Err(fel) => fel.import().unwrap_or_else(|| panic!("{fel:?}")).clone(),
    };
    assert!(import.antal.adds_up(), "{:?}", import.antal);
    import
}

async fn counts_add_up(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let mut runner = TestRunner::new(Config::default());
    let mut model = Model::new();
    for _ in 0..6 {
        for sandning in imports().new_tree(&mut runner).unwrap().current() {
            let (before, rader, val) = (model.clone(), &sandning.rader, sandning.val());
            let wanted = expected(&mut model, &sandning);
            let came = if sandning.planned { plan(&client, rader, val).await } else { run(&client, rader, &val).await };
            assert_eq!(came.antal, wanted, "{before:?} {sandning:?}");
        }
        let kept: Vec<_> = client.deltaganden().stream(Deltagandefraga::default()).try_collect().await.unwrap();
        let number = |text: &str| text.strip_prefix("d-").unwrap().parse().unwrap();
        let kept: BTreeMap<u32, bool> =
            kept.iter().map(|post| (number(&post.nyckel.nyckel), post.post.slutdatum.is_some())).collect();
        let standing: BTreeMap<u32, bool> = model.iter().filter_map(|(key, closed)| Some((*key, (*closed)?))).collect();
        assert_eq!(kept, standing, "the register agrees");
    }
}
