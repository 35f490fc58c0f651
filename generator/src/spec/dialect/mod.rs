//! From the version of OpenAPI that a document is written in to the one form that the stages behind this one
//! know: OpenAPI 3.0, extended by path items in `components`.
//!
//! Documents of Swagger 2.0, the version before 3.0, are converted in [`swagger`].
//!
//! Schemas of OpenAPI 3.1 and 3.2 are those of JSON Schema 2020-12. Keywords with another name in the 3.0
//! form are rewritten in place; losses are reported ([`keys`]). A node that moves keeps its original place
//! ([`Origins`]), which diagnostics and `explain` show.

mod anchors;
mod annotated;
mod document;
mod keys;
mod origins;
mod parts;
mod positions;
mod query_string;
mod references;
mod schema;
mod swagger;
mod types;
mod webhooks;

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Corrections, Diagnostic, Diagnostics, Told};
use crate::pointer::Pointer;

use super::edit;
use super::shape::{DOCUMENT, Kind, Layout, Object, SCHEMA, Shape};
use super::validate::text_keys;
use anchors::Anchors;
pub(crate) use origins::Origins;
pub use origins::Whereabouts;
use parts::Parts;
use query_string::QueryStrings;

/// A version of the specification whose documents are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    V2_0,
    V3_0,
    V3_1,
    V3_2,
}

impl Version {
    /// The version that the value of `openapi` names, whatever its patch level.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (Some("3"), Some(minor), patch) = (parts.next(), parts.next(), parts.next()) else {
            return None;
        };
        if patch.is_some_and(str::is_empty) {
            return None;
        }
        Some(match minor {
            "0" => Self::V3_0,
            "1" => Self::V3_1,
            "2" => Self::V3_2,
            _ => return None,
        })
    }

    /// As messages have it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::V2_0 => "Swagger 2.0",
            Self::V3_0 => "OpenAPI 3.0",
            Self::V3_1 => "OpenAPI 3.1",
            Self::V3_2 => "OpenAPI 3.2",
        }
    }

    /// Where its documents have what other parts refer to.
    pub(super) const fn layout(self) -> &'static Layout {
        match self {
            Self::V2_0 => &Layout::SWAGGER,
            Self::V3_0 | Self::V3_1 | Self::V3_2 => &Layout::OPENAPI,
        }
    }
}

/// Rewrites a document of another version, and returns where its nodes were written; `before` says where those of
/// the given document were.
pub(super) fn canonical(
    root: &mut Value,
    version: Version,
    before: Origins,
    strict: bool,
    diagnostics: &mut Diagnostics,
) -> Origins {
    let mut stage = Stage::new(version);
    match &mut *root {
        Value::Mapping(entries) if version == Version::V2_0 => {
            stage.swagger(entries);
            stage.origins = std::mem::take(&mut stage.origins).in_terms(swagger::TERMS);
        }
        Value::Mapping(entries) if version == Version::V3_0 => {
            if !entries.contains_key("x-webhooks") {
                return before;
            }
            stage.webhooks(entries);
        }
        root => {
            stage.anchors = Anchors::of(root);
            stage.object(&DOCUMENT, root);
        }
    }
    stage.hoist(root);
    stage.origins.retarget(root);
    let mut told = Diagnostics::new();
    stage.report(strict, &mut told);
    diagnostics.extend(told.into_iter().map(|it| before.of_diagnostic(it)));
    stage.origins.after(before)
}

/// Rewrites the OpenAPI 3.1 keywords of one schema in a 3.0 document; returns whether there are any.
/// Diagnostics for keywords that cannot be rewritten are added to `told`.
pub(super) fn later_keywords(root: &mut Value, at: &Pointer, told: &mut Told) -> bool {
    let mut stage = Stage::new(Version::V3_0);
    stage.at = at.clone();
    stage.origin = at.clone();
    let Some(entries) = edit::mapping(root, at) else {
        return false;
    };
    std::mem::swap(&mut stage.told, told);
    let before = entries.clone();
    stage.constant(entries);
    stage.exclusives(entries);
    stage.types(entries);
    std::mem::swap(&mut stage.told, told);
    *entries != before
}

/// A walk that rewrites a document along the shapes of its objects.
struct Stage {
    version: Version,
    anchors: Anchors,
    origins: Origins,
    /// Where the walk is in the document that it makes.
    at: Pointer,
    /// Where that was written.
    origin: Pointer,
    told: Told,
    /// Errors, each with what is done instead.
    mistakes: Vec<(Diagnostic, &'static str)>,
    /// What a document of Swagger 2.0 says for all its operations.
    shared: swagger::Shared,
    /// Schemas that become components.
    hoisted: Vec<Hoisted>,
    /// `components.mediaTypes`.
    media_types: Mapping,
    /// The properties of components that say the media type of their value.
    parts: BTreeMap<String, Parts>,
    /// The names of the security schemes with `type: mutualTLS`.
    client_certificates: BTreeSet<String>,
    query_strings: QueryStrings,
}

/// A schema that was written outside of `components.schemas`, and becomes a component.
struct Hoisted {
    /// What it is called where it was written.
    name: String,
    origin: Pointer,
    schema: Value,
}

impl Stage {
    fn new(version: Version) -> Self {
        Self {
            version,
            anchors: Anchors::default(),
            origins: Origins::default(),
            at: Pointer::root(),
            origin: Pointer::root(),
            told: Told::default(),
            mistakes: Vec::new(),
            shared: swagger::Shared::default(),
            hoisted: Vec::new(),
            media_types: Mapping::new(),
            parts: BTreeMap::new(),
            client_certificates: BTreeSet::new(),
            query_strings: QueryStrings::default(),
        }
    }

    fn shape(&mut self, shape: &'static Shape, value: &mut Value) {
        match (shape, value) {
            (Shape::List(shape), Value::Sequence(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.below(&index.to_string(), |stage| stage.shape(shape, item));
                }
            }
            (Shape::Map(shape), Value::Mapping(entries)) => {
                self.each(entries, |_| Some(shape));
            }
            (Shape::Object(object) | Shape::OrReference(object), value) => {
                self.object(object, value);
            }
            (Shape::BooleanOrSchema, value @ Value::Mapping(_)) => self.object(&SCHEMA, value),
            _ => {}
        }
    }

    /// Says what was found; errors are corrected, unless they are to refuse the document.
    fn report(&mut self, strict: bool, diagnostics: &mut Diagnostics) {
        self.told.report(diagnostics);
        let mistakes = std::mem::take(&mut self.mistakes);
        if strict {
            diagnostics.extend(mistakes.into_iter().map(|(error, _)| error));
            return;
        }
        let mut corrections = Corrections::default();
        for (error, taken) in mistakes {
            corrections.say(error, taken);
        }
        diagnostics.extend(corrections.told());
    }

    fn object(&mut self, object: &'static Object, value: &mut Value) {
        if self.version == Version::V2_0 {
            return self.earlier_object(object, value);
        }
        self.keys(object, value);
        match object.kind {
            Kind::Schema => self.schema(value),
            _ => self.other(object, value),
        }
        self.address(value);
        let Value::Mapping(entries) = value else {
            return;
        };
        self.each(entries, |key| object.below(key));
    }

    /// Walks the values of a mapping that have a shape.
    fn each(&mut self, entries: &mut Mapping, shape: impl Fn(&str) -> Option<&'static Shape>) {
        for (key, value) in entries.iter_mut() {
            if let Some(key) = key.as_str().filter(|key| !key.starts_with("x-"))
                && let Some(shape) = shape(key)
            {
                self.below(key, |stage| stage.shape(shape, value));
            }
        }
    }

    fn below(&mut self, token: &str, visit: impl FnOnce(&mut Self)) {
        self.at.push(token);
        match self.origins.exact(&self.at).cloned() {
            Some(origin) => {
                let above = std::mem::replace(&mut self.origin, origin);
                visit(self);
                self.origin = above;
            }
            None => {
                let depth = self.origin.len();
                self.origin.push(token);
                visit(self);
                self.origin.truncate(depth);
            }
        }
        self.at.pop();
    }

    /// Notes that a node below the one at hand was written elsewhere below it.
    fn moved<'t>(
        &mut self,
        to: impl IntoIterator<Item = &'t str>,
        from: impl IntoIterator<Item = &'t str>,
    ) {
        let (to, from) = (self.at.join_all(to), self.origin.join_all(from));
        self.origins.moved(to, from);
    }
}

/// The entries of a mapping below a value, if it is one.
fn mapping<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = (&'v str, &'v Value)> {
    let entries = value.get(key).and_then(Value::as_mapping);
    entries.into_iter().flat_map(text_keys)
}
