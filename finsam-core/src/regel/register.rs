//! The registry of integrity rules: registration (`REG-nn`) and identifiers (`ID-nn`).
//!
//! A code is never reused. What a rule finds is made with [`Regel::at`].

use chrono::NaiveDate;

use super::{Allvar, Regel, Slag, Text};
use crate::tid::day;

/// Finansiell samordning exists since the act came into force.
pub(super) const LAGEN_I_KRAFT: NaiveDate = day(2004, 1, 1);

/// An integrity rule that blocks, to be filled in.
pub(super) const fn fel() -> Regel {
    Regel {
        kod: "",
        slag: Slag::Integritet,
        allvar: Allvar::Fel,
        text: Text { sv: "", en: "" },
        rattskalla: "",
        paragraf: None,
        fran: LAGEN_I_KRAFT,
        till: None,
    }
}

/// An integrity rule that only warns, to be filled in.
const fn varning() -> Regel {
    Regel { allvar: Allvar::Varning, ..fel() }
}

/// A warning about sjukersättning: from 2017-02-01 it may be given from the age of 19.
const fn sjukersattning() -> Regel {
    Regel { till: Some(day(2017, 1, 31)), ..varning() }
}

macro_rules! rules {
    ($($const:ident = $kind:ident $kod:literal, $source:literal, $sv:literal, $en:literal;)+) => {
        $(#[doc = $en] pub static $const: Regel = Regel {
            kod: $kod,
            text: Text { sv: $sv, en: $en },
            rattskalla: $source,
            ..$kind()
        };)+
        /// Every integrity rule, in order of code.
        pub static ALL: &[&Regel] = &[$(&$const),+];
    };
}

rules! {
    REG_01 = fel "REG-01", "domain REG-01",
        "Datum ska stå i ordning: slutet får inte ligga före början.",
        "Dates must be in order: the end cannot lie before the beginning.";
    REG_02 = fel "REG-02", "domain REG-02",
        "Starten ska ligga inom insatsens och dess förbunds livstid.",
        "The start must lie within the life of the insats and of its förbund.";
    REG_03 = fel "REG-03", "domain REG-03",
        "En person registreras bara med samtycke, daterat senast på registreringsdagen.",
        "A person is registered only with consent, dated no later than the day of registration.";
    REG_04 = fel "REG-04", "domain REG-04",
        "Den som har skyddade personuppgifter registreras bara anonymt; uppgiften om skyddet lagras aldrig.",
        "Someone with protected identity is registered only anonymously; the protection itself is never stored.";
    REG_05 = fel "REG-05", "domain REG-05",
        "Ett anonymt deltagande bär bara insats, kön, startdatum och slutdatum.",
        "An anonymous participation carries only insats, kön, startdatum and slutdatum.";
    REG_06 = fel "REG-06", "domain REG-06",
        "Registreringen ska passa insatsens inriktning och uppföljningsmetod.",
        "The registration must fit the inriktning and uppföljningsmetod of the insats.";
    REG_07 = fel "REG-07", "domain REG-07",
        "Ingen offentlig försörjning kan inte stå tillsammans med en annan form.",
        "No public support cannot stand together with another form.";
    REG_08 = fel "REG-08", "domain REG-08",
        "En försörjningsform eller sysselsättning anges högst en gång.",
        "A form of support or occupation is given at most once.";
    REG_09 = fel "REG-09", "domain REG-09",
        "Omfattning anges i hela procent 1–100; sjukförmåner i 25, 50, 75 eller 100.",
        "Extent is given in whole per cent 1-100; sickness benefits as 25, 50, 75 or 100.";
    REG_10 = fel "REG-10", "domain REG-10",
        "Läget efter och avslutsanledning hör till ett avslutat deltagande, och bara till ett sådant.",
        "The situation after and the reason for closing belong to a closed participation and only to one.";
    REG_11 = fel "REG-11", "domain REG-11",
        "Samma person kan inte delta två gånger i samma insats samtidigt inom en och samma part.",
        "The same person cannot take part twice in the same insats at the same time within one part.";
    REG_12 = varning "REG-12", "domain REG-12",
        "Deltagare är vanligen 16–64 år, eller inom insatsens eget åldersspann.",
        "Participants are usually 16-64 years old, or within the age span of the insats.";
    REG_13 = varning "REG-13", "domain REG-13",
        "Aktivitetsersättning gäller till och med 29 års ålder.",
        "Aktivitetsersättning goes up to and including age 29.";
    REG_14 = varning "REG-14", "domain REG-14",
        "Ej tillämpligt som tid i offentlig försörjning hör ihop med ingen offentlig försörjning före.",
        "Not applicable as time in public support goes with no public support before.";
    REG_15 = varning "REG-15", "domain REG-15",
        "Den som remitterar är vanligen medlem i förbundet.",
        "Whoever refers is usually a member of the förbund.";
    REG_16 = fel "REG-16", "domain REG-16",
        "En uppföljning görs tidigast när dess månader har gått sedan slutdatum.",
        "A follow-up is made no earlier than its months after the end.";
    REG_17 = fel "REG-17", "api.md 2",
        "Uppgiften krävs när en person registreras.",
        "The field is required when a person is registered.";
    REG_18 = fel "REG-18", "api.md 2",
        "En part registrerar bara i insatser vars förbund har den som medlem på startdagen.",
        "A part registers only in insatser whose förbund has it as a member on the first day.";
    REG_19 = fel "REG-19", "api.md 2",
        "Nyckeln får inte vara ett identitetsnummer, i någon form.",
        "The key must not be an identity number in any format.";
    REG_20 = fel "REG-20", "api.md 2",
        "Insatsen anges med exakt ett av insatsId och insatsNyckel, och ska finnas.",
        "The insats is named by exactly one of insatsId and insatsNyckel, and must exist.";
    REG_21 = fel "REG-21", "domain REG-21",
        "Kön följer av numret; anges det ska det stämma. Ett anonymt deltagande anger kön.",
        "Kön follows from the number; when given it must agree. An anonymous participation states it.";
    REG_22 = fel "REG-22", "api.md 3",
        "Samma nyckel står flera gånger i samma import; alla exemplar avvisas.",
        "The same key stands several times in one import; every copy is refused.";
    REG_23 = fel "REG-23", "api.md 2",
        "En period ligger inom ett kalenderår och överlappar ingen annan.",
        "A period lies within one calendar year and overlaps no other.";
    REG_24 = fel "REG-24", "domain REG-24",
        "En insats typ ska höra till dess inriktning, och strukturinriktade insatser följs med antal.",
        "The typ of an insats must belong to its inriktning, and structural insatser are followed by counts.";
    REG_25 = fel "REG-25", "domain REG-25",
        "En insats inriktning, uppföljningsmetod och ESF-finansiering kan inte ändras; starta en ny som anger sin föregångare.",
        "The inriktning, uppföljningsmetod and ESF financing of an insats cannot change; start a new one that names its predecessor.";
    REG_26 = fel "REG-26", "domain REG-26",
        "Uppgiften finns inte i registret eller hör inte hit.",
        "What is named does not exist in the register or does not belong here.";
    REG_27 = fel "REG-27", "domain REG-27",
        "Värdet är orimligt: negativt, tomt eller utanför sitt spann.",
        "The value is not sound: negative, empty or outside its span.";
    REG_28 = fel "REG-28", "domain REG-28",
        "Samma sak anges högst en gång.",
        "The same thing is given at most once.";
    REG_29 = fel "REG-29", "api.md 3",
        "Posten finns redan.",
        "The record exists already.";
    REG_30 = fel "REG-30", "api.md 3",
        "Posten finns inte.",
        "The record does not exist.";
    REG_31 = sjukersattning "REG-31", "domain REG-13",
        "Sjukersättning gäller 30–64 års ålder.",
        "Sjukersättning goes from age 30 to 64.";
    REG_32 = fel "REG-32", "api.md 2",
        "En webhook tas emot på en https-adress utanför serverns eget nät.",
        "A webhook is received at an https address outside the server's own network.";
    REG_33 = fel "REG-33", "api.md 3",
        "Avstämningen skulle ta bort mer än den får.",
        "Reconciliation would remove more than it may.";
    REG_34 = fel "REG-34", "api.md 2",
        "Samtycket har återkallats; personen registreras under nyckeln bara med ett samtycke som getts senare.",
        "The consent has been withdrawn; the person is registered under the key only with a consent given later.";
    REG_35 = fel "REG-35", "api.md 2",
        "Bara strukturinriktade insatser har strukturdeltagande.",
        "Only structural insatser have people reached.";
    ID_01 = fel "ID-01", "domain ID-01",
        "Ett personnummer har 10 eller 12 siffror, med bindestreck, plus eller inget före de fyra sista.",
        "A personnummer has 10 or 12 digits, with a hyphen, a plus or nothing before the last four.";
    ID_02 = fel "ID-02", "domain ID-02",
        "Numret ska innehålla ett verkligt datum som inte ligger i framtiden.",
        "The number must hold a real date that is not in the future.";
    ID_03 = fel "ID-03", "domain ID-03",
        "Numrets kontrollsiffra stämmer inte.",
        "The check digit of the number is wrong.";
    ID_04 = fel "ID-04", "domain ID-04",
        "Ett samordningsnummer har dagen ökad med 60.",
        "A samordningsnummer has its day increased by 60.";
    ID_05 = fel "ID-05", "domain ID-05",
        "Organisationsnumret är inte giltigt.",
        "The organisationsnummer is not valid.";
    ID_06 = fel "ID-06", "domain ID-06",
        "Kommunkoden finns inte på den dagen.",
        "The kommunkod does not exist on that day.";
    ID_07 = fel "ID-07", "domain ID-07",
        "Länskoden finns inte på den dagen, eller länet har ingen region.",
        "The länskod does not exist on that day, or the län has no region.";
    ID_08 = fel "ID-08", "domain ID-08",
        "Ett reservnummer har utfärdare, nummer, födelsedatum och kön.",
        "A reservnummer has an issuer, a number, a birth date and kön.";
    ID_09 = fel "ID-09", "domain ID-09",
        "Sandlådan tar bara emot testnummer och reservnummer.",
        "The sandbox takes only test numbers and reservnummer.";
    ID_10 = fel "ID-10", "domain ID-10",
        "Testnummer tas inte emot i skarp drift.",
        "Test numbers are refused in normal mode.";
}

/// Every rule of the registry: integrity rules, then those of the act, of the economy, of statistics and of format.
pub fn all() -> impl Iterator<Item = &'static Regel> {
    ALL.iter()
        .chain(super::lag::ALL)
        .chain(super::ekonomi::ALL)
        .chain(super::statistik::ALL)
        .chain(super::format::ALL)
        .copied()
}

/// The rule with a code.
///
/// ```
/// use finsam_core::regel::register;
///
/// assert_eq!(register::find("REG-08").map(|r| r.kod), Some("REG-08"));
/// assert!(register::find("REG-99").is_none());
/// ```
#[must_use]
pub fn find(kod: &str) -> Option<&'static Regel> {
    all().find(|regel| regel.kod == kod)
}
