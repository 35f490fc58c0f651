//! Whether a request may be retried.

/// Whether an error allows a retry of the request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Repeat {
    /// A retry would give the same result.
    Never,
    /// The service may have applied the request.
    Idempotent,
    /// The service did not apply the request.
    Always,
}
