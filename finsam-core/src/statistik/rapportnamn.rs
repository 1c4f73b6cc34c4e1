//! The reports there are.

use crate::deltagande::{TidIOffentligForsorjning, Utbildningsniva};
use crate::ekonomi::samhallsekonomi::Schablon;
use crate::forsorjning::Forsorjningsgrupp;
use crate::insats::Insatstyp;
use crate::regel::Text;
use crate::tid::Aldersgrupp;

use super::rad::Mattnamn;
use super::rapporter::{
    Arbetskategori, Behovskategori, Deltagarkategori, Ekonomikategori, Forbundskategori, Langd, Medelskategori,
    Registreringskategori, Registreringsslag, TOTALT, Ungdomskategori, kinds,
};
use super::uppfoljd::Varaktighetstid;

crate::kodlista! {
    /// The reports there are.
    pub enum Rapportnamn = "rapportnamn", "Rapporter", "Reports" {
        ForsorjningForeEfter = "forsorjning-fore-efter", "Försörjning före och efter insats", "Support before and after";
        SysselsattningForeEfter = "sysselsattning-fore-efter", "Arbete eller studier före och efter insats", "Work or studies before and after";
        ArbeteOchStudierEfter = "arbete-och-studier-efter", "Arbete och studier efter insats", "Work and studies after";
        RegistreradeOchAvslutade = "registrerade-och-avslutade", "Registrerade och avslutade deltagare", "Participants registered and closed";
        AvslutPerInsats = "avslut-per-insats", "Avslut per insats", "Closings by insats";
        Aldersgrupper = "aldersgrupper", "Deltagare efter åldersgrupp", "Participants by age group";
        Utbildningsniva = "utbildningsniva", "Deltagare efter utbildningsnivå", "Participants by level of education";
        TidIOffentligForsorjning = "tid-i-offentlig-forsorjning", "Deltagare efter tid i offentlig försörjning", "Participants by time in public support";
        TypPerKon = "typ-per-kon", "Kvinnor och män efter insatsens typ", "Women and men by kind of insats";
        DeltagarePerInriktning = "deltagare-per-inriktning", "Deltagare i individ- och strukturinriktade insatser", "Participants in insatser for individuals and structural ones";
        InsatserPerTyp = "insatser-per-typ", "Insatser efter inriktning och typ", "Insatser by inriktning and kind";
        StrukturdeltagarePerTyp = "strukturdeltagare-per-typ", "Deltagare i strukturinriktade insatser efter typ", "Participants in structural insatser by kind";
        Overgangar = "overgangar", "Övergångar mellan försörjningar", "Transitions between supports";
        StatligaMedel = "statliga-medel", "Statliga medel till finansiell samordning", "The state's money for finansiell samordning";
        Unga = "unga", "Unga 16–29 år", "Young people 16–29";
        ForbundOchKommuner = "forbund-och-kommuner", "Samordningsförbund och kommuner", "Samordningsförbund and kommuner";
        Deltagandetid = "deltagandetid", "Deltagandets längd", "Length of participation";
        Varaktighet = "varaktighet", "Resultatens varaktighet", "Durability of results";
        Registreringsgrad = "registreringsgrad", "Registreringsgrad", "Degree of registration";
        Maluppfyllelse = "maluppfyllelse", "Måluppfyllelse per insats", "Goals reached by insats";
        BudgetOchUtfall = "budget-och-utfall", "Budget och utfall", "Budget and outcome";
        Samhallsekonomi = "samhallsekonomi", "Samhällsekonomi", "What society saves";
        BehovOchRackvidd = "behov-och-rackvidd", "Behov och räckvidd", "Need and reach";
    }
}

impl Rapportnamn {
    /// The table of the Riksdag's follow-up of 2015 that the report corresponds to, if any.
    #[must_use]
    pub const fn tabell(self) -> Option<u8> {
        match self {
            Self::ForbundOchKommuner => Some(1),
            Self::Unga => Some(2),
            Self::DeltagarePerInriktning => Some(3),
            Self::InsatserPerTyp => Some(5),
            Self::Aldersgrupper => Some(6),
            Self::Utbildningsniva => Some(7),
            Self::TidIOffentligForsorjning => Some(8),
            Self::RegistreradeOchAvslutade => Some(9),
            Self::TypPerKon => Some(10),
            Self::ArbeteOchStudierEfter => Some(11),
            Self::SysselsattningForeEfter => Some(12),
            Self::ForsorjningForeEfter => Some(13),
            Self::StrukturdeltagarePerTyp => Some(14),
            Self::StatligaMedel => Some(17),
            _ => None,
        }
    }

    /// The measures of its rows, in order.
    #[must_use]
    pub const fn matt(self) -> &'static [Mattnamn] {
        use Mattnamn as M;
        match self {
            Self::ForsorjningForeEfter | Self::SysselsattningForeEfter => &[M::Fore, M::Efter],
            Self::ArbeteOchStudierEfter => &[M::Efter],
            Self::RegistreradeOchAvslutade
            | Self::Aldersgrupper
            | Self::Utbildningsniva
            | Self::TidIOffentligForsorjning
            | Self::Unga
            | Self::Deltagandetid
            | Self::Registreringsgrad
            | Self::StrukturdeltagarePerTyp => &[M::Deltagare],
            Self::AvslutPerInsats => &[
                M::ArbeteStudierJobready,
                M::FortsattRehab,
                M::Ovrigt,
                M::AndelArbeteStudierJobready,
                M::AndelVidareSteg,
            ],
            Self::TypPerKon => &[M::Kvinnor, M::Man],
            Self::DeltagarePerInriktning => &[M::Person, M::Anonym, M::Volym, M::Summa],
            Self::InsatserPerTyp => &[M::Insatser],
            Self::Overgangar => &[M::Kvar, M::HeltUpphort, M::Minskad, M::Ny],
            Self::StatligaMedel => &[M::Mnkr],
            Self::ForbundOchKommuner => &[M::Antal],
            Self::Varaktighet => &[M::ArbeteEllerStudier, M::Uppfoljda],
            Self::Maluppfyllelse => &[M::Malandel, M::Natt],
            Self::BudgetOchUtfall => &[M::Budget, M::Utfall],
            Self::BehovOchRackvidd => &[M::Deltagare, M::Befolkning, M::Arbetslosa, M::Arbetsloshet, M::Ohalsotal],
            Self::Samhallsekonomi => &[M::Upphort, M::Intakt, M::Kostnad, M::Lonsamhet, M::PayoffManader],
        }
    }

    /// Whether its rows have a `namn` beside `kategori`.
    #[must_use]
    pub const fn has_namn(self) -> bool {
        self.is_per_insats()
    }

    /// Whether each of its rows is of one insats, which its `kategori` names.
    pub(super) const fn is_per_insats(self) -> bool {
        matches!(self, Self::AvslutPerInsats | Self::Maluppfyllelse)
    }

    /// Whether it tells of people one by one registered, so that its small numbers are protected.
    pub(super) const fn is_of_people(self) -> bool {
        !matches!(
            self,
            Self::InsatserPerTyp
                | Self::StrukturdeltagarePerTyp
                | Self::StatligaMedel
                | Self::ForbundOchKommuner
                | Self::BudgetOchUtfall
        )
    }

    /// Whether its categories are what people are, so that it is not divided by more of it than kön.
    pub(super) const fn is_of_persons(self) -> bool {
        matches!(
            self,
            Self::Aldersgrupper
                | Self::Utbildningsniva
                | Self::TidIOffentligForsorjning
                | Self::TypPerKon
                | Self::Unga
                | Self::DeltagarePerInriktning
                | Self::Registreringsgrad
                | Self::BehovOchRackvidd
        )
    }

    /// What it counts and of whom, in one sentence.
    #[must_use]
    pub const fn definition(self) -> Text {
        macro_rules! text {
            ($sv:literal, $en:literal) => {
                Text { sv: $sv, en: $en }
            };
        }
        match self {
            Self::ForsorjningForeEfter => text!(
                "Av dem som avslutades under perioden: vad de levde på före och efter insatsen, i försörjningsgrupper.",
                "Of those who closed in the period: what they lived on before and after, in groups of support."
            ),
            Self::SysselsattningForeEfter => text!(
                "Av dem som avslutades under perioden: i arbete (även eget företag och subventionerat) eller studier före och efter, oavsett omfattning.",
                "Of those who closed in the period: in work (also own business and subsidised) or studies before and after, whatever the extent."
            ),
            Self::ArbeteOchStudierEfter => text!(
                "Av dem som avslutades under perioden: i arbete eller studier efter, och i vilket slag.",
                "Of those who closed in the period: in work or studies after, and of which kind."
            ),
            Self::RegistreradeOchAvslutade => text!(
                "De som deltog någon dag under perioden, de av dem som började och de som avslutades.",
                "Those who took part on any day of the period, those of them who began and those who closed."
            ),
            Self::AvslutPerInsats => text!(
                "Avslutade under perioden per insats efter härlett resultat, registrerade med personuppgifter eller som antal.",
                "Closed in the period by insats and derived result, registered with personal data or as counts."
            ),
            Self::Aldersgrupper => text!(
                "De som deltog under perioden efter ålder på startdagen.",
                "Those who took part in the period by age on the first day."
            ),
            Self::Utbildningsniva => text!(
                "De som deltog under perioden efter högsta utbildningsnivå.",
                "Those who took part in the period by highest level of education."
            ),
            Self::TidIOffentligForsorjning => text!(
                "De som deltog under perioden efter tid i offentlig försörjning före start.",
                "Those who took part in the period by time in public support before the start."
            ),
            Self::TypPerKon => text!(
                "Kvinnor och män som deltog under perioden efter insatsens typ, som andel av respektive kön.",
                "Women and men who took part in the period by kind of insats, as a share of each kön."
            ),
            Self::DeltagarePerInriktning => text!(
                "Alla som deltog under perioden: med personuppgifter, anonyma som började i den, och enligt antal.",
                "All who took part in the period: with personal data, anonymous ones who began in it, and by counts."
            ),
            Self::InsatserPerTyp => text!(
                "Insatser vars tid överlappar perioden, efter inriktning och typ.",
                "Insatser whose time overlaps the period, by inriktning and kind."
            ),
            Self::StrukturdeltagarePerTyp => text!(
                "Personer som nåddes av strukturinriktade insatser under perioden.",
                "People reached by structural insatser in the period."
            ),
            Self::Overgangar => text!(
                "Av dem som avslutades under perioden och hade en försörjning före: om den finns kvar, har upphört eller minskat efter; nya bredvid.",
                "Of those who closed in the period and had a support before: whether it is still there, has ended or shrunk after; new ones beside."
            ),
            Self::StatligaMedel => text!(
                "Statens medel till finansiell samordning, tilldelade och utnyttjade, i miljoner kronor.",
                "The state's money for finansiell samordning, given and used, in millions of kronor."
            ),
            Self::Unga => text!(
                "De som deltog under perioden och var 16–29 år på startdagen, och de av dem som hade aktivitetsersättning före.",
                "Those who took part in the period and were 16–29 on the first day, and those of them with activity compensation before."
            ),
            Self::ForbundOchKommuner => text!(
                "Samordningsförbund vid periodens slut och kommuner i deras områden.",
                "Samordningsförbund at the end of the period and kommuner of their areas."
            ),
            Self::Deltagandetid => text!(
                "Av dem som avslutades under perioden: tid från första till sista dagen.",
                "Of those who closed in the period: time from the first day to the last."
            ),
            Self::Varaktighet => text!(
                "Av dem som avslutades under perioden och följdes upp: i arbete eller studier då.",
                "Of those who closed in the period and were followed up: in work or studies then."
            ),
            Self::Registreringsgrad => text!(
                "Deltagare under perioden efter hur de är registrerade, och deltaganden öppna vid periodens slut fast insatsen är slut.",
                "Participants in the period by how they are registered, and participations open at its end though the insats has ended."
            ),
            Self::Maluppfyllelse => text!(
                "Insatsernas mål, och andelen av dem som avslutades under perioden som nådde dem.",
                "The goals of insatser, and the share of those who closed in the period that reached them."
            ),
            Self::BudgetOchUtfall => text!(
                "Registrerad budget och registrerat utfall för kalenderåret, i kronor.",
                "Registered budget and outcome of the calendar year, in kronor."
            ),
            Self::Samhallsekonomi => text!(
                "Av dem som avslutades under perioden: försörjning som upphört gånger schablonkostnaden per person och år, mot insatsernas kostnad.",
                "Of those who closed in the period: support that ended times its standard cost per person and year, against the cost of the insatser."
            ),
            Self::BehovOchRackvidd => text!(
                "De som deltog under perioden mot det uppskattade behovet, fem procent av befolkningen 16–64 år, med arbetslöshet och ohälsotal.",
                "Those who took part in the period against the estimated need, five per cent of the population aged 16–64, with unemployment and days with benefits for ill health."
            ),
        }
    }

    /// What a `kategori` of the report means; `None` where it is an id, or no category of the report.
    ///
    /// ```
    /// use finsam_core::statistik::Rapportnamn;
    ///
    /// let text = Rapportnamn::ForsorjningForeEfter.category_text("a_kassa").unwrap();
    /// assert_eq!(text.sv, "A-kassa");
    /// assert!(Rapportnamn::ForsorjningForeEfter.category_text("avslutade").is_none());
    /// ```
    #[must_use]
    pub fn category_text(self, kategori: &str) -> Option<Text> {
        macro_rules! of {
            ($typ:ty) => {
                kategori.parse().ok().map(<$typ>::text)
            };
        }
        match self {
            Self::ForsorjningForeEfter | Self::Overgangar => of!(Forsorjningsgrupp),
            Self::SysselsattningForeEfter => {
                kategori.parse().ok().filter(|kod| *kod == Arbetskategori::ArbeteEllerStudier).map(Arbetskategori::text)
            }
            Self::ArbeteOchStudierEfter => of!(Arbetskategori),
            Self::RegistreradeOchAvslutade => of!(Registreringskategori),
            Self::Aldersgrupper => of!(Aldersgrupp),
            Self::Utbildningsniva => of!(Utbildningsniva),
            Self::TidIOffentligForsorjning => of!(TidIOffentligForsorjning),
            Self::TypPerKon | Self::StrukturdeltagarePerTyp => of!(Insatstyp),
            Self::DeltagarePerInriktning => of!(Deltagarkategori),
            Self::InsatserPerTyp => {
                let typ = kinds().find(|(inriktning, typ)| format!("{inriktning}.{typ}") == kategori);
                typ.map(|(_, typ)| typ.text())
            }
            Self::StatligaMedel => of!(Medelskategori),
            Self::Unga => of!(Ungdomskategori),
            Self::ForbundOchKommuner => of!(Forbundskategori),
            Self::Deltagandetid => of!(Langd),
            Self::Varaktighet => of!(Varaktighetstid),
            Self::Registreringsgrad => of!(Registreringsslag),
            Self::BehovOchRackvidd => of!(Behovskategori),
            Self::BudgetOchUtfall => of!(Ekonomikategori),
            Self::Samhallsekonomi if kategori == TOTALT => Some(Text { sv: "Totalt", en: "In all" }),
            Self::Samhallsekonomi => of!(Schablon),
            Self::AvslutPerInsats | Self::Maluppfyllelse => None,
        }
    }
}
