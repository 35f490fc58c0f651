//! Models: objects with declared properties, as tables.

use std::fmt;
use std::ops::Range;

use crate::model::assign::{self, Refused};
use crate::model::field_slot::{Absence, DecodeTarget, EncodeSource, FieldSlot, Map, Rest};
use crate::model::rules::Rules;
use crate::model::unexpected::Unexpected;

/// A place for an object with declared properties.
pub trait Object {
    /// The declared properties.
    fn table(&self) -> &'static Table;
    /// Hands over the fields once, for reading into them.
    fn targets(&mut self, with: &mut dyn FnMut(DecodeTargets<'_, '_>));
    /// Hands over the fields once, for writing them.
    fn sources(&self, with: &mut dyn FnMut(EncodeSources<'_>));
}

/// The declared properties of an object.
#[derive(Debug)]
pub struct Table {
    /// The names of the properties, one after the other; then the Rust names of the model and of its
    /// fields with a space behind each, which only `Debug` looks at. One text, because each pointer
    /// costs a program that can be loaded anywhere 32 bytes.
    pub text: &'static str,
    /// The properties, in the order of the fields.
    pub rows: &'static [Row],
    /// What each undeclared property of a documented type must keep to in requests.
    pub rest: Option<&'static Rules>,
}

/// A declared property.
#[derive(Debug)]
#[non_exhaustive]
pub struct Row {
    /// Where the name ends in the text of the table; it begins where that of the row before ends.
    pub end: u32,
    /// The last byte of the name's length: most rows can be passed over without a look at the names.
    pub length: u8,
    /// Whether the value is about a person and is kept out of `Debug` and errors.
    pub sensitive: bool,
    /// Whether it is written, above all in requests.
    pub presence: Presence,
    /// Whether the document allows null.
    pub nullable: bool,
    /// What requests must keep to.
    pub rules: Option<&'static Rules>,
}

/// Whether a declared property is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Presence {
    /// If it has a value.
    Optional,
    /// With null where it has no value and may be null.
    Required,
    /// A request must have it; an answer has it not (`required` with `writeOnly`).
    Needed,
    /// A request has it not (`readOnly`).
    ReadOnly,
    /// A response must have it, with null where it may be null; a request has it not (`required` with `readOnly`).
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
    /// A row without flags and rules, as if it were alone in its table.
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

    /// The value is kept out of `Debug` and errors.
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The property is required: where it may be null and has no value, null is written.
    pub const fn required(mut self) -> Self {
        self.presence = Presence::Required;
        self
    }

    /// Requests must have a value for the property, or null where it may be null.
    pub const fn needed(mut self) -> Self {
        self.presence = Presence::Needed;
        self
    }

    /// Requests leave the property out.
    pub const fn read_only(mut self) -> Self {
        self.presence = Presence::ReadOnly;
        self
    }

    /// Requests leave the property out, and responses have it.
    pub const fn returned(mut self) -> Self {
        self.presence = Presence::Returned;
        self
    }

    /// The property may be null.
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The value keeps to rules.
    pub const fn rules(mut self, rules: &'static Rules) -> Self {
        self.rules = Some(rules);
        self
    }
}

/// The rows of a table, made of rows that know no other: their names follow one another from here on.
#[doc(hidden)]
pub const fn rows<const N: usize>(mut rows: [Row; N]) -> [Row; N] {
    let mut index = 1;
    while index < N {
        rows[index].end += rows[index - 1].end;
        index += 1;
    }
    rows
}

/// The fields of an object, to be read into.
pub struct DecodeTargets<'s, 'o> {
    /// One for each row of the table.
    pub fields: &'s mut [&'o mut (dyn FieldSlot + 'static)],
    /// Where undeclared properties go that have a documented type (`additionalProperties`).
    pub rest: Option<&'o mut (dyn Rest + 'o)>,
    /// Where all else goes.
    pub unexpected: &'o mut Unexpected,
}

/// The fields of an object, to be written.
pub struct EncodeSources<'o> {
    /// One for each row of the table.
    pub fields: &'o [&'o dyn FieldSlot],
    /// Undeclared properties that have a documented type.
    pub rest: Option<&'o dyn Map>,
    /// Other undeclared properties, and values that did not fit.
    pub unexpected: &'o Unexpected,
}

impl Table {
    /// The row with this name, looked for from `start` on and then from the beginning: bodies
    /// mostly come in the order of their document.
    #[inline]
    pub(crate) fn find(&self, name: &str, start: usize) -> Option<usize> {
        let start = start.min(self.rows.len());
        self.find_in(start..self.rows.len(), name)
            .or_else(|| self.find_in(0..start, name))
    }

    // Always inlined: half of what a call of it takes is the call.
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

/// Makes a struct a model: one row a field, with its wire name.
///
/// ```text
/// object! { Binding { sid = "sid", identity = "identity" sensitive, ..additional_properties, } }
/// ```
///
/// The struct has one more field, `unexpected: Unexpected`. `sensitive` keeps the value out of
/// `Debug` and of errors, `nullable` allows null, which `required nullable` writes where there is no
/// value; `read_only` leaves the value out of requests, as `returned` does of a property that responses must have;
/// `needed` makes a request without it invalid. Rules stand in brackets: `name = "name" [length(1, 20)]`. `..name` is the `BTreeMap` for
/// undeclared properties of a documented type; rules behind it are for each of them.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($name:ident {
        $($field:ident = $wire:literal $($flag:ident)* $([$($rules:tt)+])?,)*
        $(..$rest:ident $([$($each:tt)+])? $(,)?)?
    }) => {
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
            // Never inlined, as what follows: programs have no copy of it and of what it points to.
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

/// What there is for undeclared properties, if anything.
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

/// `Serialize` and `Deserialize` of a place, for users.
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

/// `Debug` of every model: sensitive fields are named and not shown.
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

/// Puts text that stands outside of JSON (a header, a query) into a slot, if it fits. A form that is not the declared
/// one, such as a day where a date-time is declared, is put there as well.
pub(crate) fn put_text(place: &mut dyn FieldSlot, text: &str) -> Result<(), Refused> {
    let is_put = match place.slot() {
        DecodeTarget::Bool(value) => text.parse().map(|parsed| *value = parsed).is_ok(),
        DecodeTarget::I32(value) => text.parse().map(|parsed| *value = parsed).is_ok(),
        DecodeTarget::I64(value) => text.parse().map(|parsed| *value = parsed).is_ok(),
        DecodeTarget::U32(value) => text.parse().map(|parsed| *value = parsed).is_ok(),
        DecodeTarget::U64(value) => text.parse().map(|parsed| *value = parsed).is_ok(),
        DecodeTarget::F32(value) => finite(text).map(|parsed| *value = parsed as f32).is_some(),
        DecodeTarget::F64(value) => finite(text).map(|parsed| *value = parsed).is_some(),
        DecodeTarget::Integer(value) => text.parse().map(|parsed| value.set(parsed)).is_ok(),
        DecodeTarget::List(list) => {
            let items = text.split(',').map(str::trim);
            let mut items = items.filter(|item| !item.is_empty());
            items.all(|item| put_text(list.push(), item).is_ok())
        }
        slot => match assign::str(slot, text) {
            Ok(()) | Err(Refused::Cut) => true,
            Err(Refused::Form(reason)) => return Err(Refused::Form(reason)),
            Err(_) => false,
        },
    };
    if !is_put {
        place.absence(Absence::Absent);
    }
    is_put.then_some(()).ok_or(Refused::Kind)
}

/// A number that JSON has too.
fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
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
