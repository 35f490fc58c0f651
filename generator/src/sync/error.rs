//! Errors of writing.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a directory cannot be made equal to the files.
#[derive(Debug)]
pub enum SyncError {
    /// A path leads out of the directory, or is given twice.
    BadPath(PathBuf),
    /// Files that were not generated have the paths of generated ones.
    InTheWay(Vec<PathBuf>),
    /// The path of a file contains a symbolic link.
    Link(PathBuf),
    /// The file was changed between the look at it and the write.
    Changed(PathBuf),
    /// The system refuses.
    Io {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// The system's words.
        error: io::Error,
    },
}

impl fmt::Display for SyncError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadPath(path) => {
                write!(
                    f,
                    "`{}` is not a path in the output directory",
                    path.display()
                )
            }
            Self::InTheWay(paths) => {
                let paths: Vec<_> = paths
                    .iter()
                    .map(|path| path.display().to_string())
                    .collect();
                write!(
                    f,
                    "files that are not generated have the paths of generated files: {}; move or rename them",
                    paths.join(", ")
                )
            }
            Self::Link(path) => write!(
                f,
                "`{}` is a symbolic link; generated files are not written through links",
                path.display()
            ),
            Self::Changed(path) => write!(
                f,
                "`{}` changed during this run; run the command again",
                path.display()
            ),
            Self::Io { doing, path, error } => {
                write!(f, "cannot {doing} `{}`: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for SyncError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}

/// Says what was being done to which file when the system refused.
pub(super) fn io_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> SyncError {
    let path = path.to_owned();
    move |error| SyncError::Io { doing, path, error }
}
