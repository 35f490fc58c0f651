//! Requests: what an operation takes, and the facts that the runtime checks and writes it by.

use std::collections::BTreeMap;

use super::parameters::{location_place, multipart_place};
use super::resources::{Group, groups, handle_names};
use super::types::Types;
use super::{
    Argument, Body, Model, Operation, Paging, Place, Resource, ReturnBody, RustType, docs, names,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{self, BodyContent, Location, Property, Status, Type};
use crate::name::{self, Case, Ident, Scope};
use crate::target::Target;

/// Methods that every request has.
const REQUEST_METHODS: &[&str] = &["clone", "request", "send", "pages", "stream"];
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
    "runtime",
    "sids",
    "std",
    "strings",
];

/// Plans requests, one handle after the other.
pub(super) struct Requests<'a, 'd> {
    pub(super) types: &'a Types<'a>,
    pub(super) target: &'a Target,
    pub(super) scope: &'d mut Scope,
    pub(super) diagnostics: &'d mut Diagnostics,
    pub(super) header_models: BTreeMap<String, Ident>,
    pub(super) models: Vec<Model>,
}

impl<'a, 'd> Requests<'a, 'd> {
    pub(super) fn new(
        types: &'a Types<'a>,
        target: &'a Target,
        scope: &'d mut Scope,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            types,
            target,
            scope,
            diagnostics,
            header_models: BTreeMap::new(),
            models: Vec::new(),
        }
    }

    /// The models of response headers that were met on the way.
    pub(super) fn finish(self) -> Vec<Model> {
        self.models
    }

    pub(super) fn resources(&mut self) -> Vec<Resource> {
        let groups = groups(self.types.ir);
        let wishes: Vec<Vec<String>> = groups
            .iter()
            .map(|group| {
                handle_names(group)
                    .iter()
                    .map(|words| name::join(words, Case::Module))
                    .collect()
            })
            .collect();
        let levels = names::settle(&wishes, |_| false);
        let mut modules = Scope::modules(MODULES);
        let mut accessors = Scope::new(&[]);
        accessors.reserve(CLIENT_METHODS);
        let mut resources = Vec::new();
        for (index, group) in groups.iter().enumerate() {
            let wanted = wishes[index][levels[index]..].to_vec();
            let types: Vec<String> = wanted
                .iter()
                .map(|name| name::type_name(name))
                .flat_map(|name| [name.clone(), format!("{name}Resource")])
                .collect();
            let ident = self.scope.claim(&types).ident;
            let module = modules.claim(&wanted).ident;
            let accessor = accessors.claim(&wanted).ident;
            resources.push(self.resource(group, ident, module, accessor));
        }
        resources
    }

    fn resource(
        &mut self,
        group: &Group<'_>,
        ident: Ident,
        module: Ident,
        accessor: Ident,
    ) -> Resource {
        let held: Vec<&str> = group
            .segments
            .iter()
            .flat_map(|segment| &segment.parameters)
            .map(String::as_str)
            .collect();
        let mut scope = Scope::new(&[]);
        let arguments = held
            .iter()
            .map(|wire| self.held_argument(group, wire, &mut scope))
            .collect();
        let mut methods = Scope::new(&[]);
        methods.reserve(&["clone", "new"]);
        let mut tables = Scope::new(&[]);
        let operations = group
            .operations
            .iter()
            .map(|operation| self.operation(group, operation, &held, &mut methods, &mut tables))
            .collect();
        let path: Vec<&str> = group
            .segments
            .iter()
            .map(|segment| segment.text.as_str())
            .collect();
        let path = format!("/{}", path.join("/"));
        Resource {
            module,
            ident,
            accessor,
            doc: vec![format!("The operations below {}.", docs::code(&path))],
            path,
            arguments,
            operations,
        }
    }

    /// A path parameter that a handle holds for all of its operations: with the type that says
    /// most, should they differ.
    fn held_argument(&self, group: &Group<'_>, wire: &str, scope: &mut Scope) -> Argument {
        let declared: Vec<&ir::Parameter> = group
            .operations
            .iter()
            .flat_map(|operation| &operation.parameters)
            .filter(|p| p.location == Location::Path && p.property.name == wire)
            .collect();
        let typed = declared
            .iter()
            .find(|p| matches!(p.property.schema.ty, Type::Named(_)));
        match typed.or(declared.first()) {
            Some(parameter) => self.argument(&parameter.property, Place::Path, scope),
            None => Argument {
                ident: scope.claim(&[name::field_name(wire)]).ident,
                doc: Vec::new(),
                place: Place::Path,
                wire: wire.to_owned(),
                ty: RustType::String,
            },
        }
    }

    fn argument(&self, property: &Property, place: Place, scope: &mut Scope) -> Argument {
        let mut doc = docs::lines_or(property.description.as_deref(), || {
            format!("Sets {}.", docs::code(&property.name))
        });
        if let Some(default) = &property.schema.default {
            docs::paragraph(
                &mut doc,
                format!(
                    "Where it is not set, the service takes {}.",
                    docs::code(default)
                ),
            );
        }
        Argument {
            ident: scope
                .claim_for(&property.name, &[name::field_name(&property.name)])
                .ident,
            doc,
            place,
            wire: property.name.clone(),
            ty: self.types.rust_type(&property.schema.ty),
        }
    }

    fn operation(
        &mut self,
        group: &Group<'_>,
        operation: &ir::Operation,
        held: &[&str],
        methods: &mut Scope,
        tables: &mut Scope,
    ) -> Operation {
        let method_name = self.method_name(group, operation, methods);
        let plain = name::type_name(&operation.id);
        let request = self
            .scope
            .claim_for(
                &operation.id,
                &[
                    plain.clone(),
                    format!("{plain}Request"),
                    format!("{plain}Call"),
                ],
            )
            .ident;
        let table = tables.claim(&[name::const_name(&operation.id)]).ident;
        let (arguments, setters) = self.inputs(operation, held);
        let returns = self.returns(operation);
        Operation {
            accept: accept(&returns.body),
            id: operation.id.clone(),
            method_name,
            request,
            table,
            doc: docs::of_operation(operation),
            deprecated: operation.deprecated,
            method: operation.method,
            path: operation.path.text.clone(),
            server: operation.server.clone(),
            parameters: self.parameters(operation),
            body: body(operation),
            body_required: operation.body.as_ref().is_some_and(|body| {
                body.required
                    && !matches!(
                        body.content,
                        BodyContent::Form(_) | BodyContent::Multipart(_)
                    )
            }),
            security: operation.security.clone(),
            paging: operation
                .paging
                .as_ref()
                .filter(|_| matches!(returns.body, ReturnBody::Page(_)))
                .map(|paging| match paging {
                    ir::Paging::Link { next, .. } => Paging::Link(next.clone()),
                    ir::Paging::Token {
                        next, parameter, ..
                    } => Paging::Token(next.clone(), parameter.clone()),
                }),
            redirects: operation
                .responses
                .iter()
                .filter_map(|response| match response.status {
                    Status::Code(code @ 300..=399) => Some(code),
                    _ => None,
                })
                .collect(),
            arguments,
            setters,
            returns,
        }
    }

    /// The verb of the operation's id if that tells the operations of the handle apart, else the
    /// whole id.
    fn method_name(
        &mut self,
        group: &Group<'_>,
        operation: &ir::Operation,
        methods: &mut Scope,
    ) -> Ident {
        if let Some(name) = self.target.names.operations.get(&operation.id) {
            match methods.claim_exact(&operation.id, name) {
                Ok(ident) => return ident,
                Err(error) => self.diagnostics.push(Diagnostic::new(
                    Code::BadOverride,
                    operation.pointer.clone(),
                    format!("the manifest calls this operation `{name}`: {error}"),
                )),
            }
        }
        let words = name::words(&operation.id);
        let full = name::join(&words, Case::Field);
        let verb = |other: &&ir::Operation| name::words(&other.id).first() == words.first();
        let unique = group.operations.iter().filter(|other| verb(other)).count() == 1;
        if unique && names::VERBS.contains(&words[0].as_str()) {
            let verb = name::join(&words[..1], Case::Field);
            return methods.claim_for(&operation.id, &[verb, full]).ident;
        }
        methods.claim_for(&operation.id, &[full]).ident
    }

    /// What must be given to make a request, and what may be.
    fn inputs(
        &mut self,
        operation: &ir::Operation,
        held: &[&str],
    ) -> (Vec<Argument>, Vec<Argument>) {
        let mut arguments = Vec::new();
        let mut setters = Vec::new();
        let mut required = Scope::new(&[]);
        let mut optional = Scope::new(&[]);
        optional.reserve(REQUEST_METHODS);
        let mut add = |property: &Property, place: Place| {
            if property.required {
                arguments.push(self.argument(property, place, &mut required));
            } else {
                setters.push(self.argument(property, place, &mut optional));
            }
        };
        for parameter in &operation.parameters {
            let is_held = parameter.location == Location::Path
                && held.contains(&parameter.property.name.as_str());
            if !is_held {
                add(&parameter.property, location_place(parameter.location));
            }
        }
        match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Form(fields)) => {
                fields.iter().for_each(|field| add(field, Place::Form))
            }
            Some(BodyContent::Multipart(fields)) => {
                fields
                    .iter()
                    .for_each(|field| add(field, multipart_place(&field.schema.ty)));
            }
            _ => {}
        }
        if let Some(body) = &operation.body
            && let Some(argument) = self.whole_body(body, &mut required, &mut optional)
        {
            if body.required {
                arguments.push(argument)
            } else {
                setters.push(argument)
            }
        }
        (arguments, setters)
    }

    fn whole_body(
        &self,
        body: &ir::Body,
        required: &mut Scope,
        optional: &mut Scope,
    ) -> Option<Argument> {
        let ty = match &body.content {
            BodyContent::Json { schema, .. } => self.types.rust_type(&schema.ty),
            BodyContent::Text { .. } => RustType::Text,
            BodyContent::Bytes { .. } => RustType::Bytes,
            BodyContent::Form(fields) if fields.is_empty() => {
                RustType::Map(Box::new(RustType::Value))
            }
            BodyContent::Form(_) | BodyContent::Multipart(_) => return None,
        };
        let scope = if body.required { required } else { optional };
        Some(Argument {
            ident: scope.claim(&["body".to_owned()]).ident,
            doc: docs::lines_or(body.description.as_deref(), || "Sets the body.".to_owned()),
            place: Place::Body,
            wire: String::new(),
            ty,
        })
    }
}

fn body(operation: &ir::Operation) -> Body {
    match operation.body.as_ref().map(|body| &body.content) {
        None => Body::None,
        Some(BodyContent::Form(_)) => Body::Form,
        Some(BodyContent::Multipart(_)) => Body::Multipart,
        Some(BodyContent::Json { media_type, .. }) => Body::Json(media_type.clone()),
        Some(BodyContent::Text { media_type }) => Body::Text(media_type.clone()),
        Some(BodyContent::Bytes { media_type }) => Body::Bytes(media_type.clone()),
    }
}

fn accept(body: &ReturnBody) -> Option<&'static str> {
    match body {
        ReturnBody::One(RustType::Text) => Some("text/plain, */*;q=0.8"),
        ReturnBody::One(RustType::Bytes) => Some("*/*"),
        ReturnBody::ByStatus(outcome)
            if outcome
                .variants
                .iter()
                .any(|(_, _, ty)| matches!(ty, Some(RustType::Text | RustType::Bytes))) =>
        {
            Some("*/*")
        }
        _ => None,
    }
}
