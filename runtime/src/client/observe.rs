//! Spans and events of the `tracing` crate, by OpenTelemetry's conventions for HTTP clients.
//!
//! The spans have the path template instead of the path, and no query: both may contain sensitive data, and a
//! query an API key. Without the feature `tracing`, nothing is recorded.

use std::time::Duration;

use url::Url;

use crate::error::Error;
use crate::message::raw_response::RawResponse;
use crate::operation::table::Operation;

/// The span of an operation.
pub(crate) struct Span {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(not(feature = "tracing"))]
impl Span {
    pub(crate) fn new(_: &Operation, _: &Url) -> Self {
        Self {}
    }

    pub(crate) async fn around<T>(&self, work: impl Future<Output = T>) -> T {
        work.await
    }

    pub(crate) fn attempt(&self, _: u32, _: &Result<RawResponse, Error>) {}

    pub(crate) fn waiting(&self, _: Duration) {}

    pub(crate) fn ended(&self, _: u32, _: &Result<RawResponse, Error>) {}
}

#[cfg(feature = "tracing")]
impl Span {
    pub(crate) fn new(operation: &Operation, url: &Url) -> Self {
        let span = tracing::info_span!(
            "http.client.request",
            otel.name = format_args!("{} {}", operation.method, operation.path()),
            otel.kind = "client",
            otel.status_code = tracing::field::Empty,
            operation.id = operation.id(),
            http.request.method = operation.method.as_str(),
            url.template = operation.path(),
            url.scheme = url.scheme(),
            server.address = url.host_str(),
            server.port = url.port_or_known_default(),
            http.response.status_code = tracing::field::Empty,
            http.request.resend_count = tracing::field::Empty,
            error.type = tracing::field::Empty,
        );
        Self { span }
    }

    pub(crate) async fn around<T>(&self, work: impl Future<Output = T>) -> T {
        tracing::Instrument::instrument(work, self.span.clone()).await
    }

    pub(crate) fn attempt(&self, number: u32, result: &Result<RawResponse, Error>) {
        let resend_count = number.saturating_sub(1);
        match result {
            Ok(answer) => tracing::debug!(
                parent: &self.span,
                http.request.resend_count = resend_count,
                http.response.status_code = answer.status().as_u16(),
                http.response.body.size = answer.body().len(),
                request_id = crate::error::request_id(answer.headers()),
                "with_response"
            ),
            // The service's message is left out: it may repeat what the caller sent.
            Err(error) => tracing::debug!(
                parent: &self.span,
                http.request.resend_count = resend_count,
                http.response.status_code = error.status().map(|status| status.as_u16()),
                error.type = error_type(error),
                request_id = error.request_id(),
                "failed"
            ),
        }
    }

    pub(crate) fn waiting(&self, delay: Duration) {
        let delay = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(parent: &self.span, delay_ms = delay, "retrying");
    }

    pub(crate) fn ended(&self, attempts: u32, result: &Result<RawResponse, Error>) {
        let status = match result {
            Ok(answer) => Some(answer.status()),
            Err(error) => error.status(),
        };
        if let Some(status) = status {
            self.span
                .record("http.response.status_code", status.as_u16());
        }
        if attempts > 1 {
            self.span.record("http.request.resend_count", attempts - 1);
        }
        if let Err(error) = result {
            self.span.record("error.type", error_type(error));
            self.span.record("otel.status_code", "ERROR");
        }
    }
}

/// Records the request for an OAuth 2.0 token, in the span of the operation that needs it.
pub(crate) fn asked_for_token(scheme: &str, granted: bool) {
    #[cfg(feature = "tracing")]
    tracing::debug!(scheme, granted, "requested a token");
    #[cfg(not(feature = "tracing"))]
    let _ = (scheme, granted);
}

/// The status of an API error, else the kind of the error.
#[cfg(feature = "tracing")]
fn error_type(error: &Error) -> String {
    match error.status() {
        Some(status) if error.kind() == crate::ErrorKind::Api => status.as_str().to_owned(),
        _ => format!("{:?}", error.kind()),
    }
}
