//! The way to the service, behind a trait: tests and other HTTP libraries plug in here.
//!
//! A transport sends one request and receives its answer. Nothing here knows an operation's rules,
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

/// Sends one request and receives its answer.
///
/// It follows no redirect, adds no credentials and repeats nothing.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request.
    ///
    /// The operation is in the request's extensions, as a [`&'static Operation`](crate::Operation).
    /// Dropping the future gives up the request.
    fn send(&self, request: http::Request<Body>, limits: TransportLimits) -> TransportFuture<'_>;

    /// The timer that goes with the transport; a client takes it if it is given no other.
    fn timer(&self) -> Option<Arc<dyn Timer>> {
        None
    }
}

/// What [`Transport::send`] gives.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + 'a>>;

/// What a transport must keep to.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TransportLimits {
    /// From the start to the last byte of the answer. A client that has a timer sees to it itself.
    pub timeout: Option<Duration>,
    /// So many bytes of the answer's body, after decompression. Of an error (4xx, 5xx) the beginning
    /// is enough; a longer body of another answer is [`TooLarge`](TransportErrorKind::TooLarge).
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

/// Why there is no answer.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of faults on the way.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection came about: nothing was sent.
    Connect,
    /// No connection came about in time: nothing was sent.
    ConnectTimeout,
    /// The time was over.
    Timeout,
    /// The answer began and did not end.
    Interrupted,
    /// The answer is not HTTP, or has more headers than are read.
    Malformed,
    /// The answer's body is longer than allowed.
    TooLarge,
    /// A scripted transport has no answer for the operation.
    Unscripted,
    /// Another fault; the request may have been sent.
    Other,
}

impl TransportError {
    /// A fault of this kind.
    pub fn new(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// With its cause. The cause must not show credentials.
    pub fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The kind of fault.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection to the service",
            TransportErrorKind::ConnectTimeout => "no connection to the service in time",
            TransportErrorKind::Timeout => "no complete answer in time",
            TransportErrorKind::Interrupted => "the answer was cut short",
            TransportErrorKind::Malformed => "the answer is not HTTP that can be read",
            TransportErrorKind::TooLarge => "the answer is longer than allowed",
            TransportErrorKind::Unscripted => "no answer is scripted for the operation",
            TransportErrorKind::Other => "the request did not get through",
        })?;
        // The innermost cause says what happened; the ones around it say that something did.
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
