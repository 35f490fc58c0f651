//! What the tests of Bindery share.

pub mod check;
pub mod doc_examples;
pub mod faulty;
pub mod replaced;
pub mod round_trips;
pub mod server;
pub mod terse;

/// The examples of the pages, which compile.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../README.md")]
    struct Readme;
    #[doc = include_str!("../../docs/testing.md")]
    struct Testing;
}

use std::path::{Path, PathBuf};

use bindery::diagnostic::{Diagnostics, Severity};
use bindery::source::Source;
use bindery::target::Target;

/// The root of the workspace.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The documents in a folder of `tests/fixtures`, by name.
///
/// # Panics
///
/// If the folder cannot be read.
#[must_use]
pub fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = root().join("tests/fixtures").join(folder);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of fixtures is there")
        .map(|entry| entry.expect("a folder of fixtures can be read").path())
        .collect();
    paths.sort();
    paths
}

/// A document and what it is called in messages.
///
/// # Panics
///
/// If the file cannot be read.
#[must_use]
pub fn source(path: &Path) -> Source {
    let name = path
        .file_name()
        .expect("a document has a name")
        .to_string_lossy();
    Source::from_bytes(name, std::fs::read(path).expect("a document can be read"))
}

/// The target for a fixture: its name, and every mistake an error.
///
/// # Panics
///
/// If the path has no name.
#[must_use]
pub fn target(path: &Path) -> Target {
    let stem = path
        .file_stem()
        .expect("a document has a name")
        .to_string_lossy();
    Target {
        crate_name: bindery::name::crate_name(&stem),
        spec_name: format!("{stem}.yaml"),
        strict: true,
        ..Target::default()
    }
}

/// A place of a document: its line, its first column, and the column behind it, all counted from 1.
pub type Place = (usize, usize, usize);

/// A document without its marks `«` and `»`, and the place between them.
///
/// # Panics
///
/// If there are no marks.
#[must_use]
pub fn unmarked(marked: &str) -> (String, Place) {
    let (before, rest) = marked.split_once('«').expect("a mark");
    let (inside, _) = rest.split_once('»').expect("the end of a mark");
    let before = before.trim_start_matches('\u{feff}');
    let line = before.matches('\n').count() + 1;
    let last = before.rsplit('\n').next().unwrap_or_default();
    let column = last.chars().count() + 1;
    let place = (line, column, column + inside.chars().count());
    (marked.replace(['«', '»'], ""), place)
}

/// The places of what is said of a document, but for notes.
#[must_use]
pub fn places(diagnostics: &Diagnostics, source: &Source) -> Vec<Place> {
    let located = diagnostics.located(source);
    let said = located
        .iter()
        .filter(|it| it.diagnostic.severity() != Severity::Note);
    said.map(|it| {
        let (start, end) = (it.extent.start, it.extent.end);
        (start.line, start.column, end.column)
    })
    .collect()
}
