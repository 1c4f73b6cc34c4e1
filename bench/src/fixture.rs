//! What measurements start from: a register with one förbund and a few insatser, and made-up records of a fixed seed.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use finsam_api::klocka::{Idkalla, Klocka, Systemklocka};
use finsam_api::pahittat::{forbunden, generera};
use finsam_api::token::Bestallning;
use finsam_core::atkomst::Roll;
use finsam_core::deltagande::Remitterande;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::insats::{Insatstyp, Insatsuppgift, Uppfoljningsmetod};
use finsam_core::part::PartKod;
use finsam_core::protokoll::Importpost;
use finsam_core::tid::Period;
use finsam_store::{Aktor, Store};

use crate::Outcome;

/// How many insatser there are.
const INSATSER: usize = 5;
/// The kommun whose system sends.
const PART: &str = "kommun:2280";
/// Another kommun of the same förbund, whose system sends too.
const ANNAN: &str = "kommun:2262";
/// The seed of the records.
const FRO: u64 = 2026;

/// What a register was filled with.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// The insatser that records belong to.
    pub insatser: Vec<InsatsId>,
    /// The token of the system that sends.
    pub token: String,
    /// The token of another part's system.
    pub annan: String,
    /// An insats that is followed by counts.
    pub raknad: InsatsId,
    /// The token of the förbund's administrator.
    pub forbund: String,
    part: PartKod,
    annan_part: PartKod,
    period: Period,
}

impl Fixture {
    /// Fills an empty register and closes it.
    ///
    /// # Errors
    /// What the store says.
    pub async fn create(store: &dyn Store) -> Outcome<Self> {
        let (part, annan_part): (PartKod, PartKod) = (PART.parse()?, ANNAN.parse()?);
        let period = Period::new("2014-01-01".parse()?, Some("2014-12-31".parse()?));
        let (ids, tid) = (Idkalla::default(), Systemklocka.now());
        let (roll, handling, anrop) = (Roll::Systemadministrator.code().to_owned(), "bench".to_owned(), String::new());
        let aktor = Aktor { vem: "<bench>".to_owned(), roll, handling, anrop, varfor: None, varifran: None, tid };
        let mut unit = store.begin(aktor).await?;
        let forbundet = forbunden()?.into_iter().find(|forbund| forbund.medlemmar.iter().any(|m| m.part == part));
        let forbund = unit.forbund().insert(ForbundId(ids.next(tid)), forbundet.ok_or("no such förbund")?).await?;
        let mut insatser = Vec::new();
        for number in 0..=INSATSER {
            let mut insats = insats(forbund.id, number, period);
            if number == 0 {
                insats.uppfoljningsmetod = Uppfoljningsmetod::Antal;
            }
            insatser.push(unit.insatser().insert(InsatsId(ids.next(tid)), insats).await?.id);
        }
        let raknad = insatser.remove(0);
        let mut keys = Vec::new();
        for (seed, roll, part, forbund) in [
            (7, Roll::Partssystem, Some(part), None),
            (8, Roll::Partssystem, Some(annan_part), None),
            (9, Roll::Forbundsadministrator, None, Some(forbund.id)),
        ] {
            let namn = "bench".to_owned();
            let bestallning = Bestallning { namn, roll, part, forbund, insatser: Vec::new(), giltig_till: None };
            let (token, text) = bestallning.make(ids.next(tid), [seed; 32], tid);
            unit.tokens().insert(&token).await?;
            keys.push(text.reveal().to_owned());
        }
        unit.commit().await?;
        store.close().await;
        let [token, annan, forbund] = keys.try_into().map_err(|_| "three keys")?;
        Ok(Self { insatser, token, annan, raknad, forbund, part, annan_part, period })
    }

    /// Sound made-up records, the same ones every time for the same insatser.
    pub fn records(&self, count: usize) -> impl Iterator<Item = Importpost> + use<> {
        generera(count as u64, FRO, &self.insatser, self.part, self.period)
    }

    /// Sound made-up records of the other part.
    pub fn records_of_another(&self, count: usize) -> impl Iterator<Item = Importpost> + use<> {
        generera(count as u64, FRO + 1, &self.insatser, self.annan_part, self.period)
    }

    /// Writes records as ndjson; of every ten, `changed` say something else than the first time.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_ndjson(&self, file: &Path, count: usize, changed: usize) -> Outcome {
        write(
            file,
            self.records(count).enumerate().map(|(i, mut record)| {
                if i % 10 < changed {
                    change(&mut record);
                }
                record
            }),
        )
    }
}

/// Writes records as ndjson.
///
/// # Errors
/// When the file cannot be written.
pub fn write(file: &Path, records: impl Iterator<Item = Importpost>) -> Outcome {
    let mut out = BufWriter::new(File::create(file)?);
    for record in records {
        serde_json::to_writer(&mut out, &record)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

/// Another answer to a question that no other answer depends on.
fn change(record: &mut Importpost) {
    let before = record.uppgift.remitterande;
    let other = Remitterande::ALL.iter().copied().find(|&remitterande| Some(remitterande) != before);
    record.uppgift.remitterande = other;
}

fn insats(forbund_id: ForbundId, number: usize, period: Period) -> Insatsuppgift {
    Insatsuppgift {
        typ: Insatstyp::RehabiliteringArbeteUtbildning,
        ..Insatsuppgift::starting(forbund_id, format!("Insats {number}"), period.fran)
    }
}
