//! The client against a server that does what no server should: what the caller gets, how many
//! requests the server saw, and where the credentials went.

mod blocking;
mod credentials;
mod echoes;
mod lists;
mod rows;
mod sending;
mod table;
mod waits;

use std::time::Duration;

use bindery_runtime::rt::*;

use bindery_runtime::*;

/// The password of RFC 7617, section 2, and the pair as it is sent.
pub(crate) const SECRETS: [&str; 2] = ["open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="];

pub(crate) static API: Api =
    Api::new("example", "1.0", "https://api.example").schemes(&[("basic", Scheme::basic())]);

bindery_runtime::rt::operation! {
    pub(crate) static GET {
        id: "Get",
        method: GET,
        path: "/thing",
        parameters: [],
        security: &[&["basic"]],
    }
}

bindery_runtime::rt::operation! {
    pub(crate) static POST {
        id: "Post",
        method: POST,
        path: "/thing",
        parameters: [
            form "Name",
        ],
        body: form,
        security: &[&["basic"]],
    }
}

/// Three attempts in quick succession.
pub(crate) fn builder(url: &str) -> ClientBuilder<Client> {
    ClientBuilder::new(&API)
        .base_url(url)
        .credentials(Credentials::basic("Aladdin", "open sesame"))
        .attempt_timeout(Duration::from_secs(20))
        .retry(
            RetryPolicy::new()
                .attempts(3)
                .base_delay(Duration::from_millis(1)),
        )
        .max_body(64 * 1024)
}

pub(crate) async fn call(
    client: &Client,
    operation: &'static Operation,
) -> Result<Response<Value>, Error> {
    let call = client.scope().request(operation);
    call.form("Name", &"x".repeat(1000)).send().await
}

/// The line of an error, which nobody must learn a secret from.
pub(crate) fn line(error: &Error) -> String {
    let mut shown = format!("{error} {error:?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        shown += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    let line = error.to_string();
    assert!(!line.contains('\n'), "{line}");
    line
}
