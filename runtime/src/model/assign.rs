//! Puts one JSON scalar into a slot, if it fits.

use serde_json::Value;

use crate::model::field_slot::{DecodeTarget, Exactness};
use crate::model::text::TextError;

/// Why a scalar was not taken.
pub(crate) enum Refused {
    /// The slot is for another kind of value.
    Kind,
    /// The string says what is meant, but not in the declared form: a day where a date-time is declared.
    Form,
    /// The string has not the form that the slot asks for.
    Text(TextError),
}

type Put = Result<(), Refused>;

/// A scalar that was parsed.
pub(crate) fn json(slot: DecodeTarget<'_>, value: &Value) -> Put {
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
        DecodeTarget::F64(place) => *place = exact(value)?,
        DecodeTarget::F32(place) => *place = single(value)?,
        DecodeTarget::Integer(place) => place.set(value),
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
            if place.exactness() == Exactness::OtherForm {
                return Err(Refused::Form);
            }
        }
        DecodeTarget::Json(place) => *place = value.into(),
        DecodeTarget::Unit => {}
        _ => return Err(Refused::Kind),
    }
    Ok(())
}

fn fitting<T: TryFrom<i64>>(value: i64) -> Result<T, Refused> {
    value.try_into().map_err(|_| Refused::Kind)
}

/// An integer as a floating-point number, when that holds it exactly (up to 2⁵³).
fn exact(value: i64) -> Result<f64, Refused> {
    let number = value as f64;
    if value.unsigned_abs() <= 1 << 53 {
        Ok(number)
    } else {
        Err(Refused::Kind)
    }
}

/// An integer with single precision, when that holds it exactly (up to 2²⁴).
fn single(value: i64) -> Result<f32, Refused> {
    if value.unsigned_abs() <= 1 << 24 {
        Ok(value as f32)
    } else {
        Err(Refused::Kind)
    }
}

/// The nearest number of single precision, unless that is infinite, or zero for another number.
fn near(value: f64) -> Result<f32, Refused> {
    let number = value as f32;
    if number.is_infinite() || (number == 0.0 && value != 0.0) {
        Err(Refused::Kind)
    } else {
        Ok(number)
    }
}
