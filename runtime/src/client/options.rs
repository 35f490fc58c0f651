//! Per-request overrides.

use std::time::Duration;

use crate::client::retry::RetryPolicy;

/// Per-request overrides of the client's settings. A setting that is not set has the client's value.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[must_use = "pass it to a request, or it has no effect"]
pub struct RequestOptions {
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) max_body: Option<usize>,
    pub(crate) accept: Option<String>,
}

impl RequestOptions {
    /// Creates options that override nothing.
    pub const fn new() -> Self {
        Self {
            retry: None,
            timeout: None,
            attempt_timeout: None,
            max_body: None,
            accept: None,
        }
    }

    /// Overrides the retry policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Overrides the time limit for the operation, including all attempts and waits; for a list, for each
    /// page. [`Duration::MAX`] means no limit.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Overrides the time limit for one attempt, from connecting to the last byte of the response.
    /// [`Duration::MAX`] means no limit.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Overrides the maximum size of a response body in bytes, after decompression; a longer body is an
    /// error. Of an error response, the beginning is kept.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// Sets the preferred media type of the response (`Accept`). The other declared media types are still
    /// accepted, with a lower weight.
    ///
    /// `send` decodes the response as one type. If this type cannot be decoded from the media type, the
    /// request is invalid; `send_raw` accepts it, because it does not decode.
    pub fn accept(mut self, media_type: impl Into<String>) -> Self {
        self.accept = Some(media_type.into());
        self
    }
}
