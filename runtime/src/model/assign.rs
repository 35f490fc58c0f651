//! Puts one JSON scalar, or a text from outside of JSON, into a slot, if it fits.

use serde_json::Value;

use crate::model::custom::CustomSlot;
use crate::model::decode_error::NUMBER;
use crate::model::field_slot::{Absence, DecodeTarget, Exactness, FieldSlot};
use crate::model::lenient::{self, Decimal};
use crate::model::text::TextError;

/// Why a scalar was not taken.
pub(crate) enum Refused {
    /// The slot is for another kind of value.
    Kind,
    /// The string says what is meant, but not in the declared form, for this reason: a day where a date-time
    /// is declared.
    Form(&'static str),
    /// The string was taken, but says more than is kept.
    Cut,
    /// The type of the slot does not accept the value.
    Custom,
    /// The string has not the form that the slot asks for.
    Text(TextError),
}

type Put = Result<(), Refused>;

/// A scalar that was parsed.
pub(crate) fn json(slot: DecodeTarget<'_>, value: &Value) -> Put {
    if let DecodeTarget::Custom(place) = slot {
        return custom(place, value);
    }
    match value {
        Value::Bool(value) => bool(slot, *value),
        Value::String(text) => str(slot, text),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), _, _) => i64(slot, number),
            (None, Some(number), _) => u64(slot, number),
            (None, None, Some(number)) => f64(slot, number),
            (None, None, None) => Err(Refused::Kind),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => Err(Refused::Kind),
    }
}

pub(crate) fn bool(slot: DecodeTarget<'_>, value: bool) -> Put {
    match slot {
        DecodeTarget::Bool(place) => *place = value,
        DecodeTarget::Custom(place) => custom(place, &value.into())?,
        DecodeTarget::Json(place) => *place = value.into(),
        DecodeTarget::Unit => {}
        _ => return Err(Refused::Kind),
    }
    Ok(())
}

pub(crate) fn i64(slot: DecodeTarget<'_>, value: i64) -> Put {
    match slot {
        DecodeTarget::I64(place) => *place = value,
        DecodeTarget::I32(place) => *place = fitting(value)?,
        DecodeTarget::U32(place) => *place = fitting(value)?,
        DecodeTarget::U64(place) => *place = fitting(value)?,
        DecodeTarget::F64(place) => *place = exact(value.into())?,
        DecodeTarget::F32(place) => *place = single(value.into())?,
        DecodeTarget::Integer(place) => place.set(value),
        DecodeTarget::Custom(place) => custom(place, &value.into())?,
        DecodeTarget::Json(place) => *place = value.into(),
        DecodeTarget::Unit => {}
        _ => return Err(Refused::Kind),
    }
    Ok(())
}

pub(crate) fn u64(slot: DecodeTarget<'_>, value: u64) -> Put {
    match (i64::try_from(value), slot) {
        (Ok(value), slot) => i64(slot, value),
        (Err(_), DecodeTarget::U64(place)) => {
            *place = value;
            Ok(())
        }
        (Err(_), DecodeTarget::F64(place)) => exact(value.into()).map(|value| *place = value),
        (Err(_), DecodeTarget::F32(place)) => single(value.into()).map(|value| *place = value),
        (Err(_), DecodeTarget::Json(place)) => {
            *place = value.into();
            Ok(())
        }
        (Err(_), DecodeTarget::Unit) => Ok(()),
        (Err(_), _) => Err(Refused::Kind),
    }
}

pub(crate) fn f64(slot: DecodeTarget<'_>, value: f64) -> Put {
    match slot {
        DecodeTarget::F64(place) => *place = value,
        DecodeTarget::F32(place) => *place = near(value)?,
        DecodeTarget::Custom(place) => custom(place, &value.into())?,
        DecodeTarget::Json(place) => *place = value.into(),
        DecodeTarget::Unit => {}
        _ => return Err(Refused::Kind),
    }
    Ok(())
}

pub(crate) fn str(slot: DecodeTarget<'_>, value: &str) -> Put {
    match slot {
        DecodeTarget::Str(place) => value.clone_into(place),
        DecodeTarget::Text(place) => {
            place.parse(value).map_err(Refused::Text)?;
            match place.exactness() {
                Exactness::OtherForm(reason) => return Err(Refused::Form(reason)),
                Exactness::Cut => return Err(Refused::Cut),
                Exactness::Exact | Exactness::Unlisted => {}
            }
        }
        DecodeTarget::Custom(place) => custom(place, &value.into())?,
        DecodeTarget::Json(place) => *place = value.into(),
        DecodeTarget::Unit => {}
        _ => return Err(Refused::Kind),
    }
    Ok(())
}

fn custom(place: &mut dyn CustomSlot, value: &Value) -> Put {
    match place.read(value) {
        Some(Exactness::OtherForm(reason)) => Err(Refused::Form(reason)),
        Some(Exactness::Cut) => Err(Refused::Cut),
        Some(Exactness::Exact | Exactness::Unlisted) => Ok(()),
        None => Err(Refused::Custom),
    }
}

fn fitting<T: TryFrom<i64>>(value: i64) -> Result<T, Refused> {
    value.try_into().map_err(|_| Refused::Kind)
}

/// An integer with double precision, if that holds it.
fn exact(value: i128) -> Result<f64, Refused> {
    let number = value as f64;
    let is_held = number as i128 == value || holds(&number, &value.to_string());
    is_held.then_some(number).ok_or(Refused::Kind)
}

/// An integer with single precision, if that holds it.
fn single(value: i128) -> Result<f32, Refused> {
    let number = value as f32;
    let is_held = number as i128 == value || holds(&number, &value.to_string());
    is_held.then_some(number).ok_or(Refused::Kind)
}

/// The nearest number of single precision, unless that is infinite, zero for another number, or another integer.
fn near(value: f64) -> Result<f32, Refused> {
    let number = value as f32;
    let is_other_integer = value.fract() == 0.0
        && f64::from(number) != value
        && !holds(&number, &format!("{value:e}"));
    if number.is_infinite() || (number == 0.0 && value != 0.0) || is_other_integer {
        Err(Refused::Kind)
    } else {
        Ok(number)
    }
}

fn holds<N: std::fmt::LowerExp + std::fmt::Display>(number: &N, text: &str) -> bool {
    Decimal::of(text).is_some_and(|decimal| lenient::holds(number, &decimal))
}

/// Stores text from outside JSON (a header, a query) in a slot, if it matches. Another form than the declared one,
/// such as a date for a date-time, is stored as well.
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
        DecodeTarget::Custom(value) => value.parse(text),
        DecodeTarget::List(list) => {
            let items = text.split(',').map(str::trim);
            let mut items = items.filter(|item| !item.is_empty());
            items.all(|item| put_text(list.push(), item).is_ok())
        }
        slot => match str(slot, text) {
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

/// What a slot is for, in words.
pub(crate) fn wanted(slot: &DecodeTarget<'_>) -> &'static str {
    match slot {
        DecodeTarget::Bool(_) => "a boolean",
        DecodeTarget::I32(_) => "a 32-bit integer",
        DecodeTarget::U32(_) => "an unsigned 32-bit integer",
        DecodeTarget::I64(_) | DecodeTarget::Integer(_) => "a 64-bit integer",
        DecodeTarget::U64(_) => "an unsigned 64-bit integer",
        DecodeTarget::F32(_) | DecodeTarget::F64(_) => NUMBER,
        DecodeTarget::Str(_) => "a string",
        DecodeTarget::Text(place) => place.declared(),
        DecodeTarget::Custom(place) => place.declared(),
        DecodeTarget::List(_) => "an array",
        DecodeTarget::Map(_) | DecodeTarget::Object(_) => "an object",
        DecodeTarget::Union(_) => "one of several types",
        DecodeTarget::Json(_) | DecodeTarget::Unit => "any JSON",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Single precision holds each integer up to 2²⁴, and fewer beyond.
    #[test]
    fn integers_are_held_or_refused() {
        let read = |text: &str| {
            let mut place = 0.0_f32;
            let value = serde_json::from_str(text).expect("a number");
            json(DecodeTarget::F32(&mut place), &value)
                .is_ok()
                .then_some(place)
        };
        for (text, held) in [
            ("16777216", Some(16_777_216.0)),
            ("16777217", None),
            ("16777217.0", None),
            ("16777218", Some(16_777_218.0)),
            ("36893488147419103232", Some(36_893_488_147_419_103_232.0)),
            ("1e20", Some(1e20)),
            ("0.1", Some(0.1)),
            ("1e39", None),
            ("1e-60", None),
        ] {
            assert_eq!(read(text), held, "{text}");
        }
    }
}
