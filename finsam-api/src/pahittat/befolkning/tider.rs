//! When the participations begin and end: table 9 and the lengths.

use chrono::{Datelike, Days, NaiveDate};
use rand::{Rng, RngExt};

use super::losning::{Grans, choose};
use super::marginaler::{Marginaler, Plats};
use super::utkast::{Grupp, Kull, Utkast};
use crate::pahittat::PahittatFel;

/// Lengths in days: at most six months, at most twelve, thirteen or more.
const LANGDER: [(&str, u64, u64); 3] =
    [("hogst_6_manader", 21, 178), ("hogst_12_manader", 186, 360), ("minst_13_manader", 400, 720)];

/// The participations with their dates: as many take part and close in each year as table 9 says.
///
/// Those who take part in 2013 and do not close in it go on into 2014. The lengths of those who closed are printed for
/// 2014 and used for 2013 too.
pub(super) fn draft(rng: &mut impl Rng, m: &Marginaler) -> Result<Vec<Utkast>, PahittatFel> {
    let table = |ar, kategori| m.antal(Plats::new("9", ar, "deltagare"), kategori);
    let closed_first = table(2013, "avslutade")?;
    let closed_second = table(2014, "avslutade")?;
    let both = table(2013, "registrerade")? - closed_first;
    let open = table(2014, "registrerade")? - closed_second;
    let mut all = closed(rng, m, Kull::Stangd2013, 2013, closed_first)?;
    all.extend(closed(rng, m, Kull::Stangd2014, 2014, closed_second)?);
    let carried = all.iter().filter(|utkast| utkast.grupp == Grupp::Bada).count();
    let old = both - i64::try_from(carried).unwrap_or(i64::MAX);
    if !(0..=open).contains(&old) {
        return Err(PahittatFel::Olosligt(format!("{both} go on into 2014, {carried} of them to close")));
    }
    all.extend((0..old).map(|_| going_on(rng, Grupp::Bada)));
    all.extend((old..open).map(|_| going_on(rng, Grupp::Andra)));
    Ok(all)
}

fn closed(rng: &mut impl Rng, m: &Marginaler, kull: Kull, ar: i32, antal: i64) -> Result<Vec<Utkast>, PahittatFel> {
    let plats = Plats::new("text", 2014, "langd");
    let granser: Result<Vec<Grans>, PahittatFel> =
        LANGDER.iter().map(|(kategori, ..)| Ok(Grans::andel(m.andel(plats, kategori)?, antal))).collect();
    let counts = choose(antal, &granser?)?;
    let mut all = Vec::new();
    for (&(_, shortest, longest), antal) in LANGDER.iter().zip(counts) {
        for _ in 0..antal {
            let slut = day_of(ar, rng.random_range(0..365));
            let start = slut - Days::new(rng.random_range(shortest..=longest));
            let grupp = match (kull, start.year() < 2014) {
                (Kull::Stangd2013, _) => Grupp::Forsta,
                (_, true) => Grupp::Bada,
                (_, false) => Grupp::Andra,
            };
            all.push(Utkast::new(grupp, kull, start, Some(slut)));
        }
    }
    Ok(all)
}

/// One that is open after 2014; of those begun before it, the later ones are more.
fn going_on(rng: &mut impl Rng, grupp: Grupp) -> Utkast {
    let start = if grupp == Grupp::Andra {
        day_of(2014, rng.random_range(0..365))
    } else {
        day_of(2012, rng.random_range(150..731).max(rng.random_range(150..731)))
    };
    Utkast::new(grupp, Kull::Oppen, start, None)
}

/// The day that lies so many days after the first of the year.
pub(super) fn day_of(ar: i32, days: u64) -> NaiveDate {
    NaiveDate::from_yo_opt(ar, 1).unwrap_or_default() + Days::new(days)
}
