//! The facts about an operation.

use std::fmt;

use crate::parameter::Parameter;
use crate::rules::Rules;

/// An operation of an API: all that the runtime has to know about it.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// The `operationId`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the server's URL, with `{Name}` for path parameters.
    pub path: &'static str,
    /// The server, where it is not the API's. A URL, or a path below the API's host.
    pub server: Option<&'static str>,
    /// The parameters and the fields of the form.
    pub parameters: &'static [Parameter],
    /// What body is sent.
    pub body: Body,
    /// Whether a request without a body breaks the document's rules.
    pub body_required: bool,
    /// What a body of JSON or text as a whole keeps to.
    pub body_rules: Option<&'static Rules>,
    /// The alternatives of what the request must be authorized by: each one a list of the names of
    /// schemes that are needed together. No alternative, or an empty one: nothing is needed.
    pub security: &'static [&'static [&'static str]],
    /// What a token must allow, for each scheme of each alternative in `security`; empty if none of
    /// them has scopes.
    pub scopes: &'static [&'static [&'static [&'static str]]],
    /// The media types of the documented answers, for the `Accept` header; empty to send none.
    pub accept: &'static str,
    /// The statuses from 300 to 399 that the document has an answer for. No redirect is followed.
    pub redirects: &'static [u16],
    /// The way to the next page.
    pub paging: Option<Paging>,
}

impl Operation {
    /// `GET /`, with nothing else to it.
    pub const DEFAULT: Self = Self {
        id: "",
        method: Method::GET,
        path: "/",
        server: None,
        parameters: &[],
        body: Body::None,
        body_required: false,
        body_rules: None,
        security: &[],
        scopes: &[],
        accept: "application/json",
        redirects: &[],
        paging: None,
    };
}

/// What body an operation sends, with its media type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Body {
    /// None.
    None,
    /// `application/x-www-form-urlencoded`, from the form parameters.
    Form,
    /// `multipart/form-data` (RFC 7578), from the form parameters and files.
    Multipart,
    /// A JSON document.
    Json(&'static str),
    /// Text in UTF-8.
    Text(&'static str),
    /// Bytes as they are.
    Bytes(&'static str),
}

/// Where a page tells how to get the next one; JSON pointers (RFC 6901) into its body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Paging {
    /// A URL, absolute or relative to the page's own.
    Link(&'static str),
    /// A value for a query parameter.
    Token {
        /// Where the value stands.
        pointer: &'static str,
        /// The query parameter that it is for.
        parameter: &'static str,
    },
}

/// An HTTP method.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Method(Verb);

/// A byte instead of a text, because every operation of a program has one. In the order of the names.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
enum Verb {
    Delete,
    Get,
    Head,
    Options,
    Patch,
    Post,
    Put,
    Trace,
}

impl Method {
    /// `GET`
    pub const GET: Self = Self(Verb::Get);
    /// `PUT`
    pub const PUT: Self = Self(Verb::Put);
    /// `POST`
    pub const POST: Self = Self(Verb::Post);
    /// `DELETE`
    pub const DELETE: Self = Self(Verb::Delete);
    /// `OPTIONS`
    pub const OPTIONS: Self = Self(Verb::Options);
    /// `HEAD`
    pub const HEAD: Self = Self(Verb::Head);
    /// `PATCH`
    pub const PATCH: Self = Self(Verb::Patch);
    /// `TRACE`
    pub const TRACE: Self = Self(Verb::Trace);

    /// The method's name.
    pub const fn as_str(self) -> &'static str {
        match self.0 {
            Verb::Get => "GET",
            Verb::Put => "PUT",
            Verb::Post => "POST",
            Verb::Delete => "DELETE",
            Verb::Options => "OPTIONS",
            Verb::Head => "HEAD",
            Verb::Patch => "PATCH",
            Verb::Trace => "TRACE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        Self::from_bytes(method.as_str().as_bytes()).expect("every method here is one of HTTP's")
    }
}
