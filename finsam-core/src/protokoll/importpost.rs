//! One record of an import: the body of PUT and its key, side by side in one JSON object.

use crate::deltagande::{Deltagandeuppgift, Nyckel};

/// A record of an import: a [`Deltagandeuppgift`] with `kallsystem` and `nyckel` at the top level.
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use finsam_core::protokoll::Importpost;
///
/// let post: Importpost = serde_json::from_str(
///     r#"{"kallsystem":"treserva","nyckel":"d-1","insatsNyckel":"i-1","registrering":"anonym",
///         "kon":"man","startdatum":"2014-05-01"}"#,
/// )?;
/// assert_eq!(post.nyckel.nyckel, "d-1");
/// assert!(serde_json::from_str::<Importpost>(r#"{"kallsystem":"treserva","nyckel":"d-1"}"#).is_err());
/// # }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Importpost {
    /// The sender's own key of it.
    pub nyckel: Nyckel,
    /// What is said of the participation.
    pub uppgift: Deltagandeuppgift,
}

/// A record of an import that deletes: only `kallsystem` and `nyckel` are read. The other fields of an
/// [`Importpost`] may stand beside them, so that what was once sent can be sent to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raderingspost {
    /// The sender's own key of what is to be deleted.
    pub nyckel: Nyckel,
}

#[cfg(feature = "serde")]
mod json {
    use std::cell::Cell;
    use std::fmt;
    use std::marker::PhantomData;

    use serde::de::value::StrDeserializer;
    use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
    use serde::{Serialize, Serializer};

    use super::{Deltagandeuppgift, Importpost, Nyckel, Raderingspost};

    impl Serialize for Importpost {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            #[derive(Serialize)]
            struct Flat<'a> {
                kallsystem: &'a str,
                nyckel: &'a str,
                #[serde(flatten)]
                uppgift: &'a Deltagandeuppgift,
            }
            let Nyckel { kallsystem, nyckel } = &self.nyckel;
            Flat { kallsystem, nyckel, uppgift: &self.uppgift }.serialize(serializer)
        }
    }

    /// Reads the object once. Flattening would buffer every field and could not refuse unknown ones; here the two
    /// fields of the key are taken out on the way to the derived reader of [`Deltagandeuppgift`].
    impl<'de> Deserialize<'de> for Importpost {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(Record)
        }
    }

    struct Record;

    impl<'de> Visitor<'de> for Record {
        type Value = Importpost;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Importpost, A::Error> {
            let mut key = Keyparts::default();
            let uppgift = Deltagandeuppgift::deserialize(Rest { map, key: &mut key })?;
            Ok(Importpost { nyckel: key.finish()?, uppgift })
        }
    }

    #[derive(Clone, Copy)]
    enum Part {
        Kallsystem,
        Nyckel,
    }

    impl Part {
        fn of(name: &str) -> Option<Self> {
            match name {
                "kallsystem" => Some(Self::Kallsystem),
                "nyckel" => Some(Self::Nyckel),
                _ => None,
            }
        }
    }

    #[derive(Default)]
    struct Keyparts {
        kallsystem: Option<String>,
        nyckel: Option<String>,
    }

    impl Keyparts {
        fn read<'de, A: MapAccess<'de>>(&mut self, part: Part, map: &mut A) -> Result<(), A::Error> {
            let (slot, name) = match part {
                Part::Kallsystem => (&mut self.kallsystem, "kallsystem"),
                Part::Nyckel => (&mut self.nyckel, "nyckel"),
            };
            if slot.is_some() {
                return Err(A::Error::duplicate_field(name));
            }
            *slot = Some(map.next_value()?);
            Ok(())
        }

        fn finish<E: Error>(self) -> Result<Nyckel, E> {
            Ok(Nyckel {
                kallsystem: self.kallsystem.ok_or_else(|| E::missing_field("kallsystem"))?,
                nyckel: self.nyckel.ok_or_else(|| E::missing_field("nyckel"))?,
            })
        }
    }

    /// What is left of the object when the key is taken out.
    struct Rest<'a, A> {
        map: A,
        key: &'a mut Keyparts,
    }

    impl<'de, A: MapAccess<'de>> Deserializer<'de> for Rest<'_, A> {
        type Error = A::Error;

        fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
            visitor.visit_map(self)
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
        }
    }

    impl<'de, A: MapAccess<'de>> MapAccess<'de> for Rest<'_, A> {
        type Error = A::Error;

        fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, mut seed: K) -> Result<Option<K::Value>, A::Error> {
            loop {
                match self.map.next_key_seed(Name(seed))? {
                    None => return Ok(None),
                    Some(Named::Other(key)) => return Ok(Some(key)),
                    Some(Named::Key(part, back)) => {
                        self.key.read(part, &mut self.map)?;
                        seed = back;
                    }
                }
            }
        }

        fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
            self.map.next_value_seed(seed)
        }
    }

    /// The name of a field: one of the key's, giving the seed back, or one for the seed.
    struct Name<K>(K);

    enum Named<K, V> {
        Key(Part, K),
        Other(V),
    }

    impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for Name<K> {
        type Value = Named<K, K::Value>;

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
            deserializer.deserialize_str(self)
        }
    }

    impl<'de, K: DeserializeSeed<'de>> Visitor<'de> for Name<K> {
        type Value = Named<K, K::Value>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("the name of a field")
        }

        fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
            match Part::of(name) {
                Some(part) => Ok(Named::Key(part, self.0)),
                None => self.0.deserialize(StrDeserializer::new(name)).map(Named::Other),
            }
        }
    }

    impl<'de> Deserialize<'de> for Raderingspost {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(Deletion)
        }
    }

    struct Deletion;

    impl<'de> Visitor<'de> for Deletion {
        type Value = Raderingspost;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raderingspost, A::Error> {
            let mut key = Keyparts::default();
            while let Some(named) = map.next_key_seed(Name(PhantomData::<KnownField>))? {
                match named {
                    Named::Key(part, _) => key.read(part, &mut map)?,
                    Named::Other(KnownField) => {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
            }
            Ok(Raderingspost { nyckel: key.finish()? })
        }
    }

    /// A field that a [`Deltagandeuppgift`] has.
    struct KnownField;

    impl<'de> Deserialize<'de> for KnownField {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
            let known = fields();
            if known.contains(&name.as_ref()) { Ok(Self) } else { Err(D::Error::unknown_field(&name, known)) }
        }
    }

    /// The names that the derived reader of [`Deltagandeuppgift`] asks for.
    fn fields() -> &'static [&'static str] {
        let seen = Cell::new([].as_slice());
        // The reader gets no further than asking: the answer is in `seen`, the error says nothing.
        drop(Deltagandeuppgift::deserialize(Asked(&seen)));
        seen.get()
    }

    struct Asked<'a>(&'a Cell<&'static [&'static str]>);

    impl<'de> Deserializer<'de> for Asked<'_> {
        type Error = serde::de::value::Error;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
            Err(Error::custom("no value"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Self::Error> {
            self.0.set(fields);
            self.deserialize_any(visitor)
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }
}

#[cfg(feature = "utoipa")]
mod schema {
    use utoipa::openapi::RefOr;
    use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType};
    use utoipa::{PartialSchema, ToSchema};

    use super::{Deltagandeuppgift, Importpost, Nyckel, Raderingspost};

    /// The fields of the key, then those of a participation, all in one object.
    fn merged(description: &str, needs_the_rest: bool) -> RefOr<Schema> {
        let (RefOr::T(Schema::Object(key)), RefOr::T(Schema::Object(rest))) =
            (Nyckel::schema(), Deltagandeuppgift::schema())
        else {
            return ObjectBuilder::new().description(Some(description)).into();
        };
        let mut whole = key;
        whole.description = Some(description.to_owned());
        whole.additional_properties = rest.additional_properties.clone();
        for (name, schema) in rest.properties {
            let schema = if needs_the_rest { schema } else { anything() };
            whole.properties.insert(name, schema);
        }
        if needs_the_rest {
            whole.required.extend(rest.required);
        }
        Schema::Object(whole).into()
    }

    /// The schema of a field that is not read.
    fn anything() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(SchemaType::AnyValue).into()
    }

    impl PartialSchema for Importpost {
        fn schema() -> RefOr<Schema> {
            merged("A participation and its key / Ett deltagande och dess nyckel", true)
        }
    }

    impl ToSchema for Importpost {
        fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
            Deltagandeuppgift::schemas(schemas);
        }
    }

    impl PartialSchema for Raderingspost {
        fn schema() -> RefOr<Schema> {
            merged("The key of what is to be deleted / Nyckeln till det som ska raderas", false)
        }
    }

    impl ToSchema for Raderingspost {}
}
