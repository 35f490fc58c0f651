//! The kinds of errors.

use std::fmt;

use crate::operation::parameter::Location;

/// The time limit that was exceeded.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// The limit for connecting; nothing was sent.
    Connect,
    /// The limit for one attempt, from connecting to the last byte of the response.
    Attempt,
    /// The limit for the whole operation, including all attempts and waits.
    Operation,
}

impl fmt::Display for TimeoutKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting",
            Self::Attempt => "an attempt",
            Self::Operation => "the whole operation",
        })
    }
}

/// The kinds of errors.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request violates a rule of the document; nothing was sent.
    InvalidRequest,
    /// The client is not configured correctly for the operation; nothing was sent.
    Configuration,
    /// Sending the request or receiving the response failed.
    Transport,
    /// A time limit was exceeded before the response was complete.
    Timeout,
    /// The service responded with an error.
    Api,
    /// The response does not match the document.
    Decode,
    /// The link to the next page cannot be followed safely; nothing was sent to it.
    Paging,
    /// The authorization server granted no token; the operation's own request was not sent.
    Authorization,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidRequest => "invalid request",
            Self::Configuration => "configuration",
            Self::Transport => "transport",
            Self::Timeout => "timeout",
            Self::Api => "service error",
            Self::Decode => "unexpected response",
            Self::Paging => "paging",
            Self::Authorization => "no token",
        })
    }
}

/// A rule of the document that a request violates.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Violation {
    /// The location of the parameter; `None` for the body as a whole.
    pub location: Option<Location>,
    /// The name of the parameter in the document.
    pub parameter: String,
    /// What is wrong. It contains the value, unless the value is sensitive.
    pub problem: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.parameter, self.problem)
    }
}
