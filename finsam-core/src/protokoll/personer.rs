//! What is asked and done about one person, wherever it stands: the number is sent in a body, never in an address.

use chrono::NaiveDate;

use crate::deltagande::{Deltagande, Deltagandepost, Nummertext, Nyckel, Personuppgift};
use crate::id::DeltagandeId;
use crate::identitet::{Reservnummeruppgift, looks_like_identity_number};
use crate::part::PartKod;
use crate::regel::Avvikelse;
use crate::regel::register::{REG_03, REG_17, REG_27};

/// Which person is looked up, what for, and on which legal ground. The last three stand in the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Personfraga {
    /// Personnummer or samordningsnummer, 10 or 12 digits; this or `reservnummer`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub personnummer: Option<Nummertext>,
    /// For people without either.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub reservnummer: Option<Reservnummeruppgift>,
    /// What for, 1-200 characters, no identity number.
    #[cfg_attr(feature = "utoipa", schema(min_length = 1, max_length = 200, example = "uppföljning av insats"))]
    pub andamal: String,
    /// On which legal ground, 1-200 characters, no identity number.
    #[cfg_attr(feature = "utoipa", schema(min_length = 1, max_length = 200, example = "samtycke"))]
    pub rattslig_grund: String,
    /// The case, 1-200 characters, no identity number.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(min_length = 1, max_length = 200, example = "KS 2026/17"))]
    pub arende: Option<String>,
}

/// How long a reason may be, in characters.
const MAX_CHARS: usize = 200;

impl Personfraga {
    /// Which person is meant.
    #[must_use]
    pub fn person(&self) -> Personuppgift {
        Personuppgift { personnummer: self.personnummer.clone(), reservnummer: self.reservnummer.clone() }
    }

    /// REG-27: what is wrong with the reasons, which the access log keeps as they are.
    ///
    /// ```
    /// use finsam_core::protokoll::Personfraga;
    ///
    /// let fraga = Personfraga {
    ///     personnummer: None,
    ///     reservnummer: None,
    ///     andamal: "om 19900312-2380".into(),
    ///     rattslig_grund: "samtycke".into(),
    ///     arende: None,
    /// };
    /// let found = fraga.faults("2026-03-02".parse()?);
    /// assert_eq!(found.iter().map(|one| one.pekare.as_str()).collect::<Vec<_>>(), ["/andamal"]);
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    #[must_use]
    pub fn faults(&self, idag: NaiveDate) -> Vec<Avvikelse> {
        let reasons = [
            ("/andamal", Some(&self.andamal)),
            ("/rattsligGrund", Some(&self.rattslig_grund)),
            ("/arende", self.arende.as_ref()),
        ];
        reasons.into_iter().filter_map(|(place, text)| text_fault(place, text?, idag)).collect()
    }
}

/// What is wrong with a few words that somebody wrote, if anything is.
pub(super) fn text_fault(place: &str, text: &str, idag: NaiveDate) -> Option<Avvikelse> {
    let unsound = !(1..=MAX_CHARS).contains(&text.trim().chars().count())
        || text.chars().any(char::is_control)
        || looks_like_identity_number(text, idag)
        || text.split_whitespace().any(|word| looks_like_identity_number(word, idag));
    unsound.then(|| REG_27.at(place).expected("1-200 characters without an identity number"))
}

/// A person's participations, as the caller may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Personsvar {
    /// Those of one's own part, in order of creation.
    pub poster: Vec<Deltagande>,
    /// Those that the person lets one's own part see, of others.
    pub delade: Vec<DelatDeltagande>,
}

/// A participation that another part registered, shown with the person's consent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct DelatDeltagande {
    /// Its identity in the register.
    pub id: DeltagandeId,
    /// Who registered it.
    pub part: PartKod,
    /// What the register keeps of it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub post: Deltagandepost,
}

/// Which persons are to be made anonymous: one, or many.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Personatgard {
    /// Personnummer or samordningsnummer, 10 or 12 digits; this, `reservnummer` or `personer`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub personnummer: Option<Nummertext>,
    /// For people without either.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub reservnummer: Option<Reservnummeruppgift>,
    /// Many at once, at most 1 000.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub personer: Vec<Personuppgift>,
    /// From which day, no later than today; today where none is named. Under the same key the person can be registered
    /// only with a consent of a later day.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::option"))]
    pub datum: Option<NaiveDate>,
}

impl Personatgard {
    /// Where each person stands, and who it is.
    #[must_use]
    pub fn persons(self) -> Vec<(String, Personuppgift)> {
        let one = Personuppgift { personnummer: self.personnummer, reservnummer: self.reservnummer };
        if self.personer.is_empty() {
            return vec![(String::new(), one)];
        }
        self.personer.into_iter().enumerate().map(|(i, person)| (format!("/personer/{i}"), person)).collect()
    }

    /// What is wrong besides the numbers: one person and many at once (REG-17), a day that has not come (REG-03).
    #[must_use]
    pub fn faults(&self, idag: NaiveDate) -> Vec<Avvikelse> {
        let one = self.personnummer.is_some() || self.reservnummer.is_some();
        let both = (one && !self.personer.is_empty())
            .then(|| REG_17.at("/personer").expected("one person, or personer, and not both"));
        let late = self.datum.filter(|datum| *datum > idag);
        let late = late.map(|datum| REG_03.at("/datum").value(datum).expected(format!("no later than {idag}")));
        both.into_iter().chain(late).collect()
    }
}

/// What was made anonymous. Persons that the caller's part knows nothing of have nothing here.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Personatgardssvar {
    /// The participations, in order of the persons and of creation.
    pub deltaganden: Vec<Anonymiserad>,
}

/// A participation that was made anonymous.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Anonymiserad {
    /// Its identity in the register.
    pub id: DeltagandeId,
    /// Its new version.
    pub version: i64,
    /// What its sender calls it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub nyckel: Nyckel,
}
