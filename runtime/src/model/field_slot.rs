//! Field slots: values that JSON is decoded into and encoded from.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::Display;

use serde_json::Value;

use crate::model::custom::{CustomSlot, ToJson};
use crate::model::date_time::DateTime;
use crate::model::object::Object;
use crate::model::text::TextError;
use crate::model::union::Union;

/// A value in a model that JSON is decoded into and encoded from.
///
/// Every type of a model's field implements it. The loops that decode and encode JSON work with `dyn
/// FieldSlot`, so they are compiled once and not once for each model.
pub trait FieldSlot: Any + Send + Sync {
    /// The initial value before decoding. Users never see it.
    #[doc(hidden)]
    fn blank() -> Self
    where
        Self: Sized;

    /// The initial value on the heap.
    #[inline]
    fn boxed() -> Box<dyn FieldSlot>
    where
        Self: Sized,
    {
        Box::new(Self::blank())
    }

    /// The target for a JSON value, if `absence` is `None`. For an absent value, an optional slot becomes
    /// empty and returns [`DecodeTarget::Unit`]. A slot that requires a value may ignore `absence`: any
    /// target other than `Unit` means that it does not accept the absence.
    ///
    /// This call makes an optional slot present, and a list or map empty. Other content stays until the
    /// target is assigned.
    #[doc(hidden)]
    fn take(&mut self, absence: Option<Absence>) -> DecodeTarget<'_>;

    /// The value to encode.
    #[doc(hidden)]
    fn view(&self) -> EncodeSource<'_>;

    /// The value for JSON null, if null is a value of the type and not the absence of one.
    #[doc(hidden)]
    #[inline]
    fn of_null() -> Option<Self>
    where
        Self: Sized,
    {
        None
    }
}

impl dyn FieldSlot {
    /// The target for a JSON value.
    pub(crate) fn slot(&mut self) -> DecodeTarget<'_> {
        self.take(None)
    }

    /// Accepts the absence of a value: false if the slot requires one.
    pub(crate) fn absence(&mut self, absence: Absence) -> bool {
        matches!(self.take(Some(absence)), DecodeTarget::Unit)
    }
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Absence {
    /// The JSON value is null.
    Null,
    /// The property is absent.
    Absent,
}

/// The target of decoding, by the kind of value that it accepts.
#[non_exhaustive]
pub enum DecodeTarget<'a> {
    /// `true` or `false`.
    Bool(&'a mut bool),
    /// A 32-bit integer.
    I32(&'a mut i32),
    /// A 64-bit integer.
    I64(&'a mut i64),
    /// An unsigned 32-bit integer.
    U32(&'a mut u32),
    /// An unsigned 64-bit integer.
    U64(&'a mut u64),
    /// A number in single precision.
    F32(&'a mut f32),
    /// A number.
    F64(&'a mut f64),
    /// Any string.
    Str(&'a mut String),
    /// A string of a fixed form, or of a set.
    Text(&'a mut dyn Text),
    /// An integer of a set.
    Integer(&'a mut dyn Integer),
    /// An array.
    List(&'a mut dyn List),
    /// An object whose properties have arbitrary names and one type.
    Map(&'a mut dyn Map),
    /// An object with declared properties.
    Object(&'a mut dyn Object),
    /// One of several types.
    Union(&'a mut dyn Union),
    /// A type that the manifest chose, and that is no [`Text`](Self::Text).
    Custom(&'a mut dyn CustomSlot),
    /// Any JSON.
    Json(&'a mut Value),
    /// Nothing is stored, or an absence was accepted.
    Unit,
}

impl DecodeTarget<'_> {
    /// The same target, for another attempt.
    pub(crate) fn again(&mut self) -> DecodeTarget<'_> {
        match self {
            Self::Bool(place) => DecodeTarget::Bool(place),
            Self::I32(place) => DecodeTarget::I32(place),
            Self::I64(place) => DecodeTarget::I64(place),
            Self::U32(place) => DecodeTarget::U32(place),
            Self::U64(place) => DecodeTarget::U64(place),
            Self::F32(place) => DecodeTarget::F32(place),
            Self::F64(place) => DecodeTarget::F64(place),
            Self::Str(place) => DecodeTarget::Str(place),
            Self::Text(place) => DecodeTarget::Text(*place),
            Self::Integer(place) => DecodeTarget::Integer(*place),
            Self::List(place) => DecodeTarget::List(*place),
            Self::Map(place) => DecodeTarget::Map(*place),
            Self::Object(place) => DecodeTarget::Object(*place),
            Self::Union(place) => DecodeTarget::Union(*place),
            Self::Custom(place) => DecodeTarget::Custom(*place),
            Self::Json(place) => DecodeTarget::Json(place),
            Self::Unit => DecodeTarget::Unit,
        }
    }
}

/// A value to encode.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum EncodeSource<'a> {
    /// Nothing, not even null: the property is left out.
    Absent,
    /// A JSON null.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An unsigned integer.
    Uint(u64),
    /// A number.
    Float(f64),
    /// A string.
    Str(&'a str),
    /// A value that is encoded as a string.
    Shown(&'a dyn Display),
    /// An instant, which is sent in UTC and otherwise encoded as it was read.
    DateTime(DateTime),
    /// An array.
    List(&'a dyn List),
    /// An object whose properties have arbitrary names and one type.
    Map(&'a dyn Map),
    /// An object with declared properties.
    Object(&'a dyn Object),
    /// A value that knows its JSON.
    Custom(&'a dyn ToJson),
    /// Any JSON.
    Json(&'a Value),
    /// One of several types.
    Union(&'a dyn Union),
}

impl EncodeSource<'_> {
    /// The value itself; for a union, that of its current variant.
    pub(crate) fn settled(mut self) -> Self {
        while let Self::Union(union) = self {
            self = union.chosen().1;
        }
        self
    }
}

/// A slot for strings of a fixed form.
pub trait Text {
    /// Stores the string if it has the form.
    fn parse(&mut self, text: &str) -> Result<(), TextError>;
    /// What the document declares, for mismatch reports.
    fn declared(&self) -> &'static str {
        "a string"
    }
    /// How exactly the stored string matches the document.
    fn exactness(&self) -> Exactness {
        Exactness::Exact
    }
    /// Stores the empty value, if the type has an honest one: a value that no service would send to say something.
    fn clear(&mut self) -> bool {
        self.parse("").is_ok() && self.exactness() == Exactness::Unlisted
    }
}

/// How exactly a string matches the document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Exactness {
    /// It has the declared form, or is a listed value.
    Exact,
    /// It is a value of an open set that the document does not list.
    Unlisted,
    /// It has the declared form, but more digits than are kept: those below the nanosecond.
    Cut,
    /// It has another form than the declared one, for this reason, but its meaning is clear.
    OtherForm(&'static str),
}

/// A slot for integers of a set.
pub trait Integer {
    /// Stores the integer.
    fn set(&mut self, value: i64);
    /// Whether the document lists the value.
    fn is_listed(&self) -> bool;
}

/// A slot for an array.
pub trait List {
    /// Adds a blank item.
    fn push(&mut self) -> &mut dyn FieldSlot;
    /// Removes the last item.
    fn pop(&mut self);
    /// The item at this index, from 0; `None` after the last.
    fn get(&self, index: usize) -> Option<&dyn FieldSlot>;
}

/// A slot for an object whose properties have arbitrary names and one type.
pub trait Map {
    /// Adds a blank entry.
    fn insert(&mut self, name: String) -> &mut dyn FieldSlot;
    /// Removes an entry.
    fn remove(&mut self, name: &str);
    /// The number of entries.
    fn count(&self) -> usize;
    /// Calls a function for every entry, sorted by name.
    fn visit(&self, with: &mut dyn FnMut(&str, &dyn FieldSlot));
}

/// A slot for the undeclared properties of an object.
pub trait Rest: Map {
    /// Removes all entries.
    fn clear(&mut self);
}

/// Implements a slot for a type that is one JSON value.
macro_rules! scalar {
    ($($type:ty: $slot:ident, $blank:expr, |$it:ident| $view:expr;)*) => { $(
        impl FieldSlot for $type {
            fn blank() -> Self {
                $blank
            }
            fn take(&mut self, _: Option<Absence>) -> DecodeTarget<'_> {
                DecodeTarget::$slot(self)
            }
            fn view(&self) -> EncodeSource<'_> {
                let $it = self;
                $view
            }
        }
    )* };
}

scalar! {
    bool: Bool, false, |it| EncodeSource::Bool(*it);
    i32: I32, 0, |it| EncodeSource::Int(i64::from(*it));
    i64: I64, 0, |it| EncodeSource::Int(*it);
    u32: U32, 0, |it| EncodeSource::Uint(u64::from(*it));
    u64: U64, 0, |it| EncodeSource::Uint(*it);
    f32: F32, 0.0, |it| EncodeSource::Float(widened(*it));
    f64: F64, 0.0, |it| EncodeSource::Float(*it);
    String: Str, String::new(), |it| EncodeSource::Str(it);
}

impl FieldSlot for Value {
    fn blank() -> Self {
        Self::Null
    }
    fn take(&mut self, _: Option<Absence>) -> DecodeTarget<'_> {
        DecodeTarget::Json(self)
    }
    fn view(&self) -> EncodeSource<'_> {
        EncodeSource::Json(self)
    }
    fn of_null() -> Option<Self> {
        Some(Self::Null)
    }
}

/// The double-precision number with the same shortest decimal text.
fn widened(value: f32) -> f64 {
    value
        .to_string()
        .parse()
        .unwrap_or_else(|_| f64::from(value))
}

impl FieldSlot for () {
    fn blank() -> Self {}
    fn take(&mut self, _: Option<Absence>) -> DecodeTarget<'_> {
        DecodeTarget::Unit
    }
    fn view(&self) -> EncodeSource<'_> {
        EncodeSource::Absent
    }
}

// What is generic over the places is inlined, here and on the way of an answer: rustc compiles other
// code of `Option<T>` or `Vec<T>` in units of their own, each with a copy of what drops the models.

impl<T: FieldSlot> FieldSlot for Option<T> {
    #[inline]
    fn blank() -> Self {
        None
    }
    #[inline]
    fn take(&mut self, absence: Option<Absence>) -> DecodeTarget<'_> {
        *self = None;
        match absence {
            None => self.insert(T::blank()).take(absence),
            Some(Absence::Null) => {
                *self = T::of_null();
                DecodeTarget::Unit
            }
            Some(Absence::Absent) => DecodeTarget::Unit,
        }
    }
    #[inline]
    fn view(&self) -> EncodeSource<'_> {
        self.as_ref().map_or(EncodeSource::Absent, T::view)
    }
}

impl<T: FieldSlot> FieldSlot for Box<T> {
    #[inline]
    fn blank() -> Self {
        Box::new(T::blank())
    }
    #[inline]
    fn take(&mut self, absence: Option<Absence>) -> DecodeTarget<'_> {
        T::take(self, absence)
    }
    #[inline]
    fn view(&self) -> EncodeSource<'_> {
        T::view(self)
    }
}

impl<T: FieldSlot> FieldSlot for Vec<T> {
    #[inline]
    fn blank() -> Self {
        Vec::new()
    }
    #[inline]
    fn take(&mut self, _: Option<Absence>) -> DecodeTarget<'_> {
        self.clear();
        DecodeTarget::List(self)
    }
    #[inline]
    fn view(&self) -> EncodeSource<'_> {
        EncodeSource::List(self)
    }
}

impl<T: FieldSlot> List for Vec<T> {
    #[inline]
    fn push(&mut self) -> &mut dyn FieldSlot {
        self.push(T::blank());
        self.last_mut().expect("an item was just added")
    }
    #[inline]
    fn pop(&mut self) {
        self.pop();
    }
    #[inline]
    fn get(&self, index: usize) -> Option<&dyn FieldSlot> {
        <[T]>::get(self, index).map(|item| item as &dyn FieldSlot)
    }
}

impl<T: FieldSlot> FieldSlot for BTreeMap<String, T> {
    #[inline]
    fn blank() -> Self {
        BTreeMap::new()
    }
    #[inline]
    fn take(&mut self, _: Option<Absence>) -> DecodeTarget<'_> {
        self.clear();
        DecodeTarget::Map(self)
    }
    #[inline]
    fn view(&self) -> EncodeSource<'_> {
        EncodeSource::Map(self)
    }
}

impl<T: FieldSlot> Map for BTreeMap<String, T> {
    #[inline]
    fn insert(&mut self, name: String) -> &mut dyn FieldSlot {
        let place = self.entry(name).or_insert_with(T::blank);
        *place = T::blank();
        place
    }
    #[inline]
    fn remove(&mut self, name: &str) {
        self.remove(name);
    }
    #[inline]
    fn count(&self) -> usize {
        self.len()
    }
    #[inline]
    fn visit(&self, with: &mut dyn FnMut(&str, &dyn FieldSlot)) {
        for (name, place) in self {
            with(name, place);
        }
    }
}

impl<T: FieldSlot> Rest for BTreeMap<String, T> {
    #[inline]
    fn clear(&mut self) {
        self.clear();
    }
}

/// A property of a request that can be absent, null, or a value. A JSON merge patch (RFC 7396) distinguishes
/// them: null removes a property, and absence leaves it unchanged.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Field<T> {
    /// The property is absent.
    #[default]
    Absent,
    /// The property is null.
    Null,
    /// The property has this value.
    Value(T),
}

impl<T> Field<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Whether the property is absent.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: FieldSlot> FieldSlot for Field<T> {
    #[inline]
    fn blank() -> Self {
        Self::Absent
    }
    #[inline]
    fn take(&mut self, absence: Option<Absence>) -> DecodeTarget<'_> {
        *self = match absence {
            None => Self::Value(T::blank()),
            Some(Absence::Null) => Self::Null,
            Some(Absence::Absent) => Self::Absent,
        };
        match self {
            Self::Value(value) => value.take(absence),
            Self::Absent | Self::Null => DecodeTarget::Unit,
        }
    }
    #[inline]
    fn view(&self) -> EncodeSource<'_> {
        match self {
            Self::Absent => EncodeSource::Absent,
            Self::Null => EncodeSource::Null,
            Self::Value(value) => value.view(),
        }
    }
}
