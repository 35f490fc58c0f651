//! Schemas (OpenAPI 2.0, "Schema Object").

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::{Mapping, Value};

use crate::pointer::Pointer;

use super::super::super::edit;
use super::super::super::shape::SCHEMA;
use super::super::super::validate::text_keys;
use super::super::Stage;
use super::{later, shared_name, text};

/// The value of the discriminator that means a schema, in common extensions.
const DISCRIMINATOR_VALUES: &[&str] = &["x-ms-discriminator-value", "x-discriminator-value"];

impl Stage {
    pub(super) fn earlier_schema(&mut self, value: &mut Value) {
        let Value::Mapping(entries) = value else {
            return;
        };
        self.later_keys(entries, later::SCHEMA);
        self.nullable(entries);
        // JSON Schema, draft 4, has lists of types.
        let is_list = matches!(entries.get("type"), Some(Value::Sequence(_)));
        if is_list || text(entries, "type") == Some("null") {
            self.types(entries);
        }
        if let Some(property @ Value::String(_)) = entries.get_mut("discriminator") {
            let name = std::mem::take(property);
            *property = edit::only("propertyName", name);
            self.moved(["discriminator", "propertyName"], ["discriminator"]);
        }
        self.each(entries, |key| SCHEMA.below(key));
    }

    /// 2.0 has no null, but this extension is common.
    pub(super) fn nullable(&mut self, entries: &mut Mapping) {
        if let Some(value) = entries.shift_remove("x-nullable")
            && !entries.contains_key("nullable")
        {
            entries.insert("nullable".into(), value);
            self.moved(["nullable"], ["x-nullable"]);
        }
    }
}

/// Adds the values that schemas say in an extension to the discriminators that they inherit.
pub(super) fn map_discriminators(schemas: &mut Mapping) {
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (name, schema) in text_keys(schemas) {
        let mut keys = DISCRIMINATOR_VALUES.iter();
        if let Some(value) = keys.find_map(|key| schema.get(*key)?.as_str())
            && let Some(base) = base(schemas, name)
        {
            let entry = (value.to_owned(), name.to_owned());
            found.entry(base).or_default().push(entry);
        }
    }
    for (base, values) in found {
        let discriminator = schemas.get_mut(base.as_str());
        let discriminator = discriminator.and_then(|schema| schema.get_mut("discriminator"));
        let Some(mapping) = discriminator
            .and_then(Value::as_mapping_mut)
            .and_then(|discriminator| edit::entry(discriminator, "mapping"))
        else {
            continue;
        };
        for (value, name) in values {
            let target = Pointer::root().join_all(["components", "schemas", &name]);
            let target = target.to_fragment();
            mapping.entry(value.into()).or_insert_with(|| target.into());
        }
    }
}

/// The schema with a discriminator that a schema is, or extends.
fn base(schemas: &Mapping, name: &str) -> Option<String> {
    let mut waiting = vec![name.to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        let Some(schema) = schemas.get(name.as_str()) else {
            continue;
        };
        if schema.get("discriminator").is_some() {
            return Some(name);
        }
        let members = schema.get("allOf").and_then(Value::as_sequence);
        let bases = members.into_iter().flatten();
        for base in bases.filter_map(|member| shared_name(member, "definitions")) {
            if seen.insert(base.clone()) {
                waiting.push(base);
            }
        }
    }
    None
}
