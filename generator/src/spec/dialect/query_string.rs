//! Parameters that are the whole query string (OpenAPI 3.2, "Parameter Object", `in`: `querystring`).
//!
//! One whose content is a form of an object is what a parameter in the query with the style `form` is in OpenAPI 3.0:
//! each property is a pair of a name and a value. Others are left out.

use std::collections::BTreeSet;

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Code;
use crate::media_type;

use super::{Stage, mapping};

/// What the parameters of a document are told apart by.
#[derive(Default)]
pub(super) struct QueryStrings {
    /// The components that are left out.
    left_out: BTreeSet<String>,
    /// The schemas that are objects.
    objects: BTreeSet<String>,
}

impl QueryStrings {
    pub(super) fn of_components(components: &Value) -> Self {
        let schemas = mapping(components, "schemas").filter(|(_, schema)| is_object(schema));
        let mut found = Self {
            left_out: BTreeSet::new(),
            objects: schemas.map(|(name, _)| name.to_owned()).collect(),
        };
        found.left_out = mapping(components, "parameters")
            .filter(|(_, parameter)| is_query_string(parameter) && !found.is_form(parameter))
            .map(|(name, _)| name.to_owned())
            .collect();
        found
    }

    /// The names of the component parameters that are left out.
    pub(super) fn left_out(&self) -> &BTreeSet<String> {
        &self.left_out
    }

    fn is_left_out(&self, parameter: &Value) -> bool {
        match component(parameter, "#/components/parameters/") {
            Some(name) => self.left_out.contains(name),
            None => is_query_string(parameter) && !self.is_form(parameter),
        }
    }

    /// Whether the content is a form of an object, each of whose properties is encoded as it is by default.
    fn is_form(&self, parameter: &Value) -> bool {
        let mut content = mapping(parameter, "content");
        let (Some((name, media_type)), None) = (content.next(), content.next()) else {
            return false;
        };
        let is_object = |schema: &Value| {
            let target = component(schema, "#/components/schemas/");
            is_object(schema) || target.is_some_and(|target| self.objects.contains(target))
        };
        media_type::essence(name) == "application/x-www-form-urlencoded"
            && media_type.get("encoding").is_none()
            && media_type.get("schema").is_some_and(is_object)
    }
}

fn component<'v>(value: &'v Value, section: &str) -> Option<&'v str> {
    value.get("$ref")?.as_str()?.strip_prefix(section)
}

fn is_query_string(parameter: &Value) -> bool {
    parameter.get("in").and_then(Value::as_str) == Some("querystring")
}

fn is_object(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("object")
}

impl Stage {
    /// Takes the parameters out that are left out.
    pub(super) fn parameters(&mut self, entries: &mut Mapping) {
        let Some(Value::Sequence(parameters)) = entries.get_mut("parameters") else {
            return;
        };
        let before = parameters.len();
        let kept: Vec<_> = std::mem::take(parameters)
            .into_iter()
            .enumerate()
            .filter(|(_, parameter)| !self.query_strings.is_left_out(parameter))
            .collect();
        let after = kept.len();
        for (index, (old, parameter)) in kept.into_iter().enumerate() {
            parameters.push(parameter);
            if index != old {
                self.moved(
                    ["parameters", &index.to_string()],
                    ["parameters", &old.to_string()],
                );
            }
        }
        if after < before {
            self.told.note(
                Code::NotGenerated,
                self.origin.join("parameters"),
                "a parameter with `in: querystring` is left out",
                "let it be `application/x-www-form-urlencoded` with a schema of type `object` and no `encoding`, or describe \
                 each part of the query as a parameter with `in: query`",
            );
        }
    }

    /// Lets a form be a parameter in the query.
    pub(super) fn query_string(&mut self, entries: &mut Mapping) {
        let Some(Value::Mapping(content)) = entries.shift_remove("content") else {
            return;
        };
        entries.insert("in".into(), "query".into());
        for (name, media_type) in content {
            let (Some(name), Value::Mapping(media_type)) = (name.as_str(), media_type) else {
                continue;
            };
            for (key, value) in media_type {
                if let Some(key) = key.as_str() {
                    self.moved([key], ["content", name, key]);
                    entries.insert(key.into(), value);
                }
            }
        }
    }
}
