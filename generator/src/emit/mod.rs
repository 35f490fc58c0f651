//! From a plan to tokens: one piece of source for each value of the plan, and no decision.

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

use std::path::PathBuf;

use crate::plan::{Model, Plan, Resource};
use crate::render::Block;

/// A file of the generated crate.
pub struct Module<'p> {
    /// Where it goes, below the crate's folder.
    pub path: PathBuf,
    plan: &'p Plan,
    kind: Kind<'p>,
}

/// What a file holds.
enum Kind<'p> {
    Library,
    Client,
    Texts,
    Enums,
    Models(&'p [Model]),
    Resource(&'p Resource),
}

impl Module<'_> {
    /// The source of the file, piece by piece.
    #[must_use]
    pub fn blocks(&self) -> Vec<Block> {
        match self.kind {
            Kind::Library => library::blocks(self.plan),
            Kind::Client => client::blocks(self.plan),
            Kind::Texts => text::blocks(self.plan),
            Kind::Enums => enumeration::blocks(self.plan),
            Kind::Models(models) => model::blocks(self.plan, models),
            Kind::Resource(resource) => handle::blocks(self.plan, resource),
        }
    }
}

/// The files of a crate.
#[must_use]
pub fn modules(plan: &Plan) -> Vec<Module<'_>> {
    let module = |name: &str, kind| Module {
        path: PathBuf::from(format!("src/{name}.rs")),
        plan,
        kind,
    };
    let mut modules = vec![module("lib", Kind::Library), module("client", Kind::Client)];
    if !plan.texts.is_empty() {
        modules.push(module(plan.text_module, Kind::Texts));
    }
    if !plan.enums.is_empty() {
        modules.push(module("enums", Kind::Enums));
    }
    if !(plan.models.is_empty() && plan.unions.is_empty()) {
        modules.push(module("models", Kind::Models(&plan.models)));
    }
    for resource in &plan.resources {
        modules.push(module(resource.module.bare(), Kind::Resource(resource)));
    }
    modules
}
