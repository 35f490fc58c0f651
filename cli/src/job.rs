//! One crate on its way: generated and compared first, written when all crates have come that far.

use std::fs;
use std::path::PathBuf;

use bindery::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use bindery::lock::{self, Lock};
use bindery::sync::{self, Changes, SourceFile, Staged};
use bindery::target::Target;
use bindery::{GeneratedCrate, Outcome, Stage, Unmatched};

use crate::context::Context;
use crate::manifest::Entry;
use crate::progress::Progress;
use crate::report::MessageFormat;
use crate::timings::{Step, Timings};
use crate::tree::Tree;
use crate::{manifest, package, read, replace, report};

/// A crate that was generated and compared, but not yet written.
pub(crate) struct Ready {
    pub(crate) target: Target,
    pub(crate) out: PathBuf,
    /// The generated crate without its files, which are in the changes.
    pub(crate) made: GeneratedCrate,
    pub(crate) diagnostics: Diagnostics,
    /// The number of warnings about the manifest.
    pub(crate) manifest_warnings: usize,
    pub(crate) changes: Changes,
    pub(crate) created: Vec<(&'static str, String)>,
    pub(crate) timings: Timings,
}

impl Ready {
    /// Generates a crate and compares it with the existing files; prints errors.
    pub(crate) fn prepare(
        context: &Context,
        mut entry: Entry,
        standalone: bool,
        refresh: Option<&[String]>,
        deny_warnings: bool,
        format: MessageFormat,
    ) -> Option<Self> {
        let mut timings = Timings::start();
        let tree = Tree::work(context);
        let earlier = read::lock(&entry.out, &tree, format).ok()?;
        entry.target.lock = match refresh {
            Some(keys) => refreshed(earlier.clone(), keys)?,
            None => earlier.clone(),
        };
        let progress = Progress::new(&entry.target.crate_name, "reads the document");
        let source = read::told(read::entry(&entry, &tree))?;
        let Outcome {
            diagnostics,
            unmatched,
            generated,
        } = bindery::generate_observed(&source, &entry.target, &mut |stage| {
            timings.ended(Step::Stage(stage));
            progress.next(match stage {
                Stage::Load => "understands the document",
                Stage::Lower => "plans the crate",
                Stage::Plan => "writes the crate",
                Stage::Write => "compares the files",
            });
        });
        drop(progress);
        report::diagnostics(&source, &diagnostics, format);
        let unmatched = match standalone {
            true => only_known(&unmatched)?,
            false => report_warnings(&tree, of_manifest(&entry, &unmatched), format)?,
        };
        let denied = deny_warnings && diagnostics.count(Severity::Warning) + unmatched > 0;
        if denied {
            report::error(format_args!(
                "{}: warnings are denied",
                entry.target.crate_name
            ));
        }
        timings.ended(Step::Report);
        let mut made = generated.filter(|_| !denied)?;
        let name = &entry.target.crate_name;
        if let Some(earlier) = &earlier {
            report::renamed(name, earlier, &made.lock, format);
        }
        let mut files = std::mem::take(&mut made.files);
        files.push(SourceFile {
            path: lock::FILE.into(),
            text: made.lock.text(&entry.target.spec_name),
        });
        let changes = sync::plan(&entry.out, files).map_err(|error| report::failed(name, error));
        let runtime = entry.runtime.as_ref().unwrap_or(context.runtime());
        let dependencies = bindery::replace::dependencies(&entry.target.replace);
        let created = package::missing(&entry.out, name, &made.features, runtime, &dependencies)
            .map_err(|error| report::failed(name, error));
        let (changes, created) = (changes.ok()?, created.ok()?);
        timings.ended(Step::Sync);
        Some(Self {
            changes,
            created,
            manifest_warnings: unmatched,
            target: entry.target,
            out: entry.out,
            made,
            diagnostics,
            timings,
        })
    }

    /// Writes the new files next to the old ones; prints errors.
    pub(crate) fn stage(&mut self) -> Option<Staged> {
        self.timings.resume();
        let created: Vec<_> = self
            .created
            .iter()
            .map(|(path, text)| SourceFile {
                path: path.into(),
                text: text.clone(),
            })
            .collect();
        let staged = sync::stage(&self.out, &self.changes, &created)
            .map_err(|error| report::failed(&self.target.crate_name, error))
            .ok();
        self.timings.ended(Step::Sync);
        staged
    }
}

/// Says which names of the command line match nothing; there is nothing to generate then.
fn only_known(unmatched: &[Unmatched]) -> Option<usize> {
    for Unmatched { entry, near, .. } in unmatched {
        let near = near
            .as_ref()
            .map(|near| format!(": did you mean `{near}`?"));
        let near = near.unwrap_or_default();
        report::error(format_args!("`--only {entry}` matches nothing{near}"));
    }
    unmatched.is_empty().then_some(0)
}

/// The entries of the manifest that match nothing, and the dependencies that the package lacks.
fn of_manifest(entry: &Entry, unmatched: &[Unmatched]) -> Vec<Diagnostic> {
    let unmatched = unmatched.iter().map(|it| {
        let (list, name) = (it.list, &it.entry);
        let place = entry.places.get(&(list, name.clone())).cloned();
        let message = format!("`{name}` in `{list}` matches nothing in the generated crate");
        Diagnostic::new(Code::UnmatchedEntry, place.unwrap_or_default(), message)
            .label("this has no effect")
            .help(match &it.near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "correct the entry, or remove it".to_owned(),
            })
    });
    // A new `Cargo.toml` has them.
    let cargo_toml = fs::read_to_string(entry.out.join("Cargo.toml")).ok();
    let lacking = cargo_toml.map(|text| replace::lacking(entry, &text));
    unmatched.chain(lacking.into_iter().flatten()).collect()
}

/// Reports warnings about the manifest, and says how many there are.
fn report_warnings(
    tree: &Tree<'_>,
    warnings: Vec<Diagnostic>,
    format: MessageFormat,
) -> Option<usize> {
    if warnings.is_empty() {
        return Some(0);
    }
    let manifest = read::told(manifest::file(tree))?;
    let count = warnings.len();
    let mut diagnostics = Diagnostics::new();
    diagnostics.extend(warnings);
    report::diagnostics(&manifest, &diagnostics, format);
    Some(count)
}

/// The lock without what is to be named anew; a key that it does not have is printed.
fn refreshed(lock: Option<Lock>, keys: &[String]) -> Option<Option<Lock>> {
    if keys.is_empty() {
        return Some(None);
    }
    let (lock, unknown) = lock.unwrap_or_default().without(keys);
    for key in &unknown {
        report::error(format_args!(
            "`--refresh-names {key}`: no line of `{}` matches",
            lock::FILE
        ));
    }
    unknown.is_empty().then_some(Some(lock))
}
