//! The made-up people of 2013 and 2014, in full size, from whom the printed tables come out.
//!
//! Nothing of a table stands here: the margins are read from `data/marginaler.csv`, whole numbers are sought inside
//! the rounding of every printed share (`losning`), and they are dealt out by chance in steps. Each step reads what
//! the earlier ones made: dates (table 9), kön, forms and work before (12, 13), the situation after (11-13), age (6
//! and the count of the young in 2), time in public support (8), education (7), kind of insats (10), and at last
//! insatser (5), persons and parts. The others of table 3 follow, anonymous ones and counts, of whom little is known;
//! structural insatser (4, 14) stand apart.
//!
//! Those who take part fall into three groups: in 2013 alone, in both years, in 2014 alone. Tables of those taking
//! part are met by choosing how many of each value stand in both years.

mod anonyma;
mod efter;
mod egenskaper;
mod fore;
mod former;
mod insatser;
mod losning;
#[cfg(test)]
mod losning_tests;
mod marginaler;
mod personer;
#[cfg(test)]
mod rapport_tests;
mod slag;
mod struktur;
#[cfg(test)]
mod tests;
mod tider;
mod utkast;
mod volym;

use finsam_core::deltagande::{Deltagandeuppgift, Nyckel};
use finsam_core::forbund::Forbund;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Antalsuppgift, Insatsuppgift};
use finsam_core::part::PartKod;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use self::utkast::{Kull, Utkast};
use super::PahittatFel;

pub use insatser::{Pahittadinsats, TYNGDPUNKT};
pub use marginaler::Marginaler;
pub use struktur::Strukturinsats;

/// A made-up participation: what `part` sends under `nyckel`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pahittad {
    /// The part that registers it, a member of the förbund of its insats.
    pub part: PartKod,
    /// Its key: system `demo`, unique over all parts.
    pub nyckel: Nyckel,
    /// The record.
    pub uppgift: Deltagandeuppgift,
}

/// The made-up people and the insatser that they take part in or that reached them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Befolkning {
    /// The insatser for individuals, followed by persons or by counts, to be registered first.
    pub insatser: Vec<Pahittadinsats>,
    /// The participations by first day, and after them the anonymous ones.
    pub deltaganden: Vec<Pahittad>,
    /// The counts of those that are followed by them.
    pub antal: Vec<(InsatsId, Antalsuppgift)>,
    /// The structural insatser and whom they reached.
    pub struktur: Vec<Strukturinsats>,
}

/// Makes up the people of 2013 and 2014 so that the margins are met: the same ones for the same arguments.
///
/// `ovriga` are insatser that stand in the register already and count into table 5; `ids` gives the identities of the
/// new ones. Whoever is open at the end of 2014 stays open.
///
/// # Errors
/// [`PahittatFel`] when the margins hold something else than expected or contradict each other.
///
/// ```
/// use finsam_api::pahittat::befolkning::{Marginaler, befolkning};
/// use finsam_core::{forbund::Forbund, id::{ForbundId, InsatsId}};
///
/// let forbund: Vec<Forbund> = finsam_api::pahittat::forbunden()?
///     .into_iter()
///     .zip(1..)
///     .map(|(uppgift, n)| Forbund { id: ForbundId(uuid::Uuid::from_u128(n)), version: 1, ersatt_av: vec![], uppgift })
///     .collect();
/// let mut n = 0;
/// let mut ids = || {
///     n += 1;
///     InsatsId(uuid::Uuid::from_u128(n))
/// };
/// let befolkning = befolkning(&Marginaler::printed()?, 1, &forbund, &[], &mut ids)?;
/// assert_eq!(befolkning.deltaganden.len(), 25_690 + 2_795 + 3_181);
/// # Ok::<(), finsam_api::pahittat::PahittatFel>(())
/// ```
pub fn befolkning(
    marginaler: &Marginaler,
    fro: u64,
    forbund: &[Forbund],
    ovriga: &[Insatsuppgift],
    ids: &mut dyn FnMut() -> InsatsId,
) -> Result<Befolkning, PahittatFel> {
    let rng = &mut ChaCha8Rng::seed_from_u64(fro);
    let utkast = people(rng, marginaler)?;
    let insatser = insatser::insatser(rng, marginaler, forbund, ovriga, ids)?;
    let mut personer = personer::Personer::default();
    let mut deltaganden = utkast
        .iter()
        .zip(1..)
        .map(|(utkast, number)| personer::finish(rng, &mut personer, utkast, forbund, &insatser, number))
        .collect::<Result<Vec<_>, _>>()?;
    deltaganden.extend(anonyma::anonyma(rng, marginaler, forbund, &insatser)?);
    let antal = volym::volym(rng, marginaler, &insatser)?;
    let struktur = struktur::struktur(rng, marginaler, forbund, ids)?;
    Ok(Befolkning { insatser, deltaganden, antal, struktur })
}

/// Everything but who they are and where, by first day.
fn people(rng: &mut ChaCha8Rng, m: &Marginaler) -> Result<Vec<Utkast>, PahittatFel> {
    let mut utkast = tider::draft(rng, m)?;
    fore::kon(rng, m, &mut utkast)?;
    fore::forms(rng, m, &mut utkast)?;
    fore::occupations(rng, m, &mut utkast)?;
    efter::after(rng, m, &mut utkast, Kull::Stangd2013, 2013)?;
    efter::after(rng, m, &mut utkast, Kull::Stangd2014, 2014)?;
    egenskaper::ages(rng, m, &mut utkast)?;
    egenskaper::times(rng, m, &mut utkast)?;
    egenskaper::educations(rng, m, &mut utkast)?;
    egenskaper::kinds(rng, m, &mut utkast)?;
    utkast.sort_by_key(|utkast| utkast.start);
    Ok(utkast)
}
