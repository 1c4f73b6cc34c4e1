//! The register as disclosure control sees it: people, each with what may be asked of them.

use std::collections::BTreeMap;

use crate::deltagande::Utbildningsniva;
use crate::identitet::Kon;
use crate::insats::{Inriktning, Insatstyp, Samverkansform};
use crate::statistik::attribut::Attribut;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::kolumner::{Kolumner, OPEN};
use crate::statistik::period::{Periodslag, Rapportperiod};
use crate::statistik::rakna::{Klassning, Population};
use crate::statistik::rapporter::{Langd, antal_people, classifications};
use crate::statistik::sedd::Sedd;
use crate::statistik::urval::Urval;
use crate::tid::Aldersgrupp;

use super::cell::{Cell, Persondel, Plats};

/// How somebody is in the register. Only people of the same kind are ever thought to change places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Slag {
    Person,
    Anonym,
    Antal,
}

/// Somebody's participation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Post {
    pub(super) slag: Slag,
    /// Which of [`Register::platser`] it counts in.
    pub(super) plats: u32,
    /// Which of [`Register::personer`] it counts in.
    pub(super) person: u32,
    /// When it began and closed: which of [`Register::forlopp`].
    pub(super) forlopp: u32,
    /// How it was before and after: which of [`Register::svar`].
    pub(super) svar: u32,
    /// How many are exactly so.
    pub(super) antal: u32,
}

/// What is told of a participation in a period.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Periodtal {
    period: u16,
    kolumner: Vec<Kolumn>,
    /// Whether the numbers that follow from the person are told too.
    med_person: bool,
    /// Whether it closed in the period, so that how it was before and after is told.
    avslutad: bool,
}

/// What people are: the parts they are in, and the numbers that follow when they take part.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Personslag {
    kon: Kon,
    delar: Vec<Persondel>,
    foljer: Vec<Kolumn>,
}

/// People, places, periods and what is told.
#[derive(Debug, Default)]
pub(super) struct Register {
    pub(super) poster: Vec<Post>,
    /// Places that may be asked, in order.
    pub(super) noder: Vec<Plats>,
    /// The places that a participation may be in at once, and the kind of its insats.
    platser: Vec<(Vec<u16>, Insatstyp)>,
    personer: Vec<Personslag>,
    /// What is told of a time: of each period that it is of.
    pub(super) forlopp: Vec<Vec<Periodtal>>,
    /// In which numbers a participation counts in the periods in which it closed.
    pub(super) svar: Vec<Vec<Kolumn>>,
    pub(super) perioder: Vec<Rapportperiod>,
}

/// Gives each value a number, in the order in which they are first seen.
#[derive(Debug)]
struct Numrering<T>(BTreeMap<T, u32>);

impl<T: Ord + Clone> Numrering<T> {
    const fn new() -> Self {
        Self(BTreeMap::new())
    }

    fn number(&mut self, value: T, new: impl FnOnce(&T)) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(value).or_insert_with_key(|value| {
            new(value);
            next
        })
    }
}

impl Register {
    /// Everyone in insatser for individuals of a form of cooperation, in an order that depends on nothing but what is told
    /// of them.
    pub(super) fn of(kolumner: &Kolumner, form: Samverkansform) -> Self {
        let urval = Urval { samverkansform: vec![form], ..Urval::default() };
        let valda = kolumner.dimensioner.selected(&urval, Inriktning::Individ);
        let mut bygge = Bygge::new(kolumner);
        for rad in rows(kolumner, &valda) {
            bygge.add_row(rad);
        }
        for ((ar, insats), per_kon) in antal_people(kolumner) {
            if valda[insats as usize] {
                bygge.add_counts(ar, insats, per_kon);
            }
        }
        bygge.register
    }

    /// Puts every cell in which a participation would count, were it such.
    pub(super) fn cells(&self, post: &Post, mut put: impl FnMut(Cell)) {
        let person = &self.personer[post.person as usize];
        let (platser, typ) = &self.platser[post.plats as usize];
        let typ = Kolumn::typ(*typ, person.kon);
        let svar = self.svar[post.svar as usize].as_slice();
        for told in &self.forlopp[post.forlopp as usize] {
            let slag = self.perioder[usize::from(told.period)].slag;
            let follows = if told.med_person { person.foljer.as_slice() } else { &[] };
            let typ = told.med_person.then_some(&typ);
            let svar = if told.avslutad { svar } else { &[] };
            for node in platser {
                let plats = self.noder[usize::from(*node)];
                if !plats.has_periods(slag) {
                    continue;
                }
                for del in person.delar.iter().filter(|del| del.is_asked_of(plats, slag)) {
                    let asked = told.kolumner.iter().chain(follows).chain(typ).chain(svar);
                    let asked = asked.filter(|kolumn| del.has(**kolumn));
                    asked.for_each(|kolumn| put(Cell::of(*node, *del, told.period, *kolumn)));
                }
            }
        }
    }

    /// Whether a participation would count in a cell, were it such.
    pub(super) fn is_in(&self, post: &Post, cell: Cell) -> bool {
        let person = &self.personer[post.person as usize];
        let (platser, typ) = &self.platser[post.plats as usize];
        let kolumn = cell.kolumn();
        platser.contains(&cell.plats())
            && person.delar.contains(&cell.del())
            && self.forlopp[post.forlopp as usize].iter().any(|told| {
                let follows = || person.foljer.contains(&kolumn) || kolumn == Kolumn::typ(*typ, person.kon);
                told.period == cell.period()
                    && (told.kolumner.contains(&kolumn)
                        || told.med_person && follows()
                        || told.avslutad && self.svar[post.svar as usize].contains(&kolumn))
            })
    }

    /// Whether it is told of a participation how it was before and after.
    pub(super) fn has_answers(&self, post: &Post) -> bool {
        !self.svar[post.svar as usize].is_empty()
    }
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

/// A register being built.
struct Bygge<'a> {
    kolumner: &'a Kolumner,
    klassningar: Vec<Klassning>,
    last_day: i32,
    register: Register,
    nodnummer: BTreeMap<Plats, u16>,
    platsnummer: Numrering<(u32, u16)>,
    personnummer: Numrering<(usize, bool)>,
    forloppsnummer: Numrering<Vec<Periodtal>>,
    svarsnummer: Numrering<Vec<Kolumn>>,
    periodnummer: BTreeMap<Rapportperiod, u16>,
}

impl<'a> Bygge<'a> {
    fn new(kolumner: &'a Kolumner) -> Self {
        let mut noder: Vec<_> =
            kolumner.dimensioner.insatser().flat_map(|(index, ..)| insats_places(kolumner, index)).collect();
        noder.extend(kolumner.kommun.iter().filter(|kod| **kod > 0).map(|kod| Plats::Kommun(*kod)));
        noder.sort_unstable();
        noder.dedup();
        let nodnummer = (0..).zip(&noder).map(|(n, plats)| (*plats, n)).collect();
        Self {
            kolumner,
            klassningar: classifications(),
            last_day: last_day(kolumner),
            register: Register { noder, ..Register::default() },
            nodnummer,
            platsnummer: Numrering::new(),
            personnummer: Numrering::new(),
            forloppsnummer: Numrering::new(),
            svarsnummer: Numrering::new(),
            periodnummer: BTreeMap::new(),
        }
    }

    fn plats(&mut self, insats: u32, kommun: u16) -> u32 {
        let (kolumner, nodnummer, platser) = (self.kolumner, &self.nodnummer, &mut self.register.platser);
        self.platsnummer.number((insats, kommun), |_| {
            let lives = (kommun > 0).then_some(Plats::Kommun(kommun));
            let all = insats_places(kolumner, insats).into_iter().chain(lives);
            let typ = kolumner.dimensioner.insats(insats).map_or(Insatstyp::Annan, |insats| insats.typ);
            platser.push((all.filter_map(|plats| nodnummer.get(&plats).copied()).collect(), typ));
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

    fn forlopp(&mut self, told: Vec<Periodtal>) -> u32 {
        let forlopp = &mut self.register.forlopp;
        self.forloppsnummer.number(told, |told| forlopp.push(told.clone()))
    }

    fn svar(&mut self, told: Vec<Kolumn>) -> u32 {
        let svar = &mut self.register.svar;
        self.svarsnummer.number(told, |told| svar.push(told.clone()))
    }

    fn add_row(&mut self, rad: usize) {
        let kolumner = self.kolumner;
        let attribut = kolumner.attribut[rad];
        let slag = if attribut.is_counted() { Slag::Person } else { Slag::Anonym };
        let plats = self.plats(kolumner.insats[rad], kolumner.kommun[rad]);
        let person = self.person(attribut, slag);
        let (forlopp, svar) = match slag {
            Slag::Person => (self.told(rad), self.answers(rad)),
            _ => (self.told_anonymously(rad), Vec::new()),
        };
        let (forlopp, svar) = (self.forlopp(forlopp), self.svar(svar));
        self.register.poster.push(Post { slag, plats, person, forlopp, svar, antal: 1 });
    }

    /// What somebody is, and the numbers of all reports in which they count for it when they take part.
    fn person(&mut self, attribut: Attribut, slag: Slag) -> u32 {
        let (kon, age) = (attribut.kon(), attribut.aldersgrupp());
        let level = attribut.utbildningsniva().or(Some(Utbildningsniva::UppgiftSaknas));
        let personer = &mut self.register.personer;
        let key = (attribut.person() | (slag as usize) << 10, attribut.has_aktivitetsersattning());
        self.personnummer.number(key, |_| {
            let mut foljer = Vec::new();
            if slag == Slag::Person {
                let young = age == Some(Aldersgrupp::A16Till29);
                foljer.push(Kolumn::deltog(kon));
                foljer.extend(age.map(Kolumn::alder));
                foljer.extend(level.map(Kolumn::utbildning));
                foljer.extend(attribut.tid().map(Kolumn::tid));
                foljer.extend(young.then_some(Kolumn::UNGA));
                let activity = young && attribut.has_aktivitetsersattning();
                foljer.extend(activity.then_some(Kolumn::UNGA_AKTIVITETSERSATTNING));
            }
            let delar = match slag {
                Slag::Antal => Persondel::all_of(kon, None, None, None),
                _ => Persondel::all_of(kon, age, level, attribut.tid()),
            };
            personer.push(Personslag { kon, delar, foljer });
        })
    }

    /// What is told of the time of a person's participation, in every period that it is of.
    fn told(&mut self, rad: usize) -> Vec<Periodtal> {
        let (start, slut) = (self.kolumner.start[rad], self.kolumner.slut[rad]);
        let mut told = Vec::new();
        for period in periods(start, slut, self.last_day) {
            let Some((first, sista)) = period.days().map(|(first, last)| (number(first), number(last))) else {
                continue;
            };
            let (nyinskriven, avslutad) = (start >= first, slut <= sista);
            let sedd = Sedd { kolumner: self.kolumner, rad, nyinskriven, sista, avslutad };
            let time = |kolumn: &Kolumn| kolumn.is_of_time();
            let of = |one: &Klassning| one.population == Population::Deltog;
            let mut kolumner = numbers(self.klassningar.iter().filter(|one| of(one)), &sedd);
            kolumner.retain(time);
            kolumner.push(Kolumn::SUMMA);
            kolumner.extend(avslutad.then(|| Kolumn::langd(Langd::of(start, slut))));
            told.push(Periodtal { period: self.period(period), kolumner, med_person: true, avslutad });
        }
        told
    }

    /// In which numbers a person's participation counts where it closed.
    fn answers(&self, rad: usize) -> Vec<Kolumn> {
        if self.kolumner.slut[rad] == OPEN {
            return Vec::new();
        }
        let sedd = Sedd { kolumner: self.kolumner, rad, nyinskriven: false, sista: OPEN, avslutad: true };
        let of = |one: &&Klassning| one.population == Population::Avslutade;
        let mut kolumner = numbers(self.klassningar.iter().filter(of), &sedd);
        kolumner.retain(|kolumn| kolumn.is_of_closed() && !kolumn.is_of_time());
        kolumner
    }

    /// What is told of an anonymous one: that it began.
    fn told_anonymously(&mut self, rad: usize) -> Vec<Periodtal> {
        let start = self.kolumner.start[rad];
        let kolumner = vec![Kolumn::ANONYMA, Kolumn::SUMMA];
        let told = |period| Periodtal { period, kolumner: kolumner.clone(), med_person: false, avslutad: false };
        periods(start, start, start).into_iter().map(|period| told(self.period(period))).collect()
    }

    fn add_counts(&mut self, ar: i32, insats: u32, per_kon: [i64; 2]) {
        let period = self.period(Rapportperiod { ar, slag: Periodslag::Ar, del: 1 });
        let kolumner = vec![Kolumn::VOLYM, Kolumn::SUMMA];
        let forlopp = self.forlopp(vec![Periodtal { period, kolumner, med_person: false, avslutad: false }]);
        let (plats, svar) = (self.plats(insats, 0), self.svar(Vec::new()));
        for kon in [Kon::Kvinna, Kon::Man] {
            let antal = u32::try_from(per_kon[kon as usize]).unwrap_or_default();
            if antal > 0 {
                let person = self.person(Attribut::of_kon(kon), Slag::Antal);
                self.register.poster.push(Post { slag: Slag::Antal, plats, person, forlopp, svar, antal });
            }
        }
    }
}

/// The numbers of these classifications in which a participation counts, each once.
fn numbers<'k>(klassningar: impl Iterator<Item = &'k Klassning>, sedd: &Sedd<'_>) -> Vec<Kolumn> {
    let of = |one: &'k Klassning| {
        let mask = (one.mask)(sedd);
        one.kolumner.iter().enumerate().filter(move |(n, _)| mask >> n & 1 == 1).map(|(_, kolumn)| *kolumn)
    };
    let mut all: Vec<_> = klassningar.flat_map(of).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The last day that anything is told of.
fn last_day(kolumner: &Kolumner) -> i32 {
    let days = kolumner.start.iter().chain(&kolumner.slut).filter(|day| **day != OPEN);
    days.copied().max().unwrap_or_default()
}

fn number(day: chrono::NaiveDate) -> i32 {
    chrono::Datelike::num_days_from_ce(&day)
}

/// Every period that the days from `start` to `slut` share a day with. One that goes on is told of until the year after
/// that of `last`; every later year would say the same.
fn periods(start: i32, slut: i32, last: i32) -> Vec<Rapportperiod> {
    let year = |day| chrono::NaiveDate::from_num_days_from_ce_opt(day).map(|day| chrono::Datelike::year(&day));
    let (Some(from), Some(last)) = (year(start), year(last)) else { return Vec::new() };
    let years: Vec<i32> = (from..=year(slut).unwrap_or(last.max(from) + 1)).collect();
    let overlaps = |period: &Rapportperiod| {
        period.days().is_some_and(|(first, last)| start <= number(last) && number(first) <= slut)
    };
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
