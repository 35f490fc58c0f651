//! Errors of the service, and faults on the way to it.

use std::error::Error as _;
use std::time::{Duration, Instant};

use bindery_tests::server::{Answer, BINDING, End, SERVICE, Server, Socket, builder, client};
use serde_json::json;
use twilio_conversations::runtime::{TransportError, TransportErrorKind};
use twilio_conversations::{Client, Error, ErrorKind};

async fn fetch(client: &Client) -> Result<(), Error> {
    let fetch = client.service(SERVICE).binding(BINDING).fetch();
    fetch.send().await.map(drop)
}

/// The error after this one answer.
async fn error_of(answer: Answer) -> Error {
    let server = Server::start([answer]).await;
    let error = fetch(&client(&server.url())).await.unwrap_err();
    assert_eq!(server.received().len(), 1);
    error
}

fn transport_fault(error: &Error) -> TransportErrorKind {
    let source = error.source().expect("the transport's error is the source");
    let fault = source.downcast_ref::<TransportError>();
    fault.expect("the transport's error is the source").kind()
}

#[tokio::test]
async fn an_error_of_twilio_is_told_with_all_it_says() {
    let body = json!({
        "code": 20404,
        "message": "The requested resource was not found",
        "more_info": "https://www.twilio.com/docs/errors/20404",
        "status": 404,
    });
    let answer = Answer::new(404)
        .body("application/json", body.to_string())
        .header("Twilio-Request-Id", "RQ0123456789abcdef");
    let error = error_of(answer).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.operation(), Some("FetchServiceBinding"));
    assert_eq!(error.status().unwrap().as_u16(), 404);
    assert_eq!(error.code(), Some(20404));
    assert_eq!(error.message(), "The requested resource was not found");
    assert_eq!(
        error.more_info(),
        Some("https://www.twilio.com/docs/errors/20404")
    );
    assert_eq!(error.request_id(), Some("RQ0123456789abcdef"));
    assert_eq!(error.body().unwrap(), body.to_string().as_bytes());
    let text = error.to_string();
    for part in [
        "FetchServiceBinding",
        "404",
        "20404",
        "The requested resource was not found",
        "RQ0123456789abcdef",
    ] {
        assert!(text.contains(part), "{part:?} is not in {text:?}");
    }
    assert_eq!(text.lines().count(), 1);
}

#[tokio::test]
async fn a_gateways_html_is_kept_but_not_shown() {
    let html = "<!DOCTYPE html>\n<html><body><h1>Service Unavailable</h1></body></html>";
    let answer = Answer::new(503)
        .body("text/html", html)
        .header("Retry-After", "120");
    let error = error_of(answer).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert_eq!((error.code(), error.more_info()), (None, None));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(120)));
    assert_eq!(error.body().unwrap(), html.as_bytes());
    assert_eq!(error.headers().unwrap()["content-type"], "text/html");
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains('<') && !text.contains("h1"), "{text}");
        assert!(text.contains("503"), "{text}");
    }
    assert_eq!(error.to_string().lines().count(), 1);
}

#[tokio::test]
async fn an_error_without_a_body_is_told_by_its_status() {
    let error = error_of(Answer::new(502)).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.status().unwrap().as_u16(), 502);
    assert_eq!(error.body(), Some(&[][..]));
    assert!(error.to_string().contains("502"), "{error}");
}

#[tokio::test]
async fn too_many_requests_says_when_to_come_back() {
    let body = json!({"code": 20429, "message": "Too Many Requests", "status": 429});
    // Both forms of RFC 9110, section 10.2.3.
    let answers = [
        ("Sat, 01 Jan 2000 00:00:00 GMT", "5"),
        (
            "Sat, 01 Jan 2000 00:00:00 GMT",
            "Sat, 01 Jan 2000 00:00:05 GMT",
        ),
    ];
    for (date, retry_after) in answers {
        let answer = Answer::new(429)
            .body("application/json", body.to_string())
            .header("Date", date)
            .header("Retry-After", retry_after);
        let error = error_of(answer).await;
        assert_eq!(error.code(), Some(20429));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
    }
}

#[tokio::test]
async fn html_in_place_of_a_binding_is_an_error() {
    let html = "<html><body>Please log in</body></html>";
    let error = error_of(Answer::new(200).body("text/html", html)).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.body().unwrap(), html.as_bytes());
    let text = error.to_string();
    assert!(
        text.contains("text/html") && !text.contains("<html>"),
        "{text}"
    );
}

#[tokio::test]
async fn an_empty_body_in_place_of_a_binding_is_an_error() {
    let error = error_of(Answer::new(200)).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("empty"), "{error}");
}

#[tokio::test]
async fn a_body_cut_short_is_a_fault_of_the_transport() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
        content-length: 500\r\n\r\n{\"sid\": null}";
    let socket = Socket::start(answer, End::Close).await;
    let error = fetch(&client(&socket.url())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(transport_fault(&error), TransportErrorKind::Interrupted);
    assert_eq!(error.operation(), Some("FetchServiceBinding"));
}

#[tokio::test]
async fn chunks_that_do_not_end_are_a_fault_of_the_transport() {
    let answer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n";
    let socket = Socket::start(answer, End::Close).await;
    let error = fetch(&client(&socket.url())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(transport_fault(&error), TransportErrorKind::Interrupted);
}

#[tokio::test]
async fn what_is_not_http_is_a_fault_of_the_transport() {
    for answer in ["", "SSH-2.0-server\r\n\r\n"] {
        let socket = Socket::start(answer, End::Close).await;
        let error = fetch(&client(&socket.url())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
    }
}

#[tokio::test]
async fn a_refused_connection_is_a_fault_of_the_transport() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let error = fetch(&client(&url)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(transport_fault(&error), TransportErrorKind::Connect);
    assert!(error.status().is_none());
}

#[tokio::test]
async fn silence_ends_with_the_timeout() {
    let answers = [
        "",
        "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"sid\": null",
    ];
    for answer in answers {
        let socket = Socket::start(answer, End::Silence).await;
        let client = builder(&socket.url()).timeout(Duration::from_millis(200));
        let start = Instant::now();
        let error = fetch(&client.build().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        let taken = start.elapsed();
        assert!(taken >= Duration::from_millis(200), "{taken:?}");
        assert!(taken < Duration::from_secs(10), "{taken:?}");
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let other = Server::start([Answer::json("{}")]).await;
        let error = error_of(Answer::new(status).header("Location", other.url())).await;
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.headers().unwrap()["location"], other.url());
        assert_eq!(other.received().len(), 0);
    }
}
