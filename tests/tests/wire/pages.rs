//! The way from page to page.

use bindery_tests::server::{Answer, LIST_PATH, SERVICE, Server, client, linked_page, numbered};
use twilio_conversations::runtime::ItemStream;
use twilio_conversations::{BindingSid, Error, ErrorKind, ListServiceBindingResponse};

type Stream = ItemStream<ListServiceBindingResponse>;

/// A server with pages of two, one and one bindings, linked as Twilio links them.
async fn three_pages() -> Server {
    let server = Server::start([]).await;
    let link = |rest: &str| format!("{}{LIST_PATH}?PageSize=2&{rest}", server.url());
    let [second, third] = [
        link("Page=1&PageToken=PTa%2Fb"),
        link("Page=2&PageToken=PTc"),
    ];
    server.then(Answer::json(linked_page(&[1, 2], Some(&second))));
    server.then(Answer::json(linked_page(&[3], Some(&third))));
    server.then(Answer::json(linked_page(&[4], None)));
    server
}

/// All items up to the end or the first error.
async fn drain(mut stream: Stream) -> (Vec<BindingSid>, Option<Error>) {
    let mut sids = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(binding)) => sids.push(binding.sid.unwrap()),
            Ok(None) => return (sids, None),
            Err(error) => {
                assert!(stream.try_next().await.unwrap().is_none(), "it has ended");
                return (sids, Some(error));
            }
        }
    }
}

fn assert_was_asked_for_three_pages(server: &Server) {
    assert_eq!(
        server.targets(),
        [
            format!("{LIST_PATH}?Identity=alice&PageSize=2"),
            format!("{LIST_PATH}?PageSize=2&Page=1&PageToken=PTa%2Fb"),
            format!("{LIST_PATH}?PageSize=2&Page=2&PageToken=PTc"),
        ]
    );
    for request in server.received() {
        assert_eq!(request.method, "GET");
        assert_eq!(request.header("accept"), Some("application/json"));
        assert_eq!(
            request.header("authorization"),
            Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        );
    }
}

#[tokio::test]
async fn a_stream_goes_through_three_pages() {
    let server = three_pages().await;
    let list = client(&server.url()).service(SERVICE).bindings().list();
    let (sids, error) = drain(list.identity(["alice"]).page_size(2).stream()).await;
    assert!(error.is_none());
    assert_eq!(sids, [1, 2, 3, 4].map(numbered));
    assert_was_asked_for_three_pages(&server);
}

#[tokio::test]
async fn pages_come_one_by_one() {
    let server = three_pages().await;
    let list = client(&server.url()).service(SERVICE).bindings().list();
    let mut pages = list.identity(["alice"]).page_size(2).pages();
    assert_eq!(
        server.received().len(),
        0,
        "nothing is sent before it is asked for"
    );
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(page.items().len());
        assert_eq!(server.received().len(), sizes.len());
        assert_eq!(page.next().is_some(), sizes.len() < 3);
        assert!(page.declared_headers().is_ok());
    }
    assert_eq!(sizes, [2, 1, 1]);
    assert_was_asked_for_three_pages(&server);
}

#[tokio::test]
async fn an_empty_page_in_between_does_not_end_the_stream() {
    let server = Server::start([]).await;
    let next = format!("{}{LIST_PATH}?Page=1", server.url());
    server.then(Answer::json(linked_page(&[], Some(&next))));
    server.then(Answer::json(linked_page(&[7], None)));
    let list = client(&server.url()).service(SERVICE).bindings().list();
    let (sids, error) = drain(list.stream()).await;
    assert!(error.is_none());
    assert_eq!(sids, [numbered(7)]);
}

/// The error of a stream whose first page, with binding 1, links to `next`.
async fn stopped_at(server: &Server, next: &str) -> Error {
    server.then(Answer::json(linked_page(&[1], Some(next))));
    let list = client(&server.url()).service(SERVICE).bindings().list();
    let (sids, error) = drain(list.stream()).await;
    assert_eq!(sids, [numbered(1)], "the items before the link are there");
    let error = error.expect("the link is refused");
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert_eq!(error.operation(), Some("ListServiceBinding"));
    error
}

#[tokio::test]
async fn links_to_another_host_are_refused() {
    let (server, other) = (Server::start([]).await, Server::start([]).await);
    let next = format!("{}{LIST_PATH}?Page=1", other.url());
    let error = stopped_at(&server, &next).await;
    assert!(error.to_string().contains(&other.url()), "{error}");
    assert_eq!(other.received().len(), 0);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn links_that_only_look_like_the_own_host_are_refused() {
    let (server, other) = (Server::start([]).await, Server::start([]).await);
    let (own_host, other_host) = (&server.url()[7..], &other.url()[7..]);
    let links = [
        format!("//{other_host}{LIST_PATH}"),
        format!("\\\\{other_host}{LIST_PATH}"),
        format!("http://{own_host}@{other_host}{LIST_PATH}"),
        format!("http://user:password@{own_host}{LIST_PATH}?Page=1"),
        format!("https://{own_host}{LIST_PATH}?Page=1"),
        "file:///etc/passwd".to_owned(),
    ];
    for link in &links {
        let error = stopped_at(&server, link).await;
        assert!(!format!("{error}{error:?}").contains("password"), "{error}");
        let has_credentials = error.message()
            == "the link to the next page contains credentials; it was not followed";
        assert_eq!(has_credentials, link.contains("password"), "{error}");
    }
    assert_eq!(other.received().len(), 0);
    assert_eq!(server.received().len(), links.len());
}

#[tokio::test]
async fn a_link_that_is_no_url_is_an_error() {
    let server = Server::start([]).await;
    stopped_at(&server, "http://[").await;
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn pages_in_a_circle_are_an_error() {
    let server = Server::start([]).await;
    let second = format!("{}{LIST_PATH}?Page=1", server.url());
    server.then(Answer::json(linked_page(&[1], Some(&second))));
    server.then(Answer::json(linked_page(&[2], Some(LIST_PATH))));
    let list = client(&server.url()).service(SERVICE).bindings().list();
    let (sids, error) = drain(list.stream()).await;
    assert_eq!(sids, [1, 2].map(numbered));
    assert_eq!(error.expect("a circle").kind(), ErrorKind::Paging);
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_page_that_links_to_itself_is_an_error() {
    let server = Server::start([]).await;
    stopped_at(&server, LIST_PATH).await;
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn an_error_on_a_later_page_comes_after_the_items_before_it() {
    let server = Server::start([]).await;
    let next = format!("{}{LIST_PATH}?Page=1", server.url());
    server.then(Answer::json(linked_page(&[1], Some(&next))));
    server.then(Answer::new(500));
    let list = client(&server.url()).service(SERVICE).bindings().list();
    let (sids, error) = drain(list.stream()).await;
    assert_eq!(sids, [numbered(1)]);
    assert_eq!(error.unwrap().status().unwrap().as_u16(), 500);
}
