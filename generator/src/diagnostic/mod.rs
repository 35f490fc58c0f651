//! What the stages say about a document: where, what, why, and what to do about it.
//!
//! A stage pushes [`Diagnostic`]s whose places are [`Pointer`]s. Lines and columns are computed when the
//! report is printed ([`Diagnostics::render`]) and not before: most runs print nothing.

mod causes;
mod code;
mod corrections;
mod example;
mod located;
mod report;
mod told;

pub use causes::Causes;
pub use code::Code;
pub(crate) use corrections::Corrections;
pub use example::Example;
pub use located::{Extent, LineColumn, Located, locate};
pub use report::{SHOWN_AT_MOST, Style};
pub(crate) use told::Told;

use std::collections::BTreeSet;

use crate::pointer::Pointer;

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The output would be wrong, so there is none.
    Error,
    /// The output is weaker than the document.
    Warning,
    /// Something was decided that the reader may want to know, such as a new name.
    Note,
}

/// Which half of an entry of a mapping is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The key. An item of a list has none: there it is the item.
    Key,
    /// The value.
    Value,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The document as a whole.
    Document,
    /// A node; if the pointer has no node, the nearest one above it.
    Node {
        /// Its address.
        pointer: Pointer,
        /// Whether its key or its value is meant.
        part: Part,
    },
    /// Bytes of [`crate::source::Source::text`], for what has no address: syntax and duplicate keys.
    Span {
        /// The number of the file: zero is the one that was asked for.
        file: u16,
        /// The first byte.
        start: usize,
        /// The byte after the last one.
        end: usize,
    },
}

impl Place {
    /// The key of a node.
    #[must_use]
    pub const fn key(pointer: Pointer) -> Self {
        Self::Node {
            pointer,
            part: Part::Key,
        }
    }

    /// The value of a node.
    #[must_use]
    pub const fn value(pointer: Pointer) -> Self {
        Self::Node {
            pointer,
            part: Part::Value,
        }
    }

    /// The address of the node, if the place is one.
    #[must_use]
    pub const fn pointer(&self) -> Option<&Pointer> {
        match self {
            Self::Node { pointer, .. } => Some(pointer),
            Self::Document | Self::Span { .. } => None,
        }
    }

    /// The number of the file that it is in.
    pub(crate) fn file(&self) -> u16 {
        match self {
            Self::Document => 0,
            Self::Node { pointer, .. } => pointer.file(),
            Self::Span { file, .. } => *file,
        }
    }
}

impl From<Pointer> for Place {
    fn from(pointer: Pointer) -> Self {
        Self::value(pointer)
    }
}

impl From<std::ops::Range<usize>> for Place {
    fn from(span: std::ops::Range<usize>) -> Self {
        Self::Span {
            file: 0,
            start: span.start,
            end: span.end,
        }
    }
}

/// One thing to say about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    code: Code,
    place: Place,
    message: String,
    label: Option<String>,
    related: Vec<(Place, String)>,
    help: Option<String>,
    /// The key, parameter or scheme that it is about.
    subject: Option<String>,
    /// What Bindery does instead, if it corrected the error.
    taken: Option<String>,
    /// How many places it is about; the first one is its place.
    places: usize,
}

impl Diagnostic {
    /// A diagnostic with what each has: the message is one clause in the user's terms, without a full stop.
    #[must_use]
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            code,
            place: place.into(),
            message: message.into(),
            label: None,
            related: Vec::new(),
            help: None,
            subject: None,
            taken: None,
            places: 1,
        }
    }

    /// Adds a short label next to the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds another place that has to do with it, for example where a name was first defined.
    #[must_use]
    pub fn related(mut self, place: impl Into<Place>, label: impl Into<String>) -> Self {
        self.related.push((place.into(), label.into()));
        self
    }

    /// Adds the next step: what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says which key, parameter or scheme it is about.
    #[must_use]
    pub(crate) fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// The key, parameter or scheme that it is about.
    pub(crate) fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// Sets what Bindery does instead; the error becomes a warning.
    #[must_use]
    pub(crate) fn taken(mut self, taken: impl Into<String>) -> Self {
        self.taken = Some(taken.into());
        self
    }

    /// Says how many places it is about, for one that is not repeated for each.
    #[must_use]
    pub(crate) fn in_places(mut self, places: usize) -> Self {
        self.places = places;
        let also = match places {
            0 | 1 => return self,
            2 => "and in 1 more place".to_owned(),
            _ => format!("and in {} more places", places - 1),
        };
        match &mut self.taken {
            Some(taken) => *taken = format!("{taken} ({also})"),
            None => self.message = format!("{} (here {also})", self.message),
        }
        self
    }

    /// How many places it is about; the others than its own are not listed.
    #[must_use]
    pub const fn places(&self) -> usize {
        self.places
    }

    /// What Bindery does instead.
    #[must_use]
    pub fn taken_text(&self) -> Option<&str> {
        self.taken.as_deref()
    }

    /// The same in another file of the document, for bytes of it; nodes know their file.
    #[must_use]
    pub(crate) fn in_file(self, file: u16) -> Self {
        self.map_places(|place| match place {
            Place::Span { start, end, .. } => Place::Span { file, start, end },
            place => place,
        })
    }

    /// The same about other places.
    #[must_use]
    pub(crate) fn map_places(mut self, place: impl Fn(Place) -> Place) -> Self {
        self.place = place(self.place);
        for (related, _) in &mut self.related {
            *related = place(std::mem::replace(related, Place::Document));
        }
        self
    }

    /// The same in other terms: each text on the left is replaced by the one on the right.
    #[must_use]
    pub(crate) fn in_terms(mut self, terms: &[(&str, &str)]) -> Self {
        let texts = [&mut self.label, &mut self.help, &mut self.taken];
        let texts = texts.into_iter().flatten();
        for text in texts.chain([&mut self.message]) {
            for (from, to) in terms {
                if text.contains(from) {
                    *text = text.replace(from, to);
                }
            }
        }
        self
    }

    /// Its code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// Its severity, which belongs to its code; a mistake that was put right is a warning.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self.taken {
            Some(_) => Severity::Warning,
            None => self.code.severity(),
        }
    }

    /// Where it is.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The label next to the caret.
    #[must_use]
    pub fn label_text(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// The other places, each with its label.
    #[must_use]
    pub fn related_places(&self) -> &[(Place, String)] {
        &self.related
    }

    /// The next step.
    #[must_use]
    pub fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

/// All that was said about one document, in the order in which it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Removes the diagnostics after the first `known` that repeat one of those from `start` to `known`.
    pub(crate) fn forget_repeated(&mut self, start: usize, known: usize) {
        let later = self.0.split_off(known);
        let said = self.0.get(start..).unwrap_or_default().iter();
        let said: BTreeSet<_> = said.map(|it| (it.code, &it.place, &it.message)).collect();
        let is_new = |it: &Diagnostic| !said.contains(&(it.code, &it.place, &it.message));
        let new: Vec<_> = later.into_iter().filter(is_new).collect();
        self.0.extend(new);
    }

    /// Says one thing more.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// The diagnostics as they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are of one severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.iter()
            .filter(|diagnostic| diagnostic.severity() == severity)
            .count()
    }

    /// Whether there is an error, and so no output.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.iter()
            .any(|diagnostic| diagnostic.severity() == Severity::Error)
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.0.extend(diagnostics);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The candidate that a misspelt name most likely means, if one is near enough.
///
/// Near is an edit distance (with transpositions) of at most a third of the name's length, and at least one;
/// another spelling in capitals is always near. The first of several equally near ones wins.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let bound = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .map(|candidate| {
            let distance = if candidate.eq_ignore_ascii_case(name) {
                0
            } else if candidate.len().abs_diff(name.len()) > bound * 4 {
                usize::MAX
            } else {
                strsim::damerau_levenshtein(name, candidate)
            };
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= bound)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_names() {
        let keys = ["description", "deprecated", "operationId", "in"];
        assert_eq!(nearest("descriptoin", keys), Some("description"));
        assert_eq!(nearest("operationid", keys), Some("operationId"));
        assert_eq!(nearest("summary", keys), None);
        assert_eq!(nearest("in", keys), None);
    }

    #[test]
    fn severity_belongs_to_the_code() {
        let mut diagnostics = Diagnostics::new();
        diagnostics.push(Diagnostic::new(Code::UnknownKey, Pointer::root(), "x"));
        assert!(!diagnostics.has_errors());
        diagnostics.push(Diagnostic::new(Code::Syntax, 0..1, "y"));
        assert!(diagnostics.has_errors());
        assert_eq!(diagnostics.count(Severity::Warning), 1);
    }
}
