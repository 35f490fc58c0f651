//! Media types of the parts of multipart bodies, which `contentMediaType` says where `encoding` does not (OpenAPI 3.1,
//! "Considerations for `multipart` Content"), and how they are encoded (OpenAPI 3.1.1, "Encoding Object": in a field of
//! a multipart body, `contentEncoding` is a header `Content-Transfer-Encoding` that requires its value).

use std::collections::BTreeMap;

use serde_yaml::{Mapping, Value};

use crate::pointer::Pointer;

use super::super::edit;
use super::{Stage, mapping};

/// Properties that say what their values are as parts.
pub(super) type Parts = Vec<Part>;

/// What a property says of its value as a part.
#[derive(Clone)]
pub(super) struct Part {
    name: String,
    media_type: Option<Value>,
    encoding: Option<Value>,
}

/// The header that `contentEncoding` stands for.
const TRANSFER_ENCODING: &str = "Content-Transfer-Encoding";

/// The properties of the components that say their media type or their encoding.
pub(super) fn of_components(components: &Value) -> BTreeMap<String, Parts> {
    let schemas = mapping(components, "schemas");
    let parts = schemas.map(|(name, schema)| (name.to_owned(), parts(schema)));
    parts.filter(|(_, parts)| !parts.is_empty()).collect()
}

fn parts(schema: &Value) -> Parts {
    mapping(schema, "properties")
        .filter_map(|(name, property)| {
            let said = |key: &str| {
                let own = property.get(key);
                let said = own.or_else(|| property.get("items")?.get(key));
                said.filter(|value| value.is_string()).cloned()
            };
            let part = Part {
                name: name.to_owned(),
                media_type: said("contentMediaType"),
                encoding: said("contentEncoding"),
            };
            (part.media_type.is_some() || part.encoding.is_some()).then_some(part)
        })
        .collect()
}

impl Stage {
    pub(super) fn multipart(&mut self, value: &mut Value) {
        let is_multipart = |name: &str| name.to_ascii_lowercase().starts_with("multipart/");
        let (true, Some(schema)) = (
            self.at.last().is_some_and(is_multipart),
            value.get("schema"),
        ) else {
            return;
        };
        let target = schema.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|text| Pointer::from_fragment(text).ok());
        let parts = match &target {
            Some(target) => target.last().and_then(|name| self.parts.get(name)).cloned(),
            None => Some(parts(schema)),
        };
        let (Some(parts), Value::Mapping(entries)) = (parts, value) else {
            return;
        };
        for Part {
            name,
            media_type,
            encoding,
        } in parts
        {
            let Some(encodings) = edit::entry(entries, "encoding") else {
                return;
            };
            let Some(part) = edit::entry(encodings, &name) else {
                continue;
            };
            if let Some(media_type) = media_type
                && !part.contains_key("contentType")
            {
                part.insert("contentType".into(), media_type);
                self.derived(["encoding", &name, "contentType"], ["schema"]);
            }
            if let Some(encoding) = encoding
                && let Some(headers) = edit::entry(part, "headers")
                && !has_transfer_encoding(headers)
            {
                headers.insert(TRANSFER_ENCODING.into(), header_of(encoding));
                self.derived(
                    ["encoding", &name, "headers", TRANSFER_ENCODING],
                    ["schema"],
                );
            }
        }
    }
}

fn has_transfer_encoding(headers: &Mapping) -> bool {
    let mut names = headers.keys().filter_map(Value::as_str);
    names.any(|name| name.eq_ignore_ascii_case(TRANSFER_ENCODING))
}

/// A required header with one value.
fn header_of(value: Value) -> Value {
    let mut schema = edit::only("type", "string".into());
    if let Some(entries) = schema.as_mapping_mut() {
        entries.insert("enum".into(), Value::Sequence(vec![value]));
    }
    let entries = [
        ("required".into(), Value::Bool(true)),
        ("schema".into(), schema),
    ];
    Value::Mapping(entries.into_iter().collect())
}
