//! How much there is to do in an insats.

use chrono::NaiveDate;

use crate::deltagande::{Arbetslista, Arbetstal};
use crate::id::InsatsId;
use crate::part::PartKod;
use crate::statistik::Cell;

/// How much there is to do in an insats.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Arbetslage {
    /// The insats.
    pub insats_id: InsatsId,
    /// Whose participations; those of all parts where none is named, small numbers hidden.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub part: Option<PartKod>,
    /// The day that is judged.
    pub per: NaiveDate,
    /// How many months are long.
    #[cfg_attr(feature = "utoipa", schema(minimum = 1, maximum = 60, example = 6))]
    pub manader: u32,
    /// Every list.
    pub listor: Vec<Arbetslagesrad>,
}

/// How many stand on a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Arbetslagesrad {
    /// Which list.
    pub lista: Arbetslista,
    /// Of how many: the open ones, those that are to be followed up, or all; told to parts alone.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 40))]
    pub underlag: Option<i64>,
    /// How many, and to parts their share of `underlag`.
    pub deltaganden: Cell,
}

impl Arbetslage {
    /// What has been counted.
    #[must_use]
    pub fn of(insats_id: InsatsId, part: Option<PartKod>, per: NaiveDate, manader: u32, tal: &Arbetstal) -> Self {
        let row = |lista: &Arbetslista| {
            let (antal, underlag) = tal.of(*lista);
            let deltaganden = Cell::of(Some(antal), Some(underlag));
            Arbetslagesrad { lista: *lista, underlag: Some(underlag), deltaganden }
        };
        Self { insats_id, part, per, manader, listor: Arbetslista::ALL.iter().map(row).collect() }
    }

    /// The same for those who may not see persons: a number from 1 and below `troskel` is hidden, of those on a list, of
    /// those they are counted among, and of the others of them. What they are counted among is not told, nor any share of
    /// it: of those who are to be followed up after 3 and after 6 months, one less the other is those who ended between.
    ///
    /// ```
    /// use finsam_core::deltagande::{Arbetslista, Arbetstal};
    /// use finsam_core::id::InsatsId;
    /// use finsam_core::protokoll::Arbetslage;
    ///
    /// let shown = |ororda, oppna| {
    ///     let tal = Arbetstal { oppna, ororda, ..Arbetstal::default() };
    ///     let id = InsatsId(uuid::Uuid::from_u128(1));
    ///     let lage = Arbetslage::of(id, None, "2015-06-01".parse().unwrap(), 6, &tal).protected(5);
    ///     (lage.listor[0].deltaganden.antal, lage.listor[0].underlag)
    /// };
    /// assert_eq!(shown(6, 12), (Some(6), None));
    /// assert_eq!(shown(4, 12), (None, None));
    /// assert_eq!(shown(9, 12), (None, None), "three others");
    /// assert_eq!(shown(0, 4), (None, None));
    /// assert_eq!(shown(0, 0), (Some(0), None));
    /// ```
    #[must_use]
    pub fn protected(mut self, troskel: i64) -> Self {
        let small = |n: i64| (1..troskel).contains(&n);
        for rad in &mut self.listor {
            let (antal, underlag) = (rad.deltaganden.antal.unwrap_or(0), rad.underlag.unwrap_or(0));
            let hidden = small(antal) || small(underlag) || small(underlag - antal);
            rad.deltaganden = if hidden { Cell::SKYDDAD } else { Cell::of(Some(antal), None) };
            rad.underlag = None;
        }
        self
    }
}
