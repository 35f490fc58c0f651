//! What comes back.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

use crate::charset;
use crate::client::hooks::Hooks;
use crate::client::observe::mismatched;
use crate::decode::{decode, read_nothing};
use crate::error::{Error, ErrorKind, request_id};
use crate::fill::Mode;
use crate::misfit::Misfit;
use crate::mismatch::{Mismatch, Mismatches};
use crate::notes::Rejection;
use crate::object::{put_text, with_places};
use crate::operation::Operation;
use crate::original::Original;
use crate::page::Beside;
use crate::place::{Lack, Place, Slot};

/// An answer that is not an error. It is one pointer wide.
// The pointer is never cloned. It is an `Arc` because dropping one is a call of one function; what drops
// the parts of a `Box` would stand wherever a program gives up an answer.
pub struct Answer(Arc<Parts>);

// Who has a reference to an answer can only read it, so that no panic leaves it half changed.
impl UnwindSafe for Answer {}
impl RefUnwindSafe for Answer {}

/// What an answer is made of.
pub(crate) struct Parts {
    pub(crate) operation: &'static Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Empty as soon as it has been read: it can be long.
    pub(crate) body: Bytes,
    pub(crate) mode: Mode,
    pub(crate) attempts: u32,
    /// What the body was read into.
    ///
    /// Its type is known to its users alone. What drops a model comes with it, from the crate that it is
    /// of ([`Place::boxed`]): a program that looks at an answer and leaves it would otherwise have
    /// another copy of that, and of what drops every model in it.
    pub(crate) value: Option<Box<dyn Any + Send + Sync>>,
    /// What a page has beside its model.
    pub(crate) beside: Beside,
    /// What of the body is not as documented.
    pub(crate) told: Told,
    /// Who is told of it besides.
    pub(crate) hooks: Option<Arc<dyn Hooks>>,
}

/// What there is to tell of a body that was read.
#[derive(Clone, Default)]
pub(crate) struct Told {
    mismatches: Mismatches,
    /// What belongs to the body itself and to no model in it.
    originals: Vec<Original>,
}

impl Answer {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body; empty after it has been read.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// A response, the body of which was read as this.
    pub fn with_body<B: Any + Send + Sync>(self, body: B) -> Response<B> {
        Response::new(self.keep(Box::new(body)))
    }

    /// The error of kind [`Decode`](ErrorKind::Decode) for a body that is not what it should be, for this
    /// reason: what [`FromBody::read`] gives back then.
    pub fn refused(&self, reason: impl Into<String>) -> Error {
        self.0.misfit(Misfit::new(reason.into()))
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    pub(crate) fn parts_mut(&mut self) -> &mut Parts {
        Arc::get_mut(&mut self.0).expect("an answer cannot be cloned")
    }

    /// Holds what the body was read into.
    pub(crate) fn keep(mut self, value: Box<dyn Any + Send + Sync>) -> Self {
        let parts = self.parts_mut();
        parts.body = Bytes::new();
        parts.value = Some(value);
        self
    }

    /// Reads the body, which is JSON, into a place, and holds it.
    ///
    /// What reads an answer takes it and gives it back: what becomes of it after an error is compiled
    /// here once, and not once a model.
    fn read(mut self, mut place: Box<dyn Place>) -> Result<Self, Error> {
        self.decode(&mut *place, None)?;
        Ok(self.keep(place))
    }

    /// Reads the body, and tells what of it is not as documented. Items of the watched property that do
    /// not fit are given back.
    pub(crate) fn decode(
        &mut self,
        place: &mut dyn Place,
        watched: Option<&'static str>,
    ) -> Result<Vec<Rejection>, Error> {
        let Parts { body, mode, .. } = self.parts();
        self.no_undocumented_body(place)?;
        if body.is_empty() && place.lack(Lack::Absent) {
            return Ok(Vec::new());
        }
        let read = if self.has_no_content() {
            read_nothing(place)
        } else {
            decode(place, body, *mode, watched)
        };
        let notes = read.map_err(|misfit| self.parts().misfit(misfit))?;
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

    /// Whether the status says that there is no body (RFC 9110, sections 15.3.5 and 15.3.6), and there is none.
    fn has_no_content(&self) -> bool {
        let is_said = matches!(
            self.status(),
            StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT
        );
        is_said && self.body().is_empty()
    }

    /// A strict client takes no body where the document describes none.
    fn no_undocumented_body(&self, place: &mut dyn Place) -> Result<(), Error> {
        let Parts {
            body, mode, status, ..
        } = self.parts();
        let is_wrong = *mode == Mode::Strict
            && status.is_success()
            && !body.is_empty()
            && matches!(place.slot(), Slot::Unit);
        if is_wrong {
            return Err(self.refused("a body, where the document describes none"));
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

    /// The error for a status that the document has no success for.
    #[doc(hidden)]
    pub fn __unexpected(&self) -> Error {
        let error = Error::new(
            ErrorKind::Decode,
            "the document describes no answer with this status",
        );
        let parts = self.parts();
        error
            .answered(parts.status, &parts.headers, &parts.body)
            .of(parts.operation)
            .after(parts.attempts)
    }
}

impl Parts {
    /// Reads the headers that the document declares into a place.
    fn read_headers(&self, place: &mut dyn Place) -> Result<(), Error> {
        read_headers(place, &self.headers).map_err(|misfit| {
            Error::misfit(&misfit)
                .of(self.operation)
                .after(self.attempts)
        })
    }

    /// The error for one item of the body.
    fn rejection(&self, misfit: &Misfit, json: &Value) -> Error {
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
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Answer");
        shown
            .field("operation", &self.0.operation.id())
            .field("status", &self.0.status);
        shown
            .field("body_length", &self.0.body.len())
            .finish_non_exhaustive()
    }
}

const KEPT: &str = "an answer holds what its body was read into";

/// What a [`Sending`](crate::Sending) can give.
pub trait FromAnswer: Sized {
    /// Makes it of an answer.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if the body is not what the document says.
    fn from_answer(answer: Answer) -> Result<Self, Error>;
}

/// What the body of a [`Response`] can be: a model (JSON), [`Bytes`], [`Text`], `()`, or an enum by status.
pub trait FromBody: Any + Sized {
    /// Makes it of an answer, whose response holds it.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if the body is not what the document says.
    fn read(answer: Answer) -> Result<Response<Self>, Error>;
}

impl<T: Place> FromBody for T {
    #[inline]
    fn read(answer: Answer) -> Result<Response<Self>, Error> {
        answer.read(T::boxed()).map(Response::new)
    }
}

impl FromBody for Bytes {
    fn read(answer: Answer) -> Result<Response<Self>, Error> {
        let body = answer.body().clone();
        Ok(answer.with_body(body))
    }
}

/// A body of text, in the encoding that its `charset` names, or UTF-8.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Text(pub String);

impl FromBody for Text {
    fn read(answer: Answer) -> Result<Response<Self>, Error> {
        let media_type = answer.headers().get(CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok());
        match charset::decode(media_type, answer.body()) {
            Ok(text) => Ok(answer.with_body(Self(text))),
            Err(problem) => Err(answer.refused(problem)),
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
    answer: Answer,
    /// Of no other type than `B`, not even one that `B` is a subtype of.
    body: PhantomData<fn(B) -> B>,
    declared: PhantomData<fn() -> H>,
}

impl<B, H> Response<B, H> {
    /// The status: from 200 to 299, or a redirect that the document describes.
    pub fn status(&self) -> StatusCode {
        self.answer.status()
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        self.answer.headers()
    }

    /// The name that the service gave the request; its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.answer.headers())
    }

    /// How many times the request was tried, this time included.
    pub fn attempts(&self) -> u32 {
        self.answer.parts().attempts
    }

    /// The values of the body that are not what the document declares, the first 100 of them. Undeclared
    /// properties are not among them; these are additions.
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.answer.parts().told.mismatches.described
    }

    /// How many values of the body are not what the document declares.
    pub fn mismatch_count(&self) -> usize {
        self.answer.parts().told.mismatches.count
    }

    /// The items that did not fit, of a body that is a list or a map itself: where they were in it, as a
    /// JSON Pointer (RFC 6901), and their raw values. Those of a list in a model are in
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

    /// The body alone.
    pub fn into_body(mut self) -> B {
        self.take()
    }

    /// The response with what becomes of its body.
    pub fn map_body<C: Any + Send + Sync>(mut self, with: impl FnOnce(B) -> C) -> Response<C, H> {
        let body = with(self.take());
        Response::new(self.answer.keep(Box::new(body)))
    }

    fn take(&mut self) -> B {
        let value = self.answer.parts_mut().value.take();
        let value = value.and_then(|value| value.downcast().ok());
        *value.expect(KEPT)
    }

    /// Of an answer that holds such a body.
    #[inline]
    pub(crate) fn new(answer: Answer) -> Self {
        Self {
            answer,
            body: PhantomData,
            declared: PhantomData,
        }
    }

    /// The error for one item of the body.
    pub(crate) fn rejection(&self, misfit: &Misfit, json: &Value) -> Error {
        self.answer.parts().rejection(misfit, json)
    }

    pub(crate) fn beside(&self) -> &Beside {
        &self.answer.parts().beside
    }

    pub(crate) fn body_mut(&mut self) -> &mut B {
        let value = self.answer.parts_mut().value.as_deref_mut();
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
        self.answer.parts().read_headers(&mut declared)?;
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
        Self::new(Answer::new(Parts {
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

impl<B: FromBody, H> FromAnswer for Response<B, H> {
    #[inline]
    fn from_answer(answer: Answer) -> Result<Self, Error> {
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
                answer: $crate::Answer,
            ) -> ::core::result::Result<$crate::Response<Self>, $crate::Error> {
                #[allow(unreachable_patterns)]
                match answer.status().as_u16() {
                    $($status => $crate::__private::answered!(answer, $variant $(, $type)?),)*
                    _ => ::core::result::Result::Err(answer.__unexpected()),
                }
            }
        }
    };
}

/// The response of one status, as a variant of the enum for all of them.
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
