//! Time limits, waits, turns, and giving up.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bindery_runtime::rt::*;

use bindery_runtime::*;
use bindery_tests::faulty::{Act, Faulty, answer, json};

use crate::{GET, POST, builder, call, line};

async fn gone(server: &Faulty) {
    while server.open() > 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// The connection is closed, and nothing is sent again.
#[tokio::test]
async fn cancelling_in_the_middle() {
    let server = Faulty::start(|_| vec![Act::Hang]).await;
    let client = builder(&server.url())
        .attempt_timeout(Duration::MAX)
        .build()
        .unwrap();
    let sent = tokio::spawn(async move { call(&client, &POST).await.map(drop) });
    while server.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    sent.abort();
    assert!(sent.await.unwrap_err().is_cancelled());
    gone(&server).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!((server.requests().len(), server.connections()), (1, 1));
}

#[tokio::test]
async fn the_operation_has_a_limit_of_its_own() {
    let server = Faulty::start(|_| vec![Act::Hang]).await;
    let client = builder(&server.url())
        .attempt_timeout(Duration::from_secs(2))
        .timeout(Duration::from_secs(3))
        .build()
        .unwrap();
    let error = call(&client, &GET).await.unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Operation));
    assert!(
        line(&error).contains("the whole operation took longer than 3s"),
        "{error}"
    );
    // The second attempt began after 2 s.
    assert_eq!((error.attempts(), server.requests().len()), (2, 2));
    gone(&server).await;

    let options = RequestOptions::new()
        .attempt_timeout(Duration::from_millis(50))
        .retry(RetryPolicy::none());
    let sent = client
        .scope()
        .request(&GET)
        .with(options)
        .send::<Response<Value>>();
    let error = sent.await.unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Attempt));
    assert!(
        line(&error).contains("an attempt took longer than 50ms"),
        "{error}"
    );
}

/// The attempt begins after the operation, by less than a timer can tell.
#[tokio::test]
async fn of_equal_limits_the_attempts_is_over_first() {
    let server = Faulty::start(|_| vec![Act::Hang]).await;
    let limit = Duration::from_millis(40);
    let client = builder(&server.url())
        .attempt_timeout(limit)
        .timeout(limit)
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    for _ in 0..20 {
        let error = call(&client, &GET).await.unwrap_err();
        assert_eq!(error.timeout_kind(), Some(TimeoutKind::Attempt), "{error}");
    }
}

/// An address of RFC 5737, section 3: nobody answers there, or the network says so at once.
#[tokio::test]
async fn connecting_has_a_limit_of_its_own() {
    let client = builder("https://192.0.2.1")
        .connect_timeout(Duration::from_millis(50))
        .attempt_timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    let error = call(&client, &POST).await.unwrap_err();
    // It was tried again, although it is a POST: nothing was sent.
    assert_eq!(error.attempts(), 3, "{}", line(&error));
    match error.timeout_kind() {
        Some(kind) => assert_eq!(kind, TimeoutKind::Connect),
        None => assert!(line(&error).contains("cannot connect"), "{error}"),
    }
}

/// `Retry-After` is waited for; time is Tokio's, which a test can hold.
#[tokio::test]
async fn waits_are_as_long_as_the_service_says() {
    let server = Faulty::start(|request| {
        let busy = answer("429 Too Many Requests", &["retry-after: 1"], b"");
        vec![if request.number == 0 {
            busy
        } else {
            json("{}")
        }]
    })
    .await;
    let client = builder(&server.url()).build().unwrap();
    let start = std::time::Instant::now();
    call(&client, &GET).await.unwrap();
    assert!(
        start.elapsed() >= Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
}

/// A wait that the operation has no time for is not begun: the answer says more than a timeout.
#[tokio::test]
async fn waits_that_end_too_late_are_not_begun() {
    let server =
        Faulty::start(|_| vec![answer("503 Service Unavailable", &["retry-after: 20"], b"")]).await;
    let client = builder(&server.url())
        .timeout(Duration::from_secs(15))
        .build()
        .unwrap();
    let start = std::time::Instant::now();
    let error = call(&client, &GET).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api, "{}", line(&error));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
    assert_eq!((error.attempts(), server.requests().len()), (1, 1));
    assert!(start.elapsed() < Duration::from_secs(10));
}

/// A service that is down is not hammered: all calls together have a budget.
#[tokio::test]
async fn retries_are_paid_for() {
    let server = Faulty::start(|_| vec![answer("503 Service Unavailable", &[], b"")]).await;
    let client = builder(&server.url()).retry_budget(3).build().unwrap();
    for attempts in [3, 2, 1, 1] {
        assert_eq!(call(&client, &GET).await.unwrap_err().attempts(), attempts);
    }
    assert_eq!(server.requests().len(), 7);
}

/// Five successes give one retry back.
#[tokio::test]
async fn successes_refill_the_budget() {
    let server = Faulty::start(|request| match request.number {
        0..=3 | 9..=11 => vec![answer("503 Service Unavailable", &[], b"")],
        _ => vec![json("{}")],
    })
    .await;
    let client = builder(&server.url()).retry_budget(2).build().unwrap();
    for attempts in [3, 1] {
        assert_eq!(call(&client, &GET).await.unwrap_err().attempts(), attempts);
    }
    for _ in 0..5 {
        // Clones share it.
        assert_eq!(call(&client.clone(), &GET).await.unwrap().attempts(), 1);
    }
    for attempts in [2, 1] {
        assert_eq!(call(&client, &GET).await.unwrap_err().attempts(), attempts);
    }
    assert_eq!(server.requests().len(), 12);
}

/// The operation's limit holds for everything that a call waits for.
#[tokio::test]
async fn the_operation_waits_for_nothing_longer_than_its_limit() {
    struct Never;
    impl CredentialsProvider for Never {
        fn credentials(&self, _: bool) -> CredentialsFuture<'_> {
            Box::pin(std::future::pending())
        }
    }
    let server = Faulty::start(|_| vec![Act::Hang]).await;
    let limited = |timeout| {
        builder(&server.url())
            .timeout(Duration::from_millis(timeout))
            .max_in_flight(1)
    };
    let secret = limited(200).credentials_provider(Never).build().unwrap();
    let error = call(&secret, &POST).await.unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Operation));
    assert!(line(&error).contains("the whole operation took longer than 200ms"));
    assert_eq!(server.connections(), 0);

    let turn = limited(20_000).build().unwrap();
    let other = turn.clone();
    let first = tokio::spawn(async move { call(&other, &POST).await.map(drop) });
    while server.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let options = RequestOptions::new().timeout(Duration::from_millis(200));
    let second = turn.scope().request(&POST).with(options);
    let error = second.send::<Response<Value>>().await.unwrap_err();
    assert_eq!(error.timeout_kind(), Some(TimeoutKind::Operation));
    assert_eq!(server.requests().len(), 1);
    first.abort();
}

/// A turn that is given up is another one's, and so is the turn of a call that is given up.
#[tokio::test]
async fn turns_come_back_when_calls_are_given_up() {
    let server = Faulty::start(|request| match request.number {
        0 => vec![Act::Hang],
        _ => vec![json("{}")],
    })
    .await;
    let client = builder(&server.url()).max_in_flight(1).build().unwrap();
    let spawn = || {
        let client = client.clone();
        tokio::spawn(async move { call(&client, &GET).await.map(drop) })
    };
    let first = spawn();
    while server.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let (second, third) = (spawn(), spawn());
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.requests().len(), 1, "the others wait");
    second.abort();
    first.abort();
    third.await.unwrap().unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn requests_wait_their_turn() {
    let running = Arc::new(AtomicUsize::new(0));
    struct Counted(Arc<AtomicUsize>, HyperTransport);
    impl Transport for Counted {
        fn send(
            &self,
            request: http::Request<Body>,
            limits: TransportLimits,
        ) -> TransportFuture<'_> {
            Box::pin(async move {
                let running = self.0.fetch_add(1, Ordering::SeqCst) + 1;
                assert!(running <= 2, "{running} at a time");
                let answer = self.1.send(request, limits).await;
                self.0.fetch_sub(1, Ordering::SeqCst);
                answer
            })
        }
        fn timer(&self) -> Option<Arc<dyn Timer>> {
            self.1.timer()
        }
    }
    let server = Faulty::start(|_| vec![Act::Wait(Duration::from_millis(5)), json("{}")]).await;
    let transport = HyperTransport::new(Duration::from_secs(1)).unwrap();
    let client: Client = builder(&server.url())
        .transport(Counted(running, transport))
        .attempt_timeout(Duration::from_secs(5))
        .max_in_flight(2)
        .build()
        .unwrap();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { call(&client, &GET).await.map(drop) })
        })
        .collect();
    for sent in calls {
        sent.await.unwrap().unwrap();
    }
    assert_eq!(server.requests().len(), 20);
    assert!(server.connections() <= 2, "{}", server.connections());
}
