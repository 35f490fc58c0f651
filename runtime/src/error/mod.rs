//! What can go wrong.

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

    /// A limit was reached.
    pub(crate) fn timeout(kind: TimeoutKind, limit: Option<Duration>) -> Self {
        let message = match limit {
            Some(limit) => format!("no complete answer in time: {kind} took longer than {limit:?}"),
            None => format!("no complete answer in time: {kind} took too long"),
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

    /// With what it is about before what happened.
    pub(crate) fn about(mut self, what: &str) -> Self {
        self.0.message = format!("{what}: {}", self.0.message);
        self
    }

    /// With the wait that another server than the operation's asks for.
    pub(crate) fn waiting(mut self, retry_after: Option<Duration>) -> Self {
        self.0.retry_after = retry_after;
        self
    }

    /// After so many attempts.
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

    /// Attaches the answer that the error is about.
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

    /// Takes the secrets of the request out of what the service says.
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

    /// How many times the request was tried; 0 if it came to no attempt. An attempt may have ended
    /// before anything was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The time limit that was reached.
    pub fn timeout_kind(&self) -> Option<TimeoutKind> {
        self.0.timeout
    }

    /// The body of the answer as a model: the error that the document declares, for one. Which
    /// model goes with which status is in the section "Errors" of each operation.
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
    /// [`Decode`](ErrorKind::Decode) if there is no body, it is cut off at 64 KiB, or it is not such a model:
    /// a required property that is missing or does not fit is an error here, because nothing else would tell.
    pub fn decode<T: FieldSlot>(&self) -> Result<T, Error> {
        crate::json::complete(self.body().unwrap_or_default())
    }

    /// What is wrong, without the operation's name; of the service's errors it is the service's text,
    /// without the secrets that the request was sent with.
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

    /// The body of the answer, its first 64 KiB, as it came: a service may repeat in it what it was sent.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.answer.as_ref().map(|answer| &answer.body[..])
    }

    /// How long the service asks to wait, counted from the answer: `Retry-After` in seconds or as a
    /// date (RFC 9110, section 10.2.3). A date in the past is no time at all.
    pub fn retry_after(&self) -> Option<Duration> {
        let own = || crate::error::retry_after::retry_after(self.headers()?);
        self.0.retry_after.or_else(own)
    }

    /// Where in the answer's body the error is: `bindings[3].sid`. Empty for the body as a whole.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }
}

/// The name that the service gave a request.
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
