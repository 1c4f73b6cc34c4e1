//! What society saves when support ends, beside what the insatser cost.
//!
//! Of those who closed in the period: for whom a support ended, times its standard cost per person and year. Costs are
//! what the insatser for individuals used in the year.

use rust_decimal::Decimal;

use crate::belopp::Belopp;
use crate::ekonomi::samhallsekonomi::{FORBEHALL, Kalkyl, Schablon};
use crate::forsorjning::Forsorjningsgrupp;
use crate::insats::Inriktning;
use crate::regel::Text;
use crate::statistik::Raknat;
use crate::statistik::definition::{Radmall, Visning};
use crate::statistik::forbehall::{Forbehall, PER_DELTAGANDE};
use crate::statistik::grupp::Gruppering;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::{Periodslag, Rapportperiod};
use crate::statistik::rad::{Matt, Mattnamn, Rad};
use crate::statistik::rakna::count as count_persons;
use crate::statistik::urval::Urval;

use super::budget_och_utfall::of_insatser;
use super::overgangar::{self, Overgang};

/// The category of all supports together.
pub(in crate::statistik) const TOTALT: &str = "totalt";

const GRUPPER: Text = Text {
    sv: "Försörjning räknas i grupper: sjukpenning är här sjuk- och rehabiliteringspenning. Deltagare vilkas läge efter inte är känt antas inte ha lämnat något stöd. Kostnaden är insatsernas registrerade utfall för hela året.",
    en: "Support is counted in groups: sickness benefit is here sickness and rehabilitation benefit. Participants whose situation after is not known are taken to have left no support. The cost is the registered outcome of the insatser for the whole year.",
};

const fn grupp_of(schablon: Schablon) -> Forsorjningsgrupp {
    match schablon {
        Schablon::Forsorjningsstod => Forsorjningsgrupp::Forsorjningsstod,
        Schablon::Sjukpenning => Forsorjningsgrupp::SjukRehabpenning,
        Schablon::AKassa => Forsorjningsgrupp::AKassa,
    }
}

const fn ended(schablon: Schablon) -> Kolumn {
    Kolumn::overgang(grupp_of(schablon), Overgang::HeltUpphort)
}

pub(in crate::statistik) fn mallar() -> Vec<Radmall> {
    let one = |schablon: &Schablon| {
        let (kolumn, of) = (ended(*schablon), Kolumn::fore(grupp_of(*schablon)));
        let matt =
            vec![(Mattnamn::Upphort, Visning::Antal(kolumn, of)), (Mattnamn::Intakt, Visning::Annat(vec![kolumn]))];
        Radmall { kategori: schablon.to_string(), underlag: Some(of), matt }
    };
    let all: Vec<_> = Schablon::ALL.iter().map(|schablon| ended(*schablon)).collect();
    let matt = vec![
        (Mattnamn::Intakt, Visning::Annat(all.clone())),
        (Mattnamn::Kostnad, Visning::Andras),
        (Mattnamn::Lonsamhet, Visning::Annat(all.clone())),
        (Mattnamn::PayoffManader, Visning::Annat(all)),
    ];
    let whole = Radmall { kategori: TOTALT.to_owned(), underlag: None, matt };
    Schablon::ALL.iter().map(one).chain([whole]).collect()
}

pub(in crate::statistik) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let perioder = Rapportperiod::of_years(&urval.ar, urval.period);
    let gruppering = Gruppering::of(kolumner, urval);
    let valda = kolumner.dimensioner.selected(urval, Inriktning::Individ);
    let klassning = overgangar::definition().klassning;
    let tabell = count_persons(kolumner, &valda, &perioder, &gruppering, urval.enhet, &klassning);
    let divided = gruppering.person.grupper.len() > 1 || urval.period != Periodslag::Ar;
    let (width, mallar) = (gruppering.person.grupper.len(), mallar());
    let mut rader = Vec::new();
    for (place, period) in perioder.iter().enumerate() {
        let costs = of_insatser(kolumner, urval, period.ar, &gruppering.plats, Inriktning::Individ);
        for (n, grupp) in gruppering.groups().enumerate() {
            let tal = |kolumn| tabell.get(place, n, kolumn);
            let kostnad = costs[n / width][1].filter(|_| !divided);
            let mut rows: Vec<_> = mallar.iter().map(|mall| mall.row(*period, grupp, &tal)).collect();
            fill(&mut rows, &tal, kostnad);
            rader.append(&mut rows);
        }
    }
    let said = [PER_DELTAGANDE, GRUPPER].into_iter().chain(FORBEHALL);
    (rader, said.map(Forbehall::plain).collect())
}

/// Puts the money in: of each support, and of all.
fn fill(rows: &mut [Rad], tal: &dyn Fn(Kolumn) -> Option<i64>, kostnad: Option<Belopp>) {
    let intakt = |schablon: &Schablon| {
        let people = tal(ended(*schablon)).and_then(|n| u32::try_from(n).ok()).unwrap_or_default();
        schablon.per_year().times(people)
    };
    let money = |belopp| Matt::Belopp { belopp, skyddad: false };
    for (row, schablon) in rows.iter_mut().zip(Schablon::ALL) {
        row.matt.0[1].1 = money(Some(intakt(schablon)));
    }
    let summa: Belopp = Schablon::ALL.iter().map(intakt).sum();
    let svar = kostnad.map(|kostnad| Kalkyl { kostnad, intakt_per_ar: summa, ar: 1 }.payoff());
    let manader: Option<Decimal> = svar.and_then(|svar| svar.manader);
    if let Some(whole) = rows.last_mut() {
        let values = [
            money(Some(summa)),
            money(kostnad),
            money(svar.map(|svar| svar.lonsamhet)),
            Matt::Decimal { tal: manader, skyddad: false },
        ];
        whole.matt.0.iter_mut().zip(values).for_each(|((_, matt), value)| *matt = value);
    }
}
