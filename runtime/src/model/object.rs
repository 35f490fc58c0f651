//! Models: objects with declared properties, as tables.

use std::fmt;
use std::ops::Range;

use crate::model::field_slot::{EncodeSource, FieldSlot, Map, Rest};
use crate::model::rules::Rules;
use crate::model::unexpected::Unexpected;

/// A slot for an object with declared properties.
pub trait Object {
    /// The declared properties.
    fn table(&self) -> &'static Table;
    /// Calls a function once with the fields, to decode into them.
    fn targets(&mut self, with: &mut dyn FnMut(DecodeTargets<'_, '_>));
    /// Calls a function once with the fields, to encode them.
    fn sources(&self, with: &mut dyn FnMut(EncodeSources<'_>));
}

/// The declared properties of an object.
#[derive(Debug)]
pub struct Table {
    /// The names of the properties, one after the other; then the Rust names of the model and of its fields,
    /// each followed by a space, for `Debug` only. It is one text because each pointer costs 32 bytes in a
    /// position-independent program.
    pub text: &'static str,
    /// The properties, in the order of the fields.
    pub rows: &'static [Row],
    /// The rules for each undeclared property of a declared type in requests.
    pub rest: Option<&'static Rules>,
}

/// A declared property.
#[derive(Debug)]
#[non_exhaustive]
pub struct Row {
    /// Where the name ends in the text of the table; it begins where that of the previous row ends.
    pub end: u32,
    /// The low byte of the name's length: most rows can be skipped without comparing names.
    pub length: u8,
    /// Whether the value is personal data, which `Debug` and errors must not contain.
    pub sensitive: bool,
    /// Whether the property is encoded, in particular in requests.
    pub presence: Presence,
    /// Whether the document allows null.
    pub nullable: bool,
    /// The rules for values in requests.
    pub rules: Option<&'static Rules>,
}

/// Whether a declared property is encoded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Presence {
    /// If it has a value.
    Optional,
    /// Always; as null if it has no value and is nullable.
    Required,
    /// Required in requests, absent from responses (`required` with `writeOnly`).
    Needed,
    /// Absent from requests (`readOnly`).
    ReadOnly,
    /// Required in responses, as null if it is nullable; absent from requests (`required` with `readOnly`).
    Returned,
}

impl Presence {
    /// Whether a response must have the property.
    pub(crate) fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::Returned)
    }

    /// Whether requests leave it out.
    pub(crate) fn is_read_only(self) -> bool {
        matches!(self, Self::ReadOnly | Self::Returned)
    }
}

impl Row {
    /// A row without flags and rules, as if it were the only one of its table.
    pub const fn new(name: &str) -> Self {
        Self {
            end: name.len() as u32,
            length: name.len() as u8,
            sensitive: false,
            presence: Presence::Optional,
            nullable: false,
            rules: None,
        }
    }

    /// `Debug` and errors must not contain the value.
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The property is required: if it is nullable and has no value, null is written.
    pub const fn required(mut self) -> Self {
        self.presence = Presence::Required;
        self
    }

    /// Requests must have a value for the property, or null if it is nullable.
    pub const fn needed(mut self) -> Self {
        self.presence = Presence::Needed;
        self
    }

    /// Requests leave the property out.
    pub const fn read_only(mut self) -> Self {
        self.presence = Presence::ReadOnly;
        self
    }

    /// Requests leave the property out, and responses must have it.
    pub const fn returned(mut self) -> Self {
        self.presence = Presence::Returned;
        self
    }

    /// The property may be null.
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Sets the rules for the value.
    pub const fn rules(mut self, rules: &'static Rules) -> Self {
        self.rules = Some(rules);
        self
    }
}

/// Converts independent rows to the rows of one table: it computes where their names end.
#[doc(hidden)]
pub const fn rows<const N: usize>(mut rows: [Row; N]) -> [Row; N] {
    let mut index = 1;
    while index < N {
        rows[index].end += rows[index - 1].end;
        index += 1;
    }
    rows
}

/// The fields of an object, to decode into.
pub struct DecodeTargets<'s, 'o> {
    /// One for each row of the table.
    pub fields: &'s mut [&'o mut (dyn FieldSlot + 'static)],
    /// The target for undeclared properties of a declared type (`additionalProperties`).
    pub rest: Option<&'o mut (dyn Rest + 'o)>,
    /// The target for everything else.
    pub unexpected: &'o mut Unexpected,
}

/// The fields of an object, to encode.
pub struct EncodeSources<'o> {
    /// One for each row of the table.
    pub fields: &'o [&'o dyn FieldSlot],
    /// Undeclared properties of a declared type.
    pub rest: Option<&'o dyn Map>,
    /// Other undeclared properties, and values that do not match their schema.
    pub unexpected: &'o Unexpected,
}

impl Table {
    /// The row with this name. The search begins at `start` and wraps around: the properties of a body mostly
    /// have the order of the document.
    #[inline]
    pub(crate) fn find(&self, name: &str, start: usize) -> Option<usize> {
        let start = start.min(self.rows.len());
        self.find_in(start..self.rows.len(), name)
            .or_else(|| self.find_in(0..start, name))
    }

    // Always inlined: the call would take half of its time.
    #[inline(always)]
    fn find_in(&self, range: Range<usize>, name: &str) -> Option<usize> {
        let first = range.start;
        for (index, row) in self.rows[range].iter().enumerate() {
            if row.length == name.len() as u8 && self.name(first + index) == name.as_bytes() {
                return Some(first + index);
            }
        }
        None
    }

    #[inline]
    fn name(&self, index: usize) -> &'static [u8] {
        let before = index
            .checked_sub(1)
            .map_or(0, |before| self.rows[before].end);
        &self.text.as_bytes()[before as usize..self.rows[index].end as usize]
    }

    /// The Rust names of the model and of its fields, without the `r#` of a raw identifier.
    fn rust_names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let start = self.rows.last().map_or(0, |row| row.end);
        self.text[start as usize..]
            .split_ascii_whitespace()
            .map(|name| name.strip_prefix("r#").unwrap_or(name))
    }

    /// The rows with their names.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&'static str, &'static Row)> {
        let (mut from, names) = (0, self.text);
        self.rows.iter().map(move |row| {
            let name = &names[from..row.end as usize];
            from = row.end as usize;
            (name, row)
        })
    }
}

pub(crate) fn with_targets<R>(
    object: &mut dyn Object,
    work: impl FnOnce(DecodeTargets<'_, '_>) -> R,
) -> R {
    let (mut work, mut result) = (Some(work), None);
    object.targets(&mut |targets| result = work.take().map(|work| work(targets)));
    result.expect("an object hands over its fields once")
}

pub(crate) fn with_sources<R>(object: &dyn Object, work: impl FnOnce(EncodeSources<'_>) -> R) -> R {
    let (mut work, mut result) = (Some(work), None);
    object.sources(&mut |sources| result = work.take().map(|work| work(sources)));
    result.expect("an object hands over its fields once")
}

/// Implements a model for a struct: one row for each field, with its name in JSON.
///
/// ```text
/// object! { Binding { sid = "sid", identity = "identity" sensitive, ..additional_properties, } }
/// ```
///
/// The struct has one more field, `unexpected: Unexpected`. `sensitive` keeps the value out of `Debug` and
/// errors; `nullable` allows null; `required` writes null for a nullable property without a value;
/// `read_only` leaves the value out of requests; `returned` is a `read_only` property that responses must
/// have; `needed` makes a request without it invalid. Rules are in brackets: `name = "name" [length(1, 20)]`.
/// `..name` is the `BTreeMap` for undeclared properties of a declared type; the rules after it apply to each
/// of them.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($name:ident {
        $($field:ident = $wire:literal $($flag:ident)* $([$($rules:tt)+])?,)*
        $(..$rest:ident $([$($each:tt)+])? $(,)?)?
    }) => {
        #[allow(dead_code)]
        impl $name {
            /// Changes the model within an expression, for example `.with(|it| it.name = name)`.
            pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
                change(&mut self);
                self
            }
        }

        impl $crate::rt::macros::Object for $name {
            fn table(&self) -> &'static $crate::rt::macros::Table {
                static TABLE: $crate::rt::macros::Table = $crate::rt::macros::Table {
                    text: concat!($($wire,)* stringify!($name), " " $(, stringify!($field), " ")*),
                    rows: &$crate::rt::macros::rows([$(
                        $crate::rt::macros::Row::new($wire)
                            $(.$flag())*
                            $(.rules($crate::rules![$($rules)+]))?
                    ),*]),
                    rest: $crate::rt::macros::rest!($($($crate::rules![$($each)+])?)?),
                };
                &TABLE
            }
            fn targets(&mut self, with: &mut dyn FnMut($crate::rt::macros::DecodeTargets<'_, '_>)) {
                with($crate::rt::macros::DecodeTargets {
                    fields: &mut [$(&mut self.$field),*],
                    rest: $crate::rt::macros::rest!($(&mut self.$rest)?),
                    unexpected: &mut self.unexpected,
                });
            }
            fn sources(&self, with: &mut dyn FnMut($crate::rt::macros::EncodeSources<'_>)) {
                with($crate::rt::macros::EncodeSources {
                    fields: &[$(&self.$field),*],
                    rest: $crate::rt::macros::rest!($(&self.$rest)?),
                    unexpected: &self.unexpected,
                });
            }
        }

        impl $crate::FieldSlot for $name {
            fn blank() -> Self {
                Self {
                    $($field: $crate::FieldSlot::blank(),)*
                    $($rest: $crate::FieldSlot::blank(),)?
                    unexpected: $crate::Unexpected::new(),
                }
            }
            // Never inlined, like the following functions: programs contain no copy of them and of the
            // functions that they refer to.
            #[inline(never)]
            fn boxed() -> ::std::boxed::Box<dyn $crate::FieldSlot> {
                ::std::boxed::Box::new(<Self as $crate::FieldSlot>::blank())
            }
            #[inline(never)]
            fn take(
                &mut self,
                _: ::core::option::Option<$crate::rt::macros::Absence>,
            ) -> $crate::rt::macros::DecodeTarget<'_> {
                $crate::rt::macros::DecodeTarget::Object(self)
            }
            #[inline(never)]
            fn view(&self) -> $crate::rt::macros::EncodeSource<'_> {
                $crate::rt::macros::EncodeSource::Object(self)
            }
        }

        $crate::rt::macros::shims! { $name }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::rt::macros::debug_object(self, f)
            }
        }
    };
}

/// The map for undeclared properties, if there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __rest {
    () => {
        ::core::option::Option::None
    };
    ($rest:expr) => {
        ::core::option::Option::Some($rest)
    };
}

/// `Serialize` and `Deserialize` of a model, for users.
#[doc(hidden)]
#[macro_export]
macro_rules! __shims {
    ($name:ident) => {
        impl $crate::rt::macros::Serialize for $name {
            fn serialize<S: $crate::rt::macros::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::rt::macros::serialize(self, serializer)
            }
        }

        impl<'de> $crate::rt::macros::Deserialize<'de> for $name {
            fn deserialize<D: $crate::rt::macros::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::rt::macros::deserialize(deserializer)
            }
        }
    };
}

/// `Debug` of every model: of a sensitive field, only the name is shown.
#[doc(hidden)]
pub fn debug_object(object: &dyn Object, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let table = object.table();
    with_sources(object, |sources| {
        let mut names = table.rust_names();
        let mut shown = f.debug_struct(names.next().unwrap_or_default());
        let fields = names.zip(table.rows);
        for ((field, row), place) in fields.zip(sources.fields) {
            match place.view() {
                EncodeSource::Absent => shown.field(field, &format_args!("None")),
                _ if row.sensitive => shown.field(field, &format_args!("[redacted]")),
                view => shown.field(field, &DebugView(&view)),
            };
        }
        if let Some(rest) = sources.rest {
            shown.field(
                "additional_properties",
                &DebugView(&EncodeSource::Map(rest)),
            );
        }
        if !sources.unexpected.is_empty() {
            shown.field("unexpected", sources.unexpected);
        }
        shown.finish()
    })
}

/// `Debug` of every union.
#[doc(hidden)]
pub fn debug_variant(
    variant: &str,
    place: &dyn FieldSlot,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match place.view().settled() {
        EncodeSource::Json(value) => f
            .debug_tuple(variant)
            .field(&format_args!("{}", crate::model::unexpected::kind(value)))
            .finish(),
        view => f.debug_tuple(variant).field(&DebugView(&view)).finish(),
    }
}

struct DebugView<'a>(&'a EncodeSource<'a>);

impl fmt::Debug for DebugView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            EncodeSource::Absent => f.write_str("None"),
            EncodeSource::Null => f.write_str("null"),
            EncodeSource::Bool(value) => write!(f, "{value}"),
            EncodeSource::Int(value) => write!(f, "{value}"),
            EncodeSource::Uint(value) => write!(f, "{value}"),
            EncodeSource::Float(value) => write!(f, "{value:?}"),
            EncodeSource::Str(text) => write!(f, "{text:?}"),
            EncodeSource::Shown(text) => write!(f, "{:?}", text.to_string()),
            EncodeSource::DateTime(instant) => write!(f, "\"{instant}\""),
            EncodeSource::Json(value) => write!(f, "{value}"),
            EncodeSource::Custom(value) => match value.json() {
                Some(json) => write!(f, "{json}"),
                None => f.write_str("?"),
            },
            EncodeSource::Object(object) => debug_object(*object, f),
            EncodeSource::Union(union) => DebugView(&union.chosen().1).fmt(f),
            EncodeSource::List(list) => {
                let items = (0..).map_while(|index| list.get(index));
                f.debug_list().entries(items.map(DebugPlace)).finish()
            }
            EncodeSource::Map(map) => {
                let mut shown = f.debug_map();
                map.visit(&mut |name, place| {
                    shown.entry(&name, &DebugPlace(place));
                });
                shown.finish()
            }
        }
    }
}

struct DebugPlace<'a>(&'a dyn FieldSlot);

impl fmt::Debug for DebugPlace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        DebugView(&self.0.view()).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 257 characters: the last byte of the length is that of 1.
    macro_rules! long {
        () => {
            long!("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")
        };
        ($part:literal) => {
            concat!($part, $part, $part, $part, "b")
        };
    }
    const LONG: &str = long!();
    static TABLE: Table = Table {
        text: concat!(
            "a",
            "",
            "ab",
            long!(),
            "b",
            "é",
            "Names a none ab long b é "
        ),
        rows: &rows([
            Row::new("a"),
            Row::new(""),
            Row::new("ab"),
            Row::new(LONG),
            Row::new("b"),
            Row::new("é").required(),
        ]),
        rest: None,
    };

    #[test]
    fn every_row_is_found_by_its_name_from_anywhere() {
        let names: Vec<_> = TABLE.rows().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "", "ab", LONG, "b", "é"]);
        assert_eq!(LONG.len(), 257);
        for start in 0..=names.len() + 1 {
            for (index, name) in names.iter().enumerate() {
                assert_eq!(TABLE.find(name, start), Some(index), "{name} from {start}");
            }
            for other in ["A", "aa", "ba", "bé", "abb", &LONG[1..], "éa"] {
                assert_eq!(TABLE.find(other, start), None, "{other} from {start}");
            }
        }
    }
}
