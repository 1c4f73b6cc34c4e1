//! Reads only the key of a JSON record.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer as _, Error, IgnoredAny, MapAccess, Visitor};

type Key<'a> = (Option<Cow<'a, str>>, Option<Cow<'a, str>>);

/// `kallsystem` and `nyckel` at the top level of a JSON object, when both are texts.
pub(super) fn key(raw: &[u8]) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    let mut found: Key<'_> = (None, None);
    // Reading breaks off with an error as soon as both are found, so whether it succeeds says nothing.
    drop(serde_json::Deserializer::from_slice(raw).deserialize_map(Object(&mut found)));
    found.0.zip(found.1)
}

struct Object<'a, 'de>(&'a mut Key<'de>);

impl<'de> Visitor<'de> for Object<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key_seed(Text)? {
            match name.as_ref() {
                "kallsystem" => self.0.0 = Some(map.next_value_seed(Text)?),
                "nyckel" => self.0.1 = Some(map.next_value_seed(Text)?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            if self.0.0.is_some() && self.0.1.is_some() {
                return Err(A::Error::custom("enough"));
            }
        }
        Ok(())
    }
}

/// A text, borrowed where it stands without escapes.
struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}
