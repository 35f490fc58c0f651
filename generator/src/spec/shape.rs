//! The shapes of the OpenAPI 3.0 objects: which keys each has, which of them it must have, and what their
//! values are. The objects themselves are in [`table`].

mod swagger;
mod table;

use crate::pointer::Pointer;

pub(crate) use table::{DOCUMENT, MEDIA_TYPE, PARAMETER, PATH_ITEM, RESPONSE, SCHEMA};

/// What the value at a place may be.
pub(crate) enum Shape {
    /// Anything at all: examples, defaults, extensions.
    Any,
    Text,
    Boolean,
    Number,
    /// A whole number that is not negative.
    Count,
    /// One of a few words.
    Word(&'static [&'static str]),
    List(&'static Shape),
    Map(&'static Shape),
    Object(&'static Object),
    /// An object, or a Reference Object in its place.
    OrReference(&'static Object),
    /// `additionalProperties`.
    BooleanOrSchema,
}

/// An object of the specification.
pub(crate) struct Object {
    pub(crate) kind: Kind,
    /// Its name in messages, with its article.
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
    /// The shape of the values of keys that are not in `fields`.
    pub(crate) others: Others,
}

/// The shape of the values of keys without a name in the specification.
pub(crate) enum Others {
    /// Nothing: such a key has no effect.
    Unknown,
    /// Paths, which begin with `/`.
    Paths,
    /// Status codes.
    Statuses,
    /// Run-time expressions.
    Expressions,
}

/// A key of an object.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
}

/// The objects that have rules beyond their shape, or that can be the target of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Callback,
    Discriminator,
    Example,
    Header,
    Link,
    Operation,
    Parameter,
    PathItem,
    RequestBody,
    Response,
    Schema,
    SecurityScheme,
    Other,
}

impl Kind {
    /// The section of `components` for objects of the kind.
    pub(crate) fn section(self) -> Option<&'static str> {
        Layout::OPENAPI.home(self)?.last().copied()
    }
}

/// Where the documents of a version have what other parts refer to.
pub(crate) struct Layout {
    pub(crate) document: &'static Object,
    /// The key around the sections, if they have one.
    pub(crate) around: Option<&'static str>,
    /// The kinds of objects that can be the target of a reference, and the keys that lead to them.
    homes: &'static [(Kind, &'static [&'static str])],
}

impl Layout {
    /// OpenAPI 3.0 and later.
    pub(crate) const OPENAPI: Self = Self {
        document: &DOCUMENT,
        around: Some("components"),
        homes: &[
            (Kind::Callback, &["components", "callbacks"]),
            (Kind::Example, &["components", "examples"]),
            (Kind::Header, &["components", "headers"]),
            (Kind::Link, &["components", "links"]),
            (Kind::Parameter, &["components", "parameters"]),
            (Kind::RequestBody, &["components", "requestBodies"]),
            (Kind::Response, &["components", "responses"]),
            (Kind::Schema, &["components", "schemas"]),
            (Kind::SecurityScheme, &["components", "securitySchemes"]),
        ],
    };

    /// Swagger 2.0.
    pub(crate) const SWAGGER: Self = Self {
        document: &swagger::DOCUMENT,
        around: None,
        homes: &[
            (Kind::Parameter, &["parameters"]),
            (Kind::Response, &["responses"]),
            (Kind::Schema, &["definitions"]),
            (Kind::SecurityScheme, &["securityDefinitions"]),
        ],
    };

    /// The keys that lead to the objects of a kind.
    pub(crate) fn home(&self, kind: Kind) -> Option<&'static [&'static str]> {
        let (_, home) = self.homes.iter().find(|(known, _)| *known == kind)?;
        Some(home)
    }

    /// The keys that lead to the objects of each kind.
    pub(crate) fn homes(&self) -> impl Iterator<Item = &'static [&'static str]> {
        self.homes.iter().map(|(_, home)| *home)
    }
}

/// Every fixed field of OpenAPI 3.0 with the name of its object, in the order in which a document leads to them.
#[must_use]
pub fn fixed_fields() -> Vec<(&'static str, &'static str)> {
    let mut objects: Vec<&'static Object> = vec![&DOCUMENT, &PATH_ITEM, &RESPONSE];
    let mut next = 0;
    while let Some(object) = objects.get(next) {
        for field in object.fields {
            if let Some(inner) = field.shape.object()
                && !objects.iter().any(|known| std::ptr::eq(*known, inner))
            {
                objects.push(inner);
            }
        }
        next += 1;
    }
    let fields =
        |object: &&'static Object| object.fields.iter().map(|field| (object.name, field.name));
    objects.iter().flat_map(fields).collect()
}

impl Object {
    /// The shape of the value of a key. Components have path items too (OpenAPI 3.1), and the paths, statuses
    /// and expressions of an object may have any names.
    pub(crate) fn below(&self, key: &str) -> Option<&'static Shape> {
        static PATH_ITEMS: Shape = Shape::OrReference(&PATH_ITEM);
        static RESPONSES: Shape = Shape::OrReference(&RESPONSE);
        static SHARED_PATH_ITEMS: Shape = Shape::Map(&PATH_ITEMS);
        if let Some(field) = self.fields.iter().find(|field| field.name == key) {
            return Some(&field.shape);
        }
        match self.others {
            Others::Paths | Others::Expressions => Some(&PATH_ITEMS),
            Others::Statuses => Some(&RESPONSES),
            Others::Unknown if self.name == "`components`" && key == "pathItems" => {
                Some(&SHARED_PATH_ITEMS)
            }
            Others::Unknown => None,
        }
    }
}

impl Shape {
    /// The shape at a place of a document.
    pub(crate) fn at(pointer: &Pointer) -> Option<&'static Self> {
        let document: &'static Self = &Self::OF_DOCUMENT;
        pointer.tokens().try_fold(document, Self::below)
    }

    /// The whole document.
    pub(crate) const OF_DOCUMENT: Self = Self::Object(&DOCUMENT);

    /// The shape below a key or an index.
    pub(crate) fn below(&self, token: &str) -> Option<&'static Self> {
        match self {
            Self::List(inner) | Self::Map(inner) => Some(inner),
            _ => self.one()?.below(token),
        }
    }

    /// The object that the value itself is.
    pub(crate) fn one(&self) -> Option<&'static Object> {
        match self {
            Self::Object(object) | Self::OrReference(object) => Some(object),
            Self::BooleanOrSchema => Some(&SCHEMA),
            _ => None,
        }
    }

    /// The object that the value is, or that it is made of.
    fn object(&self) -> Option<&'static Object> {
        match self {
            Self::Object(object) | Self::OrReference(object) => Some(object),
            Self::List(shape) | Self::Map(shape) => shape.object(),
            Self::BooleanOrSchema => Some(&SCHEMA),
            Self::Any | Self::Text | Self::Boolean | Self::Number | Self::Count | Self::Word(_) => {
                None
            }
        }
    }
}
