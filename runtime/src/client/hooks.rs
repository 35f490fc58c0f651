//! What a program may do before each request and after each answer.

use http::StatusCode;
use http::header::HeaderMap;
use url::Url;

use crate::error::Error;
use crate::model::mismatch::Mismatch;
use crate::operation::table::Operation;

/// Is called around each attempt, for metrics, for logs, and for headers such as `traceparent`.
///
/// It runs on the way of every request: it should be quick, and must not panic.
pub trait Hooks: Send + Sync + 'static {
    /// Before an attempt. Headers can be added; those of the credentials and `User-Agent` are set
    /// afterwards and win.
    fn before_request(&self, attempt: &Attempt<'_>, headers: &mut HeaderMap) {
        let _ = (attempt, headers);
    }

    /// After an attempt, whatever came of it; not after one that is given up in the middle, because
    /// the caller dropped it or the operation's time was over.
    fn after_response(&self, attempt: &Attempt<'_>, outcome: Outcome<'_>) {
        let _ = (attempt, outcome);
    }

    /// After an answer was read in which values are not what the document declares: what they are, the
    /// first 100 of them, and how many there are. Strict clients give an error instead.
    fn did_not_fit(&self, operation: &'static Operation, mismatches: &[Mismatch], count: usize) {
        let _ = (operation, mismatches, count);
    }
}

/// One attempt at an operation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The operation: its name, its method and the template of its path.
    pub operation: &'static Operation,
    /// From 1 on.
    pub number: u32,
    /// The URL without credentials. Its path and query may hold sensitive data.
    pub url: &'a Url,
}

/// What came of an attempt.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Outcome<'a> {
    /// An answer that the document has a success for.
    Success(StatusCode, &'a HeaderMap),
    /// An error, which may still be retried.
    Failure(&'a Error),
}
