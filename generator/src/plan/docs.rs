//! Doc comments.

use super::Doc;
use crate::doc;
use crate::ir::{Ir, Operation};

/// The lines of a description.
pub(super) fn lines(description: Option<&str>) -> Doc {
    doc::markdown(description.unwrap_or_default())
        .lines()
        .map(str::to_owned)
        .collect()
}

/// The lines of a description, or a sentence in its place.
pub(super) fn lines_or(description: Option<&str>, sentence: impl FnOnce() -> String) -> Doc {
    let lines = lines(description);
    if lines.is_empty() {
        vec![sentence()]
    } else {
        lines
    }
}

/// Adds a paragraph.
pub(super) fn paragraph(doc: &mut Doc, text: impl Into<String>) {
    if !doc.is_empty() {
        doc.push(String::new());
    }
    doc.push(text.into());
}

/// A text as a code span, whatever backticks are in it.
pub(crate) fn code(text: &str) -> String {
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if longest == 0 {
        return format!("`{clean}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {clean} {fence}")
}

/// What the crate says of itself.
pub(super) fn of_crate(ir: &Ir) -> Doc {
    let mut doc = vec![format!(
        "A client for {}.",
        doc::summary(&ir.title).trim_end_matches('.')
    )];
    let description = lines(ir.description.as_deref());
    if !description.is_empty() {
        doc.push(String::new());
        doc.extend(description);
    }
    doc
}

/// What an operation says of itself; ends with its method and path.
pub(super) fn of_operation(operation: &Operation) -> Doc {
    let mut doc = lines(operation.summary.as_deref());
    let description = lines(operation.description.as_deref());
    if description != doc {
        if !doc.is_empty() && !description.is_empty() {
            doc.push(String::new());
        }
        doc.extend(description);
    }
    let line = format!("{} {}", operation.method.as_str(), operation.path.text);
    paragraph(&mut doc, code(&line));
    doc
}
