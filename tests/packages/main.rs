//! Calls a server on this machine with a generated client.

use std::io::{Read, Write};
use std::net::TcpListener;

use pets::Client;
use pets::Credentials;

const BODY: &str = r#"[{"name": "Ada"}, {"name": "Grace"}]"#;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || -> std::io::Result<()> {
        let (mut stream, _) = listener.accept()?;
        let mut request = [0; 4096];
        let length = stream.read(&mut request)?;
        let request = String::from_utf8_lossy(&request[..length]);
        let first = request.lines().next().unwrap_or_default();
        assert_eq!(first, "GET /pets?limit=2 HTTP/1.1");
        write!(
            stream,
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{BODY}",
            BODY.len()
        )
    });
    let client = Client::builder()
        .base_url(&url)
        .credentials(Credentials::bearer("secret"))
        .build()?;
    let pets = client.pets().list().limit(2).send().await?.into_body();
    for pet in pets {
        println!("{}", pet.name);
    }
    Ok(())
}
