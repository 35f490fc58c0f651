//! Lists the bindings of a Conversation Service as a table.
//!
//! ```sh
//! export TWILIO_ACCOUNT_SID=AC… TWILIO_AUTH_TOKEN=…
//! cargo run --example list_bindings -- IS…
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use twilio_conversations::{Binding, Client, ServiceSid};

const USAGE: &str = "\
usage: list_bindings [SERVICE_SID]

SERVICE_SID         the Conversation Service, `IS` and 32 hexadecimal digits
TWILIO_SERVICE_SID  the service if the argument is not there

TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET,
are the credentials. TWILIO_REGION, TWILIO_EDGE and TWILIO_BASE_URL choose the server.";

const HEADINGS: [&str; 5] = ["SID", "TYPE", "IDENTITY", "ENDPOINT", "CREATED"];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if matches!(&*arguments, [only] if only == "--help" || only == "-h") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let service = match service(&arguments) {
        Ok(service) => service,
        Err(problem) => {
            eprintln!("error: {problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match list(service).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&*error);
            ExitCode::FAILURE
        }
    }
}

fn service(arguments: &[String]) -> Result<ServiceSid, String> {
    let text = match arguments {
        [] => std::env::var("TWILIO_SERVICE_SID")
            .ok()
            .filter(|text| !text.is_empty())
            .ok_or("a service is needed: give its SID, or set TWILIO_SERVICE_SID")?,
        [text] => text.clone(),
        _ => return Err(format!("one service is wanted, not {}", arguments.len())),
    };
    text.parse::<ServiceSid>()
        .map_err(|error| error.to_string())
}

async fn list(service: ServiceSid) -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let mut bindings = client.service(service).bindings().list().page_size(100).stream();
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    while let Some(binding) = bindings.try_next().await? {
        rows.push(row(&binding));
    }
    print(&rows)?;
    Ok(())
}

fn row(binding: &Binding) -> [String; 5] {
    [
        cell(binding.sid),
        cell(binding.binding_type.as_ref()),
        cell(binding.identity.as_ref()),
        cell(binding.endpoint.as_ref()),
        cell(binding.date_created.as_ref()),
    ]
}

/// The text of a value; users choose some of them, so control characters are not printed.
fn cell(value: Option<impl ToString>) -> String {
    let text = value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    text.replace(char::is_control, "\u{fffd}")
}

fn print(rows: &[[String; 5]]) -> io::Result<()> {
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or_default()
    };
    let widths: [usize; 5] = std::array::from_fn(width);
    let mut out = io::stdout().lock();
    for row in rows {
        let padded = row.iter().zip(widths);
        let line: Vec<String> = padded
            .map(|(text, width)| format!("{text:width$}"))
            .collect();
        writeln!(out, "{}", line.join("  ").trim_end())?;
    }
    out.flush()
}

/// The error with its causes, each on a line of its own.
fn report(error: &dyn Error) {
    let mut shown = error.to_string();
    eprintln!("error: {shown}");
    let mut source = error.source();
    while let Some(cause) = source {
        let text = cause.to_string();
        // Some errors say what their cause says.
        if !shown.contains(&text) {
            eprintln!("  because: {text}");
        }
        shown = text;
        source = cause.source();
    }
}
