//! The `use` items of a module.

use std::collections::{BTreeMap, BTreeSet};

use quote::{format_ident, quote};

use crate::name::Ident;
use crate::plan::{Plan, RustType, TypeKind};
use crate::render::Block;
use crate::rt::runtime;

/// Collects the names that a module uses.
pub(super) struct Imports<'p> {
    homes: &'p Homes<'p>,
    /// The module that imports.
    here: &'p str,
    maps: bool,
    local: BTreeMap<&'p str, BTreeSet<&'p Ident>>,
}

impl<'p> Imports<'p> {
    pub(super) fn new(homes: &'p Homes<'p>, here: &'p str) -> Self {
        Self {
            homes,
            here,
            maps: false,
            local: BTreeMap::new(),
        }
    }

    /// Imports a type of the crate.
    pub(super) fn local(&mut self, ident: &'p Ident) {
        let module = self.homes.of(ident);
        if module != self.here {
            self.local.entry(module).or_default().insert(ident);
        }
    }

    /// Imports what a type is made of.
    pub(super) fn ty(&mut self, ty: &'p RustType) {
        match ty {
            RustType::Map(inner) => {
                self.maps = true;
                self.ty(inner);
            }
            RustType::Vec(inner)
            | RustType::Option(inner)
            | RustType::Boxed(inner)
            | RustType::Field(inner) => self.ty(inner),
            RustType::Named(ident) => self.local(ident),
            RustType::Unit
            | RustType::Bool
            | RustType::I32
            | RustType::I64
            | RustType::U64
            | RustType::F64
            | RustType::String
            | RustType::DateTime
            | RustType::DateTimeRfc2822
            | RustType::Date
            | RustType::Value
            | RustType::Bytes
            | RustType::Text => {}
        }
    }

    /// The `use` items: the standard library's, the runtime's, the crate's own. Each name has a line of its own, so
    /// that one more is one more line.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if self.maps {
            blocks.push(Block::Rust(quote! { use std::collections::BTreeMap; }));
        }
        blocks.push(Block::Rust({
            let runtime = runtime();
            quote! { use #runtime::rt; }
        }));
        if !self.local.is_empty() {
            let uses = self.local.iter().flat_map(|(module, idents)| {
                let module = format_ident!("{module}");
                idents
                    .iter()
                    .map(move |ident| quote! { use crate::#module::#ident; })
            });
            blocks.push(Block::Rust(uses.collect()));
        }
        blocks
    }
}

/// The modules that define what others refer to.
pub(super) struct Homes<'p>(BTreeMap<&'p Ident, &'static str>);

impl<'p> Homes<'p> {
    pub(super) fn new(plan: &'p Plan) -> Self {
        let texts = plan.texts.iter();
        let texts = texts.map(|text| (&text.ident, plan.module_of(text.kind())));
        let module = plan.module_of(TypeKind::Enums);
        let enums = plan.enums.iter().map(|planned| (&planned.ident, module));
        Self(texts.chain(enums).collect())
    }

    fn of(&self, ident: &Ident) -> &'static str {
        self.0.get(ident).copied().unwrap_or("models")
    }
}
