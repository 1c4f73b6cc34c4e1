//! Table 17: the money of the state for finansiell samordning, as given and as used.
//!
//! Given is the money of the year's allocation, used what förbund have registered in their outcomes that the state
//! contributed. What is not registered is absent, never zero.

use rust_decimal::Decimal;

use crate::belopp::Belopp;
use crate::regel::Text;
use crate::statistik::Raknat;
use crate::statistik::definition::empty_row;
use crate::statistik::forbehall::Forbehall;
use crate::statistik::grupp::Grupp;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::{Periodslag, Rapportperiod};
use crate::statistik::rad::{Matt, Mattnamn};
use crate::statistik::urval::Urval;

crate::kodlista! {
    /// The categories of the report on the money of the state.
    pub enum Medelskategori = "medelskategori", "Statliga medel", "Money of the state" {
        Tilldelat = "tilldelat", "Tilldelade medel", "Given";
        Utfall = "utfall", "Utfall", "Used";
    }
}

const KALLOR: Text = Text {
    sv: "Tilldelat är medlen i årets tilldelning. Utfallet är vad förbunden har tagit upp som statens bidrag i sina registrerade utfall; förbund som inte har registrerat något utfall ingår inte.",
    en: "Given is the money of the allocation of the year. Used is what förbund have told of as contributions of the state in their registered outcomes; förbund that have registered no outcome are not included.",
};

pub(in crate::statistik) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let mnkr = |belopp: Belopp| (belopp.decimal() / Decimal::from(1_000_000)).normalize();
    let mut rader = Vec::new();
    for period in Rapportperiod::of_years(&urval.ar, Periodslag::Ar) {
        let medel = kolumner.dimensioner.statliga_medel.get(&period.ar).copied().unwrap_or_default();
        for (kategori, belopp) in [(Medelskategori::Tilldelat, medel.tilldelat), (Medelskategori::Utfall, medel.utfall)]
        {
            let matt = vec![(Mattnamn::Mnkr, Matt::Decimal { tal: belopp.map(mnkr), skyddad: false })];
            rader.push(empty_row(period, Grupp::default(), kategori.code(), matt));
        }
    }
    (rader, vec![Forbehall::plain(KALLOR)])
}
