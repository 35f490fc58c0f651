//! A service that repeats what it was sent: in errors, as in "invalid key: …", and in links.

use bindery_runtime::rt::*;

use bindery_runtime::*;
use bindery_tests::faulty::{Faulty, answer, json};
use twilio_conversations::ListServiceBindingResponse;

use crate::GET;

const fn key(location: Location) -> Scheme {
    Scheme::api_key(location, "my-key")
}

static API: Api = crate::API.schemes(&[
    ("basic", Scheme::basic()),
    ("bearer", Scheme::bearer()),
    ("query", key(Location::Query)),
    ("header", key(Location::Header)),
    ("cookie", key(Location::Cookie)),
    ("second", Scheme::api_key(Location::Cookie, "second")),
]);

static OPERATIONS: [Operation; 6] = [
    GET.security(&[&["basic"]]),
    GET.security(&[&["bearer"]]),
    GET.security(&[&["query"]]),
    GET.security(&[&["header"]]),
    GET.security(&[&["cookie"]]),
    GET.security(&[&["cookie", "second"]]),
];

const PASSWORD: &str = "open / sesame";
/// `base64("Aladdin:open / sesame")`.
const PAIR: &str = "QWxhZGRpbjpvcGVuIC8gc2VzYW1l";

#[tokio::test]
async fn errors_do_not_repeat_what_services_repeat() {
    let server = Faulty::start(|request| {
        let head = request.head.replace("\r\n", " ");
        let body = format!(
            r#"{{"message":"invalid: {PASSWORD} in {head}, see docs","more_info":"{}","code":7}}"#,
            request.target
        );
        vec![answer("401 Unauthorized", &[], body.as_bytes())]
    })
    .await;
    let client: Client = ClientBuilder::new(&API)
        .base_url(server.url())
        .credentials(Credentials::basic("Aladdin", PASSWORD))
        .credentials(Credentials::bearer(PASSWORD))
        .credentials(Credentials::api_key("query", PASSWORD))
        .credentials(Credentials::api_key("header", PASSWORD))
        .credentials(Credentials::api_key("cookie", PASSWORD))
        .credentials(Credentials::api_key("second", "another key"))
        .build()
        .unwrap();
    for operation in &OPERATIONS {
        let call = client.scope().request(operation);
        let error = call.send::<Response<Value>>().await.unwrap_err();
        let told = format!(
            "{error} {error:?} {} {:?}",
            error.message(),
            error.more_info()
        );
        for secret in [PASSWORD, PAIR, "open%20%2F%20sesame", "another%20key"] {
            assert!(!told.contains(secret), "{:?}: {told}", operation.security);
        }
        // The rest is still told, and the body is as it came.
        assert!(
            told.contains("401 Unauthorized (code 7): invalid: [redacted] in GET /thing"),
            "{told}"
        );
        let body = String::from_utf8_lossy(error.body().unwrap());
        assert!(body.contains(PASSWORD), "{body}");
    }
}

bindery_runtime::rt::operation! {
    static LIST {
        id: "Get",
        method: GET,
        path: "/thing",
        parameters: [query "Mail"],
        security: &[&["query"]],
        paging: link("/meta/next_page_url"),
    }
}

/// The link to the next page has all of this page's query, and so the key: it stays out of requests
/// and positions, and is sent once.
#[tokio::test]
async fn links_that_repeat_a_key_are_followed_without_it() {
    let server = Faulty::start(|request| {
        let next = match request.number % 3 {
            0 => format!(r#""{}&Page=1""#, request.target),
            // The name may be written in other ways.
            1 => r#""?Page=2&m%79-key=open+sesame&a=&b#""#.to_owned(),
            _ => "null".to_owned(),
        };
        vec![json(&format!(
            r#"{{"bindings":[{{}}],"meta":{{"next_page_url":{next}}}}}"#
        ))]
    })
    .await;
    let client: Client = ClientBuilder::new(&API)
        .base_url(server.url())
        .credentials(Credentials::api_key("query", PASSWORD))
        .build()
        .unwrap();
    let call = || {
        client
            .scope()
            .request(&LIST)
            .query("Mail", &"a@b".to_owned())
    };
    let mut items = call().stream::<ListServiceBindingResponse>();
    while items.try_next().await.unwrap().is_some() {
        let position = items.cursor().to_string();
        assert!(!position.contains("sesame"), "{position}");
    }
    let mut pages = call().pages::<ListServiceBindingResponse, NoHeaders>();
    while pages.try_next().await.unwrap().is_some() {
        let position = pages.cursor().map(|position| position.to_string());
        let position = position.unwrap_or_default();
        assert!(!position.contains("sesame"), "{position}");
    }
    let targets: Vec<_> = server.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(targets[..3], targets[3..]);
    assert_eq!(
        targets[..3],
        [
            "/thing?Mail=a%40b&my-key=open%20%2F%20sesame",
            "/thing?Mail=a%40b&Page=1&my-key=open%20%2F%20sesame",
            "/thing?Page=2&a=&b&my-key=open%20%2F%20sesame",
        ]
    );
}
