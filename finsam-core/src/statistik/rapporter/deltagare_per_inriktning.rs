//! Table 3: all who took part, in insatser for individuals and in structural ones.
//!
//! Those with personal data are of every period they took part in, anonymous ones only of the one in which they began.

use crate::insats::Inriktning;
use crate::regel::Text;
use crate::statistik::Raknat;
use crate::statistik::definition::{Radmall, Visning};
use crate::statistik::forbehall::{ANTAL_SAKNAS, Forbehall, PER_DELTAGANDE};
use crate::statistik::grupp::Gruppering;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::Rapportperiod;
use crate::statistik::rad::{Matt, Mattnamn};
use crate::statistik::urval::Urval;

use super::deltagare::Deltagare;
use super::strukturdeltagare_per_typ::reached;

crate::kodlista! {
    /// The categories of the report on participants by inriktning.
    pub enum Deltagarkategori = "deltagarkategori", "Deltagare per inriktning", "Participants by inriktning" {
        Individ = "individ", "I individinriktade insatser", "In insatser for individuals";
        Struktur = "struktur", "I strukturinriktade insatser", "In structural insatser";
        Totalt = "totalt", "Totalt", "In all";
    }
}

const UPPREPNING: Text = Text {
    sv: "Antal kan räkna en person flera gånger: i flera insatser, och i flera perioder av ett år där nya inte anges.",
    en: "Counts may count a person several times: in several insatser, and in several periods of a year where the new are not told.",
};

/// The rows of a period and a group: those for individuals, the structural ones and all.
pub(in crate::statistik) fn mallar() -> Vec<Radmall> {
    let row = |kategori: Deltagarkategori, matt| Radmall { kategori: kategori.to_string(), underlag: None, matt };
    let told = [
        (Mattnamn::Person, Kolumn::DELTOG),
        (Mattnamn::Anonym, Kolumn::ANONYMA),
        (Mattnamn::Volym, Kolumn::VOLYM),
        (Mattnamn::Summa, Kolumn::SUMMA),
    ];
    let none = |kolumner: Vec<Kolumn>| {
        let empty =
            [Mattnamn::Person, Mattnamn::Anonym, Mattnamn::Volym].map(|namn| (namn, Visning::Annat(Vec::new())));
        empty.into_iter().chain([(Mattnamn::Summa, Visning::Annat(kolumner))]).collect()
    };
    vec![
        row(Deltagarkategori::Individ, told.map(|(namn, kolumn)| (namn, Visning::Tal(kolumn))).to_vec()),
        row(Deltagarkategori::Struktur, none(Vec::new())),
        row(Deltagarkategori::Totalt, none(vec![Kolumn::SUMMA])),
    ]
}

pub(in crate::statistik) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let perioder = Rapportperiod::of_years(&urval.ar, urval.period);
    let gruppering = Gruppering::of(kolumner, urval);
    let deltagare = Deltagare::of(kolumner, urval, &perioder, &gruppering);
    let valda = kolumner.dimensioner.selected(urval, Inriktning::Struktur);
    let groups: Vec<_> = gruppering.groups().collect();
    let mut rader = Vec::new();
    for (place, period) in perioder.iter().enumerate() {
        let struktur = reached(kolumner, *period, &gruppering, &valda, |_| true);
        for (n, grupp) in groups.iter().enumerate() {
            let tal = |kolumn| deltagare.get(place, n, kolumn);
            let totalt = tal(Kolumn::SUMMA).zip(struktur[n]).map(|(individ, struktur)| individ + struktur);
            for (mall, summa) in mallar().iter().zip([None, struktur[n], totalt]) {
                let mut rad = mall.row(*period, *grupp, &tal);
                if let (Some(summa), Some((_, matt))) = (summa, rad.matt.0.last_mut()) {
                    *matt = Matt::Tal { antal: Some(summa), skyddad: false };
                }
                rader.push(rad);
            }
        }
    }
    (rader, [PER_DELTAGANDE, UPPREPNING, ANTAL_SAKNAS].map(Forbehall::plain).to_vec())
}
