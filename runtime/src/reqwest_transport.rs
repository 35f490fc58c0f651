//! The transport over `reqwest`, with rustls and ring.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::Uri;
use rustls_platform_verifier::BuilderVerifierExt;
use url::Url;

use crate::client::is_loopback;
use crate::error::Error;
use crate::timer::{Timer, TokioTimer};
use crate::transport::{Limits, Transport, TransportError, TransportErrorKind, TransportFuture};

/// The transport over `reqwest`. It needs a running Tokio runtime.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// For this machine: what goes there in plain http must not pass another one on the way.
    direct: reqwest::Client,
}

impl ReqwestTransport {
    /// A transport that gives up connecting after this time. Certificates are checked by the
    /// operating system's rules. Proxies are those of the environment (`HTTPS_PROXY`, `NO_PROXY`
    /// and their like), but for loopback, which is reached without one.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if TLS cannot be set up.
    pub fn new(connect_timeout: Duration) -> Result<Self, Error> {
        let failed = |error: Box<dyn std::error::Error + Send + Sync>| {
            Error::configuration("TLS cannot be set up").caused_by(error)
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(BuilderVerifierExt::with_platform_verifier)
            .map_err(|error| failed(error.into()))?
            .with_no_client_auth();
        let builder = || {
            reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .referer(false)
                .connect_timeout(connect_timeout)
        };
        let build =
            |builder: reqwest::ClientBuilder| builder.build().map_err(|error| failed(error.into()));
        Ok(Self {
            client: build(builder())?,
            direct: build(builder().no_proxy())?,
        })
    }
}

/// A client of one's own, with its own proxies. It should not follow redirects.
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self {
            direct: client.clone(),
            client,
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture<'_> {
        Box::pin(send(self, request, limits))
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        Some(Arc::new(TokioTimer::default()))
    }
}

/// The request as reqwest has it. Its own conversion reads the URL a second time.
fn of_reqwest(request: http::Request<Bytes>) -> reqwest::Result<reqwest::Request> {
    let (mut parts, body) = request.into_parts();
    match parts.extensions.remove::<Url>() {
        Some(url) if is_same(&url, &parts.uri) => {
            let mut request = reqwest::Request::new(parts.method, url);
            *request.version_mut() = parts.version;
            *request.headers_mut() = parts.headers;
            *request.body_mut() = Some(body.into());
            Ok(request)
        }
        // Another transport around this one may have changed where the request goes.
        _ => http::Request::from_parts(parts, body).try_into(),
    }
}

fn is_same(url: &Url, uri: &Uri) -> bool {
    uri.scheme_str() == Some(url.scheme())
        && uri.authority().map(|authority| authority.as_str()) == Some(url.authority())
        && uri.path() == url.path()
        && uri.query() == url.query()
}

async fn send(
    transport: &ReqwestTransport,
    request: http::Request<Bytes>,
    limits: Limits,
) -> Result<http::Response<Bytes>, TransportError> {
    let request = of_reqwest(request).map_err(|error| fault(TransportErrorKind::Other, error))?;
    let client = match is_loopback(request.url()) {
        true => &transport.direct,
        false => &transport.client,
    };
    let mut answer = client
        .execute(request)
        .await
        .map_err(|error| fault(TransportErrorKind::Other, error))?;
    let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
    let mut body = BytesMut::new();
    while let Some(chunk) = answer
        .chunk()
        .await
        .map_err(|error| fault(TransportErrorKind::Interrupted, error))?
    {
        let room = limits.body - body.len();
        if chunk.len() <= room {
            body.extend_from_slice(&chunk);
        } else if status.is_client_error() || status.is_server_error() {
            // The status says more than that there is too much of the reason.
            body.extend_from_slice(&chunk[..room]);
            break;
        } else {
            return Err(TransportError::new(TransportErrorKind::TooLarge));
        }
    }
    let mut response = http::Response::new(body.freeze());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// Whether hyper could not read the answer.
fn is_malformed(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(error) = inner.downcast_ref::<hyper::Error>() {
            return error.is_parse();
        }
        cause = inner.source();
    }
    false
}

/// The URL stays out of the fault: a key may stand in it.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn request(url: &str, uri: &str) -> reqwest::Request {
        let request = http::Request::post(uri).header("x-a", "1");
        let mut request = request.body(Bytes::from_static(b"text")).unwrap();
        request.extensions_mut().insert(Url::parse(url).unwrap());
        of_reqwest(request).unwrap()
    }

    #[test]
    fn a_request_keeps_all_of_its_parts() {
        for url in [
            "https://api.example.com/v1/a%20b?c=%5B1%5D&d",
            "http://127.0.0.1:8080/",
            "http://[::1]/x",
        ] {
            let made = request(url, url);
            assert_eq!(made.url().as_str(), url);
            assert_eq!(
                (made.method(), made.headers()["x-a"].as_bytes()),
                (&http::Method::POST, &b"1"[..])
            );
            assert_eq!(made.body().unwrap().as_bytes(), Some(&b"text"[..]));
        }
    }

    #[test]
    fn a_transport_around_may_send_it_elsewhere() {
        let url = "https://api.example.com/v1?a=b";
        for uri in [
            "http://api.example.com/v1?a=b",
            "https://api.example.com:444/v1?a=b",
            "https://proxy.example.com/v1?a=b",
            "https://api.example.com/v2?a=b",
            "https://api.example.com/v1?a=c",
            "https://api.example.com/v1",
        ] {
            assert_eq!(request(url, uri).url().as_str(), uri);
        }
    }
}
