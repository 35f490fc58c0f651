//! Resources: a module for the operations below one path, with the handle that holds what they share.

use super::handles::{Group, groups, handle_names};
use super::rivals::{self, Rivals};
use super::shared::{Module, Requests, ResourceNames};
use super::{Argument, Given, Handle, Operation, Resource, RustType, Sink, docs};
use crate::ir::{self, Location, Type};
use crate::name::{self, Case, Scope};

/// Functions that every client has.
const CLIENT_METHODS: &[&str] = &["builder", "clone", "from", "from_env", "inner", "new"];
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
/// The module of the operations that stand on the client.
const ROOT: &str = "operations";

impl Requests<'_, '_> {
    pub(super) fn resources(&mut self) -> Vec<Resource> {
        let (groups, alone) = groups(self.types.ir);
        let wishes: Vec<Vec<String>> = groups
            .iter()
            .map(|group| {
                let names = handle_names(group);
                names
                    .iter()
                    .map(|words| name::join(words, Case::Module))
                    .collect()
            })
            .collect();
        let levels = rivals::settle(&wishes, Rivals::AllMove, |_| false);
        let mut modules = Scope::modules(MODULES);
        let mut client = Scope::new(&[]);
        client.reserve(CLIENT_METHODS);
        let mut resources = Vec::new();
        for ((group, wished), level) in groups.iter().zip(&wishes).zip(levels) {
            resources.push(self.handle(group, &wished[level..], &mut modules, &mut client));
        }
        if !alone.is_empty() {
            resources.push(self.on_client(&alone, &mut modules, &mut client));
        }
        resources
    }

    fn handle(
        &mut self,
        group: &Group<'_>,
        wished: &[String],
        modules: &mut Scope,
        client: &mut Scope,
    ) -> Resource {
        let with = |suffix: &str| {
            let plain = wished.iter().cloned();
            plain
                .chain(wished.iter().map(|name| format!("{name}_{suffix}")))
                .collect::<Vec<_>>()
        };
        let types: Vec<String> = wished
            .iter()
            .map(|name| name::type_name(name))
            .flat_map(|name| [name.clone(), format!("{name}Resource")])
            .collect();
        let ident = self.scope.claim(&types).ident;
        let module = modules.claim(&with("api")).ident;
        let accessor = client.claim(&with("resource")).ident;
        let parameters = group
            .segments
            .iter()
            .flat_map(|segment| &segment.parameters);
        let held: Vec<&str> = parameters.map(String::as_str).collect();
        let mut scope = Scope::new(&[]);
        let arguments = held
            .iter()
            .map(|wire| self.held_argument(&group.operations, wire, &mut scope))
            .collect();
        let noun = handle_names(group).remove(0);
        let names = ResourceNames {
            operations: &group.operations,
            noun,
            held,
        };
        let mut methods = Scope::new(&[]);
        methods.reserve(&["clone", "new"]);
        let path: Vec<&str> = group.segments.iter().map(ir::Segment::stem).collect();
        let path = format!("/{}", path.join("/"));
        Resource {
            module,
            doc: vec![format!("The operations below {}.", docs::code(&path))],
            operations: self.operations(&names, &mut methods),
            handle: Some(Handle {
                ident,
                accessor,
                arguments,
            }),
        }
    }

    fn on_client(
        &mut self,
        operations: &[&ir::Operation],
        modules: &mut Scope,
        client: &mut Scope,
    ) -> Resource {
        let names = ResourceNames {
            operations,
            noun: Vec::new(),
            held: Vec::new(),
        };
        Resource {
            module: modules
                .claim(&[ROOT.to_owned(), format!("{ROOT}_api")])
                .ident,
            handle: None,
            doc: vec!["The operations that stand on the client.".to_owned()],
            operations: self.operations(&names, client),
        }
    }

    fn operations(&mut self, names: &ResourceNames<'_>, methods: &mut Scope) -> Vec<Operation> {
        let mut module = Module {
            types: super::names::type_scope(),
            tables: Scope::new(&[]),
            methods,
        };
        let methods = self.method_names(names, module.methods);
        let operations = names.operations.iter().zip(methods);
        operations
            .map(|(operation, method)| self.operation(operation, method, names, &mut module))
            .collect()
    }

    /// A path parameter that a handle holds for all of its operations: with the type that says
    /// most, should they differ. Where two contradict each other, a text can be either.
    fn held_argument(
        &self,
        operations: &[&ir::Operation],
        wire: &str,
        scope: &mut Scope,
    ) -> Argument {
        let declared: Vec<&ir::Parameter> = operations
            .iter()
            .flat_map(|operation| &operation.parameters)
            .filter(|p| p.location == Location::Path && p.property.name == wire)
            .collect();
        let mut typed = declared
            .iter()
            .filter(|p| matches!(p.property.schema.ty, Type::Named(_)));
        let first = typed.next();
        let agreed = typed
            .all(|p| first.is_some_and(|first| p.property.schema.ty == first.property.schema.ty));
        let sink = Sink::Path(wire.to_owned());
        match first.or(declared.first()) {
            Some(parameter) if agreed => self.argument(&parameter.property, sink, scope),
            Some(parameter) => Argument {
                ty: RustType::String,
                given: Given::String,
                ..self.argument(&parameter.property, sink, scope)
            },
            None => Argument {
                ident: scope.claim(&[name::field_name(wire)]).ident,
                doc: Vec::new(),
                deprecated: false,
                ty: RustType::String,
                given: Given::String,
                sink,
            },
        }
    }
}
