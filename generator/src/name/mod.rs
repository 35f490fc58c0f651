//! Names: from those of a document to identifiers of Rust.
//!
//! A name is split into words ([`words()`]), the words are put into a case ([`join`]), and a [`Scope`]
//! returns it or another free one. There is no other way to create an [`Ident`].

mod inflect;
mod keywords;
mod scope;
mod words;

pub use inflect::{is_plural, plural, singular};
pub use keywords::{Keyword, PRIMITIVES, RESERVED_TYPES, keyword};
pub use scope::{Claimed, Ident, NameError, Scope};
pub use words::{
    Case, const_name, crate_name, field_name, join, module_name, type_name, variant_name, words,
};
