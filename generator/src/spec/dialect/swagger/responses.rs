//! Responses (OpenAPI 2.0, "Response Object").

use serde_yaml::{Mapping, Value};

use crate::media_type::is_json;
use crate::pointer::Pointer;

use super::super::super::edit;
use super::super::Stage;
use super::collections::Site;
use super::media_types::{MediaType, MediaTypes, are_equal};
use super::uses::shared;
use super::{later, shared_name, text};

/// Any media type: a file may have any.
const ANY: &str = "*/*";

impl Stage {
    /// A response of an operation. One that is shared is used as it is if it has the media types of the operation.
    pub(super) fn response_of_operation(&mut self, value: &mut Value, produces: &MediaTypes) {
        if shared_name(value, "responses").is_some() {
            let Some((name, written)) = shared(&self.shared.responses, "responses", value) else {
                return;
            };
            let has_body = written.contains_key("schema");
            if !has_body || are_equal(&self.shared.of_response(&name), produces) {
                return;
            }
            let mut copy = written.clone();
            let origin = Pointer::root().join_all(["responses", &name]);
            share_schema(&mut copy, &origin);
            *value = Value::Mapping(copy);
            self.origins.derived(self.at.clone(), origin.clone());
            let above = std::mem::replace(&mut self.origin, origin);
            self.response(value, produces.clone());
            self.origin = above;
            return;
        }
        self.response(value, produces.clone());
    }

    pub(super) fn shared_response(&mut self, name: &str, value: &mut Value) {
        let produces = self.shared.of_response(name);
        self.response(value, produces);
    }

    fn response(&mut self, value: &mut Value, produces: MediaTypes) {
        let Value::Mapping(entries) = value else {
            return;
        };
        if entries.contains_key("$ref") {
            return;
        }
        self.later_keys(entries, later::RESPONSE);
        if let Some(Value::Mapping(headers)) = entries.get_mut("headers") {
            self.each_below("headers", headers, |stage, _, header| stage.header(header));
        }
        let examples = entries.shift_remove("examples");
        let Some(schema) = entries.shift_remove("schema") else {
            return;
        };
        let types = self.types_of_response(&schema, produces);
        let schema = match is_file(&schema) {
            true => binary(schema),
            false => schema,
        };
        let content = self.schema_by_type(schema, &types, examples.as_ref());
        entries.insert("content".into(), content);
    }

    /// The media types of a response with a body. A file is not decoded, so it has no media type of JSON.
    fn types_of_response(&mut self, schema: &Value, mut produces: MediaTypes) -> MediaTypes {
        if is_file(schema) {
            produces.retain(|it| !is_json(&it.name));
            if produces.is_empty() {
                produces.push(MediaType::assumed(ANY));
            }
        } else if produces.is_empty() {
            self.assumed(
                "there is no `produces` for this response: it is treated as `application/json`",
                "add `produces: [application/json]` to the document or to the operation",
            );
            produces.push(MediaType::assumed("application/json"));
        }
        produces
    }

    /// One schema for each media type, with their examples.
    pub(super) fn schema_by_type(
        &mut self,
        mut schema: Value,
        types: &MediaTypes,
        examples: Option<&Value>,
    ) -> Value {
        let origin = self.origin.clone();
        for (index, it) in types.iter().enumerate() {
            let here = self.at.join_all(["content", &it.name]);
            let written = it.origin.as_ref().unwrap_or(&origin);
            self.origins.derived(here.clone(), written.clone());
            let (made, written) = (here.join("schema"), origin.join("schema"));
            // References lead to the first one, and to what a copy is a copy of.
            match index == 0 && !self.origins.is_moved(&written) {
                true => self.origins.moved(made, written),
                false => self.origins.derived(made, written),
            }
        }
        self.origins.derived(self.at.join("content"), origin);
        if let Some(first) = types.first() {
            self.below("content", |stage| {
                stage.below(&first.name, |stage| {
                    stage.below("schema", |stage| stage.earlier_schema(&mut schema));
                });
            });
        }
        let mut content = Mapping::new();
        for it in types {
            let mut media_type = Mapping::new();
            media_type.insert("schema".into(), schema.clone());
            if let Some(example) = examples.and_then(|examples| examples.get(&*it.name)) {
                media_type.insert("example".into(), example.clone());
                self.moved(["content", &it.name, "example"], ["examples", &it.name]);
            }
            content.insert(it.name.as_str().into(), Value::Mapping(media_type));
        }
        Value::Mapping(content)
    }

    fn header(&mut self, value: &mut Value) {
        let Value::Mapping(entries) = value else {
            return;
        };
        self.later_keys(entries, later::PARAMETER);
        if !entries.contains_key("schema") && !entries.contains_key("$ref") {
            self.derived(["schema"], [] as [&str; 0]);
            self.schema_of(entries, "a header", Site::Whole);
        }
    }
}

fn is_file(schema: &Value) -> bool {
    schema.as_mapping().and_then(|schema| text(schema, "type")) == Some("file")
}

fn binary(mut schema: Value) -> Value {
    if let Value::Mapping(entries) = &mut schema {
        entries.insert("type".into(), "string".into());
        entries.insert("format".into(), "binary".into());
    }
    schema
}

/// Lets a copy refer to the schema of what it is a copy of, so that both have one type.
pub(super) fn share_schema(copy: &mut Mapping, origin: &Pointer) {
    if let Some(schema) = copy.get_mut("schema")
        && schema.get("$ref").is_none()
        && !is_file(schema)
    {
        *schema = edit::only("$ref", origin.join("schema").to_fragment().into());
    }
}
