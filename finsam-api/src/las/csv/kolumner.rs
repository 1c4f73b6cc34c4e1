//! The columns of the documented header, and where in a JSON record each of them stands.

macro_rules! kolumner {
    ($($kol:ident = $namn:literal, $pekare:literal;)+) => {
        /// A column by its place in [`KOLUMNER`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Kol {
            $($kol),+
        }

        /// Every column: its name and the JSON pointer of the field that it carries, in the order that they are
        /// written. A file may have them in any order.
        pub const KOLUMNER: [(&str, &str); [$($namn),+].len()] = [$(($namn, $pekare)),+];
    };
}

kolumner! {
    Kallsystem = "kallsystem", "/kallsystem";
    Nyckel = "nyckel", "/nyckel";
    InsatsId = "insatsId", "/insatsId";
    InsatsNyckel = "insatsNyckel", "/insatsNyckel";
    Registrering = "registrering", "/registrering";
    Personnummer = "personnummer", "/personnummer";
    ReservnummerUtfardare = "reservnummerUtfardare", "/reservnummer/utfardare";
    ReservnummerNummer = "reservnummerNummer", "/reservnummer/nummer";
    ReservnummerFodelsedatum = "reservnummerFodelsedatum", "/reservnummer/fodelsedatum";
    ReservnummerKon = "reservnummerKon", "/reservnummer/kon";
    SkyddadIdentitet = "skyddadIdentitet", "/skyddadIdentitet";
    Kon = "kon", "/kon";
    Kommun = "kommun", "/kommun";
    SamtyckeDatum = "samtyckeDatum", "/samtycke/registrering/datum";
    SamtyckeTextversion = "samtyckeTextversion", "/samtycke/registrering/textversion";
    SekretessDatum = "sekretessDatum", "/samtycke/sekretess/datum";
    SekretessParter = "sekretessParter", "/samtycke/sekretess/parter";
    Startdatum = "startdatum", "/startdatum";
    Slutdatum = "slutdatum", "/slutdatum";
    Remitterande = "remitterande", "/remitterande";
    Utbildningsniva = "utbildningsniva", "/utbildningsniva";
    TidIOffentligForsorjning = "tidIOffentligForsorjning", "/tidIOffentligForsorjning";
    Avslutsanledning = "avslutsanledning", "/avslutsanledning";
    Fore1Form = "fore1Form", "/fore/forsorjning/0/form";
    Fore1Omfattning = "fore1Omfattning", "/fore/forsorjning/0/omfattning";
    Fore2Form = "fore2Form", "/fore/forsorjning/1/form";
    Fore2Omfattning = "fore2Omfattning", "/fore/forsorjning/1/omfattning";
    Fore3Form = "fore3Form", "/fore/forsorjning/2/form";
    Fore3Omfattning = "fore3Omfattning", "/fore/forsorjning/2/omfattning";
    Fore4Form = "fore4Form", "/fore/forsorjning/3/form";
    Fore4Omfattning = "fore4Omfattning", "/fore/forsorjning/3/omfattning";
    ForeSysselsattning1 = "foreSysselsattning1", "/fore/sysselsattning/0/slag";
    ForeSysselsattning1Omfattning = "foreSysselsattning1Omfattning", "/fore/sysselsattning/0/omfattning";
    ForeSysselsattning2 = "foreSysselsattning2", "/fore/sysselsattning/1/slag";
    ForeSysselsattning2Omfattning = "foreSysselsattning2Omfattning", "/fore/sysselsattning/1/omfattning";
    Efter1Form = "efter1Form", "/efter/forsorjning/0/form";
    Efter1Omfattning = "efter1Omfattning", "/efter/forsorjning/0/omfattning";
    Efter2Form = "efter2Form", "/efter/forsorjning/1/form";
    Efter2Omfattning = "efter2Omfattning", "/efter/forsorjning/1/omfattning";
    Efter3Form = "efter3Form", "/efter/forsorjning/2/form";
    Efter3Omfattning = "efter3Omfattning", "/efter/forsorjning/2/omfattning";
    Efter4Form = "efter4Form", "/efter/forsorjning/3/form";
    Efter4Omfattning = "efter4Omfattning", "/efter/forsorjning/3/omfattning";
    EfterSysselsattning1 = "efterSysselsattning1", "/efter/sysselsattning/0/slag";
    EfterSysselsattning1Omfattning = "efterSysselsattning1Omfattning", "/efter/sysselsattning/0/omfattning";
    EfterSysselsattning2 = "efterSysselsattning2", "/efter/sysselsattning/1/slag";
    EfterSysselsattning2Omfattning = "efterSysselsattning2Omfattning", "/efter/sysselsattning/1/omfattning";
}

/// How many columns there are.
pub(super) const ANTAL: usize = KOLUMNER.len();

/// What stands in the first column of a situation that is stated and holds nothing, to tell it from one not stated.
pub const INGET: &str = "-";

/// The columns of a situation: pairs of form or occupation and extent.
pub(super) struct Lagekolumner {
    pub(super) forsorjning: [(Kol, Kol); 4],
    pub(super) sysselsattning: [(Kol, Kol); 2],
}

pub(super) const FORE: Lagekolumner = Lagekolumner {
    forsorjning: [
        (Kol::Fore1Form, Kol::Fore1Omfattning),
        (Kol::Fore2Form, Kol::Fore2Omfattning),
        (Kol::Fore3Form, Kol::Fore3Omfattning),
        (Kol::Fore4Form, Kol::Fore4Omfattning),
    ],
    sysselsattning: [
        (Kol::ForeSysselsattning1, Kol::ForeSysselsattning1Omfattning),
        (Kol::ForeSysselsattning2, Kol::ForeSysselsattning2Omfattning),
    ],
};

pub(super) const EFTER: Lagekolumner = Lagekolumner {
    forsorjning: [
        (Kol::Efter1Form, Kol::Efter1Omfattning),
        (Kol::Efter2Form, Kol::Efter2Omfattning),
        (Kol::Efter3Form, Kol::Efter3Omfattning),
        (Kol::Efter4Form, Kol::Efter4Omfattning),
    ],
    sysselsattning: [
        (Kol::EfterSysselsattning1, Kol::EfterSysselsattning1Omfattning),
        (Kol::EfterSysselsattning2, Kol::EfterSysselsattning2Omfattning),
    ],
};

impl Kol {
    /// The name in the header.
    pub(super) const fn namn(self) -> &'static str {
        KOLUMNER[self as usize].0
    }

    /// The JSON pointer of the field.
    pub(super) const fn pekare(self) -> &'static str {
        KOLUMNER[self as usize].1
    }
}

/// The column that carries the field at a JSON pointer: itself, the one that it lies in (a part in
/// `sekretessParter`), or the first of those that lie in it (`fore1Form` for `/fore`).
#[must_use]
pub fn kolumn(pekare: &str) -> Option<&'static str> {
    kolumn_in(&KOLUMNER, pekare)
}

/// The same among other columns.
pub(super) fn kolumn_in(columns: &[(&'static str, &str)], pekare: &str) -> Option<&'static str> {
    if pekare.is_empty() {
        return None;
    }
    let within = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('/'));
    let exact = columns.iter().find(|(_, place)| *place == pekare);
    exact
        .or_else(|| columns.iter().find(|(_, place)| within(pekare, place)))
        .or_else(|| columns.iter().find(|(_, place)| within(place, pekare)))
        .map(|(namn, _)| *namn)
}
