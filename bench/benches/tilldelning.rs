//! Allocating the state's money of a year among 80 förbund, and among 290.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use finsam_core::belopp::Belopp;
use finsam_core::ekonomi::tilldelning::{Ansokan, Parametrar, Tilldelningsuppgift, allocate};

/// So many förbund with needs, requests and capital that differ from each other: some braked, some capped.
fn year(n: u32) -> Tilldelningsuppgift {
    let kronor = |n: u32| Belopp::from_kronor(i64::from(n));
    let ansokan = |i: u32| Ansokan {
        nyckel: format!("{i:03}"),
        forsorjningsmatt: 500 + i * 7919 % 9000,
        befolkning: 5_000 + i * 104_729 % 150_000,
        foregaende: (!i.is_multiple_of(9)).then(|| kronor(1_000_000 + i * 611_953 % 4_000_000)),
        askande: kronor(1_500_000 + i * 1_299_709 % 5_000_000),
        overskott: kronor(if i.is_multiple_of(7) { 150_000 } else { 0 }),
    };
    let parametrar = Parametrar::of(kronor(3_000_000 * n));
    Tilldelningsuppgift { parametrar, ansokningar: (0..n).map(ansokan).collect() }
}

fn allocation(c: &mut Criterion) {
    for n in [80, 290] {
        let uppgift = year(n);
        c.bench_function(&format!("tilldelning/{n}"), |b| b.iter(|| allocate(black_box(&uppgift))));
    }
}

criterion_group!(benches, allocation);
criterion_main!(benches);
