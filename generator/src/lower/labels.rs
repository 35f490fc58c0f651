//! Names and descriptions of enum values: not part of OpenAPI, but common extensions.

use std::collections::BTreeMap;

use openapiv3::Schema as Source;
use serde_json::Value;

use super::keywords::Keywords;
use crate::ir::{Label, TypeShape};

/// Extensions with names by position: of OpenAPI Generator, NSwag and others.
const NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names"];
/// Extensions with descriptions, by position or by value.
const DESCRIPTIONS: &[&str] = &["x-enum-descriptions", "x-enumDescriptions"];

/// The labels of the values of a schema that is an enumeration, in the order of the texts of the values.
pub(super) fn of(schema: &Source, shape: &TypeShape) -> Vec<(String, Label)> {
    let mut labels = BTreeMap::new();
    let extensions = &schema.schema_data.extensions;
    let first = |keys: &[&str]| keys.iter().find_map(|key| extensions.get(*key));
    let (names, descriptions) = (first(NAMES), first(DESCRIPTIONS));
    if !matches!(shape, TypeShape::Enumeration(_)) || names.or(descriptions).is_none() {
        return Vec::new();
    }
    for (index, value) in Keywords::of(schema).values.iter().enumerate() {
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let label = Label {
            name: said(names, index, &text),
            description: said(descriptions, index, &text),
        };
        if label != Label::default() {
            labels.entry(text).or_insert(label);
        }
    }
    labels.into_iter().collect()
}

/// The entry of a list at an index, or the entry of a mapping for the value.
fn said(of_all: Option<&Value>, index: usize, text: &str) -> Option<String> {
    let of_value = match of_all? {
        Value::Array(list) => list.get(index),
        Value::Object(by_value) => by_value.get(text),
        _ => None,
    };
    let words = of_value?.as_str()?.trim();
    (!words.is_empty()).then(|| words.to_owned())
}
