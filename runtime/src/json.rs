//! Models and JSON, without a client.

use serde_json::Value;

use crate::error::Error;
use crate::model::decode::decode;
use crate::model::decode_tolerant::{Mode, fill};
use crate::model::encode::{Purpose, Written, value};
use crate::model::field_slot::FieldSlot;

/// Reads a JSON document as an answer is read: what does not fit is kept in `unexpected`.
///
/// # Errors
///
/// [`Decode`](crate::ErrorKind::Decode) if it is no JSON, or a required property is missing or does not fit.
pub fn from_slice<T: FieldSlot>(json: &[u8]) -> Result<T, Error> {
    read(json, Mode::Tolerant)
}

/// Reads a JSON document as a strict client does.
///
/// # Errors
///
/// [`Decode`](crate::ErrorKind::Decode) with the first property that is undeclared or does not fit.
pub fn from_slice_strict<T: FieldSlot>(json: &[u8]) -> Result<T, Error> {
    read(json, Mode::Strict)
}

fn read<T: FieldSlot>(json: &[u8], mode: Mode) -> Result<T, Error> {
    let mut place = T::blank();
    decode(&mut place, json, mode, None)
        .map(|_| place)
        .map_err(|decode_error| Error::decode_error(&decode_error))
}

/// Reads a JSON document as an answer is read, unless a required property of it would be filled.
pub(crate) fn complete<T: FieldSlot>(json: &[u8]) -> Result<T, Error> {
    let mut place = T::blank();
    let notes = decode(&mut place, json, Mode::Tolerant, None);
    let notes = notes.map_err(|decode_error| Error::decode_error(&decode_error))?;
    match notes.filled {
        Some(decode_error) => Err(Error::decode_error(&decode_error)),
        None => Ok(place),
    }
}

/// Reads parsed JSON as an answer is read.
///
/// # Errors
///
/// As of [`from_slice`].
pub fn from_value<T: FieldSlot>(json: &Value) -> Result<T, Error> {
    let mut place = T::blank();
    fill(&mut place, json, Mode::Tolerant)
        .map(|_| place)
        .map_err(|decode_error| Error::decode_error(&decode_error))
}

/// The JSON of a model, with its `readOnly` properties, which requests leave out.
///
/// NaN and infinities become null; a request with one is invalid.
pub fn to_value(place: &dyn FieldSlot) -> Value {
    value(place, Purpose::Copy).unwrap_or_default()
}

/// The JSON text of a model, in the order of its fields; otherwise as of [`to_value`].
pub fn to_vec(place: &dyn FieldSlot) -> Vec<u8> {
    serde_json::to_vec(&Written(place, Purpose::Copy))
        .expect("targets have text for names and finite depth")
}
