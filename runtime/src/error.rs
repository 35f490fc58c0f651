//! What can go wrong.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::{DATE, HeaderMap, RETRY_AFTER};
use serde_json::Value;

use crate::misfit::Misfit;
use crate::operation::Operation;
use crate::parameter::Location;
use crate::text::excerpt;

/// So much of an error's body is kept.
const KEPT: usize = 64 * 1024;

/// What went wrong with an operation or with making a client.
///
/// It is one pointer wide. Neither `Display` nor `Debug` shows credentials.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    message: String,
    violations: Vec<Violation>,
    path: Option<String>,
    answer: Option<Answered>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

struct Answered {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    code: Option<i64>,
    service_message: Option<String>,
    more_info: Option<String>,
}

/// The kinds of errors.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request breaks the document's rules; nothing was sent.
    InvalidRequest,
    /// The client is not set up for the operation; nothing was sent.
    Configuration,
    /// The request or its answer did not get through.
    Transport,
    /// No complete answer came in time.
    Timeout,
    /// The service answered with an error.
    Api,
    /// The answer is not what the document says.
    Decode,
    /// The way to the next page is not safe to go; nothing was sent there.
    Paging,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidRequest => "invalid request",
            Self::Configuration => "configuration",
            Self::Transport => "transport",
            Self::Timeout => "timeout",
            Self::Api => "error of the service",
            Self::Decode => "unexpected answer",
            Self::Paging => "paging",
        })
    }
}

/// A rule of the document that a request breaks.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Violation {
    /// Where the parameter stands; none for the body as a whole.
    pub location: Option<Location>,
    /// The parameter's name, as in the document.
    pub parameter: String,
    /// What is wrong; the value is in it unless it is personal.
    pub problem: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.parameter, self.problem)
    }
}

impl Error {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            message: message.into(),
            violations: Vec::new(),
            path: None,
            answer: None,
            source: None,
        }))
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    pub(crate) fn invalid(violations: Vec<Violation>) -> Self {
        let texts: Vec<_> = violations.iter().map(Violation::to_string).collect();
        let mut error = Self::new(ErrorKind::InvalidRequest, texts.join("; "));
        error.0.violations = violations;
        error
    }

    pub(crate) fn decode(misfit: &Misfit) -> Self {
        let path = misfit.path();
        let mut message = if path.is_empty() {
            misfit.reason.clone()
        } else {
            format!("{path}: {}", misfit.reason)
        };
        if let Some(excerpt) = &misfit.excerpt {
            message.push_str(&format!(" (found {excerpt})"));
        }
        let mut error = Self::new(ErrorKind::Decode, message);
        error.0.path = Some(path);
        error
    }

    pub(crate) fn of(mut self, operation: &Operation) -> Self {
        self.0.operation = Some(operation.id);
        self
    }

    pub(crate) fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Attaches the answer that the error is about.
    pub(crate) fn answered(
        mut self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Self {
        let json: Option<Value> = if self.0.kind == ErrorKind::Api {
            serde_json::from_slice(body).ok()
        } else {
            None
        };
        let text = |names: &[&str]| {
            let json = json.as_ref()?;
            let found = names.iter().find_map(|name| json.get(name)?.as_str());
            found.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        self.0.answer = Some(Answered {
            status,
            headers: headers.clone(),
            body: if body.len() > KEPT {
                Bytes::copy_from_slice(&body[..KEPT])
            } else {
                body.clone()
            },
            code: json.as_ref().and_then(|json| json.get("code")?.as_i64()),
            service_message: text(&["message", "detail", "error_description", "title", "error"]),
            more_info: text(&["more_info"]),
        });
        self
    }

    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The `operationId` of the operation.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// What is wrong, without the operation's name; of the service's errors it is the service's text.
    pub fn message(&self) -> &str {
        let told = self
            .0
            .answer
            .as_ref()
            .and_then(|answer| answer.service_message.as_deref());
        told.unwrap_or(&self.0.message)
    }

    /// The rules that the request breaks, all of them.
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// The status of the answer.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.answer.as_ref().map(|answer| answer.status)
    }

    /// The number that the service gave the error (`code` in its body).
    pub fn code(&self) -> Option<i64> {
        self.0.answer.as_ref()?.code
    }

    /// Where the service explains the error.
    pub fn more_info(&self) -> Option<&str> {
        self.0.answer.as_ref()?.more_info.as_deref()
    }

    /// The name that the service gave the request; its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// The headers of the answer.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(|answer| &answer.headers)
    }

    /// The body of the answer, its first 64 KiB.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.answer.as_ref().map(|answer| &answer.body[..])
    }

    /// How long the service asks to wait, counted from the answer: `Retry-After` in seconds or as a
    /// date (RFC 9110, section 10.2.3). A date in the past is no time at all.
    pub fn retry_after(&self) -> Option<Duration> {
        let headers = self.headers()?;
        let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let parse = |text: &str| {
            jiff::fmt::rfc2822::DateTimeParser::new()
                .parse_timestamp(http_date(text))
                .ok()
        };
        let until = parse(text)?;
        let answered = headers
            .get(DATE)
            .and_then(|date| parse(date.to_str().ok()?.trim()));
        let left = until.duration_since(answered.unwrap_or_else(jiff::Timestamp::now));
        Some(Duration::try_from(left).unwrap_or_default())
    }

    /// Where in the answer's body the error is: `bindings[3].sid`. Empty for the body as a whole.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }
}

/// An HTTP date without its zone, which RFC 2822 wants as a number or a name; `GMT` is both.
fn http_date(text: &str) -> String {
    text.strip_suffix("GMT")
        .map_or_else(|| text.to_owned(), |start| format!("{start}+0000"))
}

/// The name that the service gave a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let names = ["twilio-request-id", "x-request-id", "request-id"];
    names
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
}

/// One line: operation, status, the service's code and message, request.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{operation}: ")?;
        }
        let Some(answer) = &self.0.answer else {
            return write!(f, "{}", one_line(&self.0.message));
        };
        write!(f, "{}", answer.status)?;
        if let Some(code) = answer.code {
            write!(f, " (code {code})")?;
        }
        write!(f, ": {}", one_line(self.message()))?;
        if let Some(id) = request_id(&answer.headers) {
            write!(f, " [request {}]", excerpt(id))?;
        }
        Ok(())
    }
}

/// Text of others, fit for a line of a log.
fn one_line(text: &str) -> String {
    let start: String = text
        .chars()
        .take(500)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if start.len() < text.len() {
        start + "…"
    } else {
        start
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Error");
        shown
            .field("kind", &self.0.kind)
            .field("message", &format_args!("{self}"));
        if let Some(source) = &self.0.source {
            shown.field("source", &format_args!("{source}"));
        }
        shown.finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn std::error::Error + 'static))
    }
}
