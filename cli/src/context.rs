//! Where a command works: the project, its manifest, and how paths are shown.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::package::Runtime;

/// The names of the manifest, in the order in which a folder is searched for them.
pub const MANIFESTS: [&str; 2] = ["bindery.toml", "specs/codegen.toml"];

/// Where a command works, and what it is called.
///
/// A command reads and writes only what its arguments and the manifest of this context name.
#[derive(Clone, Debug)]
pub struct Context {
    /// What users type before the name of a subcommand.
    program: &'static str,
    /// The manifest, if there is one.
    manifest: Option<PathBuf>,
    /// The folder of the project: git runs here, and generated files name their document from here.
    root: PathBuf,
    runtime: Runtime,
}

impl Context {
    /// The context of a manifest: `given`, or the first of [`MANIFESTS`] in a folder or its parents, up to the root of
    /// the git repository. Without one, only documents of the command line can be used.
    pub fn find(program: &'static str, folder: &Path, given: Option<&Path>) -> Self {
        let folder = absolute(folder);
        let (manifest, root) = match given {
            Some(given) => {
                let manifest = absolute(&folder.join(given));
                let root = root_of(&manifest);
                (Some(manifest), root)
            }
            None => search(&folder),
        };
        Self {
            program,
            manifest,
            root,
            runtime: Runtime::default(),
        }
    }

    /// Generated crates get the runtime from this folder, unless the manifest says otherwise.
    #[must_use]
    pub fn with_runtime(self, folder: PathBuf) -> Self {
        Self {
            runtime: Runtime::Path(folder),
            ..self
        }
    }

    /// What users type before the name of a subcommand: `bindery`, or `cargo xtask`.
    pub fn program(&self) -> &'static str {
        self.program
    }

    /// The folder of the project.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where generated crates get the runtime from, unless the manifest says otherwise.
    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The manifest.
    ///
    /// # Errors
    ///
    /// There is none.
    pub(crate) fn manifest(&self) -> Result<&Path, String> {
        self.manifest.as_deref().ok_or_else(|| {
            let [first, second] = MANIFESTS;
            let program = self.program;
            format!(
                "there is no `{first}` or `{second}` in this folder or above it; create one with `{program} init SPEC`, \
                 or pass `--manifest FILE`, or `--spec FILE --out DIR`"
            )
        })
    }

    /// The name of a document in the header of generated files: relative to the project, or only its file name,
    /// because a shared file must not contain a path of one machine.
    pub(crate) fn in_header(&self, path: &Path) -> String {
        let path = absolute(path);
        match path.strip_prefix(&self.root) {
            Ok(path) => slashes(path),
            Err(_) => slashes(Path::new(path.file_name().unwrap_or_default())),
        }
    }
}

/// A path as messages show it: relative if it is below the current folder.
pub fn shown(path: &Path) -> String {
    let whole = absolute(path);
    let here = std::env::current_dir().unwrap_or_default();
    let shown = whole.strip_prefix(&here).unwrap_or(path);
    match shown.as_os_str().is_empty() {
        true => ".".to_owned(),
        false => slashes(shown),
    }
}

/// The manifest for a folder, and the root of its project.
fn search(folder: &Path) -> (Option<PathBuf>, PathBuf) {
    for ancestor in folder.ancestors() {
        for name in MANIFESTS {
            let manifest = ancestor.join(name);
            if manifest.is_file() {
                return (Some(manifest), ancestor.to_owned());
            }
        }
        if ancestor.join(".git").exists() {
            return (None, ancestor.to_owned());
        }
    }
    (None, folder.to_owned())
}

/// The root of the project of a manifest: the folder that it is found from.
fn root_of(manifest: &Path) -> PathBuf {
    let folder = manifest.parent().unwrap_or(manifest);
    let nested = MANIFESTS
        .map(Path::new)
        .into_iter()
        .find(|name| name.components().count() > 1 && manifest.ends_with(name));
    match (nested, folder.parent()) {
        (Some(_), Some(parent)) => parent.to_owned(),
        _ => folder.to_owned(),
    }
}

/// A path without `.` and `..`, absolute. The file system is not asked, so it need not exist.
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

    fn at(folder: &Path, path: &str) -> PathBuf {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "").unwrap();
        path
    }

    #[test]
    fn ways_between_directories() {
        let directory = tempfile::tempdir().unwrap();
        let at = |path: &str| directory.path().join(path);
        assert_eq!(relative(&at("a/b"), &at("c")).unwrap(), "../../c");
        assert_eq!(relative(&at("a"), &at("a/b")).unwrap(), "b");
    }

    #[test]
    fn manifests_are_found_upwards() {
        let directory = tempfile::tempdir().unwrap();
        let outer = at(directory.path(), "specs/codegen.toml");
        std::fs::create_dir_all(directory.path().join("a/b")).unwrap();
        let find = |from: &str| Context::find("bindery", &directory.path().join(from), None);
        let context = find("a/b");
        assert_eq!(context.manifest().unwrap(), outer);
        assert_eq!(context.root(), directory.path());
        let inner = at(directory.path(), "a/bindery.toml");
        assert_eq!(find("a/b").manifest().unwrap(), inner);
        // The search does not leave the repository.
        std::fs::create_dir_all(directory.path().join("a/b/.git")).unwrap();
        let error = find("a/b").manifest().unwrap_err();
        assert!(error.contains("bindery init SPEC"), "{error}");
    }

    #[test]
    fn a_given_manifest_has_a_root() {
        let directory = tempfile::tempdir().unwrap();
        for (path, root) in [("x/specs/codegen.toml", "x"), ("y/api.toml", "y")] {
            let manifest = at(directory.path(), path);
            let context = Context::find("bindery", Path::new("."), Some(&manifest));
            assert_eq!(context.root(), directory.path().join(root));
        }
    }

    #[test]
    fn headers_hold_no_absolute_path() {
        let directory = tempfile::tempdir().unwrap();
        at(directory.path(), "bindery.toml");
        let context = Context::find("bindery", directory.path(), None);
        let inside = directory.path().join("specs/../specs/a.yaml");
        assert_eq!(context.in_header(&inside), "specs/a.yaml");
        assert_eq!(context.in_header(Path::new("/elsewhere/a.yaml")), "a.yaml");
    }
}
