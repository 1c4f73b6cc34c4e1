//! The register, built of the columns: in an order that depends on nothing but what is told of people.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::deltagande::Utbildningsniva;
use crate::identitet::Kon;
use crate::insats::{Inriktning, Insatstyp, Samverkansform};
use crate::statistik::kolumn::Kolumn;
use crate::statistik::kolumner::{Kolumner, OPEN};
use crate::statistik::period::{Periodslag, Rapportperiod};
use crate::statistik::population::Population;
use crate::statistik::rakna::Klassning;
use crate::statistik::rapporter::{Langd, antal_people, classifications};
use crate::statistik::sedd::Sedd;
use crate::statistik::urval::Urval;

use super::cell::{Plats, Tal};
use super::register::{Forlopp, INGEN, Insatsplats, OKAND, Periodtal, Post, Register, Slag};

/// Everyone in insatser for individuals of a form of cooperation.
pub(super) fn register(kolumner: &Kolumner, form: Samverkansform) -> Register {
    let urval = Urval { samverkansform: vec![form], ..Urval::default() };
    let valda = kolumner.dimensioner.selected(&urval, Inriktning::Individ);
    let mut bygge = Bygge::new(kolumner);
    bygge.register.poster = rows(kolumner, &valda).into_iter().map(|rad| bygge.post(rad)).collect();
    for ((ar, insats), per_kon) in antal_people(kolumner) {
        if valda[insats as usize] {
            bygge.add_counts(ar, insats, per_kon);
        }
    }
    bygge.sort_periods();
    bygge.register
}

/// The rows that count anywhere, in an order that depends on nothing but their content.
fn rows(kolumner: &Kolumner, valda: &[bool]) -> Vec<usize> {
    let mut ranks: Vec<_> =
        kolumner.dimensioner.insatser().map(|(index, id, rad)| (rad.forbund_id, id, index)).collect();
    ranks.sort_unstable();
    let mut rank = vec![0; valda.len()];
    (0_u32..).zip(&ranks).for_each(|(n, (.., index))| rank[*index as usize] = n);
    let counts = |rad: &usize| {
        let attribut = kolumner.attribut[*rad];
        (attribut.is_counted() || attribut.is_anonymous()) && valda[kolumner.insats[*rad] as usize]
    };
    let mut rows: Vec<_> = (0..kolumner.start.len()).filter(counts).collect();
    rows.sort_by_cached_key(|rad| {
        let attribut = kolumner.attribut[*rad];
        let answers = (kolumner.grupper[*rad].bits(), kolumner.minskad[*rad], kolumner.uppfoljd[*rad].bits());
        let place = (rank[kolumner.insats[*rad] as usize], kolumner.kommun[*rad]);
        (place, attribut.person(), kolumner.slut[*rad], kolumner.start[*rad], attribut.bits(), answers)
    });
    rows
}

/// Gives each value a number, in the order in which they are first seen.
fn number<K: Ord, V>(known: &mut BTreeMap<K, u32>, all: &mut Vec<V>, key: K, value: impl FnOnce() -> V) -> u32 {
    *known.entry(key).or_insert_with(|| {
        all.push(value());
        all.len() as u32 - 1
    })
}

/// When somebody took part: first and last month, how long, and the last month of the insats where it makes a difference.
type Tid = (i32, Option<(i32, u8)>, Option<i32>, Slag);

/// A register being built.
struct Bygge<'a> {
    kolumner: &'a Kolumner,
    klassningar: Vec<Klassning>,
    last_day: i32,
    register: Register,
    nodnummer: BTreeMap<Plats, u16>,
    insatsnummer: BTreeMap<u32, u32>,
    forloppsnummer: BTreeMap<Tid, u32>,
    /// By what is told of calendar years, or of them and half-years.
    arsnummer: BTreeMap<Vec<Periodtal>, u32>,
    periodnummer: BTreeMap<Rapportperiod, u16>,
}

impl<'a> Bygge<'a> {
    fn new(kolumner: &'a Kolumner) -> Self {
        let mut noder: Vec<_> =
            kolumner.dimensioner.insatser().flat_map(|(index, ..)| insats_places(kolumner, index)).collect();
        let mut koder: Vec<_> = kolumner.kommun.iter().copied().filter(|kod| *kod > 0).collect();
        koder.sort_unstable();
        koder.dedup();
        noder.extend(koder.into_iter().map(Plats::Kommun));
        noder.sort_unstable();
        noder.dedup();
        let nodnummer = (0..).zip(&noder).map(|(n, plats)| (*plats, n)).collect();
        Self {
            kolumner,
            klassningar: classifications(),
            last_day: last_day(kolumner),
            register: Register { noder, ..Register::default() },
            nodnummer,
            insatsnummer: BTreeMap::new(),
            forloppsnummer: BTreeMap::new(),
            arsnummer: BTreeMap::new(),
            periodnummer: BTreeMap::new(),
        }
    }

    fn insats(&mut self, index: u32) -> u32 {
        let (kolumner, nodnummer) = (self.kolumner, &self.nodnummer);
        number(&mut self.insatsnummer, &mut self.register.insatser, index, || {
            let all = insats_places(kolumner, index);
            let node = |fits: fn(&Plats) -> bool| {
                all.iter().find(|plats| fits(plats)).and_then(|plats| nodnummer.get(plats)).copied().unwrap_or(INGEN)
            };
            let (forbund, lan) =
                (node(|plats| matches!(plats, Plats::Forbund(_))), node(|plats| matches!(plats, Plats::Lan(_))));
            let mut noder: Vec<_> = all.iter().filter_map(|plats| nodnummer.get(plats).copied()).collect();
            noder.sort_unstable();
            let typ = kolumner.dimensioner.insats(index).map_or(Insatstyp::Annan, |insats| insats.typ);
            Insatsplats { noder, typ, forbund, lan }
        })
    }

    fn period(&mut self, period: Rapportperiod) -> u16 {
        let next = self.periodnummer.len() as u16;
        let perioder = &mut self.register.perioder;
        *self.periodnummer.entry(period).or_insert_with(|| {
            perioder.push(period);
            next
        })
    }

    /// Puts the longest periods first, everywhere.
    fn sort_periods(&mut self) {
        let Register { perioder, forlopp, .. } = &mut self.register;
        perioder.sort_unstable_by_key(|period| (period.slag, *period));
        let sorted: BTreeMap<_, u16> = perioder.iter().copied().zip(0..).collect();
        let mut number = vec![0; perioder.len()];
        self.periodnummer.iter().for_each(|(period, n)| number[usize::from(*n)] = sorted[period]);
        for one in forlopp {
            one.told.iter_mut().for_each(|told| told.period = number[usize::from(told.period)]);
            one.told.sort_unstable();
        }
    }

    fn post(&mut self, rad: usize) -> Post {
        let kolumner = self.kolumner;
        let attribut = kolumner.attribut[rad];
        let slag = if attribut.is_counted() { Slag::Person } else { Slag::Anonym };
        let level = attribut.utbildningsniva().unwrap_or(Utbildningsniva::UppgiftSaknas);
        let kommun = Plats::Kommun(kolumner.kommun[rad]);
        Post {
            slag,
            kon: attribut.kon(),
            alder: attribut.aldersgrupp().map_or(OKAND, |age| age as u8),
            niva: level as u8,
            tid: attribut.tid().map_or(OKAND, |tid| tid as u8),
            aktivitet: attribut.has_aktivitetsersattning(),
            kommun: self.nodnummer.get(&kommun).copied().unwrap_or(INGEN),
            insats: self.insats(kolumner.insats[rad]),
            forlopp: self.forlopp(rad, slag),
            svar: self.answers(rad, slag),
            antal: 1,
        }
    }

    fn forlopp(&mut self, rad: usize, slag: Slag) -> u32 {
        let kolumner = self.kolumner;
        let (start, slut) = (kolumner.start[rad], kolumner.slut[rad]);
        let till = kolumner.dimensioner.insats(kolumner.insats[rad]).and_then(|insats| insats.life.till);
        let till = till.map(day).filter(|till| *till < slut).map(month);
        let closed = (slut != OPEN).then(|| (month(slut), Langd::of(start, slut) as u8));
        let key = (month(start), closed, till, slag);
        if let Some(found) = self.forloppsnummer.get(&key) {
            return *found;
        }
        let told = match slag {
            Slag::Person => self.told(rad),
            _ => self.told_anonymously(start),
        };
        self.add_forlopp(key, told, slut != OPEN)
    }

    fn add_forlopp(&mut self, key: Tid, told: Vec<Periodtal>, avslutad: bool) -> u32 {
        let perioder = &self.register.perioder;
        let [ar, halvar] = [Periodslag::Ar, Periodslag::Halvar].map(|longest| {
            let of = |one: &&Periodtal| perioder[usize::from(one.period)].slag <= longest;
            let told: Vec<_> = told.iter().filter(of).copied().collect();
            let next = self.arsnummer.len() as u32;
            *self.arsnummer.entry(told).or_insert(next)
        });
        number(&mut self.forloppsnummer, &mut self.register.forlopp, key, || Forlopp { told, ar, halvar, avslutad })
    }

    /// What is told of the time of a person's participation, in every period that it is of.
    fn told(&mut self, rad: usize) -> Vec<Periodtal> {
        let (start, slut) = (self.kolumner.start[rad], self.kolumner.slut[rad]);
        let mut told = Vec::new();
        for period in periods(start, slut, self.last_day) {
            let Some((first, sista)) = period.days().map(|(first, last)| (day(first), day(last))) else {
                continue;
            };
            let sedd = Sedd { kolumner: self.kolumner, rad, forsta: first, sista };
            let avslutad = sedd.is_closed();
            let of = |one: &&Klassning| one.population == Population::Deltog;
            let all = numbers(self.klassningar.iter().filter(of), &sedd).filter(|kolumn| kolumn.is_of_time());
            let mut tal: Tal = all.chain([Kolumn::SUMMA]).collect();
            if avslutad {
                tal = tal | Tal::of(Kolumn::langd(Langd::of(start, slut)));
            }
            told.push(Periodtal { period: self.period(period), tal, med_person: true, avslutad });
        }
        told
    }

    /// In which numbers a person's participation counts where it closed, but for those that tell of its time.
    fn answers(&self, rad: usize, slag: Slag) -> Tal {
        if slag != Slag::Person || self.kolumner.slut[rad] == OPEN {
            return Tal::INGA;
        }
        let sedd = Sedd { kolumner: self.kolumner, rad, forsta: i32::MIN, sista: OPEN };
        let of = |one: &&Klassning| one.population == Population::Avslutade;
        let all = numbers(self.klassningar.iter().filter(of), &sedd);
        all.filter(|kolumn| kolumn.is_of_closed() && !kolumn.is_of_time()).collect()
    }

    /// What is told of an anonymous one: that it began.
    fn told_anonymously(&mut self, start: i32) -> Vec<Periodtal> {
        let tal = [Kolumn::ANONYMA, Kolumn::SUMMA].into_iter().collect();
        let told = |period| Periodtal { period: self.period(period), tal, med_person: false, avslutad: false };
        periods(start, start, start).into_iter().map(told).collect()
    }

    fn add_counts(&mut self, ar: i32, insats: u32, per_kon: [i64; 2]) {
        let period = self.period(Rapportperiod { ar, slag: Periodslag::Ar, del: 1 });
        let tal = [Kolumn::VOLYM, Kolumn::SUMMA].into_iter().collect();
        let told = vec![Periodtal { period, tal, med_person: false, avslutad: false }];
        let forlopp = self.add_forlopp((ar, None, None, Slag::Antal), told, false);
        let insats = self.insats(insats);
        for kon in [Kon::Kvinna, Kon::Man] {
            let antal = u32::try_from(per_kon[kon as usize]).unwrap_or_default();
            if antal > 0 {
                self.register.poster.push(Post {
                    slag: Slag::Antal,
                    kon,
                    alder: OKAND,
                    niva: OKAND,
                    tid: OKAND,
                    aktivitet: false,
                    kommun: INGEN,
                    insats,
                    forlopp,
                    svar: Tal::INGA,
                    antal,
                });
            }
        }
    }
}

/// The numbers of these classifications in which a participation counts.
fn numbers<'k>(klassningar: impl Iterator<Item = &'k Klassning>, sedd: &Sedd<'_>) -> impl Iterator<Item = Kolumn> {
    klassningar.flat_map(|one| {
        let mask = one.mask.of(sedd);
        one.kolumner.iter().enumerate().filter(move |(n, _)| mask >> n & 1 == 1).map(|(_, kolumn)| *kolumn)
    })
}

/// The last day that anything is told of.
fn last_day(kolumner: &Kolumner) -> i32 {
    let days = kolumner.start.iter().chain(&kolumner.slut).filter(|day| **day != OPEN);
    days.copied().max().unwrap_or_default()
}

fn day(day: chrono::NaiveDate) -> i32 {
    day.num_days_from_ce()
}

/// The month of a day, counted from the year 0.
fn month(day: i32) -> i32 {
    let day = chrono::NaiveDate::from_num_days_from_ce_opt(day).unwrap_or_default();
    12 * day.year() + day.month0() as i32
}

/// Every period that the days from `start` to `slut` share a day with. One that goes on is told of until the year after
/// that of `last`; every later year would say the same.
fn periods(start: i32, slut: i32, last: i32) -> Vec<Rapportperiod> {
    let year = |day| chrono::NaiveDate::from_num_days_from_ce_opt(day).map(|day| day.year());
    let (Some(from), Some(last)) = (year(start), year(last)) else { return Vec::new() };
    let years: Vec<i32> = (from..=year(slut).unwrap_or(last.max(from) + 1)).collect();
    let overlaps =
        |period: &Rapportperiod| period.days().is_some_and(|(first, last)| start <= day(last) && day(first) <= slut);
    Periodslag::ALL.iter().flat_map(|slag| Rapportperiod::of_years(&years, *slag)).filter(overlaps).collect()
}

/// The places of an insats.
fn insats_places(kolumner: &Kolumner, index: u32) -> Vec<Plats> {
    let Some(insats) = kolumner.dimensioner.insats(index) else { return vec![Plats::Riket] };
    let mut all =
        vec![Plats::Riket, Plats::Forbund(insats.forbund_id), Plats::Insats(kolumner.dimensioner.insats_id(index))];
    all.push(Plats::Typ(insats.typ));
    all.extend(kolumner.dimensioner.lan(insats.forbund_id).iter().map(|lan| Plats::Lan(*lan)));
    all.extend(insats.malgrupper.iter().map(|malgrupp| Plats::Malgrupp(*malgrupp)));
    all
}
