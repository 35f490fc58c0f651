//! Any JSON, as a value that holds all of it.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::model::lenient::EXACT;

/// JSON without a duplicate name in its object, and without a number that may have been rounded.
///
/// Other JSON is an error here; [`lossy`](crate::model::lossy) reads it from its text.
pub(crate) struct Raw(pub(crate) Value);

/// How `serde_json` marks numbers that it hands over as text, if a program has it keep any precision.
const PRIVATE: &str = "$serde_json::private::";

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor).map(Self)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
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
        match is_inexact(value) {
            true => Err(E::custom("a number that may have been rounded")),
            false => Ok(value.into()),
        }
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Raw(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let is_private = name.starts_with(PRIVATE);
            let Raw(value) = map.next_value()?;
            if members.insert(name, value).is_some() || is_private {
                return Err(A::Error::custom("a duplicate name"));
            }
        }
        Ok(Value::Object(members))
    }
}

/// Whether a number may be an integer that `f64` does not hold: those below 2⁵³ are exact.
pub(crate) fn is_inexact(value: f64) -> bool {
    value.abs() >= EXACT
}
