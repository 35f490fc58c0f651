//! Why a request has no response, and the error for it.

use std::time::Duration;

use crate::error::repeat::Repeat;
use crate::error::{Error, ErrorKind, TimeoutKind};
use crate::transport::{TransportError, TransportErrorKind};

/// Why a request has no response.
#[derive(Debug)]
pub(crate) enum SendFault {
    /// The limit was exceeded.
    Timeout(Duration),
    /// The transport failed.
    Transport(TransportError),
}

impl SendFault {
    /// The error, without its source.
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
