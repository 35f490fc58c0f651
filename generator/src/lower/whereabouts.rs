//! The name of a schema by its own place, whatever references lead there.

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::Lowering;
use super::operation::made_id;
use super::response::{answer_name, answer_role};
use crate::ir::{Method, Role, Status, Use};
use crate::pointer::Pointer;

/// The targets of references that have no name in `components`.
pub(super) fn addressed(document: &Value) -> BTreeSet<Pointer> {
    let mut found = BTreeSet::new();
    let mut left = vec![document];
    while let Some(value) = left.pop() {
        match value {
            Value::Mapping(entries) => {
                let target = entries.get("$ref").and_then(Value::as_str);
                let pointer = target.and_then(|text| Pointer::from_fragment(text).ok());
                found.extend(pointer.filter(|pointer| pointer.len() != 3));
                left.extend(entries.values());
            }
            Value::Sequence(items) => left.extend(items),
            _ => {}
        }
    }
    found
}

impl Lowering<'_, '_> {
    /// The name of a schema at its place: the same as if its parents were lowered first.
    pub(super) fn called_at(&self, pointer: &Pointer) -> Use {
        if let Some(called) = self.called.get(pointer) {
            return called.clone();
        }
        let tokens: Vec<&str> = pointer.tokens().collect();
        let (mut called, depth) = self.root_of(&tokens);
        let mut here = Pointer::root().join_all(tokens[..depth].iter().copied());
        let mut rest = tokens[depth..].iter();
        while let Some(token) = rest.next() {
            let title = self.title(&here);
            let owner = title.unwrap_or_else(|| format!("{} {}", called.owner, called.name));
            let owner = owner.trim().to_owned();
            match *token {
                "properties" => called = inside(owner, (*rest.next().unwrap_or(&"")).to_owned()),
                "items" => called.name = crate::name::singular(&called.name),
                "additionalProperties" => called.name.push_str("Value"),
                "oneOf" | "anyOf" => {
                    let index = rest.next().and_then(|index| index.parse().ok());
                    let name = self.member_name(&here.join(token), index.unwrap_or_default());
                    called = Use {
                        role: Role::Member,
                        ..inside(owner, name.unwrap_or_default())
                    };
                }
                "allOf" => drop(rest.next()),
                _ => {}
            }
            here = Pointer::root().join_all(tokens[..tokens.len() - rest.len()].iter().copied());
        }
        called.title = self.title(pointer);
        called
    }

    fn title(&self, pointer: &Pointer) -> Option<String> {
        let title = self.document.at(pointer)?.get("title")?;
        title.as_str().map(str::to_owned)
    }

    /// What the outermost schema around a place is called, and how many tokens lead to it.
    fn root_of(&self, tokens: &[&str]) -> (Use, usize) {
        let depth = tokens.iter().position(|token| *token == "schema");
        let depth = depth.map_or(tokens.len(), |position| position + 1);
        match tokens {
            ["components", "schemas", name, ..] => (inside(String::new(), (*name).to_owned()), 3),
            ["components", "parameters", name, ..] => {
                let declared = self.text_at(&tokens[..3], "name");
                let name = declared.unwrap_or_else(|| (*name).to_owned());
                (inside(String::new(), name), depth)
            }
            ["components", "responses", name, ..] => (
                Use {
                    role: Role::Answer,
                    ..inside((*name).to_owned(), "Response".to_owned())
                },
                depth,
            ),
            ["components", "requestBodies", name, ..] => (
                Use {
                    role: Role::Body,
                    ..inside((*name).to_owned(), "Body".to_owned())
                },
                depth,
            ),
            ["components", _, name, ..] => (inside(String::new(), (*name).to_owned()), depth),
            ["paths", _, "parameters", _, ..] => {
                let name = self.text_at(&tokens[..4], "name").unwrap_or_default();
                (inside(String::new(), name), depth)
            }
            ["paths", path, method, rest @ ..] => {
                let id = self.text_at(&tokens[..3], "operationId");
                let item = Pointer::root().join_all(["paths", path]);
                let has_post = self
                    .document
                    .at(&item)
                    .is_some_and(|it| it.get("post").is_some());
                let id = id.unwrap_or_else(|| made_id(method_named(method), path, has_post));
                let (name, role) = self.part_of_operation(tokens, rest);
                (
                    Use {
                        role,
                        ..inside(id, name)
                    },
                    depth,
                )
            }
            _ => {
                let last = tokens.last().copied().unwrap_or_default();
                (inside(String::new(), last.to_owned()), tokens.len())
            }
        }
    }

    fn part_of_operation(&self, tokens: &[&str], rest: &[&str]) -> (String, Role) {
        match rest {
            ["parameters", _, ..] => {
                let name = self.text_at(&tokens[..5], "name");
                (name.unwrap_or_default(), Role::Part)
            }
            ["responses", _, "headers", name, ..] => ((*name).to_owned(), Role::Part),
            ["responses", code, ..] => {
                let status = status(code);
                (answer_name(status, true), answer_role(status, true))
            }
            _ => ("Body".to_owned(), Role::Body),
        }
    }

    fn text_at(&self, tokens: &[&str], key: &str) -> Option<String> {
        let here = Pointer::root().join_all(tokens.iter().copied());
        let value = self.document.at(&here)?.get(key)?;
        value.as_str().map(str::to_owned)
    }
}

fn inside(owner: String, name: String) -> Use {
    Use {
        title: None,
        owner,
        name,
        role: Role::Part,
    }
}

fn status(code: &str) -> Status {
    let range = code.strip_suffix("XX").and_then(|first| first.parse().ok());
    match (code.parse(), range) {
        (Ok(code), _) => Status::Code(code),
        (_, Some(first)) => Status::Range(first),
        _ => Status::Default,
    }
}

fn method_named(name: &str) -> Method {
    match name {
        "put" => Method::Put,
        "post" => Method::Post,
        "delete" => Method::Delete,
        "options" => Method::Options,
        "head" => Method::Head,
        "patch" => Method::Patch,
        "trace" => Method::Trace,
        _ => Method::Get,
    }
}
