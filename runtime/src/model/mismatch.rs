//! Values of an answer that are not what the document declares, told without the values themselves.

use std::fmt;

use crate::model::decode_error::{push_index, push_name};
use crate::model::field_slot::{EncodeSource, FieldSlot, Map};
use crate::model::object::with_sources;
use crate::model::original::{Original, Step, What};

/// How many mismatches of an answer are described; all of them are counted.
const DESCRIBED: usize = 100;

/// A value of an answer that is not what the document declares: where it is and what was done about it.
///
/// It never holds the value, which may be sensitive.
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

/// The values of a model that are not what the document declares, as they were when it was read: all of them,
/// with paths from the model on.
///
/// Answers tell the same by [`Response::mismatches`](crate::Response::mismatches); this is for models that
/// were read without a client.
pub fn mismatches(model: &dyn FieldSlot) -> Vec<Mismatch> {
    let mut found = Vec::new();
    look(model, String::new(), &mut found);
    found
}

fn look(place: &dyn FieldSlot, path: String, found: &mut Vec<Mismatch>) {
    match place.view() {
        EncodeSource::Object(object) => with_sources(object, |sources| {
            let originals = sources.unexpected.originals();
            for original in originals {
                tell(original, &path, found);
            }
            for ((name, _), place) in object.table().rows().zip(sources.fields) {
                if is_filled(originals, name) {
                    continue;
                }
                let mut inner = path.clone();
                push_name(&mut inner, name);
                look(*place, inner, found);
            }
            if let Some(rest) = sources.rest {
                look_into(rest, &path, found);
            }
        }),
        EncodeSource::Map(map) => look_into(map, &path, found),
        EncodeSource::List(list) => {
            for (index, item) in (0..).map_while(|index| Some((index, list.get(index)?))) {
                let mut inner = path.clone();
                push_index(&mut inner, index);
                look(item, inner, found);
            }
        }
        _ => {}
    }
}

/// Whether a property was filled: then all of what is in it was.
fn is_filled(originals: &[Original], name: &'static str) -> bool {
    originals.iter().any(|original| {
        matches!(original.what, What::Filled { .. }) && original.path == [Step::Property(name)]
    })
}

fn look_into(map: &dyn Map, path: &str, found: &mut Vec<Mismatch>) {
    map.visit(&mut |_, place| look(place, format!("{path}[*]"), found));
}

fn tell(original: &Original, path: &str, found: &mut Vec<Mismatch>) {
    let mut path = path.to_owned();
    for step in &original.path {
        match step {
            Step::Item(index) => push_index(&mut path, *index),
            Step::Property(name) => push_name(&mut path, name),
            Step::Key(_) => path.push_str("[*]"),
        }
    }
    let mismatch = |path, kind| Mismatch {
        path,
        expected: original.expected,
        kind,
    };
    match &original.what {
        What::Spelled { .. } => found.push(mismatch(path, MismatchKind::Converted)),
        What::Filled { .. } => found.push(mismatch(path, MismatchKind::Filled)),
        What::Raw => found.push(mismatch(path, MismatchKind::KeptRaw)),
        What::Items { removed, .. } => found.extend(removed.iter().map(|(index, _)| {
            let mut item = path.clone();
            push_index(&mut item, *index);
            mismatch(item, MismatchKind::Removed)
        })),
        What::Entries(removed) => found.extend(
            removed
                .iter()
                .map(|_| mismatch(format!("{path}[*]"), MismatchKind::Removed)),
        ),
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
