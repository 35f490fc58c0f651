//! Documents, manifests and locks, read from the files as they are or from a commit. What cannot be read is printed.

use std::io::Read;
use std::path::Path;

use bindery::diagnostic::Diagnostics;
use bindery::lock::{self, Lock};
use bindery::source::Source;

use crate::context::shown;
use crate::manifest::Entry;
use crate::report::{self, MessageFormat};
use crate::tree::Tree;

/// The path that stands for standard input.
pub(crate) const STDIN: &str = "-";

/// A lock with mistakes, which have been printed.
#[derive(Debug)]
pub(crate) struct BadLock;

/// Reads the lock of the crate in a directory, if there is one; what is wrong with it is printed.
pub(crate) fn lock(
    out: &Path,
    tree: &Tree<'_>,
    format: MessageFormat,
) -> Result<Option<Lock>, BadLock> {
    let path = out.join(lock::FILE);
    if !tree.has(&path) {
        return Ok(None);
    }
    let source = told(file(&path, tree)).ok_or(BadLock)?;
    let mut diagnostics = Diagnostics::new();
    let lock = Lock::read(&source, &mut diagnostics);
    report::diagnostics(&source, &diagnostics, format);
    match diagnostics.has_errors() {
        true => Err(BadLock),
        false => Ok(Some(lock)),
    }
}

/// Reads the document of an entry with all that belongs to it.
///
/// # Errors
///
/// A message that names the file.
pub(crate) fn entry(entry: &Entry, tree: &Tree<'_>) -> Result<Source, String> {
    let source = document(&entry.spec, entry.ref_root.as_deref(), tree)?;
    let overlays = entry.overlays.iter().map(|path| file(path, tree));
    Ok(source.with_overlays(overlays.collect::<Result<_, _>>()?))
}

/// Reads a document with the files that it refers to, as far as they are below its folder, or below `ref_root`.
///
/// # Errors
///
/// A message that names the file.
pub(crate) fn document(
    path: &Path,
    ref_root: Option<&Path>,
    tree: &Tree<'_>,
) -> Result<Source, String> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let root = ref_root.unwrap_or(folder);
    let source = file(path, tree)?;
    Ok(source.with_files(|relative| {
        let path = folder.join(relative);
        let bytes = tree.read_below(root, &path)?;
        Some(Source::from_bytes(shown(&path), bytes))
    }))
}

/// Reads a document or a manifest.
///
/// # Errors
///
/// A message that names the file.
pub(crate) fn file(path: &Path, tree: &Tree<'_>) -> Result<Source, String> {
    if path == Path::new(STDIN) {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|error| format!("cannot read standard input: {error}"))?;
        return Ok(Source::from_bytes("standard input".to_owned(), bytes));
    }
    if let Some(url) = path.to_str().filter(|it| is_url(it)) {
        return Err(not_fetched(url));
    }
    let name = shown(path);
    match tree.read(path) {
        Ok(bytes) => Ok(Source::from_bytes(name, bytes)),
        Err(error) => Err(format!("cannot read `{name}`{tree}: {error}")),
    }
}

/// What to do with a URL.
pub(crate) fn not_fetched(url: &str) -> String {
    format!(
        "`{url}` is a URL, and documents are not fetched: `curl --fail --location --output openapi.yaml {url}` does it; \
         name the file then, and check it in"
    )
}

/// Whether a text is the URL of a document.
pub(crate) fn is_url(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|it| it.eq_ignore_ascii_case("http") || it.eq_ignore_ascii_case("https"))
}

/// What was read; otherwise, the message is printed.
pub(crate) fn told<T>(read: Result<T, String>) -> Option<T> {
    read.map_err(report::error).ok()
}
