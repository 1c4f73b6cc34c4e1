//! Counting every report beside a bare sum over the same columns, what it costs to keep the columns fresh, and what the
//! protection of small numbers costs.

use std::hint::black_box;
use std::time::Duration;

use chrono::{Days, NaiveDate};
use criterion::{Criterion, Throughput};
use finsam_core::deltagande::{Avslutsanledning, Deltagandepost, Registrering};
use finsam_core::forsorjning::{Forsorjningsform, Forsorjningspost, Lage, Sysselsattning, Sysselsattningspost};
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::identitet::Kon;
use finsam_core::insats::{
    Insats, Insatsuppgift,
};
use finsam_core::statistik::{
    Indelning, Kolumner, Rapportenhet, Rapportnamn, Skyddsplaner, TROSKEL, Urval, fraga, rapport,
};
use uuid::Uuid;

const PARTICIPATIONS: u64 = 1_000_000;
const MANY: u64 = 5_000_000;
const INSATSER: u128 = 1_000;

/// Numbers that look like chance and are the same every time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

fn lage(chance: &mut Chance) -> Lage {
    let forms = 1 + chance.below(5) / 4;
    let form = |chance: &mut Chance| Forsorjningspost { form: chance.of(Forsorjningsform::ALL), omfattning: 50 };
    let post = Sysselsattningspost { slag: chance.of(Sysselsattning::ALL), omfattning: Some(50) };
    Lage { forsorjning: (0..forms).map(|_| form(chance)).collect(), sysselsattning: vec![post] }
}

/// Eight years of participations, four in five closed, one in twenty anonymous.
fn participation(chance: &mut Chance) -> Deltagandepost {
    let first = NaiveDate::from_ymd_opt(2008, 1, 1).unwrap_or_default();
    let startdatum = first + Days::new(chance.below(8 * 365));
    let slutdatum = (chance.below(5) > 0).then(|| startdatum + Days::new(chance.below(700)));
    let closed = slutdatum.is_some();
    let known = closed && chance.below(20) > 0;
    Deltagandepost {
        insats_id: InsatsId(Uuid::from_u128(u128::from(chance.below(INSATSER as u64)))),
        registrering: if chance.below(20) > 0 { Registrering::Person } else { Registrering::Anonym },
        kon: chance.of(Kon::ALL),
        kommun: None,
        samtycke: None,
        startdatum,
        slutdatum,
        remitterande: None,
        utbildningsniva: None,
        tid_i_offentlig_forsorjning: None,
        fore: Some(lage(chance)),
        efter: known.then(|| lage(chance)),
        avslutsanledning: closed.then(|| chance.of(Avslutsanledning::ALL)),
    }
}

fn insats(n: u128) -> Insats {
    Insats {
        id: InsatsId(Uuid::from_u128(n)),
        version: 1,
        uppgift: Insatsuppgift::starting(ForbundId(Uuid::from_u128(n % 80)), format!("Insats {n}"), NaiveDate::MIN),
    }
}

fn columns(participations: u64) -> Kolumner {
    let mut chance = Chance(20_030_101);
    let mut kolumner = Kolumner::new();
    (0..INSATSER).for_each(|n| kolumner.put_insats(&insats(n)));
    for nummer in 1..=participations as i64 {
        kolumner.put(nummer, Some(16 + (nummer % 50) as i32), &participation(&mut chance));
        kolumner.put_individ(nummer, Some((nummer - nummer % 20 / 19) as u32));
    }
    kolumner
}

/// What table 13 reads of a participation: last day, insats, attributes and groups.
struct Bare(Vec<i32>, Vec<u32>, Vec<u32>, Vec<u16>);

impl Bare {
    fn new() -> Self {
        let mut chance = Chance(4_711);
        let mut below = |n| (0..PARTICIPATIONS).map(|_| chance.below(n)).collect::<Vec<_>>();
        Self(
            below(4_000).into_iter().map(|n| n as i32).collect(),
            below(1_000).into_iter().map(|n| n as u32).collect(),
            below(1 << 31).into_iter().map(|n| n as u32).collect(),
            below(1 << 16).into_iter().map(|n| n as u16).collect(),
        )
    }

    /// Adds the columns up, row by row.
    fn sum(&self) -> u64 {
        let rows = self.0.iter().zip(&self.1).zip(&self.2).zip(&self.3);
        rows.map(|(((a, b), c), d)| *a as u64 + u64::from(*b) + u64::from(*c) + u64::from(*d)).sum()
    }
}

fn bare(c: &mut Criterion) {
    let bare = Bare::new();
    let mut group = c.benchmark_group("statistik");
    group.throughput(Throughput::Elements(PARTICIPATIONS)).sample_size(30);
    group.bench_function("bare_sum", |b| b.iter(|| black_box(&bare).sum()));
    group.finish();
}

/// Every report of one year, and of eight by kön and age group.
fn counting(c: &mut Criterion, participations: u64) {
    let kolumner = columns(participations);
    let bytes = kolumner.bytes() as f64 / participations as f64;
    eprintln!("{participations} participations, {bytes:.1} bytes each");
    let mut group = c.benchmark_group(format!("statistik_{participations}"));
    group.sample_size(10).warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_millis(600));
    let one = Urval::of_years([2013]);
    let eight = Urval { indelning: vec![Indelning::Kon, Indelning::Aldersgrupp], ..Urval::of_years(2008..=2015) };
    let insats = Urval { indelning: vec![Indelning::Insats, Indelning::Kon], ..Urval::of_years([2013]) };
    let individ = Urval { enhet: Rapportenhet::Individ, ..one.clone() };
    for namn in Rapportnamn::ALL {
        for (what, urval) in
            [("one_year", &one), ("eight_years", &eight), ("insatser", &insats), ("individer", &individ)]
        {
            group.bench_function(format!("{namn}/{what}"), |b| b.iter(|| rapport(*namn, black_box(&kolumner), urval)));
        }
    }
    group.finish();
}

/// What the first protected answer of a state of the data costs, and each after it.
fn protection(c: &mut Criterion) {
    let kolumner = columns(25_000);
    let urval = Urval { indelning: vec![Indelning::Forbund], ..Urval::of_years([2013]) };
    let ask = |planer: &Skyddsplaner| fraga(Rapportnamn::ForsorjningForeEfter, &kolumner, &urval, TROSKEL, planer);
    let mut group = c.benchmark_group("rojandeskydd_25000");
    group.sample_size(10).warm_up_time(Duration::from_millis(100));
    group.bench_function("first", |b| b.iter(|| ask(&Skyddsplaner::new())));
    let planer = Skyddsplaner::new();
    group.bench_function("after", |b| b.iter(|| ask(&planer)));
    group.finish();
}

fn keeping_fresh(c: &mut Criterion) {
    const CHANGES: usize = 100_000;
    let mut kolumner = columns(PARTICIPATIONS);
    let mut chance = Chance(17);
    let posts: Vec<_> = (0..1_000).map(|_| participation(&mut chance)).collect();
    let numbers: Vec<_> = (0..CHANGES).map(|_| 1 + chance.below(PARTICIPATIONS) as i64).collect();
    let mut group = c.benchmark_group("kolumner");
    group.throughput(Throughput::Elements(CHANGES as u64)).sample_size(20);
    group.bench_function("put_again", |b| {
        b.iter(|| {
            for (i, nummer) in numbers.iter().enumerate() {
                kolumner.put(*nummer, Some(40), &posts[i % posts.len()]);
            }
        });
    });
    group.bench_function("put_new", |b| {
        b.iter(|| {
            let mut fresh = Kolumner::new();
            for (nummer, i) in (1..).zip(0..CHANGES) {
                fresh.put(nummer, Some(40), &posts[i % posts.len()]);
            }
            fresh
        });
    });
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    bare(&mut criterion);
    counting(&mut criterion, PARTICIPATIONS);
    counting(&mut criterion, MANY);
    protection(&mut criterion);
    keeping_fresh(&mut criterion);
    criterion.final_summary();
}
