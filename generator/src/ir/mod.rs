//! What an API means: no `$ref`, no `openapiv3` type and nothing of Rust.
//!
//! [`lower`](crate::lower) creates it from a document, and [`plan`](crate::plan) decides how it is
//! represented in Rust. Everything is owned. Properties have the order of the document; items without an
//! order in a document are sorted by name.

mod operation;
mod schema;
mod text;

pub use operation::{
    Alternative, Body, BodyContent, Encoding, Form, Header, Location, Method, Needed, Operation,
    Paging, Parameter, PathTemplate, Response, ResponseContent, Segment, Status, Style,
    is_ignored_header,
};
pub use schema::{
    Access, Additional, Bound, Discriminator, Element, GroupCount, Groups, Label, Object, Property,
    Replaced, Role, Rules, Schema, Type, TypeDef, TypeId, TypeShape, Union, UnionVariant, Use,
};
pub use text::{Enumeration, Text};

use crate::pointer::Pointer;
use crate::replace::Selector;

/// An API: the types and operations in the selected part of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ir {
    /// `info.title`.
    pub title: String,
    /// `info.description`, unchanged.
    pub description: Option<String>,
    /// The URL of the first server, with the defaults of its variables; it may be relative.
    pub server: Option<String>,
    /// The security schemes that the operations name.
    pub schemes: Vec<SecurityScheme>,
    /// The named and the anonymous types; a [`TypeId`] is an index into this list.
    pub types: Vec<TypeDef>,
    /// The operations.
    pub operations: Vec<Operation>,
    /// The types of the target that stand for schemas, sorted.
    pub replaced: Vec<Selector>,
}

impl Ir {
    /// The definition of a type.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// Changes every place.
    pub(crate) fn place(&mut self, place: impl Fn(&Pointer) -> Pointer) {
        let set = |pointer: &mut Pointer| *pointer = place(pointer);
        for definition in &mut self.types {
            set(&mut definition.pointer);
            if let TypeShape::Object(object) = &mut definition.shape {
                object
                    .properties
                    .iter_mut()
                    .for_each(|it| set(&mut it.pointer));
            }
        }
        for operation in &mut self.operations {
            set(&mut operation.pointer);
            operation
                .body
                .iter_mut()
                .for_each(|it| set(&mut it.pointer));
            operation
                .responses
                .iter_mut()
                .for_each(|it| set(&mut it.pointer));
        }
    }
}

/// One of `components.securitySchemes` (OpenAPI 3.0, section "Security Scheme Object").
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityScheme {
    /// The name under which operations ask for it.
    pub name: String,
    /// What it is.
    pub kind: SchemeKind,
}

/// How a security scheme proves who is calling.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemeKind {
    /// `http` with scheme `basic` (RFC 7617).
    Basic,
    /// `http` with scheme `bearer` (RFC 6750), and everything that ends in a bearer token.
    Bearer,
    /// `apiKey`: a named header, query parameter or cookie.
    ApiKey {
        /// The location of the key.
        location: Location,
        /// The name of the parameter.
        name: String,
    },
    /// `oauth2` with the client credentials flow (RFC 6749, section 4.4).
    ClientCredentials {
        /// The URL for token requests.
        token_url: String,
        /// The scopes that the flow knows.
        scopes: Vec<String>,
    },
}
