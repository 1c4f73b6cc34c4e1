//! The table: operation x role -> reach.

use super::{Relation, Roll};

/// What an operation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sak {
    /// What anybody may know, without a key.
    Oppet,
    /// A förbund and what it keeps beside itself.
    Forbund,
    /// An insats.
    Insats,
    /// The counts of an insats, and the people that it reached.
    Antal,
    /// A participation.
    Deltagande,
    /// A person, wherever it stands.
    Person,
    /// An import of participations.
    Import,
    /// Statistics.
    Rapport,
    /// A frozen state of the statistics.
    Faststallelse,
    /// The allocation of a year.
    Tilldelning,
    /// The background figures of a year.
    Bakgrundstal,
    /// The change feed.
    Andring,
    /// A webhook.
    Webhook,
    /// The access log.
    Atkomstlogg,
}

const N: Relation = Relation::Ingen;
const A: Relation = Relation::Alla;
const F: Relation = Relation::Forbund;
const I: Relation = Relation::Insats;
const P: Relation = Relation::Part;
const L: Relation = Relation::Lasbart;

/// A row of the table. Its columns are the roles in the order of [`Roll::ALL`].
struct Rad {
    sak: Sak,
    relationer: [Relation; Roll::ALL.len()],
}

/// Makes the operations and their table of one and the same rows.
macro_rules! tabell {
    ($($sak:ident { $($operation:ident = $kod:literal [$($relation:ident)+])+ })+) => {
        /// The operations of the API, by their `operationId`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Operation { $($(#[doc = concat!("`", $kod, "`.")] $operation,)+)+ }

        impl Operation {
            /// Every operation, in the order of the table.
            pub const ALL: &'static [Self] = &[$($(Self::$operation,)+)+];

            /// Its `operationId`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $($(Self::$operation => $kod,)+)+ }
            }
        }

        const TABELL: [Rad; Operation::ALL.len()] =
            [$($(Rad { sak: Sak::$sak, relationer: [$($relation),+] },)+)+];
    };
}

// N may not, A all there is, F own förbund, I own insatser, P own part, L what the role may read.
tabell! {
    //                                                system forbund insats deltagar part nationell logg
    Oppet {
        HamtaApiInfo        = "hamtaApiInfo"          [A     A       A      A        A    A         A]
        HamtaBegransningar  = "hamtaBegransningar"    [A     A       A      A        A    A         A]
        ListaKodlistor      = "listaKodlistor"        [A     A       A      A        A    A         A]
        HamtaKodlista       = "hamtaKodlista"         [A     A       A      A        A    A         A]
        ListaRegler         = "listaRegler"           [A     A       A      A        A    A         A]
        ListaParter         = "listaParter"           [A     A       A      A        A    A         A]
        HamtaPart           = "hamtaPart"             [A     A       A      A        A    A         A]
    }
    Forbund {
        ListaForbund        = "listaForbund"          [A     A       A      A        A    A         N]
        HamtaForbund        = "hamtaForbund"          [A     A       A      A        A    A         N]
        HamtaStyrelse       = "hamtaStyrelse"         [A     A       A      A        A    A         N]
        HamtaRevisorer      = "hamtaRevisorer"        [A     A       A      A        A    A         N]
        HamtaBudget         = "hamtaBudget"           [A     A       A      A        A    A         N]
        HamtaUtfall         = "hamtaUtfall"           [A     A       A      A        A    A         N]
        HamtaArsredovisning = "hamtaArsredovisning"   [A     A       A      A        A    A         N]
        KontrolleraRegler   = "kontrolleraRegler"     [A     A       A      A        A    A         N]
        SkapaForbund        = "skapaForbund"          [A     N       N      N        N    N         N]
        SlaSammanForbund    = "slaSammanForbund"      [A     N       N      N        N    N         N]
        AndraForbund        = "andraForbund"          [A     F       N      N        N    N         N]
        SattStyrelse        = "sattStyrelse"          [A     F       N      N        N    N         N]
        SattRevisorer       = "sattRevisorer"         [A     F       N      N        N    N         N]
        SattBudget          = "sattBudget"            [A     F       N      N        N    N         N]
        FaststallBudget     = "faststallBudget"       [A     F       N      N        N    N         N]
        SattUtfall          = "sattUtfall"            [A     F       N      N        N    N         N]
        RegistreraUttrade   = "registreraUttrade"     [A     F       N      N        N    N         N]
    }
    Insats {
        ListaInsatser       = "listaInsatser"         [A     A       A      A        A    A         N]
        HamtaInsats         = "hamtaInsats"           [A     A       A      A        A    A         N]
        HamtaArbetslage     = "hamtaArbetslage"       [N     F       I      I        P    A         N]
        SkapaInsats         = "skapaInsats"           [A     F       N      N        N    N         N]
        AndraInsats         = "andraInsats"           [A     F       I      N        N    N         N]
    }
    Antal {
        ListaAntal          = "listaAntal"            [N     F       I      N        N    N         N]
        HamtaAntal          = "hamtaAntal"            [N     F       I      N        N    N         N]
        SattAntal           = "sattAntal"             [N     F       I      N        N    N         N]
        ImporteraAntal      = "importeraAntal"        [N     F       I      N        N    N         N]
        ListaStrukturdeltagande = "listaStrukturdeltagande" [N F       I      N        N    N         N]
        HamtaStrukturdeltagande = "hamtaStrukturdeltagande" [N F       I      N        N    N         N]
        SattStrukturdeltagande = "sattStrukturdeltagande" [N   F       I      N        N    N         N]
        RaderaStrukturdeltagande = "raderaStrukturdeltagande" [N F     I      N        N    N         N]
    }
    Deltagande {
        ListaDeltaganden    = "listaDeltaganden"      [N     N       N      I        P    N         N]
        HamtaDeltagande     = "hamtaDeltagande"       [N     N       N      I        P    N         N]
        HamtaDeltaganden    = "hamtaDeltaganden"      [N     N       N      I        P    N         N]
        ListaArbetsposter   = "listaArbetsposter"     [N     N       N      I        P    N         N]
        HamtaKontrollsummor = "hamtaKontrollsummor"   [N     N       N      I        P    N         N]
        ListaKontrollsummor = "listaKontrollsummor"   [N     N       N      I        P    N         N]
        SparaDeltagande     = "sparaDeltagande"       [N     N       N      I        P    N         N]
        RaderaDeltagande    = "raderaDeltagande"      [N     N       N      I        P    N         N]
        HamtaUppfoljning    = "hamtaUppfoljning"      [N     N       N      I        P    N         N]
        SparaUppfoljning    = "sparaUppfoljning"      [N     N       N      I        P    N         N]
        RaderaUppfoljning   = "raderaUppfoljning"     [N     N       N      I        P    N         N]
        ValideraDeltaganden = "valideraDeltaganden"   [N     N       N      I        P    N         N]
    }
    Person {
        SokPerson           = "sokPerson"             [N     N       N      I        P    N         N]
        HamtaRegisterutdrag = "hamtaRegisterutdrag"   [N     N       N      N        P    N         N]
        AterkallaSamtycke   = "aterkallaSamtycke"     [N     N       N      I        P    N         N]
        SkyddaPersoner      = "skyddaPersoner"        [N     N       N      I        P    N         N]
    }
    Import {
        SkapaImport         = "skapaImport"           [N     N       N      I        P    N         N]
        HamtaImport         = "hamtaImport"           [N     N       N      I        P    N         N]
        ListaImportresultat = "listaImportresultat"   [N     N       N      I        P    N         N]
        HamtaAvvisade       = "hamtaAvvisade"         [N     N       N      I        P    N         N]
        VerkstallImport     = "verkstallImport"       [N     N       N      I        P    N         N]
        AvbrytImport        = "avbrytImport"          [N     N       N      I        P    N         N]
    }
    Rapport {
        ListaRapporter      = "listaRapporter"        [N     A       A      A        A    A         N]
        HamtaRapport        = "hamtaRapport"          [N     A       A      A        A    A         N]
        HamtaSkillnader     = "hamtaSkillnader"       [N     A       A      A        A    A         N]
    }
    Faststallelse {
        ListaFaststallda    = "listaFaststallda"      [A     A       A      A        A    A         N]
        HamtaFaststalld     = "hamtaFaststalld"       [A     A       A      A        A    A         N]
        FaststallStatistik  = "faststallStatistik"    [A     N       N      N        N    A         N]
    }
    Tilldelning {
        HamtaTilldelning    = "hamtaTilldelning"      [A     A       A      A        A    A         N]
        SattTilldelning     = "sattTilldelning"       [A     N       N      N        N    A         N]
    }
    Bakgrundstal {
        HamtaBakgrundstal   = "hamtaBakgrundstal"     [A     A       A      A        A    A         N]
        SattBakgrundstal    = "sattBakgrundstal"      [A     N       N      N        N    A         N]
    }
    Andring {
        LasAndringar        = "lasAndringar"          [L     L       L      L        L    L         N]
    }
    Webhook {
        ListaWebhookar      = "listaWebhookar"        [N     F       N      N        P    N         N]
        SkapaWebhook        = "skapaWebhook"          [N     F       N      N        P    N         N]
        HamtaWebhook        = "hamtaWebhook"          [N     F       N      N        P    N         N]
        AndraWebhook        = "andraWebhook"          [N     F       N      N        P    N         N]
        RaderaWebhook       = "raderaWebhook"         [N     F       N      N        P    N         N]
        BytHemlighet        = "bytHemlighet"          [N     F       N      N        P    N         N]
        HamtaLeverans       = "hamtaLeverans"         [N     F       N      N        P    N         N]
    }
    Atkomstlogg {
        LasAtkomstlogg      = "lasAtkomstlogg"        [N     N       N      N        N    N         A]
    }
}

impl Operation {
    /// The operation with an `operationId`.
    ///
    /// ```
    /// use finsam_core::atkomst::Operation;
    ///
    /// assert_eq!(Operation::from_code("hamtaForbund"), Some(Operation::HamtaForbund));
    /// assert_eq!(Operation::from_code("hamtaAllt"), None);
    /// ```
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operation| operation.code() == code)
    }

    /// What it is about.
    #[must_use]
    pub const fn sak(self) -> Sak {
        TABELL[self as usize].sak
    }

    /// How far a role reaches in it.
    ///
    /// ```
    /// use finsam_core::atkomst::{Operation, Relation, Roll};
    ///
    /// assert_eq!(Operation::SattBudget.relation(Roll::Forbundsadministrator), Relation::Forbund);
    /// assert_eq!(Operation::HamtaDeltagande.relation(Roll::Forbundsadministrator), Relation::Ingen);
    /// ```
    #[must_use]
    pub const fn relation(self, roll: Roll) -> Relation {
        TABELL[self as usize].relationer[roll as usize]
    }

    /// Whether it needs no key.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self.sak(), Sak::Oppet)
    }

    /// Whether a role sees what it may not do this to: then it is told that it may not (403), otherwise that there is
    /// nothing (404).
    ///
    /// ```
    /// use finsam_core::atkomst::{Operation, Roll};
    ///
    /// assert!(Operation::SattBudget.shows_others(Roll::Forbundsadministrator));
    /// assert!(!Operation::SattAntal.shows_others(Roll::Forbundsadministrator));
    /// ```
    #[must_use]
    pub fn shows_others(self, roll: Roll) -> bool {
        let reading = match self.sak() {
            Sak::Forbund => Self::HamtaForbund,
            Sak::Insats => Self::HamtaInsats,
            Sak::Antal => Self::HamtaAntal,
            Sak::Deltagande => Self::HamtaDeltagande,
            Sak::Import => Self::HamtaImport,
            Sak::Webhook => Self::HamtaWebhook,
            Sak::Faststallelse => Self::HamtaFaststalld,
            Sak::Tilldelning => Self::HamtaTilldelning,
            Sak::Bakgrundstal => Self::HamtaBakgrundstal,
            Sak::Oppet | Sak::Person | Sak::Rapport | Sak::Andring | Sak::Atkomstlogg => self,
        };
        matches!(reading.relation(roll), Relation::Alla)
    }
}
