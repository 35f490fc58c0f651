//! The new tree beside the old one: what is carried over to it, and what becomes of the old one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::{HEADER_PREFIX, SyncError, io_error};

/// Which file something is, as far as the system tells; a file that was replaced has another one.
pub(super) type Identity = (u64, u64);

/// The files that were carried over, relative to the tree, with the identities that they had in the old tree.
pub(super) type Carried = BTreeMap<PathBuf, Identity>;

#[cfg(unix)]
pub(super) fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
pub(super) fn identity(_: &Metadata) -> Identity {
    (0, 0)
}

/// Visits everything below `root`/`below` that is no directory, by its path relative to `root`.
pub(super) fn walk(
    root: &Path,
    below: &Path,
    visit: &mut dyn FnMut(PathBuf, FileType) -> Result<(), SyncError>,
) -> Result<(), SyncError> {
    let mut directories = vec![below.to_owned()];
    while let Some(directory) = directories.pop() {
        let at = root.join(&directory);
        let entries = match fs::read_dir(&at) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(io_error("list", &at)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(io_error("list", &at))?;
            let kind = entry.file_type().map_err(io_error("look at", &at))?;
            let path = directory.join(entry.file_name());
            if kind.is_dir() {
                directories.push(path);
            } else {
                visit(path, kind)?;
            }
        }
    }
    Ok(())
}

/// Carries what a run does not touch from the old tree to the new one, as links to the same files.
pub(super) fn carry(
    old: &Path,
    new: &Path,
    touched: &BTreeSet<&PathBuf>,
) -> Result<Carried, SyncError> {
    let mut carried = Carried::new();
    walk(old, Path::new(""), &mut |path, kind| {
        if touched.contains(&path) {
            return Ok(());
        }
        let (from, to) = (old.join(&path), new.join(&path));
        make_parent(&to)?;
        let metadata = fs::symlink_metadata(&from).map_err(io_error("look at", &from))?;
        if fs::hard_link(&from, &to).is_err() {
            copy(&from, &to, kind, &metadata).map_err(io_error("copy", &from))?;
        }
        carried.insert(path, identity(&metadata));
        Ok(())
    })?;
    keep_directories(old, new)?;
    Ok(carried)
}

/// A copy with the old permissions and time, where the file system has no links.
fn copy(from: &Path, to: &Path, kind: FileType, metadata: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    if kind.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    if !kind.is_file() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    fs::copy(from, to)?;
    let file = fs::File::options().append(true).open(to)?;
    file.set_modified(metadata.modified()?)?;
    file.sync_all()
}

/// Gives the directories of the new tree the permissions that they have in the old one. Empty directories are
/// people's, so they are kept.
fn keep_directories(old: &Path, new: &Path) -> Result<(), SyncError> {
    let mut directories = vec![PathBuf::new()];
    while let Some(directory) = directories.pop() {
        let (from, to) = (old.join(&directory), new.join(&directory));
        let mut empty = true;
        for entry in fs::read_dir(&from).map_err(io_error("list", &from))? {
            let entry = entry.map_err(io_error("list", &from))?;
            empty = false;
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                directories.push(directory.join(entry.file_name()));
            }
        }
        if empty {
            fs::create_dir_all(&to).map_err(io_error("create", &to))?;
        }
        if let (true, Ok(metadata)) = (to.is_dir(), fs::metadata(&from)) {
            fs::set_permissions(&to, metadata.permissions()).map_err(io_error("set up", &to))?;
        }
    }
    Ok(())
}

/// Removes the old tree after the exchange. Whatever people put there since it was carried over, in the moment
/// between, goes to the new tree.
pub(super) fn retire(old: &Path, live: &Path, carried: &Carried) -> Result<(), SyncError> {
    let mut kept = Vec::new();
    walk(old, Path::new(""), &mut |path, _| {
        let (from, to) = (old.join(&path), live.join(&path));
        let metadata = fs::symlink_metadata(&from).map_err(io_error("look at", &from))?;
        let known = carried.get(&path) == Some(&identity(&metadata));
        if known || is_generated(&from) {
            return Ok(());
        }
        // A file that was carried over and then saved anew replaces what was carried.
        if carried.contains_key(&path) || fs::symlink_metadata(&to).is_err() {
            make_parent(&to)?;
            return fs::rename(&from, &to).map_err(io_error("keep", &from));
        }
        kept.push(from);
        Ok(())
    })?;
    if let Some(path) = kept.into_iter().next() {
        return Err(SyncError::Changed(path));
    }
    fs::remove_dir_all(old).map_err(io_error("remove", old))
}

fn is_generated(path: &Path) -> bool {
    use io::Read as _;
    let mut start = Vec::new();
    let read = fs::File::open(path).and_then(|file| {
        file.take(HEADER_PREFIX.len() as u64)
            .read_to_end(&mut start)
    });
    read.is_ok() && start == HEADER_PREFIX.as_bytes()
}

/// Creates the directory that a file is to stand in.
pub(super) fn make_parent(path: &Path) -> Result<(), SyncError> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).map_err(io_error("create", parent))
}
