//! The rules of the economy (`EKO-nn`): they are reported and never refuse a write.

use super::register::LAGEN_I_KRAFT;
use super::{Allvar, Regel, Slag, Text};

const fn efterlevnad(allvar: Allvar) -> Regel {
    Regel {
        kod: "",
        slag: Slag::Efterlevnad,
        allvar,
        text: Text { sv: "", en: "" },
        rattskalla: "",
        paragraf: None,
        fran: LAGEN_I_KRAFT,
        till: None,
    }
}

macro_rules! economy_rules {
    ($($const:ident = $allvar:ident $kod:literal, $sv:literal, $en:literal;)+) => {
        $(#[doc = $en] pub static $const: Regel = Regel {
            kod: $kod,
            text: Text { sv: $sv, en: $en },
            rattskalla: concat!("domain ", $kod),
            ..efterlevnad(Allvar::$allvar)
        };)+
        /// Every rule of the economy, in order of code.
        pub static ALL: &[&Regel] = &[$(&$const),+];
    };
}

economy_rules! {
    EKO_01 = Fel "EKO-01",
        "Summan ska stämma med sina poster.",
        "The sum must agree with its items.";
    EKO_02 = Fel "EKO-02",
        "Resultatet är intäkter minus kostnader.",
        "The result is income less costs.";
    EKO_03 = Fel "EKO-03",
        "Årets ingående egna kapital är föregående års med dess resultat.",
        "The own capital that a year begins with is that of the year before with its result.";
    EKO_04 = Fel "EKO-04",
        "Tillgångar ska vara lika med eget kapital, årets resultat och skulder.",
        "Assets must equal own capital, the year's result and debts.";
    EKO_05 = Upplysning "EKO-05",
        "Administrationens andel av kostnaderna, extern utvärdering inräknad, är över den satta nivån.",
        "The share of administration in the costs, external evaluation included, is above the level set.";
    EKO_06 = Upplysning "EKO-06",
        "Det egna kapitalet är större än trappan medger.",
        "The own capital is larger than the ladder allows.";
    EKO_07 = Varning "EKO-07",
        "Ianspråktaget eget kapital är ingen intäkt: det ska motsvara underskottet och rymmas i det egna kapitalet.",
        "Own capital that is used is no income: it must equal the deficit and lie within the own capital.";
    EKO_08 = Varning "EKO-08",
        "Medlen räcker inte till den största tillåtna minskningen; den har lättats lika för alla.",
        "The money does not suffice for the largest reduction allowed; it has been eased alike for all.";
    EKO_09 = Upplysning "EKO-09",
        "En del av medlen är inte fördelad: ingen har begärt mer, eller får mer.",
        "Some of the money is not allocated: nobody has asked for more, or may get more.";
    EKO_10 = Varning "EKO-10",
        "Nivån på bidragen sätts av den part som erbjuder minst i förhållande till sin andel.",
        "The level of contributions is set by the party that offers least for its share.";
}
