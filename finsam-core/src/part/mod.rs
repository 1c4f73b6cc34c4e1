//! The parties that pool money: the two state agencies, regions and kommuner.
//!
//! A part is named by its code everywhere: `forsakringskassan`, `arbetsformedlingen`, `region:22`, `kommun:2280`.
//! Before 2005 an allmän försäkringskassa (`forsakringskassa:22`) and before 2008 a länsarbetsnämnd
//! (`lansarbetsnamnd:22`) stood in their place, one for each län.
//!
//! ```
//! use finsam_core::part::{PartKod, Partslag};
//!
//! let part: PartKod = "kommun:2280".parse()?;
//! assert_eq!(part.name(), "Härnösand");
//! assert_eq!(part.slag(), Partslag::Kommun);
//! assert!("region:09".parse::<PartKod>().is_err(), "Gotland has no region");
//! # Ok::<(), finsam_core::part::OkandPart>(())
//! ```

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::geografi::{KOMMUNER, KommunKod, LAN, LanKod};

crate::kodlista! {
    /// The kinds of parties.
    pub enum Partslag = "partslag", "Slag av part", "Kind of party" {
        Forsakringskassan = "forsakringskassan", "Försäkringskassan", "The Social Insurance Agency";
        Arbetsformedlingen = "arbetsformedlingen", "Arbetsförmedlingen", "The Public Employment Service";
        Region = "region", "Region (före 2020 landsting)", "Region (landsting before 2020)";
        Kommun = "kommun", "Kommun", "Municipality";
        AllmanForsakringskassa = "forsakringskassa", "Allmän försäkringskassa (före 2005)", "Regional insurance office (before 2005)";
        Lansarbetsnamnd = "lansarbetsnamnd", "Länsarbetsnämnd (före 2008)", "County labour board (before 2008)";
    }
}

/// A party, by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKod {
    /// Försäkringskassan, one agency from 2005.
    Forsakringskassan,
    /// Arbetsförmedlingen, one agency from 2008.
    Arbetsformedlingen,
    /// The region of a län, landsting before 2020; every län but Gotland has one.
    Region(LanKod),
    /// A kommun.
    Kommun(KommunKod),
    /// The allmän försäkringskassa of a län, until 2004.
    AllmanForsakringskassa(LanKod),
    /// The länsarbetsnämnd of a län, until 2007.
    Lansarbetsnamnd(LanKod),
}

/// A text that names no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such part; expected forsakringskassan, arbetsformedlingen, region:NN or kommun:NNNN")]
pub struct OkandPart;

impl PartKod {
    /// What kind of part it is.
    #[must_use]
    pub const fn slag(self) -> Partslag {
        match self {
            Self::Forsakringskassan => Partslag::Forsakringskassan,
            Self::Arbetsformedlingen => Partslag::Arbetsformedlingen,
            Self::Region(_) => Partslag::Region,
            Self::Kommun(_) => Partslag::Kommun,
            Self::AllmanForsakringskassa(_) => Partslag::AllmanForsakringskassa,
            Self::Lansarbetsnamnd(_) => Partslag::Lansarbetsnamnd,
        }
    }

    /// The name of the part today.
    #[must_use]
    pub fn name(self) -> Cow<'static, str> {
        match self {
            Self::Forsakringskassan => "Försäkringskassan".into(),
            Self::Arbetsformedlingen => "Arbetsförmedlingen".into(),
            Self::Region(lan) => format!("Regionen i {}", lan.lan().namn).into(),
            Self::Kommun(kod) => kod.kommun().namn.into(),
            Self::AllmanForsakringskassa(lan) => format!("Allmänna försäkringskassan i {}", lan.lan().namn).into(),
            Self::Lansarbetsnamnd(lan) => format!("Länsarbetsnämnden i {}", lan.lan().namn).into(),
        }
    }

    /// Whether the part existed on `date`.
    #[must_use]
    pub fn exists_on(self, date: NaiveDate) -> bool {
        match self {
            Self::Forsakringskassan => date >= first_day(2005),
            Self::Arbetsformedlingen => date >= first_day(2008),
            Self::Region(_) => true,
            Self::Kommun(kod) => kod.kommun_on(date).is_some(),
            Self::AllmanForsakringskassa(_) => date < first_day(2005),
            Self::Lansarbetsnamnd(_) => date < first_day(2008),
        }
    }

    /// Every part of today: the two agencies, 20 regions and 290 kommuner.
    pub fn all() -> impl Iterator<Item = Self> {
        let regions = LAN.iter().filter(|lan| lan.has_region).map(|lan| Self::Region(lan.kod));
        let kommuner = KOMMUNER.iter().filter(|kommun| kommun.till.is_none()).map(|kommun| Self::Kommun(kommun.kod));
        [Self::Forsakringskassan, Self::Arbetsformedlingen].into_iter().chain(regions).chain(kommuner)
    }
}

fn first_day(year: i32) -> NaiveDate {
    NaiveDate::from_yo_opt(year, 1).unwrap_or(NaiveDate::MIN)
}

impl fmt::Display for PartKod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forsakringskassan | Self::Arbetsformedlingen => f.write_str(self.slag().code()),
            Self::Kommun(kod) => write!(f, "kommun:{kod}"),
            Self::Region(lan) | Self::AllmanForsakringskassa(lan) | Self::Lansarbetsnamnd(lan) => {
                write!(f, "{}:{lan}", self.slag().code())
            }
        }
    }
}

impl FromStr for PartKod {
    type Err = OkandPart;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        match s {
            "forsakringskassan" => return Ok(Self::Forsakringskassan),
            "arbetsformedlingen" => return Ok(Self::Arbetsformedlingen),
            _ => {}
        }
        let (slag, kod) = s.split_once(':').ok_or(OkandPart)?;
        let lan = || kod.parse::<LanKod>().map_err(|_| OkandPart);
        match slag {
            "kommun" => kod.parse().map(Self::Kommun).map_err(|_| OkandPart),
            "region" => lan().and_then(|lan| if lan.has_region() { Ok(Self::Region(lan)) } else { Err(OkandPart) }),
            "forsakringskassa" => lan().map(Self::AllmanForsakringskassa),
            "lansarbetsnamnd" => lan().map(Self::Lansarbetsnamnd),
            _ => Err(OkandPart),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for PartKod {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for PartKod {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde_text::parsed(deserializer, "the code of a part")
    }
}

#[cfg(feature = "utoipa")]
impl utoipa::PartialSchema for PartKod {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("A part by its code / En part med sin kod"))
            .format(Some(utoipa::openapi::SchemaFormat::Custom("part".to_owned())))
            .examples(["kommun:2280"])
            .into()
    }
}

#[cfg(feature = "utoipa")]
impl utoipa::ToSchema for PartKod {}
