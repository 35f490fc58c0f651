//! Errors.

pub(crate) mod kind;
pub(crate) mod repeat;
pub(crate) mod retry_after;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderMap;
use serde_json::Value;

use crate::error::repeat::Repeat;
use crate::model::decode_error::DecodeError;
use crate::model::field_slot::FieldSlot;
use crate::model::text::excerpt;
use crate::operation::table::Operation;
pub use kind::{ErrorKind, TimeoutKind, Violation};

/// The most bytes of an error response's body that are kept.
const KEPT: usize = 64 * 1024;

/// An error of an operation, or of building a client.
///
/// It has the size of one pointer. Neither `Display` nor `Debug` shows credentials.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    message: String,
    violations: Vec<Violation>,
    path: Option<String>,
    answer: Option<ErrorResponse>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
    attempts: u32,
    timeout: Option<TimeoutKind>,
    repeat: Repeat,
    retry_after: Option<Duration>,
}

struct ErrorResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    code: Option<i64>,
    service_message: Option<String>,
    more_info: Option<String>,
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
            attempts: 0,
            timeout: None,
            repeat: Repeat::Never,
            retry_after: None,
        }))
    }

    /// An error for an exceeded time limit.
    pub(crate) fn timeout(kind: TimeoutKind, limit: Option<Duration>) -> Self {
        let message = match limit {
            Some(limit) => format!("timeout: {kind} took longer than {limit:?}"),
            None => format!("timeout: {kind} took too long"),
        };
        let mut error = Self::new(ErrorKind::Timeout, message);
        error.0.timeout = Some(kind);
        if kind == TimeoutKind::Attempt {
            error.0.repeat = Repeat::Idempotent;
        }
        error
    }

    pub(crate) fn repeatable(mut self, repeat: Repeat) -> Self {
        self.0.repeat = repeat;
        self
    }

    pub(crate) fn repeat(&self) -> Repeat {
        self.0.repeat
    }

    /// Puts the subject in front of the message.
    pub(crate) fn about(mut self, what: &str) -> Self {
        self.0.message = format!("{what}: {}", self.0.message);
        self
    }

    /// Sets the wait that a server other than the operation's asks for.
    pub(crate) fn waiting(mut self, retry_after: Option<Duration>) -> Self {
        self.0.retry_after = retry_after;
        self
    }

    /// Sets the number of attempts.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
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

    pub(crate) fn decode_error(decode_error: &DecodeError) -> Self {
        let path = decode_error.path();
        let mut message = if path.is_empty() {
            decode_error.reason.clone()
        } else {
            format!("{path}: {}", decode_error.reason)
        };
        if let Some(excerpt) = &decode_error.excerpt {
            message.push_str(&format!(" (found {excerpt})"));
        }
        let mut error = Self::new(ErrorKind::Decode, message);
        error.0.path = Some(path);
        error
    }

    pub(crate) fn of(mut self, operation: &Operation) -> Self {
        self.0.operation = Some(operation.id());
        self
    }

    pub(crate) fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Attaches the response that the error is about.
    pub(crate) fn with_response(
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
        self.0.answer = Some(ErrorResponse {
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

    /// Removes the secrets of the request from the service's message.
    pub(crate) fn hiding(mut self, hide: &dyn Fn(&str) -> String) -> Self {
        if let Some(answer) = &mut self.0.answer {
            for text in [&mut answer.service_message, &mut answer.more_info] {
                *text = text.as_deref().map(hide);
            }
        }
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

    /// The number of attempts; 0 if there was none. An attempt may have ended before anything was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The time limit that was exceeded.
    pub fn timeout_kind(&self) -> Option<TimeoutKind> {
        self.0.timeout
    }

    /// Decodes the body of the error response as a model, usually the error that the document declares. The
    /// section "Errors" of each operation lists the model of each status.
    ///
    /// ```
    /// # use bindery_runtime::rt::{object};
    /// # use bindery_runtime::{Error, StatusCode, Unexpected};
    /// # #[derive(Clone, Default)]
    /// # pub struct OrderConflict { pub holder: String, pub unexpected: Unexpected }
    /// # object! { OrderConflict { holder = "holder", } }
    /// fn holder(error: &Error) -> Option<String> {
    ///     match error.status()? {
    ///         StatusCode::CONFLICT => Some(error.decode::<OrderConflict>().ok()?.holder),
    ///         _ => None,
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if there is no body, it is longer than 64 KiB, or it does not match the
    /// model. Unlike for other responses, a required property that is missing or has the wrong type is an
    /// error, because no mismatch could be reported.
    pub fn decode<T: FieldSlot>(&self) -> Result<T, Error> {
        crate::json::complete(self.body().unwrap_or_default())
    }

    /// What is wrong, without the name of the operation. For an API error, this is the service's message,
    /// without the secrets of the request.
    pub fn message(&self) -> &str {
        let told = self
            .0
            .answer
            .as_ref()
            .and_then(|answer| answer.service_message.as_deref());
        told.unwrap_or(&self.0.message)
    }

    /// All rules that the request violates.
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// The status of the response.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.answer.as_ref().map(|answer| answer.status)
    }

    /// The service's error code (`code` in its body).
    pub fn code(&self) -> Option<i64> {
        self.0.answer.as_ref()?.code
    }

    /// The URL at which the service explains the error.
    pub fn more_info(&self) -> Option<&str> {
        self.0.answer.as_ref()?.more_info.as_deref()
    }

    /// The service's ID for the request; the service's support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// The headers of the response.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(|answer| &answer.headers)
    }

    /// The first 64 KiB of the response body, unchanged: a service may repeat secrets of the request in it.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.answer.as_ref().map(|answer| &answer.body[..])
    }

    /// The wait that the service asks for, counted from the response: `Retry-After` in seconds or as a date
    /// (RFC 9110, section 10.2.3). A date in the past gives zero.
    pub fn retry_after(&self) -> Option<Duration> {
        let own = || crate::error::retry_after::retry_after(self.headers()?);
        self.0.retry_after.or_else(own)
    }

    /// The path to the error in the response body, for example `bindings[3].sid`. Empty for the body as a
    /// whole.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }
}

/// The service's ID for a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let names = ["twilio-request-id", "x-request-id", "request-id"];
    names
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
}

/// One line: operation, status, the service's code and message, request, attempts.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{operation}: ")?;
        }
        if let Some(answer) = &self.0.answer {
            write!(f, "{}", answer.status)?;
            if let Some(code) = answer.code {
                write!(f, " (code {code})")?;
            }
            f.write_str(": ")?;
        }
        write!(f, "{}", one_line(self.message()))?;
        if let Some(id) = self.request_id() {
            write!(f, " [request {}]", excerpt(id))?;
        }
        if self.0.attempts > 1 {
            write!(f, " [after {} attempts]", self.0.attempts)?;
        }
        Ok(())
    }
}

/// A text from a service, made safe for one line of a log.
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
