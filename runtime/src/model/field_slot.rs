//! Field slots: what a JSON value is read into and written from.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::Display;

use serde_json::Value;

use crate::model::date_time::DateTime;
use crate::model::object::Object;
use crate::model::text::TextError;
use crate::model::union::Union;

/// A place in a model: a JSON value is read into it and written from it.
///
/// Every type of a model's field implements it. The loops that read and write JSON work with
/// `dyn Place` alone, so that they are compiled once and not once a model.
pub trait FieldSlot: Any + Send + Sync {
    /// The value that a place holds before anything is read into it. It is never seen by users.
    #[doc(hidden)]
    fn blank() -> Self
    where
        Self: Sized;

    /// That value on the heap.
    #[inline]
    fn boxed() -> Box<dyn FieldSlot>
    where
        Self: Sized,
    {
        Box::new(Self::blank())
    }

    /// Where to put a JSON value, if none lacks; otherwise [`DecodeTarget::Unit`] from a place that may have no
    /// value, and has none by this call. A place that must have one need not look at the lack: any other
    /// slot than `Unit` says that it does not take it.
    ///
    /// An optional place is present by this call, and a list or a map is empty. What else a place held
    /// is there until something is put into its slot.
    #[doc(hidden)]
    fn take(&mut self, absence: Option<Absence>) -> DecodeTarget<'_>;

    /// What the place holds.
    #[doc(hidden)]
    fn view(&self) -> EncodeSource<'_>;

    /// The value that JSON null is, if it is one for itself and not the lack of one.
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
    /// Where to put a JSON value.
    pub(crate) fn slot(&mut self) -> DecodeTarget<'_> {
        self.take(None)
    }

    /// Takes the lack of a value: false if the place has to have one.
    pub(crate) fn absence(&mut self, absence: Absence) -> bool {
        matches!(self.take(Some(absence)), DecodeTarget::Unit)
    }
}

/// Why a place has no value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Absence {
    /// There is a JSON null.
    Null,
    /// There is no such property.
    Absent,
}

/// Where a JSON value goes, by the kind of value that fits.
#[non_exhaustive]
pub enum DecodeTarget<'a> {
    /// `true` or `false`.
    Bool(&'a mut bool),
    /// An integer of 32 bits.
    I32(&'a mut i32),
    /// An integer of 64 bits.
    I64(&'a mut i64),
    /// An integer of 32 bits from 0 on.
    U32(&'a mut u32),
    /// An integer of 64 bits from 0 on.
    U64(&'a mut u64),
    /// A number, kept with single precision.
    F32(&'a mut f32),
    /// A number.
    F64(&'a mut f64),
    /// Any string.
    Str(&'a mut String),
    /// A string of a certain form.
    Text(&'a mut dyn Text),
    /// An integer that stands for one of a set of values.
    Integer(&'a mut dyn Integer),
    /// An array.
    List(&'a mut dyn List),
    /// An object whose properties have any name and one type.
    Map(&'a mut dyn Map),
    /// An object with declared properties.
    Object(&'a mut dyn Object),
    /// One of several.
    Union(&'a mut dyn Union),
    /// Any JSON.
    Json(&'a mut Value),
    /// Nothing is kept, or a lack was taken.
    Unit,
}

impl DecodeTarget<'_> {
    /// The same slot, for another try.
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
            Self::Json(place) => DecodeTarget::Json(place),
            Self::Unit => DecodeTarget::Unit,
        }
    }
}

/// What a place holds, ready to be written.
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
    /// An integer from 0 on.
    Uint(u64),
    /// A number.
    Float(f64),
    /// A string.
    Str(&'a str),
    /// A value that is written as a string.
    Shown(&'a dyn Display),
    /// An instant, which is sent in UTC and otherwise written as it was read.
    DateTime(DateTime),
    /// An array.
    List(&'a dyn List),
    /// An object whose properties have any name and one type.
    Map(&'a dyn Map),
    /// An object with declared properties.
    Object(&'a dyn Object),
    /// Any JSON.
    Json(&'a Value),
    /// One of several.
    Union(&'a dyn Union),
}

impl EncodeSource<'_> {
    /// What stands there, of a union the variant that it is.
    pub(crate) fn settled(mut self) -> Self {
        while let Self::Union(union) = self {
            self = union.chosen().1;
        }
        self
    }
}

/// A place for strings of a certain form.
pub trait Text {
    /// Takes the string if it has the form.
    fn parse(&mut self, text: &str) -> Result<(), TextError>;
    /// What the document declares, as diagnostics name it.
    fn declared(&self) -> &'static str {
        "a string"
    }
    /// How exactly the string that was taken is what the document describes.
    fn exactness(&self) -> Exactness {
        Exactness::Exact
    }
}

/// How exactly a string is what the document describes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Exactness {
    /// It has the declared form, or is a listed value.
    Exact,
    /// It is a value of an open set that the document does not list.
    Unlisted,
    /// It has the declared form, but says more than is kept: digits of a second below the nanosecond.
    Cut,
    /// It says what is meant, but not in the declared form, for this reason.
    OtherForm(&'static str),
}

/// A place for integers that stand for one of a set of values.
pub trait Integer {
    /// Takes the integer.
    fn set(&mut self, value: i64);
    /// Whether the document lists the value.
    fn is_listed(&self) -> bool;
}

/// A place for an array.
pub trait List {
    /// Adds a blank item.
    fn push(&mut self) -> &mut dyn FieldSlot;
    /// Removes the last item.
    fn pop(&mut self);
    /// The item with this index, from 0 on; none after the last.
    fn get(&self, index: usize) -> Option<&dyn FieldSlot>;
}

/// A place for an object whose properties have any name and one type.
pub trait Map {
    /// Adds a blank entry.
    fn insert(&mut self, name: String) -> &mut dyn FieldSlot;
    /// Removes an entry.
    fn remove(&mut self, name: &str);
    /// The number of entries.
    fn count(&self) -> usize;
    /// Hands over every entry in order of the names.
    fn visit(&self, with: &mut dyn FnMut(&str, &dyn FieldSlot));
}

/// A place for the undeclared properties of an object.
pub trait Rest: Map {
    /// Removes all entries.
    fn clear(&mut self);
}

/// A place of a type that is one JSON value: which slot and which view.
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

/// The number of double precision that has the same shortest decimal text.
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

/// A property of a request that can be left out, be null, or have a value: the three differ in a
/// JSON merge (RFC 7396), where null removes what absence leaves alone.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Field<T> {
    /// The property is left out.
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

    /// Whether the property is left out.
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
