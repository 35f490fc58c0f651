//! The examples in the documentation of generated crates, collected into one program: a program for each would take
//! far longer to compile.

use std::fmt::Write;

/// The examples of a file, each as a function, as rustdoc makes one of it. Lines that a page hides begin with `# `.
///
/// # Panics
///
/// If an example has no end.
#[must_use]
pub fn functions(text: &str) -> Vec<String> {
    let mut functions = Vec::new();
    let mut lines = text.lines().map(str::trim_start);
    while let Some(line) = lines.next() {
        if doc(line) != Some("```no_run") {
            continue;
        }
        let mut body = String::new();
        loop {
            let line = lines.next().and_then(doc);
            match line.expect("a block of code ends with its comment") {
                "```" => break,
                line => {
                    let _ = writeln!(body, "    {}", line.strip_prefix("# ").unwrap_or(line));
                }
            }
        }
        functions.push(body);
    }
    functions
}

/// A line of a doc comment.
fn doc(line: &str) -> Option<&str> {
    let text = line.strip_prefix("///").or(line.strip_prefix("//!"))?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}

/// A program that has the functions of several crates, and runs those that take nothing as given.
///
/// It fails if a client refuses a value of an example before it sends the request, and if the example of a test fails.
#[must_use]
pub fn program<'f>(functions: impl IntoIterator<Item = &'f String>) -> String {
    let mut program = HEAD.to_owned();
    let mut calls = String::new();
    for (index, function) in functions.into_iter().enumerate() {
        let run = if function.contains("async fn example(client: &Client) ->") {
            "    crate::sent(async |fake| example(&crate::client(Client::builder(), fake)).await)\n"
        } else if function.contains("FakeTransport") && function.contains("async fn example() ->") {
            "    crate::tested(example())\n"
        } else {
            "    Ok(())\n"
        };
        let _ = writeln!(
            program,
            "\nfn example_{index}() -> Result<(), String> {{\n{function}{run}}}"
        );
        let _ = write!(calls, "example_{index}(), ");
    }
    let _ = writeln!(
        program,
        "\nfn main() -> std::process::ExitCode {{\n    report([{calls}])\n}}"
    );
    program
}

const HEAD: &str = r#"//! The examples of generated crates.

#![allow(unused, deprecated)]

use std::error::Error;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bindery_runtime::testing::FakeTransport;
use bindery_runtime::{ClientBuilder, ErrorKind};

/// A client without a network.
fn client<C: From<bindery_runtime::Client>>(builder: ClientBuilder<C>, fake: FakeTransport) -> C {
    builder.transport(fake).base_url("https://api.example").build().expect("a client")
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    let (mut work, mut context) = (pin!(work), Context::from_waker(Waker::noop()));
    loop {
        if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return done;
        }
    }
}

/// Nobody answers, but the request is as the document wants it.
fn sent(example: impl AsyncFnOnce(FakeTransport) -> Result<(), Box<dyn Error>>) -> Result<(), String> {
    let Err(error) = block_on(example(FakeTransport::new())) else { return Ok(()) };
    match error.downcast_ref::<bindery_runtime::Error>() {
        Some(error) if error.kind() != ErrorKind::InvalidRequest => Ok(()),
        _ => Err(error.to_string()),
    }
}

fn tested(example: impl Future<Output = Result<(), Box<dyn Error>>>) -> Result<(), String> {
    block_on(example).map_err(|error| error.to_string())
}

fn report(done: impl IntoIterator<Item = Result<(), String>>) -> std::process::ExitCode {
    let failed = done.into_iter().filter_map(Result::err).map(|it| eprintln!("{it}"));
    match failed.count() {
        0 => std::process::ExitCode::SUCCESS,
        _ => std::process::ExitCode::FAILURE,
    }
}
"#;

#[cfg(test)]
mod tests {
    use super::functions;

    #[test]
    fn an_example_has_its_hidden_lines_too() {
        let text = "//! Of all.\n\n    /// One.\n    ///\n    /// ```no_run\n    /// # use a::*;\n    /// #[b]\n    ///     c();\n    /// ```\n    /// ```text\n    /// x\n    /// ```\n    fn a() {}\n";
        assert_eq!(functions(text), ["    use a::*;\n    #[b]\n        c();\n"]);
    }
}
