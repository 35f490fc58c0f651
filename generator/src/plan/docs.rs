//! Doc comments.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Doc;
use crate::doc;
use crate::ir::{Ir, Operation};

/// The descriptions of a document as doc comments: many occur in several places, and each is converted once.
#[derive(Default)]
pub(super) struct Descriptions {
    converted: RefCell<BTreeMap<String, Doc>>,
}

impl Descriptions {
    /// The lines of a description.
    pub(super) fn lines(&self, description: Option<&str>) -> Doc {
        let Some(text) = description else {
            return Doc::new();
        };
        let mut converted = self.converted.borrow_mut();
        if let Some(lines) = converted.get(text) {
            return lines.clone();
        }
        let lines: Doc = doc::markdown(text).lines().map(str::to_owned).collect();
        converted.insert(text.to_owned(), lines.clone());
        lines
    }

    /// The lines of a description, or a sentence in its place.
    pub(super) fn lines_or(
        &self,
        description: Option<&str>,
        sentence: impl FnOnce() -> String,
    ) -> Doc {
        let lines = self.lines(description);
        if lines.is_empty() {
            vec![sentence()]
        } else {
            lines
        }
    }

    /// The docs of the crate.
    pub(super) fn of_crate(&self, ir: &Ir) -> Doc {
        let mut doc = vec![format!(
            "A client for {}.",
            doc::summary(&ir.title).trim_end_matches('.')
        )];
        section(&mut doc, self.lines(ir.description.as_deref()));
        doc
    }

    /// The docs of an operation, which end with its method and path.
    pub(super) fn of_operation(&self, operation: &Operation) -> Doc {
        let mut doc = self.lines(operation.summary.as_deref());
        let description = self.lines(operation.description.as_deref());
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
}

/// Adds a paragraph.
pub(super) fn paragraph(doc: &mut Doc, text: impl Into<String>) {
    if !doc.is_empty() {
        doc.push(String::new());
    }
    doc.push(text.into());
}

/// Adds lines as a separate paragraph.
pub(super) fn section(doc: &mut Doc, lines: Doc) {
    if !doc.is_empty() && !lines.is_empty() {
        doc.push(String::new());
    }
    doc.extend(lines);
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
