//! Open enums: sets of values that may grow.

use std::fmt;

/// A value that this version of a crate does not know.
///
/// Only `From<&str>` and `From<String>` of its enum create one, and they return the listed variant for a
/// listed value: so equal strings are always equal values.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// The value as a string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[doc(hidden)]
    pub fn __new(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for UnknownValue {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Implements an open enum of strings.
///
/// Two values are equal if their strings are. They have no order: the order of the variants would change with
/// the document.
///
/// ```text
/// open_enum! { BindingType | Unknown { Apn = "apn", Gcm = "gcm" } }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($name:ident | $open:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $name {
            /// The values that the document lists.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// The value as a string, as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$open(value) => value.as_str(),
                }
            }

            /// Whether the document lists the value.
            pub fn is_known(&self) -> bool {
                !::core::matches!(self, Self::$open(_))
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::$open($crate::UnknownValue::__new(other)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant => f.write_str(stringify!($variant)),)*
                    Self::$open(value) => $crate::rt::macros::debug_text(stringify!($open), value.as_str(), f),
                }
            }
        }

        impl $crate::FieldSlot for $name {
            fn blank() -> Self {
                Self::$open($crate::UnknownValue::__new(""))
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

        impl $crate::rt::macros::Text for $name {
            fn parse(&mut self, text: &str) -> ::core::result::Result<(), $crate::TextError> {
                *self = Self::from(text);
                ::core::result::Result::Ok(())
            }
            fn exactness(&self) -> $crate::rt::macros::Exactness {
                match self {
                    Self::$open(_) => $crate::rt::macros::Exactness::Unlisted,
                    _ => $crate::rt::macros::Exactness::Exact,
                }
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        $crate::rt::macros::str_traits! { $name }
        $crate::rt::macros::shims! { $name }
    };
}

/// Implements an open enum of integers; its `Unknown` variant contains an `i64`.
///
/// ```text
/// open_integer_enum! { Priority | Unknown { Low = 1, High = 2 } }
/// ```
///
/// Create unlisted values with `From<i64>`, which returns the listed variant for a listed value.
#[doc(hidden)]
#[macro_export]
macro_rules! open_integer_enum {
    ($name:ident | $open:ident { $($variant:ident = $value:literal),* $(,)? }) => {
        impl $name {
            /// The values that the document lists.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// The value as an integer, as it is sent.
            pub const fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$open(value) => *value,
                }
            }

            /// Whether the document lists the value.
            pub const fn is_known(&self) -> bool {
                !::core::matches!(self, Self::$open(_))
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    other => Self::$open(other),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant => f.write_str(stringify!($variant)),)*
                    Self::$open(value) => ::core::write!(f, "{}({value})", stringify!($open)),
                }
            }
        }

        impl $crate::FieldSlot for $name {
            fn blank() -> Self {
                Self::$open(0)
            }
            fn take(
                &mut self,
                _: ::core::option::Option<$crate::rt::macros::Absence>,
            ) -> $crate::rt::macros::DecodeTarget<'_> {
                $crate::rt::macros::DecodeTarget::Integer(self)
            }
            fn view(&self) -> $crate::rt::macros::EncodeSource<'_> {
                $crate::rt::macros::EncodeSource::Int(self.as_i64())
            }
        }

        impl $crate::rt::macros::Integer for $name {
            fn set(&mut self, value: i64) {
                *self = Self::from(value);
            }
            fn is_listed(&self) -> bool {
                self.is_known()
            }
        }

        $crate::rt::macros::shims! { $name }
    };
}
