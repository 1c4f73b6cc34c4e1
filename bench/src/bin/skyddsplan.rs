//! How long it takes to work out what is hidden of a made-up register, and how much of it that is.
//!
//! `skyddsplan PARTICIPATIONS INSATSER YEARS`, 30 000 300 3 where nothing is said: as large as the demo.
#![forbid(unsafe_code)]

use std::time::Instant;

use finsam_bench::Outcome;
use finsam_bench::befolkning::{Storlek, columns};
use finsam_core::statistik::{
    Indelning, Kolumner, Matt, Rapport, Rapportnamn, Skyddsplaner, TROSKEL, Urval, fraga, rapport,
};

const REPORTS: [Rapportnamn; 5] = [
    Rapportnamn::RegistreradeOchAvslutade,
    Rapportnamn::ForsorjningForeEfter,
    Rapportnamn::SysselsattningForeEfter,
    Rapportnamn::Overgangar,
    Rapportnamn::Aldersgrupper,
];

fn arguments() -> Outcome<[u64; 3]> {
    let mut all = [30_000, 300, 3];
    for (set, said) in all.iter_mut().zip(std::env::args().skip(1)) {
        *set = said.parse()?;
    }
    Ok(all)
}

/// Every count with its share.
fn counts(rapport: &Rapport) -> impl Iterator<Item = (Option<i64>, bool)> {
    let of = |(_, matt): &(_, Matt)| match matt {
        Matt::Antal(cell) => Some((cell.antal, cell.skyddad)),
        _ => None,
    };
    rapport.rader.iter().flat_map(move |rad| rad.matt.0.iter().filter_map(of))
}

#[expect(clippy::print_stdout, reason = "the figures are what is asked for")]
fn tell(kolumner: &Kolumner, urval: &Urval, planer: &Skyddsplaner) {
    let what: Vec<_> = urval.indelning.iter().map(ToString::to_string).collect();
    for namn in REPORTS {
        let Ok(shown) = fraga(namn, kolumner, urval, TROSKEL, planer) else { continue };
        let whole = rapport(namn, kolumner, urval);
        let small = counts(&whole).filter(|(n, _)| n.is_some_and(|n| (1..TROSKEL).contains(&n))).count();
        let hidden = counts(&shown).filter(|(_, hidden)| *hidden).count();
        println!(
            "{:12} {namn:28} counts {:6} small {small:6} hidden {hidden:6}",
            what.join(","),
            counts(&whole).count()
        );
    }
}

#[expect(clippy::print_stdout, reason = "the figures are what is asked for")]
fn main() -> Outcome {
    let [deltaganden, insatser, ar] = arguments()?;
    let kolumner = columns(Storlek { deltaganden, insatser, ar });
    let (planer, all) = (Skyddsplaner::new(), Urval::of_years(2008..=2008 + ar as i32));
    let begun = Instant::now();
    let first = fraga(Rapportnamn::RegistreradeOchAvslutade, &kolumner, &all, TROSKEL, &planer);
    println!("{} ms", begun.elapsed().as_millis());
    first.map_err(|found| format!("{found:?}"))?;
    use Indelning as I;
    for indelning in [&[][..], &[I::Kon], &[I::Lan], &[I::Forbund], &[I::Kommun], &[I::Insats], &[I::Insats, I::Kon]] {
        tell(&kolumner, &Urval { indelning: indelning.to_vec(), ..all.clone() }, &planer);
    }
    Ok(())
}
