//! What can be wrong with an identity number.

use crate::regel::register::{ID_01, ID_02, ID_03, ID_04, ID_05, ID_08, ID_09, ID_10};
use crate::regel::{Avvikelse, Pekare, Regel, Text};

/// What is wrong with an identity number. It never holds the number or any part of it.
///
/// ```
/// use chrono::NaiveDate;
/// use finsam_core::identitet::{IdFel, Personnummer};
///
/// let idag = NaiveDate::from_ymd_opt(2014, 5, 1).unwrap();
/// let fel = Personnummer::parse("19760101-238", idag).unwrap_err();
/// assert_eq!(fel, IdFel::Form);
/// assert_eq!(fel.regel().kod, "ID-01");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.text().en)]
pub enum IdFel {
    /// Not 10 or 12 digits with a hyphen, a plus or nothing before the last four (ID-01).
    Form,
    /// The three digits after the date are 000, which is given to no one (ID-01).
    Lopnummer,
    /// The digits of the date are no real date from 1800 on (ID-02).
    Datum,
    /// The date lies after the day of the judgement (ID-02).
    Framtid,
    /// The last digit does not follow from the nine before it (ID-03).
    Kontrollsiffra,
    /// A samordningsnummer where a personnummer was asked for (ID-04).
    ArSamordningsnummer,
    /// A personnummer where a samordningsnummer was asked for (ID-04).
    ArPersonnummer,
    /// Not 10 digits with or without a hyphen, nor 12 that begin with 16 (ID-05).
    OrganisationsnummerForm,
    /// The third digit of an organisationsnummer is 0 or 1, as in a personnummer (ID-05).
    OrganisationsnummerTredjeSiffran,
    /// The last digit of an organisationsnummer does not follow from the nine before it (ID-05).
    OrganisationsnummerKontrollsiffra,
    /// The issuer of a reservnummer is empty, longer than 40 characters or holds control characters (ID-08).
    ReservnummerUtfardare,
    /// The number of a reservnummer is empty, longer than 40 characters or holds control characters (ID-08).
    ReservnummerNummer,
    /// The birth date of a reservnummer lies after the day of the judgement (ID-08).
    ReservnummerFramtid,
    /// The issuer or number of a reservnummer is a personnummer or samordningsnummer (ID-08).
    ReservnummerArIdentitetsnummer,
    /// A number that is not a test number, in the sandbox (ID-09).
    InteTestnummer,
    /// A test number, in normal mode (ID-10).
    Testnummer,
}

impl IdFel {
    /// Every error, in the order of the rules.
    pub const ALL: &'static [Self] = &[
        Self::Form,
        Self::Lopnummer,
        Self::Datum,
        Self::Framtid,
        Self::Kontrollsiffra,
        Self::ArSamordningsnummer,
        Self::ArPersonnummer,
        Self::OrganisationsnummerForm,
        Self::OrganisationsnummerTredjeSiffran,
        Self::OrganisationsnummerKontrollsiffra,
        Self::ReservnummerUtfardare,
        Self::ReservnummerNummer,
        Self::ReservnummerFramtid,
        Self::ReservnummerArIdentitetsnummer,
        Self::InteTestnummer,
        Self::Testnummer,
    ];

    /// The rule that was broken.
    #[must_use]
    pub const fn regel(self) -> &'static Regel {
        match self {
            Self::Form | Self::Lopnummer => &ID_01,
            Self::Datum | Self::Framtid => &ID_02,
            Self::Kontrollsiffra => &ID_03,
            Self::ArSamordningsnummer | Self::ArPersonnummer => &ID_04,
            Self::OrganisationsnummerForm
            | Self::OrganisationsnummerTredjeSiffran
            | Self::OrganisationsnummerKontrollsiffra => &ID_05,
            Self::ReservnummerUtfardare
            | Self::ReservnummerNummer
            | Self::ReservnummerFramtid
            | Self::ReservnummerArIdentitetsnummer => &ID_08,
            Self::InteTestnummer => &ID_09,
            Self::Testnummer => &ID_10,
        }
    }

    /// The finding at a place in the record. It quotes no value.
    #[must_use]
    pub fn avvikelse(self, pekare: impl Into<Pekare>) -> Avvikelse {
        let text = self.text();
        let found = self.regel().at(pekare).saying(text.sv, text.en);
        match self.expected() {
            Some(expected) => found.expected(expected),
            None => found,
        }
    }

    /// The form that was expected, where there is one.
    const fn expected(self) -> Option<&'static str> {
        match self {
            Self::Form => Some("YYYYMMDD-NNNN"),
            Self::OrganisationsnummerForm => Some("NNNNNN-NNNN"),
            Self::ReservnummerUtfardare | Self::ReservnummerNummer => Some("1-40 characters"),
            _ => None,
        }
    }

    /// What is wrong and what to do.
    #[must_use]
    pub const fn text(self) -> Text {
        let (sv, en) = match self {
            Self::Form => (
                "Numret ska ha 10 eller 12 siffror, med bindestreck, plus eller inget före de fyra sista. Ta bort \
                 mellanslag och andra tecken.",
                "The number must have 10 or 12 digits, with a hyphen, a plus or nothing before the last four. Remove \
                 spaces and other characters.",
            ),
            Self::Lopnummer => (
                "De tre siffrorna efter datumet är 000, som ingen har. Kontrollera numret mot källan.",
                "The three digits after the date are 000, which no one has. Check the number against its source.",
            ),
            Self::Datum => (
                "Numrets år, månad och dag är inget verkligt datum. Kontrollera numret mot källan.",
                "The year, month and day of the number are no real date. Check the number against its source.",
            ),
            Self::Framtid => (
                "Födelsedatumet i numret ligger i framtiden. Kontrollera århundradet.",
                "The birth date in the number lies in the future. Check the century.",
            ),
            Self::Kontrollsiffra => (
                "Numrets kontrollsiffra stämmer inte. En siffra är fel eller två har bytt plats; kontrollera numret \
                 mot källan.",
                "The check digit of the number is wrong. A digit is wrong or two have changed places; check the \
                 number against its source.",
            ),
            Self::ArSamordningsnummer => (
                "Dagen är större än 60: numret är ett samordningsnummer, inte ett personnummer.",
                "The day is above 60: the number is a samordningsnummer, not a personnummer.",
            ),
            Self::ArPersonnummer => (
                "Ett samordningsnummer har dagen ökad med 60; det här numret har det inte.",
                "A samordningsnummer has its day increased by 60; this number has not.",
            ),
            Self::OrganisationsnummerForm => (
                "Ett organisationsnummer har 10 siffror, med eller utan bindestreck före de fyra sista, eller 12 som \
                 börjar med 16.",
                "An organisationsnummer has 10 digits, with or without a hyphen before the last four, or 12 that \
                 begin with 16.",
            ),
            Self::OrganisationsnummerTredjeSiffran => (
                "Tredje siffran i ett organisationsnummer är minst 2. Ange inte ett personnummer här.",
                "The third digit of an organisationsnummer is at least 2. Do not give a personnummer here.",
            ),
            Self::OrganisationsnummerKontrollsiffra => (
                "Organisationsnumrets kontrollsiffra stämmer inte. Kontrollera numret mot källan.",
                "The check digit of the organisationsnummer is wrong. Check the number against its source.",
            ),
            Self::ReservnummerUtfardare => (
                "Reservnumrets utfärdare ska ha 1–40 tecken utan styrtecken.",
                "The issuer of the reservnummer must have 1-40 characters and no control characters.",
            ),
            Self::ReservnummerNummer => (
                "Reservnumrets nummer ska ha 1–40 tecken utan styrtecken.",
                "The number of the reservnummer must have 1-40 characters and no control characters.",
            ),
            Self::ReservnummerFramtid => (
                "Reservnumrets födelsedatum ligger i framtiden. Kontrollera årtalet.",
                "The birth date of the reservnummer lies in the future. Check the year.",
            ),
            Self::ReservnummerArIdentitetsnummer => (
                "Reservnumret är ett giltigt personnummer eller samordningsnummer. Ange det i personnummer i stället.",
                "The reservnummer is a valid personnummer or samordningsnummer. Give it in personnummer instead.",
            ),
            Self::InteTestnummer => (
                "Sandlådan tar bara emot Skatteverkets testnummer och reservnummer. Registrera aldrig en verklig \
                 person här.",
                "The sandbox takes only the test numbers of the tax agency and reservnummer. Never register a real \
                 person here.",
            ),
            Self::Testnummer => (
                "Numret är ett testnummer, och sådana tas inte emot i skarp drift. Prova i sandlådan.",
                "The number is a test number, and those are refused in normal mode. Try it in the sandbox.",
            ),
        };
        Text { sv, en }
    }
}
