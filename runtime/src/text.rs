//! Strings of a form that the API fixes.

use std::borrow::Cow;
use std::fmt;

/// A string that has not the form that its type asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TextError {
    name: &'static str,
    rule: String,
    excerpt: Option<String>,
}

impl TextError {
    /// The Rust name of the type that refused the string.
    pub fn type_name(&self) -> &'static str {
        self.name
    }

    /// The rule that the string breaks, with the document's pattern.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    #[cold]
    pub(crate) fn new(name: &'static str, rule: impl Into<String>, text: &str) -> Self {
        Self {
            name,
            rule: rule.into(),
            excerpt: Some(excerpt(text).into_owned()),
        }
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.excerpt {
            Some(text) => write!(f, "{text:?} is not a {}: {}", self.name, self.rule),
            None => write!(f, "not a {}: {}", self.name, self.rule),
        }
    }
}

impl std::error::Error for TextError {}

/// The first 80 characters, for errors.
pub(crate) fn excerpt(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(80) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

/// The form of strings of a fixed width: the alternatives, each one a sequence of runs.
#[doc(hidden)]
#[derive(Debug)]
pub struct Shape {
    pub name: &'static str,
    pub pattern: &'static str,
    pub alternatives: &'static [&'static [Run]],
}

/// A part of a string of fixed width.
#[doc(hidden)]
#[derive(Debug)]
pub enum Run {
    /// These bytes.
    Literal(&'static str),
    /// So many bytes, each in one of the ranges.
    Class(Ranges, usize),
}

/// Up to four ranges of ASCII bytes, each as its first byte and how many follow.
#[doc(hidden)]
#[derive(Debug)]
pub struct Ranges([(u8, u8); 4]);

impl Ranges {
    /// From one to four ranges, each as its first and its last byte.
    pub const fn new(ranges: &[(char, char)]) -> Self {
        assert!(
            !ranges.is_empty() && ranges.len() <= 4,
            "one to four ranges"
        );
        let mut spans = [(0, 0); 4];
        let mut index = 0;
        while index < 4 {
            let (first, last) = ranges[if index < ranges.len() { index } else { 0 }];
            assert!(
                first.is_ascii() && last.is_ascii() && first as u8 <= last as u8,
                "a range of ASCII"
            );
            spans[index] = (first as u8, last as u8 - first as u8);
            index += 1;
        }
        Self(spans)
    }

    /// 1 if the byte is in none of the ranges.
    const fn outside(&self, byte: u8) -> u8 {
        let [a, b, c, d] = self.0;
        (byte.wrapping_sub(a.0) > a.1) as u8
            & (byte.wrapping_sub(b.0) > b.1) as u8
            & (byte.wrapping_sub(c.0) > c.1) as u8
            & (byte.wrapping_sub(d.0) > d.1) as u8
    }
}

impl Shape {
    /// Whether the bytes have the form. Bytes that have it are ASCII.
    ///
    /// Every byte of a run is looked at, in blocks of 16: without an early exit they compile to
    /// vector code.
    pub const fn matches(&self, bytes: &[u8]) -> bool {
        let mut index = 0;
        while index < self.alternatives.len() {
            if sequence(self.alternatives[index], bytes) {
                return true;
            }
            index += 1;
        }
        false
    }
}

const fn sequence(mut runs: &[Run], mut bytes: &[u8]) -> bool {
    while let [run, others @ ..] = runs {
        let width = match run {
            Run::Literal(text) => text.len(),
            Run::Class(_, count) => *count,
        };
        if bytes.len() < width {
            return false;
        }
        let (head, tail) = bytes.split_at(width);
        let fits = match run {
            Run::Literal(text) => equal(text.as_bytes(), head),
            Run::Class(ranges, _) => all_in(ranges, head),
        };
        if !fits {
            return false;
        }
        runs = others;
        bytes = tail;
    }
    bytes.is_empty()
}

const fn equal(left: &[u8], right: &[u8]) -> bool {
    let mut index = 0;
    let mut different = 0;
    while index < left.len() {
        different |= left[index] ^ right[index];
        index += 1;
    }
    different == 0
}

const fn all_in(ranges: &Ranges, mut bytes: &[u8]) -> bool {
    let mut outside = 0;
    while let Some((block, rest)) = bytes.split_first_chunk::<16>() {
        let mut found = [0; 16];
        let mut index = 0;
        while index < found.len() {
            found[index] = ranges.outside(block[index]);
            index += 1;
        }
        outside |= (u128::from_ne_bytes(found) != 0) as u8;
        bytes = rest;
    }
    while let [byte, rest @ ..] = bytes {
        outside |= ranges.outside(*byte);
        bytes = rest;
    }
    outside == 0
}

/// The bytes of a string that has the form.
#[doc(hidden)]
pub const fn fixed<const N: usize>(shape: &Shape, text: &str) -> Option<[u8; N]> {
    let bytes = text.as_bytes();
    match bytes.first_chunk::<N>() {
        Some(fixed) if bytes.len() == N && shape.matches(bytes) => Some(*fixed),
        _ => None,
    }
}

/// Why a string has not the form.
#[doc(hidden)]
#[cold]
pub fn refuse(shape: &Shape, width: usize, text: &str) -> TextError {
    let length = text.chars().count();
    let rule = if length == width {
        format!("it does not match {}", shape.pattern)
    } else {
        format!(
            "{length} characters instead of {width}, so it does not match {}",
            shape.pattern
        )
    };
    TextError::new(shape.name, rule, text)
}

/// The text of bytes that have a form.
#[doc(hidden)]
pub fn ascii(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the bytes were checked to be ASCII")
}

/// Makes `struct Name([u8; N])` a string of a fixed form.
///
/// ```text
/// fixed_text! { BindingSid[34] = "^BS[0-9a-fA-F]{32}$" { "BS", ['0'-'9' 'a'-'f' 'A'-'F'; 32]; } }
/// ```
#[macro_export]
macro_rules! fixed_text {
    ($name:ident[$width:literal] = $pattern:literal { $($($run:tt),+;)+ }) => {
        impl $name {
            /// Makes the value of a constant.
            ///
            /// # Panics
            ///
            /// If the text has another form; in a constant that is an error of the compiler.
            pub const fn from_static(text: &'static str) -> Self {
                match $crate::__private::fixed(&Self::SHAPE, text) {
                    ::core::option::Option::Some(bytes) => Self(bytes),
                    ::core::option::Option::None => ::core::panic!(
                        "{}", ::core::concat!("not a ", stringify!($name), ": the text does not match ", $pattern)
                    ),
                }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                $crate::__private::ascii(&self.0)
            }

            const SHAPE: $crate::__private::Shape = $crate::__private::Shape {
                name: stringify!($name),
                pattern: $pattern,
                alternatives: &[$(&[$($crate::__private::run!($run)),+]),+],
            };
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::TextError;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::TextError> {
                static SHAPE: $crate::__private::Shape = $name::SHAPE;
                match $crate::__private::fixed(&SHAPE, text) {
                    ::core::option::Option::Some(bytes) => ::core::result::Result::Ok(Self(bytes)),
                    ::core::option::Option::None => {
                        ::core::result::Result::Err($crate::__private::refuse(&SHAPE, $width, text))
                    }
                }
            }
        }

        impl $crate::Place for $name {
            fn blank() -> Self {
                Self([0; $width])
            }
            fn slot(&mut self) -> $crate::__private::Slot<'_> {
                $crate::__private::Slot::Text(self)
            }
            fn view(&self) -> $crate::__private::View<'_> {
                $crate::__private::View::Str(self.as_str())
            }
        }

        $crate::__private::text_traits! { $name }
    };
}

/// A run of a fixed form.
#[doc(hidden)]
#[macro_export]
macro_rules! __run {
    ([$($first:literal - $last:literal)+ ; $count:literal]) => {
        $crate::__private::Run::Class($crate::__private::Ranges::new(&[$(($first, $last)),+]), $count)
    };
    ($text:literal) => {
        $crate::__private::Run::Literal($text)
    };
}

/// What every type with `FromStr`, `as_str` and `Place` has.
#[doc(hidden)]
#[macro_export]
macro_rules! __text_traits {
    ($name:ident) => {
        impl $crate::__private::Text for $name {
            fn parse(&mut self, text: &str) -> ::core::result::Result<(), $crate::TextError> {
                ::core::str::FromStr::from_str(text).map(|value| *self = value)
            }
        }

        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $crate::TextError;

            fn try_from(text: &str) -> ::core::result::Result<Self, $crate::TextError> {
                ::core::str::FromStr::from_str(text)
            }
        }

        impl ::core::convert::TryFrom<::std::string::String> for $name {
            type Error = $crate::TextError;

            fn try_from(
                text: ::std::string::String,
            ) -> ::core::result::Result<Self, $crate::TextError> {
                ::core::str::FromStr::from_str(&text)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug_text(stringify!($name), self.as_str(), f)
            }
        }

        $crate::__private::str_traits! { $name }
        $crate::__private::shims! { $name }
    };
}

/// What every type with `as_str` has.
#[doc(hidden)]
#[macro_export]
macro_rules! __str_traits {
    ($name:ident) => {
        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }
    };
}

/// `Debug` of every text: `BindingSid("BS…")`.
#[doc(hidden)]
pub fn debug_text(name: &str, text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_tuple(name).field(&text).finish()
}
