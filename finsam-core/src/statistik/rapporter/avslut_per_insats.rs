//! Closings by insats and result, as Göteborg Nordost prints them.
//!
//! Persons by derived result, and with them the `avslutade` of counts of people. A row for each insats where a person
//! closed in the period or whose counts for it state closings, be they zero. Counts know no age and may know no kön:
//! divided by what they do not know, the measure, its `underlag` and its shares are absent rather than wrong.

use std::collections::BTreeMap;

use crate::deltagande::Resultat;
use crate::id::InsatsId;
use crate::identitet::Kon;
use crate::insats::{Avslutade, Enhet, Inriktning, PerKon, PerKonEllerTotalt};
use crate::regel::Text;
use crate::statistik::Raknat;
use crate::statistik::definition::{KON, Radmall, Visning};
use crate::statistik::forbehall::{Forbehall, PER_DELTAGANDE};
use crate::statistik::grupp::{Grupp, Gruppering};
use crate::statistik::kolumn::Kolumn;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::{Periodslag, Rapportperiod};
use crate::statistik::population::Population;
use crate::statistik::rad::Mattnamn;
use crate::statistik::rakna::{Klassning, count as count_persons};
use crate::statistik::sedd::Sedd;
use crate::statistik::urval::{Indelning, Urval};

/// Arbete/studier/jobready, fortsatt rehabilitering and övrigt, the first three measures.
const RESULTS: [Kolumn; 3] = [Kolumn::TILL_ARBETE, Kolumn::TILL_REHAB, Kolumn::TILL_OVRIGT];

const DEFINITION: Text = Text {
    sv: "Andelen till arbete, studier eller jobready är A / (A + R + Ö) och andelen vidare steg (A + R) / (A + R + Ö), där A är arbete, studier eller jobready, R fortsatt rehabilitering och Ö övrigt. Det är inte den nationella definitionen av stegförflyttning.",
    en: "The share to work, studies or jobready is A / (A + R + Ö) and the share of steps on (A + R) / (A + R + Ö), where A is work, studies or jobready, R continued rehabilitation and Ö other. It is not the national definition of a step forward.",
};

const UTAN_EFTER: Text = Text {
    sv: "{period}: för {antal} avslutade med personuppgifter är läget efter inte känt; de räknas efter avslutsanledning, annars som övrigt.",
    en: "{period}: for {antal} closed persons the situation after is not known; they count by their reason for closing, else as other.",
};

const ODELADE: Text = Text {
    sv: "Antal som saknar uppgift om det som rapporten är indelad efter går inte att fördela. I de insatserna saknas därför måttet, underlag och andelar.",
    en: "Counts that do not tell what the report is divided by cannot be distributed. In those insatser the measure, underlag and shares are therefore absent.",
};

/// The classification of persons, with those whose situation after is not known.
pub(in crate::statistik) fn klassning() -> Klassning {
    Klassning {
        population: Population::Avslutade,
        kolumner: RESULTS.into_iter().chain([Kolumn::AVSLUTADE, Kolumn::UTAN_EFTER]).collect(),
        mask: &|sedd: &Sedd<'_>| {
            let attribut = sedd.attribut();
            let place = match attribut.resultat() {
                Resultat::ArbeteStudier => 0,
                Resultat::FortsattRehabilitering => 1,
                Resultat::Arbetssokande | Resultat::Ovrigt => 2,
            };
            1 << place | 1 << 3 | u64::from(!attribut.has_efter()) << 4
        },
    }
}

/// How its rows show the numbers.
pub(in crate::statistik) fn mall() -> Radmall {
    let [a, r, o] = RESULTS;
    let of = Kolumn::AVSLUTADE;
    Radmall {
        kategori: String::new(),
        underlag: Some(of),
        matt: vec![
            (Mattnamn::ArbeteStudierJobready, Visning::Antal(a, of)),
            (Mattnamn::FortsattRehab, Visning::Antal(r, of)),
            (Mattnamn::Ovrigt, Visning::Antal(o, of)),
            (Mattnamn::AndelArbeteStudierJobready, Visning::Andel(vec![a], of)),
            (Mattnamn::AndelVidareSteg, Visning::Andel(vec![a, r], of)),
        ],
    }
}

/// What the counts of an insats tell of those who closed in a period.
#[derive(Debug, Clone, Copy, Default)]
struct Antalsavslut {
    /// By kön and result.
    per_kon: [[i64; 3]; 2],
    /// Whose kön is not known.
    odelade: [i64; 3],
}

impl Antalsavslut {
    fn add(&mut self, avslutade: &Avslutade) {
        self.add_per_kon(0, avslutade.arbete_studier_jobready);
        self.add_per_kon(1, avslutade.fortsatt_rehab);
        match avslutade.ovrigt {
            PerKonEllerTotalt::PerKon(per) => self.add_per_kon(2, per),
            PerKonEllerTotalt::Totalt(antal) => self.odelade[2] += i64::from(antal),
        }
    }

    fn add_per_kon(&mut self, result: usize, per: PerKon) {
        self.per_kon[Kon::Kvinna as usize][result] += i64::from(per.kvinnor);
        self.per_kon[Kon::Man as usize][result] += i64::from(per.man);
    }

    /// The number of a result in a group; `None` where some of it cannot be placed.
    fn get(&self, grupp: &Grupp, result: usize) -> Option<i64> {
        let kon = KON.iter().filter(|kon| grupp.kon.is_none_or(|asked| asked == **kon));
        let of_kon: i64 = kon.map(|kon| self.per_kon[*kon as usize][result]).sum();
        let odelade = self.odelade[result];
        let known = grupp.knows_only_kon();
        ((known || of_kon == 0) && (known && grupp.kon.is_none() || odelade == 0)).then_some(of_kon + odelade)
    }
}

/// By place of the period and index of the insats.
type Antalstal = BTreeMap<(usize, u32), Antalsavslut>;

fn counts(kolumner: &Kolumner, perioder: &[Rapportperiod], valda: &[bool]) -> Antalstal {
    let mut all = Antalstal::new();
    for (insats, uppgift) in kolumner.dimensioner.antal() {
        let (Some(avslutade), Enhet::Personer, true) =
            (&uppgift.avslutade, uppgift.enhet, valda.get(insats as usize) == Some(&true))
        else {
            continue;
        };
        let holds = |period: &Rapportperiod| {
            period
                .days()
                .is_some_and(|(first, last)| first <= uppgift.fran && uppgift.fran <= last && uppgift.till <= last)
        };
        if let Some(place) = perioder.iter().position(holds) {
            all.entry((place, insats)).or_default().add(avslutade);
        }
    }
    all
}

/// Whether what the counts of an insats tell of its closings in a year has a number from 1 and below `troskel`, by kön or
/// together.
pub(in crate::statistik) fn has_small_counts(kolumner: &Kolumner, id: InsatsId, ar: i32, troskel: i64) -> bool {
    let period = Rapportperiod { ar, slag: Periodslag::Ar, del: 1 };
    let Some(index) = kolumner.dimensioner.find(id) else { return false };
    let mut valda = vec![false; index as usize + 1];
    valda[index as usize] = true;
    let all = counts(kolumner, &[period], &valda);
    let small = |n: i64| (1..troskel).contains(&n);
    all.values().any(|one| {
        let [women, men] = &one.per_kon;
        let result = |i: usize| women[i] + men[i] + one.odelade[i];
        let sums = [women.iter().sum(), men.iter().sum(), (0..3).map(result).sum()];
        let parts = women.iter().chain(men).chain(&one.odelade).copied().chain((0..3).map(result));
        parts.chain(sums).any(small)
    })
}

pub(in crate::statistik) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let perioder = Rapportperiod::of_years(&urval.ar, urval.period);
    let valda = kolumner.dimensioner.selected(urval, Inriktning::Individ);
    let mut per_insats = urval.clone();
    per_insats.indelning.push(Indelning::Insats);
    let gruppering = Gruppering::of(kolumner, &per_insats.normalized());
    let tabell = count_persons(kolumner, &valda, &perioder, &gruppering, urval.enhet, &klassning());
    let antal = if urval.kommun.is_empty() { counts(kolumner, &perioder, &valda) } else { Antalstal::new() };
    let width = gruppering.person.grupper.len();
    let (mut rader, mut utan) = (Vec::new(), vec![0; perioder.len()]);
    for (place, period) in perioder.iter().enumerate() {
        for (n, plats) in gruppering.plats.grupper.iter().enumerate() {
            let Some((index, id)) = plats.insats.and_then(|id| Some((kolumner.dimensioner.find(id)?, id))) else {
                continue;
            };
            let groups = (n * width..).zip(&gruppering.person.grupper);
            let persons: i64 = groups.clone().filter_map(|(n, _)| tabell.get(place, n, Kolumn::AVSLUTADE)).sum();
            utan[place] += groups.clone().filter_map(|(n, _)| tabell.get(place, n, Kolumn::UTAN_EFTER)).sum::<i64>();
            let counted = antal.get(&(place, index));
            if persons == 0 && counted.is_none() {
                continue;
            }
            for (n, person) in groups {
                let of = |kolumn| tabell.get(place, n, kolumn);
                let told = |i: usize| counted.map_or(Some(0), |all| all.get(person, i));
                // A person who closed twice with different results is one person in all.
                let tal = |kolumn| match RESULTS.iter().position(|one| *one == kolumn) {
                    Some(i) => Some(of(kolumn)? + told(i)?),
                    None => Some(of(kolumn)? + told(0)? + told(1)? + told(2)?),
                };
                let insats = urval.is_divided_by(Indelning::Insats).then_some(id);
                let mut rad = mall().row(*period, Grupp { insats, ..plats.and(person) }, &tal);
                rad.kategori = id.to_string();
                rad.namn = kolumner.dimensioner.insats(index).map(|insats| insats.namn.clone());
                rader.push(rad);
            }
        }
    }
    let mut forbehall = vec![Forbehall::plain(PER_DELTAGANDE), Forbehall::plain(DEFINITION)];
    forbehall.extend(Forbehall::of_periods(UTAN_EFTER, &perioder, |place| utan[place]));
    if rader.iter().any(|rad| rad.underlag.is_none()) {
        forbehall.push(Forbehall::plain(ODELADE));
    }
    (rader, forbehall)
}
