//! Made-up insatser for individuals of the real förbund: as many of each kind in each year as table 5 says, some followed
//! by persons and some by counts.

use chrono::{Days, NaiveDate};
use finsam_core::belopp::fordela;
use finsam_core::forbund::Forbund;
use finsam_core::id::InsatsId;
use finsam_core::insats::{
    Inriktning, Insatsnyckel, Insatsstatus, Insatstyp, Insatsuppgift, Malgrupp, Uppfoljningsmetod,
};
use finsam_core::part::PartKod;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};

use super::egenskaper::TYPER;
use super::marginaler::{Marginaler, Plats};
use super::slag::Slag;
use super::utkast::Utkast;
use crate::pahittat::PahittatFel;

/// The förbund that gets several times its share, so that there is something to look at with the demo's tokens.
pub const TYNGDPUNKT: &str = "Samordningsförbundet Härnösand-Timrå";
/// How many times its share.
const TYNGD: u64 = 4;

/// A made-up insats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pahittadinsats {
    /// Its identity.
    pub id: InsatsId,
    /// The place of its förbund among those given.
    pub forbund: usize,
    /// What is said of it.
    pub uppgift: Insatsuppgift,
}

impl Pahittadinsats {
    /// Whether it is followed by counts.
    pub(super) fn is_counted(&self) -> bool {
        self.uppgift.uppfoljningsmetod == Uppfoljningsmetod::Antal
    }
}

/// When an insats goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tid {
    /// In 2013 and 2014.
    Bada,
    /// It ends with 2013.
    Slutar,
    /// It begins in 2014.
    Nya,
}

/// Makes the insatser up. `others` stand there already and are counted into table 5.
pub(super) fn insatser(
    rng: &mut impl Rng,
    m: &Marginaler,
    forbund: &[Forbund],
    others: &[Insatsuppgift],
    ids: &mut dyn FnMut() -> InsatsId,
) -> Result<Vec<Pahittadinsats>, PahittatFel> {
    let slag = Slag::of_year(m, 2014)?;
    let mut all = Vec::new();
    let mut named = vec![0; forbund.len()];
    for typ in TYPER {
        let counted = |ar| {
            let there = others.iter().filter(|insats| insats.typ == typ && insats.inriktning == Inriktning::Individ);
            let there = there.filter(|insats| insats.life().touches_year(ar)).count();
            Ok(m.antal(Plats::new("5", ar, "insatser"), typ.code())? - i64::try_from(there).unwrap_or_default())
        };
        let (first, second): (i64, i64) = (counted(2013)?, counted(2014)?);
        for (tid, antal) in divided(first, second) {
            for place in places(rng, forbund, tid, antal)? {
                named[place] += 1;
                let mut uppgift = uppgift(rng, &forbund[place], typ, tid, (named[place], all.len()));
                if slag.counts(i64::try_from(named[place]).unwrap_or(i64::MAX)) {
                    uppgift.uppfoljningsmetod = Uppfoljningsmetod::Antal;
                }
                all.push(Pahittadinsats { id: ids(), forbund: place, uppgift });
            }
        }
    }
    Ok(all)
}

/// How many go on, end and begin, where there are so many in each year.
pub(super) fn divided(first: i64, second: i64) -> [(Tid, i64); 3] {
    let both = first.min(second) * 9 / 10;
    [(Tid::Bada, both), (Tid::Slutar, first - both), (Tid::Nya, second - both)]
}

/// The förbund of `antal` insatser. Those that go on are divided by size, the others by chance.
pub(super) fn places(rng: &mut impl Rng, forbund: &[Forbund], tid: Tid, antal: i64) -> Result<Vec<usize>, PahittatFel> {
    let last = NaiveDate::from_ymd_opt(if tid == Tid::Nya { 2014 } else { 2010 }, 12, 31).unwrap_or_default();
    let weight = |forbund: &Forbund| {
        let emphasis = if forbund.uppgift.namn == TYNGDPUNKT { TYNGD } else { 1 };
        if forbund.uppgift.life().contains(last) { emphasis * (1 + forbund.uppgift.omrade.len() as u64) } else { 0 }
    };
    let weights: Vec<u64> = forbund.iter().map(weight).collect();
    let sum: u64 = weights.iter().sum();
    if sum == 0 {
        return Err(PahittatFel::Olosligt(format!("no förbund exists on {last}")));
    }
    if tid == Tid::Bada {
        let counts = fordela(antal, &weights).into_iter().enumerate();
        return Ok(counts.flat_map(|(i, n)| (0..n).map(move |_| i)).collect());
    }
    let mut drawn = || {
        let mut left = rng.random_range(0..sum);
        weights.iter().position(|&weight| {
            let here = left < weight;
            left = left.saturating_sub(weight);
            here
        })
    };
    Ok((0..antal).filter_map(|_| drawn()).collect())
}

/// What is said of one: the so manieth of its förbund, and of all.
pub(super) fn uppgift(
    rng: &mut impl Rng,
    forbund: &Forbund,
    typ: Insatstyp,
    tid: Tid,
    (named, number): (usize, usize),
) -> Insatsuppgift {
    let (startdatum, slutdatum) = life(rng, forbund, tid);
    let kommuner = &forbund.uppgift.omrade;
    let kommun = &kommuner[named % kommuner.len()].kommunkod;
    let part = PartKod::Kommun(*kommun);
    let targets: &[Malgrupp] = &[
        Malgrupp::UngaVuxna,
        Malgrupp::PsykiskOhalsa,
        Malgrupp::Langtidssjukskrivna,
        Malgrupp::Langtidsarbetslosa,
        Malgrupp::KomplexProblematik,
        Malgrupp::Smarta,
    ];
    Insatsuppgift {
        nycklar: vec![Insatsnyckel { part, kallsystem: "demo".to_owned(), nyckel: format!("i-{:04}", number + 1) }],
        typ,
        malgrupper: targets.choose(rng).copied().into_iter().collect(),
        slutdatum,
        parter: vec![PartKod::Forsakringskassan, PartKod::Arbetsformedlingen, part],
        status: if slutdatum.is_some() { Insatsstatus::Avslutad } else { Insatsstatus::Pagaende },
        ..Insatsuppgift::starting(
            forbund.id,
            format!("{} {}", NAMN[(named + forbund.uppgift.namn.len()) % NAMN.len()], kommun.kommun().namn),
            startdatum,
        )
    }
}

/// When it begins, not before its förbund, and when it ends.
fn life(rng: &mut impl Rng, forbund: &Forbund, tid: Tid) -> (NaiveDate, Option<NaiveDate>) {
    let (first, span) = match tid {
        Tid::Bada if rng.random_ratio(2, 5) => (2011, 880),
        Tid::Bada | Tid::Slutar => (2010, 360),
        Tid::Nya => (2014, 60),
    };
    let start = NaiveDate::from_yo_opt(first, 1).unwrap_or_default() + Days::new(rng.random_range(0..span));
    let start = forbund.uppgift.bildat.map_or(start, |bildat| start.max(bildat));
    (start, if tid == Tid::Slutar { NaiveDate::from_ymd_opt(2013, 12, 31) } else { None })
}

/// An insats of the right kind that goes on from the first to the last day of a participation.
pub(super) fn fitting(rng: &mut impl Rng, insatser: &[Pahittadinsats], utkast: &Utkast) -> Option<usize> {
    some_of(rng, insatser, |one| {
        let uppgift = &one.uppgift;
        let long_enough = uppgift.slutdatum.is_none_or(|last| utkast.slut.is_some_and(|slut| slut <= last));
        uppgift.typ == utkast.typ && uppgift.life().contains(utkast.start) && long_enough
    })
}

/// An insats that goes on on a day.
pub(super) fn going_on<'a>(
    rng: &mut impl Rng,
    insatser: &'a [Pahittadinsats],
    day: NaiveDate,
) -> Option<&'a Pahittadinsats> {
    some_of(rng, insatser, |one| one.uppgift.life().contains(day)).map(|place| &insatser[place])
}

/// The place of one that is followed by persons and fits.
fn some_of(
    rng: &mut impl Rng,
    insatser: &[Pahittadinsats],
    fitting: impl Fn(&Pahittadinsats) -> bool,
) -> Option<usize> {
    let fits = |place: &usize| !insatser[*place].is_counted() && fitting(&insatser[*place]);
    let by_chance = (0..200).map(|_| rng.random_range(0..insatser.len())).find(fits);
    by_chance.or_else(|| (0..insatser.len()).find(fits))
}

/// Names that tell nothing of anyone.
const NAMN: [&str; 23] = [
    "Steget vidare",
    "Vägvalet",
    "Kompassen",
    "Språngbrädan",
    "Resurstorget",
    "Balans",
    "Gröna spåret",
    "Samverkansteamet",
    "Arbetsspåret",
    "Kraftkällan",
    "Första steget",
    "Hälsoslussen",
    "Brobyggaren",
    "Ung framtid",
    "Startrutan",
    "Vändpunkten",
    "Samlad bedömning",
    "Nya vägar",
    "Mötesplatsen",
    "Framsteget",
    "Vägen ut",
    "Tidiga insatser",
    "Lotsen",
];
