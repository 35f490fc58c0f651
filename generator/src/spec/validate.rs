//! Finds every node that is not what OpenAPI 3.0 asks for at its place, and says what is.
//!
//! `openapiv3` stops at its first error and reports it without its place, so a document is first checked with
//! the tables of [`super::shape`]. An error that only `openapiv3` finds is located by offering it the nodes
//! one by one, from the leaves up ([`Walk::probe`]).

use std::collections::BTreeSet;

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, nearest};
use crate::pointer::Pointer;

use super::dialect::Version;
use super::ignored_keywords::IgnoredKeywords;
use super::shape::{
    DOCUMENT, Field, Kind, MEDIA_TYPE, Object, Others, PATH_ITEM, RESPONSE, SCHEMA, Shape,
};
use super::words::{correction, expected, found, list};
use super::{probe, reference, rules, versions};

/// Checks a whole document, and returns the nodes that `openapiv3` must not see: keys without a value,
/// callbacks in a form that is legal but that it refuses, and counts with a fraction of zero.
pub(super) fn check(root: &Value, version: Version, diagnostics: &mut Diagnostics) -> Vec<Pointer> {
    let mut walk = Walk::new(root, diagnostics, false);
    walk.version = version;
    walk.object(&DOCUMENT, root);
    walk.ignored.report(walk.diagnostics);
    walk.hidden
}

/// Finds the smallest nodes that `openapiv3` refuses in a document that passed [`check`].
pub(crate) fn probe(root: &Value, diagnostics: &mut Diagnostics) {
    Walk::new(root, diagnostics, true).object(&DOCUMENT, root);
}

/// The content of a media type is often next to it instead of below it.
const BELOW: (&str, &str) = (
    "the keys of `content` are media types",
    "indent it below a media type, such as `application/json`",
);
const OF_ASCII: (&str, &str) = (
    "a media type is sent in headers, so it must consist of visible ASCII characters",
    "write the media type that the service uses, such as `application/json`",
);

/// Whether a media type is valid in a header (RFC 9110, sections 8.3.1 and 12.5.1).
fn is_sendable(media_type: &str) -> bool {
    media_type.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// A walk over a document along its shapes.
pub(crate) struct Walk<'a> {
    pub(crate) root: &'a Value,
    /// Where the walk is.
    pub(crate) at: Pointer,
    pub(crate) diagnostics: &'a mut Diagnostics,
    /// Whether a chain of references that is too long was reported.
    pub(super) long_chain: bool,
    /// The patterns that are known to be valid: most occur in many places.
    pub(super) patterns: BTreeSet<String>,
    hidden: Vec<Pointer>,
    ignored: IgnoredKeywords,
    probe: bool,
    /// What the document was written in.
    version: Version,
}

impl<'a> Walk<'a> {
    fn new(root: &'a Value, diagnostics: &'a mut Diagnostics, probe: bool) -> Self {
        Self {
            root,
            at: Pointer::root(),
            diagnostics,
            long_chain: false,
            patterns: BTreeSet::new(),
            hidden: Vec::new(),
            ignored: IgnoredKeywords::default(),
            probe,
            version: Version::V3_0,
        }
    }

    fn below(&mut self, token: &str, visit: impl FnOnce(&mut Self)) {
        self.at.push(token);
        visit(self);
        self.at.pop();
    }

    fn shape(&mut self, shape: &'static Shape, value: &'a Value) {
        match shape {
            Shape::Any => {}
            Shape::List(shape) => self.list(shape, value),
            Shape::Map(shape) => self.map(shape, value),
            Shape::Object(object) => self.object(object, value),
            Shape::OrReference(object) => self.object_or_reference(object, value),
            Shape::BooleanOrSchema if value.is_bool() => {}
            Shape::BooleanOrSchema => self.object_or_reference(&SCHEMA, value),
            Shape::Text | Shape::Boolean | Shape::Number | Shape::Count | Shape::Word(_) => {
                self.scalar(shape, value);
            }
        }
    }

    fn scalar(&mut self, shape: &Shape, value: &Value) {
        let fits = match shape {
            Shape::Text | Shape::Word(_) => value.is_string(),
            Shape::Boolean => value.is_bool(),
            Shape::Number => value.as_f64().is_some_and(f64::is_finite),
            Shape::Count => self.count(value),
            _ => true,
        };
        if !fits {
            self.wrong(shape, value);
        } else if let (Shape::Word(words), Some(word)) = (shape, value.as_str()) {
            self.word(words, word);
        }
    }

    /// Whether this is a count. JSON Schema makes no difference between `255` and `255.0` (JSON Schema
    /// Core, section 4.2.2), but `openapiv3` does.
    fn count(&mut self, value: &Value) -> bool {
        if value.as_u64().is_some() {
            return true;
        }
        let is_whole = value
            .as_f64()
            .is_some_and(|count| count >= 0.0 && count.fract() == 0.0);
        if is_whole {
            self.hidden.push(self.at.clone());
        }
        is_whole
    }

    fn word(&mut self, words: &'static [&'static str], word: &str) {
        if words.contains(&word) {
            return;
        }
        let key = self.at.last().unwrap_or_default();
        let message = format!("`{word}` is not a value of `{key}`");
        let help = versions::word(key, word)
            .or_else(|| {
                Some(format!(
                    "did you mean `{}`?",
                    nearest(word, words.iter().copied())?
                ))
            })
            .unwrap_or_else(|| format!("use one of {}", list(words)));
        self.diagnostics.push(
            Diagnostic::new(Code::UnknownValue, self.at.clone(), message)
                .label("this value is not allowed")
                .help(help),
        );
    }

    fn list(&mut self, shape: &'static Shape, value: &'a Value) {
        let Value::Sequence(items) = value else {
            return self.wrong(&Shape::List(&Shape::Any), value);
        };
        for (index, item) in items.iter().enumerate() {
            self.below(&index.to_string(), |walk| walk.shape(shape, item));
        }
    }

    fn map(&mut self, shape: &'static Shape, value: &'a Value) {
        let Value::Mapping(entries) = value else {
            return self.wrong(&Shape::Map(&Shape::Any), value);
        };
        let of_media_types =
            matches!(shape, Shape::Object(object) if object.name == MEDIA_TYPE.name);
        let is_other = |key: &str| of_media_types && !key.contains('/') && !key.starts_with("x-");
        let misplaced = text_keys(entries).any(|(key, _)| is_other(key));
        for (key, value) in text_keys(entries) {
            if of_media_types && key.contains('/') && !is_sendable(key) {
                self.not_media_type(key, OF_ASCII);
            }
            if is_other(key) {
                self.not_media_type(key, BELOW);
            } else if !(misplaced && value.is_null()) {
                self.below(key, |walk| walk.shape(shape, value));
            }
        }
    }

    fn not_media_type(&mut self, key: &str, (label, help): (&'static str, &'static str)) {
        if self.probe {
            return;
        }
        let message = format!("`{key}` is not a media type");
        self.diagnostics.push(
            Diagnostic::new(Code::Rejected, Place::key(self.at.join(key)), message)
                .label(label)
                .help(help),
        );
    }

    fn object_or_reference(&mut self, object: &'static Object, value: &'a Value) {
        match value.get("$ref").filter(|_| value.is_mapping()) {
            Some(target) => {
                if object.kind == Kind::Callback {
                    self.hidden.push(self.at.clone());
                }
                if !self.probe {
                    reference::check(self, object.kind, target);
                }
            }
            None => self.object(object, value),
        }
    }

    fn object(&mut self, object: &'static Object, value: &'a Value) {
        let Value::Mapping(entries) = value else {
            return self.wrong(&Shape::Object(object), value);
        };
        let before = self.diagnostics.len();
        let misspelt = self.missing(object, entries);
        for (key, value) in text_keys(entries).filter(|(key, _)| !misspelt.contains(key)) {
            match object.fields.iter().find(|field| field.name == key) {
                Some(field) => self.below(key, |walk| {
                    walk.ignored
                        .note(object.kind, field.name, value, entries, &walk.at);
                    walk.field(field, value);
                }),
                None => self.below(key, |walk| walk.other(object, entries, key, value)),
            }
        }
        if self.probe {
            if self.diagnostics.len() == before {
                self.offer(object, value);
            }
            return;
        }
        rules::object(self, object.kind, entries);
    }

    fn field(&mut self, field: &'static Field, value: &'a Value) {
        if value.is_null() && !field.required && !matches!(field.shape, Shape::Any) {
            self.hidden.push(self.at.clone());
            if !self.probe && !matches!(field.shape, Shape::Text) {
                let message = format!("`{}` has no value", field.name);
                self.diagnostics.push(
                    Diagnostic::new(Code::EmptyKey, Place::key(self.at.clone()), message)
                        .label("treated as absent")
                        .help("give it a value, or remove the key"),
                );
            }
            return;
        }
        self.shape(&field.shape, value);
    }

    /// A key that is not among the named ones of its object.
    fn other(&mut self, object: &'static Object, entries: &Mapping, key: &str, value: &'a Value) {
        if key.starts_with("x-") {
            if matches!(object.others, Others::Expressions) {
                self.hidden.push(self.at.clone());
            }
            return;
        }
        match object.others {
            Others::Paths if key.starts_with('/') => self.object_or_reference(&PATH_ITEM, value),
            Others::Expressions => self.object_or_reference(&PATH_ITEM, value),
            Others::Statuses if rules::is_status(key) => {
                self.object_or_reference(&RESPONSE, value);
                rules::same_status(self, entries, key);
            }
            _ if self.probe => {}
            Others::Unknown
                if self.version > Version::V3_0
                    && let Some(shape) = object.below(key) =>
            {
                self.shape(shape, value);
            }
            Others::Paths => self.diagnostics.push(
                Diagnostic::new(
                    Code::PathWithoutSlash,
                    Place::key(self.at.clone()),
                    format!("the path `{key}` does not begin with `/`"),
                )
                .help(format!("write it as `/{key}`")),
            ),
            Others::Statuses => self.diagnostics.push(
                Diagnostic::new(
                    Code::BadStatusCode,
                    Place::key(self.at.clone()),
                    format!("`{key}` is not a status code"),
                )
                .help("use a code such as `404`, a range such as `4XX`, or `default`"),
            ),
            Others::Unknown => self.unknown(object, entries, key),
        }
    }

    fn unknown(&mut self, object: &Object, entries: &Mapping, key: &str) {
        let is_whole = ["schema", "content"]
            .iter()
            .any(|key| entries.contains_key(*key));
        if !is_whole && versions::belongs_to_schema(object.kind, key) {
            // That there is no schema is said once.
            return;
        }
        let absent = object
            .fields
            .iter()
            .map(|field| field.name)
            .filter(|name| !entries.contains_key(*name));
        let earlier = self.version == Version::V3_0;
        let help = versions::key(object, key)
            .filter(|_| earlier)
            .or_else(|| Some(format!("did you mean `{}`?", nearest(key, absent)?)))
            .unwrap_or_else(|| format!("remove it, or call it `x-{key}` if it is an extension"));
        let message = format!(
            "`{key}` is not a key of {} in {}",
            object.name,
            self.version.name()
        );
        self.diagnostics.push(
            Diagnostic::new(Code::UnknownKey, Place::key(self.at.clone()), message)
                .label("this has no effect")
                .help(help),
        );
    }

    /// Reports the keys that must be there and are not, and returns those that were meant to be them.
    fn missing<'k>(&mut self, object: &'static Object, entries: &'k Mapping) -> Vec<&'k str> {
        let known = |key: &str| object.fields.iter().any(|field| field.name == key);
        let mut misspelt = Vec::new();
        let required = object.fields.iter().filter(|field| field.required);
        for field in required.filter(|field| !entries.contains_key(field.name)) {
            let unknown = text_keys(entries)
                .map(|(key, _)| key)
                .filter(|key| !known(key) && !misspelt.contains(key));
            let name = field.name;
            let message = format!("{} has no `{name}`", object.name);
            let diagnostic = match nearest(name, unknown) {
                Some(near) => {
                    misspelt.push(near);
                    let place = Place::key(self.at.join(near));
                    Diagnostic::new(Code::MissingKey, place, message)
                        .about(name)
                        .label(format!("did you mean `{name}`?"))
                        .help(format!("rename `{near}` to `{name}`"))
                }
                None => {
                    let place = match self.at.is_empty() {
                        true => Place::Document,
                        false => Place::value(self.at.clone()),
                    };
                    let expected = expected(&field.shape);
                    Diagnostic::new(Code::MissingKey, place, message)
                        .about(name)
                        .label(format!("`{name}` is missing"))
                        .help(format!("add `{name}` ({expected}): OpenAPI requires it"))
                }
            };
            self.diagnostics.push(diagnostic);
        }
        misspelt
    }

    fn wrong(&mut self, shape: &Shape, value: &Value) {
        if self.probe {
            return;
        }
        let name = match self.at.last() {
            Some(key) if key.parse::<usize>().is_ok() => format!("item {key}"),
            Some(key) => format!("`{key}`"),
            None => String::from("the document"),
        };
        let message = format!(
            "{name} must be {}, but is {}",
            expected(shape),
            found(value)
        );
        let help = correction(self.at.last().unwrap_or_default(), shape, value);
        self.diagnostics.push(
            Diagnostic::new(Code::WrongType, self.at.clone(), message)
                .label(format!("expected {}", expected(shape)))
                .help(help),
        );
    }

    /// Offers a node, whose parts were all accepted, to `openapiv3`.
    fn offer(&mut self, object: &Object, value: &Value) {
        let mut value = value.clone();
        for hidden in self
            .hidden
            .iter()
            .filter(|hidden| hidden.starts_with(&self.at))
        {
            let inner = Pointer::root().join_all(hidden.tokens().skip(self.at.len()));
            super::hide(&mut value, &inner);
        }
        if let Err(error) = probe::accepts(object.kind, value) {
            let message = format!("{} cannot be read: {error}", object.name);
            self.diagnostics
                .push(Diagnostic::new(Code::Rejected, self.at.clone(), message));
        }
    }
}

/// The entries of a mapping; after reading, every key is text.
pub(crate) fn text_keys(entries: &Mapping) -> impl Iterator<Item = (&str, &Value)> {
    entries
        .iter()
        .filter_map(|(key, value)| key.as_str().map(|key| (key, value)))
}
