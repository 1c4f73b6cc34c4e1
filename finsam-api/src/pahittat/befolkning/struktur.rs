//! Made-up structural insatser: as many in each year as table 4 says, reaching as many people by kind as table 14.

use chrono::{Datelike, NaiveDate};
use finsam_core::belopp::fordela;
use finsam_core::forbund::Forbund;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Inriktning, Insatsnyckel, Insatstyp, Strukturuppgift, Uppfoljningsmetod};
use rand::{Rng, RngExt};

use super::insatser::{Pahittadinsats, Tid, divided, places, uppgift};
use super::marginaler::{Marginaler, Plats};
use crate::pahittat::PahittatFel;

/// The kinds of structural insatser, each with a name that tells nothing of anyone.
const TYPER: [(Insatstyp, &str); 4] = [
    (Insatstyp::DialogKommunikation, "Dialog om samverkan"),
    (Insatstyp::Utbildning, "Utbildning i samverkan"),
    (Insatstyp::Kartlaggning, "Kartläggning av behov"),
    (Insatstyp::Annan, "Gemensam utveckling"),
];
/// The years that are made up.
const AR: [i32; 2] = [2013, 2014];

/// A structural insats and whom it reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strukturinsats {
    /// The insats.
    pub insats: Pahittadinsats,
    /// How many people it reached, a period for each of its years.
    pub natt: Vec<Strukturuppgift>,
}

/// Makes them up. How many there are of each kind is not printed: they stand in proportion to whom they reached.
pub(super) fn struktur(
    rng: &mut impl Rng,
    m: &Marginaler,
    forbund: &[Forbund],
    ids: &mut dyn FnMut() -> InsatsId,
) -> Result<Vec<Strukturinsats>, PahittatFel> {
    let [first, second] = [of_year(m, AR[0])?, of_year(m, AR[1])?];
    let mut all = Vec::new();
    for (place, (typ, namn)) in TYPER.into_iter().enumerate() {
        let mut of_typ = Vec::new();
        for (tid, antal) in divided(first[place].insatser, second[place].insatser) {
            for one in places(rng, forbund, tid, antal)? {
                let id = ids();
                let number = all.len() + of_typ.len() + 1;
                of_typ.push(Strukturinsats {
                    insats: insats(rng, (id, one, &forbund[one]), (typ, namn), tid, number),
                    natt: Vec::new(),
                });
            }
        }
        for (ar, reached) in AR.into_iter().zip([first[place].natta, second[place].natta]) {
            reach(rng, &mut of_typ, ar, reached);
        }
        all.append(&mut of_typ);
    }
    Ok(all)
}

/// How many insatser there are of a kind, and how many people they reached.
#[derive(Debug, Clone, Copy)]
struct Mangd {
    insatser: i64,
    natta: i64,
}

/// Those of a year, in the order of the kinds.
fn of_year(m: &Marginaler, ar: i32) -> Result<Vec<Mangd>, PahittatFel> {
    let insatser = m.antal(Plats::new("4", ar, "insatser"), Inriktning::Struktur.code())?;
    let natta: Vec<i64> = TYPER
        .iter()
        .map(|(typ, _)| m.antal(Plats::new("14", ar, "deltagare"), typ.code()))
        .collect::<Result<_, _>>()?;
    let weights: Vec<u64> = natta.iter().map(|n| n.unsigned_abs()).collect();
    let both = fordela(insatser, &weights).into_iter().zip(natta);
    Ok(both.map(|(insatser, natta)| Mangd { insatser, natta }).collect())
}

fn insats(
    rng: &mut impl Rng,
    (id, place, forbund): (InsatsId, usize, &Forbund),
    (typ, namn): (Insatstyp, &str),
    tid: Tid,
    number: usize,
) -> Pahittadinsats {
    let mut made = uppgift(rng, forbund, typ, tid, (number, 0));
    let part = made.nycklar.first().map(|nyckel| nyckel.part);
    let nyckel = |part| Insatsnyckel { part, kallsystem: "demo".to_owned(), nyckel: format!("s-{number:04}") };
    made.nycklar = part.into_iter().map(nyckel).collect();
    made.namn = format!("{namn} {number}");
    made.inriktning = Inriktning::Struktur;
    made.uppfoljningsmetod = Uppfoljningsmetod::Antal;
    made.malgrupper.clear();
    Pahittadinsats { id, forbund: place, uppgift: made }
}

/// Deals out those who were reached in a year among the insatser that went on in it.
fn reach(rng: &mut impl Rng, insatser: &mut [Strukturinsats], ar: i32, reached: i64) {
    let (Some(first), Some(last)) = (NaiveDate::from_yo_opt(ar, 1), NaiveDate::from_ymd_opt(ar, 12, 31)) else {
        return;
    };
    let going_on: Vec<&mut Strukturinsats> =
        insatser.iter_mut().filter(|one| one.insats.uppgift.life().touches_year(ar)).collect();
    let weights: Vec<u64> = going_on.iter().map(|_| rng.random_range(1..=9)).collect();
    for (one, antal) in going_on.into_iter().zip(fordela(reached, &weights)) {
        let life = one.insats.uppgift.life();
        let fran = if life.fran.year() == ar { life.fran } else { first };
        let antal = i32::try_from(antal).unwrap_or(i32::MAX);
        one.natt.push(Strukturuppgift { fran, till: life.till.map_or(last, |till| till.min(last)), antal });
    }
}
