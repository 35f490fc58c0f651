//! Types next to a parameter or a header, which are schemas in 3.0 (OpenAPI 2.0, "Parameter Object", "Items Object" and
//! "Header Object").

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Place};

use super::super::super::shape::SCHEMA;
use super::super::Stage;
use super::text;

/// Keys that parameters and schemas both have, and that stay where they are.
const OF_PARAMETER: &[&str] = &[
    "description",
    "required",
    "deprecated",
    "example",
    "externalDocs",
];

/// Extensions that belong to the schema.
const OF_SCHEMA: &[&str] = &[
    "x-nullable",
    "x-enum-varnames",
    "x-enumNames",
    "x-enum-names",
    "x-enum-descriptions",
    "x-enumDescriptions",
];

impl Stage {
    /// Takes the schema out of a parameter or a header. The walk is at the schema, whose keys were written in the object.
    pub(super) fn value_schema(&mut self, entries: &mut Mapping, owner: &str) -> Mapping {
        let is_keyword = |key: &str| {
            let is_field = SCHEMA.fields.iter().any(|field| field.name == key);
            OF_SCHEMA.contains(&key) || is_field && !OF_PARAMETER.contains(&key)
        };
        let mut schema = Mapping::new();
        for (key, value) in std::mem::take(entries) {
            match key.as_str().is_some_and(is_keyword) {
                true => schema.insert(key, value),
                false => entries.insert(key, value),
            };
        }
        if !schema.contains_key("type") {
            let ty = match schema.contains_key("items") {
                true => "array",
                false => "string",
            };
            let taken = match ty {
                "array" => "it is treated as a list",
                _ => "it is treated as a string",
            };
            self.mistake(
                Code::MissingKey,
                Place::value(self.origin.clone()),
                format!("{owner} has no `type`"),
                "add `type`: OpenAPI requires it",
                taken,
            );
            schema.insert("type".into(), ty.into());
        }
        self.value_keywords(&mut schema);
        schema
    }

    fn value_keywords(&mut self, schema: &mut Mapping) {
        self.nullable(schema);
        if matches!(schema.get("type"), Some(Value::Sequence(_))) {
            self.types(schema);
        }
        if text(schema, "type") == Some("file") {
            schema.insert("type".into(), "string".into());
            schema.insert("format".into(), "binary".into());
            self.derived(["format"], ["type"]);
        }
        if let Some(Value::Mapping(items)) = schema.get_mut("items") {
            self.below("items", |stage| {
                if items.shift_remove("collectionFormat").is_some() {
                    stage.told.note(
                        Code::UndefinedStyle,
                        stage.origin.join("collectionFormat"),
                        "the `collectionFormat` of lists in lists is not supported",
                        "make the inner list a string, and join its items in your program",
                    );
                }
                stage.value_keywords(items);
            });
        }
    }
}
