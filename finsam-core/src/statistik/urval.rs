//! What a report is asked for.

use crate::geografi::{KommunKod, LanKod};
use crate::id::{ForbundId, InsatsId};
use crate::insats::{Malgrupp, Samverkansform};

use super::period::Periodslag;
use super::rapport::Rapportenhet;

crate::kodlista! {
    /// What a report can be divided by, besides period and category.
    pub enum Indelning = "indelning", "Indelning av en rapport", "Division of a report" {
        Kon = "kon", "Kön", "Sex";
        Aldersgrupp = "aldersgrupp", "Åldersgrupp", "Age group";
        Utbildningsniva = "utbildningsniva", "Utbildningsnivå", "Level of education";
        Tid = "tid", "Tid i offentlig försörjning före start", "Time in public support before the start";
        Insatstyp = "insatstyp", "Insatsens typ", "Kind of insats";
        Malgrupp = "malgrupp", "Insatsens målgrupp", "Target group of the insats";
        Lan = "lan", "Län som förbundets område rör", "Län that the area of the förbund touches";
        Forbund = "forbund", "Förbund", "Förbund";
        Kommun = "kommun", "Deltagarens kommun", "Kommun of the participant";
        Insats = "insats", "Insats", "Insats";
    }
}

impl Indelning {
    /// Whether it divides by where people take part, or by what they are.
    #[must_use]
    pub const fn is_place(self) -> bool {
        !matches!(self, Self::Kon | Self::Aldersgrupp | Self::Utbildningsniva | Self::Tid)
    }
}

/// What a report is asked for. Several values of one kind select any of them, several kinds what fits all; an empty
/// list selects everything. Which selections may be asked where small numbers are protected,
/// [`check_urval`](super::check_urval) tells.
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
    /// Whole years, or the half-years or months of them.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub period: Periodslag,
    /// What is counted: participations, or each person once.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub enhet: Rapportenhet,
    /// Insatser of these förbund.
    pub forbund: Vec<ForbundId>,
    /// Insatser of förbund whose area touches these län; a förbund in two län counts in both.
    pub lan: Vec<LanKod>,
    /// Participants of these kommuner.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub kommun: Vec<KommunKod>,
    /// These insatser.
    pub insats: Vec<InsatsId>,
    /// Insatser for any of these target groups.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub malgrupp: Vec<Malgrupp>,
    /// Insatser of these forms of cooperation; Finsam when not asked.
    pub samverkansform: Vec<Samverkansform>,
    /// Divided by these.
    pub indelning: Vec<Indelning>,
}

#[cfg(feature = "serde")]
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Default for Urval {
    fn default() -> Self {
        Self {
            ar: Vec::new(),
            period: Periodslag::Ar,
            enhet: Rapportenhet::Deltagande,
            forbund: Vec::new(),
            lan: Vec::new(),
            kommun: Vec::new(),
            insats: Vec::new(),
            malgrupp: Vec::new(),
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
        normalize(&mut self.kommun);
        normalize(&mut self.insats);
        normalize(&mut self.malgrupp);
        normalize(&mut self.samverkansform);
        normalize(&mut self.indelning);
        self
    }

    /// Whether the report is divided by `indelning`.
    #[must_use]
    pub fn is_divided_by(&self, indelning: Indelning) -> bool {
        self.indelning.contains(&indelning)
    }
}

fn normalize<T: Ord>(values: &mut Vec<T>) {
    values.sort_unstable();
    values.dedup();
}
