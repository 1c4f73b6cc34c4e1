//! The rules of the act (`LAG-<§>-n`) and of recommendations (`REK-nn`): compliance, so none of them ever refuses a
//! write.
//!
//! Severity is that of a known wording. Where the wording of the day judged is not reproduced here, every finding is a
//! notice ([`Avvikelse::worded`](super::Avvikelse::worded)).

use chrono::NaiveDate;

use super::register::LAGEN_I_KRAFT;
use super::{Allvar, Regel, Slag, Text};
use crate::tid::day;

/// A breach of the act, to be filled in.
const BROTT: Regel = Regel {
    kod: "",
    slag: Slag::Efterlevnad,
    allvar: Allvar::Fel,
    text: Text { sv: "", en: "" },
    rattskalla: "",
    paragraf: None,
    fran: LAGEN_I_KRAFT,
    till: None,
};

/// What looks wrong, or is for the förbund to correct, to be filled in.
const VARNING: Regel = Regel { allvar: Allvar::Varning, ..BROTT };

/// What an auditor would ask about, to be filled in.
const UPPLYSNING: Regel = Regel { allvar: Allvar::Upplysning, ..BROTT };

const fn from(fran: NaiveDate, regel: Regel) -> Regel {
    Regel { fran, ..regel }
}

const fn until(till: NaiveDate, regel: Regel) -> Regel {
    Regel { till: Some(till), ..regel }
}

/// From when several regions may take part.
const FLERA_REGIONER: NaiveDate = day(2010, 7, 1);

/// The last day on which exactly one landsting took part.
const ETT_LANDSTING: NaiveDate = day(2010, 6, 30);

/// From when one auditor is appointed for both agencies, and others may be common.
const GEMENSAM_REVISOR: NaiveDate = day(2008, 1, 1);

macro_rules! law_rules {
    ($($const:ident = $kind:expr, $kod:literal, $paragraf:literal, $sv:literal, $en:literal;)+) => {
        $(#[doc = $en] pub static $const: Regel = Regel {
            kod: $kod,
            text: Text { sv: $sv, en: $en },
            rattskalla: concat!($paragraf, " § lagen (2003:1210)"),
            paragraf: Some($paragraf),
            ..$kind
        };)+
        /// Every rule of the act and of recommendations, in order of paragraph.
        pub static ALL: &[&Regel] = &[$(&$const,)+ &REK_01];
    };
}

/// At least two parties take part in an insats.
pub static REK_01: Regel = Regel {
    kod: "REK-01",
    text: Text {
        sv: "Minst två parter bör delta i en insats.",
        en: "At least two parties should take part in an insats.",
    },
    rattskalla: "domain REK-01",
    ..UPPLYSNING
};

law_rules! {
    LAG_1_1 = BROTT, "LAG-1-1", "1",
        "Ett samordningsområde omfattar minst en kommun eller en del av en kommun.",
        "An area holds at least one kommun or a part of one.";
    LAG_1_2 = VARNING, "LAG-1-2", "1",
        "Området anges med kommuner som finns den dagen; kommunkoden gällde inte då.",
        "The area is given by kommuner that exist on the day; the kommunkod did not hold then.";
    LAG_1_3 = VARNING, "LAG-1-3", "1",
        "Samma kommun eller kommundel hör till två förbund samma dag.",
        "The same kommun or kommundel belongs to two förbund on the same day.";
    LAG_3_1 = BROTT, "LAG-3-1", "3",
        "Försäkringskassan (före 2005 en allmän försäkringskassa) ska vara medlem.",
        "Försäkringskassan (before 2005 an allmän försäkringskassa) must be a member.";
    LAG_3_2 = BROTT, "LAG-3-2", "3",
        "Arbetsförmedlingen (före 2008 en länsarbetsnämnd) ska vara medlem.",
        "Arbetsförmedlingen (before 2008 a länsarbetsnämnd) must be a member.";
    LAG_3_3 = BROTT, "LAG-3-3", "3",
        "Minst en region (före 2020 ett landsting) ska vara medlem, om inte områdets alla kommuner står utanför regionerna.",
        "At least one region (before 2020 a landsting) must be a member, unless every kommun of the area stands outside the regions.";
    LAG_3_4 = BROTT, "LAG-3-4", "3",
        "Minst en kommun ska vara medlem.",
        "At least one kommun must be a member.";
    LAG_3_5 = from(FLERA_REGIONER, BROTT), "LAG-3-5", "3",
        "För varje del av området ska dess kommun vara medlem.",
        "For every part of the area its kommun must be a member.";
    LAG_3_6 = from(FLERA_REGIONER, BROTT), "LAG-3-6", "3",
        "För varje del av området ska dess region vara medlem, utom där kommunen står utanför regionerna.",
        "For every part of the area its region must be a member, except where its kommun stands outside the regions.";
    LAG_3_7 = until(ETT_LANDSTING, BROTT), "LAG-3-7", "3",
        "Till och med den 30 juni 2010 kunde bara ett landsting delta i ett förbund.",
        "Until 30 June 2010 only one landsting could take part in a förbund.";
    LAG_3_8 = until(ETT_LANDSTING, BROTT), "LAG-3-8", "3",
        "Till och med den 30 juni 2010 deltog inget landsting där en kommun utanför landstingen deltog.",
        "Until 30 June 2010 no landsting took part where a kommun outside the landsting did.";
    LAG_3_9 = VARNING, "LAG-3-9", "3",
        "Medlemmen anges med en kommunkod som inte gällde den dagen.",
        "The member is named by a kommunkod that did not hold on the day.";
    LAG_5_1 = BROTT, "LAG-5-1", "5",
        "Staten (Försäkringskassan, även för Arbetsförmedlingen) ska bidra med hälften av medlen.",
        "The state (Försäkringskassan, also for Arbetsförmedlingen) contributes half of the money.";
    LAG_5_2 = BROTT, "LAG-5-2", "5",
        "Regionerna ska tillsammans bidra med en fjärdedel av medlen.",
        "The regions together contribute a quarter of the money.";
    LAG_5_3 = BROTT, "LAG-5-3", "5",
        "Kommunerna ska tillsammans bidra med en fjärdedel av medlen.",
        "The kommuner together contribute a quarter of the money.";
    LAG_5_4 = BROTT, "LAG-5-4", "5",
        "Bidrag lämnas av förbundets medlemmar.",
        "Contributions come from members of the förbund.";
    LAG_5A_1 = from(FLERA_REGIONER, BROTT), "LAG-5A-1", "5 a",
        "En kommun utanför regionerna ska bidra med hälften av medlen när ingen region deltar.",
        "A kommun outside the regions contributes half of the money when no region takes part.";
    LAG_5A_2 = from(FLERA_REGIONER, BROTT), "LAG-5A-2", "5 a",
        "När en region deltar räknas en kommun utanför regionerna både bland kommunerna och bland regionerna, som tillsammans bidrar med hälften.",
        "When a region takes part, a kommun outside the regions counts both among the kommuner and among the regions, which together contribute half.";
    LAG_7_1 = VARNING, "LAG-7-1", "7",
        "Förbundet finansierar insatser inom de samverkande parternas ansvarsområde; parten är inte medlem när insatsen startar.",
        "A förbund finances insatser within the responsibility of its parties; the part is not a member when the insats starts.";
    LAG_8_1 = BROTT, "LAG-8-1", "8",
        "Förbundsordningen ska fastställas av alla förbundets medlemmar.",
        "The förbundsordning must be set by all members of the förbund.";
    LAG_9_1 = BROTT, "LAG-9-1", "9",
        "Förbundsordningen ska ange de punkter som paragrafen räknar upp; en saknas.",
        "The förbundsordning must state the points that the paragraph lists; one is missing.";
    LAG_9_2 = UPPLYSNING, "LAG-9-2", "9",
        "Vilka av paragrafens punkter som förbundsordningen anger är inte registrerat.",
        "Which points of the paragraph the förbundsordning states is not registered.";
    LAG_10_1 = BROTT, "LAG-10-1", "10",
        "Varje medlem ska ha minst en ledamot i styrelsen.",
        "Every member must have at least one ledamot in the board.";
    LAG_10_2 = BROTT, "LAG-10-2", "10",
        "Varje medlem ska ha minst en ersättare i styrelsen.",
        "Every member must have at least one ersättare in the board.";
    LAG_10_3 = BROTT, "LAG-10-3", "10",
        "Ersättarna ska vara lika många som ledamöterna.",
        "There must be as many ersättare as ledamöter.";
    LAG_10_4 = VARNING, "LAG-10-4", "10",
        "Samma person har två uppdrag i styrelsen samtidigt.",
        "The same person has two seats in the board at the same time.";
    LAG_10_5 = BROTT, "LAG-10-5", "10",
        "Ärenden av det slaget får inte delegeras.",
        "Matters of that kind may not be delegated.";
    LAG_10_6 = BROTT, "LAG-10-6", "10",
        "Beslut på delegation ska anmälas till styrelsen.",
        "Decisions by delegation must be reported to the board.";
    LAG_10_7 = VARNING, "LAG-10-7", "10",
        "En adjungerad saknar rösträtt och är varken ledamot eller ersättare; samma person har ett uppdrag i styrelsen samtidigt.",
        "Someone called without a vote is neither ledamot nor ersättare; the same person has a seat in the board at the same time.";
    LAG_12_1 = BROTT, "LAG-12-1", "12",
        "Ledamöter och ersättare utses av förbundets medlemmar.",
        "Ledamöter and ersättare are appointed by the members of the förbund.";
    LAG_12_2 = BROTT, "LAG-12-2", "12",
        "Den som utses ska vara ledamot eller ersättare i fullmäktige eller anställd vid Försäkringskassan eller Arbetsförmedlingen.",
        "Whoever is appointed must be ledamot or ersättare in fullmäktige or employed by Försäkringskassan or Arbetsförmedlingen.";
    LAG_12_3 = BROTT, "LAG-12-3", "12",
        "När ersättare utses ska det bestämmas i vilken ordning de kallas in.",
        "When ersättare are appointed, the order in which they are called in must be decided.";
    LAG_13_1 = BROTT, "LAG-13-1", "13",
        "Styrelsen väljs för fyra år, om förbundsordningen inte anger kortare tid.",
        "The board is elected for four years unless the förbundsordning says fewer.";
    LAG_13_2 = BROTT, "LAG-13-2", "13",
        "Förbundsordningen kan ange kortare mandattid än fyra år, men inte längre.",
        "The förbundsordning may state a shorter term than four years but not a longer.";
    LAG_13_3 = VARNING, "LAG-13-3", "13",
        "Mandattiden räknas från den 1 april året efter valet, om förbundsordningen inte anger annat.",
        "The term runs from 1 April of the year after the election unless the förbundsordning says otherwise.";
    LAG_14_1 = BROTT, "LAG-14-1", "14",
        "Under ett valår utser de nyvalda fullmäktige för kommun och region.",
        "In an election year the newly elected fullmäktige appoint for kommun and region.";
    LAG_15_1 = BROTT, "LAG-15-1", "15",
        "En ersättare inträder bara för en ledamot som samma medlem har utsett.",
        "An ersättare steps in only for a ledamot appointed by the same member.";
    LAG_15_2 = BROTT, "LAG-15-2", "15",
        "Ersättare inträder i den ordning som bestämts.",
        "Ersättare step in in the order decided.";
    LAG_15_3 = BROTT, "LAG-15-3", "15",
        "Den som inträder sitter företrädarens återstående mandattid, inte längre.",
        "Whoever steps in stays for the rest of the predecessor's term, no longer.";
    LAG_16_1 = BROTT, "LAG-16-1", "16",
        "Uppdraget upphör inte för att mandattiden i fullmäktige löper ut.",
        "The appointment does not end because the term in fullmäktige does.";
    LAG_16_2 = BROTT, "LAG-16-2", "16",
        "Bara Försäkringskassan och Arbetsförmedlingen får återkalla ett uppdrag för att anställningen upphört.",
        "Only Försäkringskassan and Arbetsförmedlingen may recall an appointment because the employment has ended.";
    LAG_17_1 = BROTT, "LAG-17-1", "17",
        "Styrelsen ska ha en ordförande.",
        "The board must have one chair.";
    LAG_17_2 = BROTT, "LAG-17-2", "17",
        "Styrelsen ska ha en eller två vice ordförande.",
        "The board must have one or two vice chairs.";
    LAG_17_3 = BROTT, "LAG-17-3", "17",
        "Ordförande och vice ordförande utses bland ledamöterna.",
        "The chair and vice chairs are chosen among the ledamöter.";
    LAG_19_1 = BROTT, "LAG-19-1", "19",
        "Styrelsen är beslutför när fler än hälften av ledamöterna är närvarande; hälften räcker inte.",
        "The board has a quorum when more than half of its ledamöter are present; half is not enough.";
    LAG_19_2 = BROTT, "LAG-19-2", "19",
        "Justeringen av protokollet ska tillkännages på anslagstavlan hos varje kommun och region som är medlem.",
        "The approval of the minutes must be announced on the notice board of every kommun and region that is a member.";
    LAG_19_3 = BROTT, "LAG-19-3", "19",
        "Bara ledamöter, och ersättare i deras ställe, tjänstgör: de kan inte vara fler än ledamöterna. Adjungerade räknas inte.",
        "Only ledamöter, and ersättare in their place, serve: they cannot be more than the ledamöter. Those called without a vote do not count.";
    LAG_19A_1 = from(day(2022, 3, 16), UPPLYSNING), "LAG-19A-1", "19 a",
        "Vid deltagande på distans krävs ljud och bild i realtid; enbart ljud bara vid särskilda skäl.",
        "Taking part from a distance needs sound and picture in real time; sound alone only for special reasons.";
    LAG_20_1 = BROTT, "LAG-20-1", "20",
        "En kommun som är medlem ska ansvara för tillsynen av arkivet.",
        "A kommun that is a member must supervise the archives.";
    LAG_21_1 = BROTT, "LAG-21-1", "21",
        "Ett samordningsförbund får inte ingå borgen.",
        "A förbund may not stand surety.";
    LAG_21_2 = BROTT, "LAG-21-2", "21",
        "Ett samordningsförbund får inte sätta sig i annan skuld än sedvanliga krediter.",
        "A förbund may not take on other debt than ordinary credit.";
    LAG_22_1 = UPPLYSNING, "LAG-22-1", "22",
        "Tillgångarna räcker inte till skulderna; medlemmarna skjuter till bristen efter sina andelar.",
        "The assets do not cover the debts; the members cover the shortage by their shares.";
    LAG_23_1 = BROTT, "LAG-23-1", "23",
        "Budgeten ska fastställas senast den 30 november året före; ett nybildat förbunds av medlemmarna vid bildandet.",
        "The budget must be set by 30 November of the year before; that of a new förbund by its members at formation.";
    LAG_23_2 = BROTT, "LAG-23-2", "23",
        "Styrelsen ska samråda med medlemmarna innan budgeten fastställs.",
        "The board must consult the members before the budget is set.";
    LAG_24_1 = BROTT, "LAG-24-1", "24",
        "Årsredovisningen ska upprättas inom tre månader från räkenskapsårets slut.",
        "The annual report must be drawn up within three months of the end of the year.";
    LAG_25_1 = BROTT, "LAG-25-1", "25",
        "En revisor ska granska för varje medlems räkning.",
        "An auditor must examine on behalf of every member.";
    LAG_25_2 = from(GEMENSAM_REVISOR, BROTT), "LAG-25-2", "25",
        "Försäkringskassan ska utse en gemensam revisor för sig och Arbetsförmedlingen.",
        "Försäkringskassan must appoint one auditor in common for itself and Arbetsförmedlingen.";
    LAG_25_3 = BROTT, "LAG-25-3", "25",
        "Gemensam revisor för flera kommuner och regioner förutsätter att de kommit överens om det, från 2008 i förbundsordningen.",
        "A common auditor of several kommuner and regions requires that they have agreed on it, from 2008 in the förbundsordning.";
    LAG_25_4 = BROTT, "LAG-25-4", "25",
        "Revisor ska utses senast när förbundet bildas.",
        "An auditor must be appointed no later than when the förbund is formed.";
    LAG_25_5 = BROTT, "LAG-25-5", "25",
        "Revisorer utses av medlemmarna; för kommun och region av fullmäktige där.",
        "Auditors are appointed by the members; for kommun and region by their fullmäktige.";
    LAG_26_1 = BROTT, "LAG-26-1", "26",
        "Revisionsberättelsen ska lämnas till styrelsen, medlemmarna och Arbetsförmedlingen.",
        "The audit report must be given to the board, the members and Arbetsförmedlingen.";
    LAG_26_2 = UPPLYSNING, "LAG-26-2", "26",
        "Varje medlem prövar för sig frågan om ansvarsfrihet; något beslut är inte registrerat.",
        "Every member decides on discharge by itself; no decision is registered.";
    LAG_27_1 = BROTT, "LAG-27-1", "27",
        "Uppsägningstiden vid utträde är tre år, om förbundsordningen inte anger kortare tid.",
        "The notice for leaving is three years unless the förbundsordning says less.";
    LAG_27_2 = BROTT, "LAG-27-2", "27",
        "Förbundsordningen kan ange kortare uppsägningstid än tre år, men inte längre.",
        "The förbundsordning may state a shorter notice than three years but not a longer.";
}
