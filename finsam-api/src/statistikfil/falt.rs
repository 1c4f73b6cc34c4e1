//! The columns of the file: the same in Parquet and CSV, one place for each way.

use std::borrow::Cow;

use chrono::NaiveDate;
use finsam_core::deltagande::{Avslutsanledning, TidIOffentligForsorjning, Utbildningsniva};
use finsam_core::forsorjning::{Forsorjningsgrupp, Sysselsattning};
use finsam_core::id::InsatsId;
use finsam_core::statistik::{Kolumnrad, Varaktighetstid};

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Falt {
    InsatsId,
    Startdatum,
    Slutdatum,
    Registrering,
    Kon,
    Alder,
    Kommun,
    Utbildningsniva,
    TidIOffentligForsorjning,
    Avslutsanledning,
    Efter,
    AktivitetsersattningFore,
    Individ,
    ForsorjningFore(Forsorjningsgrupp),
    ForsorjningEfter(Forsorjningsgrupp),
    ForsorjningMinskad(Forsorjningsgrupp),
    SysselsattningFore(Sysselsattning),
    SysselsattningEfter(Sysselsattning),
    Uppfoljd(Varaktighetstid),
    ArbeteVid(Varaktighetstid),
}

/// What kind of values a column has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Faltslag {
    Text,
    Dag,
    Tal,
    Ja,
}

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Varde<'a> {
    Saknas,
    Text(Cow<'a, str>),
    Dag(NaiveDate),
    Tal(u32),
    Ja(bool),
}

impl Varde<'_> {
    const fn code(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl Falt {
    /// Every column, in order.
    pub(super) fn all() -> Vec<Self> {
        let plain = [
            Self::InsatsId,
            Self::Startdatum,
            Self::Slutdatum,
            Self::Registrering,
            Self::Kon,
            Self::Alder,
            Self::Kommun,
            Self::Utbildningsniva,
            Self::TidIOffentligForsorjning,
            Self::Avslutsanledning,
            Self::Efter,
            Self::AktivitetsersattningFore,
            Self::Individ,
        ];
        let groups = [Self::ForsorjningFore, Self::ForsorjningEfter, Self::ForsorjningMinskad];
        let occupations = [Self::SysselsattningFore, Self::SysselsattningEfter];
        let times = [Self::Uppfoljd, Self::ArbeteVid];
        let mut all = plain.to_vec();
        all.extend(groups.iter().flat_map(|of| Forsorjningsgrupp::ALL.iter().map(|one| of(*one))));
        all.extend(occupations.iter().flat_map(|of| Sysselsattning::ALL.iter().map(|one| of(*one))));
        all.extend(times.iter().flat_map(|of| Varaktighetstid::ALL.iter().map(|one| of(*one))));
        all
    }

    /// What it is called.
    pub(super) fn name(self) -> String {
        let plain = match self {
            Self::InsatsId => "insatsId",
            Self::Startdatum => "startdatum",
            Self::Slutdatum => "slutdatum",
            Self::Registrering => "registrering",
            Self::Kon => "kon",
            Self::Alder => "alder",
            Self::Kommun => "kommun",
            Self::Utbildningsniva => "utbildningsniva",
            Self::TidIOffentligForsorjning => "tidIOffentligForsorjning",
            Self::Avslutsanledning => "avslutsanledning",
            Self::Efter => "efter",
            Self::AktivitetsersattningFore => "aktivitetsersattningFore",
            Self::Individ => "individ",
            Self::ForsorjningFore(one) => return format!("forsorjningFore_{one}"),
            Self::ForsorjningEfter(one) => return format!("forsorjningEfter_{one}"),
            Self::ForsorjningMinskad(one) => return format!("forsorjningMinskad_{one}"),
            Self::SysselsattningFore(one) => return format!("sysselsattningFore_{one}"),
            Self::SysselsattningEfter(one) => return format!("sysselsattningEfter_{one}"),
            Self::Uppfoljd(one) => return format!("uppfoljd_{one}"),
            Self::ArbeteVid(one) => return format!("arbeteVid_{one}"),
        };
        plain.to_owned()
    }

    /// What kind of values it has.
    pub(super) const fn slag(self) -> Faltslag {
        match self {
            Self::InsatsId
            | Self::Registrering
            | Self::Kon
            | Self::Kommun
            | Self::Utbildningsniva
            | Self::TidIOffentligForsorjning
            | Self::Avslutsanledning => Faltslag::Text,
            Self::Startdatum | Self::Slutdatum => Faltslag::Dag,
            Self::Alder | Self::Individ => Faltslag::Tal,
            _ => Faltslag::Ja,
        }
    }

    /// Whether a row may be without it.
    pub(super) const fn is_optional(self) -> bool {
        matches!(
            self,
            Self::Slutdatum
                | Self::Alder
                | Self::Kommun
                | Self::Utbildningsniva
                | Self::TidIOffentligForsorjning
                | Self::Avslutsanledning
                | Self::Individ
        )
    }

    /// What may stand in it.
    pub(super) const fn expected(self) -> &'static str {
        match self {
            Self::InsatsId => "UUID",
            Self::Startdatum | Self::Slutdatum => "YYYY-MM-DD",
            Self::Alder => "0-254",
            Self::Individ => "0-2147483647",
            Self::Kommun => "kommunkod",
            _ => match self.slag() {
                Faltslag::Text => "kod / code",
                _ => "0, 1",
            },
        }
    }

    /// Its value in a row.
    pub(super) fn get(self, rad: &Kolumnrad) -> Varde<'static> {
        let code = |code: Option<&'static str>| code.map_or(Varde::Saknas, Varde::code);
        match self {
            Self::InsatsId => Varde::Text(Cow::Owned(rad.insats_id.to_string())),
            Self::Startdatum => Varde::Dag(rad.startdatum),
            Self::Slutdatum => rad.slutdatum.map_or(Varde::Saknas, Varde::Dag),
            Self::Registrering => Varde::code(rad.registrering.code()),
            Self::Kon => Varde::code(rad.kon.code()),
            Self::Alder => rad.alder.map_or(Varde::Saknas, |alder| Varde::Tal(alder.into())),
            Self::Kommun => rad.kommun.map_or(Varde::Saknas, |kommun| Varde::Text(Cow::Owned(kommun.to_string()))),
            Self::Utbildningsniva => code(rad.utbildningsniva.map(Utbildningsniva::code)),
            Self::TidIOffentligForsorjning => code(rad.tid_i_offentlig_forsorjning.map(TidIOffentligForsorjning::code)),
            Self::Avslutsanledning => code(rad.avslutsanledning.map(Avslutsanledning::code)),
            Self::Efter => Varde::Ja(rad.has_efter),
            Self::AktivitetsersattningFore => Varde::Ja(rad.aktivitetsersattning_fore),
            Self::Individ => rad.individ.map_or(Varde::Saknas, Varde::Tal),
            Self::ForsorjningFore(one) => Varde::Ja(rad.forsorjning_fore.contains(&one)),
            Self::ForsorjningEfter(one) => Varde::Ja(rad.forsorjning_efter.contains(&one)),
            Self::ForsorjningMinskad(one) => Varde::Ja(rad.forsorjning_minskad.contains(&one)),
            Self::SysselsattningFore(one) => Varde::Ja(rad.sysselsattning_fore.contains(&one)),
            Self::SysselsattningEfter(one) => Varde::Ja(rad.sysselsattning_efter.contains(&one)),
            Self::Uppfoljd(one) => Varde::Ja(rad.uppfoljd.contains(&one)),
            Self::ArbeteVid(one) => Varde::Ja(rad.arbete_vid.contains(&one)),
        }
    }

    /// Puts a value into a row that says nothing of the column yet; `None` where the value is not one of the column.
    pub(super) fn set(self, rad: &mut Kolumnrad, varde: &Varde<'_>) -> Option<()> {
        if *varde == Varde::Saknas {
            return self.is_optional().then_some(());
        }
        match (self, varde) {
            (Self::InsatsId, Varde::Text(text)) => rad.insats_id = text.parse::<InsatsId>().ok()?,
            (Self::Startdatum, Varde::Dag(dag)) => rad.startdatum = *dag,
            (Self::Slutdatum, Varde::Dag(dag)) => rad.slutdatum = Some(*dag),
            (Self::Registrering, Varde::Text(text)) => rad.registrering = text.parse().ok()?,
            (Self::Kon, Varde::Text(text)) => rad.kon = text.parse().ok()?,
            (Self::Alder, Varde::Tal(tal)) => {
                rad.alder = Some(u8::try_from(*tal).ok().filter(|alder| *alder < u8::MAX)?);
            }
            (Self::Kommun, Varde::Text(text)) => rad.kommun = Some(text.parse().ok()?),
            (Self::Utbildningsniva, Varde::Text(text)) => rad.utbildningsniva = Some(text.parse().ok()?),
            (Self::TidIOffentligForsorjning, Varde::Text(text)) => {
                rad.tid_i_offentlig_forsorjning = Some(text.parse().ok()?);
            }
            (Self::Avslutsanledning, Varde::Text(text)) => rad.avslutsanledning = Some(text.parse().ok()?),
            (Self::Individ, Varde::Tal(tal)) => rad.individ = Some(*tal).filter(|tal| *tal < u32::MAX / 2)?.into(),
            (Self::Efter, Varde::Ja(ja)) => rad.has_efter = *ja,
            (Self::AktivitetsersattningFore, Varde::Ja(ja)) => rad.aktivitetsersattning_fore = *ja,
            (_, Varde::Ja(true)) => return self.add(rad),
            (_, Varde::Ja(false)) if self.slag() == Faltslag::Ja => {}
            _ => return None,
        }
        Some(())
    }

    /// Adds what the column is of to its list.
    fn add(self, rad: &mut Kolumnrad) -> Option<()> {
        match self {
            Self::ForsorjningFore(one) => rad.forsorjning_fore.push(one),
            Self::ForsorjningEfter(one) => rad.forsorjning_efter.push(one),
            Self::ForsorjningMinskad(one) => rad.forsorjning_minskad.push(one),
            Self::SysselsattningFore(one) => rad.sysselsattning_fore.push(one),
            Self::SysselsattningEfter(one) => rad.sysselsattning_efter.push(one),
            Self::Uppfoljd(one) => rad.uppfoljd.push(one),
            Self::ArbeteVid(one) => rad.arbete_vid.push(one),
            _ => return None,
        }
        Some(())
    }
}

/// A row that says nothing yet.
pub(super) const fn blank() -> Kolumnrad {
    Kolumnrad::starting(InsatsId(uuid::Uuid::nil()), NaiveDate::MIN)
}
