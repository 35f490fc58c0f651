//! What a document says for all its operations, and how they use it.

use std::collections::BTreeMap;

use serde_yaml::{Mapping, Value};

use crate::pointer::Pointer;

use super::super::super::paths::METHODS;
use super::super::super::validate::text_keys;
use super::media_types::{MediaTypes, are_equal, for_body, listed};
use super::shared_name;

/// How many references may follow each other before the end.
const CHAIN: usize = 64;

/// The parameter or response of a section that a value refers to, after all references.
pub(super) fn shared<'s>(
    section: &'s Mapping,
    key: &str,
    value: &Value,
) -> Option<(String, &'s Mapping)> {
    let mut name = shared_name(value, key)?;
    for _ in 0..CHAIN {
        let found = section.get(name.as_str())?;
        match shared_name(found, key) {
            Some(next) => name = next,
            None => return Some((name, found.as_mapping()?)),
        }
    }
    None
}

/// What a document says for all its operations.
#[derive(Default)]
pub(in super::super) struct Shared {
    pub(super) consumes: MediaTypes,
    pub(super) produces: MediaTypes,
    /// `parameters` as they were written.
    pub(super) parameters: Mapping,
    /// `responses` as they were written.
    pub(super) responses: Mapping,
    /// What precedes the paths: the host and the base path.
    pub(super) authority: Option<super::servers::Authority>,
    bodies: BTreeMap<String, MediaTypes>,
    answers: BTreeMap<String, MediaTypes>,
}

impl Shared {
    pub(super) fn of(entries: &Mapping) -> Self {
        let section = |key: &str| entries.get(key).and_then(Value::as_mapping).cloned();
        Self {
            parameters: section("parameters").unwrap_or_default(),
            responses: section("responses").unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Chooses the media types of shared bodies and responses: those of the document if an operation uses them with
    /// these, otherwise those of the first operation that uses them.
    pub(super) fn find_uses(&mut self, paths: Option<&Value>) {
        let items = paths.and_then(Value::as_mapping);
        let above = Pointer::root().join("paths");
        for (path, item) in items.into_iter().flat_map(text_keys) {
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    let at = above.join_all([path, method]);
                    self.find_bodies([item, operation], operation, &at);
                    self.find_responses(operation, &at);
                }
            }
        }
    }

    fn find_bodies(&mut self, owners: [&Value; 2], operation: &Value, at: &Pointer) {
        let own = operation.get("consumes");
        let own = own.map(|list| listed(list, &at.join("consumes")));
        for owner in owners {
            let list = owner.get("parameters").and_then(Value::as_sequence);
            for parameter in list.into_iter().flatten() {
                if let Some((name, _)) = shared(&self.parameters, "parameters", parameter) {
                    let of_document = for_body(None, &self.consumes);
                    let used = for_body(own.clone(), &self.consumes);
                    choose(&mut self.bodies, name, used, &of_document);
                }
            }
        }
    }

    fn find_responses(&mut self, operation: &Value, at: &Pointer) {
        let own = operation.get("produces");
        let own = own.map(|list| listed(list, &at.join("produces")));
        let responses = operation.get("responses").and_then(Value::as_mapping);
        for (_, response) in responses.into_iter().flat_map(text_keys) {
            if let Some((name, _)) = shared(&self.responses, "responses", response) {
                let used = own.clone().unwrap_or_else(|| self.produces.clone());
                choose(&mut self.answers, name, used, &self.produces);
            }
        }
    }

    /// The media types of a shared body.
    pub(super) fn of_body(&self, name: &str) -> MediaTypes {
        let chosen = self.bodies.get(name).cloned();
        chosen.unwrap_or_else(|| for_body(None, &self.consumes))
    }

    /// The media types of a shared response.
    pub(super) fn of_response(&self, name: &str) -> MediaTypes {
        let chosen = self.answers.get(name).cloned();
        chosen.unwrap_or_else(|| self.produces.clone())
    }
}

fn choose(
    chosen: &mut BTreeMap<String, MediaTypes>,
    name: String,
    used: MediaTypes,
    of_document: &MediaTypes,
) {
    let is_of_document = are_equal(&used, of_document);
    let known = chosen.entry(name).or_insert_with(|| used.clone());
    if is_of_document {
        *known = used;
    }
}
