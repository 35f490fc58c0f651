//! From a plan to tokens: one piece of source for each value of the plan, and no decision.

mod argument;
mod body;
mod client;
mod doc;
mod enumeration;
mod handle;
mod imports;
mod library;
mod model;
mod operation;
mod request;
mod rules;
mod text;
mod ty;
mod union;

pub(crate) use ty::text as type_text;

use std::path::PathBuf;
use std::sync::Arc;

use imports::Homes;
use quote::quote;

use crate::plan::{Model, Plan, Resource, TypeKind};
use crate::render::Block;

/// A file of the generated crate.
pub struct Module<'p> {
    /// The path below the crate's folder.
    pub path: PathBuf,
    plan: &'p Plan,
    homes: Arc<Homes<'p>>,
    kind: Kind<'p>,
}

/// The contents of a file.
enum Kind<'p> {
    Library,
    Client,
    Texts(TypeKind),
    Enums,
    Models(&'p [Model]),
    Resource(&'p Resource),
}

impl Module<'_> {
    /// The source of the file, piece by piece.
    #[must_use]
    pub fn blocks(&self) -> Vec<Block> {
        let (plan, homes) = (self.plan, &*self.homes);
        match self.kind {
            Kind::Library => library::blocks(plan),
            Kind::Client => client::blocks(plan, homes),
            Kind::Texts(kind) => text::blocks(plan, homes, kind),
            Kind::Enums => enumeration::blocks(plan, homes),
            Kind::Models(models) => model::blocks(plan, homes, models),
            Kind::Resource(resource) => handle::blocks(homes, resource),
        }
    }
}

/// The further names of the types of a module.
fn aliases(plan: &Plan, kind: TypeKind) -> Option<Block> {
    let aliases = plan.aliases.iter().filter(|alias| alias.kind == kind);
    let mut aliases = aliases.peekable();
    aliases.peek()?;
    let aliases = aliases.map(|alias| {
        let (ident, of) = (&alias.ident, &alias.of);
        let doc = doc::line(&format!(
            "Alias of [`{of}`], which replaces a former separate type."
        ));
        quote! { #doc pub type #ident = #of; }
    });
    Some(Block::Rust(aliases.collect()))
}

/// The files of a crate.
#[must_use]
pub fn modules(plan: &Plan) -> Vec<Module<'_>> {
    let homes = Arc::new(Homes::new(plan));
    let module = |name: &str, kind| Module {
        path: PathBuf::from(format!("src/{name}.rs")),
        plan,
        homes: Arc::clone(&homes),
        kind,
    };
    let mut modules = vec![module("lib", Kind::Library), module("client", Kind::Client)];
    for types in &plan.type_modules {
        let kind = match types.kind {
            TypeKind::Sids | TypeKind::Texts => Kind::Texts(types.kind),
            TypeKind::Enums => Kind::Enums,
            TypeKind::Models => Kind::Models(&plan.models),
        };
        modules.push(module(types.name, kind));
    }
    for resource in &plan.resources {
        modules.push(module(resource.module.bare(), Kind::Resource(resource)));
    }
    modules
}
