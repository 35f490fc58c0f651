//! Lists bindings, at most 100 in a run, and goes on in the next run where this one ended.
//!
//! ```sh
//! export TWILIO_ACCOUNT_SID=AC… TWILIO_AUTH_TOKEN=…
//! cargo run --example resume -- IS… cursor.txt
//! ```

use std::error::Error;
use std::fs;
use std::path::Path;

use twilio_conversations::runtime::Cursor;
use twilio_conversations::{Client, ServiceSid};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(service), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("usage: resume SERVICE_SID FILE".into());
    };
    list(service.parse()?, Path::new(&file)).await
}

async fn list(service: ServiceSid, file: &Path) -> Result<(), Box<dyn Error>> {
    let bindings = Client::from_env()?.service(service).bindings();
    let mut stream = bindings.list().stream().limit(100);
    if let Ok(saved) = fs::read_to_string(file) {
        stream = stream.resume(&saved.parse::<Cursor>()?);
    }
    while let Some(binding) = stream.try_next().await? {
        println!("{:?}", binding.sid);
        // After each item, so that an error on a later page costs nothing.
        fs::write(file, stream.cursor().to_string())?;
    }
    Ok(())
}
