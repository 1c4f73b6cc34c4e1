//! Made-up anonymous participations: as many begin in each year as are printed.

use chrono::{Days, NaiveDate};
use finsam_core::deltagande::{Deltagandeuppgift, Nyckel, Registrering};
use finsam_core::forbund::Forbund;
use finsam_core::identitet::Kon;
use rand::{Rng, RngExt};

use super::Pahittad;
use super::insatser::{Pahittadinsats, going_on};
use super::marginaler::{Marginaler, Plats};
use super::personer::registering;
use super::slag::Slag;
use super::tider::day_of;
use crate::pahittat::PahittatFel;

/// The longest and the shortest that one lasts, in days.
const LANGD: std::ops::RangeInclusive<u64> = 21..=540;

/// Makes them up. Nothing is known of them but kön and dates; kön stand to each other as among those with personal data.
pub(super) fn anonyma(
    rng: &mut impl Rng,
    m: &Marginaler,
    forbund: &[Forbund],
    insatser: &[Pahittadinsats],
) -> Result<Vec<Pahittad>, PahittatFel> {
    let registered = |kon| m.antal_kon(Plats::new("text", 2014, "deltagare"), kon, "registrerade");
    let (women, men) = (registered(Kon::Kvinna)?, registered(Kon::Man)?);
    let last = day_of(2015, 0) - Days::new(1);
    let mut all = Vec::new();
    for ar in [2013, 2014] {
        for _ in 0..Slag::of_year(m, ar)?.anonym {
            let start = day_of(ar, rng.random_range(0..365));
            let ends = start + Days::new(rng.random_range(LANGD));
            let kon = if rng.random_range(0..women + men) < women { Kon::Kvinna } else { Kon::Man };
            let insats = going_on(rng, insatser, start)
                .ok_or_else(|| PahittatFel::Olosligt(format!("no insats goes on on {start}")))?;
            let slut = insats.uppgift.slutdatum.map_or(ends, |slut| ends.min(slut));
            let dates = (start, Some(slut).filter(|slut| *slut <= last));
            all.push(one(rng, insats, &forbund[insats.forbund], (kon, dates), all.len() + 1));
        }
    }
    Ok(all)
}

fn one(
    rng: &mut impl Rng,
    insats: &Pahittadinsats,
    forbund: &Forbund,
    (kon, (startdatum, slutdatum)): (Kon, (NaiveDate, Option<NaiveDate>)),
    number: usize,
) -> Pahittad {
    let members: Vec<_> = forbund.uppgift.medlemmar.iter().map(|medlem| medlem.part).collect();
    Pahittad {
        part: registering(rng, &members),
        nyckel: Nyckel { kallsystem: "demo".to_owned(), nyckel: format!("a-{number:06}") },
        uppgift: Deltagandeuppgift {
            insats_id: Some(insats.id),
            insats_nyckel: None,
            registrering: Registrering::Anonym,
            personnummer: None,
            reservnummer: None,
            skyddad_identitet: None,
            kon: Some(kon),
            kommun: None,
            samtycke: None,
            startdatum,
            slutdatum,
            remitterande: None,
            utbildningsniva: None,
            tid_i_offentlig_forsorjning: None,
            fore: None,
            efter: None,
            avslutsanledning: None,
        },
    }
}
