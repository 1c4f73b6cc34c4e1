//! Closings by insats and result, as Göteborg Nordost prints them.
//!
//! Persons by derived result, and with them the `avslutade` of counts of people. A row for each insats where a person
//! closed in the year or whose counts for it state closings, be they zero. Counts know no age and may know no kön:
//! divided by what they do not know, the measure, its `underlag` and its shares are absent rather than wrong.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::deltagande::Resultat;
use crate::id::InsatsId;
use crate::identitet::Kon;
use crate::insats::{Avslutade, Enhet, Inriktning, PerKon, PerKonEllerTotalt};
use crate::regel::Text;

use super::attribut::GROUPS;
use super::forbehall::{Forbehall, PER_DELTAGANDE};
use super::kolumner::Kolumner;
use super::rad::{Cell, Matt, Mattlista, Mattnamn, Rad};
use super::rakna::{each_closed, places};
use super::urval::{Grupp, Urval};
use super::{Raknat, share};

/// Arbete/studier/jobready, fortsatt rehabilitering and övrigt, the first three measures.
const RESULTS: usize = 3;

const DEFINITION: Text = Text {
    sv: "Andelen till arbete, studier eller jobready är A / (A + R + Ö) och andelen vidare steg (A + R) / (A + R + Ö), där A är arbete, studier eller jobready, R fortsatt rehabilitering och Ö övrigt. Det är inte den nationella definitionen av stegförflyttning.",
    en: "The share to work, studies or jobready is A / (A + R + Ö) and the share of steps on (A + R) / (A + R + Ö), where A is work, studies or jobready, R continued rehabilitation and Ö other. It is not the national definition of a step forward.",
};

const UTAN_EFTER: Text = Text {
    sv: "{ar}: för {antal} avslutade med personuppgifter är läget efter inte känt; de räknas efter avslutsanledning, annars som övrigt.",
    en: "{ar}: for {antal} closed persons the situation after is not known; they count by their reason for closing, else as other.",
};

const ODELADE: Text = Text {
    sv: "Antal som saknar uppgift om det som rapporten är indelad efter går inte att fördela. I de insatserna saknas därför måttet, underlag och andelar.",
    en: "Counts that do not tell what the report is divided by cannot be distributed. In those insatser the measure, underlag and shares are therefore absent.",
};

/// What is known of an insats in a year.
#[derive(Debug, Clone, Copy, Default)]
struct Avslut {
    /// By kön and age group.
    celler: [[i64; RESULTS]; GROUPS],
    /// Of a kön but no known age.
    utan_alder: [[i64; RESULTS]; 2],
    /// Of neither.
    odelade: [i64; RESULTS],
}

impl Avslut {
    fn add_counts(&mut self, avslutade: &Avslutade) {
        self.add_per_kon(0, avslutade.arbete_studier_jobready);
        self.add_per_kon(1, avslutade.fortsatt_rehab);
        match avslutade.ovrigt {
            PerKonEllerTotalt::PerKon(per) => self.add_per_kon(2, per),
            PerKonEllerTotalt::Totalt(antal) => self.odelade[2] += i64::from(antal),
        }
    }

    fn add_per_kon(&mut self, result: usize, per: PerKon) {
        self.utan_alder[Kon::Kvinna as usize][result] += i64::from(per.kvinnor);
        self.utan_alder[Kon::Man as usize][result] += i64::from(per.man);
    }

    /// The number of a result in a group; `None` where some of it cannot be placed.
    fn sum(&self, grupp: Grupp, result: usize) -> Option<i64> {
        let placed: i64 = places(grupp).map(|place| self.celler[place][result]).sum();
        let kon = Kon::ALL.iter().filter(|kon| grupp.kon.is_none_or(|asked| asked == **kon));
        let of_kon: i64 = kon.map(|kon| self.utan_alder[*kon as usize][result]).sum();
        let undivided = self.odelade[result];
        let known = (grupp.aldersgrupp.is_none() || of_kon == 0) && (grupp == Grupp::ALLA || undivided == 0);
        known.then_some(placed + of_kon + undivided)
    }
}

/// By place of the year, then by insats; ids are in order of creation.
type Insatser = BTreeMap<(usize, InsatsId), (u32, Avslut)>;

pub(super) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let valda = kolumner.dimensioner.selected(urval, Inriktning::Individ);
    let (insatser, utan) = collect(kolumner, urval, &valda);
    let mut rader = Vec::new();
    for ((place, id), (index, avslut)) in &insatser {
        let namn = kolumner.dimensioner.insats(*index).map(|insats| insats.namn.clone());
        for grupp in urval.groups() {
            rader.push(insats_row(urval.ar[*place], grupp, *id, namn.clone(), avslut));
        }
    }
    let mut forbehall = vec![Forbehall::plain(PER_DELTAGANDE), Forbehall::plain(DEFINITION)];
    forbehall.extend(Forbehall::of_years(UTAN_EFTER, &urval.ar, |place| utan[place]));
    if rader.iter().any(|rad| rad.underlag.is_none()) {
        forbehall.push(Forbehall::plain(ODELADE));
    }
    (rader, forbehall)
}

/// Closings by year and insats, and by year how many persons closed without a situation after.
fn collect(kolumner: &Kolumner, urval: &Urval, valda: &[bool]) -> (Insatser, Vec<i64>) {
    let width = kolumner.dimensioner.len();
    let mut found: Vec<Option<Box<Avslut>>> = vec![None; width * urval.ar.len()];
    let mut utan = vec![0; urval.ar.len()];
    each_closed(kolumner, valda, &urval.ar, |sedd| {
        let avslut = found[sedd.ar * width + sedd.insats as usize].get_or_insert_default();
        avslut.celler[sedd.attribut.group()][place_of(sedd.attribut.resultat())] += 1;
        utan[sedd.ar] += i64::from(!sedd.attribut.has_efter());
    });
    for (insats, uppgift) in kolumner.dimensioner.antal() {
        let (Ok(ar), Some(avslutade), Enhet::Personer, true) =
            (urval.ar.binary_search(&uppgift.fran.year()), &uppgift.avslutade, uppgift.enhet, valda[insats as usize])
        else {
            continue;
        };
        found[ar * width + insats as usize].get_or_insert_default().add_counts(avslutade);
    }
    let key = |i: usize| (i / width, kolumner.dimensioner.insats_id((i % width) as u32));
    let found = found.into_iter().enumerate().filter_map(|(i, avslut)| Some((i, avslut?)));
    (found.map(|(i, avslut)| (key(i), ((i % width) as u32, *avslut))).collect(), utan)
}

const fn place_of(resultat: Resultat) -> usize {
    match resultat {
        Resultat::ArbeteStudier => 0,
        Resultat::FortsattRehabilitering => 1,
        Resultat::Arbetssokande | Resultat::Ovrigt => 2,
    }
}

fn insats_row(ar: i32, grupp: Grupp, id: InsatsId, namn: Option<String>, avslut: &Avslut) -> Rad {
    let [arbete, rehab, ovrigt] = [0, 1, 2].map(|result| avslut.sum(grupp, result));
    let steg = arbete.zip(rehab).map(|(arbete, rehab)| arbete + rehab);
    let underlag = steg.zip(ovrigt).map(|(steg, ovrigt)| steg + ovrigt);
    let cell = |antal| Matt::Antal(Cell::of(antal, underlag));
    let andel = |antal: Option<i64>| Matt::Andel {
        andel: antal.zip(underlag).and_then(|(antal, underlag)| share(antal, underlag)),
        skyddad: false,
    };
    Rad {
        underlag,
        underlag_skyddad: false,
        ar,
        kon: grupp.kon,
        aldersgrupp: grupp.aldersgrupp,
        kategori: id.to_string(),
        namn,
        matt: Mattlista(vec![
            (Mattnamn::ArbeteStudierJobready, cell(arbete)),
            (Mattnamn::FortsattRehab, cell(rehab)),
            (Mattnamn::Ovrigt, cell(ovrigt)),
            (Mattnamn::AndelArbeteStudierJobready, andel(arbete)),
            (Mattnamn::AndelVidareSteg, andel(steg)),
        ]),
    }
}
