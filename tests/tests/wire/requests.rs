//! What is sent, and what is not sent at all.

use bindery_tests::server::{
    Answer, BINDING, BINDING_PATH, End, LIST_PATH, SERVICE, Server, Socket, client, page,
};
use twilio_conversations::runtime::{Location, Method};
use twilio_conversations::service_bindings::ListServiceBinding;
use twilio_conversations::{BindingType, Client, Credentials, Error, ErrorKind};

const EMPTY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

/// The first line of a request, and its header lines with small names, in order of the names.
fn lines(head: &str) -> (String, Vec<String>) {
    let mut lines = head.trim_end().split("\r\n");
    let first = lines.next().unwrap_or_default().to_owned();
    let mut headers: Vec<String> = lines
        .map(|line| {
            let (name, value) = line.split_once(": ").expect("a header");
            format!("{}: {value}", name.to_ascii_lowercase())
        })
        .collect();
    headers.sort();
    (first, headers)
}

/// The headers that every request has: those and no others.
fn headers(url: &str) -> Vec<String> {
    let host = url.strip_prefix("http://").expect("a URL of loopback");
    vec![
        // The tests turn the runtime's `gzip` on.
        "accept-encoding: gzip".to_owned(),
        "accept: application/json".to_owned(),
        "authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==".to_owned(),
        format!("host: {host}"),
        format!("user-agent: twilio-conversations/{}", version()),
    ]
}

fn version() -> &'static str {
    // All of the workspace's packages have one version.
    env!("CARGO_PKG_VERSION")
}

fn with_all_parameters(client: &Client) -> ListServiceBinding {
    client
        .service(SERVICE)
        .bindings()
        .list()
        .binding_type([BindingType::Apn, BindingType::Fcm])
        .identity(["alice", "böb & co+"])
        .page_size(100)
        .page(2)
        .page_token("PA/x=?#")
}

const ALL_PARAMETERS: &str = "BindingType=apn&BindingType=fcm\
    &Identity=alice&Identity=b%C3%B6b%20%26%20co%2B\
    &Page=2&PageSize=100&PageToken=PA%2Fx%3D%3F%23";

#[tokio::test]
async fn list_sends_all_parameters_and_repeats_keys() {
    let socket = Socket::start(EMPTY, End::Close).await;
    let url = socket.url();
    with_all_parameters(&client(&url)).send().await.unwrap();
    let (first, sent) = lines(&socket.head().await);
    assert_eq!(first, format!("GET {LIST_PATH}?{ALL_PARAMETERS} HTTP/1.1"));
    assert_eq!(sent, headers(&url));
}

#[tokio::test]
async fn list_without_parameters_has_no_query() {
    let socket = Socket::start(EMPTY, End::Close).await;
    let url = socket.url();
    let list = client(&url).service(SERVICE).bindings().list();
    list.send().await.unwrap();
    let (first, sent) = lines(&socket.head().await);
    assert_eq!(first, format!("GET {LIST_PATH} HTTP/1.1"));
    assert_eq!(sent, headers(&url));
}

#[tokio::test]
async fn fetch_names_the_binding() {
    let socket = Socket::start(EMPTY, End::Close).await;
    let url = socket.url();
    let fetch = client(&url).service(SERVICE).binding(BINDING).fetch();
    fetch.send().await.unwrap();
    let (first, sent) = lines(&socket.head().await);
    assert_eq!(first, format!("GET {BINDING_PATH} HTTP/1.1"));
    assert_eq!(sent, headers(&url));
}

#[tokio::test]
async fn delete_names_the_binding_and_takes_no_body() {
    let socket = Socket::start("HTTP/1.1 204 No Content\r\n\r\n", End::Close).await;
    let url = socket.url();
    let delete = client(&url).service(SERVICE).binding(BINDING).delete();
    let response = delete.send().await.unwrap();
    assert_eq!(response.status().as_u16(), 204);
    let (first, sent) = lines(&socket.head().await);
    assert_eq!(first, format!("DELETE {BINDING_PATH} HTTP/1.1"));
    // An empty body may be told by its length (RFC 9110, section 8.6).
    let sent: Vec<_> = sent
        .into_iter()
        .filter(|line| line != "content-length: 0")
        .collect();
    assert_eq!(sent, headers(&url));
}

#[tokio::test]
async fn credentials_are_sent_in_utf_8() {
    // The example of RFC 7617, section 2.1.
    let server = Server::start([Answer::json(page(&[]))]).await;
    let client = Client::builder()
        .base_url(server.url())
        .credentials(Credentials::basic("test", "123£"))
        .build()
        .unwrap();
    client
        .service(SERVICE)
        .bindings()
        .list()
        .send()
        .await
        .unwrap();
    assert_eq!(
        server.received()[0].header("authorization"),
        Some("Basic dGVzdDoxMjPCow==")
    );
}

#[test]
fn requests_are_seen_without_sending_them() {
    let client = Client::new(Credentials::basic("Aladdin", "open sesame")).unwrap();
    let service = client.service(SERVICE);
    let list = with_all_parameters(&client);
    let request = list.request().unwrap();
    assert_eq!(request, list.request().unwrap());
    let host = "https://conversations.twilio.com";
    for (request, method, target) in [
        (
            request,
            Method::GET,
            format!("{LIST_PATH}?{ALL_PARAMETERS}"),
        ),
        (
            service.bindings().list().request().unwrap(),
            Method::GET,
            LIST_PATH.to_owned(),
        ),
        (
            service.binding(BINDING).fetch().request().unwrap(),
            Method::GET,
            BINDING_PATH.to_owned(),
        ),
        (
            service.binding(BINDING).delete().request().unwrap(),
            Method::DELETE,
            BINDING_PATH.to_owned(),
        ),
    ] {
        assert_eq!(request.method(), method);
        assert_eq!(request.url().as_str(), format!("{host}{target}"));
        assert!(request.body().is_empty());
        assert_eq!(request.headers()["accept"], "application/json");
        assert_eq!(request.headers().len(), 1);
        let text = format!("{method} {host}{target}\naccept: application/json");
        assert_eq!(request.to_string(), text);
    }
}

#[test]
fn setting_a_parameter_again_replaces_it() {
    let client = Client::new(Credentials::basic("Aladdin", "open sesame")).unwrap();
    let list = client
        .service(SERVICE)
        .bindings()
        .list()
        .page_size(10)
        .page_size(20);
    assert_eq!(list.request().unwrap().url().query(), Some("PageSize=20"));
}

#[test]
fn an_unknown_binding_type_is_sent_as_its_text() {
    let client = Client::new(Credentials::basic("Aladdin", "open sesame")).unwrap();
    let list = client.service(SERVICE).bindings().list();
    let request = list.binding_type(["twilsock".into()]).request().unwrap();
    assert_eq!(request.url().query(), Some("BindingType=twilsock"));
}

/// The error of `send`, after which the server has been asked for nothing.
async fn refused(with: impl Fn(ListServiceBinding) -> ListServiceBinding) -> Error {
    let server = Server::start([]).await;
    let list = with(client(&server.url()).service(SERVICE).bindings().list());
    let error = list.clone().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let pure = list.request().unwrap_err();
    assert_eq!(pure.to_string(), error.to_string());
    let streamed = list.clone().stream().try_next().await.unwrap_err();
    assert_eq!(streamed.to_string(), error.to_string());
    let paged = list.pages().try_next().await.unwrap_err();
    assert_eq!(paged.to_string(), error.to_string());
    assert_eq!(server.received().len(), 0);
    error
}

#[tokio::test]
async fn values_out_of_range_are_not_sent() {
    for (error, name, value, limit) in [
        (
            refused(|list| list.page_size(0)).await,
            "PageSize",
            "0 ",
            "minimum 1",
        ),
        (
            refused(|list| list.page_size(101)).await,
            "PageSize",
            "101",
            "maximum 100",
        ),
        (
            refused(|list| list.page(-1)).await,
            "Page",
            "-1",
            "minimum 0",
        ),
    ] {
        let [violation] = error.violations() else {
            panic!("one rule is broken: {error}")
        };
        assert_eq!(violation.parameter, name);
        assert_eq!(violation.location, Some(Location::Query));
        let text = error.to_string();
        for part in ["ListServiceBinding", name, value, limit] {
            assert!(text.contains(part), "{part:?} is not in {text:?}");
        }
        assert_eq!(text.lines().count(), 1);
    }
}

#[tokio::test]
async fn one_error_names_all_broken_rules() {
    let error = refused(|list| list.page_size(101).page(-1)).await;
    let names: Vec<_> = error.violations().iter().map(|it| &it.parameter).collect();
    assert_eq!(names, ["Page", "PageSize"]);
    let text = error.to_string();
    assert!(text.contains("maximum 100") && text.contains("minimum 0"));
}

#[test]
fn the_ends_of_a_range_are_in_it() {
    let client = Client::new(Credentials::basic("Aladdin", "open sesame")).unwrap();
    let list = client.service(SERVICE).bindings().list();
    for size in [1, 100] {
        assert!(list.clone().page_size(size).request().is_ok());
    }
    assert!(list.page(0).request().is_ok());
}
