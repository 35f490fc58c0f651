//! The items that callers can use, by their identities in the document.

use std::collections::BTreeMap;

use super::{Rule, Side};
use crate::ir::Operation;
use crate::name::Ident;
use crate::plan::{Doc, Rules, RustType};
use crate::pointer::Pointer;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Client,
    Type,
    Constructor,
    Field,
    Value,
    Variant,
    /// What leads to operations.
    Handle,
    Operation,
    /// The struct of what must be given.
    Arguments,
    /// The enum of the media types of a body.
    Choice,
    Content,
    Status,
    Request,
    Returns,
    Parameter,
}

/// What an item is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The type or the operation.
    pub(super) owner: String,
    pub(super) kind: Kind,
    /// Which part of it.
    pub(super) part: String,
}

/// What callers see of an item.
#[derive(Clone, Debug, Default)]
pub(super) struct Facet {
    /// The item, as callers write it.
    pub(super) rust: String,
    /// What must stay, so that its name has not changed.
    pub(super) name: String,
    /// Its type, in the names of the newer document.
    pub(super) ty: String,
    pub(super) required: bool,
    /// The arguments of the path, which are given by their places: their names, with their types.
    pub(super) order: Vec<(String, String)>,
    /// The only other argument, which is passed without a name.
    pub(super) alone: Option<(String, String)>,
    pub(super) pointer: Pointer,
    pub(super) doc: Doc,
    pub(super) deprecated: bool,
    /// What a client checks before it sends a value.
    pub(super) rules: Rules,
    /// Traits that callers can use.
    pub(super) traits: Vec<String>,
    /// What callers do not write and the service sees, by the rule for a change of it.
    pub(super) facts: Vec<(Rule, String)>,
}

/// All that callers can write.
pub(super) type Surface = BTreeMap<Key, Facet>;

/// The surface of a side. `identities` are those of its types, `renamed` has the names that they are compared by, and
/// `moved` the identities of operations that the other side knows by another path.
pub(super) fn surface(
    side: &Side,
    identities: &[String],
    renamed: &BTreeMap<String, String>,
    moved: &BTreeMap<String, String>,
) -> Surface {
    let operations = side.ir.operations.iter();
    let mut builder = Builder {
        side,
        renamed,
        moved,
        declared: operations.map(|it| (it.id.as_str(), it)).collect(),
        surface: Surface::new(),
    };
    builder.client();
    for (index, identity) in identities.iter().enumerate() {
        builder.ty(index, identity);
    }
    builder.headers();
    builder.handles();
    for handle in side.plan.handles() {
        for operation in &handle.operations {
            builder.operation(handle, operation);
        }
    }
    builder.surface
}

pub(super) struct Builder<'a> {
    pub(super) side: &'a Side,
    renamed: &'a BTreeMap<String, String>,
    pub(super) moved: &'a BTreeMap<String, String>,
    /// The operations of the document, by their ids.
    pub(super) declared: BTreeMap<&'a str, &'a Operation>,
    surface: Surface,
}

impl Builder<'_> {
    /// A type, in the names of the newer document.
    pub(super) fn text(&self, ty: &RustType) -> String {
        match ty {
            RustType::Named(ident) => {
                let name = ident.as_str();
                let name = self.renamed.get(name).map_or(name, String::as_str);
                name.to_owned()
            }
            RustType::Vec(inner) => format!("Vec<{}>", self.text(inner)),
            RustType::Map(inner) => format!("BTreeMap<String, {}>", self.text(inner)),
            RustType::Option(inner) => format!("Option<{}>", self.text(inner)),
            RustType::Boxed(inner) => format!("Box<{}>", self.text(inner)),
            RustType::Field(inner) => format!("Field<{}>", self.text(inner)),
            plain => crate::emit::type_text(plain),
        }
    }

    pub(super) fn add(&mut self, owner: &str, kind: Kind, part: &str, facet: Facet) {
        let key = Key {
            owner: owner.to_owned(),
            kind,
            part: part.to_owned(),
        };
        self.surface.insert(key, facet);
    }

    /// The handles. Their names are reported with their operations; the place of a handle is that of the
    /// first operation that is reached through it.
    fn handles(&mut self) {
        let plan = &self.side.plan;
        let mut places: BTreeMap<&Ident, &Pointer> = BTreeMap::new();
        for handle in plan.handles() {
            let mut operations = handle.operations.iter();
            let first = operations.find_map(|it| self.declared.get(it.id.as_str()));
            let Some(first) = first else { continue };
            for step in plan.way(handle) {
                places.entry(&step.ident).or_insert(&first.pointer);
            }
        }
        for handle in plan.handles() {
            let taken = handle.arguments.iter().map(|it| self.text(&it.ty));
            let taken: Vec<String> = taken.collect();
            let place = places.get(&handle.ident).copied();
            let facet = Facet {
                rust: handle.ident.as_str().to_owned(),
                ty: format!("({})", taken.join(", ")),
                pointer: place.cloned().unwrap_or_default(),
                ..Facet::default()
            };
            let owner = format!("handle {}", handle.ident);
            self.add(&owner, Kind::Handle, "", facet);
        }
    }

    fn client(&mut self) {
        let client = &self.side.plan.client;
        let schemes: Vec<String> = client
            .schemes
            .iter()
            .map(|(name, scheme)| format!("{name}: {scheme:?}"))
            .collect();
        let facet = Facet {
            rust: "Client".to_owned(),
            name: "Client".to_owned(),
            doc: client.doc.clone(),
            facts: vec![
                (Rule::ServerChanged, client.server.clone()),
                (
                    Rule::CredentialsChanged,
                    format!("{} {}", client.takes_credentials, schemes.join(", ")),
                ),
            ],
            ..Facet::default()
        };
        self.add("client", Kind::Client, "", facet);
    }
}
