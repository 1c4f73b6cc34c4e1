//! Goals of insatser, and how many of those who closed in the period reached them.
//!
//! A goal "within n months" is judged by the follow-up made then, of those followed up; one without a time by the situation
//! after, of the closed. Goals for a part of the participants, of better health or of another measure cannot be judged from
//! what is registered: their numbers are absent.

use crate::forsorjning::{Forsorjningsgrupp, Sysselsattning};
use crate::insats::{Inriktning, Mal, Malmatt};
use crate::regel::Text;
use crate::statistik::Raknat;
use crate::statistik::attribut::{ARBETE_STUDIER, occupation};
use crate::statistik::definition::{Radmall, Visning};
use crate::statistik::forbehall::{Forbehall, PER_DELTAGANDE};
use crate::statistik::grupp::{Grupp, Gruppering};
use crate::statistik::kolumn::Kolumn;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::Rapportperiod;
use crate::statistik::population::Population;
use crate::statistik::rad::{Matt, Mattnamn};
use crate::statistik::rakna::{Klassning, count as count_persons};
use crate::statistik::sedd::Sedd;
use crate::statistik::uppfoljd::Varaktighetstid;
use crate::statistik::urval::{Indelning, Urval};
use crate::tid::Period;

const BEDOMDA: Text = Text {
    sv: "Mål för en del av deltagarna, bättre hälsa och andra mått kan inte bedömas ur registret och saknar tal. Steg närmare arbete är arbetssökande vid Arbetsförmedlingen efter insatsen. Mål inom 3, 6 eller 12 månader bedöms bland de uppföljda.",
    en: "Goals for a part of the participants, better health and other measures cannot be judged from the register and have no numbers. A step closer to work is being a job seeker at Arbetsförmedlingen after the insats. Goals within 3, 6 or 12 months are judged among those followed up.",
};

/// The number that tells of a goal and what it is a share of; `None` for one that cannot be judged.
pub(in crate::statistik) fn judged_by(mal: &Mal) -> Option<(Kolumn, Kolumn)> {
    let of_closed = |kolumn| Some((kolumn, Kolumn::AVSLUTADE));
    match (mal.grupp, mal.matt, mal.inom_manader) {
        (Some(_), ..) => None,
        (_, Malmatt::ArbeteEllerStudier, None) => of_closed(Kolumn::ARBETE_EFTER),
        (_, Malmatt::ArbeteEllerStudier, Some(months)) => {
            Varaktighetstid::of_months(months).map(|tid| (Kolumn::arbete_vid(tid), Kolumn::uppfoljd(tid)))
        }
        (_, Malmatt::EgenForsorjning, None) => of_closed(Kolumn::efter(Forsorjningsgrupp::IngenOffentlig)),
        (_, Malmatt::Stegforflyttning, None) => of_closed(Kolumn::ARBETSSOKANDE),
        (_, Malmatt::Fullfoljd, None) => of_closed(Kolumn::FULLFOLJD),
        _ => None,
    }
}

pub(in crate::statistik) fn klassning() -> Klassning {
    let all = Varaktighetstid::ALL.iter().copied();
    let kolumner = all.clone().map(Kolumn::uppfoljd).chain(all.map(Kolumn::arbete_vid)).chain([
        Kolumn::AVSLUTADE,
        Kolumn::ARBETE_EFTER,
        Kolumn::efter(Forsorjningsgrupp::IngenOffentlig),
        Kolumn::ARBETSSOKANDE,
        Kolumn::FULLFOLJD,
    ]);
    Klassning {
        population: Population::Avslutade,
        kolumner: kolumner.collect(),
        mask: &|sedd: &Sedd<'_>| {
            let attribut = sedd.attribut();
            let efter = attribut.sysselsattning_efter();
            let own = sedd.grupper().bits() >> (8 + Forsorjningsgrupp::IngenOffentlig as u16) & 1;
            u64::from(sedd.uppfoljd().bits())
                | 1 << 8
                | u64::from(efter & ARBETE_STUDIER != 0) << 9
                | u64::from(own) << 10
                | u64::from(efter & occupation(Sysselsattning::ArbetssokandeAf) != 0) << 11
                | u64::from(attribut.is_fullfoljd()) << 12
        },
    }
}

/// How the row of a goal shows its numbers.
pub(in crate::statistik) fn mall(mal: &Mal) -> Radmall {
    let judged = judged_by(mal);
    let natt = judged.map_or(Visning::Andras, |(kolumn, of)| Visning::Antal(kolumn, of));
    Radmall {
        kategori: String::new(),
        underlag: judged.map(|(_, of)| of),
        matt: vec![(Mattnamn::Malandel, Visning::Andras), (Mattnamn::Natt, natt)],
    }
}

pub(in crate::statistik) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let perioder = Rapportperiod::of_years(&urval.ar, urval.period);
    let valda = kolumner.dimensioner.selected(urval, Inriktning::Individ);
    let mut per_insats = urval.clone();
    per_insats.indelning.push(Indelning::Insats);
    let gruppering = Gruppering::of(kolumner, &per_insats.normalized());
    let tabell = count_persons(kolumner, &valda, &perioder, &gruppering, urval.enhet, &klassning());
    let groups: Vec<_> = gruppering.groups().collect();
    let mut rader = Vec::new();
    for (place, period) in perioder.iter().enumerate() {
        let Some(days) = period.days().map(|(first, last)| Period::new(first, Some(last))) else { continue };
        for (n, grupp) in groups.iter().enumerate() {
            let found = grupp.insats.and_then(|id| Some((id, kolumner.insats(id)?)));
            let Some((id, insats)) =
                found.filter(|(_, it)| it.life.overlaps(days) && it.inriktning == Inriktning::Individ)
            else {
                continue;
            };
            let asked = urval.is_divided_by(Indelning::Insats).then_some(id);
            for (i, mal) in (1..).zip(&insats.mal) {
                let tal = |kolumn| tabell.get(place, n, kolumn);
                let mut rad = mall(mal).row(*period, Grupp { insats: asked, ..*grupp }, &tal);
                rad.kategori = format!("{id}.{i}");
                rad.namn = Some(format!("{}: {}", insats.namn, mal.matt.text().sv));
                rad.matt.0[0].1 = Matt::Tal { antal: Some(i64::from(mal.andel)), skyddad: false };
                rader.push(rad);
            }
        }
    }
    (rader, [PER_DELTAGANDE, BEDOMDA].map(Forbehall::plain).to_vec())
}
