//! Connections to services: direct or through a proxy, with TLS if the URL requires it.

use std::fmt;
use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderValue, Uri};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use rustls::ClientConfig;
use tower_service::Service;

use crate::address::is_loopback;

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// How long a connection is idle before its peer is probed, and how long to wait for each reply: dead
/// connections are noticed while they wait for the next request.
const KEEPALIVE: Duration = Duration::from_secs(15);
const PROBES: u32 = 3;
/// The default port of SOCKS proxies (RFC 1928, section 3).
const SOCKS: u16 = 1080;

/// Opens connections.
#[derive(Clone)]
pub(crate) struct Connector {
    tcp: HttpConnector,
    tls: Arc<ClientConfig>,
    proxies: Arc<Matcher>,
    limit: Duration,
}

/// Without the proxies: a malformed password could be taken for part of a host.
impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connector").finish_non_exhaustive()
    }
}

impl Connector {
    /// Creates a connector with these settings; a connection that is not established within the limit is
    /// cancelled.
    pub(crate) fn new(tls: ClientConfig, proxies: Matcher, limit: Duration) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(KEEPALIVE));
        tcp.set_keepalive_interval(Some(KEEPALIVE));
        tcp.set_keepalive_retries(Some(PROBES));
        // No address of a host may use up the time of the others.
        tcp.set_connect_timeout(Some(limit));
        Self {
            tcp,
            tls: Arc::new(tls),
            proxies: Arc::new(proxies),
            limit,
        }
    }

    /// The proxy for a URI. The local machine is reached without one.
    pub(crate) fn proxy(&self, to: &Uri) -> Option<Intercept> {
        match to.host().is_some_and(is_loopback) {
            true => None,
            false => self.proxies.intercept(to),
        }
    }

    /// The proxy credentials for a request that is sent to the proxy in plain text.
    pub(crate) fn proxy_authorization(&self, to: &Uri) -> Option<HeaderValue> {
        match to.scheme_str() {
            Some("http") => self.proxy(to)?.basic_auth().cloned(),
            _ => None,
        }
    }

    fn secured<T>(&self, inner: T) -> HttpsConnector<T> {
        HttpsConnector::from((inner, self.tls.clone()))
    }

    async fn connect(&self, to: Uri) -> Result<Stream, Fault> {
        let direct = self.secured(self.tcp.clone());
        let Some(proxy) = self.proxy(&to) else {
            return Ok(Stream::new(call(direct, to).await?));
        };
        let at = proxy.uri().clone();
        match (at.scheme_str(), to.scheme_str()) {
            (Some("http" | "https"), Some("https")) => {
                let mut tunnel = Tunnel::new(at, direct);
                if let Some(authorization) = proxy.basic_auth() {
                    tunnel = tunnel.with_auth(authorization.clone());
                }
                Ok(Stream::new(call(self.secured(tunnel), to).await?))
            }
            (Some("http" | "https"), _) => Ok(Stream {
                forwarded: true,
                ..Stream::new(call(direct, at).await?)
            }),
            // RFC 1928. The proxy resolves the names, whichever scheme is set: here, a thread would have to
            // wait for it.
            (Some("socks5" | "socks5h"), scheme) => {
                let port = if scheme == Some("http") { 80 } else { 443 };
                let to = with_port(to, port)?;
                // Only the overall limit applies: an inner timeout error would be hidden in that of SOCKS.
                let mut tcp = self.tcp.clone();
                tcp.set_connect_timeout(None);
                let mut socks = SocksV5::new(with_port(at, SOCKS)?, tcp);
                if let Some((name, password)) = proxy.raw_auth() {
                    socks = socks.with_auth(name.to_owned(), password.to_owned());
                }
                Ok(Stream::new(call(self.secured(socks), to).await?))
            }
            _ => Err(
                "the scheme of the proxy in the environment must be http, https or socks5".into(),
            ),
        }
    }
}

/// A URI with an explicit port.
fn with_port(uri: Uri, port: u16) -> Result<Uri, http::Error> {
    if uri.port().is_some() {
        return Ok(uri);
    }
    let authority = format!("{}:{port}", uri.host().unwrap_or_default());
    http::uri::Builder::from(uri).authority(authority).build()
}

/// Opens one connection with a connector.
async fn call<S>(mut connector: S, to: Uri) -> Result<S::Response, Fault>
where
    S: Service<Uri>,
    S::Error: Into<Fault>,
{
    poll_fn(|cx| connector.poll_ready(cx))
        .await
        .map_err(Into::into)?;
    connector.call(to).await.map_err(Into::into)
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, Fault>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let this = self.clone();
        Box::pin(async move { tokio::time::timeout(this.limit, this.connect(to)).await? })
    }
}

/// The traits of a connection.
trait Pipe: Connection + Read + Write + Send + Unpin {}

impl<T: Connection + Read + Write + Send + Unpin> Pipe for T {}

/// A connection.
pub(crate) struct Stream {
    pipe: Box<dyn Pipe>,
    /// Whether a proxy reads the requests, which then need the absolute form of the URI (RFC 9112, section
    /// 3.2.2).
    forwarded: bool,
}

impl Stream {
    fn new(pipe: impl Pipe + 'static) -> Self {
        Self {
            pipe: Box::new(pipe),
            forwarded: false,
        }
    }

    fn pipe(&mut self) -> Pin<&mut dyn Pipe> {
        Pin::new(&mut *self.pipe)
    }
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        self.pipe.connected().proxy(self.forwarded)
    }
}

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        self.pipe().poll_read(cx, buffer)
    }
}

impl Write for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.pipe().poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.pipe().poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.pipe().poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.pipe.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.pipe().poll_write_vectored(cx, slices)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_says_its_port() {
        for (uri, expected) in [
            ("socks5h://proxy.example/", "socks5h://proxy.example:1080/"),
            ("http://[::1]/a?b", "http://[::1]:1080/a?b"),
            ("https://api.example:444/", "https://api.example:444/"),
        ] {
            let uri = with_port(uri.parse().unwrap(), SOCKS).unwrap();
            assert_eq!(uri, expected);
        }
    }
}
