//! What a run prints.

use std::time::Duration;

use anstream::{eprintln, println};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};

use super::documents::Lost;
use super::verdicts::Verdicts;

const FAILED: Style = AnsiColor::BrightRed.on_default().bold();
const REJECTED: Style = AnsiColor::Yellow.on_default();

/// What came of one document.
#[derive(Default)]
pub(crate) struct Row {
    pub(crate) document: String,
    /// The diagnostics with which it was refused.
    pub(crate) rejected: Option<String>,
    pub(crate) generated: Option<Sizes>,
    pub(crate) compiled: bool,
    pub(crate) check: Option<Duration>,
    pub(crate) warnings: Vec<String>,
    pub(crate) verdicts: Option<Verdicts>,
    pub(crate) failures: Vec<String>,
}

/// The sizes of a crate.
pub(crate) struct Sizes {
    pub(crate) operations: usize,
    pub(crate) types: usize,
    pub(crate) lines: usize,
    pub(crate) bytes: usize,
    pub(crate) lost: Lost,
    pub(crate) time: Duration,
}

/// A bar on standard error that shows how far a step has come; nothing where that is no terminal.
pub(crate) fn progress(step: &'static str, length: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix:>9} [{bar:30}] {pos}/{len} {msg}")
        .expect("the template is valid");
    ProgressBar::new(length as u64)
        .with_style(style.progress_chars("=> "))
        .with_prefix(step)
}

/// Prints the table and, below, what went wrong.
pub(crate) fn print(rows: &[Row]) {
    let width = rows
        .iter()
        .map(|row| row.document.len())
        .max()
        .unwrap_or(0)
        .max(8);
    println!(
        "{:width$} {:>6} {:>6} {:>7} {:>8} {:>7} {:>5} {:>11} {:>5}",
        "document", "ops", "types", "lines", "gen ms", "check s", "warn", "examples", "odd"
    );
    for row in rows {
        println!("{}", line(row, width));
    }
    for row in rows {
        if let Some(diagnostics) = &row.rejected {
            println!("\n{REJECTED}rejected{REJECTED:#}: {}", row.document);
            // What was to be rejected needs no more than the reason.
            let expected = row.failures.is_empty();
            println!(
                "{}",
                if expected {
                    first(diagnostics)
                } else {
                    diagnostics
                }
            );
        }
    }
    for row in rows {
        for text in row.failures.iter().chain(&row.warnings) {
            eprintln!(
                "\n{FAILED}failed{FAILED:#}: {}: {}",
                row.document,
                text.trim_end()
            );
        }
    }
}

fn line(row: &Row, width: usize) -> String {
    let Some(sizes) = &row.generated else {
        let why = if row.rejected.is_some() {
            "rejected"
        } else {
            "failed"
        };
        return format!("{:width$} {why:>6}", row.document);
    };
    let check = row
        .check
        .map_or("-".to_owned(), |time| format!("{:.2}", time.as_secs_f64()));
    let examples = row.verdicts.as_ref().map_or("-".to_owned(), |verdicts| {
        format!("{}/{}", verdicts.passed, verdicts.examples)
    });
    let odd = row
        .verdicts
        .as_ref()
        .map_or("-".to_owned(), |verdicts| verdicts.odd.to_string());
    format!(
        "{:width$} {:>6} {:>6} {:>7} {:>8.1} {check:>7} {:>5} {examples:>11} {odd:>5}",
        row.document,
        sizes.operations,
        sizes.types,
        sizes.lines,
        sizes.time.as_secs_f64() * 1000.0,
        row.warnings.len(),
    )
}

/// The first diagnostic of a report; they are separated by empty lines.
fn first(report: &str) -> &str {
    report.split("\n\n").next().unwrap_or_default().trim_end()
}

/// Prints where examples deviate from their documents.
pub(crate) fn deviations(rows: &[Row]) {
    for row in rows {
        let verdicts = row.verdicts.iter();
        for deviation in verdicts.flat_map(|it| &it.deviations) {
            println!("deviates: {}: {deviation}", row.document);
        }
    }
}

/// Prints the closing lines.
pub(crate) fn close(rows: &[Row]) {
    let count = |keep: fn(&&Row) -> bool| rows.iter().filter(keep).count();
    let warnings: usize = rows.iter().map(|row| row.warnings.len()).sum();
    let verdicts = || rows.iter().filter_map(|row| row.verdicts.as_ref());
    let sum = |of: fn(&Verdicts) -> usize| verdicts().map(of).sum::<usize>();
    println!();
    println!(
        "strict: {} of the examples deviate from their document, {} of them as a whole",
        sum(|it| it.deviating),
        sum(|it| it.contradicting)
    );
    println!(
        "values: {} in the examples did not match, {} were converted from another form",
        sum(|it| it.odd),
        sum(|it| it.converted)
    );
    let sizes = || rows.iter().filter_map(|row| row.generated.as_ref());
    println!(
        "left out: {} operations; {} schemas are treated as any value",
        sizes().map(|it| it.lost.operations).sum::<usize>(),
        sizes().map(|it| it.lost.schemas).sum::<usize>(),
    );
    let size = |keep: fn(&&Row) -> bool| {
        let sizes = rows
            .iter()
            .filter(keep)
            .filter_map(|row| row.generated.as_ref());
        sizes.map(|it| it.bytes).sum::<usize>() as f64 / 1e6
    };
    println!(
        "corpus: {} documents, {} generated ({:.1} MB), {} compiled ({:.1} MB), {warnings} rustc warnings",
        rows.len(),
        count(|row| row.generated.is_some()),
        size(|_| true),
        count(|row| row.compiled),
        size(|row| row.compiled),
    );
    println!(
        "contract: {} operations, {} examples, {} passed",
        sum(|it| it.operations),
        sum(|it| it.examples),
        sum(|it| it.passed),
    );
}
