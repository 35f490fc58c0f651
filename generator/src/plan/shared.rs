//! What planning resources, requests and responses shares: names that are taken, and what is collected on the way.

use std::collections::BTreeMap;

use super::types::Types;
use super::{Model, names};
use crate::diagnostic::Diagnostics;
use crate::ir;
use crate::name::{self, Case, Ident, Scope};
use crate::target::Target;

/// The names of a module of requests: of its types, its tables, and the methods of its handle.
pub(super) struct Module<'m> {
    pub(super) types: Scope,
    pub(super) tables: Scope,
    pub(super) methods: &'m mut Scope,
}

impl Module<'_> {
    /// A type name that is free in the module and is none of the types which it may import.
    pub(super) fn claim_type(&mut self, shared: &Scope, owner: &str, wanted: &[String]) -> Ident {
        let free: Vec<String> = wanted
            .iter()
            .filter(|name| !shared.contains(name))
            .cloned()
            .collect();
        let wanted = if free.is_empty() { wanted } else { &free };
        self.types.claim_for(owner, wanted).ident
    }
}

/// Plans requests, one handle after the other.
pub(super) struct Requests<'a, 'd> {
    pub(super) types: &'a Types<'a>,
    pub(super) target: &'a Target,
    pub(super) scope: &'d mut Scope,
    pub(super) diagnostics: &'d mut Diagnostics,
    pub(super) header_models: BTreeMap<String, Ident>,
    pub(super) models: Vec<Model>,
}

impl<'a, 'd> Requests<'a, 'd> {
    pub(super) fn new(
        types: &'a Types<'a>,
        target: &'a Target,
        scope: &'d mut Scope,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            types,
            target,
            scope,
            diagnostics,
            header_models: BTreeMap::new(),
            models: Vec::new(),
        }
    }

    /// A name for a type that callers make to give a body: it is one of the types at the root of the crate.
    pub(super) fn claim_input(
        &mut self,
        module: &mut Module<'_>,
        owner: &str,
        wanted: &[String],
    ) -> Ident {
        let taken = |name: &&String| module.types.contains(name);
        let free: Vec<String> = wanted.iter().filter(|it| !taken(it)).cloned().collect();
        let wanted = if free.is_empty() { wanted } else { &free };
        let ident = self.scope.claim_for(owner, wanted).ident;
        module.types.reserve(&[ident.bare()]);
        ident
    }

    /// The models of response headers that were met on the way.
    pub(super) fn finish(self) -> Vec<Model> {
        self.models
    }
}

/// What the names of a resource's operations depend on.
pub(super) struct ResourceNames<'g> {
    pub(super) operations: &'g [&'g ir::Operation],
    /// The words of the handle's name; none for operations that stand on the client.
    pub(super) noun: Vec<String>,
    /// The path parameters that the handle holds.
    pub(super) held: Vec<&'g str>,
}

impl ResourceNames<'_> {
    /// How good a claim to a name that several want is, best first.
    pub(super) fn claim(&self, operation: &ir::Operation) -> (bool, bool) {
        let rest = without(&name::words(&operation.id), &self.noun);
        let is_verb = rest.is_some_and(|rest| rest.len() == 1);
        let last = operation.path.segments.last();
        let is_item = last.is_some_and(|segment| !segment.parameters.is_empty());
        (!is_verb, !is_item)
    }

    /// The names that an operation may have, shortest first and the whole id last.
    pub(super) fn method_names(&self, operation: &ir::Operation) -> Vec<String> {
        let words = name::words(&operation.id);
        let mut candidates = Vec::new();
        // An id that was made of the path begins with the path's own verb.
        let custom = operation.path.custom_method().map(name::words);
        candidates.extend(custom.filter(|verb| words.starts_with(verb)));
        if !self.noun.is_empty() {
            if names::VERBS.contains(&words[0].as_str()) {
                candidates.push(words[..1].to_vec());
            }
            candidates.extend(without(&words, &self.noun));
        }
        candidates.push(words);
        candidates
            .iter()
            .map(|words| name::join(words, Case::Field))
            .collect()
    }
}

/// Words without a noun at their beginning or end, be it singular or plural.
fn without(words: &[String], noun: &[String]) -> Option<Vec<String>> {
    let same = |part: &[String]| {
        part.iter()
            .zip(noun)
            .all(|(left, right)| name::singular(left) == name::singular(right))
    };
    let rest = words
        .len()
        .checked_sub(noun.len())
        .filter(|rest| *rest > 0)?;
    if same(&words[rest..]) {
        Some(words[..rest].to_vec())
    } else if same(&words[..noun.len()]) {
        Some(words[noun.len()..].to_vec())
    } else {
        None
    }
}
