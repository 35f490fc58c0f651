//! What callers can write of the operations of a crate.

use super::Rule;
use super::surface::{Builder, Facet, Kind};
use crate::ir;
use crate::plan::{Argument, Arguments, Handle, Operation, ReturnBody, RustType, VariantType};
use crate::pointer::Pointer;

impl Builder<'_> {
    /// An operation of a handle.
    pub(super) fn operation(&mut self, handle: &Handle, operation: &Operation) {
        let Some(declared) = self.declared.get(operation.id.as_str()).copied() else {
            return;
        };
        let known = self.side.operations.key(declared);
        let owner = self.moved.get(&known).unwrap_or(&known).clone();
        let pointer = declared.pointer.clone();
        let method = operation.method_name.bare();
        let call = format!("{}.{method}", self.side.plan.reached(handle));
        let plain = |rust: String, name: String, ty: String| Facet {
            rust,
            name,
            ty,
            pointer: pointer.clone(),
            ..Facet::default()
        };
        let way = self.side.plan.way(handle);
        let held = way.iter().flat_map(|it| &it.arguments);
        let order = held.map(|it| (it.ident.bare().to_owned(), self.text(&it.ty)));
        let whole = Facet {
            order: order.collect(),
            alone: match &operation.arguments {
                Arguments::One(it) => Some((part(it), self.text(&it.ty))),
                _ => None,
            },
            doc: operation.doc.clone(),
            deprecated: operation.deprecated,
            rules: operation.body_rules.clone(),
            facts: vec![
                (Rule::PathChanged, known.clone()),
                (
                    Rule::ServerChanged,
                    operation.server.clone().unwrap_or_default(),
                ),
                (Rule::SecurityChanged, format!("{:?}", operation.security)),
                (Rule::BodyChanged, format!("{:?}", operation.body)),
            ],
            ..plain(call.clone(), call.clone(), String::new())
        };
        self.add(&owner, Kind::Operation, "", whole);
        let answer = plain(call.clone(), String::new(), self.returns(operation));
        self.add(&owner, Kind::Returns, "", answer);
        let name = operation.request.as_str().to_owned();
        let facet = plain(name.clone(), name, String::new());
        self.add(&owner, Kind::Request, "", facet);
        if let ReturnBody::ByStatus(outcome) = &operation.returns.body {
            for variant in &outcome.variants {
                let ty = variant.ty.as_ref().map(|ty| self.text(ty));
                let name = format!("{}::{}", outcome.ident, variant.ident);
                let facet = plain(name.clone(), name, ty.unwrap_or_default());
                self.add(
                    &owner,
                    Kind::Status,
                    &format!("{:?}", variant.status),
                    facet,
                );
            }
        }
        let place = Site {
            owner: &owner,
            call: &call,
            part: "",
            pointer: &pointer,
            operation,
            declared,
        };
        self.inputs(&place, &operation.arguments, &operation.setters);
        self.contents(&place);
    }

    /// The contents that a body can have.
    fn contents(&mut self, site: &Site<'_>) {
        let Some(choice) = &site.operation.choice else {
            return;
        };
        let facet = |rust: String, name: String, ty: String| Facet {
            rust,
            name,
            ty,
            pointer: site.pointer.clone(),
            ..Facet::default()
        };
        let name = choice.ident.as_str().to_owned();
        self.add(
            site.owner,
            Kind::Choice,
            "",
            facet(name.clone(), name.clone(), String::new()),
        );
        for variant in &choice.variants {
            let body = variant
                .content
                .as_ref()
                .map_or(&site.operation.body, |it| &it.body);
            let part = format!("{body:?}");
            let ty = match &variant.ty {
                VariantType::Json(ty) | VariantType::Fields(ty) => self.text(ty),
                VariantType::Text => "text".to_owned(),
                VariantType::Bytes => "bytes".to_owned(),
                VariantType::Form(form) => {
                    let made = format!("{}::new", form.ident);
                    let inner = Site {
                        call: &made,
                        part: &part,
                        ..*site
                    };
                    self.inputs(&inner, &form.arguments, &form.setters);
                    form.ident.as_str().to_owned()
                }
            };
            let variant = format!("{name}::{}", variant.ident);
            self.add(
                site.owner,
                Kind::Content,
                &part,
                facet(variant.clone(), variant, ty),
            );
        }
    }

    /// The arguments of a call.
    fn inputs(&mut self, site: &Site<'_>, arguments: &Arguments, setters: &[Argument]) {
        let Site { owner, call, .. } = site;
        if let Some(ident) = arguments.ident() {
            let facet = Facet {
                rust: ident.as_str().to_owned(),
                name: ident.as_str().to_owned(),
                pointer: site.pointer.clone(),
                ..Facet::default()
            };
            self.add(owner, Kind::Arguments, site.part, facet);
        }
        let required = arguments.list().iter().map(|it| (it, true));
        let optional = setters.iter().map(|it| (it, false));
        for (argument, required) in required.chain(optional) {
            let name = argument.ident.bare();
            let (rust, name) = match (arguments.ident(), required) {
                (Some(ident), true) => (format!("{ident}.{name}"), name),
                // One value has no name where it is given.
                (None, true) => (format!("{call}({name})"), ""),
                (_, false) => (format!("{call}(…).{name}"), name),
            };
            let place = place(site.declared, argument);
            let at = place.as_ref().map(|(pointer, _)| *pointer);
            let facet = Facet {
                rust,
                name: name.to_owned(),
                ty: self.text(&argument.ty),
                required,
                pointer: at.unwrap_or(site.pointer).clone(),
                doc: argument.doc.clone(),
                deprecated: argument.deprecated,
                facts: place.and_then(|(_, default)| default).into_iter().collect(),
                ..Facet::default()
            };
            let facet = with_row(facet, site.operation, argument);
            let part = format!("{}{}", site.part, part(argument));
            self.add(owner, Kind::Parameter, &part, facet);
        }
    }

    fn returns(&self, operation: &Operation) -> String {
        let body = match &operation.returns.body {
            ReturnBody::One(ty) => self.text(ty),
            ReturnBody::Page(ident) => {
                format!("Page<{}>", self.text(&RustType::Named(ident.clone())))
            }
            // The statuses are reported separately.
            ReturnBody::ByStatus(outcome) => outcome.ident.as_str().to_owned(),
        };
        match &operation.returns.headers {
            Some(_) => format!("{body} with headers"),
            None => body,
        }
    }
}

/// What an input belongs to.
#[derive(Clone, Copy)]
struct Site<'a> {
    owner: &'a str,
    /// The call, as callers write it.
    call: &'a str,
    /// The content of the body that it is for; empty for the operation's own.
    part: &'a str,
    pointer: &'a Pointer,
    operation: &'a Operation,
    declared: &'a ir::Operation,
}

/// A parameter with the facts of its row in the operation's table.
fn with_row(facet: Facet, operation: &Operation, argument: &Argument) -> Facet {
    let row = argument.sink.wire().and_then(|(place, wire)| {
        let mut rows = operation.parameters.iter();
        rows.find(|row| row.place == place && row.wire == wire)
    });
    let Some(row) = row else { return facet };
    let style = format!(
        "{:?} {:?} {} {} {:?}",
        row.style, row.explode, row.allow_reserved, row.json, row.collapse
    );
    let mut facts = facet.facts;
    facts.push((Rule::SerializationChanged, style));
    Facet {
        rules: row.rules.clone(),
        facts,
        ..facet
    }
}

/// What an argument is known by.
fn part(argument: &Argument) -> String {
    match argument.sink.wire() {
        Some((place, "")) => format!("{place:?} {}", argument.ident),
        Some((place, wire)) => format!("{place:?} {wire}"),
        None => format!("body {}", argument.ident.bare()),
    }
}

/// The location of a parameter, and its default.
fn place<'o>(
    operation: &'o ir::Operation,
    argument: &Argument,
) -> Option<(&'o Pointer, Option<(Rule, String)>)> {
    let (_, wire) = argument.sink.wire()?;
    let mut parameters = operation.parameters.iter().map(|it| &it.property);
    let Some(found) = parameters.find(|it| it.name == wire) else {
        return operation.body.as_ref().map(|it| (&it.pointer, None));
    };
    let default = found.schema.default.clone();
    let default = default.map(|default| (Rule::DefaultChanged, default));
    Some((&found.pointer, default))
}
