//! Where things are, and how paths are shown: relative to the workspace where they lie in it.

use std::io;
use std::path::{Component, Path, PathBuf};

/// The directory of the workspace: the one above this package.
pub(crate) fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or(package.clone(), Path::to_owned)
}

/// A path without `.` and `..`, absolute. The file system is not asked, so it need not be there.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// A path as messages and headers show it: from the workspace down, or as the user gave it.
pub(crate) fn shown(given: &Path) -> String {
    let path = absolute(given);
    let shown = path.strip_prefix(absolute(&root())).unwrap_or(given);
    slashes(shown)
}

/// A document's name in the header of generated files: relative to the workspace, or only its file name,
/// because a shared file must not contain a path of one machine.
pub(crate) fn in_header(given: &Path) -> String {
    let path = absolute(given);
    match path.strip_prefix(absolute(&root())) {
        Ok(path) => slashes(path),
        Err(_) => slashes(Path::new(path.file_name().unwrap_or_default())),
    }
}

/// The way from one directory to another, with `/`.
pub(crate) fn relative(from: &Path, to: &Path) -> io::Result<String> {
    let (from, to) = (canonical(from)?, canonical(to)?);
    let common = from
        .components()
        .zip(to.components())
        .take_while(|(from, to)| from == to)
        .count();
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(to.components().skip(common)).collect();
    Ok(slashes(&path))
}

/// The real path of something whose last parts may not be there yet.
fn canonical(path: &Path) -> io::Result<PathBuf> {
    let path = absolute(path);
    let there = path
        .ancestors()
        .find(|ancestor| ancestor.exists())
        .unwrap_or(&path);
    let rest = path.strip_prefix(there).unwrap_or(Path::new(""));
    Ok(there.canonicalize()?.join(rest))
}

/// A path with `/`.
pub(crate) fn slashes(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_between_directories() {
        let directory = tempfile::tempdir().unwrap();
        let at = |path: &str| directory.path().join(path);
        assert_eq!(relative(&at("a/b"), &at("c")).unwrap(), "../../c");
        assert_eq!(relative(&at("a"), &at("a/b")).unwrap(), "b");
    }

    #[test]
    fn headers_hold_no_absolute_path() {
        assert_eq!(
            in_header(&root().join("specs/../specs/a.yaml")),
            "specs/a.yaml"
        );
        assert_eq!(in_header(Path::new("/elsewhere/a.yaml")), "a.yaml");
    }
}
