//! The code lists of a participation (domain.md section 4).

crate::kodlista! {
    /// How a participation is registered.
    pub enum Registrering = "registrering", "Registreringssätt", "Way of registration" {
        Person = "person", "Med personuppgifter och samtycke", "With personal data and consent";
        Anonym = "anonym", "Anonymt", "Anonymously";
    }
}

crate::kodlista! {
    /// Who referred the participant.
    pub enum Remitterande = "remitterande", "Remitterande", "Referred by" {
        Forsakringskassan = "forsakringskassan", "Försäkringskassan", "The Social Insurance Agency";
        Arbetsformedlingen = "arbetsformedlingen", "Arbetsförmedlingen", "The Public Employment Service";
        Region = "region", "Regionen", "The region";
        Kommun = "kommun", "Kommunen", "The municipality";
        Annan = "annan", "Annan", "Somebody else";
    }
}

crate::kodlista! {
    /// Highest level of education.
    pub enum Utbildningsniva = "utbildningsniva", "Högsta utbildningsnivå", "Highest level of education" {
        Grundskola = "grundskola", "Grundskola, även särskola och gymnasiesärskola", "Compulsory school, also special school";
        Gymnasium = "gymnasium", "Gymnasium", "Upper secondary school";
        Eftergymnasial = "eftergymnasial", "Eftergymnasial", "Post-secondary";
        UppgiftSaknas = "uppgift_saknas", "Uppgift saknas", "Not known";
    }
}

crate::kodlista! {
    /// Time in public support before the start; breaks of up to a month are ignored.
    pub enum TidIOffentligForsorjning = "tidIOffentligForsorjning", "Tid i offentlig försörjning före start", "Time in public support before the start" {
        UppTill1Ar = "upp_till_1_ar", "Upp till 1 år", "Up to 1 year";
        UppTill3Ar = "upp_till_3_ar", "Upp till 3 år", "Up to 3 years";
        UppTill6Ar = "upp_till_6_ar", "Upp till 6 år", "Up to 6 years";
        UppTill9Ar = "upp_till_9_ar", "Upp till 9 år", "Up to 9 years";
        MerAn9Ar = "mer_an_9_ar", "Mer än 9 år", "More than 9 years";
        EjTillampligt = "ej_tillampligt", "Ej tillämpligt", "Not applicable";
    }
}

crate::kodlista! {
    /// Why a participation closed.
    pub enum Avslutsanledning = "avslutsanledning", "Avslutsanledning", "Reason for closing" {
        Fullfoljd = "fullfoljd", "Fullföljd", "Completed";
        AnnanRehabilitering = "annan_rehabilitering", "Annan rehabilitering", "Other rehabilitation";
        Sjukdom = "sjukdom", "Sjukdom", "Illness";
        Foraldraledighet = "foraldraledighet", "Föräldraledighet", "Parental leave";
        Flytt = "flytt", "Flytt", "Moved";
        EjFoljtPlanering = "ej_foljt_planering", "Ej följt planering", "Did not follow the plan";
        EjAvhord = "ej_avhord", "Ej avhörd", "Not heard from";
        Aterremiss = "aterremiss", "Återremiss", "Referred back";
        InsatsenUpphorde = "insatsen_upphorde", "Insatsen upphörde", "The insats ended";
        Avliden = "avliden", "Avliden", "Deceased";
        Annan = "annan", "Annan", "Other";
        Felregistrering = "felregistrering", "Felregistrering, räknas ingenstans", "Registered by mistake, counted nowhere";
    }
}

impl Avslutsanledning {
    /// Whether the situation after is asked for when a participation closes for this reason (REG-10).
    #[must_use]
    pub const fn has_efter(self) -> bool {
        !matches!(self, Self::Avliden | Self::Felregistrering | Self::EjAvhord)
    }
}

crate::kodlista! {
    /// The result of a closed participation: derived, never stored.
    pub enum Resultat = "resultat", "Resultat av ett avslutat deltagande", "Result of a closed participation" {
        ArbeteStudier = "arbete_studier", "Arbete eller studier", "Work or studies";
        FortsattRehabilitering = "fortsatt_rehabilitering", "Fortsatt rehabilitering", "Continued rehabilitation";
        Arbetssokande = "arbetssokande", "Arbetssökande", "Job seeker";
        Ovrigt = "ovrigt", "Övrigt", "Other";
    }
}
