//! One row a fault, each met by a GET and by a POST.

use std::io::Write as _;
use std::sync::LazyLock;
use std::time::Duration;

use bindery_runtime::{Error, ErrorKind, Operation, Response, Value};
use bindery_tests::faulty::{Act, Faulty, Reads, Request, answer, begun, json};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{GET, POST, builder, call, line};

/// What a caller gets.
#[derive(Debug)]
enum Gets {
    Answer,
    /// An error of this kind, with this in its line.
    Error(ErrorKind, &'static str),
}
use Gets::{Answer, Error as Fails};

struct Row {
    name: &'static str,
    reads: Reads,
    acts: fn(&Request) -> Vec<Act>,
    gets: Gets,
    /// How many requests the server sees of a GET, and of a POST.
    requests: (usize, usize),
    /// How long an attempt may take.
    limit: Duration,
    /// What the caller of a POST gets, where it is something else.
    post_gets: Option<Gets>,
}

const fn row(
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

/// Long enough for a busy machine to see the request.
const SHORT: Duration = Duration::from_secs(3);

const GZIP: &[&str] = &["content-type: application/json", "content-encoding: gzip"];

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// 32 MiB of spaces in 32 KiB.
static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| gzip(&vec![b' '; 32 << 20]));

/// The first answer is this one, the later ones are good.
fn first(request: &Request, act: Act) -> Vec<Act> {
    vec![if request.number == 0 { act } else { json("{}") }]
}

const DATE: &str = "date: Sun, 06 Nov 1994 08:49:37 GMT";

const ROWS: &[Row] = &[
    Row {
        reads: Reads::Nothing,
        ..row(
            "reset before the request",
            |_| vec![],
            Fails(ErrorKind::Transport, ""),
            (0, 0),
        )
    },
    Row {
        reads: Reads::Head,
        ..row(
            "reset during the request",
            |_| vec![Act::Reset],
            Fails(ErrorKind::Transport, "did not get through"),
            (3, 1),
        )
    },
    row(
        "reset during the answer",
        |_| {
            vec![
                begun(100, "{"),
                Act::Wait(Duration::from_millis(20)),
                Act::Reset,
            ]
        },
        Fails(ErrorKind::Transport, "cut short"),
        (3, 1),
    ),
    Row {
        limit: SHORT,
        ..row(
            "slow headers",
            |_| vec![Act::Send(b"HTTP/1.1 200 OK\r\nx-a: ".to_vec()), Act::Hang],
            Fails(ErrorKind::Timeout, "an attempt took longer than 3s"),
            (3, 1),
        )
    },
    Row {
        limit: SHORT,
        ..row(
            "slow body",
            |_| vec![begun(100, "{"), Act::Hang],
            Fails(ErrorKind::Timeout, "an attempt took longer than 3s"),
            (3, 1),
        )
    },
    Row {
        limit: SHORT,
        ..row(
            "never answers",
            |_| vec![Act::Hang],
            Fails(ErrorKind::Timeout, "an attempt took longer than 3s"),
            (3, 1),
        )
    },
    row(
        "cut body",
        |_| vec![begun(100, "{"), Act::Close],
        Fails(ErrorKind::Transport, "cut short"),
        (3, 1),
    ),
    row(
        "Content-Length below the body's length",
        |_| vec![begun(5, r#"{"a":1,"b":2}"#)],
        Fails(ErrorKind::Decode, "not a JSON document"),
        (1, 1),
    ),
    row(
        "truncated gzip",
        |_| vec![answer("200 OK", GZIP, &gzip(&[b' '; 1000])[..12])],
        Fails(ErrorKind::Transport, "cut short"),
        (3, 1),
    ),
    row(
        "gzip bomb",
        |_| vec![answer("200 OK", GZIP, &BOMB)],
        Fails(ErrorKind::Transport, "longer than allowed"),
        (1, 1),
    ),
    row(
        "endless body",
        |_| {
            let head = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
            vec![Act::Send(head), Act::Send(vec![b' '; 1 << 20]), Act::Hang]
        },
        Fails(ErrorKind::Transport, "longer than allowed"),
        (1, 1),
    ),
    row(
        "endless headers",
        |_| {
            vec![
                Act::Send([b"HTTP/1.1 200 OK\r\nx-a: ", &[b'a'; 1 << 20][..]].concat()),
                Act::Hang,
            ]
        },
        Fails(ErrorKind::Transport, "did not get through"),
        (3, 1),
    ),
    row(
        "not HTTP",
        |_| {
            vec![
                Act::Send(b"SSH-2.0-OpenSSH_9.2\r\n\r\n".to_vec()),
                Act::Hang,
            ]
        },
        Fails(ErrorKind::Transport, "did not get through"),
        (3, 1),
    ),
    row(
        "garbage for JSON",
        |_| vec![json("}{")],
        Fails(ErrorKind::Decode, "not a JSON document"),
        (1, 1),
    ),
    row(
        "JSON 10,000 levels deep",
        |_| vec![json(&("[".repeat(10_000) + &"]".repeat(10_000)))],
        Fails(ErrorKind::Decode, "recursion limit exceeded"),
        (1, 1),
    ),
    row(
        "invalid UTF-8",
        |_| {
            vec![answer(
                "200 OK",
                &["content-type: application/json"],
                b"{\"a\":\"\xff\"}",
            )]
        },
        Fails(ErrorKind::Decode, "not a JSON document"),
        (1, 1),
    ),
    row(
        "an error in HTML",
        |_| {
            vec![answer(
                "502 Bad Gateway",
                &["content-type: text/html"],
                b"<html>\n<b>Bad</b>",
            )]
        },
        Fails(
            ErrorKind::Api,
            "502 Bad Gateway: the service gave its reason in a form that is not known",
        ),
        (1, 1),
    ),
    row(
        "an error with nothing",
        |_| vec![answer("500 Internal Server Error", &[], b"")],
        Fails(
            ErrorKind::Api,
            "500 Internal Server Error: the service gave no reason",
        ),
        (1, 1),
    ),
    // That it did nothing is what the service says; a POST comes back only if its caller believes it.
    Row {
        post_gets: Some(Fails(ErrorKind::Api, "429 Too Many Requests")),
        ..row(
            "429 with seconds",
            |request| {
                first(
                    request,
                    answer("429 Too Many Requests", &["retry-after: 1"], b""),
                )
            },
            Answer,
            (2, 1),
        )
    },
    Row {
        post_gets: Some(Fails(ErrorKind::Api, "429 Too Many Requests")),
        ..row(
            "429 with a date",
            |request| {
                let headers = [DATE, "retry-after: Sun, 06 Nov 1994 08:49:38 GMT"];
                first(request, answer("429 Too Many Requests", &headers, b""))
            },
            Answer,
            (2, 1),
        )
    },
    row(
        "429 with a longer wait than allowed",
        |request| {
            first(
                request,
                answer("429 Too Many Requests", &["retry-after: 31"], b""),
            )
        },
        Fails(ErrorKind::Api, "429 Too Many Requests"),
        (1, 1),
    ),
    row(
        "503 ten times",
        |_| vec![answer("503 Service Unavailable", &[], b"")],
        Fails(ErrorKind::Api, "503 Service Unavailable"),
        (3, 1),
    ),
    Row {
        post_gets: Some(Fails(ErrorKind::Api, "503 Service Unavailable")),
        ..row(
            "503 once",
            |request| first(request, answer("503 Service Unavailable", &[], b"")),
            Answer,
            (2, 1),
        )
    },
    row(
        "expired credentials",
        |_| {
            let body = br#"{"code":20003,"message":"Authenticate"}"#;
            vec![answer("401 Unauthorized", &[], body)]
        },
        Fails(
            ErrorKind::Api,
            "401 Unauthorized (code 20003): Authenticate",
        ),
        (1, 1),
    ),
];

fn check(name: &str, got: &Result<Response<Value>, Error>, expected: &Gets, requests: usize) {
    match (got, expected) {
        (Ok(_), Answer) => {}
        (Err(error), Fails(kind, text)) => {
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
