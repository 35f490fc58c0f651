//! Calls that block their thread, and where they must not.

use std::thread;
use std::time::Duration;

use bindery_runtime::rt::*;

use bindery_runtime::*;
use bindery_tests::faulty::{Faulty, json};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{LocalSet, block_in_place, spawn_blocking, spawn_local};
use twilio_conversations::ServiceSid;

use crate::{API, GET, line};

const SERVICE: ServiceSid = ServiceSid::from_static("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

fn client(server: &Faulty) -> Client {
    ClientBuilder::new(&API)
        .base_url(server.url())
        .credentials(Credentials::basic("Aladdin", "open sesame"))
        .build()
        .unwrap()
}

fn get(client: &Client) -> Result<Response<Value>, Error> {
    client
        .scope()
        .request(&GET)
        .send::<Response<Value>>()
        .wait()
}

/// A server that lives as long as the runtime.
fn server() -> (Runtime, Faulty) {
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(Faulty::start(|_| vec![json(r#"{"bindings":[{}],"a":1}"#)]));
    (runtime, server)
}

#[test]
fn calls_wait_without_a_runtime() {
    let (_runtime, server) = server();
    let client = client(&server);
    let answer = get(&client).unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.into_body()["a"], 1);
    // A connection is free a moment after its response was read.
    let pause = || thread::sleep(Duration::from_millis(200));
    pause();
    get(&client).unwrap();
    pause();
    // One connection serves threads that come and go.
    let other = client.clone();
    thread::spawn(move || get(&other).map(drop))
        .join()
        .unwrap()
        .unwrap();
    assert_eq!((server.requests().len(), server.connections()), (3, 1));
}

/// It is refused, and what the error advises works at the same place.
#[track_caller]
fn refused(client: &Client) {
    let error = get(client).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let line = line(&error);
    assert!(line.contains("inside an async runtime"), "{line}");
    assert!(line.contains("on a thread from `std::thread`"), "{line}");
    let other = client.clone();
    let advised = thread::spawn(move || get(&other).map(drop));
    advised.join().expect("the thread ends").unwrap();
}

#[test]
fn calls_are_refused_in_every_context_of_tokio() {
    let (many, server) = server();
    let client = client(&server);
    many.block_on(async {
        refused(&client);
        block_in_place(|| refused(&client));
        let other = client.clone();
        tokio::spawn(async move { refused(&other) }).await.unwrap();
        let other = client.clone();
        spawn_blocking(move || refused(&other)).await.unwrap();
    });
    let one = Builder::new_current_thread().build().unwrap();
    one.block_on(async {
        refused(&client);
        let other = client.clone();
        tokio::spawn(async move { refused(&other) }).await.unwrap();
    });
    let local = LocalSet::new();
    let other = client.clone();
    local.block_on(&one, async {
        refused(&client);
        spawn_local(async move { refused(&other) }).await.unwrap();
    });
    {
        let _entered = one.enter();
        refused(&client);
    }
    // No request of those that were refused came through.
    assert_eq!(server.requests().len(), 9);
}

/// In the middle of a call of another thread.
#[test]
fn calls_are_refused_in_a_hook() {
    struct Nested(Client);
    impl Hooks for Nested {
        fn after_response(&self, _: &Attempt<'_>, _: Outcome<'_>) {
            refused(&self.0);
        }
    }
    let (_runtime, server) = server();
    let inner = client(&server);
    let client: Client = ClientBuilder::new(&API)
        .base_url(server.url())
        .credentials(Credentials::basic("Aladdin", "open sesame"))
        .hooks(Nested(inner))
        .build()
        .unwrap();
    get(&client).unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn walks_are_refused_once_and_end() {
    let (runtime, server) = server();
    let client = twilio_conversations::Client::builder()
        .base_url(server.url())
        .credentials(Credentials::basic("Aladdin", "open sesame"))
        .build()
        .unwrap();
    let list = || client.service(SERVICE).bindings().list();
    runtime.block_on(async {
        let mut items = list().stream().wait();
        let error = items.next().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(items.next().is_none());
        let mut pages = list().pages().wait();
        assert!(pages.next().unwrap().is_err());
        assert!(pages.next().is_none());
    });
    assert_eq!(server.connections(), 0);
    assert_eq!(list().stream().wait().filter(Result::is_ok).count(), 1);
    assert_eq!(list().pages().wait().filter(Result::is_ok).count(), 1);
    assert_eq!(server.requests().len(), 2);
}
