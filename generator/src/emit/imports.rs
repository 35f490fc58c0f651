//! The `use` items of a module.

use std::collections::{BTreeMap, BTreeSet};

use quote::{format_ident, quote};

use crate::name::Ident;
use crate::plan::{Handle, Plan, RustType, TypeKind};
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

    /// Imports the types that a type consists of.
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
            | RustType::Base64
            | RustType::Base64Url
            | RustType::Custom(_)
            | RustType::Value
            | RustType::Bytes
            | RustType::Text => {}
        }
    }

    /// The `use` items: those of the standard library, the runtime and the crate. Each name has a separate
    /// line, so a new import is one new line.
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
                let module = ident(module);
                idents
                    .iter()
                    .map(move |ident| quote! { use crate::#module::#ident; })
            });
            blocks.push(Block::Rust(uses.collect()));
        }
        blocks
    }
}

/// The modules that define what others refer to, and the handles that each handle gives out.
pub(super) struct Homes<'p> {
    modules: BTreeMap<&'p Ident, &'p str>,
    on_client: Vec<&'p Handle>,
    below: BTreeMap<&'p Ident, Vec<&'p Handle>>,
}

impl<'p> Homes<'p> {
    pub(super) fn new(plan: &'p Plan) -> Self {
        let texts = plan.texts.iter();
        let texts = texts.map(|text| (&text.ident, plan.module_of(text.kind())));
        let module = plan.module_of(TypeKind::Enums);
        let enums = plan.enums.iter().map(|planned| (&planned.ident, module));
        let handles = plan.resources.iter().flat_map(|resource| {
            let module = resource.module.as_str();
            resource.handles.iter().map(move |it| (&it.ident, module))
        });
        let mut on_client = Vec::new();
        let mut below: BTreeMap<&Ident, Vec<&Handle>> = BTreeMap::new();
        for handle in plan.handles() {
            match &handle.parent {
                Some(parent) => below.entry(parent).or_default().push(handle),
                None => on_client.push(handle),
            }
        }
        Self {
            modules: texts.chain(enums).chain(handles).collect(),
            on_client,
            below,
        }
    }

    /// The handles that the client gives out.
    pub(super) fn on_client(&self) -> &[&'p Handle] {
        &self.on_client
    }

    /// The handles that a handle gives out.
    pub(super) fn below(&self, parent: &Ident) -> &[&'p Handle] {
        self.below.get(parent).map_or(&[], Vec::as_slice)
    }

    fn of(&self, ident: &Ident) -> &'p str {
        self.modules.get(ident).copied().unwrap_or("models")
    }
}

/// The name of a module: `r#type` is a raw identifier.
fn ident(module: &str) -> proc_macro2::Ident {
    match module.strip_prefix("r#") {
        Some(bare) => format_ident!("r#{bare}"),
        None => format_ident!("{module}"),
    }
}
