//! The kinds of things that can go wrong.

use std::fmt;

use crate::operation::parameter::Location;

/// The time limits.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// Of connecting; nothing was sent.
    Connect,
    /// Of one attempt, from connecting to the last byte of the answer.
    Attempt,
    /// Of the whole operation, with all attempts and waits.
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
    /// The authorization server gave no token; the operation's own request was not sent.
    Authorization,
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
            Self::Authorization => "no token",
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
    /// What is wrong; the value is in it unless it is sensitive.
    pub problem: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.parameter, self.problem)
    }
}
