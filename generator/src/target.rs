//! What to generate: the settings of a crate besides the document.

use std::collections::BTreeMap;

use crate::lock::Lock;
use crate::replace::Replacements;

/// A crate to generate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The name of the generated package.
    pub crate_name: String,
    /// The document, as the header of every generated file names it.
    pub spec_name: String,
    /// Names that replace those that Bindery would choose.
    pub names: Names,
    /// Types that replace those that Bindery would choose.
    pub replace: Replacements,
    /// Which operations to keep.
    pub filter: Filter,
    /// What the names of the client's environment variables begin with; made from the server's
    /// host where absent.
    pub environment_prefix: Option<String>,
    /// Whether personal data (`x-twilio.pii`) shows in `Debug`.
    pub show_personal: bool,
    /// Whether every mistake of the document is an error. Otherwise a mistake costs the part that it touches, and
    /// is a warning.
    pub strict: bool,
    /// The names that the crate has so far.
    pub lock: Option<Lock>,
}

/// Names that replace those that Bindery would choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Type names by the pattern of the strings.
    pub patterns: BTreeMap<String, String>,
    /// Type names by the JSON Pointer of the schema, written as a fragment (`#/components/…`).
    pub types: BTreeMap<String, String>,
    /// Method names by `operationId`.
    pub operations: BTreeMap<String, String>,
    /// The names of the methods that return handles, by the path of the handle (`/v1/Services/{ServiceSid}`).
    /// The names of the parameters do not matter.
    pub handles: BTreeMap<String, String>,
}

/// Which operations to keep: those that any of the lists names; all where the lists are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Paths; `*` matches any text within a segment, and `**` any text.
    pub paths: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// `operationId`s.
    pub operations: Vec<String>,
    /// `operationId`s or tags.
    pub named: Vec<String>,
}

impl Filter {
    /// Whether every operation is kept.
    #[must_use]
    pub fn keeps_all(&self) -> bool {
        let lists = [&self.paths, &self.tags, &self.operations, &self.named];
        lists.iter().all(|list| list.is_empty())
    }

    /// Whether an operation is kept.
    #[must_use]
    pub fn keeps(&self, path: &str, id: Option<&str>, tags: &[String]) -> bool {
        self.keeps_all()
            || self
                .paths
                .iter()
                .any(|pattern| glob(pattern.as_bytes(), path.as_bytes()))
            || tags
                .iter()
                .any(|tag| self.tags.contains(tag) || self.named.contains(tag))
            || id.is_some_and(|id| {
                let mut kept = self.operations.iter().chain(&self.named);
                kept.any(|kept| kept == id)
            })
    }
}

/// Matches `*` within a segment and `**` across segments.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    match pattern {
        [] => text.is_empty(),
        [b'*', b'*', rest @ ..] => (0..=text.len()).any(|at| glob(rest, &text[at..])),
        [b'*', rest @ ..] => {
            let segment = text
                .iter()
                .position(|&byte| byte == b'/')
                .unwrap_or(text.len());
            (0..=segment).any(|at| glob(rest, &text[at..]))
        }
        [first, rest @ ..] => text.first() == Some(first) && glob(rest, &text[1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stays_within_a_segment() {
        assert!(glob(b"/v1/Services/*", b"/v1/Services/{Sid}"));
        assert!(!glob(b"/v1/Services/*", b"/v1/Services/{Sid}/Roles"));
        assert!(glob(b"/v1/Services/**", b"/v1/Services/{Sid}/Roles"));
        assert!(glob(
            b"/v1/*/{Sid}/Bindings",
            b"/v1/Services/{Sid}/Bindings"
        ));
        assert!(!glob(b"/v1", b"/v1/Services"));
    }

    #[test]
    fn one_list_that_names_an_operation_is_enough() {
        let filter = Filter {
            tags: vec!["Pets".into()],
            operations: vec!["ping".into()],
            ..Filter::default()
        };
        assert!(filter.keeps("/pets", None, &["Pets".into()]));
        assert!(filter.keeps("/ping", Some("ping"), &[]));
        assert!(!filter.keeps("/owners", Some("listOwners"), &["Owners".into()]));
    }
}
