//! Values of an answer that are not what the document declares, told without the values themselves.

use std::fmt;

/// How many mismatches of an answer are described; all of them are counted.
const DESCRIBED: usize = 100;

/// A value of an answer that is not what the document declares: where it is and what was done about it.
///
/// It never holds the value, which may be personal.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Mismatch {
    /// Where the value is in the body, for example `bindings[3].sid`. The keys of maps are written as `[*]`.
    /// Empty for the body itself.
    pub path: String,
    /// What the document declares there: a kind of JSON, for example `a number`, or the Rust name of a type
    /// of strings.
    pub expected: &'static str,
    /// What was done about it.
    pub kind: MismatchKind,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() {
            "the body"
        } else {
            &self.path
        };
        write!(f, "{path}: {} expected; {}", self.expected, self.kind)
    }
}

/// What was done about a value that is not what the document declares.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum MismatchKind {
    /// It was read nevertheless, because its text is a value of the declared type: `"0.05"` as a number.
    Converted,
    /// It was kept as raw JSON: in [`Unexpected`](crate::Unexpected), or in the open variant of a union.
    KeptRaw,
    /// The property is required, and its field has the empty value of its type instead. A value that did
    /// not fit is in [`Unexpected`](crate::Unexpected); there is none if the property is missing.
    Filled,
    /// It was taken out of its list or map, which keeps the other items.
    Removed,
}

impl fmt::Display for MismatchKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Converted => "read from another kind of JSON",
            Self::KeptRaw => "kept as raw JSON",
            Self::Filled => "read as the empty value",
            Self::Removed => "taken out of its list or map",
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
