//! Who takes part, and who registers it: the finished records.

use std::collections::HashMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use finsam_core::deltagande::{
    Deltagandeuppgift, Nyckel, Registrering, Registreringssamtycke, Remitterande, Samtycke, Sekretesssamtycke,
};
use finsam_core::forbund::Forbund;
use finsam_core::forsorjning::{Forsorjningsform as Form, Lage, Sysselsattning};
use finsam_core::identitet::{Kon, Reservnummeruppgift};
use finsam_core::part::PartKod;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};

use super::Pahittad;
use super::insatser::{Pahittadinsats, fitting};
use super::utkast::Utkast;
use crate::pahittat::lage::lage;
use crate::pahittat::testpersoner::{FIRST_YEAR, test_number};
use crate::pahittat::{PahittatFel, generera};

/// How many participations a person has at most.
const MEST: usize = 4;

/// The test numbers in use: the insatser that each takes part in.
#[derive(Default)]
pub(super) struct Personer(HashMap<(NaiveDate, Kon), Vec<usize>>);

impl Personer {
    /// A birth date of the right age whose test number is not in the insats and not in too many; `None` for those born
    /// too early and when none is found.
    fn birth(&mut self, rng: &mut impl Rng, utkast: &Utkast, insats: usize) -> Option<NaiveDate> {
        for _ in 0..12 {
            let fodd = born(rng, utkast);
            let taken = self.0.entry((fodd, utkast.kon)).or_default();
            if fodd.year() >= FIRST_YEAR && taken.len() < MEST && !taken.contains(&insats) {
                taken.push(insats);
                return Some(fodd);
            }
        }
        None
    }
}

/// A birth date that makes the age on the first day.
fn born(rng: &mut impl Rng, utkast: &Utkast) -> NaiveDate {
    let months = Months::new(u32::try_from(utkast.alder).unwrap_or_default() * 12);
    let latest = utkast.start.checked_sub_months(months).unwrap_or(utkast.start);
    latest - Days::new(rng.random_range(0..365))
}

/// The finished record: in an insats of the right kind, registered by a member of its förbund.
pub(super) fn finish(
    rng: &mut impl Rng,
    personer: &mut Personer,
    utkast: &Utkast,
    forbund: &[Forbund],
    insatser: &[Pahittadinsats],
    number: usize,
) -> Result<Pahittad, PahittatFel> {
    let place = fitting(rng, insatser, utkast)
        .ok_or_else(|| PahittatFel::Olosligt(format!("no insats of {} goes on from {}", utkast.typ, utkast.start)))?;
    let insats = &insatser[place];
    let members: Vec<PartKod> = forbund[insats.forbund].uppgift.medlemmar.iter().map(|medlem| medlem.part).collect();
    let part = registering(rng, &members);
    let known = if rng.random_ratio(9, 10) { personer.birth(rng, utkast, place) } else { None };
    let reserv = || Reservnummeruppgift {
        utfardare: part.to_string(),
        nummer: format!("R-{number:06}"),
        fodelsedatum: born(rng, utkast),
        kon: utkast.kon,
    };
    let reservnummer = known.is_none().then(reserv);
    Ok(Pahittad {
        part,
        nyckel: Nyckel { kallsystem: "demo".to_owned(), nyckel: format!("d-{number:06}") },
        uppgift: Deltagandeuppgift {
            insats_id: Some(insats.id),
            insats_nyckel: None,
            registrering: Registrering::Person,
            personnummer: known.map(|fodd| test_number(fodd, utkast.kon)),
            reservnummer,
            skyddad_identitet: None,
            kon: Some(utkast.kon),
            kommun: kommun(rng, part, &members),
            samtycke: Some(consent(rng, utkast.start, &members, part)),
            startdatum: utkast.start,
            slutdatum: utkast.slut,
            remitterande: Some(referrer(rng, &members)),
            utbildningsniva: Some(utkast.utbildning),
            tid_i_offentlig_forsorjning: Some(utkast.tid),
            fore: Some(situation(rng, &utkast.fore, utkast.fore_sysselsattning, utkast.alder)),
            efter: utkast
                .efter
                .as_ref()
                .map(|efter| situation(rng, &efter.former, efter.sysselsattning, utkast.alder + utkast.years())),
            avslutsanledning: utkast.anledning,
        },
    })
}

/// Most are registered by a kommun, the others by any member.
pub(super) fn registering(rng: &mut impl Rng, members: &[PartKod]) -> PartKod {
    let kommuner: Vec<PartKod> = members.iter().copied().filter(|part| matches!(part, PartKod::Kommun(_))).collect();
    let from = if rng.random_ratio(17, 20) { &kommuner } else { members };
    from.choose(rng).copied().unwrap_or(PartKod::Arbetsformedlingen)
}

/// The kommun that registers, or one of the förbund.
fn kommun(rng: &mut impl Rng, part: PartKod, members: &[PartKod]) -> Option<String> {
    let kommuner: Vec<PartKod> = members.iter().copied().filter(|part| matches!(part, PartKod::Kommun(_))).collect();
    generera::kommun(part).or_else(|| kommuner.choose(rng).copied().and_then(generera::kommun))
}

/// Consent up to two weeks before the start; some also let the two agencies see.
fn consent(rng: &mut impl Rng, start: NaiveDate, members: &[PartKod], part: PartKod) -> Samtycke {
    let datum = start - Days::new(rng.random_range(0..15));
    let parter: Vec<PartKod> = members.iter().copied().take(2).filter(|&other| other != part).collect();
    let sekretess = rng.random_ratio(1, 3).then_some(Sekretesssamtycke { datum, parter });
    Samtycke { registrering: Some(Registreringssamtycke { datum, textversion: "demo-1".to_owned() }), sekretess }
}

/// One of the members, or somebody else.
fn referrer(rng: &mut impl Rng, members: &[PartKod]) -> Remitterande {
    let regional = members.iter().any(|part| matches!(part, PartKod::Region(_)));
    match rng.random_range(0..20) {
        0..=5 => Remitterande::Arbetsformedlingen,
        6..=8 => Remitterande::Forsakringskassan,
        9 => Remitterande::Annan,
        10..=12 if regional => Remitterande::Region,
        _ => Remitterande::Kommun,
    }
}

/// The situation with the forms as they are called in full: those that stood for a group are now one of its forms.
fn situation(rng: &mut impl Rng, forms: &[Form], sysselsattning: Sysselsattning, age: i32) -> Lage {
    let forms: Vec<Form> = forms
        .iter()
        .map(|&form| match form {
            Form::Aktivitetsstod if age < 25 && rng.random_ratio(1, 2) => Form::Utvecklingsersattning,
            Form::Sjukpenning if rng.random_ratio(1, 5) => Form::Rehabiliteringspenning,
            Form::AnnanOffentlig if rng.random_ratio(1, 2) => Form::Etableringsersattning,
            form => form,
        })
        .collect();
    let own = sysselsattning == Sysselsattning::ArbeteIckeSubventionerat && rng.random_ratio(1, 20);
    lage(rng, &forms, if own { Sysselsattning::EgetForetag } else { sysselsattning })
}
