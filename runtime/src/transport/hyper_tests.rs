//! Proxies and TLS, against sockets of this machine.

use std::future::Future;

use hyper_util::client::proxy::matcher::Builder;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::*;

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi";
/// `Basic me:pa ss`.
const AUTHORIZATION: &str = "basic bwu6cgegc3m=";

/// Serves one connection; gives where it is and what was seen.
async fn serve<F: Future<Output = String> + Send + 'static>(
    serve: impl FnOnce(TcpStream) -> F + Send + 'static,
) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap().to_string();
    let seen = tokio::spawn(async move { serve(listener.accept().await.unwrap().0).await });
    (at, seen)
}

/// The head of a request, in small letters.
async fn head(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") && stream.read_buf(&mut bytes).await.unwrap() > 0 {}
    String::from_utf8(bytes).unwrap().to_ascii_lowercase()
}

async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> String {
    let head = head(&mut stream).await;
    stream.write_all(ANSWER).await.unwrap();
    head
}

/// A transport that trusts one certificate of api.example, and a service that has it.
fn tls(proxies: Builder) -> (HyperTransport, TlsAcceptor) {
    tls_within(Duration::from_secs(5), proxies)
}

fn tls_within(limit: Duration, proxies: Builder) -> (HyperTransport, TlsAcceptor) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["api.example".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(cert.der().clone()).unwrap();
    let client = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let connector = Connector::new(client, proxies.build(), limit);
    (
        HyperTransport::over(connector),
        TlsAcceptor::from(Arc::new(server)),
    )
}

fn transport(proxy: &str) -> HyperTransport {
    tls(Matcher::builder().all(proxy)).0
}

async fn get(transport: &HyperTransport, url: &str) -> Result<Bytes, TransportError> {
    let request = http::Request::get(url).header("authorization", "Bearer t0ken");
    let request = request.body(Body::empty()).unwrap();
    let answer = transport.send(request, TransportLimits::default()).await?;
    answer.into_body().collect().await
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_ends_the_connection() {
    let (_, acceptor) = tls(Matcher::builder());
    let (at, _seen) = serve(async move |stream| match acceptor.accept(stream).await {
        Ok(stream) => answer(stream).await,
        Err(error) => error.to_string(),
    })
    .await;
    let (other, _) = tls(Matcher::builder());
    let error = get(&other, &format!("https://{at}/")).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert!(error.to_string().contains("certificate"), "{error}");
}

#[tokio::test]
async fn tls_without_a_proxy() {
    let (transport, acceptor) = tls(Matcher::builder());
    let (at, seen) =
        serve(async move |stream| answer(acceptor.accept(stream).await.unwrap()).await).await;
    let body = get(&transport, &format!("https://{at}/a?b=c")).await;
    assert_eq!(body.unwrap(), "hi");
    let seen = seen.await.unwrap();
    assert!(
        seen.starts_with("get /a?b=c http/1.1\r\n") && seen.contains(&format!("host: {at}\r\n")),
        "{seen}"
    );
}

/// RFC 9112, section 3.2.2.
#[tokio::test]
async fn plain_text_is_handed_to_the_proxy() {
    let (at, seen) = serve(answer).await;
    let transport = transport(&format!("http://me:pa%20ss@{at}"));
    let body = get(&transport, "http://api.example/a?b=c").await.unwrap();
    assert_eq!(body, "hi");
    let seen = seen.await.unwrap();
    assert!(
        seen.starts_with("get http://api.example/a?b=c http/1.1\r\n")
            && seen.contains("host: api.example\r\n")
            && seen.contains(&format!("proxy-authorization: {AUTHORIZATION}\r\n")),
        "{seen}"
    );
}

/// RFC 9110, section 9.3.6.
#[tokio::test]
async fn tls_goes_through_the_proxy_unread() {
    let (at, seen) = serve(async |mut stream: TcpStream| {
        let (mut reads, mut writes) = stream.split();
        let asked = head(&mut reads).await;
        writes.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        let mut hello = [0; 6];
        reads.read_exact(&mut hello).await.unwrap();
        // A record of a handshake, and in it the client's greeting (RFC 8446, sections 4 and 5.1).
        assert_eq!((hello[0], hello[5]), (22, 1));
        asked
    })
    .await;
    let transport = transport(&format!("http://me:pa%20ss@{at}"));
    let error = get(&transport, "https://api.example/a").await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    let seen = seen.await.unwrap();
    assert!(
        seen.starts_with("connect api.example:443 http/1.1\r\n")
            && seen.contains(&format!("proxy-authorization: {AUTHORIZATION}\r\n"))
            && !seen.contains("t0ken"),
        "{seen}"
    );
}

/// Both proxy and service speak TLS.
#[tokio::test]
async fn a_request_through_a_tunnel_is_for_the_service_alone() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let (transport, acceptor) = tls(Matcher::builder().https(format!("https://me:pa%20ss@{at}")));
    let seen = tokio::spawn(async move {
        let proxied = acceptor.accept(listener.accept().await.unwrap().0).await;
        let mut proxied = proxied.unwrap();
        let asked = head(&mut proxied).await;
        let established = b"HTTP/1.1 200 OK\r\n\r\n";
        proxied.write_all(established).await.unwrap();
        (asked, answer(acceptor.accept(proxied).await.unwrap()).await)
    });
    let body = get(&transport, "https://api.example/a").await.unwrap();
    assert_eq!(body, "hi");
    let (asked, seen) = seen.await.unwrap();
    assert!(
        asked.starts_with("connect api.example:443 http/1.1\r\n"),
        "{asked}"
    );
    assert!(
        seen.starts_with("get /a http/1.1\r\n")
            && seen.contains("host: api.example\r\n")
            && seen.contains("bearer t0ken")
            && !seen.contains("proxy"),
        "{seen}"
    );
}

/// RFC 1928, with name and password of RFC 1929.
#[tokio::test]
async fn a_proxy_may_speak_socks() {
    let (at, seen) = serve(async |mut stream: TcpStream| {
        let mut take = async |length: usize, reply: &[u8]| {
            let mut bytes = vec![0; length];
            stream.read_exact(&mut bytes).await.unwrap();
            stream.write_all(reply).await.unwrap();
            bytes
        };
        assert_eq!(take(3, b"\x05\x02").await, b"\x05\x01\x02");
        assert_eq!(take(10, b"\x01\x00").await, b"\x01\x02me\x05pa ss");
        let asked = take(18, b"\x05\x00\x00\x01\0\0\0\0\0\0").await;
        assert_eq!(asked, b"\x05\x01\x00\x03\x0bapi.example\x00\x50");
        answer(stream).await
    })
    .await;
    let transport = transport(&format!("socks5h://me:pa%20ss@{at}"));
    let body = get(&transport, "http://api.example/a").await.unwrap();
    assert_eq!(body, "hi");
    let seen = seen.await.unwrap();
    assert!(
        seen.starts_with("get /a http/1.1\r\n") && !seen.contains("proxy"),
        "{seen}"
    );
}

#[tokio::test]
async fn a_proxy_that_refuses_is_no_connection() {
    let (at, _seen) = serve(async |mut stream: TcpStream| {
        let seen = head(&mut stream).await;
        let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n";
        stream.write_all(refusal).await.unwrap();
        seen
    })
    .await;
    let transport = transport(&format!("http://me:s3cret@{at}"));
    let error = get(&transport, "https://api.example/").await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert!(
        error.to_string().contains("proxy authorization required"),
        "{error}"
    );
    assert!(!format!("{error:?} {transport:?}").contains("s3cret"));
}

#[tokio::test]
async fn a_password_with_an_at_sign_is_not_shown() {
    let transport = transport("http://me:p@s3cret@127.0.0.1:1");
    assert!(!format!("{transport:?}").contains("s3cret"));
}

#[tokio::test]
async fn a_proxy_of_another_kind_is_an_error() {
    let transport = transport("socks4://127.0.0.1:1");
    let error = get(&transport, "https://api.example/").await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert!(
        error.to_string().contains("http, https or socks5"),
        "{error}"
    );
}

#[tokio::test]
async fn connecting_has_a_limit_to_its_end() {
    let (at, _seen) = serve(async |mut stream: TcpStream| {
        head(&mut stream).await;
        std::future::pending().await
    })
    .await;
    let proxies = Matcher::builder().all(format!("http://{at}"));
    let (transport, _) = tls_within(Duration::from_millis(50), proxies);
    let error = get(&transport, "https://api.example/").await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::ConnectTimeout);
}

#[tokio::test]
async fn loopback_is_reached_without_a_proxy() {
    let transport = transport("http://127.0.0.1:1");
    for host in ["127.0.0.1", "localhost", "a.localhost", "[::1]"] {
        let uri = format!("http://{host}/").parse().unwrap();
        assert!(transport.connector.proxy(&uri).is_none(), "{host}");
    }
    for host in [
        "127.0.0.1.example",
        "localhost.example",
        "[::2]",
        "126.0.0.1",
    ] {
        let uri = format!("http://{host}/").parse().unwrap();
        assert!(transport.connector.proxy(&uri).is_some(), "{host}");
    }
}
