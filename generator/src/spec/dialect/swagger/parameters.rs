//! Parameters (OpenAPI 2.0, "Parameter Object"): those that are parameters in 3.0, and those that are request bodies.

use serde_yaml::{Mapping, Value};

use crate::pointer::Pointer;

use super::super::super::edit;
use super::super::Stage;
use super::collections::{Site, write_style};
use super::uses::shared;
use super::{later, text};

/// A parameter that is a request body in 3.0, or a field of one.
#[derive(Clone)]
pub(super) struct Part {
    /// Where it is listed.
    pub(super) listed: Pointer,
    /// Where it was written.
    pub(super) origin: Pointer,
    /// Its name among the shared parameters, if it is one of them.
    pub(super) shared: Option<String>,
    pub(super) entries: Mapping,
}

/// The request body of a list of parameters.
#[derive(Default)]
pub(super) struct Payload {
    pub(super) bodies: Vec<Part>,
    pub(super) fields: Vec<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Parameter,
    Body,
    Field,
}

impl Role {
    fn of(parameter: &Mapping) -> Self {
        match text(parameter, "in") {
            Some("body") => Self::Body,
            Some("formData") => Self::Field,
            _ => Self::Parameter,
        }
    }
}

impl Stage {
    /// Converts the parameters of a path item or an operation, and takes out those that are no parameters in 3.0.
    pub(super) fn split_parameters(&mut self, owner: &mut Mapping) -> Payload {
        let mut payload = Payload::default();
        let Some(Value::Sequence(list)) = owner.get_mut("parameters") else {
            return payload;
        };
        let origin = self.origin.join("parameters");
        for (old, item) in std::mem::take(list).into_iter().enumerate() {
            let listed = origin.index(old);
            if let Some((role, part)) = self.part(&item, listed) {
                match role {
                    Role::Body => payload.bodies.push(part),
                    _ => payload.fields.push(part),
                }
                continue;
            }
            let new = list.len();
            if new != old {
                let (new, old) = (new.to_string(), old.to_string());
                self.moved(["parameters", &new], ["parameters", &old]);
            }
            list.push(item);
        }
        self.below("parameters", |stage| {
            for (index, item) in list.iter_mut().enumerate() {
                stage.below(&index.to_string(), |stage| stage.parameter(item));
            }
        });
        payload
    }

    /// A parameter of a list, if it is a request body or a field of one.
    fn part(&self, item: &Value, listed: Pointer) -> Option<(Role, Part)> {
        let target = shared(&self.shared.parameters, "parameters", item);
        let (name, entries) = match target {
            Some((name, entries)) => (Some(name), entries),
            None => (None, item.as_mapping()?),
        };
        let origin = match &name {
            Some(name) => Pointer::root().join_all(["parameters", name]),
            None => listed.clone(),
        };
        let part = Part {
            listed,
            origin,
            shared: name,
            entries: entries.clone(),
        };
        match Role::of(entries) {
            Role::Parameter => None,
            role => Some((role, part)),
        }
    }

    /// Moves the shared parameters that are request bodies; fields of forms are part of the operations that use them.
    pub(super) fn shared_parameters(&mut self, components: &mut Mapping) {
        let Some(Value::Mapping(parameters)) = components.get_mut("parameters") else {
            return;
        };
        let mut bodies = Vec::new();
        for (name, parameter) in std::mem::take(parameters) {
            let target = shared(&self.shared.parameters, "parameters", &parameter);
            let is_alias = target.is_some();
            let entries = target
                .map(|(_, entries)| entries)
                .or(parameter.as_mapping());
            let role = entries.map(Role::of);
            match (name.as_str(), role) {
                (_, Some(Role::Body)) if is_alias => {}
                (Some(text), Some(Role::Body)) => bodies.push((text.to_owned(), parameter)),
                (_, Some(Role::Field)) => {}
                _ => drop(parameters.insert(name, parameter)),
            }
        }
        let Some(made) = edit::entry(components, "requestBodies") else {
            return;
        };
        for (name, parameter) in bodies {
            let origin = Pointer::root().join_all(["parameters", &name]);
            self.origins
                .moved(self.at.join_all(["requestBodies", &name]), origin);
            if let Value::Mapping(entries) = parameter {
                let types = self.shared.of_body(&name);
                let mut body = Value::Null;
                self.below("requestBodies", |stage| {
                    stage.below(&name, |stage| body = stage.body(entries, types));
                });
                made.insert(name.into(), body);
            }
        }
    }

    /// A parameter that is one in 3.0 too.
    pub(super) fn parameter(&mut self, value: &mut Value) {
        let Value::Mapping(entries) = value else {
            return;
        };
        if entries.contains_key("$ref") {
            return;
        }
        self.later_keys(entries, later::PARAMETER);
        if entries.contains_key("schema") || entries.contains_key("content") {
            return self.earlier_object(&super::super::super::shape::PARAMETER, value);
        }
        let site = match text(entries, "in") {
            Some("query") => Site::Fields,
            _ => Site::Whole,
        };
        self.derived(["schema"], [] as [&str; 0]);
        let format = self.schema_of(entries, "a parameter", site);
        if let Some(format) = format.filter(|_| site == Site::Fields) {
            write_style(entries, format);
            self.derived(["style"], ["collectionFormat"]);
            self.derived(["explode"], ["collectionFormat"]);
        }
    }

    /// Moves the keywords of an object below its `schema`, and returns the format of a list.
    pub(super) fn schema_of(
        &mut self,
        entries: &mut Mapping,
        owner: &str,
        site: Site,
    ) -> Option<super::collections::Format> {
        let mut format = None;
        let mut schema = Mapping::new();
        self.below("schema", |stage| {
            schema = stage.value_schema(entries, owner);
            format = stage.collection(entries, &mut schema, site);
        });
        entries.insert("schema".into(), Value::Mapping(schema));
        format
    }
}
