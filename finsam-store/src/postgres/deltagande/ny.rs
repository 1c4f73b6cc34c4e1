//! One participation that is thought to be new, as all of its unit of work: locked, written, told and committed by one
//! statement. Whether it is new is seen in it, under the locks under which it would have been looked up; if it is not,
//! nothing is written.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use finsam_core::deltagande::Nyckel;
use finsam_core::part::PartKod;

use super::skriv::{Kallor, single};
use crate::beredd::Beredd;
use crate::kedja::{Hash, Huvud, Innehall};
use crate::postgres::session::Session;
use crate::postgres::sql::{DELTAGANDE_NY, Varden};
use crate::postgres::varde::can_stand;
use crate::postgres::{fel, kedja, las};
use crate::rad::{days, micros};
use crate::rum::{Handelsetyp, Resurs, Sedd, Villkor};
use crate::{StoreError, koder};

/// After one that was not new so many of the same system are looked up first.
const VILA: u32 = 100;
/// So many systems are remembered at most.
const FLEST: usize = 10_000;

/// A system that sends, by its small numbers, which the statement checks again.
#[derive(Clone, Copy, Default)]
struct Kand {
    part: i64,
    kalla: i64,
    vila: u32,
}

/// The systems that this process has written for.
#[derive(Default)]
pub(in crate::postgres) struct Kanda(Mutex<HashMap<(PartKod, String), Kand>>);

impl Kanda {
    fn all(&self) -> MutexGuard<'_, HashMap<(PartKod, String), Kand>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether what a system sends next may be thought to be new.
    pub(in crate::postgres) fn expect_new(&self, part: PartKod, kallsystem: &str) -> bool {
        let mut all = self.all();
        let Some(kand) = all.get_mut(&(part, kallsystem.to_owned())) else { return false };
        let rests = kand.vila > 0;
        kand.vila = kand.vila.saturating_sub(1);
        !rests
    }

    /// Remembers a system that has been written for.
    pub(super) fn learn(&self, part: PartKod, nyckel: &Nyckel, kallor: &Kallor) {
        let Some(kalla) = kallor.system.get(&nyckel.kallsystem).copied() else { return };
        let mut all = self.all();
        if all.len() >= FLEST {
            all.clear();
        }
        let known = all.entry((part, nyckel.kallsystem.clone())).or_default();
        (known.part, known.kalla) = (kallor.part, kalla);
    }

    fn find(&self, part: PartKod, nyckel: &Nyckel) -> Option<Kand> {
        self.all().get(&(part, nyckel.kallsystem.clone())).copied()
    }

    /// What a system sent was not new.
    fn missed(&self, part: PartKod, nyckel: &Nyckel) {
        if let Some(kand) = self.all().get_mut(&(part, nyckel.kallsystem.clone())) {
            kand.vila = VILA;
        }
    }
}

/// Saves it and commits; whether it was new.
pub(in crate::postgres) async fn save(
    session: &mut Session,
    part: PartKod,
    beredd: &Beredd,
    sedd: Sedd,
) -> Result<bool, StoreError> {
    let nyckel = &beredd.nyckel;
    let Some(kand) = session.hus.kanda.find(part, nyckel) else { return Ok(false) };
    // A version can be demanded only of what stands.
    let new = !matches!(beredd.villkor, Villkor::Version(_));
    if !new || !can_stand(&nyckel.nyckel) || !session.conn.open_not() {
        return Ok(false);
    }
    let huvud = kedja::take(&session.hus, session.aktor()?).await?;
    let written = write(session, part, beredd, (sedd, kand), huvud).await;
    // As after any commit: what the server refused was rolled back, and after any other failure nobody knows.
    match written {
        Ok(Some(hash)) => {
            kedja::give_back(&session.hus, Huvud { led: huvud.led + 1, hash, ..huvud });
            session.ended();
        }
        Ok(None) => {
            kedja::give_back(&session.hus, huvud);
            session.hus.kanda.missed(part, nyckel);
        }
        Err(ref fel) if fel::is_said(fel) => kedja::give_back(&session.hus, huvud),
        Err(_) => {}
    }
    written.map(|hash| hash.is_some())
}

/// The hash of its link; `None` if it was not new.
async fn write(
    session: &Session,
    part: PartKod,
    beredd: &Beredd,
    (sedd, kand): (Sedd, Kand),
    huvud: Huvud,
) -> Result<Option<Hash>, StoreError> {
    let (nyckel, kod, aktor) = (&beredd.nyckel, part.to_string(), session.aktor()?);
    let (rum, first, second) = single(part, &kod, nyckel, beredd.sok().map(|sok| (beredd.insats, sok)));
    let (id, insats) = (beredd.nytt_id.0.as_bytes().as_slice(), beredd.insats.0.as_bytes().as_slice());
    let (start, slut, idag) = (days(beredd.period.fran), beredd.period.till.map(days), session.today()?);
    let (sok, identitet) = (beredd.sok(), beredd.person.as_ref().map(|person| person.sluten.as_slice()));
    let (typ, resurs) = (koder::typ(Handelsetyp::Skapad), koder::resurs(Resurs::Deltagande));
    let mut innehall = Innehall::new(aktor.into());
    innehall.line_of(resurs, Some(beredd.nytt_id.0), None);
    let (tid, (class, key), led, innehall) = (micros(aktor.tid), las::FEED, huvud.led + 1, innehall.digest());
    #[rustfmt::skip]
    let values: Varden<'_> = &[
        &las::PART, &rum, &first, &second,
        &kand.part, &kod, &kand.kalla, &nyckel.kallsystem,
        &nyckel.nyckel, &insats, &sedd.insats, &sedd.forbund,
        &id, &start, &slut, &beredd.alder, &sok, &identitet, &beredd.post, &idag,
        &tid, &aktor.vem, &aktor.roll, &aktor.handling, &aktor.anrop, &aktor.varfor, &aktor.varifran,
        &class, &key, &typ, &resurs,
        &huvud.segment, &led, &huvud.hash.as_slice(), &innehall.as_slice(),
    ];
    DELTAGANDE_NY.first(&session.conn, values, |rad| rad.bytes(0, "hash")).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_whose_record_was_not_new_is_looked_up_for_a_while() {
        let (kanda, part) = (Kanda::default(), "kommun:2280".parse().unwrap());
        let nyckel = Nyckel { kallsystem: "treserva".to_owned(), nyckel: "d-1".to_owned() };
        let kallor = Kallor { part: 1, system: HashMap::from([("treserva".to_owned(), 2)]) };
        assert!(!kanda.expect_new(part, "treserva"), "it is not known");
        kanda.learn(part, &nyckel, &kallor);
        assert!(kanda.expect_new(part, "treserva") && kanda.expect_new(part, "treserva"));
        kanda.missed(part, &nyckel);
        kanda.learn(part, &nyckel, &kallor);
        let tried = (0..VILA + 2).filter(|_| kanda.expect_new(part, "treserva")).count();
        assert_eq!(tried, 2, "after so many that were looked up");
        assert!(!kanda.expect_new("kommun:2262".parse().unwrap(), "treserva"), "another part's system");
    }
}
