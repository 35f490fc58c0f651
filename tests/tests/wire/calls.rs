//! What a call reads like, from its first word to what is answered.

use bindery_tests::server::{
    Answer, BINDING, BINDING_PATH, EXAMPLE_BINDING, LIST_PATH, SERVICE, Server, client, page,
};
use twilio_conversations::runtime::RequestOptions;
use twilio_conversations::service_bindings::ListServiceBinding;

#[tokio::test]
async fn a_call_is_sent_by_awaiting_it_with_or_without_send() {
    let answers = [
        Answer::json(EXAMPLE_BINDING),
        Answer::json(EXAMPLE_BINDING),
        Answer::json(page(&[EXAMPLE_BINDING])),
    ];
    let server = Server::start(answers).await;
    let service = client(&server.url()).service(SERVICE);
    let awaited = service.binding(BINDING).fetch().await.unwrap();
    let sent = service.binding(BINDING).fetch().send().await.unwrap();
    assert_eq!(awaited.body(), sent.body());
    let list = service.bindings().list().page_size(7);
    let listed = list.with(RequestOptions::new()).await.unwrap();
    assert_eq!(listed.items(), [sent.into_body()]);
    assert_eq!(
        server.targets(),
        [
            BINDING_PATH.to_owned(),
            BINDING_PATH.to_owned(),
            format!("{LIST_PATH}?PageSize=7"),
        ]
    );
}

#[tokio::test]
async fn responses_and_pages_are_their_bodies() {
    let answers = [
        Answer::json(EXAMPLE_BINDING),
        Answer::json(page(&[EXAMPLE_BINDING])),
    ];
    let server = Server::start(answers).await;
    let service = client(&server.url()).service(SERVICE);
    let binding = service.binding(BINDING).fetch().await.unwrap();
    assert_eq!(binding.sid, Some(BINDING));
    assert_eq!(binding.identity.as_deref(), Some("TestUser"));
    // The methods of the response are there as before.
    assert_eq!((binding.status().as_u16(), binding.attempts()), (200, 1));
    let page = service.bindings().list().await.unwrap();
    let size = page.meta.as_ref().and_then(|meta| meta.page_size);
    assert_eq!(size, Some(50));
    assert_eq!((page.items().len(), page.next()), (1, None));
}

#[tokio::test]
async fn values_that_may_be_absent_need_no_second_path() {
    let server = Server::start([Answer::json("{}"), Answer::json("{}")]).await;
    let client = client(&server.url());
    for (size, token) in [(Some(5), None), (None, Some("PA1"))] {
        let list = client.service(SERVICE).bindings().list();
        let list = list
            .maybe(size, ListServiceBinding::page_size)
            .maybe(token, ListServiceBinding::page_token);
        list.await.unwrap();
    }
    let expected = ["PageSize=5", "PageToken=PA1"].map(|query| format!("{LIST_PATH}?{query}"));
    assert_eq!(server.targets(), expected);
}
