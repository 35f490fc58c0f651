//! Why a request has no answer, and the error for it.

use std::time::Duration;

use crate::error::repeat::Repeat;
use crate::error::{Error, ErrorKind, TimeoutKind};
use crate::transport::{TransportError, TransportErrorKind};

/// Why a request has no answer.
#[derive(Debug)]
pub(crate) enum SendFault {
    /// It took longer than this.
    Timeout(Duration),
    /// The transport says why.
    Transport(TransportError),
}

impl SendFault {
    /// The error that it comes to, but for its source.
    pub(crate) fn error(&self) -> Error {
        let fault = match self {
            Self::Timeout(limit) => return Error::timeout(TimeoutKind::Attempt, Some(*limit)),
            Self::Transport(fault) => fault,
        };
        let (timeout, repeat) = match fault.kind() {
            TransportErrorKind::Connect => (None, Repeat::Always),
            TransportErrorKind::ConnectTimeout => (Some(TimeoutKind::Connect), Repeat::Always),
            TransportErrorKind::Timeout => (Some(TimeoutKind::Attempt), Repeat::Idempotent),
            TransportErrorKind::Interrupted
            | TransportErrorKind::Malformed
            | TransportErrorKind::Other => (None, Repeat::Idempotent),
            TransportErrorKind::TooLarge | TransportErrorKind::Unscripted => (None, Repeat::Never),
        };
        let error = match timeout {
            Some(timeout) => Error::timeout(timeout, None),
            None => Error::new(ErrorKind::Transport, fault.to_string()),
        };
        error.repeatable(repeat)
    }
}
