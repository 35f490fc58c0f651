//! What an API means: no `$ref`, no `openapiv3` type and nothing of Rust.
//!
//! [`lower`](crate::lower) makes it from a document, [`plan`](crate::plan) decides what it looks
//! like in Rust. Everything is owned. Properties are in document order; what has no
//! order in a document is in that of its names.

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
    Role, Rules, Schema, Type, TypeDef, TypeId, TypeShape, Union, UnionVariant, Use,
};
pub use text::{Enumeration, Text};

use crate::pointer::Pointer;

/// An API: the types and the operations that the chosen part of a document holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ir {
    /// `info.title`.
    pub title: String,
    /// `info.description`, as it stands in the document.
    pub description: Option<String>,
    /// The URL of the first server, with the defaults of its variables; it may be relative.
    pub server: Option<String>,
    /// The security schemes that the operations name.
    pub schemes: Vec<SecurityScheme>,
    /// The named and the anonymous types; a [`TypeId`] is an index into this list.
    pub types: Vec<TypeDef>,
    /// The operations.
    pub operations: Vec<Operation>,
}

impl Ir {
    /// The definition that an id stands for.
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
        /// Where the key goes.
        location: Location,
        /// The name that it goes by there.
        name: String,
    },
    /// `oauth2` with the client credentials flow (RFC 6749, section 4.4).
    ClientCredentials {
        /// Where tokens come from.
        token_url: String,
        /// The scopes that the flow knows.
        scopes: Vec<String>,
    },
}
