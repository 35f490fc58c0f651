//! Strings with a fixed form.

use std::borrow::Cow;
use std::fmt;

/// The string does not have the form that its type requires.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TextError {
    name: &'static str,
    rule: String,
    excerpt: Option<String>,
}

impl TextError {
    /// The Rust name of the type that rejected the string.
    pub fn type_name(&self) -> &'static str {
        self.name
    }

    /// The rule that the string violates, with the document's pattern.
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

/// The name of a fixed-width string type, and its pattern.
#[doc(hidden)]
#[derive(Debug)]
pub struct Shape {
    pub name: &'static str,
    pub pattern: &'static str,
    pub width: usize,
}

/// Whether so many bytes from `at` on are each in one of four ranges.
///
/// The ranges are constants and no byte ends the loop early, so that it compiles to vector code: an
/// early exit costs several times as much on random digits.
#[doc(hidden)]
#[inline]
pub const fn class<
    const COUNT: usize,
    const A: char,
    const B: char,
    const C: char,
    const D: char,
    const E: char,
    const F: char,
    const G: char,
    const H: char,
>(
    bytes: &[u8],
    at: usize,
) -> bool {
    let Some(block) = bytes.split_at(at).1.first_chunk::<COUNT>() else {
        return false;
    };
    let mut outside = 0;
    let mut index = 0;
    while index < COUNT {
        let byte = block[index];
        outside |= is_outside(byte, A, B)
            & is_outside(byte, C, D)
            & is_outside(byte, E, F)
            & is_outside(byte, G, H);
        index += 1;
    }
    outside == 0
}

/// 1 if the byte is outside the ASCII range.
#[inline]
const fn is_outside(byte: u8, first: char, last: char) -> u8 {
    assert!(first <= last && last.is_ascii(), "a range of ASCII");
    (byte.wrapping_sub(first as u8) > last as u8 - first as u8) as u8
}

/// Whether the bytes from `at` on begin with the text.
#[doc(hidden)]
#[inline]
pub const fn literal(bytes: &[u8], at: usize, text: &str) -> bool {
    let (text, (_, bytes)) = (text.as_bytes(), bytes.split_at(at));
    if bytes.len() < text.len() {
        return false;
    }
    let mut different = 0;
    let mut index = 0;
    while index < text.len() {
        different |= text[index] ^ bytes[index];
        index += 1;
    }
    different == 0
}

/// Why a string does not have the form.
#[doc(hidden)]
#[cold]
pub fn refuse(shape: &Shape, text: &str) -> TextError {
    let (length, width) = (text.chars().count(), shape.width);
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

/// The text of checked bytes.
#[doc(hidden)]
pub fn ascii(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the bytes were checked to be ASCII")
}

/// Implements a string of a fixed form for `struct Name([u8; N])`.
///
/// ```text
/// fixed_text! { BindingSid[34] = "^BS[0-9a-fA-F]{32}$" { "BS", ['0'-'9' 'a'-'f' 'A'-'F'; 32]; } }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! fixed_text {
    ($name:ident[$width:literal] = $pattern:literal { $($($run:tt),+;)+ }) => {
        impl $name {
            /// Creates a value from a literal.
            ///
            /// # Panics
            ///
            /// If the text does not have the form; in a constant, this is a compile error.
            pub const fn from_static(text: &'static str) -> Self {
                match Self::checked(text) {
                    ::core::option::Option::Some(value) => value,
                    ::core::option::Option::None => ::core::panic!(
                        "{}", ::core::concat!("not a ", stringify!($name), ": the text does not match ", $pattern)
                    ),
                }
            }

            /// The value as a string.
            pub fn as_str(&self) -> &str {
                $crate::rt::macros::ascii(&self.0)
            }

            /// Each alternative is checked as a whole, without a branch.
            const fn checked(text: &str) -> ::core::option::Option<Self> {
                let ::core::option::Option::Some(bytes) = text.as_bytes().first_chunk::<$width>()
                else {
                    return ::core::option::Option::None;
                };
                let fits = text.len() == $width
                    && ($({
                        let (at, fits) = (0, true);
                        $(let (at, fits) = $crate::rt::macros::run!(bytes, at, fits, $run);)+
                        fits & (at == $width)
                    })|+);
                if fits {
                    ::core::option::Option::Some(Self(*bytes))
                } else {
                    ::core::option::Option::None
                }
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::TextError;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::TextError> {
                static SHAPE: $crate::rt::macros::Shape = $crate::rt::macros::Shape {
                    name: stringify!($name),
                    pattern: $pattern,
                    width: $width,
                };
                Self::checked(text).ok_or_else(|| $crate::rt::macros::refuse(&SHAPE, text))
            }
        }

        impl $crate::FieldSlot for $name {
            fn blank() -> Self {
                Self([0; $width])
            }
            fn take(
                &mut self,
                _: ::core::option::Option<$crate::rt::macros::Absence>,
            ) -> $crate::rt::macros::DecodeTarget<'_> {
                $crate::rt::macros::DecodeTarget::Text(self)
            }
            fn view(&self) -> $crate::rt::macros::EncodeSource<'_> {
                $crate::rt::macros::EncodeSource::Str(self.as_str())
            }
        }

        $crate::rt::macros::text_traits! { $name }
    };
}

/// One run of a fixed form: where the next one begins, and whether everything matches so far.
#[doc(hidden)]
#[macro_export]
macro_rules! __run {
    ($bytes:ident, $at:ident, $fits:ident, [$a:literal-$b:literal; $count:literal]) => {
        $crate::rt::macros::run!($bytes, $at, $fits, $count $a $b $a $b $a $b $a $b)
    };
    ($bytes:ident, $at:ident, $fits:ident, [$a:literal-$b:literal $c:literal-$d:literal; $count:literal]) => {
        $crate::rt::macros::run!($bytes, $at, $fits, $count $a $b $c $d $c $d $c $d)
    };
    ($bytes:ident, $at:ident, $fits:ident, [$a:literal-$b:literal $c:literal-$d:literal $e:literal-$f:literal; $count:literal]) => {
        $crate::rt::macros::run!($bytes, $at, $fits, $count $a $b $c $d $e $f $e $f)
    };
    ($bytes:ident, $at:ident, $fits:ident, [$a:literal-$b:literal $c:literal-$d:literal $e:literal-$f:literal $g:literal-$h:literal; $count:literal]) => {
        $crate::rt::macros::run!($bytes, $at, $fits, $count $a $b $c $d $e $f $g $h)
    };
    ($bytes:ident, $at:ident, $fits:ident, $count:literal $($bound:literal)+) => {
        ($at + $count, $fits & $crate::rt::macros::class::<$count, $($bound),+>($bytes, $at))
    };
    ($bytes:ident, $at:ident, $fits:ident, $text:literal) => {
        ($at + $text.len(), $fits & $crate::rt::macros::literal($bytes, $at, $text))
    };
}

/// The traits of every type with `FromStr`, `as_str` and `FieldSlot`.
#[doc(hidden)]
#[macro_export]
macro_rules! __text_traits {
    ($name:ident) => {
        impl $crate::rt::macros::Text for $name {
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
                $crate::rt::macros::debug_text(stringify!($name), self.as_str(), f)
            }
        }

        $crate::rt::macros::str_traits! { $name }
        $crate::rt::macros::shims! { $name }
    };
}

/// The traits of every type with `as_str`.
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

        impl ::core::convert::From<$name> for ::std::string::String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }

        impl ::core::convert::From<&$name> for ::std::string::String {
            fn from(value: &$name) -> Self {
                value.as_str().to_owned()
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
