//! Reports about values of a response that do not match the document, without the values themselves.

use std::fmt;

/// The number of mismatches of a response that are described; all of them are counted.
const DESCRIBED: usize = 100;

/// A value of a response that does not match the document: where it is, and what the client did.
///
/// It never contains the value, which may be sensitive.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Mismatch {
    /// The path to the value in the body, for example `bindings[3].sid`. Keys of maps are written as `[*]`.
    /// Empty for the body itself.
    pub path: String,
    /// What the document declares there: a kind of JSON, for example `a number`, or the Rust name of a string
    /// type.
    pub expected: &'static str,
    /// What the client did.
    pub kind: MismatchKind,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() {
            "the body"
        } else {
            &self.path
        };
        write!(f, "{path}: expected {}; {}", self.expected, self.kind)
    }
}

/// What the client did with a value that does not match the document.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum MismatchKind {
    /// It was converted, because its text is a value of the declared type: `"0.05"` to a number, a date to a
    /// date-time. This includes null for an optional property that is not nullable, which is read as absent,
    /// and a date-time with digits below the nanosecond, which are cut off.
    Converted,
    /// It was kept as raw JSON: in [`Unexpected`](crate::Unexpected), or in the `Unknown` variant of a union.
    KeptRaw,
    /// The property is required, and its field has the empty value of its type instead. A value that does not
    /// match is in [`Unexpected`](crate::Unexpected); there is none if the property is missing.
    Filled,
    /// It was removed from its list or map, which keeps the other items.
    Removed,
    /// Its name occurs more than once in its object (RFC 8259, section 4). The last value was used; the
    /// others are lost.
    Repeated,
}

impl fmt::Display for MismatchKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Converted => "converted from another form",
            Self::KeptRaw => "kept as raw JSON",
            Self::Filled => "replaced by the empty value",
            Self::Removed => "removed from its list or map",
            Self::Repeated => "the last of the values with this name was used",
        })
    }
}

/// The mismatches of one answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mismatches {
    pub(crate) described: Vec<Mismatch>,
    pub(crate) count: usize,
}

/// How far the mismatches had come, to go back there.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    described: usize,
    count: usize,
}

impl Mismatches {
    /// Adds one; its description is made only if there is room for it.
    pub(crate) fn add(&mut self, describe: impl FnOnce() -> Mismatch) {
        self.count += 1;
        if self.described.len() < DESCRIBED {
            self.described.push(describe());
        }
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark {
            described: self.described.len(),
            count: self.count,
        }
    }

    pub(crate) fn back_to(&mut self, mark: Mark) {
        self.described.truncate(mark.described);
        self.count = mark.count;
    }
}
