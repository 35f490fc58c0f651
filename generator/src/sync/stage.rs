//! Writing in two steps: all new text to the disk beside the old one, then one step that makes it count.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::exchange::{cannot, exchange};
use super::tree::{self, Carried, make_parent};
use super::{Action, Changes, Current, SOURCES, SourceFile, SyncError, current, durable, io_error};

/// The directory, below that of the crate, where the new tree grows. A new crate grows beside its place.
const STAGING: &str = ".bindery-staging";
/// In it: the tree that is to be exchanged or moved.
const NEW: &str = "new";
/// In it: files that are made once and belong to people afterwards.
const CREATED: &str = "created";
/// In it: which directory the old tree is, and what was carried over from it.
const JOURNAL: &str = "journal";

/// How text comes to the disk: a seam, so that a test can fill the disk.
pub(super) type Writer<'w> = &'w dyn Fn(&Path, &str) -> io::Result<()>;

/// The new files of a crate: on the disk, and not yet in their places. Dropped, they are gone.
#[derive(Debug)]
#[must_use = "nothing is written before `commit`"]
pub struct Staged {
    root: PathBuf,
    staging: PathBuf,
    step: Step,
    /// The files by themselves, for where the step is not possible.
    files: Vec<PathBuf>,
    removed: Vec<PathBuf>,
    created: Vec<PathBuf>,
    carried: Carried,
    lock: Option<fs::File>,
}

/// The one step that makes the new files count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Nothing,
    /// The whole directory of the crate moves to its place, where there is nothing.
    Crate,
    /// The sources move to their place, where there is nothing.
    Sources,
    /// The sources change places with the old ones.
    Exchange,
    /// A single file changes: a rename, or a removal.
    File,
}

/// Writes the new tree beside the old one. `created` are files beside the sources that are made where there is
/// nothing and are never replaced.
///
/// # Errors
/// When another run has the directory, a file is no longer what it was, or the system refuses. Then nothing has
/// changed.
pub fn stage(root: &Path, changes: &Changes, created: &[SourceFile]) -> Result<Staged, SyncError> {
    stage_with(root, changes, created, &write)
}

pub(super) fn stage_with(
    root: &Path,
    changes: &Changes,
    created: &[SourceFile],
    write: Writer<'_>,
) -> Result<Staged, SyncError> {
    let step = step(root, changes, created);
    let staging = match step {
        Step::Crate => beside(root),
        _ => root.join(STAGING),
    };
    let mut staged = Staged {
        root: root.to_owned(),
        staging,
        step,
        files: Vec::new(),
        removed: Vec::new(),
        created: Vec::new(),
        carried: Carried::new(),
        lock: None,
    };
    if step == Step::Nothing && !has_leftovers(root) {
        return Ok(staged);
    }
    staged.take_lock()?;
    clear(root, &beside(root))?;
    clear(root, &root.join(STAGING))?;
    unchanged_since(root, changes)?;
    if step != Step::Nothing {
        staged.fill(changes, created, write)?;
    }
    Ok(staged)
}

fn step(root: &Path, changes: &Changes, created: &[SourceFile]) -> Step {
    let touched = changes.written() + changes.removed();
    if touched == 0 && created.is_empty() {
        Step::Nothing
    } else if is_vacant(root) {
        Step::Crate
    } else if touched <= 1 {
        Step::File
    } else if fs::symlink_metadata(root.join(SOURCES)).is_err() {
        Step::Sources
    } else {
        Step::Exchange
    }
}

/// Whether there is nothing at a place but perhaps an empty directory that can be replaced.
fn is_vacant(root: &Path) -> bool {
    match fs::symlink_metadata(root) {
        Err(error) => error.kind() == io::ErrorKind::NotFound,
        Ok(metadata) if metadata.is_dir() => {
            let empty = fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_none());
            empty && !is_mount_point(root, &metadata)
        }
        Ok(_) => false,
    }
}

fn is_mount_point(root: &Path, metadata: &fs::Metadata) -> bool {
    let above = root.parent().and_then(|above| fs::metadata(above).ok());
    above.is_none_or(|above| tree::identity(&above).0 != tree::identity(metadata).0)
}

fn beside(root: &Path) -> PathBuf {
    let name = root.file_name().unwrap_or_default().to_string_lossy();
    root.with_file_name(format!("{STAGING}-{name}"))
}

fn has_leftovers(root: &Path) -> bool {
    [beside(root), root.join(STAGING)]
        .iter()
        .any(|staging| fs::symlink_metadata(staging).is_ok())
}

impl Staged {
    /// Puts the new files in their places.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn commit(mut self) -> Result<(), SyncError> {
        let sources = self.root.join(SOURCES);
        let new = self.staging.join(NEW);
        for path in &self.created {
            self.create(path)?;
        }
        match self.step {
            Step::Nothing => {}
            Step::Crate => {
                #[cfg(windows)]
                let _ = fs::remove_dir(&self.root);
                fs::rename(&new, &self.root).map_err(io_error("create", &self.root))?;
            }
            Step::Sources => fs::rename(&new, &sources).map_err(io_error("create", &sources))?,
            Step::File => self.one_by_one()?,
            Step::Exchange => match exchange(&new, &sources) {
                Ok(()) => tree::retire(&new, &sources, &self.carried).inspect_err(|_| {
                    // What is left there belongs to someone.
                    self.step = Step::Nothing;
                })?,
                Err(error) if cannot(&error) => self.one_by_one()?,
                Err(error) => return Err(io_error("replace", &sources)(error)),
            },
        }
        if let Some(above) = self.root.parent() {
            // The step itself is on the disk when the directories are; a system that cannot tell may take longer.
            for directory in [&self.root, above] {
                let _ = fs::File::open(directory).and_then(|directory| directory.sync_all());
            }
        }
        Ok(())
    }

    /// As a killed run would leave it.
    #[cfg(test)]
    pub(super) fn unlocked(mut self) -> Self {
        self.lock = None;
        self
    }

    fn create(&self, path: &Path) -> Result<(), SyncError> {
        let (from, to) = (self.staging.join(CREATED).join(path), self.root.join(path));
        match fs::hard_link(&from, &to) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(_) if fs::symlink_metadata(&to).is_err() => {
                fs::rename(&from, &to).map_err(io_error("create", &to))
            }
            Err(error) => Err(io_error("create", &to)(error)),
            Ok(()) => Ok(()),
        }
    }

    fn one_by_one(&self) -> Result<(), SyncError> {
        let new = self.staging.join(NEW);
        for path in &self.files {
            let (from, to) = (new.join(path), self.root.join(SOURCES).join(path));
            make_parent(&to)?;
            fs::rename(&from, &to).map_err(io_error("replace", &to))?;
        }
        for path in &self.removed {
            let at = self.root.join(SOURCES).join(path);
            fs::remove_file(&at).map_err(io_error("remove", &at))?;
            remove_empty_directories(&self.root.join(SOURCES), path);
        }
        Ok(())
    }

    /// The lock is on a directory: it needs no file, and the system drops it with the process.
    ///
    /// Where a directory cannot be opened or locked (Windows, some network file systems) runs do not exclude
    /// each other.
    fn take_lock(&mut self) -> Result<(), SyncError> {
        let locked = match self.step {
            Step::Crate => &self.staging,
            _ => &self.root,
        };
        fs::create_dir_all(locked).map_err(io_error("create", locked))?;
        let Ok(directory) = fs::File::open(locked) else {
            return Ok(());
        };
        match directory.try_lock() {
            Ok(()) => self.lock = Some(directory),
            Err(fs::TryLockError::WouldBlock) => {
                self.step = Step::Nothing;
                return Err(SyncError::Locked(self.root.clone()));
            }
            Err(fs::TryLockError::Error(_)) => {}
        }
        Ok(())
    }

    fn fill(
        &mut self,
        changes: &Changes,
        created: &[SourceFile],
        write: Writer<'_>,
    ) -> Result<(), SyncError> {
        fs::create_dir_all(&self.staging).map_err(io_error("create", &self.staging))?;
        let mut written = Vec::new();
        let mut put = |path: PathBuf, text: &str| {
            make_parent(&path)?;
            write(&path, text).map_err(io_error("write", &path))?;
            written.push(path);
            Ok(())
        };
        put(self.staging.join(".gitignore"), "*\n")?;
        let whole = self.step == Step::Crate;
        let new = self.staging.join(NEW);
        let sources = if whole {
            new.join(SOURCES)
        } else {
            new.clone()
        };
        fs::create_dir_all(&sources).map_err(io_error("create", &sources))?;
        for file in created {
            let base = if whole {
                &new
            } else {
                &self.staging.join(CREATED)
            };
            put(base.join(&file.path), &file.text)?;
            if !whole {
                self.created.push(file.path.clone());
            }
        }
        for change in &changes.entries {
            let path = change.path.strip_prefix(SOURCES).unwrap_or(&change.path);
            match change.action {
                Action::Keep => {}
                Action::Remove { .. } => self.removed.push(path.to_owned()),
                Action::Create | Action::Update { .. } => {
                    put(sources.join(path), &change.new)?;
                    self.files.push(path.to_owned());
                }
            }
        }
        durable::reach_disk(&written).map_err(io_error("write", &self.staging))?;
        if self.step == Step::Exchange {
            self.carry(&new)?;
        }
        Ok(())
    }

    fn carry(&mut self, new: &Path) -> Result<(), SyncError> {
        let old = self.root.join(SOURCES);
        let touched: BTreeSet<&PathBuf> = self.files.iter().chain(&self.removed).collect();
        self.carried = tree::carry(&old, new, &touched)?;
        journal::write(&self.staging.join(JOURNAL), &old, &self.carried)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if self.step != Step::Nothing {
            // What cannot be removed now, the next run removes.
            let _ = fs::remove_dir_all(&self.staging);
        }
    }
}

/// Removes what a killed run left. If its exchange had happened, the old tree is retired now.
fn clear(root: &Path, staging: &Path) -> Result<(), SyncError> {
    match fs::symlink_metadata(staging) {
        Err(_) => return Ok(()),
        Ok(metadata) if !metadata.is_dir() => {
            return Err(SyncError::InTheWay(vec![staging.into()]));
        }
        Ok(_) => {}
    }
    let old = staging.join(NEW);
    if let Some(carried) = journal::of_an_exchange(&staging.join(JOURNAL), &old) {
        tree::retire(&old, &root.join(SOURCES), &carried)?;
    }
    for entry in fs::read_dir(staging).map_err(io_error("list", staging))? {
        let path = entry.map_err(io_error("list", staging))?.path();
        let removed = match path.is_dir() {
            true => fs::remove_dir_all(&path),
            false => fs::remove_file(&path),
        };
        removed.map_err(io_error("remove", &path))?;
    }
    // A directory that is this run's lock stays until the run has ended.
    if *staging == root.join(STAGING) {
        fs::remove_dir(staging).map_err(io_error("remove", staging))?;
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

fn write(path: &Path, text: &str) -> io::Result<()> {
    fs::File::create_new(path)?.write_all(text.as_bytes())
}

/// Removes the directories that a removed file leaves empty. One that is not empty refuses, which is right.
fn remove_empty_directories(sources: &Path, removed: &Path) {
    let above = removed.ancestors().skip(1);
    for directory in above.take_while(|directory| !directory.as_os_str().is_empty()) {
        if fs::remove_dir(sources.join(directory)).is_err() {
            break;
        }
    }
}

mod journal;
