//! What Försäkringskassan's counts-only follow-up of Finsam asks of a förbund: by insats and kön how many are new, how
//! many go on, and how many have closed with which result, in a calendar year.
//!
//! It comes out of counts and out of persons alike. `docs/UPPFOLJNING.md` has the definitions. What the counts of an
//! insats do not tell is absent, never zero.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::deltagande::{Avslutsanledning, Deltagandepost, Registrering, Resultat};
use crate::id::InsatsId;
use crate::identitet::Kon;
use crate::insats::{Antal, Avslutade, Enhet, Insats, PerKon, PerKonEllerTotalt, Uppfoljningsmetod};

/// What is asked of one kön in an insats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Uppfoljningstal {
    /// Those who began in the year.
    pub nya: Option<i64>,
    /// Those who take part when the year ends.
    pub pagaende: Option<i64>,
    /// Closed in the year to work or studies, or ready for a job.
    pub arbete_studier_jobready: Option<i64>,
    /// Closed in the year to continued rehabilitation.
    pub fortsatt_rehab: Option<i64>,
    /// Closed in the year to something else.
    pub ovrigt: Option<i64>,
}

impl Uppfoljningstal {
    const ZERO: Self = Self {
        nya: Some(0),
        pagaende: Some(0),
        arbete_studier_jobready: Some(0),
        fortsatt_rehab: Some(0),
        ovrigt: Some(0),
    };

    /// All who closed in the year, where every result is known.
    #[must_use]
    pub fn avslutade(&self) -> Option<i64> {
        Some(self.arbete_studier_jobready? + self.fortsatt_rehab? + self.ovrigt?)
    }
}

/// One line of the follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uppfoljningsrad<'a> {
    /// The insats.
    pub insats: &'a Insats,
    /// Kön; `None` on a line of those whose kön is not known.
    pub kon: Option<Kon>,
    /// Its numbers.
    pub tal: Uppfoljningstal,
}

/// The follow-up of a calendar year, being counted.
#[derive(Debug, Clone)]
pub struct UppfoljningFinsam {
    ar: i32,
    sista: NaiveDate,
    personer: BTreeMap<InsatsId, [Uppfoljningstal; 2]>,
    /// By first day.
    antal: BTreeMap<InsatsId, BTreeMap<NaiveDate, Antal>>,
}

impl UppfoljningFinsam {
    /// Of a year that is none there is nothing.
    #[must_use]
    pub fn new(ar: i32) -> Self {
        let sista = NaiveDate::from_ymd_opt(ar, 12, 31).unwrap_or(NaiveDate::MIN);
        Self { ar, sista, personer: BTreeMap::new(), antal: BTreeMap::new() }
    }

    /// Counts a participation. One registered by mistake is counted nowhere, and an anonymous one only in the year in
    /// which it began.
    pub fn add_person(&mut self, post: &Deltagandepost) {
        let began = post.startdatum.year() == self.ar;
        let anonymous = post.registrering == Registrering::Anonym;
        let mistaken = post.avslutsanledning == Some(Avslutsanledning::Felregistrering);
        if mistaken || (anonymous && !began) || post.startdatum > self.sista {
            return;
        }
        let tal = &mut self.personer.entry(post.insats_id).or_insert([Uppfoljningstal::ZERO; 2])[post.kon as usize];
        if began {
            add(&mut tal.nya, 1);
        }
        match (post.slutdatum, post.resultat()) {
            (Some(slut), Some(resultat)) if slut.year() == self.ar => add(place_of(tal, resultat), 1),
            (Some(slut), _) if slut <= self.sista => {}
            _ => add(&mut tal.pagaende, 1),
        }
    }

    /// Counts what was counted: only people, and only periods in the year.
    pub fn add_antal(&mut self, antal: &Antal) {
        if antal.uppgift.enhet == Enhet::Personer && antal.uppgift.fran.year() == self.ar {
            self.antal.entry(antal.insats_id).or_default().insert(antal.uppgift.fran, *antal);
        }
    }

    /// The lines of these insatser, in their order, as far as they are under way in the year: women, men, and where
    /// there are any those whose kön is not known.
    #[must_use]
    pub fn rows<'a>(&self, insatser: &'a [Insats]) -> Vec<Uppfoljningsrad<'a>> {
        let under_way = insatser.iter().filter(|insats| insats.uppgift.life().touches_year(self.ar));
        under_way.flat_map(|insats| self.rows_of(insats)).collect()
    }

    fn rows_of<'a>(&self, insats: &'a Insats) -> Vec<Uppfoljningsrad<'a>> {
        let line = |kon, tal| Uppfoljningsrad { insats, kon, tal };
        if insats.uppgift.uppfoljningsmetod == Uppfoljningsmetod::Personuppgifter {
            let tal = self.personer.get(&insats.id).copied().unwrap_or([Uppfoljningstal::ZERO; 2]);
            return Kon::ALL.iter().map(|kon| line(Some(*kon), tal[*kon as usize])).collect();
        }
        let periods: Vec<&Antal> = self.antal.get(&insats.id).into_iter().flat_map(BTreeMap::values).collect();
        let ovrigt = undivided(&periods);
        let mut rows: Vec<_> =
            Kon::ALL.iter().map(|kon| line(Some(*kon), of_periods(&periods, *kon, ovrigt))).collect();
        rows.extend(
            ovrigt.map(|ovrigt| line(None, Uppfoljningstal { ovrigt: Some(ovrigt), ..Uppfoljningstal::default() })),
        );
        rows
    }
}

fn add(number: &mut Option<i64>, more: i64) {
    *number = number.map(|number| number + more);
}

const fn place_of(tal: &mut Uppfoljningstal, resultat: Resultat) -> &mut Option<i64> {
    match resultat {
        Resultat::ArbeteStudier => &mut tal.arbete_studier_jobready,
        Resultat::FortsattRehabilitering => &mut tal.fortsatt_rehab,
        Resultat::Arbetssokande | Resultat::Ovrigt => &mut tal.ovrigt,
    }
}

const fn of_kon(per: PerKon, kon: Kon) -> i64 {
    match kon {
        Kon::Kvinna => per.kvinnor as i64,
        Kon::Man => per.man as i64,
    }
}

/// What the periods of an insats tell of one kön. A sum is known when every period tells its part; what goes on is what
/// the last one tells.
fn of_periods(periods: &[&Antal], kon: Kon, undivided: Option<i64>) -> Uppfoljningstal {
    let sum = |part: &dyn Fn(&Antal) -> Option<i64>| -> Option<i64> {
        (!periods.is_empty()).then(|| periods.iter().map(|antal| part(antal)).sum()).flatten()
    };
    let closed = |part: fn(&Avslutade) -> Option<PerKon>| {
        sum(&|antal| antal.uppgift.avslutade.as_ref().and_then(part).map(|per| of_kon(per, kon)))
    };
    Uppfoljningstal {
        nya: sum(&|antal| antal.uppgift.nya.map(|per| of_kon(per, kon))),
        pagaende: periods.last().and_then(|antal| antal.uppgift.pagaende).map(|per| of_kon(per, kon)),
        arbete_studier_jobready: closed(|avslutade| Some(avslutade.arbete_studier_jobready)),
        fortsatt_rehab: closed(|avslutade| Some(avslutade.fortsatt_rehab)),
        ovrigt: if undivided.is_some() { None } else { closed(|avslutade| Some(divided(avslutade.ovrigt))) },
    }
}

/// Of both kön together all who closed to something else, where a period does not divide them.
fn undivided(periods: &[&Antal]) -> Option<i64> {
    let ovrigt = || periods.iter().filter_map(|antal| antal.uppgift.avslutade).map(|avslutade| avslutade.ovrigt);
    let any = ovrigt().any(|ovrigt| matches!(ovrigt, PerKonEllerTotalt::Totalt(antal) if antal > 0));
    any.then(|| ovrigt().map(PerKonEllerTotalt::total).sum())
}

/// By kön; one number for both is here zero.
fn divided(ovrigt: PerKonEllerTotalt) -> PerKon {
    match ovrigt {
        PerKonEllerTotalt::PerKon(per) => per,
        PerKonEllerTotalt::Totalt(_) => PerKon::default(),
    }
}
