//! Editing of values, for the steps before the checks.

use serde_yaml::{Mapping, Value};

use crate::pointer::Pointer;

/// The node at a pointer.
pub(super) fn node<'v>(root: &'v mut Value, at: &Pointer) -> Option<&'v mut Value> {
    at.tokens().try_fold(root, |value, token| match value {
        Value::Mapping(entries) => entries.get_mut(token),
        Value::Sequence(items) => items.get_mut(token.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The mapping at a pointer.
pub(super) fn mapping<'v>(root: &'v mut Value, at: &Pointer) -> Option<&'v mut Mapping> {
    node(root, at)?.as_mapping_mut()
}

/// The mapping under a key, created if necessary; `None` if the value is something else.
pub(super) fn entry<'v>(entries: &'v mut Mapping, key: &str) -> Option<&'v mut Mapping> {
    let value = entries
        .entry(key.into())
        .or_insert_with(|| Value::Mapping(Mapping::new()));
    value.as_mapping_mut()
}

/// The mapping below several keys, created if necessary.
pub(super) fn below<'v>(entries: &'v mut Mapping, keys: &[&str]) -> Option<&'v mut Mapping> {
    let mut keys = keys.iter();
    keys.try_fold(entries, |entries, key| entry(entries, key))
}

/// A mapping with one key.
pub(super) fn only(key: &str, value: Value) -> Value {
    Value::Mapping([(key.into(), value)].into_iter().collect())
}

/// Removes an entry from its mapping; returns whether it existed.
pub(super) fn remove(root: &mut Value, at: &Pointer) -> bool {
    let (Some(above), Some(key)) = (at.parent(), at.last()) else {
        return false;
    };
    mapping(root, &above).is_some_and(|entries| entries.shift_remove(key).is_some())
}

/// Gives a key of a mapping another name, at the same position.
pub(super) fn rename(entries: &mut Mapping, from: &str, to: &str) -> bool {
    if entries.contains_key(to) || !entries.contains_key(from) {
        return false;
    }
    let old = std::mem::take(entries);
    for (key, value) in old {
        match key.as_str() == Some(from) {
            true => entries.insert(to.into(), value),
            false => entries.insert(key, value),
        };
    }
    true
}
