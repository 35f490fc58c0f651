//! When two JSON documents say the same.

use bindery_runtime::Value;
use serde_json::{Map, Number};

/// Where two documents first differ, and how. A member that is null is like one that is absent,
/// and numbers are compared by value.
#[must_use]
pub fn difference(given: &Value, found: &Value) -> Option<String> {
    let mut path = Vec::new();
    let (given, found) = first(given, found, &mut path)?;
    let shown = |value: Option<&Value>| value.map_or("nothing".to_owned(), shorten);
    Some(format!(
        "at `/{}`: {} became {}",
        path.join("/"),
        shown(given),
        shown(found)
    ))
}

type Difference<'a> = (Option<&'a Value>, Option<&'a Value>);

fn first<'a>(given: &'a Value, found: &'a Value, path: &mut Vec<String>) -> Option<Difference<'a>> {
    match (given, found) {
        (Value::Object(left), Value::Object(right)) => members(left, right, path),
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => left
            .iter()
            .zip(right)
            .enumerate()
            .find_map(|(at, (given, found))| {
                below(&at.to_string(), path, |path| first(given, found, path))
            }),
        (Value::Number(left), Value::Number(right)) if same_number(left, right) => None,
        _ if given == found => None,
        _ => Some((Some(given), Some(found))),
    }
}

fn members<'a>(
    left: &'a Map<String, Value>,
    right: &'a Map<String, Value>,
    path: &mut Vec<String>,
) -> Option<Difference<'a>> {
    let known = left.iter().find_map(|(name, given)| {
        below(name, path, |path| match right.get(name) {
            Some(found) => first(given, found, path),
            None if given.is_null() => None,
            None => Some((Some(given), None)),
        })
    });
    known.or_else(|| {
        let added =
            |(name, found): &(&String, &Value)| !found.is_null() && !left.contains_key(*name);
        let (name, found) = right.iter().find(added)?;
        path.push(name.clone());
        Some((None, Some(found)))
    })
}

/// Looks below a step; the path keeps the step only if there is a difference.
fn below<'a>(
    step: &str,
    path: &mut Vec<String>,
    look: impl FnOnce(&mut Vec<String>) -> Option<Difference<'a>>,
) -> Option<Difference<'a>> {
    path.push(step.to_owned());
    let found = look(path);
    if found.is_none() {
        path.pop();
    }
    found
}

fn same_number(left: &Number, right: &Number) -> bool {
    left == right
        || match (left.as_i64(), right.as_i64()) {
            (Some(left), Some(right)) => left == right,
            _ => left.as_f64() == right.as_f64(),
        }
}

fn shorten(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn documents_that_say_the_same() {
        for (given, found) in [
            (json!({"a": null, "b": 1}), json!({"b": 1.0})),
            (json!({"b": 1}), json!({"a": null, "b": 1})),
            (json!([{"a": [null]}]), json!([{"a": [null], "c": null}])),
            (
                json!(18_446_744_073_709_551_615_u64),
                json!(18_446_744_073_709_551_615_u64),
            ),
        ] {
            assert_eq!(difference(&given, &found), None);
        }
    }

    #[test]
    fn documents_that_differ() {
        for (given, found, told) in [
            (json!({"a": 1}), json!({}), "at `/a`: 1 became nothing"),
            (
                json!({}),
                json!({"a": "x"}),
                "at `/a`: nothing became \"x\"",
            ),
            (json!([null, 1]), json!([null, 2]), "at `/1`: 1 became 2"),
            (json!([1]), json!([1, null]), "at `/`: [1] became [1,null]"),
            (
                json!({"a": {"b": ""}}),
                json!({"a": {"b": null}}),
                "at `/a/b`: \"\" became null",
            ),
            (
                json!(9_007_199_254_740_993_i64),
                json!(9_007_199_254_740_992_i64),
                "at `/`: 9007199254740993 became 9007199254740992",
            ),
        ] {
            assert_eq!(difference(&given, &found).as_deref(), Some(told));
        }
    }
}
