//! A fake transport for tests of programs that use a client. It never accesses the network.
//!
//! ```
//! use bindery_runtime::testing::{FakeTransport, Reply};
//! use bindery_runtime::{Bytes, Client, ClientBuilder, Method, Operation, Response};
//! # use bindery_runtime::rt::Api;
//! # use bindery_runtime::Text;
//! # static API: Api = Api::new("example", "1.0", "https://api.example");
//! # bindery_runtime::rt::operation! { static GREET { id: "Greet", method: GET, path: "/greeting", parameters: [], } }
//! # fn block_on<T>(work: impl Future<Output = T>) -> T {
//! #     let (mut work, mut cx) = (std::pin::pin!(work), std::task::Context::from_waker(std::task::Waker::noop()));
//! #     loop { if let std::task::Poll::Ready(done) = work.as_mut().poll(&mut cx) { return done } }
//! # }
//!
//! let fake = FakeTransport::new();
//! fake.reply("Greet", Reply::new(503));
//! fake.reply("Greet", Reply::new(200).body("hello"));
//!
//! // A generated client is set up in the same way, by its `Client::builder()`.
//! let client: Client = ClientBuilder::new(&API).transport(fake.clone()).build().unwrap();
//! let answer: Response<Text> = block_on(client.scope().request(&GREET).send()).unwrap();
//!
//! assert_eq!(answer.body().0, "hello");
//! assert_eq!(fake.requests().len(), 2);
//! assert_eq!(fake.requests()[0].url().path(), "/greeting");
//! ```

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Request, Response, StatusCode};
use url::Url;

use crate::model::field_slot::FieldSlot;
use crate::operation::table::{Method, Operation};
use crate::transport::body::Body;
use crate::transport::timer::{Sleep, Timer};
use crate::transport::{
    Transport, TransportError, TransportErrorKind, TransportFuture, TransportLimits,
};

/// A transport that returns scripted responses for each operation, and records the requests.
///
/// If no response is left for an operation, its call fails with an error of kind
/// [`Transport`](crate::ErrorKind::Transport). Waits between attempts take no time; [`waited`](Self::waited)
/// returns how long they would have been. Clones share one script.
#[derive(Clone, Default)]
pub struct FakeTransport(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    script: BTreeMap<String, VecDeque<Scripted>>,
    requests: Vec<Recorded>,
    waited: Vec<Duration>,
}

enum Scripted {
    Reply(Reply),
    Fault(TransportErrorKind),
}

impl FakeTransport {
    /// Creates a transport without responses.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next response to an operation, which is identified by its `operationId`.
    pub fn reply(&self, operation: impl Into<String>, reply: Reply) {
        self.then(operation.into(), Scripted::Reply(reply));
    }

    /// Adds a transport error as the result of the next request of an operation: for example
    /// [`Timeout`](TransportErrorKind::Timeout) for a service that does not respond in time.
    pub fn fault(&self, operation: impl Into<String>, kind: TransportErrorKind) {
        self.then(operation.into(), Scripted::Fault(kind));
    }

    /// All requests so far, in order.
    pub fn requests(&self) -> Vec<Recorded> {
        self.state().requests.clone()
    }

    /// All waits before retries so far, in order.
    pub fn waited(&self) -> Vec<Duration> {
        self.state().waited.clone()
    }

    /// The number of responses that no request has used yet.
    pub fn left(&self) -> usize {
        self.state().script.values().map(VecDeque::len).sum()
    }

    fn then(&self, operation: String, scripted: Scripted) {
        let mut state = self.state();
        state
            .script
            .entry(operation)
            .or_default()
            .push_back(scripted);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nothing panics under this lock")
    }
}

impl fmt::Debug for FakeTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeTransport").finish_non_exhaustive()
    }
}

impl Transport for FakeTransport {
    fn send(&self, request: Request<Body>, limits: TransportLimits) -> TransportFuture<'_> {
        let recorded = Recorded::new(&request);
        let mut state = self.state();
        let script = state.script.get_mut(recorded.operation);
        let next = script.and_then(VecDeque::pop_front);
        let operation = recorded.operation;
        state.requests.push(recorded);
        Box::pin(async move {
            match next {
                Some(Scripted::Reply(reply)) if reply.body.len() > limits.body => {
                    Err(TransportError::new(TransportErrorKind::TooLarge))
                }
                Some(Scripted::Reply(reply)) => Ok(reply.into_response()),
                Some(Scripted::Fault(kind)) => Err(TransportError::new(kind)),
                None => {
                    Err(TransportError::new(TransportErrorKind::Unscripted).caused_by(operation))
                }
            }
        })
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        Some(Arc::new(FakeTimer(self.clone())))
    }
}

/// A clock that stands still and skips waits. Time limits are never reached.
struct FakeTimer(FakeTransport);

impl Timer for FakeTimer {
    fn now(&self) -> Duration {
        self.0.state().waited.iter().sum()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let fake = self.0.clone();
        Box::pin(async move { fake.state().waited.push(duration) })
    }

    fn limit(&self, _: Duration) -> Sleep {
        Box::pin(std::future::pending())
    }
}

/// A request that the transport received. `Debug` does not show credentials.
#[derive(Clone, Debug)]
pub struct Recorded {
    operation: &'static str,
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Bytes,
}

impl Recorded {
    fn new(request: &Request<Body>) -> Self {
        let operation = request.extensions().get::<&'static Operation>();
        Self {
            operation: operation.map_or("", |operation| operation.id()),
            method: operation.map_or(Method::GET, |operation| operation.method),
            url: Url::parse(&request.uri().to_string())
                .expect("the URI of a request is a valid URL"),
            headers: request.headers().clone(),
            body: request.body().as_bytes().cloned().unwrap_or_default(),
        }
    }

    /// The `operationId` of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The URL with its query, which may contain an API key.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// All headers, including those of the credentials.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; empty if there is none.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

/// A response of a [`FakeTransport`].
#[derive(Clone, Debug)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Reply {
    /// Creates a response with this status, no headers and no body.
    ///
    /// # Panics
    ///
    /// If the status is not from 100 to 999.
    pub fn new(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).expect("a status is from 100 to 999"),
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }

    /// Creates a response with status 200 and a model as JSON.
    pub fn json(model: &dyn FieldSlot) -> Self {
        Self::new(200)
            .header(CONTENT_TYPE.as_str(), "application/json")
            .body(crate::to_vec(model))
    }

    /// Sets the status.
    ///
    /// # Panics
    ///
    /// If the status is not from 100 to 999.
    pub fn status(self, status: u16) -> Self {
        Self {
            status: Self::new(status).status,
            ..self
        }
    }

    /// Adds a header.
    ///
    /// # Panics
    ///
    /// If the name or the value is not valid in a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("the name of a header");
        let value = HeaderValue::from_str(value).expect("the value of a header");
        self.headers.append(name, value);
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}
