//! Time limits and waits on a clock that the test holds.

#![cfg(feature = "hyper")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bindery_runtime::rt::*;

use bindery_runtime::*;
use tokio::time::Instant;

static API: Api = Api::new("example", "1.0", "https://api.example");

bindery_runtime::rt::operation! {
    static GET {
        id: "Get",
        method: GET,
        path: "/thing",
        parameters: [],
    }
}

/// Answers with this status and `Retry-After`; never, if there is none.
#[derive(Clone, Default)]
struct Scripted(Option<(u16, &'static str)>, Arc<AtomicU32>);

impl Transport for Scripted {
    fn send(&self, _: http::Request<Body>, _: TransportLimits) -> TransportFuture<'_> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Box::pin(async {
            let Some((status, retry_after)) = self.0 else {
                return std::future::pending().await;
            };
            let mut answer = http::Response::new(Body::empty());
            *answer.status_mut() = StatusCode::from_u16(status).unwrap();
            answer
                .headers_mut()
                .insert("retry-after", retry_after.parse().unwrap());
            Ok(answer)
        })
    }
    fn timer(&self) -> Option<Arc<dyn Timer>> {
        Some(Arc::new(TokioTimer::default()))
    }
}

async fn get(
    transport: &Scripted,
    set: impl FnOnce(ClientBuilder<Client>) -> ClientBuilder<Client>,
) -> (Error, Duration) {
    let client = set(ClientBuilder::new(&API).transport(transport.clone()))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client
        .scope()
        .request(&GET)
        .send::<Response<()>>()
        .await
        .unwrap_err();
    (error, start.elapsed())
}

/// The defaults of the guide: attempts of 30 s, no new one after 60 s, 90 s for all.
#[tokio::test(start_paused = true)]
async fn the_default_limits() {
    let (error, elapsed) = get(&Scripted::default(), |builder| builder).await;
    assert_eq!(error.kind(), ErrorKind::Timeout);
    // The second attempt ends just after 60 s: no third one begins.
    assert_eq!(
        (error.timeout_kind(), error.attempts()),
        (Some(TimeoutKind::Attempt), 2)
    );
    assert!(
        elapsed >= Duration::from_secs(60) && elapsed < Duration::from_secs(61),
        "{elapsed:?}"
    );

    let endless = |builder: ClientBuilder<Client>| builder.attempt_timeout(Duration::MAX);
    let (error, elapsed) = get(&Scripted::default(), endless).await;
    assert_eq!(
        (error.timeout_kind(), error.attempts()),
        (Some(TimeoutKind::Operation), 1)
    );
    assert_eq!(elapsed.as_secs(), 90);
}

#[tokio::test(start_paused = true)]
async fn waits_are_bounded_together() {
    let busy = Scripted(Some((503, "25")), Arc::default());
    let (error, elapsed) = get(&busy, |builder| builder).await;
    // 25 s and 50 s; 75 s would be later than 60 s.
    assert_eq!((error.attempts(), elapsed.as_secs()), (3, 50));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(25)));

    let (error, elapsed) = get(&Scripted(Some((503, "31")), Arc::default()), |builder| {
        builder
    })
    .await;
    assert_eq!((error.attempts(), elapsed), (1, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn without_a_timer_nothing_is_repeated() {
    struct Timeless(Scripted);
    impl Transport for Timeless {
        fn send(
            &self,
            request: http::Request<Body>,
            limits: TransportLimits,
        ) -> TransportFuture<'_> {
            self.0.send(request, limits)
        }
    }
    let transport = Scripted(Some((429, "1")), Arc::default());
    let (error, _) = get(&transport, |builder| {
        builder.transport(Timeless(transport.clone()))
    })
    .await;
    assert_eq!(
        (error.attempts(), transport.1.load(Ordering::Relaxed)),
        (1, 1)
    );
}
