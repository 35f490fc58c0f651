//! Tokens: fetched once, kept, renewed, and what is said when there is none.

use std::time::Duration;

use crate::service::{self, Service, TOKEN, token};
use bindery_runtime::rt::*;
use bindery_runtime::*;

const SCHEMES: &[(&str, Scheme)] = &[(
    "oauth",
    Scheme::client_credentials("https://api.example/oauth/token", &["read", "write"]),
)];
static API: Api = Api::new("example", "1.0", "https://api.example/v1").schemes(SCHEMES);

bindery_runtime::rt::operation! {
    static READ {
        id: "Read",
        method: GET,
        path: "/thing",
        parameters: [],
        security: &[&["oauth"]],
        extras: [
            scopes(&[&[&["read"]]]),
        ],
    }
}
bindery_runtime::rt::operation! {
    static WRITE {
        id: "Write",
        method: POST,
        path: "/thing",
        parameters: [],
        security: &[&["oauth"]],
        extras: [
            scopes(&[&[&["write", "read", "write"]]]),
        ],
    }
}

const SECRET: &str = "s%cr et+/:ü";
/// `base64(form(id) ":" form(secret))` (RFC 6749, section 2.3.1).
const BASIC: &str = "Basic bWU6cyUyNWNyK2V0JTJCJTJGJTNBJUMzJUJD";

fn builder(service: &Service) -> ClientBuilder<Client> {
    ClientBuilder::new(&API)
        .base_url(service.url())
        .retry(RetryPolicy::none())
        .credentials(Credentials::client("me", SECRET))
}

async fn call(client: &Client, operation: &'static Operation) -> Result<(), Error> {
    let sent = client.scope().request(operation).send::<Response<()>>();
    sent.await.map(|_| ())
}

fn grant(name: &str) -> service::RawResponse {
    token(&format!(
        r#"{{"access_token":"{name}","token_type":"Bearer","expires_in":3600}}"#
    ))
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_calls_need_one_token() {
    let service = Service::start(|request| match &*request.path {
        TOKEN => grant("t1").after(Duration::from_millis(50)),
        _ => service::ok(),
    })
    .await;
    let client = builder(&service).build().unwrap();
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { call(&client, &READ).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let asked = service.at(TOKEN);
    assert_eq!((asked.len(), service.at("/thing").len()), (1, 50));
    assert_eq!(asked[0].method, "POST");
    assert_eq!(asked[0].authorization(), Some(BASIC));
    assert_eq!(asked[0].body, "grant_type=client_credentials&scope=read");
    let kind = asked[0].header("content-type");
    assert_eq!(kind, Some("application/x-www-form-urlencoded"));
    let all = service.at("/thing");
    assert!(all.iter().all(|it| it.authorization() == Some("Bearer t1")));
}

#[tokio::test]
async fn fifty_calls_get_one_refusal() {
    let service =
        Service::start(|_| service::error(503, "").after(Duration::from_millis(50))).await;
    let client = builder(&service).build().unwrap();
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { call(&client, &READ).await.unwrap_err() })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().kind(), ErrorKind::Authorization);
    }
    assert_eq!(service.all().len(), 1);
}

#[tokio::test]
async fn who_waits_goes_on_when_the_one_who_fetches_gives_up() {
    let service = Service::start(|request| match (&*request.path, request.number) {
        (TOKEN, 0) => grant("never").after(Duration::from_secs(60)),
        (TOKEN, _) => grant("t2"),
        _ => service::ok(),
    })
    .await;
    let client = builder(&service).build().unwrap();
    let other = client.clone();
    let first = tokio::spawn(async move { call(&other, &READ).await });
    while service.at(TOKEN).is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let other = client.clone();
    let second = tokio::spawn(async move { call(&other, &READ).await });
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(service.at(TOKEN).len(), 1, "the second call waits");
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(service.at(TOKEN).len(), 2);
}

#[tokio::test]
async fn each_set_of_scopes_has_a_token() {
    let service = Service::start(|request| match &*request.path {
        TOKEN => grant(&format!("t{}", request.number)),
        _ => service::ok(),
    })
    .await;
    let client = builder(&service).build().unwrap();
    for operation in [&READ, &WRITE, &READ, &WRITE] {
        call(&client, operation).await.unwrap();
    }
    let bodies: Vec<_> = service.at(TOKEN).into_iter().map(|it| it.body).collect();
    let start = "grant_type=client_credentials&scope=read";
    assert_eq!(bodies, [start.to_owned(), format!("{start}+write")]);
}

#[tokio::test]
async fn a_refused_token_is_fetched_once_more() {
    let service = Service::start(|request| match &*request.path {
        TOKEN => grant(&format!("t{}", request.number)),
        // The first request goes well; then the first token is not good any more.
        _ if request.number > 1 && request.authorization() == Some("Bearer t0") => {
            service::error(401, "")
        }
        _ => service::ok(),
    })
    .await;
    let client = builder(&service).build().unwrap();
    for _ in 0..3 {
        call(&client, &WRITE).await.unwrap();
    }
    assert_eq!(service.at(TOKEN).len(), 2);
    assert_eq!(service.at("/thing").len(), 4);
}

#[tokio::test]
async fn a_service_that_refuses_every_token_is_asked_no_third_time() {
    let service = Service::start(|request| match &*request.path {
        TOKEN => grant(&format!("t{}", request.number)),
        _ if request.number == 1 => service::ok(),
        _ => service::error(401, ""),
    })
    .await;
    let client = builder(&service).build().unwrap();
    call(&client, &READ).await.unwrap();
    let error = call(&client, &READ).await.unwrap_err();
    assert_eq!(
        (error.status(), error.attempts()),
        (Some(StatusCode::UNAUTHORIZED), 2)
    );
    assert_eq!(
        (service.at(TOKEN).len(), service.at("/thing").len()),
        (2, 3)
    );
    // A new token that is refused at once is not worth another.
    let error = call(&client, &READ).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert_eq!(
        (service.at(TOKEN).len(), service.at("/thing").len()),
        (3, 4)
    );
}

#[tokio::test]
async fn a_service_that_wants_the_secret_in_the_body_gets_it_there() {
    let service = Service::start(|request| match &*request.path {
        TOKEN if request.authorization().is_some() => service::error(401, "invalid_client"),
        TOKEN => grant("t"),
        _ => service::ok(),
    })
    .await;
    let client = builder(&service).build().unwrap();
    call(&client, &READ).await.unwrap();
    call(&client, &WRITE).await.unwrap();
    let asked = service.at(TOKEN);
    let in_header: Vec<_> = asked
        .iter()
        .map(|it| it.authorization().is_some())
        .collect();
    // It is remembered.
    assert_eq!(in_header, [true, false, false]);
    let expected = "grant_type=client_credentials&scope=read&client_id=me&client_secret=s%25cr+et%2B%2F%3A%C3%BC";
    assert_eq!(asked[1].body, expected);
}

/// A service in trouble does not say where it wants the secret.
#[tokio::test]
async fn where_the_secret_goes_is_learned_from_a_token_alone() {
    let service = Service::start(|request| match (&*request.path, request.number) {
        (TOKEN, 0) => service::error(401, "invalid_client"),
        (TOKEN, 1) => service::error(403, "slow_down"),
        (TOKEN, _) => grant("t"),
        _ => service::ok(),
    })
    .await;
    let client = builder(&service).build().unwrap();
    call(&client, &READ).await.unwrap_err();
    call(&client, &READ).await.unwrap();
    let asked = service.at(TOKEN);
    let in_header = asked.iter().map(|it| it.authorization().is_some());
    assert_eq!(in_header.collect::<Vec<_>>(), [true, false, true]);
}

#[tokio::test]
async fn tokens_expire() {
    for (life, tokens) in [
        (r#""expires_in":1"#, 2),
        (r#""expires_in":"3600""#, 1),
        (r#""x":1"#, 1),
    ] {
        let service = Service::start(move |request| match &*request.path {
            TOKEN => token(&format!(r#"{{"access_token":"t",{life}}}"#)),
            _ => service::ok(),
        })
        .await;
        let client = builder(&service).build().unwrap();
        call(&client, &READ).await.unwrap();
        call(&client, &READ).await.unwrap();
        assert_eq!(service.at(TOKEN).len(), 1);
        tokio::time::sleep(Duration::from_millis(1000)).await;
        call(&client, &READ).await.unwrap();
        assert_eq!(service.at(TOKEN).len(), tokens, "{life}");
    }
}

#[tokio::test]
async fn errors_name_scheme_and_code_and_no_secret() {
    type Case = (u16, &'static str, &'static str);
    let cases: [Case; 6] = [
        (
            400,
            r#"{"error":"invalid_scope","error_description":"SECRET"}"#,
            "the token URL responded with 400 (`invalid_scope`)",
        ),
        (
            401,
            r#"{"error":"invalid_client"}"#,
            "the token URL responded with 401 (`invalid_client`)",
        ),
        (
            400,
            r#"{"error":"SECRET"}"#,
            "the token URL responded with 400",
        ),
        (
            200,
            r#"{"token":"SECRET"}"#,
            "the token URL responded with 200 but without an access token",
        ),
        (
            200,
            r#"{"access_token":"SECRET","token_type":"mac"}"#,
            "the token URL responded with 200 but with a token that is not a bearer token",
        ),
        (302, "SECRET", "the token URL responded with 302"),
    ];
    for (status, body, expected) in cases {
        let body = body.replace("SECRET", "s3cr3t-0");
        let service = Service::start(move |_| service::answer(status, &body)).await;
        let client = ClientBuilder::<Client>::new(&API)
            .base_url(service.url())
            .retry(RetryPolicy::none())
            .credentials(Credentials::client("me", "s3cr3t-0"))
            .build()
            .unwrap();
        let error = call(&client, &READ).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Authorization);
        let shown = error.to_string();
        let start = "Read: no token for the security scheme `oauth`: ";
        assert_eq!(shown, format!("{start}{expected}"));
        let all = format!("{shown}{error:?}{client:?}{:?}", error.body());
        assert!(!all.contains("s3cr3t"), "{all}");
        // Nothing was asked of the operation, nor was the redirect followed.
        assert!(service.all().iter().all(|it| it.path == TOKEN));
    }
}

#[tokio::test]
async fn an_unreachable_token_url_is_tried_again() {
    let service = Service::start(|request| match (&*request.path, request.number) {
        (TOKEN, 0) => service::error(503, ""),
        (TOKEN, _) => grant("t"),
        _ => service::ok(),
    })
    .await;
    let policy = RetryPolicy::new().base_delay(Duration::from_millis(1));
    let client = builder(&service).retry(policy).build().unwrap();
    call(&client, &WRITE).await.unwrap();
    assert_eq!(
        (service.at(TOKEN).len(), service.at("/thing").len()),
        (2, 1)
    );
}

/// A provider's client is asked for like one from code, and the rotated one has its own token.
#[tokio::test]
async fn a_provider_gives_clients_too() {
    struct Rotating;
    impl CredentialsProvider for Rotating {
        fn credentials(&self, refused: bool) -> CredentialsFuture<'_> {
            let id = if refused { "new" } else { "old" };
            Box::pin(async move { Ok(vec![Credentials::client(id, SECRET)]) })
        }
    }
    let service = Service::start(|request| match &*request.path {
        TOKEN => grant(&format!("t{}", request.number)),
        _ if request.number == 1 => service::error(401, ""),
        _ => service::ok(),
    })
    .await;
    let client: Client = ClientBuilder::new(&API)
        .base_url(service.url())
        .credentials_provider(Rotating)
        .build()
        .unwrap();
    call(&client, &READ).await.unwrap();
    let asked = service.at(TOKEN);
    assert_eq!(asked.len(), 2);
    assert_ne!(asked[0].authorization(), asked[1].authorization());
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn blocking_calls_fetch_tokens_too() {
    let service = Service::start(|request| match &*request.path {
        TOKEN => grant("t"),
        _ => service::ok(),
    })
    .await;
    let client = builder(&service).build().unwrap();
    let (sender, done) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let get = || client.scope().request(&READ).send::<Response<()>>().wait();
        let _ = sender.send(get().and_then(|_| get()).map(|_| ()));
    });
    done.await.unwrap().unwrap();
    assert_eq!(
        (service.at(TOKEN).len(), service.at("/thing").len()),
        (1, 2)
    );
}
