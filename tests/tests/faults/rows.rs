//! The faults, one row each.

use std::io::Write as _;
use std::sync::LazyLock;
use std::time::Duration;

use bindery_runtime::ErrorKind;
use bindery_tests::faulty::{Act, Reads, Request, answer, begun, json};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::table::Gets::{self, Answer, Error as Fails};
use crate::table::{Row, row};

/// Long enough for a busy machine to see the request.
const SHORT: Duration = Duration::from_secs(3);

const GZIP: &[&str] = &["content-type: application/json", "content-encoding: gzip"];

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// 32 MiB of spaces in 32 KiB.
pub(crate) static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| gzip(&vec![b' '; 32 << 20]));

/// The first answer is this one, the later ones are good.
fn first(request: &Request, act: Act) -> Vec<Act> {
    vec![if request.number == 0 { act } else { json("{}") }]
}

/// Of headers that are more than is read.
const TOO_LONG: Gets = Fails(
    ErrorKind::Transport,
    "not valid HTTP: message head is too large",
);

/// A good answer with so many headers more, each with a value of so many bytes.
fn headers(count: usize, length: usize) -> Vec<Act> {
    let line = format!("x-a: {}", "b".repeat(length));
    vec![answer("200 OK", &vec![&*line; count], b"{}")]
}

/// The beginning of an answer in chunks.
fn chunked(body: &[u8]) -> Act {
    let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    Act::Send([&head[..], body].concat())
}

const DATE: &str = "date: Sun, 06 Nov 1994 08:49:37 GMT";

pub(crate) const ROWS: &[Row] = &[
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
            Fails(ErrorKind::Transport, "the request failed"),
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
        Fails(ErrorKind::Transport, "the response is incomplete"),
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
        Fails(ErrorKind::Transport, "the response is incomplete"),
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
        Fails(ErrorKind::Transport, "the response is incomplete"),
        (3, 1),
    ),
    row(
        "gzip bomb",
        |_| vec![answer("200 OK", GZIP, &BOMB)],
        Fails(ErrorKind::Transport, "exceeds the size limit"),
        (1, 1),
    ),
    row(
        "endless body",
        |_| {
            let head = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
            vec![Act::Send(head), Act::Send(vec![b' '; 1 << 20]), Act::Hang]
        },
        Fails(ErrorKind::Transport, "exceeds the size limit"),
        (1, 1),
    ),
    row(
        "a header without an end",
        |_| {
            let head = b"HTTP/1.1 200 OK\r\nx-a: ".to_vec();
            vec![Act::Send(head), Act::Forever(b"aaaaaaaa")]
        },
        TOO_LONG,
        (3, 1),
    ),
    row(
        "headers without an end",
        |_| {
            let head = b"HTTP/1.1 200 OK\r\n".to_vec();
            vec![Act::Send(head), Act::Forever(b"x-a: b\r\n")]
        },
        TOO_LONG,
        (3, 1),
    ),
    // With the length of the body one more each.
    row("100 headers", |_| headers(99, 1), Answer, (1, 1)),
    row("101 headers", |_| headers(100, 1), TOO_LONG, (3, 1)),
    row(
        "thousands of headers",
        |_| headers(5000, 1),
        TOO_LONG,
        (3, 1),
    ),
    row("400 kB of headers", |_| headers(50, 7990), Answer, (1, 1)),
    row("4 MB of headers", |_| headers(50, 80_000), TOO_LONG, (3, 1)),
    row(
        "trailers without an end",
        |_| {
            let body = b"2\r\n{}\r\n0\r\n";
            vec![chunked(body), Act::Forever(b"x-a: b\r\n")]
        },
        Fails(ErrorKind::Transport, "the response is incomplete"),
        (3, 1),
    ),
    row(
        "a chunk's extension without an end",
        |_| vec![chunked(b"2;a="), Act::Forever(b"aaaaaaaa")],
        Fails(ErrorKind::Transport, "the response is incomplete"),
        (3, 1),
    ),
    Row {
        limit: SHORT,
        ..row(
            "10,000 interim answers",
            |_| {
                let interim = b"HTTP/1.1 103 Early Hints\r\n\r\n";
                vec![Act::Send(interim.repeat(10_000)), Act::Hang]
            },
            Fails(ErrorKind::Timeout, "an attempt took longer than 3s"),
            (3, 1),
        )
    },
    row(
        "not valid HTTP",
        |_| {
            vec![
                Act::Send(b"SSH-2.0-OpenSSH_9.2\r\n\r\n".to_vec()),
                Act::Hang,
            ]
        },
        Fails(ErrorKind::Transport, "not valid HTTP"),
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
        Answer,
        (1, 1),
    ),
    row(
        "invalid UTF-8 outside of strings",
        |_| {
            vec![answer(
                "200 OK",
                &["content-type: application/json"],
                b"{\"a\":\xff}",
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
            "502 Bad Gateway: the service gave a reason in an unknown format",
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
    row(
        "an error without an end",
        |_| {
            let head = b"HTTP/1.1 500 Internal Server Error\r\n\r\n".to_vec();
            vec![Act::Send(head), Act::Forever(b"<html>\n")]
        },
        Fails(ErrorKind::Api, "500 Internal Server Error"),
        (1, 1),
    ),
    row(
        "503 without an end",
        |_| {
            let head = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 0\r\n\r\n".to_vec();
            vec![Act::Send(head), Act::Forever(b"<html>\n")]
        },
        Fails(ErrorKind::Api, "503 Service Unavailable"),
        (3, 1),
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
