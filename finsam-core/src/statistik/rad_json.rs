//! Measures on the wire: fields of their row, in the order of the report.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::rad::{Cell, Matt, Mattlista, Mattnamn};

impl Serialize for Matt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Antal(cell) => cell.serialize(serializer),
            Self::Andel { andel, .. } => andel.serialize(serializer),
        }
    }
}

impl Serialize for Mattlista {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (namn, matt) in &self.0 {
            map.serialize_entry(namn.code(), matt)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Mattlista {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Mattlista;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the measures of a row")
    }

    /// Measures that a later server has and this one does not know are passed over.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Mattlista, A::Error> {
        let mut list = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            match key.parse::<Mattnamn>() {
                Ok(namn) if namn.is_plain_share() => {
                    list.push((namn, Matt::Andel { andel: map.next_value()?, skyddad: false }));
                }
                Ok(namn) => list.push((namn, Matt::Antal(map.next_value::<Cell>()?))),
                Err(_) => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Mattlista(list))
    }
}

#[cfg(feature = "utoipa")]
impl utoipa::PartialSchema for Mattlista {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        let share = || {
            ObjectBuilder::new()
                .schema_type([Type::Integer, Type::Null].into_iter().collect::<utoipa::openapi::schema::SchemaType>())
        };
        Mattnamn::ALL
            .iter()
            .fold(ObjectBuilder::new(), |object, namn| {
                let text = namn.text();
                let words = format!("{} / {}", text.en, text.sv);
                if namn.is_plain_share() {
                    object.property(namn.code(), share().description(Some(words)))
                } else {
                    object.property(namn.code(), Cell::schema())
                }
            })
            .into()
    }
}

#[cfg(feature = "utoipa")]
impl utoipa::ToSchema for Mattlista {}
