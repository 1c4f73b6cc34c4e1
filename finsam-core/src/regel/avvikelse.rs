//! What a rule finds.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;

use crate::belopp::Belopp;
use crate::part::PartKod;

use super::{Allvar, Atergivning, Lydelse, Regel, Slag};

/// A place in a JSON document, RFC 6901: `/fore/forsorjning/1`; empty for the document itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "utoipa", schema(value_type = String, example = "/fore/forsorjning/1"))]
pub struct Pekare(String);

impl Pekare {
    /// The pointer as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The pointer to a member of what this one points to; `/` and `~` are escaped.
    #[must_use]
    pub fn join(&self, member: &str) -> Self {
        Self(format!("{}/{}", self.0, member.replace('~', "~0").replace('/', "~1")))
    }

    /// The pointer to an element of the array that this one points to.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// This pointer with everything moved below `prefix`.
    #[must_use]
    pub fn below(&self, prefix: &str) -> Self {
        Self(format!("{prefix}{}", self.0))
    }
}

impl From<&str> for Pekare {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Pekare {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Pekare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value that a finding quotes. It never holds an identity number.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(untagged))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub enum Varde {
    /// A truth value.
    Sant(bool),
    /// A whole number.
    Tal(i64),
    /// Text: a code, a date, a name.
    Text(String),
}

impl From<bool> for Varde {
    fn from(v: bool) -> Self {
        Self::Sant(v)
    }
}

impl From<i64> for Varde {
    fn from(v: i64) -> Self {
        Self::Tal(v)
    }
}

impl From<&str> for Varde {
    fn from(v: &str) -> Self {
        Self::Text(v.to_owned())
    }
}

impl From<String> for Varde {
    fn from(v: String) -> Self {
        Self::Text(v)
    }
}

impl From<PartKod> for Varde {
    fn from(v: PartKod) -> Self {
        Self::Text(v.to_string())
    }
}

impl From<Belopp> for Varde {
    fn from(v: Belopp) -> Self {
        Self::Text(v.to_string())
    }
}

impl From<NaiveDate> for Varde {
    fn from(v: NaiveDate) -> Self {
        Self::Text(v.to_string())
    }
}

/// The words of a finding in Swedish and English.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Meddelande {
    /// Swedish.
    pub sv: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

/// When a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Galler {
    /// First day.
    pub fran: NaiveDate,
    /// Last day; `None` while it is in force.
    pub till: Option<NaiveDate>,
}

/// What a rule found in a record: one shape everywhere, in the core, over the wire and on the command line.
///
/// Only an integrity finding of severity error blocks ([`Avvikelse::blocks`]).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Avvikelse {
    /// The code of the rule: `REG-08`.
    pub kod: Cow<'static, str>,
    /// Integrity or compliance.
    pub slag: Slag,
    /// How grave it is.
    pub allvar: Allvar,
    /// Where in the record.
    pub pekare: Pekare,
    /// What stands there, when it may be quoted; never an identity number.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none", default))]
    pub varde: Option<Varde>,
    /// What was expected instead.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none", default))]
    pub forvantat: Option<Cow<'static, str>>,
    /// What is wrong and what to do.
    pub meddelande: Meddelande,
    /// Where the rule comes from.
    pub rattskalla: Cow<'static, str>,
    /// When the rule holds.
    pub galler: Galler,
}

impl Avvikelse {
    pub(super) fn of(regel: &'static Regel, pekare: Pekare) -> Self {
        Self {
            kod: Cow::Borrowed(regel.kod),
            slag: regel.slag,
            allvar: regel.allvar,
            pekare,
            varde: None,
            forvantat: None,
            meddelande: Meddelande { sv: Cow::Borrowed(regel.text.sv), en: Cow::Borrowed(regel.text.en) },
            rattskalla: Cow::Borrowed(regel.rattskalla),
            galler: Galler { fran: regel.fran, till: regel.till },
        }
    }

    /// Quotes the value found. Never give it an identity number.
    #[must_use]
    pub fn value(mut self, varde: impl Into<Varde>) -> Self {
        self.varde = Some(varde.into());
        self
    }

    /// Says what was expected.
    #[must_use]
    pub fn expected(mut self, forvantat: impl Into<Cow<'static, str>>) -> Self {
        self.forvantat = Some(forvantat.into());
        self
    }

    /// Replaces the words of the rule by words about this very finding.
    #[must_use]
    pub fn saying(mut self, sv: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        self.meddelande = Meddelande { sv: sv.into(), en: en.into() };
        self
    }

    /// Names the wording of the act that it was judged by. Where that wording is not reproduced here, the finding is
    /// no more than a notice, and says so.
    #[must_use]
    pub fn worded(mut self, paragraf: &str, lydelse: &Lydelse) -> Self {
        self.rattskalla = Cow::Owned(lydelse.citation(paragraf));
        if lydelse.atergivning == Atergivning::Saknas {
            self.allvar = Allvar::Upplysning;
            self.meddelande.sv.to_mut().push_str(
                " Paragrafens ordalydelse på den dagen återges inte här, så detta är en upplysning: läs den i SFS.",
            );
            self.meddelande
                .en
                .to_mut()
                .push_str(" The wording of that day is not reproduced here, so this is a notice: read it in SFS.");
        }
        self
    }

    /// Moves the place below `prefix`.
    #[must_use]
    pub fn below(mut self, prefix: &str) -> Self {
        self.pekare = self.pekare.below(prefix);
        self
    }

    /// Whether this finding refuses a write: integrity, severity error.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.slag == Slag::Integritet && self.allvar == Allvar::Fel
    }
}

/// Whether any of the findings refuses a write.
#[must_use]
pub fn any_blocks(avvikelser: &[Avvikelse]) -> bool {
    avvikelser.iter().any(Avvikelse::blocks)
}
