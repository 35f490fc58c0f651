//! Swagger 2.0 ("OpenAPI Specification 2.0"), converted to the form of OpenAPI 3.0.
//!
//! What 3.0 cannot express is reported. A mistake that would disappear by the conversion is reported here; all others
//! keep their place, and the checks of the canonical form find them.

mod bodies;
mod collections;
mod media_types;
mod parameters;
mod responses;
mod schemas;
mod security;
mod servers;
mod uses;
mod values;

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;

use super::super::edit;
use super::super::paths::METHODS;
use super::super::shape::Object;
use super::Stage;

pub(super) use uses::Shared;

/// What messages about the canonical form say, and what Swagger 2.0 calls it.
pub(super) const TERMS: &[(&str, &str)] = &[
    ("#/components/schemas", "#/definitions"),
    ("#/components/requestBodies", "#/parameters"),
    ("#/components/", "#/"),
    ("components/schemas", "definitions"),
    ("components.schemas", "definitions"),
    ("components.securitySchemes", "securityDefinitions"),
    ("`schemas`", "`definitions`"),
    ("`securitySchemes`", "`securityDefinitions`"),
    (
        "`apiKey`, `http`, `oauth2`, `openIdConnect`",
        "`basic`, `apiKey`, `oauth2`",
    ),
    ("`openapi`", "`swagger`"),
    ("an OpenAPI document", "a Swagger document"),
];

/// The sections of the document that are components of 3.0.
const SECTIONS: &[(&str, &str)] = &[
    ("definitions", "schemas"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securityDefinitions", "securitySchemes"),
];

/// Converts a component with a name.
type Convert = fn(&mut Stage, &str, &mut Value);

/// Keys of OpenAPI 3.0 that objects of 2.0 do not have.
mod later {
    pub(super) const DOCUMENT: &[&str] = &["servers", "components"];
    pub(super) const PATH_ITEM: &[&str] = &["summary", "description", "servers", "trace"];
    pub(super) const OPERATION: &[&str] = &["requestBody", "callbacks", "servers"];
    pub(super) const PARAMETER: &[&str] = &[
        "schema",
        "content",
        "style",
        "explode",
        "allowReserved",
        "deprecated",
        "example",
        "examples",
    ];
    pub(super) const RESPONSE: &[&str] = &["content", "links"];
    pub(super) const SCHEMA: &[&str] = &[
        "oneOf",
        "anyOf",
        "not",
        "nullable",
        "writeOnly",
        "deprecated",
    ];
    pub(super) const SECURITY_SCHEME: &[&str] =
        &["flows", "scheme", "bearerFormat", "openIdConnectUrl"];
}

impl Stage {
    /// Converts a document.
    pub(in super::super) fn swagger(&mut self, entries: &mut Mapping) {
        if edit::rename(entries, "swagger", "openapi") {
            self.moved(["openapi"], ["swagger"]);
        }
        self.later_keys(entries, later::DOCUMENT);
        self.shared = Shared::of(entries);
        self.shared.consumes = self.media_types(entries, "consumes").unwrap_or_default();
        self.shared.produces = self.media_types(entries, "produces").unwrap_or_default();
        self.shared.find_uses(entries.get("paths"));
        self.document_servers(entries);
        self.sections(entries);
        if let Some(Value::Mapping(paths)) = entries.get_mut("paths") {
            self.each_below("paths", paths, Self::path_item);
        }
    }

    /// Moves what can be the target of a reference to the components.
    fn sections(&mut self, entries: &mut Mapping) {
        for (old, section) in SECTIONS {
            let Some(written) = entries.shift_remove(*old) else {
                continue;
            };
            let here = Pointer::root().join_all(["components", section]);
            self.origins.moved(here.clone(), Pointer::root().join(old));
            let Some(components) = edit::entry(entries, "components") else {
                continue;
            };
            match (components.get_mut(*section), written) {
                (Some(Value::Mapping(made)), Value::Mapping(written)) => {
                    for name in made.keys().filter_map(Value::as_str) {
                        self.origins.derived(here.join(name), here.join(name));
                    }
                    made.extend(written);
                }
                (_, written) => drop(components.insert((*section).into(), written)),
            }
        }
        let Some(Value::Mapping(components)) = entries.get_mut("components") else {
            return;
        };
        self.below("components", |stage| {
            stage.shared_parameters(components);
            let walks: [(&str, Convert); 4] = [
                ("schemas", |stage, _, schema| stage.earlier_schema(schema)),
                ("parameters", |stage, _, parameter| {
                    stage.parameter(parameter)
                }),
                ("responses", Self::shared_response),
                ("securitySchemes", |stage, _, scheme| {
                    stage.security_scheme(scheme)
                }),
            ];
            for (section, walk) in walks {
                if let Some(Value::Mapping(items)) = components.get_mut(section) {
                    stage.each_below(section, items, walk);
                }
            }
            if let Some(Value::Mapping(schemas)) = components.get_mut("schemas") {
                schemas::map_discriminators(schemas);
            }
        });
    }

    /// An object that has the same form in both versions, but may contain others.
    pub(super) fn earlier_object(&mut self, object: &'static Object, value: &mut Value) {
        match object.kind {
            super::Kind::Schema => self.earlier_schema(value),
            _ => {
                if let Value::Mapping(entries) = value {
                    self.each(entries, |key| object.below(key));
                }
            }
        }
    }

    fn path_item(&mut self, path: &str, value: &mut Value) {
        let Value::Mapping(entries) = value else {
            return;
        };
        if !path.starts_with("x-") {
            self.later_keys(entries, later::PATH_ITEM);
            let payload = self.split_parameters(entries);
            for method in METHODS {
                if let Some(Value::Mapping(operation)) = entries.get_mut(method) {
                    self.below(method, |stage| stage.earlier_operation(operation, &payload));
                }
            }
        }
    }

    fn earlier_operation(&mut self, entries: &mut Mapping, inherited: &parameters::Payload) {
        self.later_keys(entries, later::OPERATION);
        let consumes = self.media_types(entries, "consumes");
        let produces = self.media_types(entries, "produces");
        self.operation_servers(entries);
        let own = self.split_parameters(entries);
        self.request_body(entries, own, inherited, consumes);
        let produces = produces.unwrap_or_else(|| self.shared.produces.clone());
        if let Some(Value::Mapping(responses)) = entries.get_mut("responses") {
            self.each_below("responses", responses, |stage, status, response| {
                if !status.starts_with("x-") {
                    stage.response_of_operation(response, &produces);
                }
            });
        }
    }

    /// Visits the values of a mapping below a key.
    fn each_below(
        &mut self,
        key: &str,
        entries: &mut Mapping,
        mut visit: impl FnMut(&mut Self, &str, &mut Value),
    ) {
        self.below(key, |stage| {
            for (name, value) in entries.iter_mut() {
                if let Some(name) = name.as_str() {
                    stage.below(name, |stage| visit(stage, name, value));
                }
            }
        });
    }

    /// Reports keys that are read as in 3.0.
    fn later_keys(&mut self, entries: &Mapping, keys: &[&'static str]) {
        for key in keys.iter().filter(|key| entries.contains_key(**key)) {
            self.told.note(
                Code::LaterKeyword,
                self.origin.join(key),
                format!("`{key}` is from OpenAPI 3.0: it is read as in 3.0"),
                "",
            );
        }
    }

    /// Reports an error, and what is done instead.
    fn mistake(
        &mut self,
        code: Code,
        place: impl Into<Place>,
        message: impl Into<String>,
        help: &'static str,
        taken: &'static str,
    ) {
        let error = Diagnostic::new(code, place, message).help(help);
        self.mistakes.push((error, taken));
    }

    /// Reports what is assumed where the document does not say it.
    fn assumed(&mut self, message: &'static str, help: &'static str) {
        let here = Place::value(self.origin.clone());
        self.told.note_at(Code::AssumedDefault, here, message, help);
    }
}

/// The text of an entry.
fn text<'v>(entries: &'v Mapping, key: &str) -> Option<&'v str> {
    entries.get(key).and_then(Value::as_str)
}

/// The name of the shared object that a reference names.
fn shared_name(value: &Value, section: &str) -> Option<String> {
    let pointer = Pointer::from_fragment(value.get("$ref")?.as_str()?).ok()?;
    let mut tokens = pointer.tokens();
    let named = (tokens.next()?, tokens.next()?, tokens.next());
    matches!(named, (first, _, None) if first == section).then(|| named.1.to_owned())
}
