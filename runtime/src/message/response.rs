//! Responses with a decoded body.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use http::StatusCode;
use http::header::HeaderMap;
use serde_json::Value;

use crate::error::{Error, request_id};
use crate::message::raw_response::{FromBody, FromResponse, Parts, RawResponse};
use crate::model::assign::{Refused, put_text, wanted};
use crate::model::decode_error::DecodeError;
use crate::model::decode_tolerant::Mode;
use crate::model::field_slot::{Absence, DecodeTarget, FieldSlot};
use crate::model::mismatch::{Mismatch, MismatchKind};
use crate::model::object::with_targets;
use crate::model::original::{Original, Step, Told, What};

const KEPT: &str = "an answer holds what its body was read into";

crate::object! { NoHeaders {} }

/// No response headers are declared.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct NoHeaders {
    /// Always empty.
    pub unexpected: crate::Unexpected,
}

/// A response with a decoded body. It has the size of one pointer.
///
/// It dereferences to its body: `response.sid` is `response.body().sid`. [`into_body`](Self::into_body) moves
/// the body out.
pub struct Response<B, H = NoHeaders> {
    answer: RawResponse,
    /// Invariant in `B`: not even a subtype is accepted.
    body: PhantomData<fn(B) -> B>,
    declared: PhantomData<fn() -> H>,
}

impl<B, H> Response<B, H> {
    /// The status: from 200 to 299, or a redirect that the document declares.
    pub fn status(&self) -> StatusCode {
        self.answer.status()
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        self.answer.headers()
    }

    /// The service's ID for the request; the service's support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.answer.headers())
    }

    /// The number of attempts, including this one.
    pub fn attempts(&self) -> u32 {
        self.answer.parts().attempts
    }

    /// The values of the body that do not match the document, at most the first 100. Undeclared properties
    /// are not included; they are additions.
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.answer.parts().told.mismatches.described
    }

    /// The number of values of the body that do not match the document.
    pub fn mismatch_count(&self) -> usize {
        self.answer.parts().told.mismatches.count
    }

    /// The removed items, if the body itself is a list or a map: where they were, as a JSON Pointer (RFC
    /// 6901), and their raw values. The removed items of a list in a model are in
    /// [`Unexpected::removed`](crate::Unexpected::removed).
    pub fn removed(&self) -> Vec<(String, &Value)> {
        let originals = self.answer.parts().told.originals.iter();
        originals.flat_map(Original::removed).collect()
    }
}

impl<B: Any, H> Response<B, H> {
    /// The body.
    pub fn body(&self) -> &B {
        let value = self.answer.parts().value.as_deref();
        value.and_then(|value| value.downcast_ref()).expect(KEPT)
    }

    /// The body, without the rest of the response.
    pub fn into_body(mut self) -> B {
        self.take()
    }

    /// Converts the body, and keeps the rest of the response.
    pub fn map_body<C: Any + Send + Sync>(mut self, with: impl FnOnce(B) -> C) -> Response<C, H> {
        let body = with(self.take());
        Response::new(self.answer.keep(Box::new(body)))
    }

    fn take(&mut self) -> B {
        let value = self.answer.parts_mut().value.take();
        let value = value.and_then(|value| value.downcast().ok());
        *value.expect(KEPT)
    }

    /// Creates a response from one that contains such a body.
    #[inline]
    pub(crate) fn new(answer: RawResponse) -> Self {
        Self {
            answer,
            body: PhantomData,
            declared: PhantomData,
        }
    }

    /// The error for one item of the body.
    pub(crate) fn rejection(&self, decode_error: &DecodeError, json: &Value) -> Error {
        self.answer.parts().rejection(decode_error, json)
    }

    /// What was kept beside the body, if it is of this type.
    pub(crate) fn beside<T: Any>(&self) -> Option<&T> {
        self.answer.parts().beside.as_deref()?.downcast_ref()
    }

    pub(crate) fn body_mut(&mut self) -> &mut B {
        let value = self.answer.parts_mut().value.as_deref_mut();
        value.and_then(|value| value.downcast_mut()).expect(KEPT)
    }
}

/// The body.
impl<B: Any, H> Deref for Response<B, H> {
    type Target = B;

    fn deref(&self) -> &B {
        self.body()
    }
}

impl<B, H: FieldSlot> Response<B, H> {
    /// Decodes the headers that the document declares.
    ///
    /// An optional header that does not match its schema is in `unexpected`. [`mismatches`](crate::mismatches) of the
    /// headers reports these, and the converted ones; hooks do not.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode) if a required header is missing or does not match its schema, and for a
    /// strict client if any header does not match.
    pub fn declared_headers(&self) -> Result<H, Error> {
        let mut declared = H::blank();
        self.answer.parts().read_headers(&mut declared)?;
        Ok(declared)
    }
}

/// Reads headers. What does not fit is told by the place, which keeps it.
pub(crate) fn read_headers(
    place: &mut dyn FieldSlot,
    headers: &HeaderMap,
    mode: Mode,
) -> Result<(), DecodeError> {
    let DecodeTarget::Object(object) = place.slot() else {
        return Ok(());
    };
    let table = object.table();
    with_targets(object, |targets| {
        let mut originals = Vec::new();
        for ((name, row), place) in table.rows().zip(targets.fields) {
            // Repeated headers are one list (RFC 9110, section 5.3).
            let values: Vec<_> = headers
                .get_all(name)
                .iter()
                .map(|value| String::from_utf8_lossy(value.as_bytes()))
                .collect();
            if values.is_empty() {
                match place.absence(Absence::Absent) {
                    true => continue,
                    false => return Err(DecodeError::missing().in_property(name, row.sensitive)),
                }
            }
            let text = values.join(", ");
            let expected = wanted(&place.slot());
            let kind = match put_text(&mut **place, &text) {
                Ok(()) => continue,
                Err(Refused::Form(_)) if mode == Mode::Tolerant => MismatchKind::Converted,
                Err(_) if mode == Mode::Tolerant && place.absence(Absence::Absent) => {
                    targets.unexpected.insert(name, text);
                    MismatchKind::KeptRaw
                }
                Err(_) => {
                    let decode_error = DecodeError::new("the header does not match its schema");
                    return Err(decode_error.in_property(name, row.sensitive));
                }
            };
            originals.push(Original {
                path: vec![Step::Property(name)],
                what: What::Raw,
                told: vec![Told::here(expected, kind)],
            });
        }
        targets.unexpected.keep(originals);
        Ok(())
    })
}

impl<B: Any + Clone + Send + Sync, H> Clone for Response<B, H> {
    fn clone(&self) -> Self {
        let Parts {
            operation,
            status,
            ref headers,
            ref body,
            mode,
            attempts,
            value: _,
            ref beside,
            ref told,
            ref hooks,
        } = *self.answer.parts();
        Self::new(RawResponse::new(Parts {
            operation,
            status,
            headers: headers.clone(),
            body: body.clone(),
            mode,
            attempts,
            value: Some(Box::new(self.body().clone())),
            beside: beside.clone(),
            told: told.clone(),
            hooks: hooks.clone(),
        }))
    }
}

impl<B: FromBody, H> FromResponse for Response<B, H> {
    #[inline]
    fn from_response(answer: RawResponse) -> Result<Self, Error> {
        B::read(answer).map(|response| Self::new(response.answer))
    }
}

impl<B: Any + fmt::Debug, H> fmt::Debug for Response<B, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Response");
        shown
            .field("status", &self.answer.status())
            .field("body", self.body())
            .finish_non_exhaustive()
    }
}
