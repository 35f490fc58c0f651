//! `cargo xtask corpus`: everything that the generator promises, for every document of a folder.

mod breaks;
mod consumers;
mod contract;
mod documents;
mod examples;
mod history;
mod program;
mod requests;
mod samples;
mod scratch;
mod table;
pub(crate) mod timing;
mod uses;
mod values;
mod verdicts;
mod wire;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use documents::{Document, Outcome};
use scratch::{Compiled, Scratch};
use table::{Row, Sizes};

use crate::report;

/// Generate, compile and try out clients for every document of some folders.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folders of documents, or single ones
    #[arg(required_unless_present = "history", value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// How many documents and crates are worked on at a time [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// Only documents whose name has this in it; `*` at an end ties the other end
    #[arg(long, value_name = "PATTERN")]
    only: Option<String>,
    /// Compare versions of documents instead: the folder has a `pairs.tsv` with a line for each pair, which names a
    /// folder below it and two files in that. Fails if the second version, with the lock of the first, renames what
    /// both have
    #[arg(long, value_name = "DIR", conflicts_with = "folders")]
    history: Option<PathBuf>,
    /// With `--history`: compile what uses everything of the first version against the second, and compare what rustc
    /// refuses with what `diff` tells. Fails if one has what the other has not
    #[arg(long, requires = "history")]
    breaks: bool,
    /// With `--history`: run what calls every operation and sets every field of the first version with both, and
    /// compare the requests. Fails if one is another and `diff` does not tell
    #[arg(long, requires = "history", conflicts_with = "breaks")]
    requests: bool,
    /// Generate alone: compile nothing, try out nothing
    #[arg(long)]
    no_compile: bool,
    /// Keep the crates, and what cargo makes of them, in this folder; a later run begins with them
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// List where examples deviate from their documents: the path, and what is declared there
    #[arg(long)]
    deviations: bool,
    /// Documents, by name without extension, that must be rejected: those that are no OpenAPI 3.0
    /// or break its rules. One that is generated after all is a failure, like any other that is
    /// rejected
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    expect_rejected: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    if let Some(folder) = &arguments.history {
        let only = arguments.only.as_deref();
        let keep = arguments.keep.as_deref();
        return match (arguments.breaks, arguments.requests) {
            (true, _) => breaks::run(folder, only, keep),
            (_, true) => requests::run(folder, only, keep),
            (false, false) => history::run(folder, only),
        };
    }
    match rows(arguments) {
        Ok(rows) => {
            table::print(&rows);
            if arguments.deviations {
                table::deviations(&rows);
            }
            table::close(&rows);
            let good = rows
                .iter()
                .all(|row| row.failures.is_empty() && row.warnings.is_empty());
            if good {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            report::error(error);
            ExitCode::FAILURE
        }
    }
}

fn rows(arguments: &Arguments) -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.map_or(processors, usize::from);
    let documents = documents::find(&arguments.folders, arguments.only.as_deref())?;
    if documents.is_empty() {
        return Err("there is no document".into());
    }
    let bar = table::progress("generate", documents.len());
    let outcomes = documents::generate(&documents, jobs, &|document| {
        bar.set_message(document.stem.clone());
        bar.inc(1);
    });
    bar.finish_and_clear();
    let mut rows: Vec<Row> = std::iter::zip(&documents, &outcomes)
        .map(|(document, outcome)| row(document, outcome, &arguments.expect_rejected))
        .collect();
    if !arguments.no_compile {
        let temporary = tempfile::tempdir()?;
        let root = arguments.keep.as_deref().unwrap_or(temporary.path());
        compile(root, jobs, &documents, &outcomes, &mut rows)?;
    }
    Ok(rows)
}

fn row(document: &Document, outcome: &Outcome, expect_rejected: &[String]) -> Row {
    let expected = expect_rejected.contains(&document.stem);
    let mut row = Row {
        document: document.stem.clone(),
        ..Row::default()
    };
    match outcome {
        Outcome::Generated(generated) => {
            row.generated = Some(Sizes {
                operations: generated.operations,
                types: generated.types,
                lines: generated.lines,
                time: generated.time,
            });
            if expected {
                row.failures
                    .push("it was to be rejected, and was not".to_owned());
            }
        }
        Outcome::Rejected(diagnostics) => {
            row.rejected = Some(diagnostics.clone());
            if !expected {
                row.failures.push("rejected, as said above".to_owned());
            }
        }
        Outcome::Failed(error) => row.failures.push(error.clone()),
    }
    row
}

/// Compiles the crates and holds them to their contracts.
fn compile(
    root: &Path,
    jobs: usize,
    documents: &[Document],
    outcomes: &[Outcome],
    rows: &mut [Row],
) -> Result<(), Box<dyn std::error::Error>> {
    let crates: Vec<_> = std::iter::zip(documents, outcomes)
        .filter_map(|(document, outcome)| match outcome {
            Outcome::Generated(generated) => Some((document, &**generated)),
            Outcome::Rejected(_) | Outcome::Failed(_) => None,
        })
        .collect();
    let scratch = Scratch::create(root, jobs, &crates)?;
    let times = root.join("times");
    let checked = step("check", crates.len(), |on| scratch.check(&times, on))?;
    let built = step("build", crates.len(), |on| scratch.build(on))?;
    let bar = table::progress("contract", crates.len());
    for (document, row) in std::iter::zip(documents, rows) {
        if row.generated.is_none() {
            continue;
        }
        bar.set_message(document.stem.clone());
        bar.inc(1);
        row.check = timing::of(&times, &document.package);
        judge(
            row,
            checked.get(&document.package),
            built.get(&document.package),
        );
    }
    bar.finish_and_clear();
    Ok(())
}

/// One of cargo's steps, with a bar.
fn step<T>(name: &'static str, length: usize, run: impl FnOnce(&dyn Fn(&str)) -> T) -> T {
    let bar = table::progress(name, length);
    let result = run(&|package| {
        bar.set_message(package.to_owned());
        bar.inc(1);
    });
    bar.finish_and_clear();
    result
}

/// What cargo and the contract say of one crate.
fn judge(row: &mut Row, checked: Option<&Compiled>, built: Option<&Compiled>) {
    let Some(checked) = checked else {
        row.failures.push("cargo did not come to it".to_owned());
        return;
    };
    row.compiled = checked.done;
    row.warnings.clone_from(&checked.warnings);
    row.failures.extend(checked.errors.iter().cloned());
    if !checked.done {
        return;
    }
    match built.and_then(|built| built.executable.as_deref()) {
        Some(program) => {
            let verdicts = verdicts::ask(program);
            row.failures.extend(verdicts.faults.iter().cloned());
            row.verdicts = Some(verdicts);
        }
        None => {
            let errors = built
                .map(|built| built.errors.join("\n"))
                .unwrap_or_default();
            row.failures
                .push(format!("the contract does not compile\n{errors}"));
        }
    }
}
