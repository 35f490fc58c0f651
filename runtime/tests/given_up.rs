//! Whoever drops a request gives it up, and nothing of it stays.

use std::sync::{Arc, LazyLock};

use bindery_runtime::rt::*;

use bindery_runtime::*;

static API: Api = Api::new("example", "1.0", "https://conversations.twilio.com");

operation! {
    static GET {
        id: "Get",
        method: GET,
        path: "/",
        parameters: [],
    }
}

/// A service that never answers, or at once; what is sent to it holds its part of the `Arc`.
struct Service {
    held: Arc<()>,
    answers: bool,
}

impl Transport for Service {
    fn send(&self, _request: http::Request<Body>, _limits: TransportLimits) -> TransportFuture<'_> {
        let (held, answers) = (self.held.clone(), self.answers);
        Box::pin(async move {
            if !answers {
                std::future::pending::<()>().await;
            }
            drop(held);
            Ok(http::Response::new(Body::empty()))
        })
    }
}

/// A body that holds a part of this.
static BODIES: LazyLock<Arc<()>> = LazyLock::new(Arc::default);

#[derive(Clone)]
struct Held(Arc<()>);

impl FromBody for Held {
    fn read(answer: RawResponse) -> Result<Response<Self>, Error> {
        assert!(answer.body().is_empty());
        Ok(answer.with_body(Self(Arc::clone(&BODIES))))
    }
}

fn sending<B: FromBody>(held: &Arc<()>, answers: bool) -> Sending<Response<B>> {
    let held = held.clone();
    let client = ClientBuilder::<Client>::new(&API).transport(Service { held, answers });
    let scope = client.build().expect("a client").scope();
    scope.request(&GET).send()
}

#[tokio::test]
async fn a_request_without_an_answer_is_given_up_with_its_future() {
    let held = Arc::new(());
    let mut waiting = sending::<()>(&held, false);
    tokio::select! {
        biased;
        _ = &mut waiting => panic!("the service never answers"),
        () = std::future::ready(()) => {}
    }
    // This one, the transport's and the request's.
    assert_eq!(Arc::strong_count(&held), 3);
    drop(waiting);
    assert_eq!(Arc::strong_count(&held), 1);
}

#[tokio::test]
async fn nothing_is_left_of_a_request_that_was_not_awaited_or_has_its_answer() {
    let held = Arc::new(());
    drop(sending::<()>(&held, true));
    assert_eq!(Arc::strong_count(&held), 1);
    sending::<()>(&held, true).await.expect("an answer");
    assert_eq!(Arc::strong_count(&held), 1);
}

#[tokio::test]
async fn a_body_is_dropped_with_the_last_that_holds_it() {
    let bodies = || Arc::strong_count(&BODIES) - 1;
    let response = sending::<Held>(&Arc::default(), true).await;
    let response = response.expect("an answer");
    assert_eq!(bodies(), 1);
    let copy = response.clone();
    assert_eq!(bodies(), 2);
    assert!(Arc::ptr_eq(&copy.body().0, &BODIES));
    drop(response);
    assert_eq!(bodies(), 1);
    let pair = copy.map_body(|held| (held, 7));
    assert_eq!(
        (bodies(), pair.status(), pair.body().1),
        (1, StatusCode::OK, 7)
    );
    let (held, _) = pair.into_body();
    assert_eq!(bodies(), 1);
    drop(held);
    assert_eq!(bodies(), 0);
}
