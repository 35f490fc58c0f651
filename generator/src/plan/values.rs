//! The variants of enums: what they are called, and what their docs say.

use super::Doc;
use super::docs::{self, Descriptions};
use crate::ir::Label;
use crate::name;

/// The names that a variant may have, best first: the one that the document gives, the one that the value makes, and
/// for a value that begins with a digit its own spelling, which tells `1M` from `1m`.
pub(super) fn variant_names(label: Option<&Label>, text: &str) -> Vec<String> {
    let given = label.and_then(|label| label.name.as_deref());
    let given = given
        .map(name::variant_name)
        .filter(|name| !name.is_empty());
    let own = name::variant_name(text);
    let is_word = text.chars().all(char::is_alphanumeric) && text.starts_with(char::is_numeric);
    let spelled = is_word.then(|| format!("_{text}"));
    given.into_iter().chain([own]).chain(spelled).collect()
}

/// What the document says of a value, with the value; nothing if it says nothing.
pub(super) fn value_doc(descriptions: &Descriptions, label: Option<&Label>, text: &str) -> Doc {
    let description = label.and_then(|label| label.description.as_deref());
    let mut lines = descriptions.lines(description);
    if !lines.is_empty() {
        lines.extend([String::new(), docs::code(text)]);
    }
    lines
}
