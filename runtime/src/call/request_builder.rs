//! A request that is being built.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use serde_json::Value;

use crate::call::pages::model::Paged;
use crate::call::pages::streams::{ItemStream, PageStream};
use crate::call::ready::Call;
use crate::call::sending::{ResponseFuture, Sending};
use crate::client::Client;
use crate::client::options::RequestOptions;
use crate::error::Error;
use crate::message::content::Content;
use crate::message::parameter_values::ParameterValues;
use crate::message::raw_response::{FromResponse, RawResponse};
use crate::message::request::{Request, build};
use crate::model::check_parts;
use crate::model::encode::{Purpose, value};
use crate::model::field_slot::FieldSlot;
use crate::operation::multipart::{Boundary, File};
use crate::operation::parameter::Location;
use crate::operation::table::{BodyKind, Operation};

/// A client with the path parameters that handles have bound.
#[derive(Clone)]
pub struct Scope {
    client: Client,
    /// The values, in the order of the parameters in the path.
    bound: Vec<Bound>,
    /// The values that are bound by name.
    named: ParameterValues,
}

/// The value of a path parameter; the operation determines its name.
#[derive(Clone)]
struct Bound {
    value: Option<Value>,
    /// The rules that the value violates.
    broken: Vec<(String, String)>,
}

impl Client {
    /// The scope of the client, from which handles and calls are created.
    #[doc(hidden)]
    pub fn scope(&self) -> Scope {
        Scope::new(self.clone())
    }
}

impl Scope {
    pub(crate) fn new(client: Client) -> Self {
        Self {
            client,
            bound: Vec::new(),
            named: ParameterValues::default(),
        }
    }

    /// Binds the path parameter with this name. Crates that were generated before [`bind`](Self::bind)
    /// existed call it.
    pub fn path(mut self, name: &'static str, place: &dyn FieldSlot) -> Self {
        // Whether it is sensitive is known only with the operation.
        let sensitive = true;
        self.named.set(Location::Path, name, place, sensitive);
        self
    }

    /// Returns the scope with the next path parameter bound.
    ///
    /// Parameters are bound by position, because paths of one API may use different names for the same
    /// parameter: `/users/{id}` and `/users/{user_id}/posts`.
    pub fn bind(&self, place: &dyn FieldSlot) -> Self {
        // Whether it is sensitive is known only with the operation.
        let sensitive = true;
        let mut bound = Vec::with_capacity(self.bound.len() + 1);
        bound.extend_from_slice(&self.bound);
        bound.push(Bound {
            value: value(place, Purpose::Request),
            broken: check_parts::broken(place, None, sensitive),
        });
        Self {
            client: self.client.clone(),
            bound,
            named: self.named.clone(),
        }
    }

    /// Creates a request for an operation.
    pub fn request(&self, operation: &'static Operation) -> RequestBuilder {
        let mut given = self.named.clone();
        given.values.reserve_exact(operation.parameter_count());
        for (name, bound) in operation.path_parameters().into_iter().zip(&self.bound) {
            given.bind(name, bound.value.as_ref(), &bound.broken);
        }
        RequestBuilder(Box::new(Inner {
            client: self.client.clone(),
            operation,
            given,
            boundary: boundary(operation),
            options: RequestOptions::new(),
        }))
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = self.bound.iter().filter_map(|bound| bound.value.as_ref());
        let values = bound.chain(self.named.values.iter().map(|(_, _, value)| value));
        f.debug_list().entries(values).finish()
    }
}

/// A request that is being built. Nothing is checked or sent until [`request`](Self::request),
/// [`send`](Self::send), [`pages`](Self::pages) or [`stream`](Self::stream) is called.
///
/// It has the size of one pointer, because every method of a generated crate passes one on.
#[derive(Clone)]
#[must_use = "no request is sent until `send`, `pages` or `stream` is called"]
pub struct RequestBuilder(Box<Inner>);

#[derive(Clone)]
struct Inner {
    client: Client,
    operation: &'static Operation,
    given: ParameterValues,
    /// Drawn once, so that building the request again gives the same bytes.
    boundary: Option<Boundary>,
    options: RequestOptions,
}

fn boundary(operation: &Operation) -> Option<Boundary> {
    (operation.body == BodyKind::Multipart).then(Boundary::draw)
}

impl RequestBuilder {
    fn set(mut self, location: Location, name: &'static str, place: &dyn FieldSlot) -> Self {
        let operation = self.0.operation;
        self.0.given.give(operation, location, name, place);
        self
    }

    /// Sets a path parameter.
    pub fn path(self, name: &'static str, place: &dyn FieldSlot) -> Self {
        self.set(Location::Path, name, place)
    }

    /// Sets a query parameter.
    pub fn query(self, name: &'static str, place: &dyn FieldSlot) -> Self {
        self.set(Location::Query, name, place)
    }

    /// Sets a header.
    pub fn header(self, name: &'static str, place: &dyn FieldSlot) -> Self {
        self.set(Location::Header, name, place)
    }

    /// Sets a cookie.
    pub fn cookie(self, name: &'static str, place: &dyn FieldSlot) -> Self {
        self.set(Location::Cookie, name, place)
    }

    /// Sets a form field.
    pub fn form(self, name: &'static str, place: &dyn FieldSlot) -> Self {
        self.set(Location::Form, name, place)
    }

    /// Adds a file to a multipart body; a field may have several.
    pub fn file(mut self, name: &'static str, file: File) -> Self {
        self.0.given.files.push((name.into(), file));
        self
    }

    /// Adds several files to a multipart body, all with the same field name.
    pub fn files(mut self, name: &'static str, files: impl IntoIterator<Item = File>) -> Self {
        self.0
            .given
            .files
            .extend(files.into_iter().map(|file| (name.into(), file)));
        self
    }

    /// Adds a form field that the form allows but does not declare.
    ///
    /// An array becomes one field for each item, as in [`form`](Self::form). The name of a declared field
    /// makes the request invalid.
    pub fn extra_field(mut self, name: impl Into<String>, place: &dyn FieldSlot) -> Self {
        self.0.given.add_extra(name.into(), place);
        self
    }

    /// Adds a file to a multipart body with a field name that the form allows but does not declare.
    ///
    /// The name of a declared field makes the request invalid.
    pub fn extra_file(mut self, name: impl Into<String>, file: File) -> Self {
        self.0.given.files.push((Cow::Owned(name.into()), file));
        self
    }

    /// Sets a header of all parts with this name.
    pub fn part_header(
        mut self,
        part: &'static str,
        name: &'static str,
        place: &dyn FieldSlot,
    ) -> Self {
        self.0.given.set_part_header(part, name, place);
        self
    }

    /// Sets the form fields from the members of an object, including undeclared ones.
    pub fn fields(mut self, place: &dyn FieldSlot) -> Self {
        self.0.given.set_fields(self.0.operation, place);
        self
    }

    /// Sets the body, which is sent as JSON.
    pub fn body(mut self, place: &dyn FieldSlot) -> Self {
        self.0.given.set_json(self.0.operation, place);
        self
    }

    /// Sets the body, which is sent as JSON; `None` is sent as `null`.
    pub fn nullable_body(mut self, place: Option<&dyn FieldSlot>) -> Self {
        self.0.given.set_nullable(self.0.operation, place);
        self
    }

    /// Sets the body to these bytes.
    pub fn bytes(mut self, content: impl Into<Bytes>) -> Self {
        self.0.given.set_content(Some(content.into()), Vec::new());
        self
    }

    /// Sets the body to this text.
    pub fn text(mut self, content: impl Into<String>) -> Self {
        self.0.given.set_text(self.0.operation, content.into());
        self
    }

    /// Sets the body, with its media type. It replaces an earlier body.
    pub fn content(mut self, content: Content) -> Self {
        self.0.operation = content.operation;
        self.0.boundary = boundary(content.operation);
        self.0.given.replace_body(content.given);
        self
    }

    /// Per-request overrides: retries, time limits, maximum size of the response body.
    pub fn with(mut self, options: RequestOptions) -> Self {
        self.0.options = options;
        self
    }

    /// Converts the request into a call, which fixes the type of the response.
    pub fn call<T>(self) -> Call<T> {
        Call::new(self)
    }

    /// Builds the request that would be sent, and checks it against the rules of the document.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) with all rules that the request violates.
    pub fn request(&self) -> Result<Request, Error> {
        self.build(false)
    }

    /// `is_raw`: the response is returned undecoded.
    fn build(&self, is_raw: bool) -> Result<Request, Error> {
        let operation = self.0.operation;
        let base = self.0.client.base_url_of(operation)?;
        build(
            operation,
            base,
            &self.0.given,
            self.0.boundary.as_ref(),
            self.0.options.accept.as_deref(),
            is_raw,
        )
        .map_err(|error| error.of(operation))
    }

    /// Sends the request when the future is awaited.
    pub fn send<T: FromResponse>(self) -> Sending<T> {
        Sending::new(self.answer(false))
    }

    /// Sends the request when the future is awaited, and returns the response undecoded. It accepts all
    /// documented media types, and prefers the one of [`RequestOptions::accept`].
    pub fn send_raw(self) -> Sending<RawResponse> {
        Sending::new(self.answer(true))
    }

    /// Not generic, so that the code that sends a request is compiled once, and not once for each model.
    fn answer(self, is_raw: bool) -> ResponseFuture {
        Box::pin(async move {
            let request = self.build(is_raw)?;
            let inner = &self.0;
            inner
                .client
                .execute(inner.operation, &request, &inner.options)
                .await
        })
    }

    /// Returns the pages, starting with the one of this request.
    pub fn pages<M: Paged, H: FieldSlot>(self) -> PageStream<M, H> {
        PageStream::new(self)
    }

    /// Returns the items of all pages.
    pub fn stream<M: Paged>(self) -> ItemStream<M> {
        ItemStream::new(self)
    }

    pub(crate) fn client(&self) -> &Client {
        &self.0.client
    }

    pub(crate) fn options(&self) -> &RequestOptions {
        &self.0.options
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.0.operation
    }
}

/// Shows only the operation: values may be sensitive.
impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.given.values.iter().map(|(_, name, _)| name);
        write!(f, "RequestBuilder({} ", self.0.operation.id())?;
        f.debug_list().entries(names).finish()?;
        f.write_str(")")
    }
}

/// Converts the values of a parameter to its type.
pub fn list<T>(values: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    values.into_iter().map(Into::into).collect()
}

/// Converts the values of a parameter to strings.
pub fn strings<S: Into<String>>(values: impl IntoIterator<Item = S>) -> Vec<String> {
    list(values)
}
