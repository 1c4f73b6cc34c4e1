//! The code lists of an insats (domain.md section 4).

crate::kodlista! {
    /// Whom an insats is for.
    pub enum Inriktning = "inriktning", "Insatsens inriktning", "Direction of the insats" {
        Individ = "individ", "Individinriktad", "For individuals";
        Struktur = "struktur", "Strukturinriktad", "For structures";
    }
}

crate::kodlista! {
    /// The kinds of insatser; which belong to which inriktning, [`Insatstyp::belongs_to`] tells.
    pub enum Insatstyp = "insatstyp", "Insatsens typ", "Kind of insats" {
        RehabiliteringArbeteUtbildning = "rehabilitering_arbete_utbildning", "Rehabilitering till arbete eller utbildning", "Rehabilitation to work or education";
        Forberedande = "forberedande", "Förberedande insats", "Preparatory";
        Kartlaggning = "kartlaggning", "Kartläggning", "Survey";
        Forebyggande = "forebyggande", "Förebyggande insats", "Preventive";
        DialogKommunikation = "dialog_kommunikation", "Dialog och kommunikation", "Dialogue and communication";
        Utbildning = "utbildning", "Utbildning", "Education";
        Annan = "annan", "Annan inriktning", "Other";
    }
}

impl Insatstyp {
    /// Whether the kind belongs to the inriktning.
    #[must_use]
    pub const fn belongs_to(self, inriktning: Inriktning) -> bool {
        match self {
            Self::Kartlaggning | Self::Annan => true,
            Self::RehabiliteringArbeteUtbildning | Self::Forberedande | Self::Forebyggande => {
                matches!(inriktning, Inriktning::Individ)
            }
            Self::DialogKommunikation | Self::Utbildning => matches!(inriktning, Inriktning::Struktur),
        }
    }
}

crate::kodlista! {
    /// How an insats is followed.
    pub enum Uppfoljningsmetod = "uppfoljningsmetod", "Uppföljningsmetod", "Method of follow-up" {
        Personuppgifter = "personuppgifter", "Med personuppgifter och samtycke, även anonyma", "With personal data and consent, also anonymous";
        Antal = "antal", "Med antal", "By counts";
    }
}

crate::kodlista! {
    /// The form of cooperation.
    #[derive(Default)]
    pub enum Samverkansform = "samverkansform", "Samverkansform", "Form of cooperation" {
        #[default]
        Finsam = "finsam", "Finansiell samordning", "Financial coordination";
        ForstarktSamarbete = "forstarkt_samarbete", "Förstärkt samarbete AF–FK", "Strengthened cooperation AF-FK";
        Tvapart = "tvapart", "Tvåpartssamverkan FK–vården", "Two-party cooperation FK-health care";
    }
}

crate::kodlista! {
    /// Where an insats is in its life.
    pub enum Insatsstatus = "insatsstatus", "Insatsens status", "Status of the insats" {
        Ansokt = "ansokt", "Ansökt", "Applied for";
        Beslutad = "beslutad", "Beslutad", "Decided";
        Pagaende = "pagaende", "Pågående", "Under way";
        Forlangd = "forlangd", "Förlängd", "Prolonged";
        Avslutad = "avslutad", "Avslutad", "Ended";
        Implementerad = "implementerad", "Implementerad i ordinarie verksamhet", "Taken over by ordinary operations";
        Sammanslagen = "sammanslagen", "Sammanslagen med en annan", "Merged with another";
    }
}

crate::kodlista! {
    /// Target groups; an insats may have several.
    pub enum Malgrupp = "malgrupp", "Målgrupp", "Target group" {
        UngaVuxna = "unga_vuxna", "Unga vuxna", "Young adults";
        PsykiskOhalsa = "psykisk_ohalsa", "Psykisk ohälsa", "Mental ill-health";
        NeuropsykiatriskFunktionsnedsattning = "neuropsykiatrisk_funktionsnedsattning", "Neuropsykiatrisk funktionsnedsättning", "Neuropsychiatric disability";
        Samsjuklighet = "samsjuklighet", "Samsjuklighet", "Comorbidity";
        MissbrukBeroende = "missbruk_beroende", "Missbruk eller beroende", "Substance abuse or addiction";
        Smarta = "smarta", "Smärta", "Pain";
        Langtidssjukskrivna = "langtidssjukskrivna", "Långtidssjukskrivna", "On long-term sick leave";
        Langtidsarbetslosa = "langtidsarbetslosa", "Långtidsarbetslösa", "Long-term unemployed";
        Aktivitetsersattning = "aktivitetsersattning", "Personer med aktivitetsersättning", "People with activity compensation";
        UtrikesfoddaNyanlanda = "utrikesfodda_nyanlanda", "Utrikesfödda och nyanlända", "Foreign-born and newly arrived";
        Nollplacerade = "nollplacerade", "Nollplacerade", "Without sickness benefit entitlement";
        KomplexProblematik = "komplex_problematik", "Komplex problematik", "Complex problems";
        EnsamstaendeForaldrar = "ensamstaende_foraldrar", "Ensamstående föräldrar", "Single parents";
        Lagutbildade = "lagutbildade", "Lågutbildade", "With little education";
        UngaVarkenArbeteStudier = "unga_varken_arbete_studier", "Unga som varken arbetar eller studerar", "Young people neither in work nor in studies";
        Kvinnor = "kvinnor", "Kvinnor", "Women";
        Utforsakrade = "utforsakrade", "Utförsäkrade", "Whose sickness benefit has run out";
        Funktionsnedsattning = "funktionsnedsattning", "Funktionsnedsättning", "Disability";
        Annan = "annan", "Annan målgrupp", "Other";
    }
}

crate::kodlista! {
    /// What a goal measures.
    pub enum Malmatt = "malmatt", "Mått för mål", "Measure of a goal" {
        ArbeteEllerStudier = "arbete_eller_studier", "I arbete eller studier", "In work or studies";
        EgenForsorjning = "egen_forsorjning", "Egen försörjning", "Own support";
        Stegforflyttning = "stegforflyttning", "Steg närmare arbete", "A step closer to work";
        BattreHalsa = "battre_halsa", "Bättre hälsa", "Better health";
        Fullfoljd = "fullfoljd", "Fullföljd insats", "Completed";
        Annat = "annat", "Annat mått", "Other";
    }
}
