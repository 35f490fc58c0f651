//! What a killed run tells the next one: which directory the old tree was, and which files it had.

use std::fs;
use std::path::{Path, PathBuf};

use crate::sync::tree::{Carried, Identity, identity};
use crate::sync::{SyncError, io_error};

/// Notes the old tree and what was carried over from it: one line for each, with its identity.
pub(super) fn write(journal: &Path, old: &Path, carried: &Carried) -> Result<(), SyncError> {
    let metadata = fs::metadata(old).map_err(io_error("look at", old))?;
    let mut text = line(identity(&metadata), Path::new(""));
    for (path, identity) in carried {
        text += &line(*identity, path);
    }
    fs::write(journal, text).map_err(io_error("write", journal))
}

fn line((device, number): Identity, path: &Path) -> String {
    // A path that is not UTF-8 or holds a line feed is not found again: its file is then looked at as a new one.
    format!("{device} {number} {}\n", path.display())
}

/// What was carried over, if the directory at `old` is the old tree: the exchange has happened.
pub(super) fn of_an_exchange(journal: &Path, old: &Path) -> Option<Carried> {
    let text = fs::read_to_string(journal).ok()?;
    let mut lines = text.lines().filter_map(|line| {
        let mut parts = line.splitn(3, ' ');
        let mut number = || parts.next()?.parse().ok();
        let identity = (number()?, number()?);
        Some((PathBuf::from(parts.next()?), identity))
    });
    let (_, noted) = lines.next()?;
    let there = identity(&fs::metadata(old).ok()?);
    (there == noted).then(|| lines.collect())
}
