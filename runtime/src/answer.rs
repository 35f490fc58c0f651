//! What comes back.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap};

use crate::decode::decode;
use crate::error::{Error, ErrorKind, request_id};
use crate::fill::Mode;
use crate::misfit::Misfit;
use crate::object::{put_text, with_places};
use crate::operation::Operation;
use crate::page::Beside;
use crate::place::{Lack, Place, Slot};

/// An answer that is not an error, before its body is looked at.
pub struct Answer {
    pub(crate) operation: &'static Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Empty as soon as it has been read: it can be long.
    pub(crate) body: Bytes,
    pub(crate) mode: Mode,
    pub(crate) attempts: u32,
    /// What the body was read into.
    ///
    /// Its type is known to its users alone. What drops it comes with it, from the crate that the
    /// type is of: a program that looks at an answer and leaves it would otherwise have another copy
    /// of what drops the model, and every model in it.
    pub(crate) value: Option<Box<dyn Any + Send + Sync>>,
    /// What a page has beside its model.
    pub(crate) beside: Beside,
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

    /// For whom an answer is, has it alone: it is in an `Arc` because what drops one is a function and
    /// not a piece of code in each place.
    pub(crate) fn own(self: &mut Arc<Self>) -> &mut Self {
        Arc::get_mut(self).expect("an answer has one owner")
    }

    /// Holds what the body was read into.
    #[doc(hidden)]
    pub fn __keep(mut self: Arc<Self>, value: impl Any + Send + Sync) -> Arc<Self> {
        self.keep(Box::new(value));
        self
    }

    pub(crate) fn keep(self: &mut Arc<Self>, value: Box<dyn Any + Send + Sync>) {
        let answer = self.own();
        answer.body = Bytes::new();
        answer.value = Some(value);
    }

    /// Takes out what the body was read into.
    #[doc(hidden)]
    pub fn __take<T: Any>(self: &mut Arc<Self>) -> T {
        let value = self
            .own()
            .value
            .take()
            .and_then(|value| value.downcast().ok());
        *value.expect(KEPT)
    }

    /// Reads the body, which is JSON, into a place, and holds it.
    ///
    /// What reads an answer takes it and gives it back: what becomes of it after an error is compiled
    /// here once, and not once a model.
    fn read(mut self: Arc<Self>, mut place: Box<dyn Place>) -> Result<Arc<Self>, Error> {
        if !(self.body.is_empty() && place.lack(Lack::Absent)) {
            decode(&mut *place, &self.body, self.mode).map_err(|misfit| self.misfit(misfit))?;
        }
        self.keep(place);
        Ok(self)
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

const KEPT: &str = "an answer holds what its body was read into";

/// What a [`Sending`](crate::Sending) can give.
pub trait FromAnswer: Sized {
    /// Makes it of an answer.
    fn from_answer(answer: Arc<Answer>) -> Result<Self, Error>;
}

/// What the body of a [`Response`] can be: a model (JSON), [`Bytes`], [`Text`], `()`, or an enum by status.
pub trait FromBody: Any + Sized {
    /// Makes it of an answer, which holds it.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if the body is not what the document says.
    fn read(answer: Arc<Answer>) -> Result<Arc<Answer>, Error>;
}

impl<T: Place> FromBody for T {
    #[inline]
    fn read(answer: Arc<Answer>) -> Result<Arc<Answer>, Error> {
        answer.read(T::boxed())
    }
}

impl FromBody for Bytes {
    fn read(answer: Arc<Answer>) -> Result<Arc<Answer>, Error> {
        let body = answer.body.clone();
        Ok(answer.__keep(body))
    }
}

/// A body of text in UTF-8.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Text(pub String);

impl FromBody for Text {
    fn read(answer: Arc<Answer>) -> Result<Arc<Answer>, Error> {
        match std::str::from_utf8(&answer.body).map(str::to_owned) {
            Ok(text) => Ok(answer.__keep(Self(text))),
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

/// An answer with its body. It is one pointer wide.
pub struct Response<B, H = NoHeaders> {
    answer: Arc<Answer>,
    holds: PhantomData<fn() -> (B, H)>,
}

impl<B: Any, H> Response<B, H> {
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
        let value = self.answer.value.as_deref();
        value.and_then(|value| value.downcast_ref()).expect(KEPT)
    }

    /// The body alone.
    pub fn into_body(mut self) -> B {
        self.answer.__take()
    }

    /// Of an answer that holds such a body.
    #[inline]
    pub(crate) fn new(answer: Arc<Answer>) -> Self {
        Self {
            answer,
            holds: PhantomData,
        }
    }

    /// The error for one item of the body.
    pub(crate) fn rejection(&self, misfit: &Misfit, json: &serde_json::Value) -> Error {
        self.answer.rejection(misfit, json)
    }

    pub(crate) fn beside(&self) -> &Beside {
        &self.answer.beside
    }

    pub(crate) fn body_mut(&mut self) -> &mut B {
        let value = self.answer.own().value.as_deref_mut();
        value.and_then(|value| value.downcast_mut()).expect(KEPT)
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

impl<B: Any + Clone + Send + Sync, H> Clone for Response<B, H> {
    fn clone(&self) -> Self {
        let Answer {
            operation,
            status,
            ref headers,
            ref body,
            mode,
            attempts,
            value: _,
            ref beside,
        } = *self.answer;
        Self::new(Arc::new(Answer {
            operation,
            status,
            headers: headers.clone(),
            body: body.clone(),
            mode,
            attempts,
            value: Some(Box::new(self.body().clone())),
            beside: beside.clone(),
        }))
    }
}

impl<B: FromBody, H> FromAnswer for Response<B, H> {
    #[inline]
    fn from_answer(answer: Arc<Answer>) -> Result<Self, Error> {
        B::read(answer).map(Self::new)
    }
}

impl<B: Any + fmt::Debug, H> fmt::Debug for Response<B, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Response");
        shown
            .field("status", &self.answer.status)
            .field("body", self.body())
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
            fn read(
                answer: ::std::sync::Arc<$crate::Answer>,
            ) -> ::core::result::Result<::std::sync::Arc<$crate::Answer>, $crate::Error> {
                #[allow(unreachable_patterns)]
                match answer.status().as_u16() {
                    $($status => {
                        $(let mut answer = <$type as $crate::FromBody>::read(answer)?;)?
                        let body = Self::$variant $(({ let body: $type = answer.__take(); body }))?;
                        ::core::result::Result::Ok(answer.__keep(body))
                    })*
                    _ => ::core::result::Result::Err(answer.__unexpected()),
                }
            }
        }
    };
}
