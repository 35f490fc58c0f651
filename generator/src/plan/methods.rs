//! What the operations of a handle are called.
//!
//! - A custom method has its own name: `/jobs/{id}:cancel` is `cancel`.
//! - Else the name is the verb with which the operation's id begins, after the words that the path has too:
//!   `ListMessages`, `messages/list` and `MessagesController_list` are `list`.
//! - An id without such a verb leaves the HTTP method: `get`, `post`.
//! - If two operations of a handle want one name, the first of GET, POST, PUT, PATCH, DELETE has it, and the other
//!   is called by its HTTP method. A handle below keeps its name before any operation.
//! - The manifest can give each operation another name, and what the lock has keeps its name.

use super::handles::Node;
use super::locked::GIVE_ANOTHER;
use super::names::VERBS;
use super::shared::Requests;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{self, Method};
use crate::lock::{Key, Kind};
use crate::name::{self, Ident, Scope};

/// Verbs of operations besides those that types are named without.
const MORE_VERBS: &[&str] = &[
    "activate",
    "approve",
    "archive",
    "assign",
    "confirm",
    "count",
    "copy",
    "deactivate",
    "destroy",
    "disable",
    "edit",
    "enable",
    "execute",
    "export",
    "generate",
    "import",
    "insert",
    "invite",
    "lock",
    "merge",
    "modify",
    "move",
    "publish",
    "refresh",
    "register",
    "reject",
    "rename",
    "reset",
    "restore",
    "retrieve",
    "revoke",
    "rotate",
    "run",
    "save",
    "subscribe",
    "sync",
    "test",
    "transfer",
    "unlock",
    "validate",
    "verify",
    "view",
];

/// Which method keeps a name.
const ORDER: [Method; 8] = [
    Method::Get,
    Method::Post,
    Method::Put,
    Method::Patch,
    Method::Delete,
    Method::Head,
    Method::Options,
    Method::Trace,
];

impl Requests<'_, '_> {
    /// Names the operations of a place, in their order.
    pub(super) fn method_names(&mut self, node: &Node<'_>, methods: &mut Scope) -> Vec<Ident> {
        let operations = &node.operations;
        let mut names: Vec<Option<Ident>> = vec![None; operations.len()];
        for (position, (operation, _)) in operations.iter().enumerate() {
            names[position] = self.given_name(operation, methods);
        }
        for (position, (operation, _)) in operations.iter().enumerate() {
            if names[position].is_none() {
                let key = Key::new(Kind::Method, self.locked.place(operation));
                let locked = self.locked.locked(methods, &key, &operation.id);
                if let Some(name) = &locked {
                    self.locked.note(key, name);
                }
                names[position] = locked;
            }
        }
        let mut waiting: Vec<usize> = (0..operations.len()).collect();
        waiting.retain(|position| names[*position].is_none());
        waiting.sort_by_key(|position| {
            let method = operations[*position].0.method;
            ORDER.iter().position(|it| *it == method)
        });
        let mut seen: Vec<Method> = Vec::new();
        for position in waiting {
            let (operation, custom) = operations[position];
            let mut candidates = candidates(operation, custom);
            if custom.is_none() && seen.contains(&operation.method) {
                // Neither the verb nor the HTTP method tells them apart.
                candidates.drain(..candidates.len() - 2);
            } else if custom.is_none() {
                seen.push(operation.method);
            }
            let claimed = methods.claim_for(&operation.id, &candidates);
            names[position] = Some(claimed.ident);
        }
        let names: Vec<Ident> = names.into_iter().flatten().collect();
        for ((operation, _), name) in operations.iter().zip(&names) {
            self.locked
                .note(Key::new(Kind::Method, self.locked.place(operation)), name);
        }
        names
    }

    /// The name that the manifest gives.
    fn given_name(&mut self, operation: &ir::Operation, methods: &mut Scope) -> Option<Ident> {
        let name = self.target.names.operations.get(&operation.id)?;
        let key = Key::new(Kind::Method, self.locked.place(operation));
        match self.locked.given(methods, &key, &operation.id, name) {
            Ok(ident) => Some(ident),
            Err(error) => {
                let message =
                    format!("the manifest gives this operation the name `{name}`: {error}");
                self.diagnostics.push(
                    Diagnostic::new(Code::BadOverride, operation.pointer.clone(), message)
                        .help(GIVE_ANOTHER),
                );
                None
            }
        }
    }
}

/// The names that an operation may have, shortest first; the last two are made of the whole id.
fn candidates(operation: &ir::Operation, custom: Option<&str>) -> Vec<String> {
    let http = operation.method.as_str().to_ascii_lowercase();
    let full = name::field_name(&operation.id);
    let mut candidates = match custom {
        Some(custom) => {
            let plain = name::field_name(custom);
            vec![plain.clone(), format!("{http}_{plain}")]
        }
        None => verb(operation).into_iter().chain([http]).collect(),
    };
    candidates.push(full.clone());
    candidates.push(format!("{full}_operation"));
    candidates
}

/// The verb that an id begins with, be it after words of the path or after its first part. The name of a whole segment
/// is no verb: `cancelBatch` at `/batches/{id}/cancel` would say it twice. Nor is another HTTP method than its own.
fn verb(operation: &ir::Operation) -> Option<String> {
    let segments = operation.path.segments.iter();
    let segments: Vec<Vec<String>> = segments.map(|it| name::words(it.stem())).collect();
    let is_of_path = |word: &str| {
        let one = name::singular(word);
        segments
            .iter()
            .flatten()
            .any(|other| name::singular(other) == one)
    };
    let is_segment = |word: &str| {
        let one = name::singular(word);
        segments
            .iter()
            .any(|it| matches!(&it[..], [other] if name::singular(other) == one))
    };
    let is_verb =
        |word: &str| (VERBS.contains(&word) || MORE_VERBS.contains(&word)) && !is_segment(word);
    let first = |words: Vec<String>| {
        let found = words
            .into_iter()
            .find(|word| is_verb(word) || !is_of_path(word));
        found.filter(|word| is_verb(word))
    };
    let id = operation.id.as_str();
    let mut parts = id.split(['/', '.', ':', '_']);
    let part = match (parts.next(), parts.next(), parts.next()) {
        (Some(_), Some(last), None) => first(name::words(last)),
        _ => None,
    };
    first(name::words(id)).or(part)
}
