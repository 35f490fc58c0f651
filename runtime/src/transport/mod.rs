//! The trait that sends HTTP requests: tests and other HTTP libraries implement it.
//!
//! A transport sends one request and receives its response. Nothing here knows an operation's rules,
//! credentials or retries.

pub(crate) mod body;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod body_collector;
#[cfg(feature = "hyper")]
mod connect;
pub(crate) mod fault;
#[cfg(feature = "hyper")]
pub(crate) mod hyper;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod hyper_error;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
pub(crate) mod timer;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::transport::body::Body;
use crate::transport::timer::Timer;

/// Sends one request and receives its response.
///
/// It must not follow redirects, add credentials or retry.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request.
    ///
    /// The extensions of the request contain the operation, as a [`&'static Operation`](crate::Operation).
    /// Dropping the future cancels the request.
    fn send(&self, request: http::Request<Body>, limits: TransportLimits) -> TransportFuture<'_>;

    /// The timer for this transport; the client uses it unless another one is set.
    fn timer(&self) -> Option<Arc<dyn Timer>> {
        None
    }
}

/// The future that [`Transport::send`] returns.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + 'a>>;

/// The limits that a transport must enforce.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TransportLimits {
    /// The time limit from the start to the last byte of the response. A client with a timer enforces it
    /// itself.
    pub timeout: Option<Duration>,
    /// The maximum size of the response body in bytes, after decompression. Of an error response (4xx, 5xx)
    /// the beginning is sufficient; any other longer body is [`TooLarge`](TransportErrorKind::TooLarge).
    pub body: usize,
}

impl Default for TransportLimits {
    /// 30 seconds, 32 MiB.
    fn default() -> Self {
        Self {
            timeout: Some(Duration::from_secs(30)),
            body: 32 * 1024 * 1024,
        }
    }
}

/// Why there is no response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of transport errors.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was established; nothing was sent.
    Connect,
    /// No connection was established in time; nothing was sent.
    ConnectTimeout,
    /// The time limit was exceeded.
    Timeout,
    /// The response was incomplete.
    Interrupted,
    /// The response is not valid HTTP, or has too many headers.
    Malformed,
    /// The response body exceeds the limit.
    TooLarge,
    /// A fake transport has no response for the operation.
    Unscripted,
    /// Another error; the request may have been sent.
    Other,
}

impl TransportError {
    /// Creates an error of this kind.
    pub fn new(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// Sets the cause, which must not show credentials.
    pub fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The kind of the error.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "cannot connect to the service",
            TransportErrorKind::ConnectTimeout => "timeout while connecting to the service",
            TransportErrorKind::Timeout => "timeout",
            TransportErrorKind::Interrupted => "the response is incomplete",
            TransportErrorKind::Malformed => "the response is not valid HTTP",
            TransportErrorKind::TooLarge => "the response exceeds the size limit",
            TransportErrorKind::Unscripted => {
                "the fake transport has no response for the operation"
            }
            TransportErrorKind::Other => "the request failed",
        })?;
        // The innermost cause says what happened; the outer ones only say that something failed.
        let mut cause = self
            .source
            .as_deref()
            .map(|source| source as &dyn std::error::Error);
        while let Some(inner) = cause.and_then(std::error::Error::source) {
            cause = Some(inner);
        }
        cause.map_or(Ok(()), |cause| write!(f, ": {cause}"))
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn std::error::Error + 'static))
    }
}
