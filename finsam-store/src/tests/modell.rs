//! Random writes and deletions against a model that a map is enough for.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use finsam_core::deltagande::Nyckel;
use finsam_core::id::DeltagandeId;
use finsam_core::identitet::Identitet;
use finsam_core::part::PartKod;
use finsam_core::tid::Period;
use proptest::prelude::*;
use uuid::Uuid;

use super::{ANNA, ANNAN_INSATS, BO, Databas, INSATS, Prov, day, first, part, skrivning};
use crate::rum::{
    Anonymisering, Deltagandeurval, Handelsetyp, Raderingsutfall, Skrivning, Skrivutfall, Strategi, Villkor,
};

type Plats = (PartKod, String, String);

/// A record of the model.
#[derive(Debug, Clone)]
pub(super) struct Post {
    id: DeltagandeId,
    version: i64,
    /// What was written last, unless it has been deleted.
    sagt: Option<Skrivning>,
    /// The day on which consent was withdrawn.
    aterkallat: Option<NaiveDate>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Modell {
    poster: BTreeMap<Plats, Post>,
    /// The order of creation.
    ordning: Vec<Plats>,
    handelser: Vec<(Handelsetyp, DeltagandeId, i64)>,
    rader: usize,
}

/// What a unit of work does, and whether it is kept.
pub(super) type Enhet = (bool, Vec<Gor>);

impl Modell {
    fn save(&mut self, part: PartKod, strategi: Strategi, ny: &Skrivning) -> Skrivutfall {
        let plats = (part, ny.nyckel.kallsystem.clone(), ny.nyckel.nyckel.clone());
        let known = self.poster.get(&plats).cloned();
        let stands = known.as_ref().and_then(|post| post.sagt.as_ref().map(|sagt| (post.version, post.id, sagt)));
        let wanted = match (strategi, ny.villkor, &stands) {
            (Strategi::Skapa, _, Some(_)) | (Strategi::Uppdatera, _, None) | (_, Villkor::Saknas, Some(_)) => false,
            (_, Villkor::Version(version), stands) => stands.as_ref().is_some_and(|(stands, ..)| version == *stands),
            _ => true,
        };
        if !wanted {
            return Skrivutfall::VillkorBrutet(stands.map(|(version, ..)| version));
        }
        let aterkallat = known.as_ref().and_then(|post| post.aterkallat);
        let consent = ny.godkand.post.samtycke.as_ref().and_then(|samtycke| samtycke.registrering.as_ref());
        if let Some(dag) = aterkallat
            && ny.godkand.identitet.is_some()
            && consent.is_none_or(|consent| consent.datum <= dag)
        {
            return Skrivutfall::Aterkallat(dag);
        }
        if let Some((version, id, sagt)) = &stands
            && sagt.godkand.post == ny.godkand.post
            && sagt.godkand.identitet == ny.godkand.identitet
        {
            self.rader += 1;
            return Skrivutfall::Oforandrad { id: *id, version: *version };
        }
        if let Some(period) = self.in_the_way(&plats, ny) {
            return Skrivutfall::Overlapp(period);
        }
        let (id, version) = known.as_ref().map_or((ny.nytt_id, 1), |post| (post.id, post.version + 1));
        let closes = |sagt: &Skrivning| ny.godkand.post.slutdatum.is_some() && sagt.godkand.post.slutdatum.is_none();
        let typ = match &stands {
            None => Handelsetyp::Skapad,
            Some((.., sagt)) if closes(sagt) => Handelsetyp::Avslutad,
            Some(_) => Handelsetyp::Andrad,
        };
        let created = stands.is_none();
        if known.is_none() {
            self.ordning.push(plats.clone());
        }
        self.handelser.push((typ, id, version));
        self.rader += 1;
        self.poster.insert(plats, Post { id, version, sagt: Some(ny.clone()), aterkallat });
        if created { Skrivutfall::Skapad { id, version } } else { Skrivutfall::Uppdaterad { id, version } }
    }

    /// The oldest record in the way.
    fn in_the_way(&self, own: &Plats, ny: &Skrivning) -> Option<Period> {
        let person = ny.godkand.identitet.as_ref()?;
        self.ordning.iter().filter(|plats| plats.0 == own.0 && *plats != own).find_map(|plats| {
            let sagt = self.poster[plats].sagt.as_ref()?;
            let same = sagt.godkand.identitet.as_ref() == Some(person)
                && sagt.godkand.post.insats_id == ny.godkand.post.insats_id;
            let period = sagt.godkand.post.period();
            (same && period.overlaps(ny.godkand.post.period())).then_some(period)
        })
    }

    fn delete(&mut self, part: PartKod, nyckel: &Nyckel, villkor: Villkor) -> Raderingsutfall {
        let plats = (part, nyckel.kallsystem.clone(), nyckel.nyckel.clone());
        let Some(post) = self.poster.get_mut(&plats) else { return Raderingsutfall::Saknas };
        if post.sagt.is_none() {
            return Raderingsutfall::Redan(post.id);
        }
        if villkor != Villkor::Inget && villkor != Villkor::Version(post.version) {
            return Raderingsutfall::VillkorBrutet(post.version);
        }
        post.version += 1;
        post.sagt = None;
        self.handelser.push((Handelsetyp::Raderad, post.id, post.version));
        self.rader += 1;
        Raderingsutfall::Raderad(post.id)
    }
}

impl Modell {
    fn anonymise(&mut self, part: PartKod, vem: &str, dag: NaiveDate) -> Vec<(DeltagandeId, i64)> {
        let mut done = Vec::new();
        for plats in self.ordning.iter().filter(|plats| plats.0 == part) {
            let Some(post) = self.poster.get_mut(plats) else { continue };
            let Some(sagt) = &mut post.sagt else { continue };
            if sagt.godkand.identitet != Some(identity(vem)) {
                continue;
            }
            let first = sagt.godkand.post.startdatum.to_string();
            let last = sagt.godkand.post.slutdatum.map(|day| day.to_string());
            let mut left = skrivning("", None, &first, last.as_deref());
            left.godkand.post.insats_id = sagt.godkand.post.insats_id;
            *sagt = Skrivning { nyckel: sagt.nyckel.clone(), ..left };
            post.version += 1;
            post.aterkallat = post.aterkallat.max(Some(dag));
            done.push((post.id, post.version));
        }
        let events = done.iter().map(|(id, version)| (Handelsetyp::SamtyckeAterkallat, *id, *version));
        self.handelser.extend(events);
        self.rader += done.len();
        done
    }
}

fn identity(vem: &str) -> Identitet {
    Identitet::parse_nummer(vem, day("2014-05-01")).unwrap()
}

#[derive(Debug, Clone)]
pub(super) enum Gor {
    Anonymisera(PartKod, &'static str, NaiveDate),
    Spara(PartKod, Strategi, Vec<Skrivning>),
    Radera(PartKod, Nyckel, Villkor),
}

fn parts() -> impl Strategy<Value = PartKod> {
    prop_oneof![Just(part("kommun:2280")), Just(part("region:22"))]
}

fn villkor() -> impl Strategy<Value = Villkor> {
    prop_oneof![6 => Just(Villkor::Inget), 1 => Just(Villkor::Saknas), 2 => (1_i64..4).prop_map(Villkor::Version)]
}

fn keys() -> impl Strategy<Value = Nyckel> {
    (prop::sample::select(vec!["treserva", "procapita"]), 0..4)
        .prop_map(|(system, n)| Nyckel { kallsystem: system.to_owned(), nyckel: format!("d-{n}") })
}

fn records() -> impl Strategy<Value = Skrivning> {
    let vem = prop::sample::select(vec![None, Some(ANNA), Some(BO)]);
    let end = prop::option::of(0_u64..40);
    (keys(), vem, any::<bool>(), 0_u64..60, end, villkor(), any::<u128>()).prop_map(
        |(nyckel, vem, annan, start, end, villkor, id)| {
            let mut one = skrivning("", vem, "2014-01-01", None);
            let start = day("2014-01-01") + chrono::Days::new(start);
            one.godkand.post.startdatum = start;
            one.godkand.post.slutdatum = end.map(|end| start + chrono::Days::new(end));
            one.godkand.post.insats_id = if annan { ANNAN_INSATS } else { INSATS };
            Skrivning { nyckel, nytt_id: DeltagandeId(Uuid::from_u128(id)), villkor, ..one }
        },
    )
}

pub(super) fn actions() -> impl Strategy<Value = Vec<Enhet>> {
    let strategi = prop_oneof![4 => Just(Strategi::Upsert), 1 => Just(Strategi::Skapa), 1 => Just(Strategi::Uppdatera)];
    let save = (parts(), strategi, prop::collection::vec(records(), 1..6)).prop_map(|(p, s, r)| Gor::Spara(p, s, r));
    let delete = (parts(), keys(), villkor()).prop_map(|(p, n, v)| Gor::Radera(p, n, v));
    let withdraw = (parts(), prop::sample::select(vec![ANNA, BO]), 0_u64..60)
        .prop_map(|(part, vem, days)| Gor::Anonymisera(part, vem, day("2014-01-01") + chrono::Days::new(days)));
    let step = prop_oneof![4 => save, 2 => delete, 1 => withdraw];
    let enhet = (prop::bool::weighted(0.8), prop::collection::vec(step, 1..4));
    prop::collection::vec(enhet, 1..8)
}

/// Does it to the register and to the model.
pub(super) async fn play(prov: &Prov, modell: &mut Modell, enheter: Vec<Enhet>) {
    for (kept, steps) in enheter {
        let mut ahead = modell.clone();
        let mut enhet = prov.begin().await;
        for step in steps {
            match step {
                Gor::Spara(part, strategi, records) => {
                    let expected: Vec<_> = records.iter().map(|one| ahead.save(part, strategi, one)).collect();
                    assert_eq!(enhet.deltaganden().save(part, strategi, records).await.unwrap(), expected);
                }
                Gor::Anonymisera(part, vem, dag) => {
                    let person = prov.store.person_key(&identity(vem)).unwrap();
                    let typ = Handelsetyp::SamtyckeAterkallat;
                    let asked = Anonymisering { person, insatser: None, dag, typ };
                    let done = enhet.personer().anonymise(part, asked).await.unwrap();
                    let done: Vec<_> = done.into_iter().map(|one| (one.id, one.version)).collect();
                    assert_eq!(done, ahead.anonymise(part, vem, dag));
                }
                Gor::Radera(part, nyckel, villkor) => {
                    let expected = ahead.delete(part, &nyckel, villkor);
                    assert_eq!(enhet.deltaganden().delete(part, &nyckel, villkor).await.unwrap(), expected);
                }
            }
        }
        if kept {
            enhet.commit().await.unwrap();
            *modell = ahead;
        }
    }
}

/// Whether the register, that was new, holds what the model does.
pub(super) async fn compare(prov: &Prov, modell: &Modell) {
    let before = 3;
    let mut las = prov.store.read().await.unwrap();
    for part in [part("kommun:2280"), part("region:22")] {
        let urval = Deltagandeurval { part, insats: None, ar: None, avslutad: None };
        let listed = las.deltaganden().list(urval, first(100)).await.unwrap().poster;
        let expected = modell.ordning.iter().filter(|plats| plats.0 == part).map(|plats| &modell.poster[plats]);
        let expected: Vec<_> = expected.filter_map(|post| post.sagt.as_ref().map(|sagt| (post, sagt))).collect();
        assert_eq!(listed.len(), expected.len());
        for (read, (post, sagt)) in listed.iter().zip(expected) {
            assert_eq!((read.id, read.version, &read.nyckel), (post.id, post.version, &sagt.nyckel));
            assert_eq!(read.post, sagt.godkand.post);
            let nummer = sagt.godkand.identitet.as_ref().map(|person| person.canonical()[2..].to_owned());
            assert_eq!(read.personnummer.as_ref().map(|read| read.reveal().to_owned()), nummer);
            assert_eq!(las.deltaganden().get(part, &sagt.nyckel).await.unwrap().as_ref(), Some(read));
        }
    }
    let rows = las.deltaganden().statistics(0, 100).await.unwrap();
    let expected = modell.ordning.iter().map(|plats| modell.poster[plats].sagt.as_ref());
    let expected: Vec<_> = expected.map(|sagt| sagt.map(|sagt| sagt.godkand.post.clone())).collect();
    assert_eq!(rows.iter().map(|row| row.post.clone()).collect::<Vec<_>>(), expected);
    assert!(rows.windows(2).all(|two| two[0].nummer < two[1].nummer));
    let events = las.handelser().after(before, 1_000).await.unwrap();
    let events: Vec<_> = events.iter().map(|event| (event.typ, DeltagandeId(event.id), event.version)).collect();
    assert_eq!(events, modell.handelser);
    assert_eq!(las.deltaganden().changed(before, i64::MAX).await.unwrap(), rows);
    let lines = prov.count("SELECT count(*) FROM atkomstlogg WHERE resurs = 'deltagande'");
    assert_eq!(usize::try_from(lines).unwrap(), modell.rader);
    assert_eq!(crate::logg::verify(las.as_mut(), &[]).await.unwrap().fel, [], "the chain of the log holds");
}

fn run(databas: Databas, cases: u32) {
    let config = ProptestConfig { cases, ..ProptestConfig::default() };
    proptest!(config, |(enheter in actions())| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (prov, mut modell) = (Prov::new(databas).await, Modell::default());
            play(&prov, &mut modell, enheter).await;
            compare(&prov, &modell).await;
        });
    });
}

#[test]
fn sqlite_does_what_the_model_does() {
    run(Databas::Sqlite, 64);
}

#[test]
fn postgres_does_what_the_model_does() {
    if let Some(databas) = Databas::postgres() {
        run(databas, 12);
    }
}
