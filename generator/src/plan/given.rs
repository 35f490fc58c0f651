//! Arguments: how callers pass values, and how requests use them.

use super::{Derive, Doc, Place, RustType, derives};
use crate::name::Ident;

/// What a function must be given.
///
/// A single value is passed directly. Several values are named fields of a struct, so values of the same type
/// cannot be exchanged.
#[derive(Clone, Debug, Default)]
pub enum Arguments {
    /// Nothing.
    #[default]
    None,
    /// One value.
    One(Argument),
    /// Several, in the order of the struct's fields.
    Named(NamedArguments<Vec<Argument>>),
}

impl Arguments {
    /// The values, however they are given.
    #[must_use]
    pub fn list(&self) -> &[Argument] {
        match self {
            Self::None => &[],
            Self::One(argument) => std::slice::from_ref(argument),
            Self::Named(named) => &named.fields,
        }
    }

    /// The name of the struct, where there is one.
    #[must_use]
    pub fn ident(&self) -> Option<&Ident> {
        match self {
            Self::Named(named) => Some(&named.ident),
            Self::None | Self::One(_) => None,
        }
    }

    /// The arguments of a function that must be given these values; `name` grants the name of their struct.
    pub(super) fn of(mut list: Vec<Argument>, name: impl FnOnce() -> Ident) -> Self {
        match list.len() {
            0 => Self::None,
            1 => list.pop().map_or(Self::None, Self::One),
            _ => {
                let is_personal = list.iter().any(|argument| argument.personal);
                Self::Named(NamedArguments {
                    ident: name(),
                    derives: derives::of_arguments(is_personal),
                    fields: list,
                })
            }
        }
    }
}

/// A struct of arguments for a function. It is exhaustive: a newly required value is a compile error at every
/// call, and the error names the field.
#[derive(Clone, Debug)]
pub struct NamedArguments<F> {
    /// Its name.
    pub ident: Ident,
    /// What it derives. If it has a value that must not show, it gets its `Debug` from the runtime.
    pub derives: &'static [Derive],
    /// Its fields.
    pub fields: F,
}

/// An argument of a function that sets a value of a request.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its name: that of a parameter or a field for a required value, otherwise that of the setter.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// Whether it stays out of `Debug`.
    pub personal: bool,
    /// The type of the value.
    pub ty: RustType,
    /// The type that it is declared with.
    pub given: Given,
    /// The part of the request that uses it.
    pub sink: Sink,
}

/// The declared type of an argument, and how its value is passed on. A field of a struct owns its value: the
/// `T`, `String`, `Bytes`, list or enum itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// `T`, as a reference.
    Value,
    /// `&T`, as it is.
    Reference,
    /// `Option<&T>`, of a `T` that may be null.
    NullableReference,
    /// `Option<T>`, of a `T` that may be null.
    Nullable,
    /// `impl Into<String>`, as a reference.
    String,
    /// `impl Into<String>`, as it is.
    Text,
    /// `impl Into<Bytes>`, as it is.
    Bytes,
    /// `impl Into<T>`, as a reference.
    Into,
    /// `impl IntoIterator<Item = impl Into<String>>`, as a list.
    Strings,
    /// `impl IntoIterator<Item = impl Into<T>>`, as a list.
    IntoItems,
    /// `impl IntoIterator<Item = T>`, as a list.
    Items,
    /// A file, as it is.
    File,
    /// Files, as they are.
    Files,
    /// `impl Into<E>` of an enum for the media types of a body.
    Content(Ident),
}

/// The part of a request that uses the value of an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sink {
    /// A path parameter of this wire name.
    Path(String),
    /// A query parameter.
    Query(String),
    /// A header.
    Header(String),
    /// A cookie.
    Cookie(String),
    /// A field of a form.
    Form(String),
    /// A file of a multipart form.
    File(String),
    /// Files of a multipart form.
    Files(String),
    /// A field that the form does not declare, under a name that the caller gives.
    ExtraField,
    /// A file that the form does not declare, under a name that the caller gives.
    ExtraFile,
    /// A header of a part of a multipart form.
    PartHeader {
        /// The part.
        part: String,
        /// The header.
        name: String,
    },
    /// All fields of a form, from one value.
    Fields,
    /// The body, as JSON.
    Body,
    /// The body, as JSON, null where there is no value.
    NullableBody,
    /// The body, as text.
    Text,
    /// The body, as bytes.
    Bytes,
    /// The body, of one of several media types.
    Content,
}

impl Sink {
    /// Where it puts a value that has a wire name, with that name; empty where the caller gives it.
    #[must_use]
    pub fn wire(&self) -> Option<(Place, &str)> {
        Some(match self {
            Self::Path(name) => (Place::Path, name),
            Self::Query(name) => (Place::Query, name),
            Self::Header(name) => (Place::Header, name),
            Self::Cookie(name) => (Place::Cookie, name),
            Self::Form(name) | Self::File(name) | Self::Files(name) => (Place::Form, name),
            Self::ExtraField | Self::ExtraFile => (Place::Form, ""),
            Self::PartHeader { .. }
            | Self::Fields
            | Self::Body
            | Self::NullableBody
            | Self::Text
            | Self::Bytes
            | Self::Content => return None,
        })
    }

    /// Whether it is a body or part of one.
    pub(super) fn is_body(&self) -> bool {
        !matches!(
            self,
            Self::Path(_) | Self::Query(_) | Self::Header(_) | Self::Cookie(_)
        )
    }

    /// Whether the caller gives a name besides the value.
    #[must_use]
    pub fn is_named(&self) -> bool {
        matches!(self, Self::ExtraField | Self::ExtraFile)
    }
}

impl Given {
    /// How a value of a type is given as a parameter, a field of a form, or JSON.
    pub(super) fn of(ty: &RustType) -> Self {
        match ty {
            RustType::String => Self::String,
            RustType::Vec(item) if **item == RustType::String => Self::Strings,
            RustType::Vec(item) if item.is_taken_by_into() => Self::IntoItems,
            RustType::Vec(_) => Self::Items,
            ty if ty.is_taken_by_into() => Self::Into,
            _ => Self::Value,
        }
    }

    /// How a JSON body is passed: large bodies are borrowed.
    pub(super) fn of_body(ty: &RustType) -> Self {
        match ty {
            RustType::Named(_) | RustType::Map(_) => Self::Reference,
            ty => Self::of(ty),
        }
    }

    /// How a body of JSON that may be null is given.
    pub(super) fn of_nullable_body(ty: &RustType) -> Self {
        match ty {
            RustType::Named(_) | RustType::Map(_) => Self::NullableReference,
            _ => Self::Nullable,
        }
    }
}
