//! What a report is asked for.

use crate::geografi::LanKod;
use crate::id::{ForbundId, InsatsId};
use crate::identitet::Kon;
use crate::insats::Samverkansform;
use crate::tid::Aldersgrupp;

crate::kodlista! {
    /// What a report can be divided by, besides year and category.
    pub enum Indelning = "indelning", "Indelning av en rapport", "Division of a report" {
        Kon = "kon", "Kön", "Sex";
        Aldersgrupp = "aldersgrupp", "Åldersgrupp", "Age group";
    }
}

/// What a report is asked for. Several values of one kind select any of them, several kinds what fits all; an empty
/// list selects everything.
///
/// ```
/// use finsam_core::insats::Samverkansform;
/// use finsam_core::statistik::Urval;
///
/// let urval = Urval::of_years([2014, 2013, 2014]);
/// assert_eq!(urval.ar, [2013, 2014]);
/// assert_eq!(urval.samverkansform, [Samverkansform::Finsam]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", default, deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Urval {
    /// Calendar years, each of them rows of its own; in order, each once.
    #[cfg_attr(feature = "utoipa", schema(example = json!([2013, 2014])))]
    pub ar: Vec<i32>,
    /// Insatser of these förbund.
    pub forbund: Vec<ForbundId>,
    /// Insatser of förbund whose area touches these län; a förbund in two län counts in both.
    pub lan: Vec<LanKod>,
    /// These insatser.
    pub insats: Vec<InsatsId>,
    /// Insatser of these forms of cooperation; Finsam when not asked.
    pub samverkansform: Vec<Samverkansform>,
    /// Divided by these.
    pub indelning: Vec<Indelning>,
}

impl Default for Urval {
    fn default() -> Self {
        Self {
            ar: Vec::new(),
            forbund: Vec::new(),
            lan: Vec::new(),
            insats: Vec::new(),
            samverkansform: vec![Samverkansform::Finsam],
            indelning: Vec::new(),
        }
    }
}

impl Urval {
    /// Everything in these calendar years.
    #[must_use]
    pub fn of_years(ar: impl IntoIterator<Item = i32>) -> Self {
        Self { ar: ar.into_iter().collect(), ..Self::default() }.normalized()
    }

    /// The same, with every list in order and each value once, so that equal questions are equal values.
    #[must_use]
    pub fn normalized(mut self) -> Self {
        normalize(&mut self.ar);
        normalize(&mut self.forbund);
        normalize(&mut self.lan);
        normalize(&mut self.insats);
        normalize(&mut self.samverkansform);
        normalize(&mut self.indelning);
        self
    }

    /// Whether the report is divided by `indelning`.
    #[must_use]
    pub fn is_divided_by(&self, indelning: Indelning) -> bool {
        self.indelning.contains(&indelning)
    }

    /// Every combination of the asked dimensions, in the order of their lists.
    pub(super) fn groups(&self) -> Vec<Grupp> {
        let kon = options(self.is_divided_by(Indelning::Kon), Kon::ALL);
        let age = options(self.is_divided_by(Indelning::Aldersgrupp), Aldersgrupp::ALL);
        kon.iter().flat_map(|kon| age.iter().map(|age| Grupp { kon: *kon, aldersgrupp: *age })).collect()
    }
}

/// One combination of the asked dimensions; `None` is everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grupp {
    pub(super) kon: Option<Kon>,
    pub(super) aldersgrupp: Option<Aldersgrupp>,
}

impl Grupp {
    /// Everyone.
    pub(super) const ALLA: Self = Self { kon: None, aldersgrupp: None };
}

fn options<T: Copy>(asked: bool, all: &[T]) -> Vec<Option<T>> {
    if asked { all.iter().copied().map(Some).collect() } else { vec![None] }
}

fn normalize<T: Ord>(values: &mut Vec<T>) {
    values.sort_unstable();
    values.dedup();
}
