//! Credentials are shown nowhere.

use std::error::Error as _;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bindery_tests::server::{
    Answer, BINDING, EXAMPLE_BINDING, End, LIST_PATH, SERVICE, Server, Socket, linked_page, page,
};
use twilio_conversations::runtime::{
    self, Body, ClientBuilder, FromResponse, Transport, TransportError, TransportErrorKind,
    TransportFuture, TransportLimits,
};
use twilio_conversations::{Client, Credentials, Error};

const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
const TOKEN: &str = "fedcba9876543210fedcba9876543210";
/// The base64 of both with a colon between, and its start, which is the account's alone.
const PAIR: &str =
    "QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjpmZWRjYmE5ODc2NTQzMjEwZmVkY2JhOTg3NjU0MzIxMA==";

#[track_caller]
fn assert_hidden(text: &str) {
    for secret in [ACCOUNT, TOKEN, PAIR, &PAIR[..24], &PAIR[60..80]] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}

#[track_caller]
fn assert_debug_hides(value: &dyn Debug) {
    assert_hidden(&format!("{value:?}"));
    assert_hidden(&format!("{value:#?}"));
}

#[track_caller]
fn assert_error_hides(error: &Error) {
    assert_debug_hides(error);
    assert_hidden(&error.to_string());
    assert_hidden(error.message());
    let mut source = error.source();
    while let Some(cause) = source {
        assert_hidden(&cause.to_string());
        assert_debug_hides(&cause);
        source = cause.source();
    }
}

fn builder(url: &str) -> ClientBuilder<Client> {
    Client::builder()
        .base_url(url)
        .credentials(Credentials::basic(ACCOUNT, TOKEN))
}

fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

#[tokio::test]
async fn the_secrets_of_these_tests_are_what_is_sent() {
    let server = Server::start([Answer::json("{}")]).await;
    let list = client(&server.url()).service(SERVICE).bindings().list();
    list.send().await.unwrap();
    let expected = format!("Basic {PAIR}");
    assert_eq!(
        server.received()[0].header("authorization"),
        Some(&*expected)
    );
}

#[tokio::test]
async fn what_makes_requests_hides_credentials() {
    assert_debug_hides(&Credentials::basic(ACCOUNT, TOKEN));
    assert_debug_hides(&Credentials::bearer(TOKEN));
    assert_debug_hides(&Credentials::api_key("accountSid_authToken", TOKEN));
    assert_debug_hides(&builder("http://localhost"));
    let client = client("http://localhost");
    assert_debug_hides(&client);
    assert_debug_hides(client.inner());
    assert_debug_hides(&client.inner().scope());
    let service = client.service(SERVICE);
    assert_debug_hides(&service);
    let (fetch, delete) = (
        service.binding(BINDING).fetch(),
        service.binding(BINDING).delete(),
    );
    assert_debug_hides(&service.bindings().list());
    assert_debug_hides(&fetch);
    assert_debug_hides(&delete);
    let request = service.bindings().list().request().unwrap();
    assert_debug_hides(&request);
    assert_hidden(&request.to_string());
    assert_debug_hides(&service.bindings().list().pages());
    assert_debug_hides(&service.bindings().list().stream());
    assert_debug_hides(&service.bindings().list().send());
    assert_debug_hides(&fetch.send());
    assert_debug_hides(&delete.send());
}

/// An answer as the runtime hands it on.
struct Kept(runtime::RawResponse);

impl FromResponse for Kept {
    fn from_response(answer: runtime::RawResponse) -> Result<Self, Error> {
        Ok(Self(answer))
    }
}

bindery_runtime::rt::operation! {
    static GET {
        id: "Get",
        method: GET,
        path: "/get",
        parameters: [
            query "Name",
        ],
        security: &[&["accountSid_authToken"]],
    }
}

#[tokio::test]
async fn what_comes_back_hides_credentials() {
    let server = Server::start([]).await;
    server.then(Answer::json(page(&[EXAMPLE_BINDING])));
    server.then(Answer::json(EXAMPLE_BINDING));
    server.then(Answer::new(204));
    server.then(Answer::json("{}"));
    let next = format!("{LIST_PATH}?Page=1");
    server.then(Answer::json(linked_page(&[1, 2], Some(&next))));
    server.then(Answer::json(linked_page(&[3], None)));
    let client = client(&server.url());
    let service = client.service(SERVICE);
    assert_debug_hides(&service.bindings().list().send().await.unwrap());
    assert_debug_hides(&service.binding(BINDING).fetch().send().await.unwrap());
    assert_debug_hides(&service.binding(BINDING).delete().send().await.unwrap());
    let call = client.inner().scope().request(&GET);
    assert_debug_hides(&call);
    assert_debug_hides(&call.send::<Kept>().await.unwrap().0);
    let mut stream = service.bindings().list().stream();
    while let Some(binding) = stream.try_next().await.unwrap() {
        assert_debug_hides(&binding);
        assert_debug_hides(&stream);
    }
    assert_eq!(server.received().len(), 6);
}

#[tokio::test]
async fn errors_hide_credentials() {
    let server = Server::start([]).await;
    let strict = builder(&server.url()).strict(true).build().unwrap();
    let list = || strict.service(SERVICE).bindings().list();
    server.then(Answer::new(401).body("application/json", r#"{"code":20003,"status":401}"#));
    assert_error_hides(&list().send().await.unwrap_err());
    server.then(Answer::json(r#"{"bindings": 1}"#));
    assert_error_hides(&list().send().await.unwrap_err());
    assert_error_hides(&list().page_size(0).send().await.unwrap_err());
    server.then(Answer::json(linked_page(
        &[],
        Some("http://example.invalid/"),
    )));
    assert_error_hides(&list().stream().try_next().await.unwrap_err());

    for (answer, end) in [("", End::Silence), ("", End::Close), ("HTTP/0", End::Close)] {
        let socket = Socket::start(answer, end).await;
        let client = builder(&socket.url()).timeout(Duration::from_millis(100));
        let list = client.build().unwrap().service(SERVICE).bindings().list();
        assert_error_hides(&list.send().await.unwrap_err());
    }
}

#[test]
fn errors_of_setting_up_hide_credentials() {
    let url = format!("http://{ACCOUNT}:{TOKEN}@localhost");
    assert_error_hides(&builder(&url).build().unwrap_err());
    let url = format!("http://{ACCOUNT}:{TOKEN}@localhost:port");
    assert_error_hides(&builder(&url).build().unwrap_err());
    assert_debug_hides(&Client::builder().base_url(url));
    let with_colon = Credentials::basic(format!("{ACCOUNT}:"), TOKEN);
    assert_error_hides(&Client::new(with_colon).unwrap_err());
}

/// A transport that keeps how requests look in `Debug`.
#[derive(Clone, Default)]
struct Watching(Arc<Mutex<Vec<String>>>);

impl Transport for Watching {
    fn send(&self, request: http::Request<Body>, limits: TransportLimits) -> TransportFuture<'_> {
        assert!(request.headers().contains_key("authorization"));
        let shown = format!("{request:?} {limits:?}");
        self.0.lock().unwrap().push(shown);
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Other)) })
    }
}

#[tokio::test]
async fn requests_to_a_transport_hide_credentials() {
    let watching = Watching::default();
    let client = builder("http://localhost").transport(watching.clone());
    let list = client.build().unwrap().service(SERVICE).bindings().list();
    assert_error_hides(&list.send().await.unwrap_err());
    let seen = watching.0.lock().unwrap();
    assert_eq!(seen.len(), 1);
    assert_hidden(&seen[0]);
}
