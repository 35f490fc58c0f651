//! What a program sees that logs everything, of this client and of the libraries below it.

use std::fmt::Write as _;
use std::sync::Mutex;

use bindery_runtime::rt::*;

use bindery_runtime::*;
use bindery_tests::faulty::{Act, Faulty, answer, begun, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn push(line: String) {
    LINES.lock().unwrap().push(line);
}

struct Everything;

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }
    fn log(&self, record: &log::Record<'_>) {
        push(format!("{} {}", record.target(), record.args()));
    }
    fn flush(&self) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, name: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, " {name}={value:?}");
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(span.metadata().target().to_owned());
        span.record(&mut line);
        push(line.0);
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line(String::new());
        values.record(&mut line);
        push(line.0);
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().target().to_owned());
        event.record(&mut line);
        push(line.0);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

static API: Api = Api::new("example", "1.0", "https://api.example").schemes(&[
    ("basic", Scheme::basic()),
    ("key", Scheme::api_key(Location::Query, "k")),
    ("oauth", Scheme::client_credentials("/token", &[])),
]);

bindery_runtime::rt::operation! {
    static BASIC {
        id: "Basic",
        method: GET,
        path: "/people/{Name}",
        parameters: [
            path "Name",
        ],
        security: &[&["basic", "key"]],
    }
}

bindery_runtime::rt::operation! {
    static OAUTH {
        id: "OAuth",
        method: GET,
        path: "/people/{Name}",
        parameters: [
            path "Name",
        ],
        security: &[&["oauth", "key"]],
    }
}

/// What nobody may read: passwords and tokens, as they are and as they are sent, and who is asked for.
const HIDDEN: [&str; 8] = [
    "open sesame",
    "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
    "k3y",
    "forty thieves",
    "forty+thieves",
    "TWU6Zm9ydHkrdGhpZXZlcw==",
    "t0ken",
    "Jane",
];

#[tokio::test]
async fn nothing_secret_and_nothing_personal_is_logged() {
    log::set_logger(&Everything).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let _guard = tracing::subscriber::set_default(Everything);
    let server = Faulty::start(|request| match request.number {
        0 => vec![json("{}")],
        1 => vec![answer(
            "401 Unauthorized",
            &["x-a: b"],
            br#"{"message":"Jane"}"#,
        )],
        2 => vec![begun(9, "{"), Act::Close],
        3 => vec![Act::Send(b"nonsense\r\n\r\n".to_vec()), Act::Close],
        _ if request.target == "/token" => vec![json(r#"{"access_token":"t0ken"}"#)],
        _ => vec![answer("503 Service Unavailable", &[], b"")],
    })
    .await;
    let client: Client = ClientBuilder::new(&API)
        .base_url(server.url())
        .credentials(Credentials::basic("Aladdin", "open sesame"))
        .credentials(Credentials::api_key("key", "k3y"))
        .credentials(Credentials::client("Me", "forty thieves"))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    for (operation, is_ok) in [
        (&BASIC, true),
        (&BASIC, false),
        (&BASIC, false),
        (&BASIC, false),
        (&OAUTH, false),
    ] {
        let call = client
            .scope()
            .request(operation)
            .path("Name", &"Jane Doe".to_owned());
        assert_eq!(call.send::<Response<Value>>().await.is_ok(), is_ok);
    }
    let sent: String = server
        .requests()
        .into_iter()
        .map(|request| request.head)
        .collect();
    let lines = LINES.lock().unwrap().join("\n");
    for part in [
        "rustls_platform_verifier::verification",
        "hyper_util::client::legacy::connect::http",
        "bindery_runtime",
    ] {
        assert!(lines.contains(part), "{part}: {lines}");
    }
    for part in [
        "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "k3y",
        "TWU6Zm9ydHkrdGhpZXZlcw==",
        "t0ken",
        "Jane",
    ] {
        assert!(sent.contains(part), "{part}: {sent}");
    }
    for hidden in HIDDEN {
        assert!(!lines.contains(hidden), "{hidden}: {lines}");
    }
}
