//! A request as it would be sent.

use std::fmt;

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use url::Url;

use crate::error::{Error, Violation};
use crate::message::accept;
use crate::message::check::{check, violation};
use crate::message::parameter_values::ParameterValues;
use crate::message::request_body::body;
use crate::operation::multipart::Boundary;
use crate::operation::parameter::{Location, Parameter};
use crate::operation::style;
use crate::operation::table::{Method, Operation};
use crate::transport::body::Body;

/// A request as it would be sent, without the credentials: they are added when it is sent.
///
/// `Display` formats it like an HTTP message. It contains all values of the caller, including sensitive data.
#[derive(Debug, PartialEq)]
pub struct Request {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Body,
}

impl Request {
    /// The method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The URL with its query.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The headers, without those of the connection, the credentials and the client.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; empty if there is none.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// The request without its URL, to which an API key may still be added.
    pub(crate) fn unaddressed(&self) -> http::Request<Body> {
        let mut request = http::Request::new(self.body.try_clone().unwrap_or_default());
        *request.method_mut() = self.method.into();
        *request.headers_mut() = self.headers.clone();
        request
    }

    /// The same request at another URL: the next page.
    pub(crate) fn at(&self, url: Url) -> Self {
        Self {
            method: self.method,
            url,
            headers: self.headers.clone(),
            body: self.body.try_clone().unwrap_or_default(),
        }
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url)?;
        for (name, value) in &self.headers {
            write!(f, "\n{name}: {}", String::from_utf8_lossy(value.as_bytes()))?;
        }
        if !self.body().is_empty() {
            let body = self
                .body
                .as_bytes()
                .map(|body| String::from_utf8_lossy(body));
            write!(f, "\n\n{}", body.unwrap_or("(a stream)".into()))?;
        }
        Ok(())
    }
}

/// Checks all rules and builds the request, with the media type that the caller prefers; `is_raw` if the response is
/// returned undecoded.
pub(crate) fn build(
    operation: &'static Operation,
    base: Url,
    given: &ParameterValues,
    boundary: Option<&Boundary>,
    preferred: Option<&str>,
    is_raw: bool,
) -> Result<Request, Error> {
    let mut violations = check(operation, given);
    let mut headers = HeaderMap::new();
    let accept = accept::header(operation.facts(), preferred, is_raw).unwrap_or_else(|problem| {
        violations.push(Violation {
            location: Some(Location::Header),
            parameter: "Accept".to_owned(),
            problem,
        });
        String::new()
    });
    if !accept.is_empty() {
        let value = HeaderValue::from_bytes(accept.as_bytes());
        headers.insert(
            ACCEPT,
            value.map_err(|_| {
                Error::configuration("the accepted media types are not a valid header value")
            })?,
        );
    }
    violations.extend(set_headers(operation, given, &mut headers));
    if !violations.is_empty() {
        return Err(Error::invalid(violations));
    }
    let url = url(operation, base, given)?;
    let (media_type, body) = body(operation, given, boundary)?;
    if let Some(media_type) = media_type {
        let value = HeaderValue::from_str(&media_type);
        headers.insert(
            CONTENT_TYPE,
            value.map_err(|_| Error::configuration("the media type of the body is invalid"))?,
        );
    }
    Ok(Request {
        method: operation.method,
        url,
        headers,
        body,
    })
}

fn set_headers(
    operation: &Operation,
    given: &ParameterValues,
    headers: &mut HeaderMap,
) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut cookies = Vec::new();
    for parameter in operation.parameters() {
        let Some(value) = given.value(parameter.location, parameter.name) else {
            continue;
        };
        match parameter.location {
            Location::Cookie => cookies.extend(style::pairs(&parameter, value)),
            Location::Header if !is_reserved(parameter.name) => match header(&parameter, value) {
                Ok((name, value)) => {
                    headers.insert(name, value);
                }
                Err(problem) => violations.push(violation(&parameter, problem.to_owned())),
            },
            _ => {}
        }
    }
    if !cookies.is_empty() {
        let cookie = HeaderValue::from_str(&cookies.join("; "))
            .expect("percent-encoded text fits into a header");
        headers.insert(COOKIE, cookie);
    }
    violations
}

/// Headers that a document cannot declare (OpenAPI 3.0, Parameter Object).
fn is_reserved(name: &str) -> bool {
    ["accept", "content-type", "authorization"]
        .iter()
        .any(|reserved| reserved.eq_ignore_ascii_case(name))
}

fn header(parameter: &Parameter, value: &Value) -> Result<(HeaderName, HeaderValue), &'static str> {
    const UNFIT: &str = "it is not a valid header value";
    let name = HeaderName::from_bytes(parameter.name.as_bytes()).map_err(|_| UNFIT)?;
    let text = style::header(parameter, value)?;
    let mut value = HeaderValue::from_str(&text)
        .or_else(|_| HeaderValue::from_bytes(text.as_bytes()))
        .map_err(|_| UNFIT)?;
    value.set_sensitive(parameter.sensitive);
    Ok((name, value))
}

fn url(operation: &Operation, mut url: Url, given: &ParameterValues) -> Result<Url, Error> {
    let whole = path(operation, given, url.path().trim_end_matches('/'));
    // A `?` in a value is encoded: this one is in the document.
    let (path, fixed) = whole.split_once('?').unwrap_or((&whole, ""));
    if path.contains("/.") && path.split('/').any(|part| matches!(part, "." | "..")) {
        return Err(Error::new(
            crate::ErrorKind::InvalidRequest,
            "a segment of the path is `.` or `..`",
        ));
    }
    url.set_path(path);
    let fixed = (!fixed.is_empty()).then(|| fixed.to_owned());
    let queries = operation.parameters_in(Location::Query);
    let given = queries.filter_map(|parameter| {
        Some(style::pairs(
            &parameter,
            given.value(Location::Query, parameter.name)?,
        ))
    });
    let pairs: Vec<_> = fixed.into_iter().chain(given.flatten()).collect();
    url.set_query((!pairs.is_empty()).then(|| pairs.join("&")).as_deref());
    url.set_fragment(None);
    Ok(url)
}

/// The operation's path with its parameters, below the path of the server.
fn path(operation: &Operation, given: &ParameterValues, base: &str) -> String {
    let mut rest = operation.path();
    // Space for parameters that are longer than their names, as most are.
    let mut path = String::with_capacity(base.len() + 2 * rest.len());
    path.push_str(base);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        path.push_str(before);
        let parameter = operation.parameter(Location::Path, name);
        if let Some((parameter, value)) = parameter.zip(given.value(Location::Path, name)) {
            path.push_str(&style::path(&parameter, value));
        }
        rest = after;
    }
    path.push_str(rest);
    path
}
