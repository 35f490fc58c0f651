//! Where the secret of a client of OAuth 2.0 goes, and where it does not.

use crate::service::{self, Received, Service, token};
use bindery_runtime::rt::*;
use bindery_runtime::*;

bindery_runtime::rt::operation! {
    static READ {
        id: "Read",
        method: GET,
        path: "/thing",
        parameters: [],
        security: &[&["oauth"]],
    }
}

const SECRET: &str = "s3cr3t";
/// `base64("me:s3cr3t")`.
const BASIC: &str = "Basic bWU6czNjcjN0";

/// A document with its server and its token URL.
fn api(server: &str, token_url: &str) -> &'static Api {
    let scheme = Scheme::client_credentials(token_url.to_owned().leak(), &[]);
    with_schemes(server, vec![("oauth", scheme)].leak())
}

fn with_schemes(server: &str, schemes: &'static [(&str, Scheme)]) -> &'static Api {
    Box::leak(Box::new(
        Api::new("example", "1.0", server.to_owned().leak()).schemes(schemes),
    ))
}

fn builder(api: &'static Api) -> ClientBuilder<Client> {
    ClientBuilder::new(api)
        .retry(RetryPolicy::none())
        .credentials(Credentials::client("me", SECRET))
}

async fn call(client: &Client) -> Result<(), Error> {
    let sent = client.scope().request(&READ).send::<Response<()>>();
    sent.await.map(drop)
}

/// The API, or who gives out its tokens.
async fn service() -> Service {
    Service::start(|request| match &*request.path {
        "/thing" => service::ok(),
        // The secret is asked for in the header, then in the body.
        _ if request.authorization().is_some() => service::error(401, "invalid_client"),
        _ => token(r#"{"access_token":"t","token_type":"Bearer"}"#),
    })
    .await
}

fn paths(service: &Service) -> Vec<String> {
    let all = service.all().into_iter();
    all.map(|request| request.path).collect()
}

fn has_secret(request: &Received) -> bool {
    let shown = format!("{request:?}");
    shown.contains(SECRET) || shown.contains(&BASIC["Basic ".len()..])
}

#[tokio::test]
async fn the_secret_goes_where_the_caller_says_and_nowhere_else() {
    let (live, login, staging, own) = tokio::join!(service(), service(), service(), service());
    let api = api(&live.url(), &format!("{}/token", login.url()));
    let token_url = format!("{}/own/token?tenant=7", own.url());
    let client = builder(api).base_url(staging.url()).token_url(&token_url);
    call(&client.build().unwrap()).await.unwrap();
    assert_eq!(paths(&own), ["/own/token?tenant=7", "/own/token?tenant=7"]);
    assert!(own.all().iter().all(has_secret), "{:?}", own.all());
    assert_eq!(own.all()[0].authorization(), Some(BASIC));
    assert_eq!(paths(&staging), ["/thing"]);
    assert_eq!(staging.all()[0].authorization(), Some("Bearer t"));
    assert!(live.all().is_empty() && login.all().is_empty());

    // The API may stay where it is.
    let client = builder(api).token_url(&token_url).build().unwrap();
    call(&client).await.unwrap();
    assert_eq!((paths(&live).len(), paths(&own).len()), (1, 4));
    assert_eq!(live.all()[0].authorization(), Some("Bearer t"));
    assert!(login.all().is_empty());
}

/// Whoever moves the API to another server did not say that the secret is to go to the live one.
#[tokio::test]
async fn a_base_url_alone_sends_no_secret_to_a_third_server() {
    let (live, login, staging) = tokio::join!(service(), service(), service());
    let token_url = format!("{}/token", login.url());
    let live_api = api(&live.url(), &token_url);
    let moved = builder(live_api).base_url(staging.url()).build().unwrap();
    let error = call(&moved).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Configuration, 1)
    );
    let expected = format!(
        "Read: no token for the security scheme `oauth`: the token URL of the document is on {}, but `base_url` replaces the document's server: set `token_url` to the server that may receive the secret",
        login.url()
    );
    assert_eq!(error.to_string(), expected);
    for service in [&live, &login, &staging] {
        assert!(service.all().is_empty());
    }
    // As it says, and where no server was moved.
    let told = builder(live_api)
        .base_url(staging.url())
        .token_url(token_url);
    call(&told.build().unwrap()).await.unwrap();
    assert_eq!((paths(&login).len(), paths(&staging).len()), (2, 1));
    let same = builder(live_api).base_url(live.url()).build().unwrap();
    call(&same).await.unwrap();
    let here = builder(live_api).build().unwrap();
    call(&here).await.unwrap();
    // The document has no server that could be moved, and one token URL.
    let path = api("", &format!("{}/token", login.url()));
    call(&builder(path).base_url(staging.url()).build().unwrap())
        .await
        .unwrap();
    assert_eq!(paths(&login).len(), 8);
}

/// Plain http to another machine is refused before anything is sent.
#[tokio::test]
async fn a_document_cannot_send_the_secret_in_the_open() {
    let api = api("https://api.example", "http://login.example/token");
    let error = call(&builder(api).build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let start =
        "Read: no token for the security scheme `oauth`: the token URL: plain HTTP would send";
    assert!(error.to_string().starts_with(start), "{error}");
}

#[test]
fn a_token_url_that_is_none_is_an_error() {
    let oauth = api("https://api.example", "https://login.example/token");
    let error = |api, url: &str| {
        let error = builder(api).token_url(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
        error.to_string()
    };
    let cases = [
        ("", "the token URL is invalid: relative URL without a base"),
        (
            "/token",
            "the token URL is invalid: relative URL without a base",
        ),
        (
            "https://me:hunter2@login.example",
            "the token URL contains credentials; pass them to `credentials` instead",
        ),
        (
            "http://login.example/token",
            "the token URL: plain HTTP would send credentials unencrypted; use https, or set `allow_http`",
        ),
        (
            "ftp://localhost/token",
            "the token URL: the scheme must be http or https, not \"ftp\"",
        ),
        ("mailto:hunter2", "the token URL: it has no host"),
        (
            "https://login.example/token#hunter2",
            "the token URL must not have a fragment (RFC 6749, section 3.2)",
        ),
    ];
    for (url, expected) in cases {
        assert_eq!(error(oauth, url), expected, "{url}");
    }
    let allowed = builder(oauth).token_url("http://login.example/token");
    assert!(allowed.allow_http(true).build().is_ok());
    static BASIC: [(&str, Scheme); 1] = [("basic", Scheme::basic())];
    let basic = with_schemes("https://api.example", &BASIC);
    assert_eq!(
        error(basic, "https://login.example/token"),
        "`token_url` is set, but the document has no OAuth 2.0 client credentials flow"
    );
}
