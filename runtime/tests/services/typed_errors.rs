//! Errors that a document declares, read as their types: the tables are those of the fixture `error_schemas`.

use crate::service::{self, Service};
use bindery_runtime::rt::*;
use bindery_runtime::*;

#[derive(Clone, Default, PartialEq)]
struct OrderConflict {
    holder: String,
    until: Option<DateTime>,
    unexpected: Unexpected,
}
object! { OrderConflict { holder = "holder", until = "until", } }

#[derive(Clone, Default, PartialEq)]
struct Problem {
    title: String,
    status: Option<i64>,
    unexpected: Unexpected,
}
object! { Problem { title = "title", status = "status", } }

static API: Api = Api::new("example", "1.0", "/orders/v1");

bindery_runtime::rt::operation! {
    static CREATE_ORDER {
        id: "createOrder",
        method: POST,
        path: "/orders",
        parameters: [],
    }
}

async fn error(status: u16, body: &'static str) -> Error {
    let service = Service::start(move |_| service::answer(status, body)).await;
    let client: Client = ClientBuilder::new(&API)
        .base_url(service.url())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let sent = client
        .scope()
        .request(&CREATE_ORDER)
        .send::<Response<Value>>();
    let error = sent.await.unwrap_err();
    // The document's path is below the host that the caller gave.
    assert_eq!(service.all()[0].path, "/orders/v1/orders");
    error
}

#[tokio::test]
async fn a_declared_error_is_read_by_its_status() {
    let error = error(
        409,
        r#"{"holder":"me","until":"2024-01-01T00:00:00Z","more":1}"#,
    )
    .await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.status(), Some(StatusCode::CONFLICT));
    let conflict: OrderConflict = error.decode().unwrap();
    assert_eq!(conflict.holder, "me");
    assert!(conflict.until.is_some() && conflict.unexpected.get("more").is_some());
    // Headers that the document declares are among all.
    let headers = error.headers().unwrap();
    assert_eq!(headers.get("location").unwrap(), "/elsewhere");
}

#[tokio::test]
async fn an_error_of_another_form_says_so() {
    let other = error(404, r#"{"title":"No such item","status":"404"}"#).await;
    let problem: Problem = other.decode().unwrap();
    assert_eq!(problem.title, "No such item");
    let conflict = other.decode::<OrderConflict>();
    let wrong = conflict.err().unwrap();
    assert_eq!(
        (wrong.kind(), wrong.path()),
        (ErrorKind::Decode, Some("holder"))
    );
    let html = error(500, "<html>").await;
    assert_eq!(
        html.decode::<Problem>().err().unwrap().kind(),
        ErrorKind::Decode
    );
    assert_eq!(html.body(), Some(&b"<html>"[..]));
}
