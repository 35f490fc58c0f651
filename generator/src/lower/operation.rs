//! Operations, in the order of their paths.

use openapiv3::{Operation as Source, PathItem};

use super::Lowering;
use crate::diagnostic::{Code, Place};
use crate::ir::{Method, Operation, PathTemplate};
use crate::pointer::Pointer;

impl Lowering<'_, '_> {
    pub(super) fn operations(&mut self) -> Vec<Operation> {
        let document = self.document;
        let base = Pointer::root().join("paths");
        let mut operations = Vec::new();
        for (path, item) in &document.api.paths.paths {
            let here = base.join(path);
            let Some(found) = document.resolve_or(item, &here) else {
                continue;
            };
            for (method, source) in methods(&found.item) {
                if self
                    .target
                    .filter
                    .keeps(path, source.operation_id.as_deref(), &source.tags)
                {
                    operations.push(self.operation(
                        path,
                        &found.item,
                        &found.pointer,
                        method,
                        source,
                    ));
                }
            }
        }
        operations
    }

    fn operation(
        &mut self,
        path: &str,
        item: &PathItem,
        item_pointer: &Pointer,
        method: Method,
        source: &Source,
    ) -> Operation {
        let pointer = item_pointer.join(&method.as_str().to_ascii_lowercase());
        let id = source
            .operation_id
            .clone()
            .unwrap_or_else(|| made_id(method, path, item.post.is_some()));
        let template = PathTemplate::new(path);
        let lists = [
            (item.parameters.as_slice(), item_pointer.join("parameters")),
            (source.parameters.as_slice(), pointer.join("parameters")),
        ];
        let parameters = self.parameters(lists, &id, &template);
        let body = source
            .request_body
            .as_ref()
            .and_then(|body| self.body(body, &pointer.join("requestBody"), &id));
        let responses = self.responses(&source.responses, &pointer.join("responses"), &id);
        if !source.callbacks.is_empty() {
            let message = "callbacks are requests to the caller: no code is generated for them";
            self.warn(
                Code::NotGenerated,
                Place::key(pointer.join("callbacks")),
                message,
                "handle them in a server",
            );
        }
        Operation {
            paging: self.paging(method, &parameters, &responses),
            security: self.security(source.security.as_ref()),
            server: self.own_server([(&source.servers, &pointer), (&item.servers, item_pointer)]),
            id,
            pointer,
            method,
            path: template,
            summary: source.summary.clone().or_else(|| item.summary.clone()),
            description: source
                .description
                .clone()
                .or_else(|| item.description.clone()),
            deprecated: source.deprecated,
            parameters,
            body,
            responses,
        }
    }
}

/// The operations of a path, in the order of the specification (OpenAPI 3.0, section "Path Item Object"): the
/// keys of that object have no order.
fn methods(item: &PathItem) -> impl Iterator<Item = (Method, &Source)> {
    [
        (Method::Get, &item.get),
        (Method::Put, &item.put),
        (Method::Post, &item.post),
        (Method::Delete, &item.delete),
        (Method::Options, &item.options),
        (Method::Head, &item.head),
        (Method::Patch, &item.patch),
        (Method::Trace, &item.trace),
    ]
    .into_iter()
    .filter_map(|(method, source)| Some((method, source.as_ref()?)))
}

/// The name of an operation without an `operationId`, from its method and path. A custom method, as in
/// `/jobs/{id}:cancel` and `/jobs:batchGet`, replaces POST, or GET if the path has no POST
/// (<https://google.aip.dev/136>).
pub(super) fn made_id(method: Method, path: &str, has_post: bool) -> String {
    let template = PathTemplate::new(path);
    let custom = template.custom_method();
    let path = match custom {
        Some(verb) => &path[..path.len() - verb.len() - 1],
        None => path,
    };
    let words = path
        .split(['/', '{', '}', '.', '-', ':'])
        .filter(|word| !word.is_empty());
    let name = method.as_str().to_ascii_lowercase();
    let (first, last) = match custom {
        Some(verb) if method == Method::Post => (verb, None),
        Some(verb) if method == Method::Get && !has_post => (verb, None),
        Some(verb) => (verb, Some(name.as_str())),
        None => (name.as_str(), None),
    };
    let all: Vec<&str> = std::iter::once(first).chain(words).chain(last).collect();
    all.join(" ")
}
