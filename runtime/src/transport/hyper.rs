//! The transport over `hyper`, with rustls and ring.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, HeaderValue, PROXY_AUTHORIZATION};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Body as _;
use hyper_util::client::legacy::Client;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::{TokioExecutor, TokioTimer as HyperTimer};
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio::time::error::Elapsed;

use crate::error::Error;
use crate::transport::body::Body;
use crate::transport::body_collector::BodyCollector;
use crate::transport::connect::Connector;
use crate::transport::hyper_error::{causes, is_malformed};
use crate::transport::timer::{Timer, TokioTimer};
use crate::transport::{
    Transport, TransportError, TransportErrorKind, TransportFuture, TransportLimits,
};

/// A transport over `hyper`: HTTP/1.1 with connection reuse, TLS 1.2 and 1.3. It requires a running Tokio
/// runtime.
#[derive(Clone, Debug)]
pub struct HyperTransport {
    client: Client<Connector, Full<Bytes>>,
    connector: Connector,
}

impl HyperTransport {
    /// Creates a transport with a time limit for connecting. The operating system's rules verify
    /// certificates. The proxies are those of the environment (`HTTPS_PROXY`, `NO_PROXY` and so on), except
    /// for loopback, which needs none.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if TLS cannot be set up.
    pub fn new(connect_timeout: Duration) -> Result<Self, Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_platform_verifier())
            .map_err(|error| Error::configuration("cannot set up TLS").caused_by(error))?
            .with_no_client_auth();
        let proxies = Matcher::from_env();
        Ok(Self::over(Connector::new(tls, proxies, connect_timeout)))
    }

    fn over(connector: Connector) -> Self {
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(HyperTimer::new())
            .build(connector.clone());
        Self { client, connector }
    }

    async fn exchange(
        &self,
        request: http::Request<Body>,
        limits: TransportLimits,
    ) -> Result<http::Response<Body>, TransportError> {
        let (head, body) = request.into_parts();
        let mut request = http::Request::from_parts(head, Full::new(body.collect().await?));
        if let Some(value) = self.connector.proxy_authorization(request.uri()) {
            request.headers_mut().insert(PROXY_AUTHORIZATION, value);
        }
        if cfg!(feature = "gzip") {
            let accepted = request.headers_mut().entry(ACCEPT_ENCODING);
            accepted.or_insert(HeaderValue::from_static("gzip"));
        }
        let answer = self.client.request(request).await;
        let answer = answer.map_err(|error| fault(TransportErrorKind::Other, error))?;
        let (mut head, mut body) = answer.into_parts();
        let mut received = match body.is_end_stream() {
            true => BodyCollector::new(head.status, limits.body),
            false => BodyCollector::decoding(head.status, limits.body, &mut head.headers),
        };
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| fault(TransportErrorKind::Interrupted, error))?;
            let wants_more = match frame.data_ref() {
                Some(chunk) => received.take(chunk)?,
                None => true,
            };
            if !wants_more {
                break;
            }
        }
        Ok(http::Response::from_parts(head, received.finish()?.into()))
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: http::Request<Body>, limits: TransportLimits) -> TransportFuture<'_> {
        Box::pin(self.exchange(request, limits))
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        Some(Arc::new(TokioTimer::default()))
    }
}

fn fault(
    otherwise: TransportErrorKind,
    error: impl std::error::Error + Send + Sync + 'static,
) -> TransportError {
    let kind = kind(&error).unwrap_or(otherwise);
    TransportError::new(kind).caused_by(error)
}

/// The kind of an error, from its causes.
fn kind(error: &(dyn std::error::Error + 'static)) -> Option<TransportErrorKind> {
    let is_timeout = causes(error).any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        cause.is::<Elapsed>() || io.is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
    });
    let is_connect = error
        .downcast_ref::<hyper_util::client::legacy::Error>()
        .is_some_and(|error| error.is_connect());
    match (is_connect, is_timeout) {
        _ if is_malformed(error) => Some(TransportErrorKind::Malformed),
        (true, true) => Some(TransportErrorKind::ConnectTimeout),
        (true, false) => Some(TransportErrorKind::Connect),
        (false, true) => Some(TransportErrorKind::Timeout),
        (false, false) => None,
    }
}

#[cfg(test)]
#[path = "hyper_tests.rs"]
mod tests;
