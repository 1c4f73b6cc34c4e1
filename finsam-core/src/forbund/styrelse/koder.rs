//! The code lists of the board.

use chrono::{Datelike, NaiveDate};

crate::kodlista! {
    /// What made someone eligible for the board, on the day of appointment.
    pub enum Behorighet = "behorighet", "Behörighet till styrelsen", "Eligibility for the board" {
        LedamotFullmaktige = "ledamot_fullmaktige", "Ledamot i kommun- eller regionfullmäktige", "Ledamot of kommun- or regionfullmäktige";
        ErsattareFullmaktige = "ersattare_fullmaktige", "Ersättare i kommun- eller regionfullmäktige", "Ersättare in kommun- or regionfullmäktige";
        AnstalldForsakringskassan = "anstalld_forsakringskassan", "Anställd vid Försäkringskassan", "Employed by Försäkringskassan";
        AnstalldArbetsformedlingen = "anstalld_arbetsformedlingen", "Anställd vid Arbetsförmedlingen", "Employed by Arbetsförmedlingen";
        Forsakringsdelegation = "forsakringsdelegation", "Ledamot av försäkringsdelegation (2005–2006)", "Ledamot of a försäkringsdelegation (2005-2006)";
        Socialforsakringsnamnd = "socialforsakringsnamnd", "Ledamot av socialförsäkringsnämnd (2005–2006)", "Ledamot of a socialförsäkringsnämnd (2005-2006)";
        Lansarbetsnamnden = "lansarbetsnamnden", "Ledamot, ersättare eller anställd vid länsarbetsnämnden (2005–2006)", "Ledamot, ersättare or employee of the länsarbetsnämnd (2005-2006)";
        Annan = "annan", "Ingen av dessa", "None of these";
    }
}

impl Behorighet {
    /// Whether it made eligible on a day. Whom an allmän försäkringskassa could appoint before 2005, and what held of
    /// the länsarbetsnämnd in 2007, is not known here, so nothing but `annan` is wrong then.
    #[must_use]
    pub fn is_enough_on(self, datum: NaiveDate) -> bool {
        match self {
            Self::LedamotFullmaktige
            | Self::ErsattareFullmaktige
            | Self::AnstalldForsakringskassan
            | Self::AnstalldArbetsformedlingen => true,
            Self::Forsakringsdelegation | Self::Socialforsakringsnamnd => datum.year() <= 2006,
            Self::Lansarbetsnamnden => datum.year() <= 2007,
            Self::Annan => false,
        }
    }
}

crate::kodlista! {
    /// A post in the board.
    pub enum Postslag = "postslag", "Post i styrelsen", "Post in the board" {
        Ordforande = "ordforande", "Ordförande", "Chair";
        ViceOrdforande = "vice_ordforande", "Vice ordförande", "Vice chair";
    }
}

crate::kodlista! {
    /// Why a seat ended before its time.
    pub enum Avgang = "avgang", "Varför ett uppdrag upphörde i förtid", "Why a seat ended early" {
        EgenBegaran = "egen_begaran", "Egen begäran", "Own request";
        AnstallningUpphord = "anstallning_upphord", "Återkallat: anställningen har upphört", "Recalled: the employment has ended";
        FullmaktigeUpphort = "fullmaktige_upphort", "Uppdraget i fullmäktige löpte ut", "The term in fullmäktige ran out";
        Annan = "annan", "Annat skäl", "Other";
    }
}

crate::kodlista! {
    /// The kinds of matters that are delegated; 10 § forbids the first three.
    pub enum Arendeslag = "arendeslag", "Slag av ärenden som delegeras", "Kinds of matters delegated" {
        MalInriktningOmfattning = "mal_inriktning_omfattning", "Verksamhetens mål, inriktning, omfattning eller kvalitet", "Aims, direction, extent or quality of the work";
        YttrandeOverklagande = "yttrande_overklagande", "Yttrande när förbundets beslut överklagats", "Statement when a decision of the förbund is appealed";
        SarskildaForeskrifter = "sarskilda_foreskrifter", "Ärenden som anges i särskilda föreskrifter", "Matters named in special regulations";
        Ovrigt = "ovrigt", "Övriga ärenden", "Other matters";
    }
}

crate::kodlista! {
    /// Organs beside the board.
    pub enum Organslag = "organslag", "Organ vid sidan av styrelsen", "Organs beside the board" {
        Arbetsutskott = "arbetsutskott", "Arbetsutskott", "Executive committee";
        Beredningsgrupp = "beredningsgrupp", "Beredningsgrupp", "Preparatory group";
        LokalSamverkansgrupp = "lokal_samverkansgrupp", "Lokal samverkansgrupp", "Local cooperation group";
        Styrgrupp = "styrgrupp", "Styrgrupp", "Steering group";
    }
}
