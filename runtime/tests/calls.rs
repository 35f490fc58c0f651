//! Calls over a transport that answers from a list and remembers what it was asked.

mod common;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bindery_runtime::rt::*;

use bindery_runtime::*;
use common::*;

static API: Api = Api::new("example", "1.0", "https://conversations.twilio.com").schemes(&[
    ("basic", Scheme::basic()),
    ("key", Scheme::api_key(Location::Query, "k")),
    ("token", Scheme::bearer()),
]);

bindery_runtime::rt::operation! {
    static LIST {
        id: "ListBinding",
        method: GET,
        path: "/v1/Services/{Service}/Bindings",
        parameters: [
            path "Service",
            query "BindingType",
            query "Identity" sensitive [each(rules![length(1, 3)])],
            query "PageSize" [range(1, 100)],
            header "X-Note",
        ],
        security: &[&["basic"]],
        paging: link("/meta/next_page_url"),
    }
}

bindery_runtime::rt::operation! {
    static CIRCLES {
        id: "ListCircle",
        method: GET,
        path: "/circles",
        parameters: [],
        paging: token("/next", "t"),
    }
}

bindery_runtime::rt::operation! {
    static CREATE {
        id: "Create",
        method: POST,
        path: "/things",
        parameters: [
            form "Name" required,
            form "Flags",
        ],
        body: form,
        security: &[&["token", "key"], &["key"]],
        extras: [
            redirects(&[302]),
        ],
    }
}

bindery_runtime::rt::operation! {
    static BETA {
        id: "FetchBeta",
        method: GET,
        path: "/things/{Id}?beta=true&kind=a%2Fb",
        parameters: [
            path "Id",
            query "page",
        ],
    }
}

#[derive(Clone, Default)]
struct Fake(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    answers: VecDeque<http::Response<Body>>,
    asked: Vec<http::Request<Body>>,
}

impl Transport for Fake {
    fn send(&self, request: http::Request<Body>, _limits: TransportLimits) -> TransportFuture<'_> {
        let mut state = self.0.lock().unwrap();
        state.asked.push(request);
        let answer = state.answers.pop_front();
        Box::pin(
            async move { answer.ok_or_else(|| TransportError::new(TransportErrorKind::Connect)) },
        )
    }
}

impl Fake {
    fn answering(answers: &[(u16, &str)]) -> Self {
        let fake = Self::default();
        for (status, body) in answers {
            fake.push(
                *status,
                &[
                    ("content-type", "application/json"),
                    ("twilio-request-id", "RQ1"),
                ],
                body,
            );
        }
        fake
    }

    fn push(&self, status: u16, headers: &[(&str, &str)], body: &str) {
        let mut answer = http::Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(*name, *value);
        }
        self.0
            .lock()
            .unwrap()
            .answers
            .push_back(answer.body(Body::from(body.to_owned())).unwrap());
    }

    fn urls(&self) -> Vec<String> {
        self.0
            .lock()
            .unwrap()
            .asked
            .iter()
            .map(|request| request.uri().to_string())
            .collect()
    }

    fn builder(&self) -> ClientBuilder<Client> {
        ClientBuilder::new(&API)
            .transport(self.clone())
            .credentials(Credentials::basic("AC1", "hunter2"))
    }

    fn list(&self) -> RequestBuilder {
        self.builder()
            .build()
            .unwrap()
            .scope()
            .bind(&"IS1".to_owned())
            .request(&LIST)
    }
}

fn page(next: &str, items: &str) -> String {
    format!(r#"{{"bindings": [{items}], "meta": {{"next_page_url": {next}}}}}"#)
}

#[test]
fn a_request_is_pure_and_checked() {
    let list = Fake::default().list();
    let types = vec![BindingType::Apn, BindingType::from("twilsock")];
    let request = list
        .clone()
        .query("BindingType", &types)
        .query("PageSize", &100_i64)
        .request()
        .unwrap();
    let expected = "GET https://conversations.twilio.com/v1/Services/IS1/Bindings?BindingType=apn&BindingType=twilsock&PageSize=100\naccept: application/json";
    assert_eq!(request.to_string(), expected);

    let broken = list
        .query("PageSize", &0_i64)
        .query("Identity", &strings(["long name"]))
        .header("X-Note", &"a\r\nb".to_owned());
    let error = broken
        .path("Service", &"..".to_owned())
        .request()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.violations().len(), 4);
    let text = error.to_string();
    assert!(
        text.starts_with("ListBinding: Service: a path segment must not be")
            && !text.contains("long name"),
        "{text}"
    );
    assert!(
        text.contains("PageSize: 0 is below the minimum 1")
            && text.contains("X-Note: it is not a valid header value"),
        "{text}"
    );
}

#[tokio::test]
async fn an_answer_has_status_headers_and_request() {
    let fake = Fake::default();
    let headers = [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-credentials", "true"),
        ("Twilio-Request-Id", "RQ9"),
    ];
    fake.push(200, &headers, &page("null", ""));
    let page: Page<Bindings, Headers> = fake.list().send().await.unwrap();
    assert!(page.items().is_empty() && page.next().is_none());
    assert_eq!(
        (page.status().as_u16(), page.request_id()),
        (200, Some("RQ9"))
    );
    let declared = page.declared_headers().unwrap();
    assert_eq!(declared.access_control_allow_origin.as_deref(), Some("*"));
    assert_eq!(declared.access_control_allow_credentials, Some(true));
    let state = fake.0.lock().unwrap();
    assert_eq!(
        state.asked[0].headers()["authorization"],
        "Basic QUMxOmh1bnRlcjI="
    );
    assert_eq!(state.asked[0].headers()["user-agent"], "example/1.0");
}

#[tokio::test]
async fn items_stream_over_pages_and_a_bad_one_is_one_error() {
    let circle = format!(r#"{{"sid": "{BINDING}", "radius": 1}}"#);
    let first = format!(
        r#"{{"circles": [{circle}, {{"sid": "BSx", "radius": 1}}, {circle}], "next": "a&b"}}"#
    );
    let fake = Fake::answering(&[
        (200, &first),
        (200, &format!(r#"{{"circles": [{circle}]}}"#)),
    ]);
    let mut items = fake
        .builder()
        .build()
        .unwrap()
        .scope()
        .request(&CIRCLES)
        .stream::<Circles>();
    assert!(items.next().await.unwrap().is_ok());
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.path()),
        (ErrorKind::Decode, Some("circles[1].sid"))
    );
    assert_eq!(
        serde_json::from_slice::<Value>(error.body().unwrap()).unwrap()["sid"],
        "BSx"
    );
    assert!(items.next().await.unwrap().is_ok() && items.next().await.unwrap().is_ok());
    assert!(items.next().await.is_none() && items.next().await.is_none());
    let base = "https://conversations.twilio.com/circles";
    assert_eq!(fake.urls(), [base.to_owned(), format!("{base}?t=a%26b")]);
}

#[tokio::test]
async fn links_lead_to_the_own_origin_alone_and_never_in_a_circle() {
    for (next, message) in [
        (
            "\"https://evil.example/v1\"",
            "the origin https://evil.example",
        ),
        (
            "\"http://conversations.twilio.com/v1\"",
            "instead of https://conversations.twilio.com",
        ),
        (
            "\"https://user@conversations.twilio.com/v1\"",
            "was not followed",
        ),
        ("\"/v1/Services/IS1/Bindings\"", "was already read"),
        ("\"https://[\"", "is not a URL"),
    ] {
        let fake = Fake::answering(&[(200, &page(next, "")), (200, &page("null", ""))]);
        let mut pages = fake.list().pages::<Bindings, NoHeaders>();
        assert!(pages.next().await.unwrap().is_ok());
        let error = pages.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Paging);
        assert!(error.to_string().contains(message), "{error}");
        assert!(pages.next().await.is_none());
        assert_eq!(fake.urls().len(), 1);
    }
    let fake = Fake::answering(&[
        (200, &page("\"/v1?Page=1\"", "{}")),
        (200, &page("\"\"", "{}")),
    ]);
    let mut items = fake.list().stream::<Bindings>();
    let mut count = 0;
    while items.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(
        (count, fake.urls()[1].as_str()),
        (2, "https://conversations.twilio.com/v1?Page=1")
    );
}

#[tokio::test]
async fn strict_clients_reject_the_page() {
    let fake = Fake::answering(&[
        (200, &page("null", r#"{"sid": "BSx"}"#)),
        (200, &page("null", r#"{"sid": "BSx"}"#)),
        (200, &page("null", r#"{"sid": null}"#)),
    ]);
    let call = |strict| {
        fake.builder()
            .strict(strict)
            .build()
            .unwrap()
            .scope()
            .bind(&"IS1".to_owned())
            .request(&LIST)
    };
    let error = call(true).send::<Page<Bindings>>().await.unwrap_err();
    assert_eq!(error.path(), Some("bindings[0].sid"));
    let page = call(false).send::<Page<Bindings>>().await.unwrap();
    assert_eq!(
        page.items()[0].unexpected.get("sid"),
        Some(&Value::from("BSx"))
    );
    // No null where the document allows none, in pages as elsewhere.
    let error = call(true).send::<Page<Bindings>>().await.unwrap_err();
    assert_eq!(error.path(), Some("bindings[0].sid"));
}

#[tokio::test]
async fn errors_of_the_service() {
    let body = r#"{"code":20404,"message":"The requested resource was not found","more_info":"https://www.twilio.com/docs/errors/20404","status":404}"#;
    let fake = Fake::answering(&[(404, body)]);
    let error = fake.list().send::<Page<Bindings>>().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.request_id()),
        (ErrorKind::Api, Some(20404), Some("RQ1"))
    );
    assert_eq!(
        error.more_info(),
        Some("https://www.twilio.com/docs/errors/20404")
    );
    let expected = "ListBinding: 404 Not Found (code 20404): The requested resource was not found [request RQ1]";
    assert_eq!(error.to_string(), expected);

    fake.push(
        503,
        &[("content-type", "text/html"), ("retry-after", "7")],
        "<html>down</html>",
    );
    let error = fake.list().send::<Page<Bindings>>().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert!(
        !error.to_string().contains("html") && error.body() == Some(b"<html>down</html>"),
        "{error}"
    );

    let dates = [
        ("date", "Fri, 21 Oct 2016 11:37:03 GMT"),
        ("retry-after", "Fri, 21 Oct 2016 11:38:03 GMT"),
    ];
    fake.push(429, &dates, "");
    let error = fake.list().send::<Page<Bindings>>().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));

    let error = fake.list().send::<Page<Bindings>>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(!format!("{error:?} {:?}", fake.list()).contains("hunter2"));
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}

#[tokio::test]
async fn bodies_by_status() {
    let fake = Fake::answering(&[
        (200, r#"{"side": 2}"#),
        (204, ""),
        (202, ""),
        (200, "hello"),
        (200, "not json"),
    ]);
    let call = || fake.list();
    let ok: Response<ByStatus> = call().send().await.unwrap();
    assert!(matches!(
        ok.into_body(),
        ByStatus::Ok(Square { side: Some(2), .. })
    ));
    assert_eq!(
        *call().send::<Response<ByStatus>>().await.unwrap().body(),
        ByStatus::NoContent
    );
    assert_eq!(
        call()
            .send::<Response<ByStatus>>()
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::Decode
    );
    assert_eq!(
        call().send::<Response<Text>>().await.unwrap().into_body().0,
        "hello"
    );
    call().send::<Response<()>>().await.unwrap();
}

#[tokio::test]
async fn forms_credentials_and_redirects() {
    let fake = Fake::answering(&[(302, ""), (302, "")]);
    let client = fake
        .builder()
        .credentials(Credentials::api_key("key", "s e"))
        .build()
        .unwrap();
    let call = client
        .scope()
        .request(&CREATE)
        .form("Name", &"a b&c".to_owned())
        .form("Flags", &vec![true, false]);
    let answer: Response<()> = call.send().await.unwrap();
    assert_eq!(answer.status(), 302);
    {
        let state = fake.0.lock().unwrap();
        assert_eq!(
            state.asked[0].uri(),
            "https://conversations.twilio.com/things?k=s%20e"
        );
        assert_eq!(state.asked[0].body(), "Name=a+b%26c&Flags=true&Flags=false");
        assert_eq!(
            state.asked[0].headers()["content-type"],
            "application/x-www-form-urlencoded"
        );
        assert!(!state.asked[0].headers().contains_key("authorization"));
    }
    let client = fake.builder().build().unwrap();
    let error = client
        .scope()
        .request(&CREATE)
        .form("Name", &1_i64)
        .send::<Response<()>>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(
        error.to_string(),
        "Create: no credentials for token and key, or for key"
    );
    let error = client.scope().request(&CREATE).request().unwrap_err();
    assert_eq!(error.to_string(), "Create: Name: required, but missing");
}

#[test]
fn clients_are_set_up_safely() {
    let build = |builder: ClientBuilder<Client>| {
        builder.build().map(|client| client.base_url().to_string())
    };
    let fake = Fake::default();
    assert_eq!(
        build(fake.builder().base_url("http://127.0.0.1:9/x")).unwrap(),
        "http://127.0.0.1:9/x"
    );
    for url in [
        "http://api.example",
        "ftp://api.example",
        "nonsense",
        "https://u:hunter2@api.example",
    ] {
        let error = build(fake.builder().base_url(url)).unwrap_err();
        assert!(
            error.kind() == ErrorKind::Configuration && !error.to_string().contains("hunter2"),
            "{error}"
        );
    }
    let colon = fake.builder().credentials(Credentials::basic("a:b", "c"));
    assert!(build(colon).is_err() && build(fake.builder().user_agent("a\nb")).is_err());
    fn shared<T: Clone + Send + Sync>(_: &T) {}
    let client = fake.builder().build().unwrap();
    shared(&client);
    assert!(!format!("{client:?} {:?}", fake.builder()).contains("hunter2"));
}

#[test]
fn a_query_behind_the_path_is_sent_as_it_is() {
    let client = Fake::default().builder().build().unwrap();
    let url = |id: &str, page: Option<&str>| {
        let mut request = client.scope().path("Id", &id.to_owned()).request(&BETA);
        if let Some(page) = page {
            request = request.query("page", &page.to_owned());
        }
        request.request().unwrap().url().to_string()
    };
    let host = "https://conversations.twilio.com";
    assert_eq!(
        url("x", None),
        format!("{host}/things/x?beta=true&kind=a%2Fb")
    );
    // A question mark in a value is a part of the path (RFC 3986, section 3.3).
    assert_eq!(
        url("a?b", Some("2")),
        format!("{host}/things/a%3Fb?beta=true&kind=a%2Fb&page=2")
    );
}
