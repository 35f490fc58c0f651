//! The objects that are no schemas.

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Code;
use crate::pointer::Pointer;

use super::super::edit;
use super::super::shape::{Kind, Object};
use super::query_string::QueryStrings;
use super::{Hoisted, Stage, mapping, parts};

impl Stage {
    pub(super) fn other(&mut self, object: &Object, value: &mut Value) {
        if object.name == "a media type" {
            self.media_type(value);
            self.multipart(value);
        }
        let Value::Mapping(entries) = value else {
            return;
        };
        if object.kind.section().is_some()
            && entries.contains_key("$ref")
            && entries.contains_key("description")
        {
            self.told.note(
                Code::ReferenceDescription,
                self.origin.join("description"),
                "the description of a reference does not appear in the docs of the client",
                "move it to the target of the reference",
            );
        }
        match (object.kind, object.name) {
            (_, "an OpenAPI document") => self.document(entries),
            (_, "`components`") => self.components(entries),
            (Kind::Operation, _) => self.operation(entries),
            (Kind::PathItem, _) => self.parameters(entries),
            (Kind::Response, _) if !entries.contains_key("$ref") => {
                entries
                    .entry("description".into())
                    .or_insert_with(|| "".into());
            }
            (Kind::Example, _) => {
                if let Some(value) = entries.shift_remove("dataValue") {
                    entries.insert("value".into(), value);
                    self.moved(["value"], ["dataValue"]);
                }
            }
            (Kind::Parameter, _) if entries.get("in") == Some(&"querystring".into()) => {
                self.query_string(entries);
            }
            (Kind::Parameter, _) if entries.get("style") == Some(&"cookie".into()) => {
                self.told.note(
                    Code::UndefinedStyle,
                    self.origin.join("style"),
                    "the style `cookie` is not supported: the cookie is encoded as with `form`",
                    "",
                );
                entries.shift_remove("style");
            }
            _ => {}
        }
    }

    fn document(&mut self, entries: &mut Mapping) {
        self.definitions(entries);
        self.webhooks(entries);
        if let Some(components) = entries.get("components") {
            if let Some(Value::Mapping(media_types)) = components.get("mediaTypes") {
                self.media_types = media_types.clone();
                self.shared_schemas();
            }
            let named = |section: &str, key: &str, word: &str| {
                let is_word = |item: &Value| item.get(key).and_then(Value::as_str) == Some(word);
                mapping(components, section)
                    .filter(|(_, item)| is_word(item))
                    .map(|(name, _)| name.to_owned())
                    .collect()
            };
            self.parts = parts::of_components(components);
            self.client_certificates = named("securitySchemes", "type", "mutualTLS");
            self.query_strings = QueryStrings::of_components(components);
        }
        if !self.client_certificates.is_empty() {
            self.told.note(
                Code::SchemeAsBearer,
                self.origin.join_all(["components", "securitySchemes"]),
                "`mutualTLS` is part of the connection: the generated client does not set a certificate",
                "set a transport that presents your certificate",
            );
        }
        self.requirements(entries);
        // It may be absent since OpenAPI 3.1.
        edit::entry(entries, "paths");
    }

    /// Takes out what [`document`](Self::document) has read.
    fn components(&mut self, entries: &mut Mapping) {
        entries.shift_remove("mediaTypes");
        for (section, names) in [
            ("securitySchemes", &self.client_certificates),
            ("parameters", self.query_strings.left_out()),
        ] {
            if let Some(Value::Mapping(section)) = entries.get_mut(section) {
                for name in names {
                    section.shift_remove(name.as_str());
                }
            }
        }
    }

    /// `responses` may be absent since OpenAPI 3.1.
    fn operation(&mut self, entries: &mut Mapping) {
        self.requirements(entries);
        self.parameters(entries);
        edit::entry(entries, "responses");
    }

    /// Takes client certificates out of security requirements: they are no part of a request.
    fn requirements(&mut self, entries: &mut Mapping) {
        let Some(Value::Sequence(requirements)) = entries.get_mut("security") else {
            return;
        };
        for requirement in requirements {
            if let Value::Mapping(requirement) = requirement {
                for name in &self.client_certificates {
                    requirement.shift_remove(name.as_str());
                }
            }
        }
    }

    /// The schema of a media type that several references use becomes a component, so that it exists once.
    fn shared_schemas(&mut self) {
        let at = self.origin.join_all(["components", "mediaTypes"]);
        for (name, media_type) in &mut self.media_types {
            let (Some(name), Value::Mapping(media_type)) = (name.as_str(), media_type) else {
                continue;
            };
            // They are for readers of the document.
            media_type.shift_remove("example");
            media_type.shift_remove("examples");
            let Some(schema) = media_type.get_mut("schema") else {
                continue;
            };
            if schema.get("$ref").is_none() {
                let origin = at.join_all([name, "schema"]);
                let reference = [("$ref".into(), origin.to_fragment().into())];
                let reference = Value::Mapping(reference.into_iter().collect());
                self.hoisted.push(Hoisted {
                    name: name.to_owned(),
                    origin,
                    schema: std::mem::replace(schema, reference),
                });
            }
        }
    }

    /// A media type may be a reference since OpenAPI 3.2.
    fn media_type(&mut self, value: &mut Value) {
        let Some(target) = value.get("$ref").and_then(Value::as_str) else {
            return;
        };
        let Some(name) = target.strip_prefix("#/components/mediaTypes/") else {
            return;
        };
        if let Some(shared) = self.media_types.get(name) {
            self.origin = Pointer::root().join_all(["components", "mediaTypes", name]);
            self.origins.derived(self.at.clone(), self.origin.clone());
            *value = shared.clone();
        }
    }
}
