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
mod enums;
mod errors;
mod examples;
mod facts;
mod given;
mod handles;
mod headers;
mod identity;
mod joined;
mod locked;
mod members;
mod methods;
mod names;
mod parameters;
mod places;
mod presence;
mod requests;
mod resources;
mod responses;
mod rivals;
mod rules;
mod security;
mod shared;
mod types;
mod undescribed;
mod unions;
mod values;

pub(crate) use docs::code;
pub(crate) use handles::{blank_path, paths as handle_paths};
pub(crate) use identity::{OperationKeys, TypeKeys};
pub(crate) use requests::JSON;

pub use calls::{
    Body, Choice, Client, Content, Conversion, Environment, EnvironmentCredentials, FormType,
    Handle, Operation, Outcome, OutcomeVariant, Paging, Parameter, PartHeader, Place, Regions,
    Resource, ReturnBody, Returns, Scheme, Variant, VariantType,
};
pub use definitions::{
    Constructor, Custom, CustomForm, Derive, Enum, Field, Model, PageOf, Presence, RustType, Text,
    TextForm, Union, UnionVariant, Variants,
};
pub use examples::Example;
pub use given::{Argument, Arguments, Given, NamedArguments, Sink};
pub use rules::{Count, Rule, Rules};

use crate::diagnostic::Diagnostics;
use crate::ir::{Ir, TypeShape};
use crate::lock::Lock;
use crate::name::Ident;
use crate::target::Target;

/// The lines of a doc comment.
pub type Doc = Vec<String>;

/// A crate as it will be written.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The package's name.
    pub crate_name: String,
    /// The docs of the crate.
    pub doc: Doc,
    /// The examples of its entry page, and what it has.
    pub entry: Example,
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
    /// Further names of types.
    pub aliases: Vec<Alias>,
    /// The client.
    pub client: Client,
    /// The modules of handles.
    pub resources: Vec<Resource>,
    /// The features of the runtime that the crate needs beyond the default.
    pub features: Vec<String>,
}

/// A further name of a type: of several types that the document had, and that are one now.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The name.
    pub ident: Ident,
    /// What it is a name of.
    pub of: Ident,
    /// What kind of type that is.
    pub kind: TypeKind,
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

    /// How callers reach a handle, with `…` for arguments: `client.service(…).bindings()`.
    #[must_use]
    pub fn reached(&self, handle: &Handle) -> String {
        let steps = self.way(handle).into_iter().map(|it| {
            let taken = if it.arguments.is_empty() { "" } else { "…" };
            format!(".{}({taken})", it.accessor.bare())
        });
        format!("client{}", steps.collect::<String>())
    }

    /// The handles on the way from the client to this one, which is the last.
    #[must_use]
    pub fn way<'p>(&'p self, handle: &'p Handle) -> Vec<&'p Handle> {
        calls::way(&self.resources, handle)
    }
}

/// Plans a crate, and records the names of its parts by their identities in the document.
///
/// Renames go to `diagnostics` as notes, and names of the manifest or the lock that cannot be used as errors.
///
/// `is_complete`: whether nothing was left out because of errors. Parts that were left out are not recorded
/// as gone.
pub fn plan(
    ir: &Ir,
    target: &Target,
    is_complete: bool,
    diagnostics: &mut Diagnostics,
) -> (Plan, Lock) {
    let mut scope = names::type_scope();
    let mut locked = locked::Names::new(ir, target.lock.as_ref());
    let named = names::type_names(ir, target, &mut locked, &mut scope, diagnostics);
    locked.release_moved(&mut scope);
    let facts = facts::Facts::of(ir, diagnostics);
    let descriptions = docs::Descriptions::default();
    let types = types::Types {
        ir,
        names: &named.idents,
        joined: &named.joined,
        facts: &facts,
        target,
        descriptions: &descriptions,
    };
    let mut planned = types.definitions(&mut scope, &mut locked, diagnostics);
    let mut requests = shared::Requests::new(&types, target, &mut scope, &mut locked, diagnostics);
    let mut resources = requests.resources();
    let (headers, further) = requests.finish();
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
    let client = client::client(ir, target);
    let entry = illustrate(target, &planned, &client, &mut resources);
    let plan = Plan {
        crate_name: target.crate_name.clone(),
        doc: descriptions.of_crate(ir),
        entry,
        aliases: aliases(ir, &named, &planned, further),
        type_modules: type_modules(&planned),
        texts: planned.texts,
        enums: planned.enums,
        models: planned.models,
        unions: planned.unions,
        client,
        resources,
        features,
    };
    (plan, locked.finish(is_complete, diagnostics))
}

/// The further names of types, sorted.
fn aliases(
    ir: &Ir,
    named: &names::Named,
    planned: &types::Planned,
    further: Vec<Alias>,
) -> Vec<Alias> {
    let aliases = named.others.iter().map(|(ident, index)| {
        let of = &named.idents[*index];
        let text = planned.texts.iter().find(|text| text.ident == *of);
        let kind = match (&ir.types[*index].shape, text) {
            (_, Some(text)) => text.kind(),
            (TypeShape::Enumeration(_), None) => TypeKind::Enums,
            _ => TypeKind::Models,
        };
        let (ident, of) = (ident.clone(), of.clone());
        Alias { ident, of, kind }
    });
    let mut aliases: Vec<Alias> = aliases.chain(further).collect();
    aliases.sort_by(|one, other| one.ident.cmp(&other.ident));
    aliases
}

/// The name of each type of an [`Ir`], in its order: what [`plan`] calls them.
#[must_use]
pub fn type_names(ir: &Ir, target: &Target) -> Vec<Ident> {
    let mut scope = names::type_scope();
    let mut locked = locked::Names::new(ir, target.lock.as_ref());
    let diagnostics = &mut Diagnostics::new();
    names::type_names(ir, target, &mut locked, &mut scope, diagnostics).idents
}

/// Whether requests contain a type of an [`Ir`], for each type in its order.
#[must_use]
pub fn sent_types(ir: &Ir) -> Vec<bool> {
    let facts = facts::Facts::of(ir, &mut Diagnostics::new());
    let ids = (0..ir.types.len()).map(crate::ir::TypeId);
    ids.map(|id| facts.is_sent(id)).collect()
}

/// Gives every operation its example. Returns the examples of the entry page.
fn illustrate(
    target: &Target,
    planned: &types::Planned,
    client: &Client,
    resources: &mut [Resource],
) -> Example {
    let types = examples::Types::of(planned);
    let examples = examples::Crate::new(&target.crate_name, &types, resources);
    let entry = examples::entry(&examples, client);
    let of_operations = examples.of_operations();
    let handles = resources.iter_mut().flat_map(|it| &mut it.handles);
    let operations = handles.flat_map(|handle| &mut handle.operations);
    for (operation, example) in operations.zip(of_operations) {
        operation.example = example;
    }
    entry
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
