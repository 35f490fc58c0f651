//! What is sent, how often and where to.

use bindery_runtime::{
    Client, ClientBuilder, Credentials, ErrorKind, RequestOptions, Response, RetryPolicy, Value,
};
use bindery_tests::faulty::{Act, Faulty, Reads, answer, json};
use tokio::net::TcpListener;

use crate::{API, GET, POST, builder, call, line};

/// Nothing was sent: any method is tried again.
#[tokio::test]
async fn refused() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = builder(&url).build().unwrap();
    for operation in [&GET, &POST] {
        let error = call(&client, operation).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3));
        assert!(
            line(&error).contains("cannot connect to the service"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_post_is_repeated_if_the_caller_says_so() {
    let server = Faulty::reading(Reads::Head, |_| vec![Act::Reset]).await;
    let client = builder(&server.url()).build().unwrap();
    let policy = RetryPolicy::new().attempts(2).any_method(true);
    let options = RequestOptions::new().retry(policy);
    let sent = client
        .scope()
        .request(&POST)
        .with(options)
        .send::<Response<Value>>();
    assert_eq!(sent.await.unwrap_err().attempts(), 2);
    assert_eq!(server.requests().len(), 2);
}

/// The credentials go to no other host, and neither does the request.
#[tokio::test]
async fn redirects() {
    let other = Faulty::start(|_| vec![json("{}")]).await;
    let location = format!("location: {}/thing", other.url());
    let server = Faulty::start(move |_| vec![answer("302 Found", &[&location], b"")]).await;
    let client = builder(&server.url()).build().unwrap();
    for operation in [&GET, &POST] {
        let error = call(&client, operation).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().map(|it| it.as_u16())),
            (ErrorKind::Api, Some(302))
        );
    }
    assert_eq!((server.requests().len(), other.connections()), (2, 0));
}

/// The defaults are bounded as the guide says.
#[tokio::test]
async fn the_default_policy_tries_four_times() {
    let server =
        Faulty::start(|_| vec![answer("503 Service Unavailable", &["retry-after: 0"], b"")]).await;
    let client: Client = ClientBuilder::new(&API)
        .base_url(server.url())
        .credentials(Credentials::basic("Aladdin", "open sesame"))
        .build()
        .unwrap();
    let error = call(&client, &GET).await.unwrap_err();
    assert_eq!((error.attempts(), server.requests().len()), (4, 4));
    assert!(line(&error).ends_with("[after 4 attempts]"), "{error}");
}

/// A connection that is kept may be closed before the next request, or while it is on its way: that
/// request is sent on another one if nothing of it has left, and else not again.
#[tokio::test]
async fn a_post_over_a_connection_that_was_closed_meanwhile() {
    const CALLS: usize = 200;
    let server = Faulty::start(|_| vec![json("{}"), Act::Close]).await;
    let client = builder(&server.url()).build().unwrap();
    let mut failed = 0;
    for _ in 0..CALLS {
        match call(&client, &POST).await {
            Ok(answer) => assert_eq!(answer.attempts(), 1),
            Err(error) => {
                failed += 1;
                assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
            }
        }
    }
    let seen = server.requests().len();
    // Of a call that failed the server may have seen the request, but no call was seen twice.
    assert!(
        (CALLS - failed..=CALLS).contains(&seen),
        "{seen}, {failed} failed"
    );
}

/// Where the child process of the next test finds the service.
const SERVICE: &str = "BINDERY_TEST_SERVICE";

/// Plain http is for one's own machine: a proxy, which may be another one, gets none of it. The
/// environment is a process's, so the test runs itself in one of its own.
#[test]
fn loopback_is_reached_without_a_proxy() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Ok(url) = std::env::var(SERVICE) {
        let client = builder(&url).build().unwrap();
        runtime.block_on(call(&client, &POST)).unwrap();
        return;
    }
    let start = || runtime.block_on(Faulty::start(|_| vec![json("{}")]));
    let (service, proxy) = (start(), start());
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "sending::loopback_is_reached_without_a_proxy"]);
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        child.env(name, proxy.url());
    }
    for name in ["no_proxy", "NO_PROXY"] {
        child.env_remove(name);
    }
    let output = child.env(SERVICE, service.url()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!((service.requests().len(), proxy.connections()), (1, 0));
}
