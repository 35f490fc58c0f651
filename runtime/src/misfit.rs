//! Why a JSON value does not fit a place, and where.

use std::fmt::Write as _;

use serde_json::Value;

use crate::place::Slot;
use crate::text::excerpt;
use crate::unexpected::kind;

/// A value that does not fit its place.
#[derive(Clone, Debug)]
pub(crate) struct Misfit {
    /// From the inside out.
    path: Vec<Step>,
    pub(crate) reason: String,
    /// The start of the value's text; none for personal data.
    pub(crate) excerpt: Option<String>,
}

#[derive(Clone, Debug)]
enum Step {
    Name(String),
    Index(usize),
}

impl Misfit {
    #[cold]
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            reason: reason.into(),
            excerpt: None,
        }
    }

    /// Another kind of JSON value than the place is for.
    #[cold]
    pub(crate) fn other_kind(wanted: &str, value: &Value) -> Self {
        let found = kind(value);
        Self::new(format!("{wanted} expected, {found} found")).with_excerpt(value)
    }

    #[cold]
    pub(crate) fn missing() -> Self {
        Self::new("required, but missing")
    }

    #[cold]
    pub(crate) fn undeclared() -> Self {
        Self::new("not declared by the document")
    }

    /// Of arrays and objects nothing is shown: what is in them may be personal.
    pub(crate) fn with_excerpt(mut self, value: &Value) -> Self {
        self.excerpt = match value {
            Value::String(text) => Some(format!("{:?}", excerpt(text))),
            Value::Array(_) | Value::Object(_) => None,
            scalar => Some(scalar.to_string()),
        };
        self
    }

    pub(crate) fn in_property(mut self, name: &str, personal: bool) -> Self {
        self.path.push(Step::Name(name.to_owned()));
        if personal {
            self.excerpt = None;
        }
        self
    }

    pub(crate) fn at_index(mut self, index: usize) -> Self {
        self.path.push(Step::Index(index));
        self
    }

    /// As in `bindings[3].sid`; empty for the document itself.
    pub(crate) fn path(&self) -> String {
        let mut path = String::new();
        for step in self.path.iter().rev() {
            match step {
                Step::Index(index) => {
                    let _ = write!(path, "[{index}]");
                }
                Step::Name(name) if plain(name) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
                Step::Name(name) => {
                    let _ = write!(path, "[{name:?}]");
                }
            }
        }
        path
    }
}

fn plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$'))
}

/// What a slot is for, in words.
pub(crate) fn wanted(slot: &Slot<'_>) -> &'static str {
    match slot {
        Slot::Bool(_) => "a boolean",
        Slot::I32(_) => "an integer of 32 bits",
        Slot::U32(_) => "an integer of 32 bits from 0 on",
        Slot::I64(_) | Slot::Integer(_) => "an integer of 64 bits",
        Slot::U64(_) => "an integer of 64 bits from 0 on",
        Slot::F32(_) | Slot::F64(_) => "a number",
        Slot::Str(_) | Slot::Text(_) => "a string",
        Slot::List(_) => "an array",
        Slot::Map(_) | Slot::Object(_) => "an object",
        Slot::Union(_) => "one of several types",
        Slot::Json(_) | Slot::Unit => "any JSON",
    }
}
