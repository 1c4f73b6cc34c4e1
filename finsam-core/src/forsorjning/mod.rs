//! What a person lives on and does: benefit forms, their groups in national statistics, and occupation.

#[cfg(test)]
mod tests;

crate::kodlista! {
    /// The forms of support.
    pub enum Forsorjningsform = "forsorjningsform", "Försörjningsform", "Form of support" {
        Forsorjningsstod = "forsorjningsstod", "Försörjningsstöd", "Social assistance";
        Aktivitetsstod = "aktivitetsstod", "Aktivitetsstöd", "Activity support";
        Utvecklingsersattning = "utvecklingsersattning", "Utvecklingsersättning", "Development allowance";
        Sjukpenning = "sjukpenning", "Sjukpenning", "Sickness benefit";
        Rehabiliteringspenning = "rehabiliteringspenning", "Rehabiliteringspenning", "Rehabilitation benefit";
        Sjukersattning = "sjukersattning", "Sjukersättning", "Sickness compensation";
        Aktivitetsersattning = "aktivitetsersattning", "Aktivitetsersättning", "Activity compensation";
        Studiestod = "studiestod", "Studiestöd", "Study support";
        AKassa = "a_kassa", "A-kassa", "Unemployment insurance";
        Etableringsersattning = "etableringsersattning", "Etableringsersättning", "Introduction benefit";
        AnnanOffentlig = "annan_offentlig", "Annan offentlig försörjning", "Other public support";
        IngenOffentlig = "ingen_offentlig", "Ingen offentlig försörjning", "No public support";
    }
}

crate::kodlista! {
    /// The groups of forms in the national statistics (table 13).
    pub enum Forsorjningsgrupp = "forsorjningsgrupp", "Försörjningsgrupp i nationell statistik", "Group of support in national statistics" {
        Forsorjningsstod = "forsorjningsstod", "Försörjningsstöd", "Social assistance";
        Aktivitetsstod = "aktivitetsstod", "Aktivitetsstöd", "Activity support";
        SjukRehabpenning = "sjuk_rehabpenning", "Sjuk-/rehabpenning", "Sickness or rehabilitation benefit";
        SjukAktivitetsersattning = "sjuk_aktivitetsersattning", "Sjuk-/aktivitetsersättning", "Sickness or activity compensation";
        Studiestod = "studiestod", "Studiestöd", "Study support";
        AnnanOffentlig = "annan_offentlig", "Annan offentlig försörjning", "Other public support";
        AKassa = "a_kassa", "A-kassa", "Unemployment insurance";
        IngenOffentlig = "ingen_offentlig", "Ingen offentlig försörjning", "No public support";
    }
}

impl Forsorjningsform {
    /// The group that the form is counted in (domain.md section 4).
    #[must_use]
    pub const fn grupp(self) -> Forsorjningsgrupp {
        match self {
            Self::Forsorjningsstod => Forsorjningsgrupp::Forsorjningsstod,
            Self::Aktivitetsstod | Self::Utvecklingsersattning => Forsorjningsgrupp::Aktivitetsstod,
            Self::Sjukpenning | Self::Rehabiliteringspenning => Forsorjningsgrupp::SjukRehabpenning,
            Self::Sjukersattning | Self::Aktivitetsersattning => Forsorjningsgrupp::SjukAktivitetsersattning,
            Self::Studiestod => Forsorjningsgrupp::Studiestod,
            Self::AKassa => Forsorjningsgrupp::AKassa,
            Self::Etableringsersattning | Self::AnnanOffentlig => Forsorjningsgrupp::AnnanOffentlig,
            Self::IngenOffentlig => Forsorjningsgrupp::IngenOffentlig,
        }
    }

    /// Whether the form is a sickness benefit, paid at 25, 50, 75 or 100 per cent.
    #[must_use]
    pub const fn is_sickness_benefit(self) -> bool {
        matches!(self.grupp(), Forsorjningsgrupp::SjukRehabpenning | Forsorjningsgrupp::SjukAktivitetsersattning)
    }
}

crate::kodlista! {
    /// What a person does.
    pub enum Sysselsattning = "sysselsattning", "Sysselsättning", "Occupation" {
        ArbeteIckeSubventionerat = "arbete_icke_subventionerat", "Arbete utan subvention", "Work without subsidy";
        ArbeteSubventionerat = "arbete_subventionerat", "Subventionerat arbete", "Subsidised work";
        EgetForetag = "eget_foretag", "Eget företag", "Own business";
        Studier = "studier", "Studier", "Studies";
        ArbetssokandeAf = "arbetssokande_af", "Arbetssökande inskriven vid AF", "Job seeker enrolled at AF";
        Praktik = "praktik", "Praktik", "Work placement";
        Ingen = "ingen", "Ingen", "None";
    }
}

impl Sysselsattning {
    /// Whether it counts as work or studies.
    #[must_use]
    pub const fn is_work_or_studies(self) -> bool {
        matches!(self, Self::ArbeteIckeSubventionerat | Self::ArbeteSubventionerat | Self::EgetForetag | Self::Studier)
    }
}

/// One form of support and its extent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Forsorjningspost {
    /// The form.
    pub form: Forsorjningsform,
    /// Its extent in per cent, 1-100; sickness benefits 25, 50, 75 or 100 (REG-09).
    #[cfg_attr(feature = "utoipa", schema(minimum = 1, maximum = 100, example = 100))]
    pub omfattning: i32,
}

/// One occupation and, for work and studies, its extent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Sysselsattningspost {
    /// The occupation.
    pub slag: Sysselsattning,
    /// Its extent in per cent of 40 hours a week, 1-100 (REG-09).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 1, maximum = 100, example = 50))]
    pub omfattning: Option<i32>,
}

/// A person's situation at a moment: what they live on and what they do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Lage {
    /// Forms of support; several may stand together, their shares past 100 per cent.
    pub forsorjning: Vec<Forsorjningspost>,
    /// Occupations.
    pub sysselsattning: Vec<Sysselsattningspost>,
}

impl Lage {
    /// Puts the entries in the order of the code lists, so that the same situation is the same value.
    pub fn normalize(&mut self) {
        self.forsorjning.sort_unstable();
        self.sysselsattning.sort_unstable();
    }
}
