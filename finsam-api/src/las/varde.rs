//! Reads any JSON document, noting the names that stand twice in an object.

use std::fmt;

use finsam_core::regel::{Avvikelse, format::FMT_02};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::citat;

/// Reads a document and finds every repeated name: the last one stands in the value, as in most readers, and that
/// readers differ is why it is a fault.
///
/// # Errors
/// When the text is not JSON.
pub(super) fn read(bytes: &[u8]) -> Result<(Value, Vec<Avvikelse>), serde_json::Error> {
    let mut found = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Reader { path: &mut String::new(), found: &mut found }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok((value, found))
}

struct Reader<'a> {
    path: &'a mut String,
    found: &'a mut Vec<Avvikelse>,
}

impl Reader<'_> {
    /// Goes a step down with a reader for what stands there, and up again.
    fn down<T>(&mut self, name: &str, read: impl FnOnce(Reader<'_>) -> T) -> T {
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(&name.replace('~', "~0").replace('/', "~1"));
        let result = read(Reader { path: self.path, found: self.found });
        self.path.truncate(length);
        result
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = self.down(&values.len().to_string(), |reader| seq.next_element_seed(reader))? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = self.down(&name, |reader| map.next_value_seed(reader))?;
            if members.contains_key(&name) {
                let place = self.down(&name, |reader| citat::place(reader.path));
                self.found.push(FMT_02.at(place).expected("the name once").saying(
                    "Fältet står flera gånger i samma objekt.",
                    "The field stands several times in the same object.",
                ));
            }
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}
