//! Responses before they are decoded.

use std::any::Any;
use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

use crate::error::{Error, ErrorKind};
use crate::hooks::{Hooks, mismatched};
use crate::message::charset;
use crate::message::response::{Response, read_headers};
use crate::model::decode::{decode, read_nothing};
use crate::model::decode_error::DecodeError;
use crate::model::decode_tolerant::Mode;
use crate::model::field_slot::{Absence, DecodeTarget, FieldSlot};
use crate::model::mismatch::Mismatches;
use crate::model::notes::Rejection;
use crate::model::original::Original;
use crate::operation::table::Operation;

/// A response that is not an error, undecoded. It has the size of one pointer.
// The pointer is never cloned. It is an `Arc` because dropping one is a single function call; the code that
// drops the parts of a `Box` would be repeated wherever a program drops a response.
pub struct RawResponse(Arc<Parts>);

// A reference to a response only allows reading, so a panic cannot leave it half changed.
impl UnwindSafe for RawResponse {}
impl RefUnwindSafe for RawResponse {}

/// The parts of a response.
pub(crate) struct Parts {
    pub(crate) operation: &'static Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Empty after decoding: it can be long.
    pub(crate) body: Bytes,
    pub(crate) mode: Mode,
    pub(crate) attempts: u32,
    /// The decoded body.
    ///
    /// Only its users know its type. The code that drops a model comes with it, from the crate that defines
    /// it ([`FieldSlot::boxed`]): otherwise every program that drops a response would contain another copy of
    /// that code, and of the code for every model in it.
    pub(crate) value: Option<Box<dyn Any + Send + Sync>>,
    /// What a page has besides its model.
    pub(crate) beside: Option<Arc<dyn Any + Send + Sync>>,
    /// The values of the body that do not match the document.
    pub(crate) told: Told,
    /// The hooks to notify of them.
    pub(crate) hooks: Option<Arc<dyn Hooks>>,
}

/// The report about a decoded body.
#[derive(Clone, Default)]
pub(crate) struct Told {
    pub(crate) mismatches: Mismatches,
    /// The original values that belong to the body itself and not to a model in it.
    pub(crate) originals: Vec<Original>,
}

impl RawResponse {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body; empty after it has been decoded.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Decodes the body as the type that the document declares for the media type of the response: a model
    /// (JSON), [`Text`] or [`Bytes`]. The header `Content-Type` has the media type.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if the body cannot be decoded as this type.
    pub fn read_as<B: FromBody>(self) -> Result<Response<B>, Error> {
        B::read(self)
    }

    /// Creates a response with this decoded body.
    pub fn with_body<B: Any + Send + Sync>(self, body: B) -> Response<B> {
        Response::new(self.keep(Box::new(body)))
    }

    /// Creates an error of kind [`Decode`](ErrorKind::Decode) for a body that cannot be decoded, with a
    /// reason: for implementations of [`FromBody::read`].
    pub fn refused(&self, reason: impl Into<String>) -> Error {
        self.0.decode_error(DecodeError::new(reason.into()))
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    pub(crate) fn parts_mut(&mut self) -> &mut Parts {
        Arc::get_mut(&mut self.0).expect("the response cannot be cloned")
    }

    /// Stores the decoded body.
    pub(crate) fn keep(mut self, value: Box<dyn Any + Send + Sync>) -> Self {
        let parts = self.parts_mut();
        parts.body = Bytes::new();
        parts.value = Some(value);
        self
    }

    /// Decodes the body, which is JSON, into a value, and stores it.
    ///
    /// The caller passes the response in and gets it back: the code that handles it after an error is
    /// compiled here once, and not once for each model.
    fn read(mut self, mut place: Box<dyn FieldSlot>) -> Result<Self, Error> {
        self.decode(&mut *place, None)?;
        Ok(self.keep(place))
    }

    /// Decodes the body, and reports its values that do not match the document. Returns the items of the
    /// watched property that do not match.
    pub(crate) fn decode(
        &mut self,
        place: &mut dyn FieldSlot,
        watched: Option<&'static str>,
    ) -> Result<Vec<Rejection>, Error> {
        let Parts { body, mode, .. } = self.parts();
        self.no_undocumented_body(place)?;
        if body.is_empty() && place.absence(Absence::Absent) {
            return Ok(Vec::new());
        }
        let media_type = self.headers().get(CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok());
        let transcoded = match mode {
            Mode::Strict => None,
            Mode::Tolerant => media_type.and_then(|it| charset::json_as_utf8(it, body)),
        };
        let bytes = transcoded.as_deref().map_or(&**body, str::as_bytes);
        let read = if self.has_no_content() {
            read_nothing(place)
        } else {
            decode(place, bytes, *mode, watched)
        };
        let notes = read.map_err(|decode_error| self.parts().decode_error(decode_error))?;
        if !notes.is_empty() {
            self.tell(&notes.mismatches);
        }
        let parts = self.parts_mut();
        parts.told = Told {
            mismatches: notes.mismatches,
            originals: notes.originals,
        };
        Ok(notes.rejections)
    }

    /// Whether the status means that there is no body (RFC 9110, sections 15.3.5 and 15.3.6), and there is
    /// none.
    fn has_no_content(&self) -> bool {
        let is_said = matches!(
            self.status(),
            StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT
        );
        is_said && self.body().is_empty()
    }

    /// A strict client rejects a body if the document declares none.
    fn no_undocumented_body(&self, place: &mut dyn FieldSlot) -> Result<(), Error> {
        let Parts {
            body, mode, status, ..
        } = self.parts();
        let is_wrong = *mode == Mode::Strict
            && status.is_success()
            && !body.is_empty()
            && matches!(place.slot(), DecodeTarget::Unit);
        if is_wrong {
            return Err(self.refused("the response has a body, but the document declares none"));
        }
        Ok(())
    }

    #[cold]
    fn tell(&self, mismatches: &Mismatches) {
        let Parts {
            operation, hooks, ..
        } = self.parts();
        mismatched(operation, mismatches);
        if let Some(hooks) = hooks {
            hooks.did_not_fit(operation, &mismatches.described, mismatches.count);
        }
    }

    /// The error for a status that is no declared success.
    #[doc(hidden)]
    pub fn __unexpected(&self) -> Error {
        let error = Error::new(
            ErrorKind::Decode,
            "the document declares no response with this status",
        );
        let parts = self.parts();
        error
            .with_response(parts.status, &parts.headers, &parts.body)
            .of(parts.operation)
            .after(parts.attempts)
    }
}

impl Parts {
    /// Decodes the declared headers into a value.
    pub(crate) fn read_headers(&self, place: &mut dyn FieldSlot) -> Result<(), Error> {
        read_headers(place, &self.headers, self.mode).map_err(|decode_error| {
            Error::decode_error(&decode_error)
                .of(self.operation)
                .after(self.attempts)
        })
    }

    /// The error for one item of the body.
    pub(crate) fn rejection(&self, decode_error: &DecodeError, json: &Value) -> Error {
        let json = Bytes::from(json.to_string());
        Error::decode_error(decode_error)
            .with_response(self.status, &self.headers, &json)
            .of(self.operation)
            .after(self.attempts)
    }

    /// The error for a body that does not match the document.
    pub(crate) fn decode_error(&self, mut decode_error: DecodeError) -> Error {
        let media_type = self
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if let Some(media_type) = media_type.filter(|text| !text.contains("json")) {
            decode_error.reason.push_str(&format!(
                "; the body is of type {}",
                crate::model::text::excerpt(media_type)
            ));
        }
        Error::decode_error(&decode_error)
            .with_response(self.status, &self.headers, &self.body)
            .of(self.operation)
            .after(self.attempts)
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("RawResponse");
        shown
            .field("operation", &self.0.operation.id())
            .field("status", &self.0.status);
        shown
            .field("body_length", &self.0.body.len())
            .finish_non_exhaustive()
    }
}

/// A type that a [`Sending`](crate::Sending) can return.
pub trait FromResponse: Sized {
    /// Creates the value from a response.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if the body does not match the document.
    #[doc(hidden)]
    fn from_response(answer: RawResponse) -> Result<Self, Error>;
}

/// The undecoded response.
impl FromResponse for RawResponse {
    fn from_response(answer: RawResponse) -> Result<Self, Error> {
        Ok(answer)
    }
}

/// A type of response body: a model (JSON), [`Bytes`], [`Text`], `()`, or an enum by status.
pub trait FromBody: Any + Sized {
    /// Decodes the body of a response, and returns the response that contains it.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if the body does not match the document.
    #[doc(hidden)]
    fn read(answer: RawResponse) -> Result<Response<Self>, Error>;
}

impl<T: FieldSlot> FromBody for T {
    #[inline]
    fn read(answer: RawResponse) -> Result<Response<Self>, Error> {
        answer.read(T::boxed()).map(Response::new)
    }
}

impl FromBody for Bytes {
    fn read(answer: RawResponse) -> Result<Response<Self>, Error> {
        let body = answer.body().clone();
        Ok(answer.with_body(body))
    }
}

/// A text body, decoded with the encoding in its `charset`, or as UTF-8.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Text(pub String);

impl FromBody for Text {
    fn read(answer: RawResponse) -> Result<Response<Self>, Error> {
        let media_type = answer.headers().get(CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok());
        match charset::decode(media_type, answer.body()) {
            Ok(text) => Ok(answer.with_body(Self(text))),
            Err(problem) => Err(answer.refused(problem)),
        }
    }
}

/// Implements the response body for an enum by status.
///
/// ```text
/// responses! { FetchThingResponse { 200 => Ok(Thing), 202 => Accepted(Job), 204 => NoContent } }
/// ```
///
/// A status is a pattern of `u16`: `200`, `200 | 201`, `200..=299`, `_`.
#[doc(hidden)]
#[macro_export]
macro_rules! responses {
    ($name:ident { $($status:pat => $variant:ident $(($type:ty))?),* $(,)? }) => {
        impl $crate::FromBody for $name {
            fn read(
                answer: $crate::RawResponse,
            ) -> ::core::result::Result<$crate::Response<Self>, $crate::Error> {
                #[allow(unreachable_patterns)]
                match answer.status().as_u16() {
                    $($status => $crate::rt::macros::with_response!(answer, $variant $(, $type)?),)*
                    _ => ::core::result::Result::Err(answer.__unexpected()),
                }
            }
        }
    };
}

/// The response for one status, as a variant of the enum for all statuses.
#[doc(hidden)]
#[macro_export]
macro_rules! __answered {
    ($answer:ident, $variant:ident) => {
        <() as $crate::FromBody>::read($answer)
            .map(|response| response.map_body(|()| Self::$variant))
    };
    ($answer:ident, $variant:ident, $type:ty) => {
        <$type as $crate::FromBody>::read($answer).map(|response| response.map_body(Self::$variant))
    };
}
