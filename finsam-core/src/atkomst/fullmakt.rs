//! What goes together in one key: a role with the part, the förbund and the insatser that it needs, and with no role that
//! it must be kept apart from.

use std::fmt;

use super::{Roll, Synfalt};
use crate::regel::Text;

/// What is wrong with what a key is to give access to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fullmaktsfel {
    /// Roles of a part act for one.
    PartKravs,
    /// Other roles act for none.
    IngenPart,
    /// The administrator of a förbund belongs to one.
    ForbundKravs,
    /// Whoever answers for insatser or their participants names them.
    InsatsKravs,
    /// A role that reaches everything cannot be narrowed.
    Obegransad,
}

impl Fullmaktsfel {
    /// What is wrong.
    #[must_use]
    pub const fn text(self) -> Text {
        let (sv, en) = match self {
            Self::PartKravs => ("rollen kräver en part", "the role needs a part"),
            Self::IngenPart => ("rollen tar ingen part", "the role takes no part"),
            Self::ForbundKravs => ("rollen kräver ett förbund", "the role needs a förbund"),
            Self::InsatsKravs => ("rollen kräver minst en insats", "the role needs at least one insats"),
            Self::Obegransad => (
                "rollen kan inte begränsas till förbund eller insatser",
                "the role cannot be narrowed to förbund or insatser",
            ),
        };
        Text { sv, en }
    }
}

impl fmt::Display for Fullmaktsfel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.text().sv, self.text().en)
    }
}

impl std::error::Error for Fullmaktsfel {}

impl Synfalt {
    /// Whether role, part, förbund and insatser go together: everything that is wrong.
    ///
    /// ```
    /// use finsam_core::atkomst::{Fullmaktsfel, Roll, Synfalt};
    ///
    /// let nationell = Synfalt { roll: Roll::Nationell, part: None, forbund: None, insatser: vec![] };
    /// assert!(nationell.faults().is_empty());
    /// let utan_part = Synfalt { roll: Roll::Partssystem, ..nationell };
    /// assert_eq!(utan_part.faults(), [Fullmaktsfel::PartKravs]);
    /// ```
    #[must_use]
    pub fn faults(&self) -> Vec<Fullmaktsfel> {
        let (of_part, of_forbund) = (self.roll.acts_for_part(), self.roll.acts_for_forbund());
        let admin = matches!(self.roll, Roll::Forbundsadministrator);
        let checks = [
            (of_part && self.part.is_none(), Fullmaktsfel::PartKravs),
            (!of_part && self.part.is_some(), Fullmaktsfel::IngenPart),
            (admin && self.forbund.is_none(), Fullmaktsfel::ForbundKravs),
            (self.roll.acts_for_insatser() && self.insatser.is_empty(), Fullmaktsfel::InsatsKravs),
            (!of_part && !of_forbund && self.is_narrowed(), Fullmaktsfel::Obegransad),
        ];
        checks.into_iter().filter_map(|(is_wrong, fel)| is_wrong.then_some(fel)).collect()
    }
}

/// Two roles that nobody may have at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Oforenliga {
    /// The one.
    pub roll: Roll,
    /// The other.
    pub med: Roll,
}

impl Oforenliga {
    /// Why they are kept apart, by domain.md section 9.
    #[must_use]
    pub fn why(self) -> Text {
        if [self.roll, self.med].contains(&Roll::Loggranskare) {
            let sv = "den som granskar loggen får inte granska sig själv";
            return Text { sv, en: "whoever reviews the log must not review themselves" };
        }
        let sv = "den som ser en parts deltagare får inte ha en roll hos förbundet, nationellt eller över systemet";
        let en =
            "whoever sees the participants of a part must have no role of a förbund, a national one or of the system";
        Text { sv, en }
    }

    /// What is refused and why, in Swedish.
    #[must_use]
    pub fn sv(self) -> String {
        format!("{} kan inte ges tillsammans med {}: {}", self.roll, self.med, self.why().sv)
    }

    /// What is refused and why, in English.
    #[must_use]
    pub fn en(self) -> String {
        format!("{} cannot be given together with {}: {}", self.roll, self.med, self.why().en)
    }
}

impl fmt::Display for Oforenliga {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.sv(), self.en())
    }
}

impl std::error::Error for Oforenliga {}

impl Roll {
    /// Whether nobody may have both roles at the same time: one that sees persons with one that never does, and the
    /// reviewer of the log with any other.
    ///
    /// ```
    /// use finsam_core::atkomst::Roll;
    ///
    /// assert!(Roll::Forbundsadministrator.is_apart_from(Roll::Deltagaransvarig));
    /// assert!(!Roll::Forbundsadministrator.is_apart_from(Roll::Insatsansvarig));
    /// ```
    #[must_use]
    pub const fn is_apart_from(self, other: Self) -> bool {
        let reviews = matches!(self, Self::Loggranskare) != matches!(other, Self::Loggranskare);
        reviews || self.acts_for_part() != other.acts_for_part()
    }

    /// The first of some roles that nobody may have together, if there are such.
    #[must_use]
    pub fn kept_apart(roller: &[Self]) -> Option<Oforenliga> {
        let pairs =
            roller.iter().enumerate().flat_map(|(i, roll)| roller[i + 1..].iter().map(move |med| (*roll, *med)));
        pairs.into_iter().find(|(roll, med)| roll.is_apart_from(*med)).map(|(roll, med)| Oforenliga { roll, med })
    }
}
