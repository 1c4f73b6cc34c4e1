//! Holds all that a register has against every rule that it was held against when it was sent, and förbund against the act
//! as of a day: what another program wrote, what a rule of a newer version refuses, what was moved under it.

use std::collections::HashMap;
use std::hash::Hash;

use chrono::NaiveDate;
use finsam_core::bakgrund;
use finsam_core::deltagande::{
    Deltagande, Deltagandeuppgift, Sammanhang, about, overlap, validate, validate_key, validate_uppfoljning,
};
use finsam_core::ekonomi::tilldelning;
use finsam_core::forbund::{self, Forbund};
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::identitet::Numrering;
use finsam_core::insats::{self, Insats, Insatsuppgift, validate_antal, validate_strukturdeltagande};
use finsam_core::part::PartKod;
use finsam_core::regel::Avvikelse;
use finsam_core::tid::Period;
use finsam_store::rum::{Fran, Jamforelseurval, Personsok, Sidval};
use finsam_store::{ReadSession, Store, StoreError};

use crate::forbundsbild::Forbundsbild;

/// How many participations are read at a time.
const SIDA: u32 = 1_000;

/// How much was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Provat {
    /// Förbund.
    pub forbund: u64,
    /// Insatser.
    pub insatser: u64,
    /// Periods of counts, and those in which people were reached.
    pub antal: u64,
    /// Participations.
    pub deltaganden: u64,
}

/// A register under examination.
pub struct Registerprov<'a> {
    store: &'a dyn Store,
    numrering: &'a Numrering,
    idag: NaiveDate,
    found: &'a mut (dyn FnMut(Avvikelse) + Send),
    forbund: HashMap<ForbundId, Forbund>,
    insatser: HashMap<InsatsId, Insats>,
}

/// The periods of persons in insatser, of one part.
type Perioder = HashMap<(InsatsId, Personsok), Vec<Period>>;

impl<'a> Registerprov<'a> {
    /// Judges all of one state of the register, and gives `found` each finding, its pointer from the root of the API on:
    /// `/forbund/<id>/styrelse`, `/insatser/<id>`, `/insatser/<id>/antal/<day>`, `/insatser/<id>/strukturdeltagande/<day>`, `/deltaganden/<id>/startdatum`,
    /// `/tilldelningar/2015`.
    ///
    /// # Errors
    /// What the store says: [`StoreError::NoKey`] where persons are registered and there is no key.
    pub async fn judge(
        store: &'a dyn Store,
        numrering: &'a Numrering,
        idag: NaiveDate,
        found: &'a mut (dyn FnMut(Avvikelse) + Send),
    ) -> Result<Provat, StoreError> {
        let mut session = store.read().await?;
        let session = session.as_mut();
        let forbund = session.forbund().all().await?.into_iter().map(|one| (one.id, one)).collect();
        let insatser = session.insatser().all().await?.into_iter().map(|one| (one.id, one)).collect();
        let mut prov = Self { store, numrering, idag, found, forbund, insatser };
        let mut provat = Provat { forbund: prov.forbund.len() as u64, ..Provat::default() };
        prov.forbund(session).await?;
        provat.insatser = prov.insatser();
        provat.antal = prov.antal(session).await?;
        prov.of_country(session).await?;
        let parter = session.deltaganden().parts().await?;
        for registrerande in parter {
            provat.deltaganden += prov.deltaganden(session, registrerande.part).await?;
        }
        Ok(provat)
    }

    fn tell(&mut self, below: &str, found: impl IntoIterator<Item = Avvikelse>) {
        found.into_iter().for_each(|one| (self.found)(one.below(below)));
    }

    /// Förbund, what belongs to them, and what the act asks of them.
    async fn forbund(&mut self, session: &mut dyn ReadSession) -> Result<(), StoreError> {
        let ids: Vec<ForbundId> = self.forbund.keys().copied().collect();
        for id in ids {
            let Some(bild) = Forbundsbild::read(session, id).await? else { continue };
            let found = self.forbund.get(&id).map(|one| forbund::validate(&one.uppgift)).unwrap_or_default();
            let below = format!("/forbund/{id}");
            self.tell(&below, found);
            self.tell(&below, bild.validate());
            self.tell(&below, bild.judge(self.idag));
        }
        Ok(())
    }

    fn insatser(&mut self) -> u64 {
        let judged = |one: &Insats| {
            let forbund = self.forbund.get(&one.uppgift.forbund_id).map(|forbund| &forbund.uppgift);
            (one.id, insats::validate(&one.uppgift, forbund))
        };
        let all: Vec<(InsatsId, Vec<Avvikelse>)> = self.insatser.values().map(judged).collect();
        let antal = all.len() as u64;
        all.into_iter().for_each(|(id, found)| self.tell(&format!("/insatser/{id}"), found));
        antal
    }

    async fn antal(&mut self, session: &mut dyn ReadSession) -> Result<u64, StoreError> {
        let all = session.antal().all().await?;
        self.periods(
            "antal",
            &all,
            |one| (one.insats_id, one.uppgift.enhet, one.uppgift.period()),
            |one, insats, others| validate_antal(&one.uppgift, insats, others),
        );
        let reached = session.strukturdeltagande().all().await?;
        self.periods(
            "strukturdeltagande",
            &reached,
            |one| (one.insats_id, (), one.uppgift.period()),
            |one, insats, others| validate_strukturdeltagande(&one.uppgift, insats, others),
        );
        Ok((all.len() + reached.len()) as u64)
    }

    /// What is told of periods: each beside those before it of its insats and kind.
    fn periods<T, K: Eq + Hash>(
        &mut self,
        namn: &str,
        all: &[T],
        place: impl Fn(&T) -> (InsatsId, K, Period),
        validate: impl Fn(&T, &Insatsuppgift, &[Period]) -> Vec<Avvikelse>,
    ) {
        let mut seen: HashMap<(InsatsId, K), Vec<Period>> = HashMap::new();
        for one in all {
            let (id, slag, period) = place(one);
            let Some(insats) = self.insatser.get(&id) else { continue };
            let others = seen.entry((id, slag)).or_default();
            let found = validate(one, &insats.uppgift, others);
            others.push(period);
            self.tell(&format!("/insatser/{id}/{namn}/{}", period.fran), found);
        }
    }

    /// What belongs to the country.
    async fn of_country(&mut self, session: &mut dyn ReadSession) -> Result<(), StoreError> {
        for one in session.tilldelningar().all().await? {
            self.tell(&format!("/tilldelningar/{}", one.ar), tilldelning::validate(&one.uppgift));
        }
        for one in session.bakgrundstal().all().await? {
            self.tell(&format!("/bakgrundstal/{}", one.ar), bakgrund::validate(one.ar, &one.uppgift));
        }
        Ok(())
    }

    /// Those of a part, in order of creation.
    async fn deltaganden(&mut self, session: &mut dyn ReadSession, part: PartKod) -> Result<u64, StoreError> {
        let urval = Jamforelseurval { part, kallsystem: None, insats: None, ar: None };
        let (mut after, mut antal, mut perioder) = (0, 0, Perioder::new());
        loop {
            let sida = Sidval { limit: SIDA, fran: Fran::Efter(after) };
            let rows = session.deltaganden().to_compare(urval.clone(), sida).await?;
            let Some((last, _)) = rows.last() else { return Ok(antal) };
            after = *last;
            antal += rows.len() as u64;
            for (_, one) in rows {
                self.deltagande(part, one, &mut perioder)?;
            }
        }
    }

    fn deltagande(&mut self, part: PartKod, one: Deltagande, perioder: &mut Perioder) -> Result<(), StoreError> {
        let (idag, below) = (self.idag, format!("/deltaganden/{}", one.id));
        let mut found = validate_key(&one.nyckel, idag);
        for (manad, uppgift) in &one.uppfoljningar {
            let of_it = validate_uppfoljning(*manad, uppgift, &one.post, idag);
            found.extend(of_it.into_iter().map(|one| one.below(&format!("/uppfoljningar/{manad}"))));
        }
        let (insats_id, period) = (one.post.insats_id, one.post.period());
        let uppgift = Deltagandeuppgift::from(one);
        if let Some(identitet) = about(&uppgift, idag) {
            let others = perioder.entry((insats_id, self.store.person_key(&identitet)?)).or_default();
            found.extend(overlap(period, others));
            others.push(period);
        }
        let known = self.insatser.get(&insats_id);
        let insats = known.and_then(|insats| Some((insats, &self.forbund.get(&insats.uppgift.forbund_id)?.uppgift)));
        let sammanhang = Sammanhang { part, idag, numrering: self.numrering, insats };
        found.extend(validate(uppgift, &sammanhang).map_or_else(|found| found, |godkand| godkand.varningar));
        self.tell(&below, found);
        Ok(())
    }
}
