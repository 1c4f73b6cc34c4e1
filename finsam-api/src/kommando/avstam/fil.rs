//! The file that is compared: its records as digests, scope by scope.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::PathBuf;

use chrono::NaiveDate;
use finsam_core::avstamning::{Summering, digest};
use finsam_core::deltagande::Kanonisk;
use finsam_core::id::InsatsId;
use finsam_core::protokoll::{Importpost, Kontrollsumma, Omfang};
use finsam_core::regel::Avvikelse;
use finsam_core::regel::register::REG_20;

use crate::import::{Importfraga, Skannat, Skanning, scan};
use crate::kommando::validera::{describe, unreadable};
use crate::kommando::{Kommandofel, Utfall, visa};
use crate::las::{Format, Post, for_each};

/// What a part's own systems call its insatser: by system and key.
pub(super) type Insatsnycklar = BTreeMap<(String, String), InsatsId>;

/// Which scopes are compared; what is not given does not select.
#[derive(Debug, Clone)]
pub(super) struct Urval {
    /// Those of this system.
    pub(super) kallsystem: Option<String>,
    /// Those of this insats.
    pub(super) insats: Option<InsatsId>,
    /// Those of this year.
    pub(super) ar: Option<i32>,
}

impl Urval {
    fn selects(&self, omfang: &Omfang) -> bool {
        self.kallsystem.as_ref().is_none_or(|namn| *namn == omfang.kallsystem)
            && self.insats.is_none_or(|id| id == omfang.insats_id)
            && self.ar.is_none_or(|ar| ar == omfang.ar)
    }
}

/// A file of records.
pub(super) struct Postfil {
    path: PathBuf,
    format: Format,
    idag: NaiveDate,
    skannat: Skannat,
    /// The systems that stand in it.
    system: BTreeSet<String>,
    /// Which scopes are compared.
    pub(super) urval: Urval,
    /// What the part's own systems call its insatser.
    pub(super) nycklar: Insatsnycklar,
    /// How many of its records have no digest.
    pub(super) felaktiga: u64,
}

/// A record's place and digest.
struct Summerad {
    omfang: Omfang,
    nyckel: String,
    kontrollsumma: Kontrollsumma,
}

impl Postfil {
    /// A file that can be read as records.
    pub(super) fn open(path: PathBuf, format: Format, urval: Urval, idag: NaiveDate) -> Result<Self, Kommandofel> {
        let skanning = Skanning { format, limits: Importfraga::default().limits(), most: u64::MAX, keys: false };
        let skannat = scan(BufReader::new(opened(&path)?), &skanning).map_err(|fel| unreadable(&fel))?;
        let (system, nycklar) = (BTreeSet::new(), Insatsnycklar::new());
        Ok(Self { path, format, idag, skannat, system, urval, nycklar, felaktiga: 0 })
    }

    /// The checksum of each scope. Faulty records are told; the register would not keep them.
    pub(super) fn sum_up(&mut self) -> Result<Summering, Kommandofel> {
        let (mut summering, mut felaktiga, mut system) = (Summering::default(), 0, BTreeSet::new());
        self.each(|rad, judged| match judged {
            Ok(post) => {
                if !system.contains(&post.omfang.kallsystem) {
                    system.insert(post.omfang.kallsystem.clone());
                }
                if self.urval.selects(&post.omfang) {
                    summering.add(post.omfang, post.kontrollsumma);
                }
                Ok(())
            }
            Err(found) => {
                felaktiga += 1;
                found.iter().try_for_each(|avvikelse| visa::line(&describe(rad, avvikelse)))
            }
        })?;
        (self.felaktiga, self.system) = (felaktiga, system);
        Ok(summering)
    }

    /// Whether a scope of the register is to be compared: one of a system that stands in the file, or of the one that
    /// was named.
    pub(super) fn concerns(&self, omfang: &Omfang) -> bool {
        self.urval.selects(omfang) && (self.urval.kallsystem.is_some() || self.system.contains(&omfang.kallsystem))
    }

    /// The keys of these scopes with their digests.
    pub(super) fn keys<'o>(
        &self,
        omfang: impl Iterator<Item = &'o Omfang>,
    ) -> Result<BTreeMap<Omfang, BTreeMap<String, Kontrollsumma>>, Kommandofel> {
        let mut keys: BTreeMap<Omfang, BTreeMap<String, Kontrollsumma>> =
            omfang.map(|omfang| (omfang.clone(), BTreeMap::new())).collect();
        if keys.is_empty() {
            return Ok(keys);
        }
        self.each(|_, judged| {
            if let Ok(post) = judged
                && let Some(scope) = keys.get_mut(&post.omfang)
            {
                scope.insert(post.nyckel, post.kontrollsumma);
            }
            Ok(())
        })?;
        Ok(keys)
    }

    /// Gives every record in turn, as its place and digest or as its faults.
    fn each(&self, mut f: impl FnMut(u64, Result<Summerad, Vec<Avvikelse>>) -> Utfall) -> Utfall {
        let mut told = Ok(());
        let reader = BufReader::new(opened(&self.path)?);
        for_each(self.format, reader, &Importfraga::default().limits(), &mut |post| {
            told = f(post.rad, self.judge(&post));
            if told.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
        .map_err(|fel| unreadable(&fel))?;
        told
    }

    fn judge(&self, post: &Post<'_>) -> Result<Summerad, Vec<Avvikelse>> {
        let importpost = post.parse()?;
        self.digest(post.rad, importpost).map_err(|mut found| {
            post.lasare().name_columns(&mut found);
            found
        })
    }

    fn digest(&self, rad: u64, post: Importpost) -> Result<Summerad, Vec<Avvikelse>> {
        let Importpost { nyckel, uppgift } = post;
        if let Some(duplicate) = self.skannat.duplicate(rad) {
            return Err(vec![duplicate]);
        }
        let insats_id = match (uppgift.insats_id, &uppgift.insats_nyckel) {
            (Some(id), None) => id,
            (None, Some(text)) => {
                let key = (nyckel.kallsystem.clone(), text.clone());
                *self
                    .nycklar
                    .get(&key)
                    .ok_or_else(|| vec![REG_20.at("/insatsNyckel").expected("a key of an insats")])?
            }
            _ => return Err(vec![REG_20.at("/insatsId").expected("exactly one of insatsId and insatsNyckel")]),
        };
        let form = Kanonisk::of_sent(&nyckel, uppgift, insats_id, self.idag)?;
        let omfang = Omfang { kallsystem: nyckel.kallsystem, insats_id, ar: form.ar };
        Ok(Summerad { omfang, nyckel: nyckel.nyckel, kontrollsumma: digest(&form.kanonisk) })
    }
}

fn opened(path: &PathBuf) -> Result<File, Kommandofel> {
    File::open(path).map_err(|error| Kommandofel::reach(&path.display().to_string(), error))
}
