//! Lists bindings without an async runtime.
//!
//! ```sh
//! export TWILIO_ACCOUNT_SID=AC… TWILIO_AUTH_TOKEN=…
//! cargo run --example blocking --features blocking -- IS…
//! ```

use std::error::Error;

use twilio_conversations::Client;

fn main() -> Result<(), Box<dyn Error>> {
    let service = std::env::args().nth(1).ok_or("usage: blocking SERVICE_SID")?;
    let bindings = Client::from_env()?.service(service.parse()?).bindings();
    for binding in bindings.list().stream().wait() {
        println!("{:?}", binding?.sid);
    }
    Ok(())
}
