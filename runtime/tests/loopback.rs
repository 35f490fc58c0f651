//! The transports, against sockets of this machine.

#![cfg(feature = "hyper")]

use std::time::Duration;

use bindery_runtime::rt::*;

use bindery_runtime::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

static API: Api = Api::new("example", "1.0", "https://api.example");

bindery_runtime::rt::operation! {
    static GET {
        id: "Get",
        method: GET,
        path: "/get",
        parameters: [],
    }
}

/// The same over each transport.
macro_rules! over_each {
    ($($test:ident,)*) => {
        mod hyper {
            $(#[tokio::test]
            async fn $test() {
                super::$test(|builder| builder).await;
            })*
        }

        #[cfg(feature = "reqwest")]
        mod reqwest {
            $(#[tokio::test]
            async fn $test() {
                // Of several that try, one is the first.
                let _ = rustls::crypto::ring::default_provider().install_default();
                let client = || ::reqwest::Client::builder()
                    .redirect(::reqwest::redirect::Policy::none())
                    .build()
                    .unwrap();
                super::$test(|builder| {
                    builder.transport(bindery_runtime::ReqwestTransport::from(client()))
                })
                .await;
            })*
        }
    };
}

over_each! {
    an_answer_comes_through,
    faults_are_told_apart,
    redirects_are_not_followed,
}

/// Chooses the transport.
trait Over: Fn(ClientBuilder<Client>) -> ClientBuilder<Client> {}

impl<F: Fn(ClientBuilder<Client>) -> ClientBuilder<Client>> Over for F {}

/// Answers one request with these bytes after a while; gives the request.
async fn serve(
    answer: &'static str,
    wait: Duration,
) -> (ClientBuilder<Client>, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/base", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 4096];
        let length = socket.read(&mut request).await.unwrap();
        tokio::time::sleep(wait).await;
        socket.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8(request[..length].to_vec()).unwrap()
    });
    // The server answers once.
    let builder = ClientBuilder::new(&API).retry(RetryPolicy::none());
    (builder.base_url(url), served)
}

async fn get(builder: ClientBuilder<Client>) -> Result<Response<Text>, Error> {
    builder.build().unwrap().scope().request(&GET).send().await
}

const NOW: Duration = Duration::ZERO;

async fn an_answer_comes_through(over: impl Over) {
    let (builder, served) = serve(
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-request-id: 7\r\n\r\nhi",
        NOW,
    )
    .await;
    let answer = get(over(builder).user_agent("shop/2")).await.unwrap();
    assert_eq!(
        (answer.request_id(), answer.body().0.as_str()),
        (Some("7"), "hi")
    );
    let request = served.await.unwrap();
    assert!(
        request.starts_with("GET /base/get HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("user-agent: example/1.0 shop/2\r\n")
            && request.contains("accept: application/json\r\n"),
        "{request}"
    );
}

async fn faults_are_told_apart(over: impl Over) {
    let (builder, _served) = serve("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhi", NOW).await;
    let error = get(over(builder)).await.unwrap_err();
    assert!(
        error.kind() == ErrorKind::Transport && error.to_string().contains("is incomplete"),
        "{error}"
    );

    let (builder, _served) = serve("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi", NOW).await;
    let error = get(over(builder).max_body(1)).await.unwrap_err();
    assert!(
        error.to_string().contains("exceeds the size limit"),
        "{error}"
    );

    let (builder, _served) = serve("", Duration::from_secs(5)).await;
    let error = get(over(builder).timeout(Duration::from_millis(50)))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.timeout_kind()),
        (ErrorKind::Timeout, Some(TimeoutKind::Operation)),
        "{error}"
    );

    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let builder = ClientBuilder::new(&API).base_url(format!("http://{closed}"));
    let error = get(over(builder)).await.unwrap_err();
    assert!(
        error.kind() == ErrorKind::Transport && error.to_string().contains("cannot connect"),
        "{error}"
    );
}

async fn redirects_are_not_followed(over: impl Over) {
    let (builder, _served) = serve(
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
        NOW,
    )
    .await;
    let error = get(over(builder)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().map(|status| status.as_u16())),
        (ErrorKind::Api, Some(302))
    );
}
