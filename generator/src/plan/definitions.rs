//! The types of a planned crate.

use super::{Doc, NamedArguments, Rules, TypeKind};
use crate::name::Ident;
use crate::pattern::Run;
use crate::replace::TypePath;
use crate::vendor;

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RustType {
    /// `()`.
    Unit,
    /// `bool`.
    Bool,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `u64`.
    U64,
    /// `f64`.
    F64,
    /// `String`.
    String,
    /// The runtime's `DateTime`.
    DateTime,
    /// The runtime's `DateTimeRfc2822`.
    DateTimeRfc2822,
    /// The runtime's `Date`.
    Date,
    /// The runtime's `Base64`: bytes in a string.
    Base64,
    /// The runtime's `Base64Url`.
    Base64Url,
    /// The runtime's `Value`: any JSON.
    Value,
    /// The runtime's `Bytes`.
    Bytes,
    /// The runtime's `Text`: a body of text.
    Text,
    /// `Vec<T>`.
    Vec(Box<RustType>),
    /// `BTreeMap<String, T>`.
    Map(Box<RustType>),
    /// `Option<T>`.
    Option(Box<RustType>),
    /// `Box<T>`.
    Boxed(Box<RustType>),
    /// The runtime's `Field<T>`: absent, null or a value.
    Field(Box<RustType>),
    /// A type of the crate.
    Named(Ident),
    /// The runtime's `Custom` of a type that the target has.
    Custom(Box<Custom>),
}

/// A type that the target has for a schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Custom {
    /// Its path.
    pub path: TypePath,
    /// Its form in JSON.
    pub form: CustomForm,
    /// A value for the examples in docs, as text.
    pub example: Option<String>,
}

/// The form of a type's values in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CustomForm {
    /// A string that is the value's text.
    Text,
    /// A number that is the value's text.
    Number,
    /// What serde writes.
    Json,
}

impl RustType {
    /// Whether functions take values of other types that convert to it.
    #[must_use]
    pub fn is_taken_by_into(&self) -> bool {
        matches!(
            self,
            Self::String | Self::Base64 | Self::Base64Url | Self::Custom(_)
        )
    }

    /// The element type of a list, map, box or option; otherwise the type itself.
    #[must_use]
    pub fn item(&self) -> &Self {
        match self {
            Self::Vec(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Boxed(inner)
            | Self::Field(inner) => inner,
            ty => ty,
        }
    }
}

/// A trait that a type derives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Derive {
    /// `Clone`.
    Clone,
    /// `Copy`.
    Copy,
    /// `Debug`.
    Debug,
    /// `Default`.
    Default,
    /// `Eq`.
    Eq,
    /// `Hash`.
    Hash,
    /// `Ord`.
    Ord,
    /// `PartialEq`.
    PartialEq,
    /// `PartialOrd`.
    PartialOrd,
}

/// A string type that a pattern rules.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its name.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// The pattern as the document writes it.
    pub pattern: String,
    /// What it derives.
    pub derives: &'static [Derive],
    /// How it is stored and checked.
    pub form: TextForm,
}

impl Text {
    /// The kind of module that contains it, which depends on its pattern.
    #[must_use]
    pub fn kind(&self) -> TypeKind {
        match vendor::pattern_name(&self.pattern) {
            Some(_) => TypeKind::Sids,
            None => TypeKind::Texts,
        }
    }
}

/// How a string type is stored and checked.
#[derive(Clone, Debug)]
pub enum TextForm {
    /// Bytes of one length, checked run by run; one list of runs an alternative.
    Fixed {
        /// The length in bytes, which is the length in characters too.
        width: usize,
        /// The alternatives.
        alternatives: Vec<Vec<Run>>,
    },
    /// A string that a regular expression checks.
    Regex {
        /// The pattern as the `regex` crate reads it.
        rust: String,
        /// The lengths that are allowed, in characters.
        lengths: (Option<u64>, Option<u64>),
    },
    /// A string that is not checked.
    Unchecked {
        /// The lengths that are allowed, in characters.
        lengths: (Option<u64>, Option<u64>),
    },
}

/// An open enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// What it derives.
    pub derives: &'static [Derive],
    /// The variant for values that the crate does not know.
    pub unknown: Ident,
    /// The values.
    pub variants: Variants,
    /// The doc comments of the values of which the document says something, in the order of their texts.
    pub value_docs: Vec<(String, Doc)>,
}

/// The values of an enum.
#[derive(Clone, Debug)]
pub enum Variants {
    /// Strings.
    Strings(Vec<(Ident, String)>),
    /// Integers.
    Integers(Vec<(Ident, i64)>),
}

/// A struct with a table.
#[derive(Clone, Debug)]
pub struct Model {
    /// Its name.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The field for properties that are not declared but have a type.
    pub additional: Option<(Ident, RustType)>,
    /// What requests must keep to in each of those.
    pub additional_rules: Rules,
    /// What it derives.
    pub derives: &'static [Derive],
    /// What its `new` takes.
    pub constructor: Constructor,
    /// How it is a page.
    pub page: Option<PageOf>,
}

/// The arguments of a model's `new`: its required fields, as indices.
#[derive(Clone, Debug, Default)]
pub enum Constructor {
    /// The model gets no `new`.
    #[default]
    None,
    /// One field.
    One(usize),
    /// Several, as a struct, in the order of their wire names.
    Named(NamedArguments<Vec<usize>>),
}

impl Constructor {
    /// The fields that `new` takes.
    #[must_use]
    pub fn fields(&self) -> &[usize] {
        match self {
            Self::None => &[],
            Self::One(index) => std::slice::from_ref(index),
            Self::Named(named) => &named.fields,
        }
    }
}

/// A field of a model.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// Its wire name.
    pub wire: String,
    /// Its type.
    pub ty: RustType,
    /// Whether an object without it is no value of the model.
    pub required: bool,
    /// Whether it is written.
    pub presence: Presence,
    /// Whether null is a value of it.
    pub nullable: bool,
    /// What requests must keep to.
    pub rules: Rules,
    /// Whether it stays out of `Debug`.
    pub personal: bool,
}

/// Whether a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Where it has a value.
    Optional,
    /// As null where it has no value: it is required, and may be null.
    Required,
    /// Required in requests, absent from responses.
    Needed,
    /// In no request.
    ReadOnly,
    /// Absent from requests, required in responses.
    Returned,
}

/// The items of a page.
#[derive(Clone, Debug)]
pub struct PageOf {
    /// The field for them.
    pub field: Ident,
    /// Its wire name.
    pub wire: String,
    /// What they are.
    pub item: RustType,
}

/// One of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// Its name.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// The variant for values that fit none of the others.
    pub unknown: Ident,
    /// The property that determines the variant.
    pub discriminator: Option<String>,
    /// The variants, in the order of the document.
    pub variants: Vec<UnionVariant>,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct UnionVariant {
    /// Its name.
    pub ident: Ident,
    /// What it holds.
    pub ty: RustType,
    /// The discriminator's values that mean it.
    pub tags: Vec<String>,
    /// The properties that tell it, if no value of a discriminator does: each can have one value alone, whose text this is.
    pub constants: Vec<(String, String)>,
    /// What its values must satisfy in requests.
    pub rules: Rules,
}
