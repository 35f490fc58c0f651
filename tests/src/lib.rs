//! What the tests of Bindery share.

pub mod check;
pub mod faulty;
pub mod round_trips;
pub mod server;
pub mod terse;

use std::path::{Path, PathBuf};

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
