//! A service that repeats in its errors what it was sent, as in "invalid key: …".

use bindery_runtime::*;
use bindery_tests::faulty::{Faulty, answer};

const fn key(location: Location) -> Scheme {
    Scheme::ApiKey {
        location,
        name: "my-key",
    }
}

static API: Api = Api {
    schemes: &[
        ("basic", Scheme::Basic),
        ("bearer", Scheme::Bearer),
        ("query", key(Location::Query)),
        ("header", key(Location::Header)),
        ("cookie", key(Location::Cookie)),
    ],
    ..crate::API
};

static OPERATIONS: [Operation; 5] = [
    operation(&[&["basic"]]),
    operation(&[&["bearer"]]),
    operation(&[&["query"]]),
    operation(&[&["header"]]),
    operation(&[&["cookie"]]),
];

const fn operation(security: &'static [&'static [&'static str]]) -> Operation {
    Operation {
        id: "Get",
        path: "/thing",
        security,
        ..Operation::DEFAULT
    }
}

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
        .build()
        .unwrap();
    for operation in &OPERATIONS {
        let call = client.scope().call(operation);
        let error = call.send::<Response<Value>>().await.unwrap_err();
        let told = format!(
            "{error} {error:?} {} {:?}",
            error.message(),
            error.more_info()
        );
        for secret in [PASSWORD, PAIR, "open%20%2F%20sesame"] {
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
