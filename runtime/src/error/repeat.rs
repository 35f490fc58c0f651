//! Whether a request may be sent again.

/// Whether an error allows to send the request again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Repeat {
    /// A repetition would give the same.
    Never,
    /// The service may have done what was asked.
    Idempotent,
    /// The service did not do what was asked.
    Always,
}
