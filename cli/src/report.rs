//! The output of a run. Results go to standard output, diagnostics to standard error.

use std::fmt::Display;
use std::time::Duration;

use anstream::{eprintln, println};
use anstyle::{AnsiColor, Style};
use bindery::diagnostic::{
    Causes, Diagnostics, Extent, Located, SHOWN_AT_MOST, Severity, Style as ReportStyle,
};
use bindery::lock::{Lock, Rename};
use bindery::source::Source;
use bindery::spec::LeftOut;
use bindery::sync::{Action, Changes, Mode};
use similar::{ChangeTag, TextDiff};

use crate::context::{Context, slashes};
use crate::github;

const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
const NOTE: Style = AnsiColor::BrightCyan.on_default().bold();
const REMOVED: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();

/// Prints a complaint that is not about a place in a document.
pub fn error(message: impl Display) {
    eprintln!("{ERROR}error{ERROR:#}: {message}");
}

/// Prints what the user may want to do.
pub(crate) fn note(message: impl Display) {
    eprintln!("{NOTE}note{NOTE:#}: {message}");
}

/// Prints why a crate cannot be written.
pub(crate) fn failed(name: &str, message: impl Display) {
    error(format_args!("{name}: {message}"));
}

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum MessageFormat {
    /// For people, to standard error
    #[default]
    Human,
    /// For editors and CI: one JSON object per line, to standard output
    Json,
    /// Annotations of GitHub Actions, to standard output
    Github,
}

/// Prints what was said about a document.
pub(crate) fn diagnostics(source: &Source, diagnostics: &Diagnostics, format: MessageFormat) {
    match format {
        MessageFormat::Human => {
            let report = diagnostics.render(source, ReportStyle::Ansi);
            anstream::eprint!("{report}");
            causes_of_errors(diagnostics);
        }
        MessageFormat::Json => {
            for located in diagnostics.located(source) {
                println!("{}", json(&located));
            }
        }
        MessageFormat::Github => {
            for located in diagnostics.located(source) {
                println!("{}", annotation(&located));
            }
        }
    }
}

/// Prints the causes of many errors, the most frequent first.
fn causes_of_errors(diagnostics: &Diagnostics) {
    if diagnostics.count(Severity::Error) > SHOWN_AT_MOST {
        let causes = diagnostics.causes(Severity::Error);
        let found = found(&causes, diagnostics, Severity::Error);
        eprintln!("{found}:\n{causes}");
    }
}

/// How many diagnostics of a severity there are, and in how many places if these are more.
fn found(causes: &Causes, diagnostics: &Diagnostics, severity: Severity) -> String {
    let all = diagnostics.count(severity);
    match causes.places() {
        places if places > all => format!("{} in {places} places", count(all, word(severity))),
        _ => count(all, word(severity)),
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn annotation(located: &Located<'_>) -> String {
    let diagnostic = located.diagnostic;
    let kind = match diagnostic.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let start = located.extent.start;
    let mut message = diagnostic.message().to_owned();
    let more = [diagnostic.taken_text(), diagnostic.help_text()];
    for more in more.into_iter().flatten() {
        message += "\n";
        message += more;
    }
    let place = Some((located.file, start.line, start.column));
    github::annotation(kind, place, diagnostic.code().as_str(), &message)
}

fn json(located: &Located<'_>) -> serde_json::Value {
    let Extent { start, end } = located.extent;
    let related: Vec<_> = located
        .related
        .iter()
        .map(|(file, extent, label)| {
            serde_json::json!({
                "file": file,
                "line": extent.start.line,
                "column": extent.start.column,
                "end_line": extent.end.line,
                "end_column": extent.end.column,
                "label": label,
            })
        })
        .collect();
    let diagnostic = located.diagnostic;
    serde_json::json!({
        "code": diagnostic.code().as_str(),
        "severity": word(diagnostic.severity()),
        "message": diagnostic.message(),
        "file": located.file,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "pointer": diagnostic.place().pointer().map(ToString::to_string),
        "label": diagnostic.label_text(),
        "related": related,
        "taken": diagnostic.taken_text(),
        "places": diagnostic.places(),
        "help": diagnostic.help_text(),
    })
}

/// Prints the names that differ from before, one per line.
pub(crate) fn renamed(name: &str, earlier: &Lock, later: &Lock, format: MessageFormat) {
    for Rename { key, old, new } in earlier.renamed(later) {
        let line = format!("{name}: `{key}` was `{old}` and is `{new}`");
        say(format, line);
    }
}

/// The result for a crate.
pub(crate) struct Summary<'a> {
    pub(crate) name: &'a str,
    pub(crate) operations: usize,
    pub(crate) types: usize,
    /// The parts that were left out because of errors in the document.
    pub(crate) left_out: LeftOut,
    pub(crate) changes: &'a Changes,
    /// The number of files next to the sources that are created because they do not exist.
    pub(crate) created: usize,
    pub(crate) diagnostics: &'a Diagnostics,
    pub(crate) manifest_warnings: usize,
    pub(crate) time: Duration,
    pub(crate) mode: Mode,
    pub(crate) format: MessageFormat,
}

impl Summary<'_> {
    /// Prints the line of a crate, and the causes of its warnings.
    pub(crate) fn print(&self) {
        let causes = self.diagnostics.causes(Severity::Warning);
        let written = match self.mode {
            Mode::Write => "written",
            Mode::Check | Mode::DryRun => "to write",
        };
        let removed = match self.mode {
            Mode::Write => "removed",
            Mode::Check | Mode::DryRun => "to remove",
        };
        let mut line = format!(
            "{}: {}, {}; {} {written}, {} unchanged, {} {removed}; {} ({:.2} s)",
            self.name,
            count(self.operations, "operation"),
            count(self.types, "type"),
            count(self.changes.written() + self.created, "file"),
            self.changes.unchanged(),
            self.changes.removed(),
            found(&causes, self.diagnostics, Severity::Warning),
            self.time.as_secs_f64(),
        );
        if self.manifest_warnings > 0 {
            let warnings = count(self.manifest_warnings, "warning");
            line += &format!("; {warnings} about the manifest");
        }
        line += &losses(self.left_out);
        // A single one has been printed.
        if causes.places() > 1 {
            line += &format!("\n{causes}");
        }
        say(self.format, line.trim_end());
    }
}

/// What the mistakes of a document have cost, as the end of a line.
pub(crate) fn losses(left_out: LeftOut) -> String {
    let lost = [
        (left_out.operations, "operation", "left out"),
        (left_out.schemas, "schema", "treated as any value"),
    ];
    let lost = lost.into_iter().filter(|(number, ..)| *number > 0);
    lost.map(|(number, noun, what)| format!("; {} {what}", count(number, noun)))
        .collect()
}

/// Prints what the change of a crate does to its users since the last commit.
pub(crate) fn verdict(context: &Context, verdict: Option<String>, format: MessageFormat) {
    let Some(verdict) = verdict else { return };
    let program = context.program();
    say(
        format,
        format_args!("{verdict} since the last commit; see `{program} diff`"),
    );
}

/// Prints a line to standard output, unless that is for objects and annotations alone.
fn say(format: MessageFormat, line: impl Display) {
    match format {
        MessageFormat::Human => println!("{line}"),
        MessageFormat::Json | MessageFormat::Github => eprintln!("{line}"),
    }
}

/// A number with its noun.
pub fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// Lists the files of a crate with what would happen to each.
pub(crate) fn list(
    out: &str,
    changes: &Changes,
    created: &[(&str, String)],
    format: MessageFormat,
) {
    for (path, _) in created {
        say(format, format_args!("  create    {out}/{path}"));
    }
    for change in &changes.entries {
        let state = match change.action {
            Action::Create => "create",
            Action::Update { .. } => "update",
            Action::Keep => "unchanged",
            Action::Remove { .. } => "remove",
        };
        let path = slashes(&change.path);
        say(format, format_args!("  {state:9} {out}/{path}"));
    }
}

/// Prints what would change in the files of a crate, as a unified diff.
pub(crate) fn diff(
    out: &str,
    changes: &Changes,
    created: &[(&str, String)],
    format: MessageFormat,
) {
    for (path, text) in created {
        print_diff(["/dev/null", &format!("b/{out}/{path}")], "", text, format);
    }
    for change in &changes.entries {
        let path = format!("{out}/{}", slashes(&change.path));
        let (before, after) = (format!("a/{path}"), format!("b/{path}"));
        let (names, old) = match &change.action {
            Action::Keep => continue,
            Action::Create => (["/dev/null", &after], ""),
            Action::Update { old } => ([&*before, &*after], &**old),
            Action::Remove { old } => ([&*before, "/dev/null"], &**old),
        };
        print_diff(names, old, &change.new, format);
    }
}

fn print_diff([before, after]: [&str; 2], old: &str, new: &str, format: MessageFormat) {
    let diff = TextDiff::from_lines(old, new);
    say(format, format_args!("--- {before}\n+++ {after}"));
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        say(format, hunk.header());
        for change in hunk.iter_changes() {
            let style = match change.tag() {
                ChangeTag::Delete => REMOVED,
                ChangeTag::Insert => ADDED,
                ChangeTag::Equal => Style::new(),
            };
            let line = change.value().trim_end_matches(['\r', '\n']);
            let tag = change.tag();
            say(format, format_args!("{style}{tag}{line}{style:#}"));
        }
    }
}
