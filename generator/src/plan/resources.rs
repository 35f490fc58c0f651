//! Resources: a module for each resource, with the handles of its collection and its items.

use std::collections::BTreeMap;

use super::accessors::{Accessors, accessors};
use super::handles::{Kind, Node, owner, tree};
use super::locked::Names;
use super::members::Members;
use super::shared::{Module, Requests};
use super::{Argument, Given, Handle, Resource, RustType, Sink, docs, names};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ir::{self, Location, Type};
use crate::lock::{self, Key};
use crate::name::{self, Case, Ident, Scope};

/// Modules that every crate has, and crates that it names.
const MODULES: &[&str] = &[
    "alloc",
    "bindery_runtime",
    "client",
    "core",
    "enums",
    "models",
    "rt",
    "runtime",
    "sids",
    "std",
    "strings",
];

/// How long the name of a module may be: file systems allow 255 bytes for the name of a file.
const LONGEST_MODULE: usize = 120;

/// The places of the URL, and what they are called.
struct Named<'a> {
    nodes: Vec<Node<'a>>,
    accessors: Accessors,
    /// The types of handles, by place.
    types: BTreeMap<usize, Ident>,
}

impl Requests<'_, '_> {
    pub(super) fn resources(&mut self) -> Vec<Resource> {
        let nodes = tree(self.types.ir);
        let accessors = accessors(&nodes, self.target, self.locked, self.diagnostics);
        let mut named = Named {
            nodes,
            accessors,
            types: BTreeMap::new(),
        };
        let modules = self.claim(&mut named);
        self.plan_headers(&named.operations());
        let mut methods: BTreeMap<usize, Scope> = std::mem::take(&mut named.accessors.taken)
            .into_iter()
            .filter_map(|(index, scope)| Some((index?, scope)))
            .collect();
        let resources = modules.into_iter().map(|(module, places)| {
            let mut types = Module {
                types: named.type_scope(&places, self.locked),
                tables: Scope::new(&[]),
            };
            let handles = places.iter().map(|index| {
                let scope = methods.entry(*index).or_default();
                self.handle(&named, *index, &mut types, scope)
            });
            let handles: Vec<Handle> = handles.collect();
            let doc = handles.first().map(|first| first.doc.clone());
            Resource {
                module,
                doc: doc.unwrap_or_default(),
                handles,
            }
        });
        resources.collect()
    }

    /// Names the types of handles and their modules, which have the places of their handles.
    fn claim(&mut self, named: &mut Named<'_>) -> Vec<(Ident, Vec<usize>)> {
        let mut scope = Scope::modules(MODULES);
        for (key, _) in self.locked.of(&[lock::Kind::Module]) {
            self.locked.hold(&mut scope, key);
        }
        let mut modules: BTreeMap<usize, Ident> = BTreeMap::new();
        let mut places: Vec<(Ident, Vec<usize>)> = Vec::new();
        for index in named.sorted() {
            let way = named.way(index);
            let plain = name::type_name(&format!("{way}_handle"));
            let wanted = [plain.clone(), format!("{plain}Type")];
            let key = Key::new(lock::Kind::Handle, named.nodes[index].blank.as_str());
            let claimed = self.locked.claim(self.scope, key, &plain, &wanted);
            let ident = claimed.ident;
            named.types.insert(index, ident);
            let resource = named.resource(index);
            let module = modules.entry(resource).or_insert_with(|| {
                let module = shortened(&named.way(resource));
                let wanted = [module.clone(), format!("{module}_api")];
                let key = Key::new(lock::Kind::Module, named.nodes[resource].blank.as_str());
                let ident = self.locked.claim(&mut scope, key, &module, &wanted).ident;
                places.push((ident.clone(), Vec::new()));
                ident
            });
            let same = places.iter_mut().find(|(ident, _)| ident == module);
            same.into_iter().for_each(|(_, places)| places.push(index));
        }
        places
    }

    fn handle(
        &mut self,
        named: &Named<'_>,
        index: usize,
        module: &mut Module,
        methods: &mut Scope,
    ) -> Handle {
        let node = &named.nodes[index];
        let mut scope = Scope::new(&[]);
        let arguments = (0..node.parameters().len())
            .map(|position| self.bound_argument(node, position, &mut scope))
            .collect();
        let names = self.method_names(node, methods);
        let ident = named.types[&index].clone();
        let operations = node.operations.iter().zip(names);
        Handle {
            doc: vec![doc(node)],
            path: node.path.clone(),
            accessor: named.accessors.idents[index].clone(),
            parent: owner(&named.nodes, index).map(|owner| named.types[&owner].clone()),
            arguments,
            operations: operations
                .map(|((operation, _), name)| self.operation(operation, name, module, methods))
                .collect(),
            ident,
        }
    }

    /// A path parameter that a handle binds for all that is below: with the type that says most, should they
    /// differ. Where two contradict each other, a text can be either, which is told.
    fn bound_argument(&mut self, node: &Node<'_>, position: usize, scope: &mut Scope) -> Argument {
        let declared: Vec<&ir::Property> = node
            .through
            .iter()
            .filter_map(|(operation, names)| {
                let mut parameters = operation.parameters.iter();
                let found = parameters.find(|parameter| {
                    parameter.location == Location::Path
                        && Some(&parameter.property.name.as_str()) == names.get(position)
                })?;
                Some(&found.property)
            })
            .collect();
        let telling = || declared.iter().filter(|it| it.schema.ty != Type::String);
        let widest = telling().find(|it| it.schema.ty == Type::Int64);
        let chosen = widest.or(telling().next()).or(declared.first()).copied();
        let other = chosen.and_then(|chosen| {
            let mut others = declared.iter();
            others.find(|it| !takes(&chosen.schema.ty, &it.schema.ty))
        });
        if let (Some(chosen), Some(other)) = (chosen, other) {
            self.tell_types_differ(node, chosen, other);
        }
        let agreed = other.is_none();
        let wire = node.parameters()[position];
        let sink = Sink::Path(wire.to_owned());
        match chosen {
            Some(property) => {
                let argument = self.argument(property, sink, &mut Members::alone());
                let (ty, given) = match agreed {
                    true => (argument.ty, argument.given),
                    false => (RustType::String, Given::String),
                };
                Argument {
                    ident: scope.claim(&[name::field_name(wire)]).ident,
                    ty,
                    given,
                    ..argument
                }
            }
            None => Argument {
                ident: scope.claim(&[name::field_name(wire)]).ident,
                doc: Vec::new(),
                deprecated: false,
                personal: false,
                ty: RustType::String,
                given: Given::String,
                sink,
            },
        }
    }

    fn tell_types_differ(&mut self, node: &Node<'_>, one: &ir::Property, other: &ir::Property) {
        let path = &node.path;
        let name = &one.name;
        let message = format!("the parameter `{name}` of `{path}` has several types");
        let note = Diagnostic::new(
            Code::PathTypesDiffer,
            Place::key(one.pointer.clone()),
            message,
        );
        self.diagnostics.push(
            note.label("this type")
                .related(Place::key(other.pointer.clone()), "and another")
                .help("declare the same type, or pass the value as a string"),
        );
    }
}

/// Whether an argument of one type is for parameters of another as well: of a wider integer for a narrower one, and of
/// a named type for texts, which say less.
fn takes(ty: &Type, other: &Type) -> bool {
    ty == other
        || matches!(
            (ty, other),
            (Type::Int64, Type::Int32) | (Type::Named(_), Type::String)
        )
}

impl<'a> Named<'a> {
    /// The operations, in the order of their handles.
    fn operations(&self) -> Vec<&'a ir::Operation> {
        let nodes = self.sorted().into_iter().map(|index| &self.nodes[index]);
        let operations = nodes.flat_map(|node| &node.operations);
        operations.map(|(operation, _)| *operation).collect()
    }

    /// The places that have handles, in the order of their paths.
    fn sorted(&self) -> Vec<usize> {
        let all = 0..self.nodes.len();
        let mut sorted: Vec<usize> = all.filter(|index| self.nodes[*index].is_handle()).collect();
        sorted.sort_by_key(|index| &self.nodes[*index].blank);
        sorted
    }

    /// The names of the types of a module, of which some are kept for operations that have them.
    fn type_scope(&self, places: &[usize], locked: &Names<'_>) -> Scope {
        let mut scope = names::type_scope();
        let nodes = places.iter().map(|index| &self.nodes[*index]);
        for (operation, _) in nodes.flat_map(|node| &node.operations) {
            for kind in [lock::Kind::Outcome, lock::Kind::Request] {
                locked.hold(&mut scope, &Key::new(kind, locked.place(operation)));
            }
        }
        scope
    }

    /// The methods that lead to a place, as one name.
    fn way(&self, index: usize) -> String {
        let mut way = vec![self.accessors.idents[index].bare()];
        let mut at = index;
        while let Some(owner) = owner(&self.nodes, at) {
            way.push(self.accessors.idents[owner].bare());
            at = owner;
        }
        way.reverse();
        way.join("_")
    }

    /// The place whose module a place belongs to: items stand beside their collection.
    fn resource(&self, index: usize) -> usize {
        match (&self.nodes[index].kind, self.nodes[index].before) {
            (Kind::Items(_), Some(collection)) => collection,
            _ => index,
        }
    }
}

fn doc(node: &Node<'_>) -> String {
    let path = docs::code(&node.path);
    match (node.operations.is_empty(), node.has_names) {
        (true, _) => format!("Operations below {path}."),
        (false, true) => format!("Operations of {path}, and of the paths below it."),
        (false, false) => format!("Operations of {path}."),
    }
}

/// The end of a name that is too long for a file.
fn shortened(way: &str) -> String {
    let module = name::join(&name::words(way), Case::Module);
    if module.len() <= LONGEST_MODULE {
        return module;
    }
    let words: Vec<&str> = module.split('_').collect();
    let mut end = String::new();
    for word in words.into_iter().rev() {
        if !end.is_empty() && end.len() + word.len() >= LONGEST_MODULE {
            break;
        }
        end = if end.is_empty() {
            word.to_owned()
        } else {
            format!("{word}_{end}")
        };
    }
    let length = end.char_indices().map(|(at, _)| at).nth(LONGEST_MODULE);
    length.map_or(end.clone(), |at| end[..at].to_owned())
}
