//! Values of types that the manifest chose for schemas.

use std::any::type_name;
use std::fmt::{self, Display, Write};
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Deref;
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Number, Value};

use crate::model::field_slot::{Absence, DecodeTarget, EncodeSource, Exactness, FieldSlot, Text};
use crate::model::lenient::Decimal;
use crate::model::text::TextError;
use crate::model::{decode, encode, number};

/// A value of a type that the manifest chose for a schema, in `[crate.replace]`.
///
/// It dereferences to the value, and `From` makes it of one: `order.id.into_inner()`, `Custom::from(id)`. Functions of
/// requests take the value itself.
///
/// `F` is its form in JSON: [`AsText`], [`AsNumber`] or [`AsJson`]. If the type would write a value in another way than
/// the service did, such as a UUID in upper case, the value is written back as it was read.
///
/// Two values are equal if those of the type are.
pub struct Custom<T, F = AsText> {
    /// None only before a value is decoded.
    value: Option<T>,
    /// What was read, if the type writes something else.
    sent: Option<Box<Value>>,
    form: PhantomData<fn() -> F>,
}

/// A string, by [`Display`] and [`FromStr`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum AsText {}

/// A number, by the text that [`Display`] and [`FromStr`] have. A number of a response is read as JSON libraries do, in
/// double precision (RFC 8259, section 6): up to 15 digits are exact.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum AsNumber {}

/// Any JSON, by [`Serialize`] and [`Deserialize`] of serde.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum AsJson {}

/// A form in JSON of values of a type.
#[doc(hidden)]
pub trait Form<T>: Sized + 'static {
    /// The target for what is decoded.
    fn target(place: &mut Custom<T, Self>) -> DecodeTarget<'_>;
    /// What is encoded of a value.
    fn view<'a>(place: &'a Custom<T, Self>, value: &'a T) -> EncodeSource<'a>;
}

/// A slot for values of a type that the manifest chose.
pub trait CustomSlot {
    /// Stores what the JSON says, and says how exactly; `None` if the type does not accept it.
    fn read(&mut self, value: &Value) -> Option<Exactness>;
    /// Stores what a text outside of JSON says; false if the type does not accept it.
    fn parse(&mut self, text: &str) -> bool;
    /// What the value should be, for mismatch reports.
    fn declared(&self) -> &'static str;
}

/// A value that knows its JSON.
pub trait ToJson {
    /// The JSON, if it can express the value.
    fn json(&self) -> Option<Value>;
}

impl<T, F> Custom<T, F> {
    /// The value.
    pub fn into_inner(self) -> T {
        self.value.expect(DECODED)
    }

    fn of(value: T, sent: Option<Value>) -> Self {
        Self {
            value: Some(value),
            sent: sent.map(Box::new),
            form: PhantomData,
        }
    }
}

/// No model is returned with a place that was not decoded.
const DECODED: &str = "the value was decoded";

impl<T, F> Deref for Custom<T, F> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.as_ref().expect(DECODED)
    }
}

impl<T, F> AsRef<T> for Custom<T, F> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T, F> From<T> for Custom<T, F> {
    fn from(value: T) -> Self {
        Self::of(value, None)
    }
}

impl<T: Clone, F> Clone for Custom<T, F> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            sent: self.sent.clone(),
            form: PhantomData,
        }
    }
}

impl<T: Default, F> Default for Custom<T, F> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T: PartialEq, F> PartialEq for Custom<T, F> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: PartialEq, F> PartialEq<T> for Custom<T, F> {
    fn eq(&self, other: &T) -> bool {
        self.value.as_ref() == Some(other)
    }
}

impl<T: Eq, F> Eq for Custom<T, F> {}

impl<T: PartialOrd, F> PartialOrd for Custom<T, F> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord, F> Ord for Custom<T, F> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: Hash, F> Hash for Custom<T, F> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<T: fmt::Debug, F> fmt::Debug for Custom<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => value.fmt(f),
            None => f.write_str("None"),
        }
    }
}

impl<T: Display, F> Display for Custom<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(&**self, f)
    }
}

/// Whether a value is written as this text.
fn is_written_as(value: &impl Display, text: &str) -> bool {
    struct Rest<'t>(&'t str);
    impl Write for Rest<'_> {
        fn write_str(&mut self, part: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(part).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut rest = Rest(text);
    write!(rest, "{value}").is_ok() && rest.0.is_empty()
}

/// The rule that a value breaks which a type refuses.
pub(crate) const NOT_ACCEPTED: &str = "the type does not accept it";

/// The rule that a text breaks. What the type says of it is not shown, because it may quote the text, which may be
/// personal.
fn refused<T>(text: &str) -> TextError {
    let name = type_name::<T>();
    TextError::new(name, NOT_ACCEPTED, text)
}

impl<T: FromStr, F> FromStr for Custom<T, F> {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        text.parse::<T>()
            .map_err(|_| refused::<T>(text))
            .map(Self::from)
    }
}

impl<T, F: Form<T>> FieldSlot for Custom<T, F>
where
    T: Send + Sync + 'static,
{
    fn blank() -> Self {
        Self {
            value: None,
            sent: None,
            form: PhantomData,
        }
    }
    fn take(&mut self, _: Option<Absence>) -> DecodeTarget<'_> {
        F::target(self)
    }
    fn view(&self) -> EncodeSource<'_> {
        match (&self.value, self.sent.as_deref()) {
            (_, Some(Value::String(text))) => EncodeSource::Str(text),
            (_, Some(sent)) => EncodeSource::Json(sent),
            (Some(value), None) => F::view(self, value),
            (None, None) => EncodeSource::Absent,
        }
    }
}

impl<T, F: Form<T>> Serialize for Custom<T, F>
where
    T: Send + Sync + 'static,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        encode::serialize(self, serializer)
    }
}

impl<'de, T, F: Form<T>> Deserialize<'de> for Custom<T, F>
where
    T: Send + Sync + 'static,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode::deserialize(deserializer)
    }
}

impl<T: Display + FromStr + Send + Sync + 'static> Form<T> for AsText {
    fn target(place: &mut Custom<T, Self>) -> DecodeTarget<'_> {
        DecodeTarget::Text(place)
    }
    fn view<'a>(_: &'a Custom<T, Self>, value: &'a T) -> EncodeSource<'a> {
        EncodeSource::Shown(value)
    }
}

impl<T: Display + FromStr> Text for Custom<T, AsText> {
    fn parse(&mut self, text: &str) -> Result<(), TextError> {
        let value = text.parse::<T>().map_err(|_| refused::<T>(text))?;
        let is_same = is_written_as(&value, text);
        *self = Self::of(value, (!is_same).then(|| text.into()));
        Ok(())
    }
    fn declared(&self) -> &'static str {
        type_name::<T>()
    }
}

impl<T: Display + FromStr + Send + Sync + 'static> Form<T> for AsNumber {
    fn target(place: &mut Custom<T, Self>) -> DecodeTarget<'_> {
        DecodeTarget::Custom(place)
    }
    fn view<'a>(place: &'a Custom<T, Self>, _: &'a T) -> EncodeSource<'a> {
        EncodeSource::Custom(place)
    }
}

impl<T: Display + FromStr> CustomSlot for Custom<T, AsNumber> {
    fn read(&mut self, value: &Value) -> Option<Exactness> {
        let Value::Number(number) = value else {
            return None;
        };
        // Few types read an exponent.
        let plain = || Some(number.as_f64()?.to_string());
        let text = number::number_text(number);
        let read: T = text.parse().ok().or_else(|| plain()?.parse().ok())?;
        let is_same = number_of(&read).is_some_and(|written| written == *number);
        *self = Self::of(read, (!is_same).then(|| value.clone()));
        Some(match number.is_f64() && digits(&text) > SAFE_DIGITS {
            true => Exactness::Cut,
            false => Exactness::Exact,
        })
    }
    fn parse(&mut self, text: &str) -> bool {
        text.parse()
            .map(|value| *self = Self::of(value, None))
            .is_ok()
    }
    fn declared(&self) -> &'static str {
        type_name::<T>()
    }
}

impl<T: Display + FromStr> ToJson for Custom<T, AsNumber> {
    fn json(&self) -> Option<Value> {
        number_of(self.value.as_ref()?).map(Value::Number)
    }
}

/// How many digits of a decimal number double precision always keeps (IEEE 754, binary64). The text of a number with
/// more may have had others.
const SAFE_DIGITS: usize = 15;

/// The number of significant digits of a number.
fn digits(text: &str) -> usize {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit);
    digits.skip_while(|digit| *digit == b'0').count()
}

/// The number that a value's text is, if JSON holds all of its digits.
fn number_of(value: &impl Display) -> Option<Number> {
    let text = value.to_string();
    let number: Number = serde_json::from_str(&text).ok()?;
    let is_whole = Decimal::of(&number.to_string()) == Decimal::of(&text);
    is_whole.then_some(number)
}

impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> Form<T> for AsJson {
    fn target(place: &mut Custom<T, Self>) -> DecodeTarget<'_> {
        DecodeTarget::Custom(place)
    }
    fn view<'a>(place: &'a Custom<T, Self>, _: &'a T) -> EncodeSource<'a> {
        EncodeSource::Custom(place)
    }
}

impl<T: Serialize + DeserializeOwned> CustomSlot for Custom<T, AsJson> {
    fn read(&mut self, value: &Value) -> Option<Exactness> {
        let read = T::deserialize(value).ok()?;
        let written = serde_json::to_value(&read).ok();
        *self = Self::of(
            read,
            (written.as_ref() != Some(value)).then(|| value.clone()),
        );
        Some(Exactness::Exact)
    }
    fn parse(&mut self, text: &str) -> bool {
        self.read(&text.into()).is_some()
    }
    fn declared(&self) -> &'static str {
        type_name::<T>()
    }
}

impl<T: Serialize> ToJson for Custom<T, AsJson> {
    fn json(&self) -> Option<Value> {
        serde_json::to_value(self.value.as_ref()?).ok()
    }
}
