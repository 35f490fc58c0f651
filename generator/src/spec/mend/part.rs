//! The parts of a document that a mistake can cost.

use serde_yaml::{Mapping, Value};

use crate::pointer::Pointer;

use super::super::edit::node;
use super::super::shape::{Kind, Object, Shape};
use super::edits::Edits;

/// A part that can be left out.
pub(super) struct Part {
    pub(super) at: Pointer,
    kind: PartKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PartKind {
    /// A schema, which becomes any value.
    Schema,
    /// A key of a schema.
    Keyword,
    Operation,
    PathItem,
    /// What is told by its key: a tag, a header of a response, a component.
    Entry,
}

/// Objects that a document does not need, besides those that are separate parts.
const OPTIONAL: &[&str] = &[
    "a contact",
    "a license",
    "a server",
    "a tag",
    "external documentation",
    "an XML object",
    "a discriminator",
    "an encoding",
    "a header",
    "a link",
    "a callback",
    "an example",
    "a security scheme",
];

impl Part {
    /// The parts around a place, the smallest first.
    pub(super) fn around(root: &Value, at: &Pointer) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut here = Pointer::root();
        let mut shape: Option<&'static Shape> = Some(&Shape::OF_DOCUMENT);
        let mut value = Some(root);
        let mut tokens = at.tokens();
        loop {
            let object = shape
                .and_then(Shape::one)
                .filter(|_| !is_true_or_false(value));
            if let Some(kind) = object.and_then(|object| part_kind(object, &here)) {
                parts.push((kind, here.clone()));
            }
            let Some(token) = tokens.next() else { break };
            let next = shape.and_then(|shape| shape.below(token));
            here.push(token);
            value = value
                .and_then(|value| super::super::reference::at(value, &Pointer::root().join(token)));
            match object {
                Some(object) if object.kind == Kind::Schema => {
                    let is_schema = next
                        .and_then(Shape::one)
                        .is_some_and(|it| it.kind == Kind::Schema);
                    if !is_schema && !matches!(token, "type" | "$ref") {
                        parts.push((PartKind::Keyword, here.clone()));
                    }
                }
                _ if is_removable(shape, token) => parts.push((PartKind::Entry, here.clone())),
                _ => {}
            }
            shape = next;
        }
        let parts = parts.into_iter().rev();
        parts.map(|(kind, at)| Self { at, kind }).collect()
    }

    pub(super) fn is_schema(&self) -> bool {
        self.kind == PartKind::Schema
    }

    /// Leaves the part out, and says what that means; `None` if it no longer exists.
    pub(super) fn leave_out(&self, root: &mut Value, edits: &mut Edits) -> Option<String> {
        if self.kind == PartKind::Schema {
            let schema = node(root, &self.at)?;
            let mut any = Mapping::new();
            for key in ["title", "description"] {
                if let Some(text) = schema.get(key).filter(|text| text.is_string()) {
                    any.insert(key.into(), text.clone());
                }
            }
            *schema = Value::Mapping(any);
            return Some("this schema is treated as any JSON value".to_owned());
        }
        if !edits.remove(root, &self.at) {
            return None;
        }
        let key = self.at.last().unwrap_or_default();
        Some(match self.kind {
            // Each is named, as callers look for it: only repairs of one kind are counted together.
            PartKind::Operation => {
                let path = self.at.parent().unwrap_or_default();
                let path = path.last().unwrap_or_default();
                format!("`{} {path}` is left out", key.to_ascii_uppercase())
            }
            PartKind::PathItem => format!("the operations of `{key}` are left out"),
            _ if key.parse::<usize>().is_ok() => "this item is left out".to_owned(),
            _ => format!("`{key}` is left out"),
        })
    }
}

fn is_true_or_false(value: Option<&Value>) -> bool {
    value.is_some_and(Value::is_bool)
}

fn part_kind(object: &Object, here: &Pointer) -> Option<PartKind> {
    Some(match object.kind {
        Kind::Schema => PartKind::Schema,
        Kind::Operation => PartKind::Operation,
        Kind::PathItem => PartKind::PathItem,
        _ if OPTIONAL.contains(&object.name) => PartKind::Entry,
        // Components that others refer to; what stands in operations is part of these.
        Kind::Parameter | Kind::RequestBody | Kind::Response if is_component(here) => {
            PartKind::Entry
        }
        _ => return None,
    })
}

fn is_component(here: &Pointer) -> bool {
    here.len() == 3 && here.tokens().next() == Some("components")
}

/// Whether a key that has no object can be left out: an extension, or documentation.
fn is_removable(shape: Option<&Shape>, token: &str) -> bool {
    let Some(object) = shape.and_then(Shape::one) else {
        return false;
    };
    let is_required = |name: &str| {
        object
            .fields
            .iter()
            .any(|it| it.name == name && it.required)
    };
    match token {
        "tags" | "summary" | "description" | "deprecated" | "example" | "examples" | "servers"
        | "termsOfService" | "callbacks" | "links" | "security" | "style" | "explode"
        | "allowReserved" | "allowEmptyValue" | "operationId" => !is_required(token),
        _ => false,
    }
}
