//! `cargo xtask corpus`: generates, compiles and tests a client for each document of a folder.

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

use std::path::PathBuf;
use std::process::ExitCode;

use documents::{Document, Generated, Lost, Outcome};
use scratch::{Compiled, Scratch};
use table::{Row, Sizes};

use bindery_cli::report;

/// Generate, compile and test a client for each document in the given folders.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folders of documents, or single documents
    #[arg(required_unless_present = "history", value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// The number of documents and crates to process at a time [default: the number of processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// Only documents whose name contains this text; with `*` at one end, the text must be at the other end of the
    /// name
    #[arg(long, value_name = "PATTERN")]
    only: Option<String>,
    /// Compare versions of documents instead. The folder has a file `pairs.tsv`; each line has a subfolder and two
    /// files in it, separated by tabs. Fails if the second version, generated with the lock of the first, renames
    /// anything that both versions have
    #[arg(long, value_name = "DIR", conflicts_with = "folders")]
    history: Option<PathBuf>,
    /// With `--history`: compile code that uses every item of the first version against the second version, and
    /// compare the errors of rustc with the report of `diff`. Fails if they differ
    #[arg(long, requires = "history")]
    breaks: bool,
    /// With `--history`: call every operation and set every field of the first version with both versions, and
    /// compare the requests. Fails if a request differs and `diff` does not report it
    #[arg(long, requires = "history", conflicts_with = "breaks")]
    requests: bool,
    /// Generate only; do not compile or test
    #[arg(long)]
    no_compile: bool,
    /// Compile and test only every Nth crate, in the order of their sizes; all are generated
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u16).range(1..))]
    compile_every: u16,
    /// Keep the crates and their build artifacts in this folder, for later runs
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// List where examples deviate from their documents: the path, and the declaration there
    #[arg(long)]
    deviations: bool,
    /// Documents that must be rejected, by name without extension. Fails if one of them is generated, or if another
    /// document is rejected
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    expect_rejected: Vec<String>,
    /// Fail if an operation is left out, or a schema is treated as any value
    #[arg(long)]
    expect_whole: bool,
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
        return Err("there are no documents".into());
    }
    let bar = table::progress("generate", documents.len());
    let outcomes = documents::generate(&documents, jobs, &|document| {
        bar.set_message(document.stem.clone());
        bar.inc(1);
    });
    bar.finish_and_clear();
    let mut rows: Vec<Row> = std::iter::zip(&documents, &outcomes)
        .map(|(document, outcome)| row(document, outcome, arguments))
        .collect();
    if !arguments.no_compile {
        let temporary = tempfile::tempdir()?;
        let root = arguments.keep.as_deref().unwrap_or(temporary.path());
        let every = usize::from(arguments.compile_every);
        let crates = documents::sample(&documents, &outcomes, every);
        let scratch = Scratch::create(root, jobs, arguments.keep.is_some(), &crates)?;
        compile(&scratch, &crates, &documents, &mut rows)?;
    }
    Ok(rows)
}

fn row(document: &Document, outcome: &Outcome, arguments: &Arguments) -> Row {
    let expected = arguments.expect_rejected.contains(&document.stem);
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
                bytes: generated.bytes(),
                lost: generated.lost,
                time: generated.time,
            });
            if expected {
                row.failures
                    .push("it must be rejected, but was generated".to_owned());
            }
            let Lost {
                operations,
                schemas,
            } = generated.lost;
            if arguments.expect_whole && generated.lost != Lost::default() {
                row.failures.push(format!(
                    "{operations} operations are left out, and {schemas} schemas are treated as any value"
                ));
            }
        }
        Outcome::Rejected(diagnostics) => {
            row.rejected = Some(diagnostics.clone());
            if !expected {
                row.failures
                    .push("rejected; see the diagnostics above".to_owned());
            }
        }
        Outcome::Failed(error) => row.failures.push(error.clone()),
    }
    row
}

/// Compiles the crates and holds them to their contracts.
fn compile(
    scratch: &Scratch,
    crates: &[(&Document, &Generated)],
    documents: &[Document],
    rows: &mut [Row],
) -> Result<(), Box<dyn std::error::Error>> {
    let checked = step("check", crates.len(), |on| scratch.check(on))?;
    let mut held = step("contract", crates.len(), |on| scratch.hold(on))?;
    for (document, row) in std::iter::zip(documents, rows) {
        if crates.iter().any(|(chosen, _)| *chosen == document) {
            let package = &document.package;
            row.check = scratch.time(package);
            judge(row, checked.get(package), held.remove(package));
        }
    }
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
fn judge(row: &mut Row, checked: Option<&Compiled>, held: Option<Compiled>) {
    let Some(checked) = checked else {
        row.failures.push("cargo did not compile it".to_owned());
        return;
    };
    row.compiled = checked.done;
    row.warnings.clone_from(&checked.warnings);
    row.failures.extend(checked.errors.iter().cloned());
    if !checked.done {
        return;
    }
    let held = held.unwrap_or_default();
    match held.verdicts {
        Some(verdicts) => {
            row.failures.extend(verdicts.faults.iter().cloned());
            row.verdicts = Some(verdicts);
        }
        None => {
            let errors = held.errors.join("\n");
            row.failures
                .push(format!("the contract does not compile\n{errors}"));
        }
    }
}
