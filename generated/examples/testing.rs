//! Tests code that uses the client, without a network.
//!
//! ```sh
//! cargo run --example testing --features testing
//! ```

use twilio_conversations::runtime::testing::{FakeTransport, Reply};
use twilio_conversations::{Binding, BindingSid, Client, Credentials, Error, ServiceSid};

const SERVICE: ServiceSid = ServiceSid::from_static("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
const BINDING: BindingSid = BindingSid::from_static("BSbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");

/// The code under test.
async fn is_bound(client: &Client, identity: &str) -> Result<bool, Error> {
    let binding = client.service(SERVICE).binding(BINDING).fetch().send().await?;
    Ok(binding.body().identity.as_deref() == Some(identity))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let fake = FakeTransport::new();
    let client = Client::builder()
        .transport(fake.clone())
        .credentials(Credentials::basic("AC0", "secret"))
        .build()?;

    // The first attempt fails, and the client tries again; time does not pass.
    let mut binding = Binding::default();
    binding.identity = Some("ada".to_owned());
    fake.reply("FetchServiceBinding", Reply::new(503));
    fake.reply("FetchServiceBinding", Reply::json(&binding));

    assert!(is_bound(&client, "ada").await?);
    let requests = fake.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests[0].url().path().ends_with(BINDING.as_str()));
    assert_eq!(fake.left(), 0);
    println!("{} requests, {:?} of waits", requests.len(), fake.waited());
    Ok(())
}
