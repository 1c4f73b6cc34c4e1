//! Rules of what reports may be asked (`STA-nn`): they keep answers from being subtracted from each other.

use super::register::fel;
use super::{Regel, Text};

macro_rules! sta_rules {
    ($($const:ident = $kod:literal, $sv:literal, $en:literal;)+) => {
        $(#[doc = $en] pub static $const: Regel = Regel {
            kod: $kod,
            text: Text { sv: $sv, en: $en },
            rattskalla: "api.md 4",
            ..fel()
        };)+
        /// Every rule of what reports may be asked.
        pub static ALL: &[&Regel] = &[$(&$const),+];
    };
}

sta_rules! {
    STA_01 = "STA-01",
        "En rapport ställs om hela landet eller om en plats, i en samverkansform: annars kan svar dras från varandra så att enskilda röjs.",
        "A report is asked of the country or of one place, in one form of cooperation: otherwise answers can be subtracted so that individuals are disclosed.";
    STA_02 = "STA-02",
        "Indelningen hör inte till dem som får ställas för så små grupper.",
        "The division is not among those that may be asked of groups so small.";
    STA_03 = "STA-03",
        "Perioden eller enheten får bara ställas för större områden.",
        "The period or unit may only be asked of larger areas.";
    STA_04 = "STA-04",
        "Ett fastställt tillstånd svarar för sitt år, och för inget annat.",
        "A frozen state answers for its year, and for no other.";
}
