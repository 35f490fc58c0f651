//! A call without optional parameters.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;

use crate::call::pages::model::{Page, Paged};
use crate::call::pages::streams::{ItemStream, PageStream};
use crate::call::request_builder::RequestBuilder;
use crate::call::sending::Sending;
use crate::client::options::RequestOptions;
use crate::error::Error;
use crate::message::raw_response::{FromResponse, RawResponse};
use crate::message::request::Request;
use crate::model::field_slot::FieldSlot;

/// A call of an operation that has no optional parameters; `T` is the type of its response.
#[must_use = "no request is sent until it is awaited, or `pages` or `stream` is called"]
pub struct Call<T> {
    builder: RequestBuilder,
    output: PhantomData<fn() -> T>,
}

impl<T> Call<T> {
    pub(crate) fn new(builder: RequestBuilder) -> Self {
        Self {
            builder,
            output: PhantomData,
        }
    }

    /// Per-request overrides of the client's settings, such as retries and time limits.
    pub fn with(self, options: RequestOptions) -> Self {
        Self::new(self.builder.with(options))
    }

    /// Builds the request that would be sent, without credentials.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) with all rules of the document that the request
    /// violates.
    pub fn request(&self) -> Result<Request, Error> {
        self.builder.request()
    }
}

impl<T: FromResponse> Call<T> {
    /// Sends the request when the future is awaited. `.await` without `send` does the same.
    pub fn send(self) -> Sending<T> {
        self.builder.send()
    }
}

impl<T> Call<T> {
    /// Sends the request when the future is awaited, and returns the response undecoded. It accepts all
    /// documented media types, and prefers the one of [`RequestOptions::accept`].
    pub fn send_raw(self) -> Sending<RawResponse> {
        self.builder.send_raw()
    }
}

impl<M: Paged, H: FieldSlot> Call<Page<M, H>> {
    /// Returns the pages from the first one, one request for each.
    pub fn pages(self) -> PageStream<M, H> {
        self.builder.pages()
    }

    /// Returns the items of all pages, from the first.
    pub fn stream(self) -> ItemStream<M> {
        self.builder.stream()
    }
}

/// Sends the request, as [`send`](Call::send) does.
impl<T: FromResponse> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Sending<T>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<T> Clone for Call<T> {
    fn clone(&self) -> Self {
        Self::new(self.builder.clone())
    }
}

/// Shows only the operation: values may be sensitive.
impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.builder.fmt(f)
    }
}
