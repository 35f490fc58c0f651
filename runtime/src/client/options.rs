//! Per-request overrides.

use std::time::Duration;

use crate::client::retry::RetryPolicy;

/// Per-request overrides of the client's settings. A setting that is absent has the client's value.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[must_use = "it counts for the call that it is given to"]
pub struct RequestOptions {
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) max_body: Option<usize>,
    pub(crate) accept: Option<String>,
}

impl RequestOptions {
    /// All as the client has it.
    pub const fn new() -> Self {
        Self {
            retry: None,
            timeout: None,
            attempt_timeout: None,
            max_body: None,
            accept: None,
        }
    }

    /// When to send the request again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// How long the operation may take with all attempts and waits; of a list, each page.
    /// [`Duration::MAX`] is no limit.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long one attempt may take, from connecting to the last byte of the answer.
    /// [`Duration::MAX`] is no limit.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// So many bytes of an answer's body are read, after decompression; a longer one is an error. Of
    /// an error's body the beginning is kept.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// The media type that the answer should have. The other media types of the documented answers are
    /// still accepted, with less weight.
    ///
    /// A call reads its answer as one type. With a media type that this type cannot be read from the request is
    /// invalid, unless the answer is given back unread, as `send_raw` does.
    pub fn accept(mut self, media_type: impl Into<String>) -> Self {
        self.accept = Some(media_type.into());
        self
    }
}
