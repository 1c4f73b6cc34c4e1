//! How those who took part are registered, and which participations were left open after their insats had ended.
//!
//! Where few are registered with personal data, the tables on results say little.

use crate::statistik::Raknat;
use crate::statistik::definition::Radmall;
use crate::statistik::forbehall::{ANTAL_SAKNAS, Forbehall, PER_DELTAGANDE};
use crate::statistik::grupp::Gruppering;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::Rapportperiod;
use crate::statistik::rad::Mattnamn;
use crate::statistik::urval::Urval;

use super::deltagare::Deltagare;

crate::kodlista! {
    /// The categories of the report on how participants are registered.
    pub enum Registreringsslag = "registreringsslag", "Registreringsgrad", "Degree of registration" {
        Person = "person", "Med personuppgifter", "With personal data";
        Anonym = "anonym", "Anonyma", "Anonymous";
        Volym = "volym", "Enligt antal", "By counts";
        Oavslutade = "oavslutade", "Öppna efter insatsens slut, av dem med personuppgifter", "Open after the insats had ended, of those with personal data";
    }
}

pub(in crate::statistik) fn mallar() -> Vec<Radmall> {
    let row =
        |kategori: Registreringsslag, kolumn, of| Radmall::of(kategori.code(), of, [(Mattnamn::Deltagare, kolumn)]);
    vec![
        row(Registreringsslag::Person, Kolumn::DELTOG, Kolumn::SUMMA),
        row(Registreringsslag::Anonym, Kolumn::ANONYMA, Kolumn::SUMMA),
        row(Registreringsslag::Volym, Kolumn::VOLYM, Kolumn::SUMMA),
        row(Registreringsslag::Oavslutade, Kolumn::SENA, Kolumn::DELTOG),
    ]
}

pub(in crate::statistik) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let perioder = Rapportperiod::of_years(&urval.ar, urval.period);
    let gruppering = Gruppering::of(kolumner, urval);
    let deltagare = Deltagare::of(kolumner, urval, &perioder, &gruppering);
    let mallar = mallar();
    let mut rader = Vec::new();
    for (place, period) in perioder.iter().enumerate() {
        for (n, grupp) in gruppering.groups().enumerate() {
            let tal = |kolumn| deltagare.get(place, n, kolumn);
            rader.extend(mallar.iter().map(|mall| mall.row(*period, grupp, &tal)));
        }
    }
    (rader, [PER_DELTAGANDE, ANTAL_SAKNAS].map(Forbehall::plain).to_vec())
}
