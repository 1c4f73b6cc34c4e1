//! What a batch comes to, decided in memory: each record sees what those before it in the batch will have done.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use finsam_core::id::{DeltagandeId, InsatsId};
use finsam_core::tid::Period;
use uuid::Uuid;

use crate::StoreError;
use crate::beredd::Beredd;
use crate::beslut::{self, Befintlig, Beslut};
use crate::rum::{Handelsetyp, Skrivutfall, Strategi};

/// The hash that a person is found by.
pub(super) type Sok = [u8; 16];

/// What stands under a key, as the batch has left it so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rott {
    /// Whether it does not stand there yet.
    pub(super) ny: bool,
    /// Its internal number; none while it is new and has been given none.
    pub(super) nummer: Option<i64>,
    pub(super) id: Uuid,
    pub(super) version: i64,
    pub(super) raderad: bool,
    pub(super) avslutad: bool,
    pub(super) sok: Option<Sok>,
    pub(super) post: Option<String>,
    pub(super) insats: Option<InsatsId>,
    /// The internal number of the insats.
    pub(super) insats_nummer: Option<i64>,
    /// The day on which consent to what stood there was withdrawn.
    pub(super) aterkallat: Option<NaiveDate>,
    /// Which record of the batch is the last one written to it.
    pub(super) skriven: Option<usize>,
}

/// Something that the change feed and the access log are to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notis {
    /// A change of a row, to a version; with the internal number of the insats that it left, if it did.
    Handelse { rad: usize, typ: Handelsetyp, version: i64, fore: Option<i64> },
    /// A save that changed nothing.
    Oforandrad { rad: usize },
}

/// A participation among those of a person in an insats, in order of creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Vem {
    /// It has this number.
    Stod(i64),
    /// It is new, in this place of the rows.
    Ny(usize),
}

/// The participations of a person in an insats.
pub(super) type Perioder = HashMap<(InsatsId, Sok), BTreeMap<Vem, Period>>;

/// What a batch has come to.
pub(super) struct Avgjord {
    /// The insatser that there are, by their internal numbers.
    pub(super) insatser: HashMap<InsatsId, i64>,
    pub(super) rader: Vec<Rott>,
    pub(super) notiser: Vec<Notis>,
}

/// A batch under way.
pub(super) struct Plan<'b> {
    strategi: Strategi,
    insatser: HashMap<InsatsId, i64>,
    nycklar: HashMap<(&'b str, &'b str), usize>,
    rader: Vec<Rott>,
    perioder: Perioder,
    notiser: Vec<Notis>,
}

impl<'b> Plan<'b> {
    pub(super) fn new(
        strategi: Strategi,
        insatser: HashMap<InsatsId, i64>,
        stands: Vec<((&'b str, &'b str), Rott)>,
        perioder: Perioder,
    ) -> Self {
        let (keys, rader): (Vec<_>, Vec<_>) = stands.into_iter().unzip();
        let nycklar = keys.into_iter().zip(0..).collect();
        Self { strategi, insatser, nycklar, rader, perioder, notiser: Vec::new() }
    }

    /// What it has come to.
    pub(super) fn settle(self) -> Avgjord {
        Avgjord { insatser: self.insatser, rader: self.rader, notiser: self.notiser }
    }

    /// Decides about one record; `index` is its place in the batch.
    pub(super) fn save(&mut self, index: usize, beredd: &'b Beredd) -> Result<Skrivutfall, StoreError> {
        let key = (beredd.nyckel.kallsystem.as_str(), beredd.nyckel.nyckel.as_str());
        let rad = self.nycklar.get(&key).copied();
        let known = rad.map(|rad| self.rader[rad].known(beredd));
        let beslut = beslut::decide(self.strategi, beredd.villkor, known, beredd.nytt())?;
        match (beslut, rad) {
            (Beslut::Brutet(version), _) => Ok(Skrivutfall::VillkorBrutet(version)),
            (Beslut::Aterkallat(dag), _) => Ok(Skrivutfall::Aterkallat(dag)),
            (Beslut::Oforandrad, Some(rad)) => {
                self.notiser.push(Notis::Oforandrad { rad });
                let rott = &self.rader[rad];
                Ok(Skrivutfall::Oforandrad { id: DeltagandeId(rott.id), version: rott.version })
            }
            (Beslut::Andra(typ), Some(rad)) => self.change(index, beredd, rad, typ),
            (Beslut::Aterskapa, Some(rad)) => self.change(index, beredd, rad, Handelsetyp::Skapad),
            (_, _) => self.create(index, beredd, key),
        }
    }

    fn create(&mut self, index: usize, beredd: &Beredd, key: (&'b str, &'b str)) -> Result<Skrivutfall, StoreError> {
        let rad = self.rader.len();
        self.check_insats(beredd)?;
        if let Some(period) = self.in_the_way(beredd, Vem::Ny(rad)) {
            return Ok(Skrivutfall::Overlapp(period));
        }
        let id = beredd.nytt_id;
        let (nummer, version) = (None, 0);
        let (sok, post, insats, insats_nummer, skriven) = (None, None, None, None, None);
        let (raderad, avslutad, aterkallat, id) = (true, false, None, id.0);
        self.rader.push(Rott {
            ny: true,
            nummer,
            id,
            version,
            raderad,
            avslutad,
            sok,
            post,
            insats,
            insats_nummer,
            aterkallat,
            skriven,
        });
        self.nycklar.insert(key, rad);
        self.put(index, beredd, rad, Handelsetyp::Skapad);
        Ok(Skrivutfall::Skapad { id: beredd.nytt_id, version: 1 })
    }

    /// A change, or the return of what was deleted.
    fn change(
        &mut self,
        index: usize,
        beredd: &Beredd,
        rad: usize,
        typ: Handelsetyp,
    ) -> Result<Skrivutfall, StoreError> {
        self.check_insats(beredd)?;
        if let Some(period) = self.in_the_way(beredd, self.rader[rad].vem(rad)) {
            return Ok(Skrivutfall::Overlapp(period));
        }
        let raderad = self.rader[rad].raderad;
        self.put(index, beredd, rad, typ);
        let (id, version) = (DeltagandeId(self.rader[rad].id), self.rader[rad].version);
        Ok(if raderad { Skrivutfall::Skapad { id, version } } else { Skrivutfall::Uppdaterad { id, version } })
    }

    /// Makes a row what the record says.
    fn put(&mut self, index: usize, beredd: &Beredd, rad: usize, typ: Handelsetyp) {
        let rott = &mut self.rader[rad];
        let vem = rott.vem(rad);
        if let (Some(insats), Some(sok)) = (rott.insats, rott.sok)
            && let Some(others) = self.perioder.get_mut(&(insats, sok))
        {
            others.remove(&vem);
        }
        rott.version += 1;
        rott.raderad = false;
        rott.avslutad = beredd.period.till.is_some();
        rott.sok = beredd.person.as_ref().map(|person| person.sok);
        rott.post = Some(beredd.post.clone());
        let fore = rott.insats_nummer.filter(|_| rott.insats != Some(beredd.insats));
        rott.insats = Some(beredd.insats);
        rott.insats_nummer = self.insatser.get(&beredd.insats).copied();
        rott.skriven = Some(index);
        self.notiser.push(Notis::Handelse { rad, typ, version: rott.version, fore });
        if let Some(sok) = rott.sok {
            self.perioder.entry((beredd.insats, sok)).or_default().insert(vem, beredd.period);
        }
    }

    fn check_insats(&self, beredd: &Beredd) -> Result<(), StoreError> {
        if self.insatser.contains_key(&beredd.insats) { Ok(()) } else { Err(StoreError::Conflict("insats")) }
    }

    /// REG-11 within the part, whichever of its systems the other one came from.
    fn in_the_way(&self, beredd: &Beredd, own: Vem) -> Option<Period> {
        let sok = beredd.person.as_ref()?.sok;
        let others = self.perioder.get(&(beredd.insats, sok))?;
        let others: Vec<_> = others.iter().filter(|(vem, _)| **vem != own).map(|(_, period)| *period).collect();
        beslut::in_the_way(beredd.period, &others)
    }
}

impl Rott {
    fn vem(&self, rad: usize) -> Vem {
        self.nummer.map_or(Vem::Ny(rad), Vem::Stod)
    }

    /// What is known of it, compared with what is to be written.
    pub(super) fn known(&self, beredd: &Beredd) -> Befintlig {
        let samma = !self.raderad && self.sok == beredd.person.as_ref().map(|person| person.sok);
        let lika = samma && self.post.as_ref() == Some(&beredd.post);
        Befintlig { lika, ..self.befintlig() }
    }

    /// What is known of it.
    pub(super) const fn befintlig(&self) -> Befintlig {
        let Self { version, raderad, avslutad, aterkallat, .. } = *self;
        Befintlig { version, raderad, avslutad, lika: false, aterkallat }
    }
}
