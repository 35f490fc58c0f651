//! A transport over a `reqwest` client.

use std::sync::Arc;

use crate::transport::body::Body;
use crate::transport::body_collector::BodyCollector;
use crate::transport::hyper_error::is_malformed;
use crate::transport::timer::{Timer, TokioTimer};
use crate::transport::{
    Transport, TransportError, TransportErrorKind, TransportFuture, TransportLimits,
};

/// A transport over a `reqwest` client, with that client's proxies, certificates and connections. It requires
/// a running Tokio runtime.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(reqwest::Client);

/// The client should neither follow redirects nor retry requests.
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>, limits: TransportLimits) -> TransportFuture<'_> {
        Box::pin(send(&self.0, request, limits))
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        Some(Arc::new(TokioTimer::default()))
    }
}

async fn send(
    client: &reqwest::Client,
    request: http::Request<Body>,
    limits: TransportLimits,
) -> Result<http::Response<Body>, TransportError> {
    let other = |error| fault(TransportErrorKind::Other, error);
    let (head, body) = request.into_parts();
    let request = http::Request::from_parts(head, body.collect().await?);
    let request = request.try_into().map_err(other)?;
    let mut answer = client.execute(request).await.map_err(other)?;
    let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
    let mut received = BodyCollector::new(status, limits.body);
    while let Some(chunk) = answer
        .chunk()
        .await
        .map_err(|error| fault(TransportErrorKind::Interrupted, error))?
    {
        if !received.take(&chunk)? {
            break;
        }
    }
    let mut response = http::Response::new(Body::from(received.finish()?));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// The error does not contain the URL: it may contain an API key.
fn fault(otherwise: TransportErrorKind, error: reqwest::Error) -> TransportError {
    let kind = match (error.is_connect(), error.is_timeout()) {
        _ if is_malformed(&error) => TransportErrorKind::Malformed,
        (true, true) => TransportErrorKind::ConnectTimeout,
        (true, false) => TransportErrorKind::Connect,
        (false, true) => TransportErrorKind::Timeout,
        (false, false) => otherwise,
    };
    TransportError::new(kind).caused_by(error.without_url())
}
