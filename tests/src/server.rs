//! A service on loopback: it answers from a script and keeps what it was sent.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use twilio_conversations::runtime::{ClientBuilder, RetryPolicy};
use twilio_conversations::{BindingSid, Client, Credentials, ServiceSid};

/// The Conversation Service of the example bodies.
pub const SERVICE: ServiceSid = ServiceSid::from_static("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
/// The binding of the example bodies.
pub const BINDING: BindingSid = BindingSid::from_static("BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
/// The path of the list of the service's bindings.
pub const LIST_PATH: &str = "/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Bindings";
/// The path of the binding.
pub const BINDING_PATH: &str =
    "/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Bindings/BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// The API's own example of a binding.
pub const EXAMPLE_BINDING: &str = r#"{"sid":"BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","url":"https://conversations.twilio.com/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Bindings/BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","endpoint":"TestUser-endpoint","identity":"TestUser","account_sid":"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","binding_type":"gcm","date_created":"2016-10-21T11:37:03Z","date_updated":"2016-10-21T11:37:03Z","message_types":["removed_from_conversation","new_message","added_to_conversation"],"credential_sid":"CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","chat_service_sid":"ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}"#;

/// The API's own example of a page's `meta`.
pub const EXAMPLE_META: &str = r#"{"key":"bindings","url":"https://conversations.twilio.com/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Bindings?PageSize=50&Page=0","page":0,"page_size":50,"next_page_url":null,"first_page_url":"https://conversations.twilio.com/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Bindings?PageSize=50&Page=0","previous_page_url":null}"#;

/// The body of a page with the example's `meta` and these items, each in JSON.
#[must_use]
pub fn page(items: &[&str]) -> String {
    format!(
        r#"{{"meta":{EXAMPLE_META},"bindings":[{}]}}"#,
        items.join(",")
    )
}

/// The body of a page that holds bindings with these numbers and names the next page.
#[must_use]
pub fn linked_page(bindings: &[u32], next: Option<&str>) -> String {
    let items: Vec<String> = bindings
        .iter()
        .map(|number| format!(r#"{{"sid":"{}"}}"#, numbered(*number)))
        .collect();
    let next = next.map_or_else(|| "null".to_owned(), |next| format!("{next:?}"));
    format!(
        r#"{{"meta":{{"next_page_url":{next}}},"bindings":[{}]}}"#,
        items.join(",")
    )
}

/// The binding with this number.
///
/// # Panics
///
/// Never: eight digits fill the SID.
#[must_use]
pub fn numbered(number: u32) -> BindingSid {
    format!("BS{number:032x}")
        .parse()
        .expect("two letters and 32 digits are a SID")
}

/// A client's settings for the server at this URL, with the credentials of RFC 7617, section 2.
/// It sends every request once, so that tests see what one answer comes to.
pub fn builder(url: &str) -> ClientBuilder<Client> {
    Client::builder()
        .base_url(url)
        .retry(RetryPolicy::none())
        .credentials(Credentials::basic("Aladdin", "open sesame"))
}

/// A client for the server at this URL.
///
/// # Panics
///
/// If the client cannot be made.
#[must_use]
pub fn client(url: &str) -> Client {
    builder(url)
        .build()
        .expect("a client for loopback can be made")
}

/// A request as the server received it.
#[derive(Clone, Debug)]
pub struct Received {
    /// The method.
    pub method: Method,
    /// Path and query.
    pub target: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Received {
    /// The one value of a header.
    ///
    /// # Panics
    ///
    /// If the header is there twice, or is no text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?;
        assert!(values.next().is_none(), "{name} is there twice");
        Some(value.to_str().expect("a header of text"))
    }
}

/// An answer of the server.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Answer {
    /// An answer without a body.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: String::new(),
        }
    }

    /// A JSON document with status 200.
    #[must_use]
    pub fn json(body: impl Into<String>) -> Self {
        Self::new(200).body("application/json", body)
    }

    /// With this body.
    #[must_use]
    pub fn body(mut self, media_type: &str, body: impl Into<String>) -> Self {
        self.body = body.into();
        self.header("content-type", media_type)
    }

    /// With one header more.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn into_response(self) -> Response {
        let mut response = Response::builder().status(self.status);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response
            .body(Body::from(self.body))
            .expect("the script of a test is valid HTTP")
    }
}

#[derive(Default)]
struct Log {
    script: VecDeque<Answer>,
    received: Vec<Received>,
}

type Shared = Arc<Mutex<Log>>;

/// A server that gives one answer of its script after the other, then status 501.
pub struct Server {
    address: SocketAddr,
    log: Shared,
}

impl Server {
    /// Starts a server that gives these answers.
    ///
    /// # Panics
    ///
    /// If no port can be had.
    pub async fn start(script: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("loopback has a free port");
        let address = listener.local_addr().expect("the socket is bound");
        let log = Shared::default();
        let service = axum::Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&log));
        tokio::spawn(async move { axum::serve(listener, service).await });
        let server = Self { address, log };
        script.into_iter().for_each(|answer| server.then(answer));
        server
    }

    /// Adds an answer to the script.
    ///
    /// # Panics
    ///
    /// If the server has panicked.
    pub fn then(&self, answer: Answer) {
        let mut log = self.log.lock().expect("no one panics with the lock");
        log.script.push_back(answer);
    }

    /// The server's URL, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What the server was sent.
    ///
    /// # Panics
    ///
    /// If the server has panicked.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        let log = self.log.lock().expect("no one panics with the lock");
        log.received.clone()
    }

    /// Path and query of each request.
    #[must_use]
    pub fn targets(&self) -> Vec<String> {
        let received = self.received().into_iter();
        received.map(|request| request.target).collect()
    }
}

async fn answer(State(log): State<Shared>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await;
    let mut log = log.lock().expect("no one panics with the lock");
    log.received.push(Received {
        method: head.method,
        target: head.uri.to_string(),
        headers: head.headers,
        body: body.expect("the client sends its whole body"),
    });
    let exhausted = || Answer::new(StatusCode::NOT_IMPLEMENTED.as_u16());
    let next = log.script.pop_front();
    next.unwrap_or_else(exhausted).into_response()
}

/// What a [`Socket`] does after its bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum End {
    /// It closes the connection.
    Close,
    /// It keeps the connection open and says no more.
    Silence,
}

/// A socket that takes one request and answers with bytes, which need not be HTTP.
pub struct Socket {
    address: SocketAddr,
    head: oneshot::Receiver<String>,
}

impl Socket {
    /// Starts a socket that answers with these bytes.
    ///
    /// # Panics
    ///
    /// If no port can be had.
    pub async fn start(answer: impl Into<String>, end: End) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("loopback has a free port");
        let address = listener.local_addr().expect("the socket is bound");
        let (sender, head) = oneshot::channel();
        let answer = answer.into();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a client connects");
            let _ = sender.send(read_head(&mut stream).await);
            let _ = stream.write_all(answer.as_bytes()).await;
            if end == End::Silence {
                std::future::pending::<()>().await;
            }
        });
        Self { address, head }
    }

    /// The socket's URL, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The request's first line and headers, byte for byte.
    ///
    /// # Panics
    ///
    /// If no request came.
    pub async fn head(self) -> String {
        self.head.await.expect("a request came")
    }
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(head).expect("the head of a request is text")
}
