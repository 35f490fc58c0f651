//! Every decision about Rust: names, types, modules, derives, boxes.
//!
//! [`emit`](crate::emit) turns a [`Plan`] into tokens without deciding anything.

mod accessors;
mod arguments;
mod bodies;
mod calls;
mod client;
mod definitions;
mod derives;
mod docs;
mod errors;
mod example;
mod facts;
mod given;
mod handles;
mod methods;
mod names;
mod parameters;
mod presence;
mod requests;
mod resources;
mod responses;
mod rivals;
mod rules;
mod security;
mod shared;
mod types;
mod unions;
mod values;

pub(crate) use docs::code;
pub(crate) use handles::{blank_path, paths as handle_paths};
pub(crate) use requests::JSON;

pub use calls::{
    Body, Choice, Client, Content, Conversion, Environment, EnvironmentCredentials, FormType,
    Handle, Operation, Outcome, OutcomeVariant, Paging, Parameter, PartHeader, Place, Regions,
    Resource, ReturnBody, Returns, Scheme, Variant, VariantType,
};
pub use definitions::{
    Constructor, Derive, Enum, Field, Model, PageOf, Presence, RustType, Text, TextForm, Union,
    UnionVariant, Variants,
};
pub use given::{Argument, Arguments, Given, NamedArguments, Sink};
pub use rules::{Count, Rule, Rules};

use crate::diagnostic::Diagnostics;
use crate::ir::Ir;
use crate::target::Target;

/// The lines of a doc comment.
pub type Doc = Vec<String>;

/// A crate as it will be written.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The package's name.
    pub crate_name: String,
    /// What the crate says of itself.
    pub doc: Doc,
    /// The modules of types, in the order of the library's root.
    pub type_modules: Vec<TypeModule>,
    /// Strings with a pattern.
    pub texts: Vec<Text>,
    /// Sets of values.
    pub enums: Vec<Enum>,
    /// Objects.
    pub models: Vec<Model>,
    /// One of several.
    pub unions: Vec<Union>,
    /// The client.
    pub client: Client,
    /// The modules of handles.
    pub resources: Vec<Resource>,
    /// The features of the runtime that the crate needs beyond the default.
    pub features: Vec<String>,
}

/// A module of types.
#[derive(Clone, Copy, Debug)]
pub struct TypeModule {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: TypeKind,
}

/// What a module of types holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// Strings whose pattern makes them identifiers of one kind of resource.
    Sids,
    /// Other strings with a pattern.
    Texts,
    /// Sets of values.
    Enums,
    /// Objects and unions.
    Models,
}

impl Plan {
    /// The module that defines a type of the crate.
    #[must_use]
    pub fn module_of(&self, kind: TypeKind) -> &'static str {
        let mut modules = self.type_modules.iter();
        let found = modules.find(|module| module.kind == kind);
        found.map_or("models", |module| module.name)
    }

    /// All handles.
    pub fn handles(&self) -> impl Iterator<Item = &Handle> {
        self.resources.iter().flat_map(|resource| &resource.handles)
    }

    /// All operations.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.handles().flat_map(|handle| &handle.operations)
    }

    /// The handles on the way from the client to this one, which is the last.
    #[must_use]
    pub fn way<'p>(&'p self, handle: &'p Handle) -> Vec<&'p Handle> {
        calls::way(&self.resources, handle)
    }
}

/// Plans a crate.
///
/// Renames go to `diagnostics` as notes, and overrides that cannot be used as errors.
pub fn plan(ir: &Ir, target: &Target, diagnostics: &mut Diagnostics) -> Plan {
    let mut scope = names::type_scope();
    let names = names::type_names(ir, target, &mut scope, diagnostics);
    let facts = facts::Facts::of(ir, diagnostics);
    let descriptions = docs::Descriptions::default();
    let types = types::Types {
        ir,
        names: &names,
        facts: &facts,
        target,
        descriptions: &descriptions,
    };
    let mut planned = types.definitions(&mut scope, diagnostics);
    let mut requests = shared::Requests::new(&types, target, &mut scope, diagnostics);
    let resources = requests.resources();
    let headers = requests.finish();
    planned.models.extend(headers);
    planned.sort();
    let features = if planned
        .texts
        .iter()
        .any(|text| matches!(text.form, TextForm::Regex { .. }))
    {
        vec!["pattern".to_owned()]
    } else {
        Vec::new()
    };
    Plan {
        crate_name: target.crate_name.clone(),
        doc: crate_doc(&types, &planned, &resources),
        type_modules: type_modules(&planned),
        texts: planned.texts,
        enums: planned.enums,
        models: planned.models,
        unions: planned.unions,
        client: client::client(ir, target),
        resources,
        features,
    }
}

/// The name of each type of an [`Ir`], in its order: what [`plan`] calls them.
#[must_use]
pub fn type_names(ir: &Ir, target: &Target) -> Vec<crate::name::Ident> {
    let mut scope = names::type_scope();
    names::type_names(ir, target, &mut scope, &mut Diagnostics::new())
}

/// What the document says of itself, and an example.
fn crate_doc(types: &types::Types<'_>, planned: &types::Planned, resources: &[Resource]) -> Doc {
    let examples = example::Examples {
        crate_name: &types.target.crate_name,
        texts: &planned.texts,
        enums: &planned.enums,
        resources,
    };
    let mut doc = types.descriptions.of_crate(types.ir);
    let example = examples.block();
    if !example.is_empty() {
        doc.push(String::new());
        doc.extend(example);
    }
    doc
}

/// The modules that have something to hold.
fn type_modules(planned: &types::Planned) -> Vec<TypeModule> {
    let has_models = !(planned.models.is_empty() && planned.unions.is_empty());
    let has_texts = |kind| planned.texts.iter().any(|text| text.kind() == kind);
    let all = [
        (TypeKind::Sids, "sids", has_texts(TypeKind::Sids)),
        (TypeKind::Texts, "strings", has_texts(TypeKind::Texts)),
        (TypeKind::Enums, "enums", !planned.enums.is_empty()),
        (TypeKind::Models, "models", has_models),
    ];
    let there = all.into_iter().filter(|(_, _, is_there)| *is_there);
    there
        .map(|(kind, name, _)| TypeModule { kind, name })
        .collect()
}
