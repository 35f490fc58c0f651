//! `codegen`: documents in, crates out.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bindery::sync::{Mode, Staged};
use bindery::target::Target;

use crate::cargo_workspace::Workspace;
use crate::context::{Context, absolute, shown};
use crate::job::Ready;
use crate::manifest::{self, Entry};
use crate::report::{self, MessageFormat, Summary};
use crate::timings::{self, Step};
use crate::tree::Tree;
use crate::{diff, package, read};

/// Generate client crates from OpenAPI documents.
#[derive(clap::Args)]
pub struct Arguments {
    /// Write nothing; print a diff of the changes, and exit with 1 if there are any
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Write nothing; list the files and the change to each
    #[arg(long)]
    dry_run: bool,
    /// Generate a crate from this document instead of the documents of the manifest; `-` reads standard input
    #[arg(long, value_name = "FILE", requires = "out")]
    spec: Option<PathBuf>,
    /// The directory of the `--spec` crate; an existing `Cargo.toml` is kept
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// The name of the `--spec` crate [default: from the directory]
    #[arg(long, value_name = "CRATE", requires = "spec", value_parser = crate_name)]
    name: Option<String>,
    /// Apply this overlay to the document of `--spec`; can be repeated
    #[arg(long, value_name = "FILE", requires = "spec")]
    overlay: Vec<PathBuf>,
    /// Generate only these operations of `--spec`: an operationId, a tag, or a path in which `*` matches any text
    /// within a segment and `**` matches any text; can be repeated
    #[arg(long, value_name = "NAME", requires = "spec")]
    only: Vec<String>,
    /// Fail, and write nothing, if there is a warning
    #[arg(long)]
    deny_warnings: bool,
    /// Reject a document with errors instead of leaving out the affected parts; to do this for one crate, set `strict`
    /// in the manifest
    #[arg(long)]
    strict: bool,
    /// Read referenced files only below this directory [default: the directory of the document]
    #[arg(long, value_name = "DIR", requires = "spec")]
    ref_root: Option<PathBuf>,
    /// Choose the names of these parts of the document again instead of taking them from `names.lock`. KEY is a line of
    /// the file without its name, only the identity in that line, or only the name; without KEY, all names are chosen
    /// again. Names of removed parts become free. Prints the renamed parts
    #[arg(long, value_name = "KEY", num_args = 0..)]
    refresh_names: Option<Vec<String>>,
    /// The format of diagnostics
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    message_format: MessageFormat,
    /// Print the time of each stage and the peak memory to standard error
    #[arg(long)]
    timings: bool,
}

/// A name that Cargo accepts.
pub(crate) fn crate_name(name: &str) -> Result<String, &'static str> {
    package::check_name(name).map(|()| name.to_owned())
}

impl Arguments {
    fn mode(&self) -> Mode {
        match (self.check, self.dry_run) {
            (true, _) => Mode::Check,
            (_, true) => Mode::DryRun,
            _ => Mode::Write,
        }
    }
}

/// Runs the command. Nothing is written for any crate unless every crate can be written.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> ExitCode {
    let Some(entries) = entries(context, arguments) else {
        return ExitCode::FAILURE;
    };
    if entries.is_empty() {
        report::error("the manifest has no `[[crate]]`: add one, or run `init` for a document");
        return ExitCode::FAILURE;
    }
    let standalone = arguments.spec.is_some();
    let ready: Vec<_> = entries
        .into_iter()
        .map(|mut entry| {
            entry.target.strict |= arguments.strict;
            Ready::prepare(
                context,
                entry,
                standalone,
                arguments.refresh_names.as_deref(),
                arguments.deny_warnings,
                arguments.message_format,
            )
        })
        .collect();
    let Some(mut ready) = ready.into_iter().collect::<Option<Vec<_>>>() else {
        report::error("nothing was written");
        return ExitCode::FAILURE;
    };
    let mode = arguments.mode();
    let Some(staged) = stage(&mut ready, mode) else {
        report::error("nothing was written");
        return ExitCode::FAILURE;
    };
    let mut clean = true;
    for (ready, staged) in ready.iter_mut().zip(staged) {
        clean &= ready.changes.is_clean() && ready.created.is_empty();
        if !finish(ready, staged, mode, arguments.message_format) {
            return ExitCode::FAILURE;
        }
        let workspace = Workspace::around(&ready.out);
        if let Some(workspace) = workspace.filter(Workspace::is_unlisted) {
            report::note(workspace.advice());
        }
        if !standalone && !ready.changes.is_clean() {
            let verdict = diff::since_head(context, &ready.out);
            report::verdict(context, verdict, arguments.message_format);
        }
    }
    if arguments.timings {
        let crates = ready.iter();
        timings::print(crates.map(|ready| (ready.target.crate_name.as_str(), &ready.timings)));
    }
    if mode == Mode::Check && !clean {
        report::error(format_args!(
            "generated files are out of date; run `{}`",
            command(context, arguments)
        ));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The command that writes what these arguments check.
fn command(context: &Context, arguments: &Arguments) -> String {
    let mut command = format!("{} codegen", context.program());
    let paths = [
        ("spec", &arguments.spec),
        ("out", &arguments.out),
        ("ref-root", &arguments.ref_root),
    ];
    for (flag, path) in paths {
        if let Some(path) = path {
            command += &format!(" --{flag} {}", path.display());
        }
    }
    for overlay in &arguments.overlay {
        command += &format!(" --overlay {}", overlay.display());
    }
    for only in &arguments.only {
        command += &format!(" --only '{only}'");
    }
    if let Some(name) = &arguments.name {
        command += &format!(" --name {name}");
    }
    command
}

/// What to generate: the document of the command line, or those of the manifest.
fn entries(context: &Context, arguments: &Arguments) -> Option<Vec<Entry>> {
    if let (Some(spec), Some(out)) = (&arguments.spec, &arguments.out) {
        let mut entry = entry_of(context, spec, out, arguments.name.as_deref());
        entry.ref_root.clone_from(&arguments.ref_root);
        entry.overlays.clone_from(&arguments.overlay);
        let only = arguments.only.iter().cloned();
        (entry.target.filter.paths, entry.target.filter.named) =
            only.partition(|name| name.starts_with('/'));
        return Some(vec![entry]);
    }
    manifest::entries(&Tree::work(context), arguments.message_format)
}

/// The entry of a document that no manifest names.
pub(crate) fn entry_of(context: &Context, spec: &Path, out: &Path, name: Option<&str>) -> Entry {
    let out = absolute(out);
    let last = out.file_name().or(spec.file_stem()).unwrap_or_default();
    Entry {
        target: Target {
            crate_name: name
                .map_or_else(|| package::name_from(&last.to_string_lossy()), Into::into),
            spec_name: match spec == Path::new(read::STDIN) {
                true => "standard input".to_owned(),
                false => context.in_header(spec),
            },
            ..Target::default()
        },
        spec: spec.to_owned(),
        ref_root: None,
        overlays: Vec::new(),
        accept: Vec::new(),
        runtime: None,
        out,
        places: manifest::Places::new(),
    }
}

/// Writes the new files of every crate next to the old ones, if the mode writes files.
fn stage(ready: &mut [Ready], mode: Mode) -> Option<Vec<Option<Staged>>> {
    match mode {
        Mode::Write => ready
            .iter_mut()
            .map(|ready| ready.stage().map(Some))
            .collect(),
        Mode::Check | Mode::DryRun => Some(ready.iter().map(|_| None).collect()),
    }
}

/// Puts the new files of one crate in their places, or shows the changes; says whether that worked.
fn finish(ready: &mut Ready, staged: Option<Staged>, mode: Mode, format: MessageFormat) -> bool {
    ready.timings.resume();
    let out = shown(&ready.out);
    match mode {
        Mode::Check => report::diff(&out, &ready.changes, &ready.created, format),
        Mode::DryRun => report::list(&out, &ready.changes, &ready.created, format),
        Mode::Write => {
            if let Some(Err(error)) = staged.map(Staged::commit) {
                report::failed(&ready.target.crate_name, error);
                return false;
            }
        }
    }
    ready.timings.ended(Step::Sync);
    Summary {
        name: &ready.target.crate_name,
        operations: ready.made.operations,
        types: ready.made.types,
        left_out: ready.made.left_out,
        changes: &ready.changes,
        created: ready.created.len(),
        diagnostics: &ready.diagnostics,
        manifest_warnings: ready.manifest_warnings,
        time: ready.timings.total(),
        mode,
        format,
    }
    .print();
    true
}
