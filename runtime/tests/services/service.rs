//! A service on loopback that answers by a function, and keeps what it was sent.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Where it gives tokens.
pub(crate) const TOKEN: &str = "/oauth/token";

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    /// How many came before it, to any path.
    pub(crate) number: usize,
    pub(crate) method: String,
    pub(crate) path: String,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter();
        let found = all.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn authorization(&self) -> Option<&str> {
        self.header("authorization")
    }
}

/// An answer, and how long it takes.
pub(crate) struct RawResponse {
    status: u16,
    body: String,
    after: Duration,
}

impl RawResponse {
    pub(crate) fn after(self, after: Duration) -> Self {
        Self { after, ..self }
    }
}

pub(crate) fn answer(status: u16, body: &str) -> RawResponse {
    RawResponse {
        status,
        body: body.to_owned(),
        after: Duration::ZERO,
    }
}

pub(crate) fn ok() -> RawResponse {
    answer(204, "")
}

pub(crate) fn error(status: u16, code: &str) -> RawResponse {
    answer(status, &format!(r#"{{"error":"{code}"}}"#))
}

pub(crate) fn token(json: &str) -> RawResponse {
    answer(200, json)
}

/// The service.
pub(crate) struct Service {
    address: SocketAddr,
    log: Arc<Mutex<Vec<Received>>>,
}

impl Service {
    pub(crate) async fn start(
        reply: impl Fn(&Received) -> RawResponse + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::<Mutex<Vec<Received>>>::default();
        let (kept, reply) = (Arc::clone(&log), Arc::new(reply));
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (log, reply) = (Arc::clone(&kept), Arc::clone(&reply));
                tokio::spawn(async move { serve(socket, &log, &*reply).await });
            }
        });
        Self { address, log }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn all(&self) -> Vec<Received> {
        self.log.lock().unwrap().clone()
    }

    pub(crate) fn at(&self, path: &str) -> Vec<Received> {
        let all = self.all().into_iter();
        all.filter(|request| request.path == path).collect()
    }
}

async fn serve(
    mut socket: TcpStream,
    log: &Mutex<Vec<Received>>,
    reply: &(dyn Fn(&Received) -> RawResponse + Send + Sync),
) {
    let mut bytes = Vec::new();
    while let Some(mut request) = read(&mut socket, &mut bytes).await {
        {
            let mut log = log.lock().unwrap();
            request.number = log.len();
            log.push(request.clone());
        }
        let RawResponse {
            status,
            body,
            after,
        } = reply(&request);
        tokio::time::sleep(after).await;
        let length = match status {
            204 => String::new(),
            _ => format!("content-length: {}\r\n", body.len()),
        };
        let head = format!("HTTP/1.1 {status} X\r\nlocation: /elsewhere\r\n{length}\r\n");
        let _ = socket.write_all((head + &body).as_bytes()).await;
    }
}

async fn read(socket: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<Received> {
    loop {
        if let Some((request, length)) = parse(&String::from_utf8_lossy(bytes)) {
            bytes.drain(..length);
            return Some(request);
        }
        if socket.read_buf(bytes).await.ok()? == 0 {
            return None;
        }
    }
}

/// The request that a text begins with, and its length.
fn parse(text: &str) -> Option<(Received, usize)> {
    let (head, rest) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut request = Received {
        number: 0,
        method: first.next()?.to_owned(),
        path: first.next()?.to_owned(),
        headers,
        body: String::new(),
    };
    let length = request
        .header("content-length")
        .map_or(Some(0), |it| it.parse().ok())?;
    request.body = rest.get(..length)?.to_owned();
    Some((request, head.len() + 4 + length))
}
