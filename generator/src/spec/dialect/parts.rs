//! Media types of the parts of multipart bodies, which `contentMediaType` says where `encoding` does not (OpenAPI 3.1,
//! "Considerations for `multipart` Content").

use std::collections::BTreeMap;

use serde_yaml::Value;

use crate::pointer::Pointer;

use super::super::edit;
use super::{Stage, mapping};

/// Properties with the media types of their values.
pub(super) type Parts = Vec<(String, Value)>;

/// The properties of the components that say their media type.
pub(super) fn of_components(components: &Value) -> BTreeMap<String, Parts> {
    let schemas = mapping(components, "schemas");
    let parts = schemas.map(|(name, schema)| (name.to_owned(), parts(schema)));
    parts.filter(|(_, parts)| !parts.is_empty()).collect()
}

fn parts(schema: &Value) -> Parts {
    mapping(schema, "properties")
        .filter_map(|(name, property)| {
            let items = property.get("items");
            let said = |schema: &Value| schema.get("contentMediaType").cloned();
            let media_type = said(property).or_else(|| items.and_then(said))?;
            media_type
                .is_string()
                .then(|| (name.to_owned(), media_type))
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
        for (name, media_type) in parts {
            let Some(encoding) = edit::entry(entries, "encoding") else {
                return;
            };
            if let Some(part) = edit::entry(encoding, &name)
                && !part.contains_key("contentType")
            {
                part.insert("contentType".into(), media_type);
                let made = ["encoding", &name, "contentType"];
                self.derived(made, ["schema"]);
            }
        }
    }
}
