//! State that is shared while resources, requests and responses are planned: used names, and collected items.

use std::collections::BTreeMap;

use super::locked::Names;
use super::types::Types;
use super::{Alias, Model};
use crate::diagnostic::Diagnostics;
use crate::lock::Key;
use crate::name::{Ident, Scope};
use crate::target::Target;

/// The names of a module of requests: of its types and its tables.
pub(super) struct Module {
    pub(super) types: Scope,
    pub(super) tables: Scope,
}

impl Module {
    /// A type name that is free in the module and is none of the types which it may import, unless the lock has one.
    pub(super) fn claim_type(
        &mut self,
        shared: &Scope,
        locked: &mut Names<'_>,
        key: Key,
        owner: &str,
        wanted: &[String],
    ) -> Ident {
        let free: Vec<String> = wanted
            .iter()
            .filter(|name| !shared.contains(name))
            .cloned()
            .collect();
        let wanted = if free.is_empty() { wanted } else { &free };
        locked.claim(&mut self.types, key, owner, wanted).ident
    }
}

/// Plans requests, one handle after the other.
pub(super) struct Requests<'a, 'd> {
    pub(super) types: &'a Types<'a>,
    pub(super) target: &'a Target,
    pub(super) scope: &'d mut Scope,
    pub(super) locked: &'d mut Names<'a>,
    pub(super) diagnostics: &'d mut Diagnostics,
    pub(super) header_models: BTreeMap<String, Ident>,
    pub(super) models: Vec<Model>,
    pub(super) aliases: Vec<Alias>,
}

impl<'a, 'd> Requests<'a, 'd> {
    pub(super) fn new(
        types: &'a Types<'a>,
        target: &'a Target,
        scope: &'d mut Scope,
        locked: &'d mut Names<'a>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            types,
            target,
            scope,
            locked,
            diagnostics,
            header_models: BTreeMap::new(),
            models: Vec::new(),
            aliases: Vec::new(),
        }
    }

    /// A name for a type that callers make to give a body: it is one of the types at the root of the crate.
    pub(super) fn claim_input(
        &mut self,
        module: &mut Module,
        key: Key,
        owner: &str,
        wanted: &[String],
    ) -> Ident {
        let taken = |name: &&String| module.types.contains(name);
        let free: Vec<String> = wanted.iter().filter(|it| !taken(it)).cloned().collect();
        let wanted = if free.is_empty() { wanted } else { &free };
        let ident = self.locked.claim(self.scope, key, owner, wanted).ident;
        module.types.reserve(&[ident.bare()]);
        ident
    }

    /// The models of response headers, and their further names.
    pub(super) fn finish(self) -> (Vec<Model>, Vec<Alias>) {
        (self.models, self.aliases)
    }
}
