//! Where documents are read from: the files of the work tree, or those of a commit.

use std::fmt;
use std::path::Path;
use std::process::Command;

use crate::context::{Context, absolute, slashes};

/// Where files are read from.
#[derive(Clone, Debug)]
pub(crate) struct Tree<'c> {
    pub(crate) context: &'c Context,
    /// The commit; none for the files as they are.
    commit: Option<String>,
}

impl<'c> Tree<'c> {
    /// The files as they are.
    pub(crate) fn work(context: &'c Context) -> Self {
        Self {
            context,
            commit: None,
        }
    }

    /// The commit of a revision.
    ///
    /// # Errors
    ///
    /// The message of git if there is no such revision, or the error if git cannot be run.
    pub(crate) fn of_revision(context: &'c Context, revision: &str) -> Result<Self, String> {
        let commit = git(
            context,
            &[
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                &format!("{revision}^{{commit}}"),
            ],
        );
        match commit {
            Ok(commit) => Ok(Self {
                context,
                commit: Some(String::from_utf8_lossy(&commit).trim().to_owned()),
            }),
            Err(said) if said.is_empty() => Err("there is no such git revision".to_owned()),
            Err(said) => Err(said),
        }
    }

    /// Whether it has a file.
    pub(crate) fn has(&self, path: &Path) -> bool {
        match self.commit {
            None => path.exists(),
            Some(_) => self.read(path).is_ok(),
        }
    }

    /// A file.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub(crate) fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        match &self.commit {
            None => std::fs::read(path).map_err(|error| error.to_string()),
            Some(commit) => {
                let path = absolute(path);
                let inside = path.strip_prefix(self.context.root());
                let inside = inside.map_err(|_| "it is outside the project".to_owned())?;
                git(
                    self.context,
                    &["show", &format!("{commit}:./{}", slashes(inside))],
                )
            }
        }
    }

    /// A file that is below a root; none if it is not there or not below it.
    pub(crate) fn read_below(&self, root: &Path, path: &Path) -> Option<Vec<u8>> {
        match self.commit {
            // Links of the file system are followed first: what is read is below the root.
            None => {
                let real = path.canonicalize().ok()?;
                let is_below = real.starts_with(root.canonicalize().ok()?) && real.is_file();
                is_below.then(|| std::fs::read(&real).ok())?
            }
            Some(_) => {
                let is_below = absolute(path).starts_with(absolute(root));
                is_below.then(|| self.read(path).ok())?
            }
        }
    }
}

/// The suffix of a file name in error messages.
impl fmt::Display for Tree<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.commit {
            None => Ok(()),
            Some(commit) => write!(f, " of commit {commit:.12}"),
        }
    }
}

/// The output of git in the project.
fn git(context: &Context, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(context.root()).args(arguments);
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
