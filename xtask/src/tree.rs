//! Where documents are read from: the files of the work tree, or those of a commit.

use std::fmt;
use std::path::Path;
use std::process::Command;

use crate::workspace;

/// Where files are read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tree {
    /// The files as they are.
    Work,
    /// The files of this commit.
    Commit(String),
}

impl Tree {
    /// The commit of a revision.
    ///
    /// # Errors
    ///
    /// The message of git if there is no such revision, or the error if git cannot be run.
    pub(crate) fn of_revision(revision: &str) -> Result<Self, String> {
        let commit = git(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &format!("{revision}^{{commit}}"),
        ]);
        match commit {
            Ok(commit) => Ok(Self::Commit(
                String::from_utf8_lossy(&commit).trim().to_owned(),
            )),
            Err(said) if said.is_empty() => Err("there is no such git revision".to_owned()),
            Err(said) => Err(said),
        }
    }

    /// Whether it has a file.
    pub(crate) fn has(&self, path: &Path) -> bool {
        match self {
            Self::Work => path.exists(),
            Self::Commit(_) => self.read(path).is_ok(),
        }
    }

    /// A file.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub(crate) fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        match self {
            Self::Work => std::fs::read(path).map_err(|error| error.to_string()),
            Self::Commit(commit) => {
                let path = workspace::absolute(path);
                let inside = path.strip_prefix(workspace::absolute(&workspace::root()));
                let inside = inside.map_err(|_| "it is outside the workspace".to_owned())?;
                git(&[
                    "show",
                    &format!("{commit}:./{}", workspace::slashes(inside)),
                ])
            }
        }
    }

    /// A file that is below a root; none if it is not there or not below it.
    pub(crate) fn read_below(&self, root: &Path, path: &Path) -> Option<Vec<u8>> {
        match self {
            // Links of the file system are followed first: what is read is below the root.
            Self::Work => {
                let real = path.canonicalize().ok()?;
                let is_below = real.starts_with(root.canonicalize().ok()?) && real.is_file();
                is_below.then(|| std::fs::read(&real).ok())?
            }
            Self::Commit(_) => {
                let is_below = workspace::absolute(path).starts_with(workspace::absolute(root));
                is_below.then(|| self.read(path).ok())?
            }
        }
    }
}

/// The suffix of a file name in error messages.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Work => Ok(()),
            Self::Commit(commit) => write!(f, " of commit {commit:.12}"),
        }
    }
}

/// The output of git in the workspace.
fn git(arguments: &[&str]) -> Result<Vec<u8>, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(workspace::root()).args(arguments);
    let output = command
        .output()
        .map_err(|error| format!("cannot run git: {error}"))?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = said.trim().trim_start_matches("fatal: ");
            Err(said.to_owned())
        }
    }
}
