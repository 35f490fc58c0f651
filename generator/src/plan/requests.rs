//! Requests: the arguments of an operation, and the facts by which the runtime checks and encodes it.

use std::collections::BTreeSet;

use super::parameters::{part_headers, parts};
use super::shared::{Module, Requests};
use super::{Body, Example, Operation, Paging, ReturnBody, Rules, docs, security};
use crate::ir::{self, BodyContent, GroupCount, Groups, Status};
use crate::lock::{Key, Kind};
use crate::name::{self, Ident, Scope};

/// The runtime's default for `Accept`.
pub(crate) const JSON: &str = "application/json";

impl Requests<'_, '_> {
    pub(super) fn operation(
        &mut self,
        operation: &ir::Operation,
        method_name: Ident,
        module: &mut Module,
        methods: &mut Scope,
    ) -> Operation {
        let content = operation.body.as_ref().map(|body| &body.content);
        let plain = name::type_name(&operation.id);
        let wanted = [
            plain.clone(),
            format!("{plain}Request"),
            format!("{plain}Call"),
        ];
        let table = module
            .tables
            .claim(&[name::const_name(&operation.id)])
            .ident;
        let choice = self.choice(operation, &table, module);
        let (list, setters) = self.inputs(operation, choice.as_ref());
        let place = self.locked.place(operation);
        let arguments =
            self.arguments(list.clone(), place.clone(), (&operation.id, &plain), module);
        let beside = self.beside(operation, choice.as_ref(), list).map(|list| {
            let wanted = format!("{}_with", method_name.bare());
            let (place, made) = (place + " with", format!("{plain}With"));
            let arguments = self.arguments(list, place.clone(), (&operation.id, &made), module);
            let key = Key::new(Kind::Method, place);
            let claimed = self.locked.claim(methods, key, &operation.id, &[wanted]);
            (claimed.ident, arguments)
        });
        let key = Key::new(Kind::Request, self.locked.place(operation));
        let request = module.claim_type(self.scope, self.locked, key, &operation.id, &wanted);
        let returns = self.returns(operation, module);
        let accept = accepted(operation, false);
        let mut doc = self.types.descriptions.of_operation(operation);
        docs::section(&mut doc, self.answers(operation));
        Operation {
            offered: Some(accepted(operation, true)).filter(|offered| *offered != accept),
            accept,
            id: operation.id.clone(),
            method_name,
            request,
            is_call: setters.is_empty(),
            table,
            doc,
            example: Example::default(),
            errors: self.errors(operation),
            deprecated: operation.deprecated,
            method: operation.method,
            path: operation.path.text.clone(),
            server: operation.server.clone(),
            parameters: self.parameters(operation, content),
            parts: parts(content),
            part_headers: part_headers(content),
            body: body(content),
            body_required: content.is_some_and(|content| body_required(operation, content)),
            body_rules: body_rules(content),
            security: security::alternatives(operation),
            scopes: security::scopes(self.types.ir, operation),
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
            choice,
            beside,
            returns,
        }
    }
}

/// The media types of the answers that are no errors, all of them or those that are read; JSON where there are none,
/// for errors mostly are.
fn accepted(operation: &ir::Operation, all: bool) -> String {
    let mut types: Vec<&str> = Vec::new();
    for response in operation.successes() {
        let offered = response.media_types.iter();
        let asked = offered.filter(|it| all || !response.unread_types.contains(it));
        types.extend(asked.map(String::as_str));
    }
    let mut seen = BTreeSet::new();
    types.retain(|media_type| seen.insert(media_type.to_ascii_lowercase()));
    if types.is_empty() {
        JSON.to_owned()
    } else {
        types.join(", ")
    }
}

pub(super) fn body(content: Option<&BodyContent>) -> Body {
    match content {
        None => Body::None,
        Some(BodyContent::Form(_)) => Body::Form,
        Some(BodyContent::Multipart(_)) => Body::Multipart,
        Some(BodyContent::Json { media_type, .. }) => Body::Json(media_type.clone()),
        Some(BodyContent::Text { media_type, .. }) => Body::Text(media_type.clone()),
        Some(BodyContent::Bytes { media_type }) => Body::Bytes(media_type.clone()),
    }
}

/// Whether a request without the body is wrong. What fields a form needs is said of them, unless it needs any of
/// several.
pub(super) fn body_required(operation: &ir::Operation, content: &BodyContent) -> bool {
    let needs_any = match content {
        BodyContent::Form(form) | BodyContent::Multipart(form) => {
            let needs =
                |groups: &Groups| matches!(groups.count, GroupCount::Some | GroupCount::One);
            form.rules.min_properties.is_some_and(|least| least > 0)
                || form.rules.groups.iter().any(needs)
        }
        _ => true,
    };
    needs_any && operation.body.as_ref().is_some_and(|body| body.required)
}

pub(super) fn body_rules(content: Option<&BodyContent>) -> Rules {
    match content {
        Some(BodyContent::Json { schema, .. }) => Rules::of(&schema.rules),
        Some(BodyContent::Text { rules, .. }) => Rules::of(rules),
        Some(BodyContent::Form(form) | BodyContent::Multipart(form)) => Rules::of(&form.rules),
        _ => Rules::default(),
    }
}
