//! A server on loopback that does what no server should, byte for byte, and counts what reaches it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the server does next on a connection.
#[derive(Clone, Debug)]
pub enum Act {
    /// It sends these bytes.
    Send(Vec<u8>),
    /// It sends these bytes again and again, as long as the client takes them.
    Forever(&'static [u8]),
    /// It waits.
    Wait(Duration),
    /// It closes the connection.
    Close,
    /// It resets the connection: what is on the way is lost.
    Reset,
    /// It says nothing more and keeps the connection.
    Hang,
}

/// A request as far as the server read it.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The head, from the first line to the empty one.
    pub head: String,
    /// The number of the request, from 0 on, over all connections.
    pub number: usize,
}

impl Request {
    /// The value of a header, by its name in small letters.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

#[derive(Default)]
struct Log {
    connections: usize,
    open: usize,
    sent: usize,
    requests: Vec<Request>,
}

type Answer = dyn Fn(&Request) -> Vec<Act> + Send + Sync;

/// How much of a request the server reads.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reads {
    /// All of it.
    All,
    /// Its head, and of its body nothing.
    Head,
    /// Nothing: it resets the connection at once.
    Nothing,
}

/// A server that does as it is told and counts.
pub struct Faulty {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
}

impl Faulty {
    /// Starts a server that reads whole requests and answers each one by these acts.
    ///
    /// # Panics
    ///
    /// If no port can be had.
    pub async fn start(answer: impl Fn(&Request) -> Vec<Act> + Send + Sync + 'static) -> Self {
        Self::reading(Reads::All, answer).await
    }

    /// Starts a server that reads so much of each request.
    ///
    /// # Panics
    ///
    /// If no port can be had.
    pub async fn reading(
        reads: Reads,
        answer: impl Fn(&Request) -> Vec<Act> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("loopback has a free port");
        let address = listener.local_addr().expect("the socket is bound");
        let log = Arc::new(Mutex::new(Log::default()));
        let (shared, answer): (_, Arc<Answer>) = (Arc::clone(&log), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (log, answer) = (Arc::clone(&shared), Arc::clone(&answer));
                locked(&log).connections += 1;
                locked(&log).open += 1;
                tokio::spawn(async move {
                    // Nothing comes of it but the end of the connection.
                    let _ = serve(stream, reads, &log, &*answer).await;
                    locked(&log).open -= 1;
                });
            }
        });
        Self { address, log }
    }

    /// The server's URL, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections there were.
    #[must_use]
    pub fn connections(&self) -> usize {
        locked(&self.log).connections
    }

    /// How many connections are open.
    #[must_use]
    pub fn open(&self) -> usize {
        locked(&self.log).open
    }

    /// How many bytes the clients took, or the sockets on the way to them.
    #[must_use]
    pub fn sent(&self) -> usize {
        locked(&self.log).sent
    }

    /// The requests of which the head arrived.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        locked(&self.log).requests.clone()
    }
}

fn locked(log: &Mutex<Log>) -> MutexGuard<'_, Log> {
    log.lock().expect("no one panics with the lock")
}

/// Serves a connection to its end.
async fn serve(
    mut stream: TcpStream,
    reads: Reads,
    log: &Mutex<Log>,
    answer: &Answer,
) -> Option<()> {
    if reads == Reads::Nothing {
        return reset(&stream);
    }
    loop {
        let mut request = read_head(&mut stream).await?;
        if reads == Reads::All {
            let length = request
                .header("content-length")
                .map_or(0, |text| text.parse().expect("a client counts its bytes"));
            stream.read_exact(&mut vec![0; length]).await.ok()?;
        }
        {
            let mut log = locked(log);
            request.number = log.requests.len();
            log.requests.push(request.clone());
        }
        for act in answer(&request) {
            match act {
                Act::Send(bytes) => send(&mut stream, log, &bytes).await?,
                Act::Forever(bytes) => loop {
                    send(&mut stream, log, &bytes.repeat(4096)).await?;
                },
                Act::Wait(duration) => tokio::time::sleep(duration).await,
                Act::Close => return None,
                Act::Reset => return reset(&stream),
                Act::Hang => {
                    // It ends when the client gives up: then the connection is at its end.
                    while stream
                        .read(&mut [0; 256])
                        .await
                        .is_ok_and(|length| length > 0)
                    {}
                    return None;
                }
            }
        }
    }
}

async fn send(stream: &mut TcpStream, log: &Mutex<Log>, mut bytes: &[u8]) -> Option<()> {
    while !bytes.is_empty() {
        let length = stream.write(bytes).await.ok()?;
        locked(log).sent += length;
        bytes = &bytes[length..];
    }
    Some(())
}

fn reset(stream: &TcpStream) -> Option<()> {
    let _ = stream.set_zero_linger();
    None
}

async fn read_head(stream: &mut TcpStream) -> Option<Request> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    let mut words = head.split(' ').map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    Some(Request {
        method,
        target,
        head,
        number: 0,
    })
}

/// A whole answer with these header lines, its length among them.
#[must_use]
pub fn answer(status: &str, headers: &[&str], body: &[u8]) -> Act {
    let lines: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\n{lines}content-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    Act::Send(bytes)
}

/// A whole answer with status 200 and this JSON.
#[must_use]
pub fn json(body: &str) -> Act {
    answer(
        "200 OK",
        &["content-type: application/json"],
        body.as_bytes(),
    )
}

/// The beginning of an answer that says it has so many bytes.
#[must_use]
pub fn begun(length: usize, body: &str) -> Act {
    Act::Send(
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
            .into_bytes(),
    )
}
