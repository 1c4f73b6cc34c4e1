//! Measures on the wire: fields of their row, in the order of the report.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::rad::{Cell, Matt, Mattlista, Mattnamn, Mattslag};

impl Serialize for Matt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Antal(cell) => cell.serialize(serializer),
            Self::Andel { andel, .. } => andel.serialize(serializer),
            Self::Tal { antal, .. } => antal.serialize(serializer),
            Self::Belopp { belopp, .. } => belopp.serialize(serializer),
            Self::Decimal { tal, .. } => tal.serialize(serializer),
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
            let Ok(namn) = key.parse::<Mattnamn>() else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let matt = match namn.slag() {
                Mattslag::Antal => Matt::Antal(map.next_value::<Cell>()?),
                Mattslag::Andel => Matt::Andel { andel: map.next_value()?, skyddad: false },
                Mattslag::Tal => Matt::Tal { antal: map.next_value()?, skyddad: false },
                Mattslag::Belopp => Matt::Belopp { belopp: map.next_value()?, skyddad: false },
                Mattslag::Decimal => Matt::Decimal { tal: map.next_value()?, skyddad: false },
            };
            list.push((namn, matt));
        }
        Ok(Mattlista(list))
    }
}

#[cfg(feature = "utoipa")]
impl utoipa::PartialSchema for Mattlista {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        let nullable = |one: Type| {
            ObjectBuilder::new()
                .schema_type([one, Type::Null].into_iter().collect::<utoipa::openapi::schema::SchemaType>())
        };
        let schema = |namn: &Mattnamn| {
            let text = namn.text();
            let words = Some(format!("{} / {}", text.en, text.sv));
            match namn.slag() {
                Mattslag::Antal => Cell::schema(),
                Mattslag::Andel | Mattslag::Tal => nullable(Type::Integer).description(words).into(),
                Mattslag::Belopp | Mattslag::Decimal => nullable(Type::String).description(words).into(),
            }
        };
        let all = Mattnamn::ALL.iter();
        all.fold(ObjectBuilder::new(), |object, namn| object.property(namn.code(), schema(namn))).into()
    }
}

#[cfg(feature = "utoipa")]
impl utoipa::ToSchema for Mattlista {}
