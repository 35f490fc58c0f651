//! What the feature `tracing` tells, and what it leaves out.

#![cfg(all(feature = "tracing", feature = "testing"))]

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use bindery_runtime::rt::*;
use bindery_runtime::testing::{FakeTransport, Reply};
use tracing::field::{Field as Name, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

const API: Api = Api::new("example", "1.0", "https://api.example")
    .schemes(&[("key", Scheme::api_key(Location::Query, "k"))]);

bindery_runtime::rt::operation! {
    static FIND {
        id: "Find",
        method: GET,
        path: "/people/{Name}",
        parameters: [
            path "Name",
            query "Mail",
        ],
        security: &[&["key"]],
    }
}

/// Keeps a line for each span, record and event.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, name: &Name, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, " {name}={value:?}");
    }
}

impl Lines {
    fn push(&self, Line(line): Line) {
        self.0.lock().unwrap().push(line);
    }
}

impl Subscriber for Lines {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(format!("span {}", span.metadata().name()));
        span.record(&mut line);
        self.push(line);
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line("record".to_owned());
        values.record(&mut line);
        self.push(line);
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut line = Line("event".to_owned());
        event.record(&mut line);
        self.push(line);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn spans_hold_no_personal_data_and_no_secret() {
    let lines = Lines::default();
    let fake = FakeTransport::new();
    fake.reply(
        "Find",
        Reply::new(429)
            .header("retry-after", "2")
            .body("Jane Doe is busy"),
    );
    fake.reply(
        "Find",
        Reply::new(404)
            .header("x-request-id", "7")
            .body(r#"{"message":"no Jane Doe"}"#),
    );
    static API: Api = self::API;
    let client: Client = ClientBuilder::new(&API)
        .credentials(Credentials::api_key("key", "sesame"))
        .transport(fake)
        .build()
        .unwrap();
    let guard = tracing::subscriber::set_default(lines.clone());
    let call = client
        .scope()
        .request(&FIND)
        .path("Name", &"Jane Doe".to_owned());
    let sent = call
        .query("Mail", &"jane@example.com".to_owned())
        .send::<Response<Value>>();
    sent.await.unwrap_err();
    drop(guard);

    let lines = lines.0.lock().unwrap().clone();
    let ours: Vec<_> = lines.iter().map(String::as_str).collect();
    // The names are OpenTelemetry's for HTTP clients.
    let span = "span http.client.request otel.name=GET /people/{Name} otel.kind=\"client\" \
        operation.id=\"Find\" http.request.method=\"GET\" url.template=\"/people/{Name}\" \
        url.scheme=\"https\" server.address=\"api.example\" server.port=443";
    assert_eq!(ours[0], span);
    assert_eq!(
        ours[1],
        "event message=failed http.request.resend_count=0 http.response.status_code=429 error.type=\"429\""
    );
    assert_eq!(ours[2], "event message=retrying delay_ms=2000");
    assert_eq!(
        ours[3],
        "event message=failed http.request.resend_count=1 http.response.status_code=404 error.type=\"404\" request_id=\"7\""
    );
    assert_eq!(ours[4], "record http.response.status_code=404");
    assert_eq!(ours[5], "record http.request.resend_count=1");
    let all = ours.join("\n");
    for secret in ["sesame", "Jane", "jane"] {
        assert!(!all.contains(secret), "{all}");
    }
}

#[tokio::test]
async fn spans_hold_no_token_and_no_secret_of_a_client() {
    static API: Api = self::API.schemes(&[("oauth", Scheme::client_credentials("/token", &[]))]);
    bindery_runtime::rt::operation! {
        static GET {
            id: "Get",
            method: GET,
            path: "/",
            parameters: [],
            security: &[&["oauth"]],
        }
    }
    let lines = Lines::default();
    let fake = FakeTransport::new();
    let grant = r#"{"access_token":"open sesame"}"#;
    fake.reply("oauth2/token", Reply::new(200).body(grant));
    fake.reply("Get", Reply::new(204));
    let client: Client = ClientBuilder::new(&API)
        .credentials(Credentials::client("Ali", "forty thieves"))
        .transport(fake.clone())
        .build()
        .unwrap();
    let guard = tracing::subscriber::set_default(lines.clone());
    let sent = client.scope().request(&GET).send::<Response<()>>();
    sent.await.unwrap();
    drop(guard);

    let all = lines.0.lock().unwrap().join("\n");
    let event = "event message=requested a token scheme=\"oauth\" granted=true";
    assert!(all.contains(event), "{all}");
    let shown = format!("{all}{client:?}{:?}", fake.requests()[0].headers());
    for secret in ["sesame", "thieves", "Zm9ydHk"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
