//! Decoding and encoding of models without a client.

use serde_json::Value;

use crate::error::Error;
use crate::model::decode::decode;
use crate::model::decode_tolerant::{Mode, fill};
use crate::model::encode::{Purpose, Written, value};
use crate::model::field_slot::FieldSlot;

/// Decodes a JSON document like a response: values that do not match are kept in `unexpected`.
///
/// # Errors
///
/// [`Decode`](crate::ErrorKind::Decode) if it is not valid JSON, or if a required property is missing or does
/// not match its schema.
pub fn from_slice<T: FieldSlot>(json: &[u8]) -> Result<T, Error> {
    read(json, Mode::Tolerant)
}

/// Decodes a JSON document like a strict client.
///
/// # Errors
///
/// [`Decode`](crate::ErrorKind::Decode) for the first property that is undeclared or does not match its
/// schema.
pub fn from_slice_strict<T: FieldSlot>(json: &[u8]) -> Result<T, Error> {
    read(json, Mode::Strict)
}

fn read<T: FieldSlot>(json: &[u8], mode: Mode) -> Result<T, Error> {
    let mut place = T::blank();
    decode(&mut place, json, mode, None)
        .map(|_| place)
        .map_err(|decode_error| Error::decode_error(&decode_error))
}

/// Decodes a JSON document like a response, but fails if a required property would get a placeholder.
pub(crate) fn complete<T: FieldSlot>(json: &[u8]) -> Result<T, Error> {
    let mut place = T::blank();
    let notes = decode(&mut place, json, Mode::Tolerant, None);
    let notes = notes.map_err(|decode_error| Error::decode_error(&decode_error))?;
    match notes.filled {
        Some(decode_error) => Err(Error::decode_error(&decode_error)),
        None => Ok(place),
    }
}

/// Decodes parsed JSON like a response.
///
/// # Errors
///
/// As for [`from_slice`].
pub fn from_value<T: FieldSlot>(json: &Value) -> Result<T, Error> {
    let mut place = T::blank();
    fill(&mut place, json, Mode::Tolerant)
        .map(|_| place)
        .map_err(|decode_error| Error::decode_error(&decode_error))
}

/// Encodes a model as JSON, including its `readOnly` properties, which requests leave out.
///
/// NaN and infinities become null; a request that contains one is invalid.
pub fn to_value(place: &dyn FieldSlot) -> Value {
    value(place, Purpose::Copy).unwrap_or_default()
}

/// Encodes a model as JSON text, in the order of its fields; otherwise like [`to_value`].
pub fn to_vec(place: &dyn FieldSlot) -> Vec<u8> {
    serde_json::to_vec(&Written(place, Purpose::Copy))
        .expect("targets have text for names and finite depth")
}
