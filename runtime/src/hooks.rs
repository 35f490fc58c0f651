//! Hooks: code that runs before each request and after each response.

use http::StatusCode;
use http::header::HeaderMap;
use url::Url;

use crate::error::Error;
use crate::model::mismatch::{Mismatch, Mismatches};
use crate::operation::table::Operation;

/// Called around each attempt, for metrics, logs, and headers such as `traceparent`.
///
/// Hooks run for every request: they should be fast, and must not panic.
pub trait Hooks: Send + Sync + 'static {
    /// Called before an attempt. It may add headers; those of the credentials and `User-Agent` are set
    /// afterwards and take precedence.
    fn before_request(&self, attempt: &Attempt<'_>, headers: &mut HeaderMap) {
        let _ = (attempt, headers);
    }

    /// Called after an attempt, successful or not. It is not called if the attempt is cancelled: because the
    /// caller dropped the future, or the operation reached its time limit.
    fn after_response(&self, attempt: &Attempt<'_>, outcome: Outcome<'_>) {
        let _ = (attempt, outcome);
    }

    /// Called after reading a response with values that do not match the document: the first 100 mismatches,
    /// and how many there are. Strict clients return an error instead.
    fn did_not_fit(&self, operation: &'static Operation, mismatches: &[Mismatch], count: usize) {
        let _ = (operation, mismatches, count);
    }
}

/// One attempt at an operation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The operation: its ID, its method and its path template.
    pub operation: &'static Operation,
    /// The number of the attempt, from 1.
    pub number: u32,
    /// The URL without credentials. Its path and query may contain sensitive data.
    pub url: &'a Url,
}

/// The result of an attempt.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Outcome<'a> {
    /// A response whose status the document declares as a success.
    Success(StatusCode, &'a HeaderMap),
    /// An error. The client may still retry.
    Failure(&'a Error),
}

/// Records the values of a response that do not match the document, without the values themselves.
pub(crate) fn mismatched(operation: &Operation, mismatches: &Mismatches) {
    #[cfg(feature = "tracing")]
    for mismatch in &mismatches.described {
        let (path, expected) = (&*mismatch.path, mismatch.expected);
        let kind = tracing::field::debug(mismatch.kind);
        // A value that was converted is no reason for a warning.
        if mismatch.kind == crate::MismatchKind::Converted {
            tracing::debug!(
                operation.id = operation.id(),
                path,
                expected,
                kind,
                "response value does not match its schema"
            );
        } else {
            tracing::warn!(
                operation.id = operation.id(),
                path,
                expected,
                kind,
                "response value does not match its schema"
            );
        }
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (operation, mismatches);
}
