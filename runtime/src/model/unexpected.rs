//! Values of responses beyond the document.

use std::collections::BTreeMap;
use std::collections::btree_map;
use std::fmt;
use std::mem::{self, ManuallyDrop};

use serde_json::Value;

use crate::model::original::Original;

/// The properties that a model does not declare, and the values that do not match their schema, by the names
/// in the JSON.
///
/// They are written back when the model is encoded, unless its field has a value by then: decoding and
/// encoding a JSON document gives an equal one, except for null of an optional property in a type that only
/// responses have.
///
/// It also remembers the original form of converted values (`"0.05"` for a declared number), which required
/// properties were missing, and which items of lists were removed. Unless a field has changed, these are
/// encoded in their original form. They do not take part in comparisons, and [`len`](Self::len) does not
/// count them; [`removed`](Self::removed) returns the items.
pub struct Unexpected(ManuallyDrop<Option<Box<Held>>>);

/// Behind one pointer: every model has one, and most are empty.
#[derive(Clone, Default)]
struct Held {
    values: BTreeMap<String, Value>,
    /// Sorted by path.
    originals: Vec<Original>,
}

static NOTHING: BTreeMap<String, Value> = BTreeMap::new();

impl Unexpected {
    /// Creates an empty value.
    pub const fn new() -> Self {
        Self(ManuallyDrop::new(None))
    }

    fn values(&self) -> &BTreeMap<String, Value> {
        self.0.as_deref().map_or(&NOTHING, |held| &held.values)
    }

    /// The raw value with this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values().get(name)
    }

    /// Names and raw values, sorted by name.
    pub fn iter(&self) -> btree_map::Iter<'_, String, Value> {
        self.values().iter()
    }

    /// The number of values.
    pub fn len(&self) -> usize {
        self.values().len()
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.values().is_empty()
    }

    /// Adds a raw value; returns the previous one with this name.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        let held = self.0.get_or_insert_default();
        held.values.insert(name.into(), value.into())
    }

    /// Removes and returns a raw value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.as_mut()?.values.remove(name)
    }

    /// The items and entries that did not match their schema and were removed from the model's lists and
    /// maps: where they were, as a JSON Pointer (RFC 6901) relative to the model, and their raw values.
    ///
    /// Items removed from a model in a field are in the `unexpected` of that model.
    pub fn removed(&self) -> Vec<(String, &Value)> {
        let originals = self.originals().iter();
        originals.flat_map(Original::removed).collect()
    }

    pub(crate) fn originals(&self) -> &[Original] {
        self.0.as_deref().map_or(&[], |held| &held.originals)
    }

    /// Keeps originals.
    pub(crate) fn keep(&mut self, mut originals: Vec<Original>) {
        if originals.is_empty() {
            return;
        }
        originals.sort_by(|one, other| one.path.cmp(&other.path));
        self.0.get_or_insert_default().originals = originals;
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::new();
    }
}

/// A program contains the code that drops a model several times. Dropping unexpected values is its only part
/// that takes more than a few instructions, and, to the compiler, the only one that may unwind: this is its
/// single copy, and the C ABI declares that it does not unwind.
impl Drop for Unexpected {
    #[inline]
    fn drop(&mut self) {
        if self.0.is_some() {
            release(self);
        }
    }
}

#[inline(never)]
extern "C" fn release(unexpected: &mut Unexpected) {
    let values = mem::replace(&mut unexpected.0, ManuallyDrop::new(None));
    drop(ManuallyDrop::into_inner(values));
}

impl Clone for Unexpected {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl Default for Unexpected {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Unexpected {
    fn eq(&self, other: &Self) -> bool {
        self.values() == other.values()
    }
}

impl<N: Into<String>, V: Into<Value>> FromIterator<(N, V)> for Unexpected {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(values: I) -> Self {
        let mut unexpected = Self::new();
        for (name, value) in values {
            unexpected.insert(name, value);
        }
        unexpected
    }
}

impl<N: Into<String>, V: Into<Value>, const L: usize> From<[(N, V); L]> for Unexpected {
    fn from(values: [(N, V); L]) -> Self {
        Self::from_iter(values)
    }
}

impl<'a> IntoIterator for &'a Unexpected {
    type Item = (&'a String, &'a Value);
    type IntoIter = btree_map::Iter<'a, String, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Shows only names and kinds of JSON: the values may be sensitive.
impl fmt::Debug for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = self.iter().map(|(name, value)| (name, Plain(kind(value))));
        f.debug_map().entries(kinds).finish()
    }
}

struct Plain(&'static str);

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The name of this kind of JSON value.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_taken_out_leaves_nothing() {
        let mut unexpected = Unexpected::from([("sid", json!("BS"))]);
        assert_ne!(unexpected, Unexpected::new());
        assert_eq!(unexpected.remove("sid"), Some(json!("BS")));
        assert_eq!((unexpected.remove("sid"), unexpected.len()), (None, 0));
        assert_eq!(unexpected, Unexpected::new());
    }

    #[test]
    fn debug_shows_no_value() {
        let unexpected = Unexpected::from([("sid", json!("secret")), ("n", json!(null))]);
        assert_eq!(format!("{unexpected:?}"), r#"{"n": null, "sid": string}"#);
    }
}
