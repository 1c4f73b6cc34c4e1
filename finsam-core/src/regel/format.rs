//! Format rules (`FMT-nn`): what makes a document unreadable before any rule of the domain can be asked.

use super::register::fel;
use super::{Regel, Text};

macro_rules! fmt_rules {
    ($($const:ident = $kod:literal, $sv:literal, $en:literal;)+) => {
        $(#[doc = $en] pub static $const: Regel = Regel {
            kod: $kod,
            text: Text { sv: $sv, en: $en },
            rattskalla: "api.md 1",
            ..fel()
        };)+
        /// Every format rule.
        pub static ALL: &[&Regel] = &[$(&$const),+];
    };
}

fmt_rules! {
    FMT_01 = "FMT-01", "Texten är inte giltig JSON.", "The text is not valid JSON.";
    FMT_02 = "FMT-02", "Värdet är av fel typ.", "The value is of the wrong type.";
    FMT_03 = "FMT-03", "Fältet är okänt.", "The field is unknown.";
    FMT_04 = "FMT-04", "Fältet saknas.", "The field is missing.";
    FMT_05 = "FMT-05", "Koden finns inte i kodlistan.", "The code is not in the code list.";
    FMT_06 = "FMT-06", "Värdet har fel format.", "The value has the wrong format.";
    FMT_07 = "FMT-07", "Värdet ligger utanför det tillåtna.", "The value is out of range.";
    FMT_08 = "FMT-08", "Texten är inte giltig UTF-8.", "The text is not valid UTF-8.";
    FMT_09 = "FMT-09", "Innehållet är tomt.", "The body is empty.";
    FMT_10 = "FMT-10", "Posten är för stor.", "The record is too large.";
    FMT_11 = "FMT-11", "CSV-rubriken är fel.", "The CSV header is wrong.";
    FMT_12 = "FMT-12", "Raden har fel antal fält.", "The row has the wrong number of fields.";
    FMT_13 = "FMT-13", "Frågeparametern är okänd eller fel.", "The query parameter is unknown or wrong.";
    FMT_14 = "FMT-14", "Innehållstypen stöds inte.", "The content type is not supported.";
    FMT_15 = "FMT-15", "Sidhuvudet saknas eller är fel.", "The header is missing or wrong.";
}
