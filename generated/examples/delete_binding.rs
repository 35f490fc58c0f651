//! Deletes a binding without retries, and handles each kind of error.
//!
//! ```sh
//! export TWILIO_ACCOUNT_SID=AC… TWILIO_AUTH_TOKEN=…
//! cargo run --example delete_binding -- IS… BS…
//! ```

use std::process::ExitCode;

use twilio_conversations::runtime::{RequestOptions, RetryPolicy, StatusCode};
use twilio_conversations::{BindingSid, Client, Error, ErrorKind, ServiceSid};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    // Both are checked against the patterns of the document.
    let service = arguments.next().and_then(|text| text.parse().ok());
    let binding = arguments.next().and_then(|text| text.parse().ok());
    let (Some(service), Some(binding)) = (service, binding) else {
        eprintln!("usage: delete_binding SERVICE_SID BINDING_SID");
        return ExitCode::from(2);
    };
    match delete(service, binding).await {
        Ok(()) => println!("deleted"),
        Err(error) if error.status() == Some(StatusCode::NOT_FOUND) => println!("already gone"),
        Err(error) => {
            explain(&error);
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

async fn delete(service: ServiceSid, binding: BindingSid) -> Result<(), Error> {
    let once = RequestOptions::new().retry(RetryPolicy::none());
    let binding = Client::from_env()?.service(service).binding(binding);
    binding.delete().with(once).send().await?;
    Ok(())
}

/// What a program can tell from an error.
fn explain(error: &Error) {
    eprintln!("error: {error}");
    match error.kind() {
        ErrorKind::Api => {
            let status = error.status().map(|status| status.as_u16());
            eprintln!("status {status:?}, code {:?}", error.code());
            eprintln!("more: {}", error.more_info().unwrap_or("nothing"));
        }
        ErrorKind::Timeout => eprintln!("limit: {:?}", error.timeout_kind()),
        ErrorKind::Transport => eprintln!("the service was not reached"),
        other => eprintln!("kind: {other:?}"),
    }
}
