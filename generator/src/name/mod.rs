//! Names: from those of a document to identifiers of Rust.
//!
//! A name becomes words ([`words()`]), the words take a case ([`join`]), and a [`Scope`] grants it
//! or another one. No other way leads to an [`Ident`].

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
