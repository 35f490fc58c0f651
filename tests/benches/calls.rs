//! What a client costs beside bare `reqwest`, over loopback: `cargo bench -p bindery-benches --bench calls`.
//!
//! The ways take turns, block by block. A line of the output is a figure, what it was measured of, and
//! one value a block.

use bindery_benches as peer;

use std::time::{Duration, Instant};

use bindery_tests::server::{self, BINDING, SERVICE};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use twilio_conversations::Client;

const BLOCKS: usize = 401;
const REQUESTS: u32 = 40;
const PAGES: u32 = 1000;
const STREAM_BLOCKS: usize = 5;

fn main() {
    let url = serve();
    let runtime = runtime();
    let client = server::client(&url);
    // The runtime gives its own client a provider; a bare one takes the process's.
    let provider = rustls::crypto::ring::default_provider();
    provider
        .install_default()
        .expect("no provider is there yet");
    let bare = reqwest::Client::builder()
        .build()
        .expect("a client of reqwest");
    memory(&runtime, &client);
    let mut fetches = vec![Vec::new(); 3];
    for _ in 0..=BLOCKS {
        fetches[0].push(block(&runtime, REQUESTS, async || fetch(&client).await));
        fetches[1].push(block(&runtime, REQUESTS, async || {
            fetch_bare(&bare, &url).await
        }));
        fetches[2].push(block(&runtime, REQUESTS, async || {
            fetch_derived(&bare, &url).await
        }));
    }
    print(
        "request, µs",
        ["ours", "bare", "bare and serde"],
        &fetches,
        1e6 / f64::from(REQUESTS),
    );
    let mut streams = vec![Vec::new(); 2];
    for _ in 0..=STREAM_BLOCKS {
        streams[0].push(block(&runtime, 1, async || stream(&client, PAGES).await));
        streams[1].push(block(&runtime, 1, async || loop_by_hand(&bare, &url).await));
    }
    print("1,000 pages, ms", ["ours", "by hand"], &streams, 1e3);
}

fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

fn block(runtime: &Runtime, times: u32, work: impl AsyncFn()) -> Duration {
    runtime.block_on(async {
        let start = Instant::now();
        for _ in 0..times {
            work().await;
        }
        start.elapsed()
    })
}

/// The first block warms connections and caches and is not printed.
fn print<const WAYS: usize>(name: &str, ways: [&str; WAYS], times: &[Vec<Duration>], scale: f64) {
    for (way, times) in ways.iter().zip(times) {
        let values = times.iter().skip(1).map(|time| time.as_secs_f64() * scale);
        let values: Vec<_> = values.map(|value| format!("{value:.3}")).collect();
        println!("{name}\t{way}\t{}", values.join("\t"));
    }
}

async fn fetch(client: &Client) {
    let binding = client
        .service(SERVICE)
        .binding(BINDING)
        .fetch()
        .send()
        .await;
    assert!(binding.expect("loopback answers").body().sid.is_some());
}

fn binding_url(url: &str) -> String {
    format!("{url}/v1/Services/{SERVICE}/Bindings/{BINDING}")
}

async fn get(client: &reqwest::Client, url: String) -> bytes::Bytes {
    let request = client.get(url).basic_auth("Aladdin", Some("open sesame"));
    let response = request.send().await.expect("loopback answers");
    response.bytes().await.expect("the body is whole")
}

async fn fetch_bare(client: &reqwest::Client, url: &str) {
    assert!(!get(client, binding_url(url)).await.is_empty());
}

async fn fetch_derived(client: &reqwest::Client, url: &str) {
    let body = get(client, binding_url(url)).await;
    let binding: peer::Binding = serde_json::from_slice(&body).expect("the binding fits");
    assert!(binding.sid.is_some());
}

async fn stream(client: &Client, pages: u32) {
    let mut items = client
        .service(SERVICE)
        .bindings()
        .list()
        .page_size(100)
        .stream()
        .limit(100 * pages as usize);
    let mut count = 0;
    while let Some(binding) = items.try_next().await.expect("loopback answers") {
        count += u32::from(binding.sid.is_some());
    }
    assert_eq!(count, 100 * pages);
}

async fn loop_by_hand(client: &reqwest::Client, url: &str) {
    let mut count = 0;
    let mut next = Some(format!("{url}/v1/Services/{SERVICE}/Bindings?PageSize=100"));
    while let Some(url) = next {
        let body = get(client, url).await;
        let page: peer::Page = serde_json::from_slice(&body).expect("the page fits");
        for binding in page.bindings.unwrap_or_default() {
            count += u32::from(binding.sid.is_some());
        }
        next = page.meta.and_then(|meta| meta.next_page_url);
    }
    assert_eq!(count, 100 * PAGES);
}

/// The peak after ten pages and after a thousand.
fn memory(runtime: &Runtime, client: &Client) {
    for (way, pages) in [("after 10 pages", 10), ("after 1,000 pages", PAGES)] {
        block(runtime, 1, async || stream(client, pages).await);
        println!("peak, MB\t{way}\t{:.2}", peak_megabytes());
    }
}

fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok());
    number.unwrap_or_default() / 1024.0
}

/// A server on a thread of its own that does as little as it can: bodies are made before.
fn serve() -> String {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        runtime().block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let url = format!("http://{}", listener.local_addr().expect("it is bound"));
            sender.send(url.clone()).expect("the caller waits");
            let bodies: &'static Bodies = Box::leak(Box::new(Bodies::new(&url)));
            loop {
                let (stream, _) = listener.accept().await.expect("a client connects");
                tokio::spawn(connection(stream, bodies));
            }
        });
    });
    receiver.recv().expect("the server starts")
}

struct Bodies {
    binding: Vec<u8>,
    /// What stands before the link to the next page, and after it.
    page: [String; 2],
    last: Vec<u8>,
    list: String,
}

impl Bodies {
    fn new(url: &str) -> Self {
        let page = peer::page(Some("NEXT"));
        let (before, after) = page.split_once(r#""NEXT""#).expect("the link is there");
        Self {
            binding: answer(server::EXAMPLE_BINDING),
            page: [before.to_owned(), after.to_owned()],
            last: answer(&peer::page(None)),
            list: format!("{url}/v1/Services/{SERVICE}/Bindings?PageSize=100&Page="),
        }
    }

    fn for_target(&self, target: &str) -> Vec<u8> {
        if !target.contains('?') {
            return self.binding.clone();
        }
        let number = target
            .split_once("&Page=")
            .and_then(|(_, number)| number.parse().ok());
        let next = number.unwrap_or(0) + 1;
        if next == PAGES {
            return self.last.clone();
        }
        let [before, after] = &self.page;
        answer(&format!("{before}\"{}{next}\"{after}", self.list))
    }
}

fn answer(body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body.as_bytes()].concat()
}

async fn connection(mut stream: TcpStream, bodies: &Bodies) {
    let _ = stream.set_nodelay(true);
    let mut head = Vec::new();
    while let Ok(1..) = stream.read_buf(&mut head).await {
        if head.ends_with(b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&head);
            let target = text.split(' ').nth(1).unwrap_or_default();
            let answer = bodies.for_target(target);
            if stream.write_all(&answer).await.is_err() {
                return;
            }
            head.clear();
        }
    }
}
