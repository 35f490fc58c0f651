//! What answers become.

use bindery_tests::round_trips::without_nulls;
use bindery_tests::server::{
    Answer, BINDING, EXAMPLE_BINDING, SERVICE, Server, builder, client, page,
};
use serde_json::{Value, json};
use twilio_conversations::runtime::{self, Page, jiff};
use twilio_conversations::service_bindings::ListServiceBinding;
use twilio_conversations::{Binding, BindingType, ErrorKind, ListServiceBindingResponse, PageMeta};

type BindingPage = Page<ListServiceBindingResponse>;

async fn list(body: impl Into<String>) -> BindingPage {
    let server = Server::start([Answer::json(body)]).await;
    let list: ListServiceBinding = client(&server.url()).service(SERVICE).bindings().list();
    list.send().await.unwrap()
}

async fn fetch(body: &str) -> Binding {
    let server = Server::start([Answer::json(body)]).await;
    let fetch = client(&server.url())
        .service(SERVICE)
        .binding(BINDING)
        .fetch();
    fetch.send().await.unwrap().into_body()
}

fn assert_is_the_example(binding: &Binding) {
    let made: jiff::Timestamp = "2016-10-21T11:37:03Z".parse().unwrap();
    assert_eq!(binding.sid.unwrap(), "BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_eq!(
        binding.account_sid.unwrap(),
        "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    );
    assert_eq!(
        binding.chat_service_sid.unwrap(),
        "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    );
    assert_eq!(
        binding.credential_sid.unwrap(),
        "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    );
    assert_eq!(binding.date_created.as_ref().unwrap().timestamp(), made);
    assert_eq!(binding.date_updated.as_ref().unwrap().timestamp(), made);
    assert_eq!(binding.endpoint.as_deref(), Some("TestUser-endpoint"));
    assert_eq!(binding.identity.as_deref(), Some("TestUser"));
    assert_eq!(binding.binding_type, Some(BindingType::Gcm));
    assert_eq!(
        binding.message_types.as_deref().unwrap(),
        [
            "removed_from_conversation",
            "new_message",
            "added_to_conversation"
        ]
    );
    assert_eq!(
        binding.url.as_deref(),
        Some(
            "https://conversations.twilio.com/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Bindings/BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        )
    );
    assert!(binding.unexpected.is_empty());
}

fn assert_is_the_examples_meta(meta: &PageMeta) {
    let first = "https://conversations.twilio.com/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Bindings?PageSize=50&Page=0";
    assert_eq!(meta.key.as_deref(), Some("bindings"));
    assert_eq!(meta.page, Some(0));
    assert_eq!(meta.page_size, Some(50));
    assert_eq!(meta.url.as_deref(), Some(first));
    assert_eq!(meta.first_page_url.as_deref(), Some(first));
    assert_eq!(meta.next_page_url, None);
    assert_eq!(meta.previous_page_url, None);
    assert!(meta.unexpected.is_empty());
}

#[tokio::test]
async fn the_example_page_decodes_field_by_field() {
    let page = list(page(&[EXAMPLE_BINDING])).await;
    let [binding] = page.items() else {
        panic!("one binding is on the page")
    };
    assert_is_the_example(binding);
    assert_is_the_examples_meta(page.body().meta.as_ref().unwrap());
    assert!(page.body().unexpected.is_empty());
    assert!(page.rejected().is_empty());
    assert_eq!(page.next(), None);
}

#[tokio::test]
async fn the_example_binding_decodes_field_by_field() {
    let binding = fetch(EXAMPLE_BINDING).await;
    assert_is_the_example(&binding);
    let example: Value = serde_json::from_str(EXAMPLE_BINDING).unwrap();
    assert_eq!(runtime::to_value(&binding), example);
}

#[tokio::test]
async fn the_empty_page_has_no_items() {
    let page = list(page(&[])).await;
    assert_eq!(page.items(), []);
    assert_eq!(page.body().bindings.as_deref(), Some(&[][..]));
    assert_is_the_examples_meta(page.body().meta.as_ref().unwrap());
}

#[tokio::test]
async fn a_page_without_its_properties_has_no_items() {
    let page = list("{}").await;
    assert_eq!(page.items(), []);
    assert_eq!(page.body(), &ListServiceBindingResponse::default());
    assert_eq!(page.next(), None);
}

#[tokio::test]
async fn null_everywhere_is_absence() {
    let names = [
        "sid",
        "account_sid",
        "chat_service_sid",
        "credential_sid",
        "date_created",
        "date_updated",
        "endpoint",
        "identity",
        "binding_type",
        "message_types",
        "url",
    ];
    let nulls: Value = names
        .map(|name| (name.to_owned(), Value::Null))
        .into_iter()
        .collect();
    assert_eq!(fetch(&nulls.to_string()).await, Binding::default());

    let page = list(r#"{"meta": null, "bindings": null}"#).await;
    assert_eq!(page.body(), &ListServiceBindingResponse::default());

    let meta = r#"{"meta": {"first_page_url": null, "key": null, "next_page_url": null,
        "page": null, "page_size": null, "previous_page_url": null, "url": null}}"#;
    assert_eq!(list(meta).await.body().meta, Some(PageMeta::default()));
}

#[tokio::test]
async fn an_unknown_binding_type_keeps_its_text() {
    let json = EXAMPLE_BINDING.replace("gcm", "twilsock");
    let binding = fetch(&json).await;
    let kind = binding.binding_type.as_ref().unwrap();
    assert!(matches!(kind, BindingType::Unknown(_)) && !kind.is_known());
    assert_eq!(kind.as_str(), "twilsock");
    assert_eq!(runtime::to_value(&binding)["binding_type"], "twilsock");
    let sent: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(runtime::to_value(&binding), sent);
}

/// The example with a property that the document lacks and a SID that is none.
fn odd_binding() -> Value {
    let mut binding: Value = serde_json::from_str(EXAMPLE_BINDING).unwrap();
    binding["sid"] = json!("BSnot-a-sid");
    binding["color"] = json!({"name": "teal", "rgb": [0, 128, 128]});
    binding
}

#[tokio::test]
async fn what_the_document_does_not_know_is_kept_and_written_back() {
    let sent = odd_binding();
    let binding = fetch(&sent.to_string()).await;
    assert_eq!(binding.sid, None);
    assert_eq!(binding.identity.as_deref(), Some("TestUser"));
    let kept: Vec<_> = binding.unexpected.iter().collect();
    assert_eq!(
        kept,
        [
            (&"color".to_owned(), &sent["color"]),
            (&"sid".to_owned(), &sent["sid"])
        ]
    );
    assert_eq!(runtime::to_value(&binding), sent);
    let encoded: Value = serde_json::from_slice(&runtime::to_vec(&binding)).unwrap();
    assert_eq!(encoded, sent);
}

#[tokio::test]
async fn what_is_odd_in_one_item_leaves_the_others_alone() {
    let sent = json!({
        "bindings": [odd_binding(), serde_json::from_str::<Value>(EXAMPLE_BINDING).unwrap()],
        "meta": {"page": "first", "key": "bindings"},
        "total": 2,
    });
    let page = list(sent.to_string()).await;
    let [odd, example] = page.items() else {
        panic!("both bindings are on the page")
    };
    assert_eq!(odd.unexpected.get("sid"), Some(&json!("BSnot-a-sid")));
    assert_is_the_example(example);
    let body = page.body();
    let meta = body.meta.as_ref().unwrap();
    assert_eq!(meta.unexpected.get("page"), Some(&json!("first")));
    assert_eq!(body.unexpected.get("total"), Some(&json!(2)));
    assert_eq!(runtime::to_value(body), sent);
}

#[tokio::test]
async fn strict_clients_name_the_place_of_a_wrong_value() {
    let mut wrong: Value = serde_json::from_str(EXAMPLE_BINDING).unwrap();
    wrong["sid"] = json!("BSnot-a-sid");
    let mut undeclared: Value = serde_json::from_str(EXAMPLE_BINDING).unwrap();
    undeclared["color"] = json!("teal");
    for (binding, path) in [
        (wrong, "bindings[0].sid"),
        (undeclared, "bindings[0].color"),
    ] {
        let server = Server::start([Answer::json(page(&[&binding.to_string()]))]).await;
        let client = builder(&server.url()).strict(true).build().unwrap();
        let error = client
            .service(SERVICE)
            .bindings()
            .list()
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.path(), Some(path));
        assert!(error.to_string().contains(path), "{error}");
        assert_eq!(error.status().unwrap().as_u16(), 200);
    }
}

#[tokio::test]
async fn strict_clients_take_what_is_documented() {
    let server = Server::start([Answer::json(page(&[EXAMPLE_BINDING]))]).await;
    let client = builder(&server.url()).strict(true).build().unwrap();
    let page = client
        .service(SERVICE)
        .bindings()
        .list()
        .send()
        .await
        .unwrap();
    assert_is_the_example(&page.items()[0]);
}

#[tokio::test]
async fn an_item_that_is_no_binding_is_one_error_between_the_others() {
    let items = [r#"{"identity":"a"}"#, "7", r#"{"identity":"b"}"#];
    let server = Server::start([Answer::json(page(&items)), Answer::json(page(&items))]).await;
    let list = client(&server.url()).service(SERVICE).bindings().list();
    let page = list.clone().send().await.unwrap();
    assert_eq!(page.items().len(), 2);
    let [rejected] = page.rejected() else {
        panic!("one item is no binding")
    };
    assert_eq!((rejected.index, &*rejected.path), (1, "bindings[1]"));
    assert_eq!(rejected.json, json!(7));

    let mut stream = list.stream();
    let first = stream.try_next().await.unwrap().unwrap();
    assert_eq!(first.identity.as_deref(), Some("a"));
    let error = stream.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.path(), Some("bindings[1]"));
    assert_eq!(error.body(), Some(&b"7"[..]));
    let last = stream.try_next().await.unwrap().unwrap();
    assert_eq!(last.identity.as_deref(), Some("b"));
    assert!(stream.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn the_example_page_is_written_as_it_was() {
    let sent = page(&[EXAMPLE_BINDING]);
    let page = list(&*sent).await;
    let sent: Value = serde_json::from_str(&sent).unwrap();
    assert_eq!(
        without_nulls(runtime::to_value(page.body())),
        without_nulls(sent)
    );
}

#[tokio::test]
async fn strict_clients_refuse_null_where_the_document_does() {
    let server = Server::start([Answer::json(r#"{"binding_type": null}"#)]).await;
    let client = builder(&server.url()).strict(true).build().unwrap();
    let error = client
        .service(SERVICE)
        .binding(BINDING)
        .fetch()
        .send()
        .await;
    assert_eq!(error.unwrap_err().path(), Some("binding_type"));
}

#[tokio::test]
async fn all_headers_can_be_read() {
    let answer = |body: &str| {
        Answer::json(body)
            .header("Access-Control-Allow-Origin", "*")
            .header("Twilio-Request-Id", "RQ1")
    };
    let server = Server::start([answer("{}"), answer(EXAMPLE_BINDING)]).await;
    let service = client(&server.url()).service(SERVICE);
    let page = service.bindings().list().send().await.unwrap();
    let response = service.binding(BINDING).fetch().send().await.unwrap();
    assert_eq!(page.status().as_u16(), 200);
    assert_eq!(page.request_id(), Some("RQ1"));
    assert_eq!(response.request_id(), Some("RQ1"));
    for headers in [page.headers(), response.headers()] {
        assert_eq!(headers["access-control-allow-origin"], "*");
    }
}
