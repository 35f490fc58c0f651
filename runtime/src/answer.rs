//! What comes back.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap};

use crate::decode::decode;
use crate::error::{Error, ErrorKind, request_id};
use crate::fill::Mode;
use crate::misfit::Misfit;
use crate::object::{put_text, with_places};
use crate::operation::Operation;
use crate::place::{Lack, Place, Slot};

/// An answer that is not an error, before its body is looked at.
#[derive(Clone)]
pub struct Answer {
    pub(crate) operation: &'static Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) mode: Mode,
    pub(crate) attempts: u32,
}

impl Answer {
    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Reads the body, which is JSON, into a place.
    ///
    /// What reads an answer takes it and gives it back: what becomes of it after an error is compiled
    /// here once, and not once a model.
    fn read(self: Box<Self>, place: &mut dyn Place) -> Result<Box<Self>, Error> {
        if self.body.is_empty() && place.lack(Lack::Absent) {
            return Ok(self);
        }
        match decode(place, &self.body, self.mode) {
            Ok(()) => Ok(self),
            Err(misfit) => Err(self.misfit(misfit)),
        }
    }

    /// Without the body, when it has been read: it can be long, and the rest is kept.
    fn emptied(mut self: Box<Self>) -> Box<Self> {
        self.body = Bytes::new();
        self
    }

    /// Reads the headers that the document declares into a place.
    fn read_headers(&self, place: &mut dyn Place) -> Result<(), Error> {
        read_headers(place, &self.headers).map_err(|misfit| {
            Error::misfit(&misfit)
                .of(self.operation)
                .after(self.attempts)
        })
    }

    /// The error for one item of the body.
    fn rejection(&self, misfit: &Misfit, json: &serde_json::Value) -> Error {
        let json = Bytes::from(json.to_string());
        Error::misfit(misfit)
            .answered(self.status, &self.headers, &json)
            .of(self.operation)
            .after(self.attempts)
    }

    /// The error for a body that is not what the document says.
    pub(crate) fn misfit(&self, mut misfit: Misfit) -> Error {
        let media_type = self
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if let Some(media_type) = media_type.filter(|text| !text.contains("json")) {
            misfit.reason.push_str(&format!(
                "; the body is of type {}",
                crate::text::excerpt(media_type)
            ));
        }
        Error::misfit(&misfit)
            .answered(self.status, &self.headers, &self.body)
            .of(self.operation)
            .after(self.attempts)
    }

    /// The error for a status that the document has no success for.
    #[doc(hidden)]
    pub fn __unexpected(&self) -> Error {
        let error = Error::new(
            ErrorKind::Decode,
            "the document describes no answer with this status",
        );
        error
            .answered(self.status, &self.headers, &self.body)
            .of(self.operation)
            .after(self.attempts)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Answer");
        shown
            .field("operation", &self.operation.id())
            .field("status", &self.status);
        shown
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// What a [`Sending`](crate::Sending) can give.
pub trait FromAnswer: Sized {
    /// Makes it of an answer.
    fn from_answer(answer: Box<Answer>) -> Result<Self, Error>;
}

/// What the body of a [`Response`] can be: a model (JSON), [`Bytes`], [`Text`], `()`, or an enum by status.
pub trait FromBody: Sized {
    /// Makes it of an answer, which comes back.
    fn from_body(answer: Box<Answer>) -> Result<(Box<Answer>, Self), Error>;
}

impl<T: Place> FromBody for T {
    #[inline]
    fn from_body(answer: Box<Answer>) -> Result<(Box<Answer>, Self), Error> {
        let mut place = T::blank();
        let answer = answer.read(&mut place)?;
        Ok((answer, place))
    }
}

impl FromBody for Bytes {
    fn from_body(answer: Box<Answer>) -> Result<(Box<Answer>, Self), Error> {
        let body = answer.body.clone();
        Ok((answer, body))
    }
}

/// A body of text in UTF-8.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Text(pub String);

impl FromBody for Text {
    fn from_body(answer: Box<Answer>) -> Result<(Box<Answer>, Self), Error> {
        match std::str::from_utf8(&answer.body).map(str::to_owned) {
            Ok(text) => Ok((answer, Self(text))),
            Err(error) => Err(answer.misfit(Misfit::new(format!("not text in UTF-8: {error}")))),
        }
    }
}

crate::object! { NoHeaders {} }

/// No response headers are declared.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct NoHeaders {
    /// Always empty.
    pub unexpected: crate::Unexpected,
}

/// An answer with its body.
#[derive(Clone)]
pub struct Response<B, H = NoHeaders> {
    /// With an empty body: it was read into `body`.
    answer: Box<Answer>,
    body: B,
    declared: PhantomData<fn() -> H>,
}

impl<B, H> Response<B, H> {
    /// The status: from 200 to 299, or a redirect that the document describes.
    pub fn status(&self) -> StatusCode {
        self.answer.status
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    /// The name that the service gave the request; its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.answer.headers)
    }

    /// How many times the request was tried, this time included.
    pub fn attempts(&self) -> u32 {
        self.answer.attempts
    }

    /// The body.
    pub fn body(&self) -> &B {
        &self.body
    }

    /// The body alone.
    pub fn into_body(self) -> B {
        self.body
    }

    #[inline]
    pub(crate) fn new(answer: Box<Answer>, body: B) -> Self {
        Self {
            answer: answer.emptied(),
            body,
            declared: PhantomData,
        }
    }

    /// The error for one item of the body.
    pub(crate) fn rejection(&self, misfit: &Misfit, json: &serde_json::Value) -> Error {
        self.answer.rejection(misfit, json)
    }

    pub(crate) fn body_mut(&mut self) -> &mut B {
        &mut self.body
    }
}

impl<B, H: Place> Response<B, H> {
    /// The headers that the document declares.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if a required one is missing or does not fit; an optional one
    /// that does not fit is in `unexpected`.
    pub fn declared_headers(&self) -> Result<H, Error> {
        let mut declared = H::blank();
        self.answer.read_headers(&mut declared)?;
        Ok(declared)
    }
}

fn read_headers(place: &mut dyn Place, headers: &HeaderMap) -> Result<(), Misfit> {
    let Slot::Object(object) = place.slot() else {
        return Ok(());
    };
    let table = object.table();
    with_places(object, |places| {
        for ((name, row), place) in table.rows().zip(places.fields) {
            // Repeated headers are one list (RFC 9110, section 5.3).
            let values: Vec<_> = headers
                .get_all(name)
                .iter()
                .map(|value| String::from_utf8_lossy(value.as_bytes()))
                .collect();
            let text = values.join(", ");
            let taken = !values.is_empty() && put_text(&mut **place, &text);
            if taken {
                continue;
            }
            if !place.lack(Lack::Absent) {
                let misfit = if values.is_empty() {
                    Misfit::missing()
                } else {
                    Misfit::new("the header does not fit")
                };
                return Err(misfit.in_property(name, row.personal));
            }
            if !values.is_empty() {
                places.unexpected.insert(name, text);
            }
        }
        Ok(())
    })
}

impl<B: FromBody, H> FromAnswer for Response<B, H> {
    #[inline]
    fn from_answer(answer: Box<Answer>) -> Result<Self, Error> {
        let (answer, body) = B::from_body(answer)?;
        Ok(Self::new(answer, body))
    }
}

impl<B: fmt::Debug, H> fmt::Debug for Response<B, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Response");
        shown
            .field("status", &self.answer.status)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// Makes an enum the body of a response that differs by status.
///
/// ```text
/// responses! { FetchThingResponse { 200 => Ok(Thing), 202 => Accepted(Job), 204 => NoContent } }
/// ```
///
/// A status is a pattern of `u16`: `200`, `200 | 201`, `200..=299`, `_`.
#[macro_export]
macro_rules! responses {
    ($name:ident { $($status:pat => $variant:ident $(($type:ty))?),* $(,)? }) => {
        impl $crate::FromBody for $name {
            fn from_body(
                answer: ::std::boxed::Box<$crate::Answer>,
            ) -> ::core::result::Result<(::std::boxed::Box<$crate::Answer>, Self), $crate::Error>
            {
                #[allow(unreachable_patterns)]
                match answer.status().as_u16() {
                    $($status => {
                        $(let (answer, body) = <$type as $crate::FromBody>::from_body(answer)?;)?
                        ::core::result::Result::Ok((
                            answer,
                            Self::$variant $(({ let body: $type = body; body }))?
                        ))
                    })*
                    _ => ::core::result::Result::Err(answer.__unexpected()),
                }
            }
        }
    };
}
