//! Writing in two steps: all new texts into temporary files next to their targets, then one rename each.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

use super::{Action, Changes, Current, SOURCES, SourceFile, SyncError, current, io_error, walk};

/// What the names of temporary files begin and end with. A killed run may leave some; the next removes them.
const PREFIX: &str = ".bindery-";
const SUFFIX: &str = ".tmp";

/// How text is written to the disk: tests replace it to simulate a full disk.
pub(super) type Writer<'w> = &'w dyn Fn(&mut fs::File, &str) -> io::Result<()>;

/// The new files of a crate: on the disk, and not yet in their places. Dropped, they are removed.
#[derive(Debug)]
#[must_use = "no file is replaced before `commit`"]
pub struct Staged {
    root: PathBuf,
    replaced: Vec<(TempPath, PathBuf)>,
    created: Vec<(TempPath, PathBuf)>,
    removed: Vec<PathBuf>,
    /// Directories that were made for the files, the outer ones first.
    directories: Vec<PathBuf>,
}

/// Writes the new files next to the old ones. `created` are files that are created only if they do not exist,
/// and are never replaced.
///
/// # Errors
///
/// If a file has changed since, or an operation of the system fails. Then no file is changed.
pub fn stage(root: &Path, changes: &Changes, created: &[SourceFile]) -> Result<Staged, SyncError> {
    let write = |file: &mut fs::File, text: &str| file.write_all(text.as_bytes());
    stage_with(root, changes, created, &write)
}

pub(super) fn stage_with(
    root: &Path,
    changes: &Changes,
    created: &[SourceFile],
    write: Writer<'_>,
) -> Result<Staged, SyncError> {
    remove_leftovers(root)?;
    unchanged_since(root, changes)?;
    let mut staged = Staged {
        root: root.to_owned(),
        replaced: Vec::new(),
        created: Vec::new(),
        removed: Vec::new(),
        directories: Vec::new(),
    };
    for file in created {
        let place = root.join(&file.path);
        let written = staged.write(&place, &file.text, write)?;
        staged.created.push((written, place));
    }
    for change in &changes.entries {
        let place = root.join(&change.path);
        match change.action {
            Action::Keep => {}
            Action::Remove { .. } => staged.removed.push(place),
            Action::Create | Action::Update { .. } => {
                let written = staged.write(&place, &change.new, write)?;
                staged.replaced.push((written, place));
            }
        }
    }
    Ok(staged)
}

impl Staged {
    /// Puts the new files in their places and removes those that are no longer generated.
    ///
    /// # Errors
    ///
    /// If the system refuses. Each file is then the old or the new one, and the next run completes this one.
    pub fn commit(mut self) -> Result<(), SyncError> {
        for (written, place) in std::mem::take(&mut self.replaced) {
            let renamed = written.persist(&place);
            renamed.map_err(|error| io_error("replace", &place)(error.error))?;
        }
        for (written, place) in std::mem::take(&mut self.created) {
            match written.persist_noclobber(&place) {
                Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(io_error("create", &place)(error.error));
                }
                _ => {}
            }
        }
        for place in std::mem::take(&mut self.removed) {
            fs::remove_file(&place).map_err(io_error("remove", &place))?;
            remove_empty_directories(&self.root.join(SOURCES), &place);
        }
        self.directories.clear();
        Ok(())
    }

    fn write(
        &mut self,
        place: &Path,
        text: &str,
        write: Writer<'_>,
    ) -> Result<TempPath, SyncError> {
        let parent = place.parent().unwrap_or(place);
        self.make(parent)?;
        let mut builder = Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX);
        // Readable as the user's other files are, and not by the user alone.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder
            .tempfile_in(parent)
            .map_err(io_error("write to", parent))?;
        write(file.as_file_mut(), text).map_err(io_error("write", place))?;
        // Closed, because a large crate has more files than a process may have open.
        Ok(file.into_temp_path())
    }

    fn make(&mut self, directory: &Path) -> Result<(), SyncError> {
        let missing = directory.ancestors().take_while(|above| !above.exists());
        let made = self.directories.len();
        self.directories.extend(missing.map(Path::to_owned));
        self.directories[made..].reverse();
        fs::create_dir_all(directory).map_err(io_error("create", directory))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        self.replaced.clear();
        self.created.clear();
        for directory in self.directories.iter().rev() {
            // One that is not empty refuses, which is right.
            let _ = fs::remove_dir(directory);
        }
    }
}

/// Removes the temporary files of a run that was killed.
fn remove_leftovers(root: &Path) -> Result<(), SyncError> {
    let mut found = Vec::new();
    let mut note = |path: PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(PREFIX) && name.ends_with(SUFFIX) {
            found.push(root.join(&path));
        }
    };
    walk(root, Path::new(SOURCES), &mut |path, _| note(path))?;
    if let Ok(entries) = fs::read_dir(root) {
        entries
            .flatten()
            .for_each(|entry| note(entry.file_name().into()));
    }
    for path in found {
        fs::remove_file(&path).map_err(io_error("remove", &path))?;
    }
    Ok(())
}

fn unchanged_since(root: &Path, changes: &Changes) -> Result<(), SyncError> {
    for change in &changes.entries {
        let same = match (&change.action, current(root, &change.path)?) {
            (Action::Create, Current::Absent) => true,
            (Action::Update { old } | Action::Remove { old }, Current::Generated(now)) => {
                *old == now
            }
            (Action::Keep, Current::Generated(now)) => change.new == now,
            _ => false,
        };
        if !same {
            return Err(SyncError::Changed(root.join(&change.path)));
        }
    }
    Ok(())
}

/// Removes the directories that a removed file leaves empty. One that is not empty refuses, which is right.
fn remove_empty_directories(sources: &Path, removed: &Path) {
    for directory in removed.ancestors().skip(1) {
        if directory == sources || fs::remove_dir(directory).is_err() {
            break;
        }
    }
}
