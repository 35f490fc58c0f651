//! One crate on its way: generated and compared first, written when all crates have come that far.

use std::fs;
use std::path::{Path, PathBuf};

use bindery::change::Finding;
use bindery::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use bindery::lock::{self, Lock};
use bindery::source::Source;
use bindery::sync::{self, Changes, SourceFile, Staged};
use bindery::target::Target;
use bindery::{GeneratedCrate, Outcome, Unmatched};

use crate::manifest::Entry;
use crate::report::MessageFormat;
use crate::timings::{Step, Timings};
use crate::tree::Tree;
use crate::{codegen, package, replace, report, workspace};

/// A crate that was generated and compared, but not yet written.
pub(crate) struct Ready {
    pub(crate) target: Target,
    pub(crate) out: PathBuf,
    /// The generated crate without its files, which are in the changes.
    pub(crate) made: GeneratedCrate,
    pub(crate) diagnostics: Diagnostics,
    pub(crate) changes: Changes,
    pub(crate) created: Vec<(&'static str, String)>,
    pub(crate) timings: Timings,
}

impl Ready {
    /// Generates a crate and compares it with the existing files; prints errors.
    pub(crate) fn prepare(
        mut entry: Entry,
        standalone: bool,
        refresh: Option<&[String]>,
        deny_warnings: bool,
        format: MessageFormat,
    ) -> Option<Self> {
        let mut timings = Timings::start();
        let earlier = read_lock(&entry.out, format).ok()?;
        entry.target.lock = match refresh {
            Some(keys) => refreshed(earlier.clone(), keys)?,
            None => earlier.clone(),
        };
        let source = read_entry(&entry)?;
        let Outcome {
            diagnostics,
            unmatched,
            generated,
        } = bindery::generate_observed(&source, &entry.target, &mut |stage| {
            timings.ended(Step::Stage(stage));
        });
        report::diagnostics(&source, &diagnostics, format);
        let unmatched = match standalone {
            true => only_known(&unmatched)?,
            false => report_warnings(of_manifest(&entry, &unmatched), format)?,
        };
        let denied = deny_warnings && diagnostics.count(Severity::Warning) + unmatched > 0;
        if denied {
            report::error(format_args!("{}: warnings are denied", source.name()));
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
        let created = match standalone {
            true => package::missing(&entry.out, name, &made.features)
                .map_err(|error| report::failed(name, error)),
            false => Ok(Vec::new()),
        };
        let (changes, created) = (changes.ok()?, created.ok()?);
        timings.ended(Step::Sync);
        Some(Self {
            changes,
            created,
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
    let cargo_toml = fs::read_to_string(entry.out.join("Cargo.toml"));
    let lacking = replace::lacking(entry, &cargo_toml.unwrap_or_default());
    unmatched.chain(lacking).collect()
}

/// Reports warnings about the manifest, and says how many there are.
fn report_warnings(warnings: Vec<Diagnostic>, format: MessageFormat) -> Option<usize> {
    if warnings.is_empty() {
        return Some(0);
    }
    let manifest = read(&workspace::root().join(codegen::MANIFEST))?;
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

/// A lock with mistakes, which have been printed.
#[derive(Debug)]
pub(crate) struct BadLock;

/// Reads the lock of the crate in a directory, if there is one; what is wrong with it is printed.
pub(crate) fn read_lock(out: &Path, format: MessageFormat) -> Result<Option<Lock>, BadLock> {
    read_lock_in(out, &Tree::Work, format)
}

/// The same from a tree.
pub(crate) fn read_lock_in(
    out: &Path,
    tree: &Tree,
    format: MessageFormat,
) -> Result<Option<Lock>, BadLock> {
    let path = out.join(lock::FILE);
    if !tree.has(&path) {
        return Ok(None);
    }
    let source = told(read_in(&path, tree)).ok_or(BadLock)?;
    let mut diagnostics = Diagnostics::new();
    let lock = Lock::read(&source, &mut diagnostics);
    report::diagnostics(&source, &diagnostics, format);
    match diagnostics.has_errors() {
        true => Err(BadLock),
        false => Ok(Some(lock)),
    }
}

/// Prints the accepted changes of the manifest that do not happen.
pub(crate) fn report_unused_accepts(entry: &Entry, tree: &Tree, findings: &[Finding]) {
    let unused = entry
        .accept
        .iter()
        .filter(|accept| !findings.iter().any(|it| accept.is_of(it)));
    let mut diagnostics = Diagnostics::new();
    for accept in unused {
        let message = format!(
            "there is no change `{}` at `{}`",
            accept.rule.id(),
            accept.at
        );
        diagnostics.push(
            Diagnostic::new(Code::UnmatchedEntry, accept.place.clone(), message)
                .label("this has no effect")
                .help("remove the entry after the change is released"),
        );
    }
    let manifest = workspace::root().join(codegen::MANIFEST);
    if !diagnostics.is_empty()
        && let Ok(manifest) = read_in(&manifest, tree)
    {
        report::diagnostics(&manifest, &diagnostics, MessageFormat::Human);
    }
}

/// Reads the document of an entry with all that belongs to it; that it cannot be read is printed.
pub(crate) fn read_entry(entry: &Entry) -> Option<Source> {
    told(read_entry_in(entry, &Tree::Work))
}

/// The same from a tree.
pub(crate) fn read_entry_in(entry: &Entry, tree: &Tree) -> Result<Source, String> {
    let source = read_document_in(&entry.spec, entry.ref_root.as_deref(), tree)?;
    let overlays = entry.overlays.iter().map(|path| read_in(path, tree));
    Ok(source.with_overlays(overlays.collect::<Result<_, _>>()?))
}

/// Reads a document with the files that it refers to, as far as they are below its folder, or below `ref_root`; that
/// it cannot be read is printed.
pub(crate) fn read_document(path: &Path, ref_root: Option<&Path>) -> Option<Source> {
    told(read_document_in(path, ref_root, &Tree::Work))
}

fn read_document_in(path: &Path, ref_root: Option<&Path>, tree: &Tree) -> Result<Source, String> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let root = ref_root.unwrap_or(folder);
    let source = read_in(path, tree)?;
    Ok(source.with_files(|relative| {
        let path = folder.join(relative);
        let bytes = tree.read_below(root, &path)?;
        Some(Source::from_bytes(workspace::shown(&path), bytes))
    }))
}

/// Reads a document or a manifest; that it cannot be read is printed.
pub(crate) fn read(path: &Path) -> Option<Source> {
    told(read_in(path, &Tree::Work))
}

/// Reads a document or a manifest from a tree.
pub(crate) fn read_in(path: &Path, tree: &Tree) -> Result<Source, String> {
    let name = workspace::shown(path);
    match tree.read(path) {
        Ok(bytes) => Ok(Source::from_bytes(name, bytes)),
        Err(error) => Err(format!("cannot read `{name}`{tree}: {error}")),
    }
}

fn told<T>(read: Result<T, String>) -> Option<T> {
    read.map_err(report::error).ok()
}
