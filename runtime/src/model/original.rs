//! What was sent where a model holds something else, for writing it back.

use std::fmt;

use serde_json::Value;

use crate::model::decode_error::{DecodeError, Way};
use crate::model::mismatch::{Mismatch, MismatchKind};

/// A step from an object or a list to a value in it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Step {
    /// An item of a list as the model holds it.
    Item(usize),
    /// A declared property.
    Property(&'static str),
    /// A key of a map, or an undeclared property of a declared type.
    Key(String),
}

/// What was sent at a place of a model that holds something else.
#[derive(Clone, Debug)]
pub(crate) struct Original {
    /// From the model to the place.
    pub(crate) path: Vec<Step>,
    pub(crate) what: What,
    /// What was told of it.
    pub(crate) told: Vec<Told>,
}

/// What is told of a value that is not what the document declares.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// From the place on.
    pub(crate) way: Way,
    pub(crate) expected: &'static str,
    pub(crate) kind: MismatchKind,
}

impl Told {
    /// Of the place itself.
    pub(crate) fn here(expected: &'static str, kind: MismatchKind) -> Self {
        Self {
            way: Way::default(),
            expected,
            kind,
        }
    }

    pub(crate) fn of(decode_error: &DecodeError, kind: MismatchKind) -> Self {
        Self {
            way: decode_error.path.clone(),
            expected: decode_error.expected,
            kind,
        }
    }

    /// As it is told, with the path to the place.
    pub(crate) fn at(&self, path: String) -> Mismatch {
        Mismatch {
            path: self.way.below(path),
            expected: self.expected,
            kind: self.kind,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    /// A value in another spelling.
    Spelled { read: Value, sent: Value },
    /// A value that did not fit. It is in `unexpected`, in the open variant of a union, or in a place for any
    /// JSON, or there was another of its name.
    Raw,
    /// Null for a property that may be absent and not null.
    Null,
    /// The empty value of a required property. If something was sent, it is in `unexpected`.
    Filled { read: Value },
    /// Items that did not fit, by their index in what was sent, and how many items are left.
    Items {
        left: usize,
        removed: Vec<(usize, Value)>,
    },
    /// Entries that did not fit.
    Entries(Vec<(String, Value)>),
}

impl Original {
    /// What was taken out of a list or a map, with JSON Pointers.
    pub(crate) fn removed(&self) -> Vec<(String, &Value)> {
        let path: String = self.path.iter().map(|step| format!("/{step}")).collect();
        let at = |last: &dyn fmt::Display| format!("{path}/{last}");
        match &self.what {
            What::Items { removed, .. } => removed
                .iter()
                .map(|(index, value)| (at(index), value))
                .collect(),
            What::Entries(removed) => removed
                .iter()
                .map(|(key, value)| (at(&escaped(key)), value))
                .collect(),
            What::Spelled { .. } | What::Filled { .. } | What::Raw | What::Null => Vec::new(),
        }
    }
}

/// As a part of a JSON Pointer.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Item(index) => write!(f, "{index}"),
            Self::Property(name) => f.write_str(&escaped(name)),
            Self::Key(key) => f.write_str(&escaped(key)),
        }
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The originals of a part of a model, in order of their paths.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Originals<'a> {
    all: &'a [Original],
    depth: usize,
}

impl<'a> Originals<'a> {
    /// Of a model, whose originals are in order.
    pub(crate) fn of(all: &'a [Original]) -> Self {
        Self { all, depth: 0 }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.all.is_empty()
    }

    /// The part one step further in.
    pub(crate) fn at(self, step: impl FnOnce() -> Step) -> Self {
        if self.is_empty() {
            return self;
        }
        let (step, depth) = (step(), self.depth);
        // What belongs to the place itself has the shortest path, and comes first.
        let start = self
            .all
            .partition_point(|original| original.path.get(depth) < Some(&step));
        let length =
            self.all[start..].partition_point(|original| original.path.get(depth) <= Some(&step));
        Self {
            all: &self.all[start..start + length],
            depth: depth + 1,
        }
    }

    /// The index that an item of the list here had before others were taken out.
    pub(crate) fn sent_index(self, index: usize) -> usize {
        let removed = self.own().find_map(|what| match what {
            What::Items { removed, .. } => Some(removed),
            _ => None,
        });
        let removed = removed.into_iter().flatten();
        removed.fold(index, |index, (at, _)| index + usize::from(*at <= index))
    }

    /// What belongs to the place itself.
    pub(crate) fn own(self) -> impl Iterator<Item = &'a What> {
        self.all
            .iter()
            .take_while(move |original| original.path.len() == self.depth)
            .map(|original| &original.what)
    }
}
