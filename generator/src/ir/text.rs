//! Strings with rules: patterns and enumerations.

use crate::pattern::Shape;

/// A string type that a pattern or a length rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The pattern as the document writes it (ECMA-262).
    pub pattern: String,
    /// The shape of the pattern.
    pub shape: Shape,
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
}

/// The values of an `enum`, in document order, without null and without repeats.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Enumeration {
    /// Strings.
    Strings(Vec<String>),
    /// Integers.
    Integers(Vec<i64>),
}
