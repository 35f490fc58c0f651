//! Each fault is met by a GET and by a POST.

use std::time::Duration;

use bindery_runtime::{Error, ErrorKind, Operation, Response, Value};
use bindery_tests::faulty::{Act, Faulty, Reads, Request};

use crate::rows::{BOMB, ROWS};
use crate::{GET, POST, builder, call, line};

/// What a caller gets.
#[derive(Debug)]
pub(crate) enum Gets {
    Answer,
    /// An error of this kind, with this in its line.
    Error(ErrorKind, &'static str),
}

pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) reads: Reads,
    pub(crate) acts: fn(&Request) -> Vec<Act>,
    pub(crate) gets: Gets,
    /// How many requests the server sees of a GET, and of a POST.
    pub(crate) requests: (usize, usize),
    /// How long an attempt may take.
    pub(crate) limit: Duration,
    /// What the caller of a POST gets, where it is something else.
    pub(crate) post_gets: Option<Gets>,
}

pub(crate) const fn row(
    name: &'static str,
    acts: fn(&Request) -> Vec<Act>,
    gets: Gets,
    requests: (usize, usize),
) -> Row {
    Row {
        name,
        reads: Reads::All,
        acts,
        gets,
        requests,
        limit: Duration::from_secs(20),
        post_gets: None,
    }
}

/// So many bytes a server gets rid of in an answer that is too long, sockets on both sides included.
const MOST: usize = 16 << 20;

fn check(name: &str, got: &Result<Response<Value>, Error>, expected: &Gets, requests: usize) {
    match (got, expected) {
        (Ok(_), Gets::Answer) => {}
        (Err(error), Gets::Error(kind, text)) => {
            let line = line(error);
            assert_eq!(error.kind(), *kind, "{name}: {line}");
            assert!(line.contains(text), "{name}: {line}");
            // Resets before a request are attempts of which no server sees a request.
            assert!(
                error.attempts() as usize >= requests.max(1),
                "{name}: {line}"
            );
        }
        (got, expected) => panic!("{name}: {expected:?} expected, {got:?} found"),
    }
}

async fn run(row: &Row, operation: &'static Operation, expected: &Gets, requests: usize) {
    let server = Faulty::reading(row.reads, row.acts).await;
    let client = builder(&server.url())
        .attempt_timeout(row.limit)
        .build()
        .unwrap();
    let name = format!("{} ({})", row.name, operation.method);
    let got = call(&client, operation).await;
    check(&name, &got, expected, requests);
    assert_eq!(server.requests().len(), requests, "{name}: {got:?}");
    // What sockets hold is the most of it: a client that went on reading would take all there is.
    let sent = server.sent();
    assert!(sent <= requests.max(1) * MOST, "{name}: {sent} bytes sent");
    for request in server.requests() {
        assert_eq!(request.method, operation.method.as_str());
        assert_eq!(
            request.header("authorization"),
            Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults() {
    assert!(BOMB.len() < 64 * 1024);
    let rows: Vec<_> = ROWS
        .iter()
        .map(|row| {
            tokio::spawn(async move {
                run(row, &GET, &row.gets, row.requests.0).await;
                let gets = row.post_gets.as_ref().unwrap_or(&row.gets);
                run(row, &POST, gets, row.requests.1).await;
            })
        })
        .collect();
    for row in rows {
        row.await.unwrap();
    }
}
