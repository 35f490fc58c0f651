//! Values of an `enum` of strings that are written like numbers or booleans: their text counts, as `1.10` and `1.1`
//! are one number and two versions.

use std::ops::Range;

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Diagnostic};

use super::tree::{Kind, NodeId, Tree};

/// The text of each unquoted scalar in a list, with its place.
pub(super) fn of_items(tree: &Tree, list: NodeId) -> Vec<Option<(String, Range<usize>)>> {
    let Kind::Sequence(items) = &tree.nodes[tree.target(list)].kind else {
        return Vec::new();
    };
    let text = |item: &NodeId| {
        let node = &tree.nodes[tree.target(*item)];
        match &node.kind {
            Kind::Scalar { text, plain: true } => Some((text.clone(), node.span.clone())),
            _ => None,
        }
    };
    items.iter().map(text).collect()
}

/// Replaces the values by their texts if the mapping is a schema of strings, and reports it once.
pub(super) fn keep(
    mapping: &mut Mapping,
    texts: Vec<Option<(String, Range<usize>)>>,
) -> Option<Diagnostic> {
    if mapping.get("type").and_then(Value::as_str) != Some("string") {
        return None;
    }
    let values = mapping.get_mut("enum")?.as_sequence_mut()?;
    let mut said = None;
    for (value, text) in values.iter_mut().zip(texts) {
        let Some((text, span)) = text else { continue };
        if matches!(value, Value::Bool(_) | Value::Number(_)) {
            let message = format!(
                "`{text}` is not a string, but the type is `string`: it is read as `{text:?}`"
            );
            said.get_or_insert(Diagnostic::new(Code::EnumReread, span, message));
            *value = Value::String(text);
        }
    }
    said
}
