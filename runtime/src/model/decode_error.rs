//! Why a JSON value does not fit a place, and where.

use std::fmt::Write as _;

use serde_json::Value;

use crate::model::original;
use crate::model::text::excerpt;

/// A value that does not fit its place.
#[derive(Clone, Debug)]
pub(crate) struct DecodeError {
    pub(crate) path: Way,
    pub(crate) reason: String,
    /// The start of the value's text; none for sensitive data.
    pub(crate) excerpt: Option<String>,
    /// What the document declares there, in words that hold nothing of the value.
    pub(crate) expected: &'static str,
}

/// The way to a value, from the inside out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Way(Vec<Step>);

#[derive(Clone, Debug)]
enum Step {
    Name(String),
    /// Of a map.
    Key(String),
    Index(usize),
}

impl DecodeError {
    #[cold]
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self {
            path: Way::default(),
            reason: reason.into(),
            excerpt: None,
            expected: "another value",
        }
    }

    /// Another value than the place is for.
    #[cold]
    pub(crate) fn other_kind(wanted: &'static str, value: &Value) -> Self {
        let reason = match value {
            Value::Number(_) if wanted == NUMBER => {
                "the type cannot represent the number exactly".to_owned()
            }
            value => format!("expected {wanted}, found {}", described(value)),
        };
        Self::new(reason).expecting(wanted).with_excerpt(value)
    }

    #[cold]
    pub(crate) fn missing() -> Self {
        Self::new("required, but missing")
    }

    pub(crate) fn expecting(mut self, wanted: &'static str) -> Self {
        self.expected = wanted;
        self
    }

    #[cold]
    pub(crate) fn undeclared() -> Self {
        Self::new("not declared in the document")
    }

    /// Of arrays and objects nothing is shown: what is in them may be sensitive.
    pub(crate) fn with_excerpt(mut self, value: &Value) -> Self {
        self.excerpt = match value {
            Value::String(text) => Some(format!("{:?}", excerpt(text))),
            // Of null there is no more to say.
            Value::Array(_) | Value::Object(_) | Value::Null => None,
            scalar => Some(scalar.to_string()),
        };
        self
    }

    pub(crate) fn in_property(mut self, name: &str, sensitive: bool) -> Self {
        self.path.0.push(Step::Name(name.to_owned()));
        if sensitive {
            self.excerpt = None;
        }
        self
    }

    pub(crate) fn in_entry(mut self, key: &str) -> Self {
        self.path.0.push(Step::Key(key.to_owned()));
        self
    }

    pub(crate) fn at_index(mut self, index: usize) -> Self {
        self.path.0.push(Step::Index(index));
        self
    }

    /// The same misfit, seen from where a path begins.
    pub(crate) fn below(mut self, path: &[(original::Step, usize)]) -> Self {
        for (step, index) in path.iter().rev() {
            self = match step {
                original::Step::Item(_) => self.at_index(*index),
                original::Step::Property(name) => self.in_property(name, true),
                original::Step::Key(key) => self.in_entry(key),
            };
        }
        self
    }

    /// As in `bindings[3].sid`; empty for the document itself.
    pub(crate) fn path(&self) -> String {
        let mut path = String::new();
        for step in self.path.0.iter().rev() {
            match step {
                Step::Index(index) => push_index(&mut path, *index),
                Step::Name(name) | Step::Key(name) => push_name(&mut path, name),
            }
        }
        path
    }
}

impl Way {
    /// The path from another one on, with `[*]` for the keys of maps.
    pub(crate) fn below(&self, mut path: String) -> String {
        for step in self.0.iter().rev() {
            match step {
                Step::Index(index) => push_index(&mut path, *index),
                Step::Name(name) => push_name(&mut path, name),
                Step::Key(_) => path.push_str("[*]"),
            }
        }
        path
    }
}

pub(crate) fn push_index(path: &mut String, index: usize) {
    let _ = write!(path, "[{index}]");
}

pub(crate) fn push_name(path: &mut String, name: &str) {
    if !plain(name) {
        let _ = write!(path, "[{name:?}]");
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

fn plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$'))
}

/// The kind of a value, in words.
fn described(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

pub(crate) const NUMBER: &str = "a number";
