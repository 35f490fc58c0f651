//! `explain`: the meaning of a diagnostic, and the origin of a type or an operation.

use std::process::ExitCode;

use anstream::{print, println};
use bindery::diagnostic::{Code, Example, nearest};

use crate::context::Context;
use crate::origin;
use crate::report;

/// Explain a diagnostic, a generated type or an operation.
#[derive(clap::Args)]
pub struct Arguments {
    /// The code of a diagnostic, for example E0204, or the name of a type or an operation
    #[arg(required_unless_present_any = ["ty", "operation", "list"])]
    code: Option<String>,
    /// A generated type: its place in the document, the origin of its name, and its uses
    #[arg(long = "type", value_name = "TYPE", conflicts_with = "code")]
    ty: Option<String>,
    /// An operation, by its operationId: its place in the document, and how to call it
    #[arg(long, value_name = "ID", conflicts_with_all = ["code", "ty"])]
    operation: Option<String>,
    /// List the codes of all diagnostics
    #[arg(long, conflicts_with_all = ["code", "ty", "operation"])]
    list: bool,
}

/// Runs the command.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> ExitCode {
    if arguments.list {
        for code in Code::ALL {
            println!("{}  {}", code.as_str(), code.title());
        }
        return ExitCode::SUCCESS;
    }
    match (&arguments.code, &arguments.ty, &arguments.operation) {
        (Some(code), ..) => explain(context, code),
        (_, Some(name), _) => origin::of_type(context, name),
        (_, _, Some(id)) => origin::of_operation(context, id),
        _ => ExitCode::FAILURE,
    }
}

fn explain(context: &Context, text: &str) -> ExitCode {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let is_code =
        digits.len() + 1 == text.len() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_code || digits.is_empty() {
        return origin::of_name(context, text);
    }
    let text = text.to_ascii_uppercase();
    let Some(code) = Code::parse(&text) else {
        let known = Code::ALL.iter().map(|code| code.as_str());
        let near = nearest(&text, known).map(|near| format!("; did you mean `{near}`?"));
        report::error(format_args!(
            "there is no code `{text}`{}",
            near.unwrap_or_default()
        ));
        return ExitCode::FAILURE;
    };
    let rule: Vec<_> = code.explanation().lines().map(str::trim).collect();
    let example = code.example();
    println!(
        "{}: {}\n\n{}\n",
        code.as_str(),
        code.title(),
        rule.join("\n")
    );
    println!("Source: {}", example.source);
    if let Some((before, after)) = example.documents {
        print!("\nBefore:\n\n{}", indented(before));
        print!("\nAfter:\n\n{}", indented(after));
    }
    ExitCode::SUCCESS
}

fn indented(document: &str) -> String {
    let whole = Example::whole(document);
    whole.lines().map(|line| format!("    {line}\n")).collect()
}
