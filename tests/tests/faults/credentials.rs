//! Credentials that change, and what hooks, spans and fake transports get to see.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bindery_runtime::rt::*;
use bindery_runtime::testing::{FakeTransport, Reply};
use bindery_runtime::*;
use bindery_tests::faulty::{Faulty, answer, json};
use twilio_conversations::{Binding, BindingSid, ServiceSid};

use crate::{GET, POST, SECRETS, builder, call, line};

/// Gives `open sesame` until that is refused.
#[derive(Default)]
struct Rotating(Arc<AtomicUsize>);

impl CredentialsProvider for Rotating {
    fn credentials(&self, refused: bool) -> CredentialsFuture<'_> {
        Box::pin(async move {
            self.0.fetch_add(1, Ordering::SeqCst);
            let password = if refused { "new" } else { "open sesame" };
            Ok(vec![Credentials::basic("Aladdin", password)])
        })
    }
}

#[tokio::test]
async fn refused_credentials_are_asked_for_once_more() {
    let server = Faulty::start(|request| {
        // `Aladdin:new`
        let new = request.header("authorization") == Some("Basic QWxhZGRpbjpuZXc=");
        vec![if new {
            json("{}")
        } else {
            answer("401 Unauthorized", &[], b"")
        }]
    })
    .await;
    let asked = Arc::new(AtomicUsize::new(0));
    let client = builder(&server.url())
        .credentials_provider(Rotating(Arc::clone(&asked)))
        .build()
        .unwrap();
    call(&client, &GET).await.unwrap();
    assert_eq!(
        (server.requests().len(), asked.load(Ordering::SeqCst)),
        (2, 2)
    );
}

#[tokio::test]
async fn credentials_that_stay_refused_are_an_error() {
    let server = Faulty::start(|_| vec![answer("401 Unauthorized", &[], b"")]).await;
    let client = builder(&server.url())
        .credentials_provider(Rotating::default())
        .build()
        .unwrap();
    let error = call(&client, &GET).await.unwrap_err();
    assert_eq!(
        error.status(),
        Some(StatusCode::UNAUTHORIZED),
        "{}",
        line(&error)
    );
    assert_eq!((error.attempts(), server.requests().len()), (2, 2));
}

/// A call that needs no credentials is not worth another attempt with others.
#[tokio::test]
async fn an_open_operation_is_not_repeated_for_credentials() {
    static OPEN: Operation = POST.security(&[]);
    let server = Faulty::start(|_| vec![answer("401 Unauthorized", &[], b"")]).await;
    let client = builder(&server.url())
        .credentials_provider(Rotating::default())
        .build()
        .unwrap();
    call(&client, &OPEN).await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
}

struct NoVault;

impl CredentialsProvider for NoVault {
    fn credentials(&self, _: bool) -> CredentialsFuture<'_> {
        Box::pin(async { Err("the vault is closed".into()) })
    }
}

#[tokio::test]
async fn a_provider_that_fails_ends_the_operation() {
    let server = Faulty::start(|_| vec![json("{}")]).await;
    let client = builder(&server.url())
        .credentials_provider(NoVault)
        .build()
        .unwrap();
    let error = call(&client, &GET).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the vault is closed");
    assert_eq!(server.connections(), 0);
}

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Hooks for Seen {
    fn before_request(&self, attempt: &Attempt<'_>, headers: &mut HeaderMap) {
        headers.insert("traceparent", "00-1-2-01".parse().unwrap());
        let line = format!("{} {:?} {headers:?}", attempt.operation.id(), attempt);
        self.0.lock().unwrap().push(line);
    }

    fn after_response(&self, attempt: &Attempt<'_>, outcome: Outcome<'_>) {
        let line = match outcome {
            Outcome::Success(status, _) => format!("{} {status}", attempt.number),
            Outcome::Failure(error) => format!("{} {error}", attempt.number),
            _ => unreachable!("there are two outcomes"),
        };
        self.0.lock().unwrap().push(line);
    }
}

#[tokio::test]
async fn hooks_see_every_attempt_and_no_secret() {
    let server = Faulty::start(|request| {
        assert_eq!(request.header("traceparent"), Some("00-1-2-01"));
        let down = answer("503 Service Unavailable", &[], b"");
        vec![if request.number == 0 {
            down
        } else {
            json("{}")
        }]
    })
    .await;
    let seen = Seen::default();
    let client = builder(&server.url()).hooks(seen.clone()).build().unwrap();
    call(&client, &GET).await.unwrap();
    let seen = seen.0.lock().unwrap().clone();
    assert_eq!(seen.len(), 4);
    assert_eq!(
        seen[1],
        "1 Get: 503 Service Unavailable: the service gave no reason"
    );
    assert_eq!(seen[3], "2 200 OK");
    for (line, secret) in seen
        .iter()
        .flat_map(|line| SECRETS.map(|secret| (line, secret)))
    {
        assert!(!line.contains(secret), "{line}");
    }
}

const SERVICE: ServiceSid = ServiceSid::from_static("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
const BINDING: BindingSid = BindingSid::from_static("BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

/// What a user's unit test looks like: no network, and every call accounted for.
#[tokio::test]
async fn a_fake_transport_answers_by_operation() {
    let fake = FakeTransport::new();
    let client = twilio_conversations::Client::builder()
        .credentials(Credentials::basic("Aladdin", "open sesame"))
        .transport(fake.clone())
        .build()
        .unwrap();
    let mut binding = Binding::default();
    binding.sid = Some(BINDING);
    fake.fault("FetchServiceBinding", TransportErrorKind::Timeout);
    fake.reply(
        "FetchServiceBinding",
        Reply::new(429).header("retry-after", "7"),
    );
    fake.reply("FetchServiceBinding", Reply::json(&binding));

    let service = client.service(SERVICE);
    let fetched = service
        .binding(BINDING)
        .fetch()
        .send()
        .await
        .unwrap()
        .into_body();
    assert_eq!(fetched, binding);
    assert_eq!(fake.left(), 0);
    let waited = fake.waited();
    assert!(
        waited[0] <= std::time::Duration::from_millis(250),
        "{waited:?}"
    );
    assert_eq!(waited[1], std::time::Duration::from_secs(7));
    let requests = fake.requests();
    assert_eq!(
        (requests.len(), requests[0].operation()),
        (3, "FetchServiceBinding")
    );
    let shown = format!("{requests:?}");
    assert!(
        SECRETS.iter().all(|secret| !shown.contains(secret)),
        "{shown}"
    );

    let error = service.binding(BINDING).delete().send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    let expected = "DeleteServiceBinding: the fake transport has no response for the operation: DeleteServiceBinding";
    assert_eq!(line(&error), expected);
}

/// An error's body is read as the model that the document declares.
#[tokio::test]
async fn errors_have_typed_bodies() {
    let server = Faulty::start(|_| {
        vec![answer(
            "404 Not Found",
            &["x-request-id: 7"],
            br#"{"identity":"x"}"#,
        )]
    })
    .await;
    let client = builder(&server.url()).build().unwrap();
    let error = call(&client, &POST).await.unwrap_err();
    assert_eq!(
        error.decode::<Binding>().unwrap().identity.as_deref(),
        Some("x")
    );
    assert_eq!(error.request_id(), Some("7"));
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}
