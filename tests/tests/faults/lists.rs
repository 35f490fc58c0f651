//! Walks through lists that are long, lead astray, or go nowhere.

use std::sync::Arc;
use std::time::Duration;

use bindery_runtime::{Cursor, Error, ErrorKind, RetryPolicy};
use bindery_tests::faulty::{Act, Faulty, Request, answer, json};
use twilio_conversations::{Client, Credentials, ServiceSid};

use crate::line;

const SERVICE: ServiceSid = ServiceSid::from_static("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
const PATH: &str = "/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Bindings";

fn client(url: &str) -> Client {
    Client::builder()
        .base_url(url)
        .credentials(Credentials::basic("Aladdin", "open sesame"))
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}

/// The page that a request asks for.
fn number(request: &Request) -> usize {
    let page = request.target.split_once("Page=").map(|(_, page)| page);
    page.map_or(0, |page| page.parse().unwrap())
}

/// A page of so many items, named `<page>-<item>`.
fn page(number: usize, items: usize, next: Option<&str>) -> Act {
    let items: Vec<_> = (0..items)
        .map(|item| format!(r#"{{"identity":"{number}-{item}"}}"#))
        .collect();
    let next = next.map_or("null".to_owned(), |next| format!("{next:?}"));
    json(&format!(
        r#"{{"bindings":[{}],"meta":{{"next_page_url":{next}}}}}"#,
        items.join(",")
    ))
}

/// So many pages of so many items.
async fn pages(count: usize, items: usize) -> Faulty {
    Faulty::start(move |request| {
        let number = number(request);
        let next = format!("{PATH}?Page={}", number + 1);
        vec![page(number, items, (number + 1 < count).then_some(&next))]
    })
    .await
}

#[tokio::test]
async fn a_link_to_another_host_is_not_followed() {
    let other = pages(1, 1).await;
    let link = format!("{}{PATH}?Page=1", other.url());
    let server = Faulty::start(move |_| vec![page(0, 1, Some(&link))]).await;
    let mut items = client(&server.url())
        .service(SERVICE)
        .bindings()
        .list()
        .stream();
    assert!(items.try_next().await.unwrap().is_some());
    let error = items.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging, "{}", line(&error));
    assert!(items.try_next().await.unwrap().is_none());
    assert_eq!((server.requests().len(), other.connections()), (1, 0));
}

#[tokio::test]
async fn a_circle_ends() {
    let server = Faulty::start(|request| {
        let number = number(request);
        vec![page(
            number,
            1,
            Some(&format!("{PATH}?Page={}", (number + 1) % 3)),
        )]
    })
    .await;
    // The first page's own URL differs from the link back to it: it comes twice, and no more.
    let mut items = client(&server.url())
        .service(SERVICE)
        .bindings()
        .list()
        .stream();
    let mut given = 0;
    let error = loop {
        match items.try_next().await {
            Ok(Some(_)) => given += 1,
            Ok(None) => panic!("a circle has no end"),
            Err(error) => break error,
        }
    };
    assert_eq!(
        (error.kind(), given),
        (ErrorKind::Paging, 4),
        "{}",
        line(&error)
    );
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn a_walk_through_nothing_ends() {
    let server = pages(usize::MAX, 0).await;
    let mut items = client(&server.url())
        .service(SERVICE)
        .bindings()
        .list()
        .stream();
    let error = items.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging, "{}", line(&error));
    assert_eq!(server.requests().len(), 100);
}

#[tokio::test]
async fn a_thousand_pages() {
    let server = pages(1000, 2).await;
    for ahead in [false, true] {
        let mut items = client(&server.url())
            .service(SERVICE)
            .bindings()
            .list()
            .stream();
        if ahead {
            items = items.prefetch();
        }
        let mut given = 0;
        while let Some(binding) = items.try_next().await.unwrap() {
            let expected = format!("{}-{}", given / 2, given % 2);
            assert_eq!(binding.identity, Some(expected));
            given += 1;
        }
        assert_eq!(given, 2000);
    }
    assert_eq!((server.requests().len(), server.connections()), (2000, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_streams_at_once() {
    let server = Arc::new(pages(10, 3).await);
    let client = client(&server.url());
    let walks: Vec<_> = (0..50)
        .map(|_| {
            let mut items = client.service(SERVICE).bindings().list().stream();
            tokio::spawn(async move {
                let mut given = 0;
                while items.try_next().await?.is_some() {
                    given += 1;
                }
                Ok::<_, Error>(given)
            })
        })
        .collect();
    for walk in walks {
        assert_eq!(walk.await.unwrap().unwrap(), 30);
    }
    assert_eq!(server.requests().len(), 500);
}

#[tokio::test]
async fn a_limit_asks_for_no_page_too_many() {
    let server = pages(10, 3).await;
    for prefetch in [false, true] {
        let before = server.requests().len();
        let mut items = client(&server.url())
            .service(SERVICE)
            .bindings()
            .list()
            .stream()
            .limit(6);
        if prefetch {
            items = items.prefetch();
        }
        for _ in 0..6 {
            assert!(items.try_next().await.unwrap().is_some());
        }
        assert!(items.try_next().await.unwrap().is_none());
        assert_eq!(server.requests().len() - before, 2);
    }
}

#[tokio::test]
async fn the_next_page_is_asked_for_ahead() {
    let server = pages(3, 2).await;
    let mut items = client(&server.url())
        .service(SERVICE)
        .bindings()
        .list()
        .stream()
        .prefetch();
    assert!(items.try_next().await.unwrap().is_some());
    while server.requests().len() < 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let mut pages = client(&server.url())
        .service(SERVICE)
        .bindings()
        .list()
        .pages()
        .prefetch();
    assert!(pages.try_next().await.unwrap().is_some());
    while server.requests().len() < 4 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn a_walk_goes_on_in_another_process() {
    let server = pages(4, 3).await;
    let mut seen = Vec::new();
    let mut position = Cursor::default();
    // Each time another client gives five items and leaves a text behind.
    loop {
        let client = client(&server.url());
        let mut items = client
            .service(SERVICE)
            .bindings()
            .list()
            .stream()
            .resume(&position)
            .limit(5);
        let before = seen.len();
        while let Some(binding) = items.try_next().await.unwrap() {
            seen.push(binding.identity.unwrap());
        }
        if seen.len() == before {
            break;
        }
        position = items.cursor().to_string().parse().unwrap();
    }
    let all: Vec<_> = (0..12)
        .map(|item| format!("{}-{}", item / 3, item % 3))
        .collect();
    assert_eq!(seen, all);

    let mut pages = client(&server.url())
        .service(SERVICE)
        .bindings()
        .list()
        .pages();
    pages.try_next().await.unwrap();
    let next = pages.cursor().unwrap();
    let mut others = client(&server.url())
        .service(SERVICE)
        .bindings()
        .list()
        .pages()
        .resume(&next);
    let page = others.try_next().await.unwrap().unwrap();
    assert_eq!(page.items()[0].identity.as_deref(), Some("1-0"));
}

#[tokio::test]
async fn a_position_leads_to_no_other_host() {
    let (server, other) = (pages(1, 1).await, pages(1, 1).await);
    let position: Cursor = format!("0:{}{PATH}", other.url()).parse().unwrap();
    let mut items = client(&server.url())
        .service(SERVICE)
        .bindings()
        .list()
        .stream()
        .resume(&position);
    let error = items.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging, "{}", line(&error));
    assert_eq!((server.connections(), other.connections()), (0, 0));
    assert_eq!(items.cursor(), position);
}

/// The walk stands at the page that failed, and can go on there.
#[tokio::test]
async fn a_page_that_fails_can_be_asked_for_again() {
    let server = Faulty::start(|request| match (request.number, number(request)) {
        (1, _) => vec![answer("500 Internal Server Error", &[], b"")],
        (_, number) => vec![page(
            number,
            1,
            (number == 0).then_some(&*format!("{PATH}?Page=1")),
        )],
    })
    .await;
    let client = client(&server.url());
    let mut items = client.service(SERVICE).bindings().list().stream();
    assert!(items.try_next().await.unwrap().is_some());
    assert_eq!(items.try_next().await.unwrap_err().kind(), ErrorKind::Api);
    let mut again = client
        .service(SERVICE)
        .bindings()
        .list()
        .stream()
        .resume(&items.cursor());
    let binding = again.try_next().await.unwrap().unwrap();
    assert_eq!(binding.identity.as_deref(), Some("1-0"));
    assert!(again.try_next().await.unwrap().is_none());
}

/// Waiting for an item can be given up and begun again, as `select!` does: nothing is lost, and
/// nothing is asked for twice.
#[tokio::test]
async fn waiting_for_an_item_is_cancel_safe() {
    for ahead in [false, true] {
        let server = Faulty::start(|request| {
            let number = number(request);
            let next = format!("{PATH}?Page={}", number + 1);
            let page = page(number, 2, (number < 4).then_some(&next));
            vec![Act::Wait(Duration::from_millis(30)), page]
        })
        .await;
        let mut items = client(&server.url())
            .service(SERVICE)
            .bindings()
            .list()
            .stream();
        if ahead {
            items = items.prefetch();
        }
        let (mut seen, mut given_up) = (Vec::new(), 0);
        loop {
            match tokio::time::timeout(Duration::from_millis(5), items.try_next()).await {
                Ok(Ok(Some(binding))) => seen.push(binding.identity.unwrap()),
                Ok(Ok(None)) => break,
                Ok(Err(error)) => panic!("{}", line(&error)),
                Err(_) => given_up += 1,
            }
        }
        let all: Vec<_> = (0..10).map(|it| format!("{}-{}", it / 2, it % 2)).collect();
        assert_eq!(seen, all);
        assert!(given_up >= 5, "{given_up}");
        assert_eq!((server.requests().len(), server.connections()), (5, 1));
    }
}

/// A fragment is not sent: such a link leads to a page that was there.
#[tokio::test]
async fn a_fragment_makes_no_other_page() {
    let server = Faulty::start(|request| {
        let link = format!("{PATH}?Page=1#{}", request.number);
        vec![page(request.number, 1, Some(&link))]
    })
    .await;
    let mut items = client(&server.url())
        .service(SERVICE)
        .bindings()
        .list()
        .stream();
    assert!(items.try_next().await.unwrap().is_some());
    assert!(items.try_next().await.unwrap().is_some());
    let error = items.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging, "{}", line(&error));
    assert_eq!(server.requests().len(), 2);
}

/// No item, no page, and no request.
#[tokio::test]
async fn a_limit_of_none_asks_for_nothing() {
    let server = pages(3, 2).await;
    for prefetch in [false, true] {
        let list = client(&server.url()).service(SERVICE).bindings().list();
        let mut items = list.stream().limit(0);
        if prefetch {
            items = items.prefetch();
        }
        assert!(items.try_next().await.unwrap().is_none());
    }
    assert_eq!(server.connections(), 0);
}
