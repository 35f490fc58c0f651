//! One of several: `oneOf` and `anyOf`.

use serde_json::Value;

use crate::model::field_slot::{EncodeSource, FieldSlot};
use crate::model::rules::Rules;

/// A slot for one of several types.
pub trait Union {
    /// The variants.
    fn table(&self) -> &'static UnionTable;
    /// Switches to the variant with this index, with its initial value.
    fn start(&mut self, variant: usize);
    /// The slot in the current variant; `None` in the open one.
    fn place(&mut self) -> Option<&mut dyn FieldSlot>;
    /// Switches to the open variant.
    fn keep(&mut self, value: Value);
    /// The index of the current variant and its value; for the open variant, the number of the others.
    fn chosen(&self) -> (usize, EncodeSource<'_>);
}

/// The variants of a union.
#[derive(Debug)]
pub struct UnionTable {
    /// The union's Rust name.
    pub name: &'static str,
    /// The property that determines the variant (OpenAPI 3.0, Discriminator Object).
    pub tag: Option<&'static str>,
    /// For each variant the values of the tag that stand for it. A variant without any is one for the values whose
    /// tag stands for none.
    pub variants: &'static [&'static [&'static str]],
    /// For each variant, the properties with only one allowed value, with the text of that value.
    pub constants: &'static [&'static [(&'static str, &'static str)]],
    /// For each variant, the rules for its values in requests.
    pub rules: &'static [Option<&'static Rules>],
}

/// Implements a union slot for an enum of types.
///
/// ```text
/// union! { Shape | Unknown by "kind" { Circle(Box<Circle>) = "circle", Square(Square) = "square" } }
/// union! { Source | Unknown { Card(Box<Card>) where "object" is "card", Bank(Box<Bank>) where "object" is "bank" } }
/// ```
///
/// Rules for the values of a variant are in brackets: `Circle(Box<Circle>) [properties(1, 2)] = "circle"`.
///
/// With `by` that property tells the variant; its value is compared as text, so that `1` and `true` are
/// tags too. Without it, or if its value is no tag, a value becomes the one of the variants without tags that it
/// fits best:
///
/// 1. A variant is excluded if the value is another kind of JSON, if a required property is missing or does
///    not match, or if a property does not have its only allowed value (`where`).
/// 2. Each declared property that is present and matches counts for a variant, and so does each string of a
///    fixed form, each listed value of a set, and each integer where integers are declared.
/// 3. Each undeclared property, each value that does not match, and each required property that is missing
///    counts against it.
/// 4. A variant with something for it and nothing against it wins; otherwise, the one with the largest
///    difference. Among equal variants, the first in the document wins.
/// 5. If nothing counts against several variants, one whose rules (bounds, lengths, counts) the value follows
///    is preferred.
///
/// A value that matches no variant, or with nothing that counts for any, becomes the open variant as raw
/// JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    ($name:ident | $open:ident $(by $tag:literal)? {
        $($variant:ident($type:ty) $([$($rules:tt)+])? $(= $first:literal $(| $more:literal)*)?
            $(where $($property:literal is $value:literal)+)?),* $(,)?
    }) => {
        impl $crate::rt::macros::Union for $name {
            fn table(&self) -> &'static $crate::rt::macros::UnionTable {
                static TABLE: $crate::rt::macros::UnionTable = $crate::rt::macros::UnionTable {
                    name: stringify!($name),
                    tag: $crate::rt::macros::union_tag!($($tag)?),
                    variants: &[$(&[$($first $(, $more)*)?]),*],
                    constants: &[$(&[$($(($property, $value)),+)?]),*],
                    rules: &[$($crate::rt::macros::rest!($($crate::rules![$($rules)+])?)),*],
                };
                &TABLE
            }
            #[allow(unused_assignments)]
            fn start(&mut self, variant: usize) {
                let mut left = variant;
                $(
                    if left == 0 {
                        *self = Self::$variant(<$type as $crate::FieldSlot>::blank());
                        return;
                    }
                    left -= 1;
                )*
            }
            fn place(&mut self) -> ::core::option::Option<&mut dyn $crate::FieldSlot> {
                match self {
                    $(Self::$variant(place) => ::core::option::Option::Some(place),)*
                    Self::$open(_) => ::core::option::Option::None,
                }
            }
            fn keep(&mut self, value: $crate::Value) {
                *self = Self::$open(value);
            }
            fn chosen(&self) -> (usize, $crate::rt::macros::EncodeSource<'_>) {
                enum Index {
                    $($variant,)*
                    $open,
                }
                match self {
                    $(Self::$variant(place) => {
                        (Index::$variant as usize, $crate::FieldSlot::view(place))
                    })*
                    Self::$open(value) => {
                        (Index::$open as usize, $crate::rt::macros::EncodeSource::Json(value))
                    }
                }
            }
        }

        impl $crate::FieldSlot for $name {
            fn blank() -> Self {
                Self::$open($crate::Value::Null)
            }
            fn take(
                &mut self,
                _: ::core::option::Option<$crate::rt::macros::Absence>,
            ) -> $crate::rt::macros::DecodeTarget<'_> {
                $crate::rt::macros::DecodeTarget::Union(self)
            }
            fn view(&self) -> $crate::rt::macros::EncodeSource<'_> {
                $crate::rt::macros::EncodeSource::Union(self)
            }
        }

        $crate::rt::macros::shims! { $name }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let variant = match self {
                    $(Self::$variant(_) => stringify!($variant),)*
                    Self::$open(_) => stringify!($open),
                };
                $crate::rt::macros::debug_variant(variant, self, f)
            }
        }
    };
}

/// The discriminator of a union, if it has one.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_tag {
    () => {
        ::core::option::Option::None
    };
    ($tag:literal) => {
        ::core::option::Option::Some($tag)
    };
}
