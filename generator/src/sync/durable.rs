//! New text reaches the disk before the step that makes it count.

use std::fs;
use std::io;
use std::path::PathBuf;

/// Returns when these files, all of one file system, are on the disk.
///
/// Each file by itself costs a round to the disk, so that those of a new crate would take longer than planning
/// it. One call for the whole file system costs one, but it waits for what other programs have written too: it
/// is for when that is the shorter wait.
pub(super) fn reach_disk(files: &[PathBuf]) -> io::Result<()> {
    match files {
        [first, ..] if file_system(first, files.len() as u64)? => Ok(()),
        _ => files.iter().try_for_each(|file| {
            // Some systems write through only what is open for writing.
            fs::File::options().append(true).open(file)?.sync_all()
        }),
    }
}

/// How many kilobytes a disk writes in the time of one round.
#[cfg(any(target_os = "linux", target_os = "android"))]
const ROUND: u64 = 2 << 10;

/// Brings all that was written to the file system of a file to the disk, if that can be done and is faster than
/// so many rounds; says whether it was done.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn file_system(of: &std::path::Path, rounds: u64) -> io::Result<bool> {
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    if waiting_kilobytes(&memory).is_none_or(|waiting| waiting > rounds * ROUND) {
        return Ok(false);
    }
    match rustix::fs::syncfs(fs::File::open(of)?) {
        Ok(()) => Ok(true),
        Err(rustix::io::Errno::NOSYS) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn file_system(_: &std::path::Path, _: u64) -> io::Result<bool> {
    Ok(false)
}

/// How much all programs have written that is not on a disk yet (proc_meminfo(5)).
#[cfg(any(target_os = "linux", target_os = "android"))]
fn waiting_kilobytes(memory: &str) -> Option<u64> {
    let figure = |name| {
        let figure = memory.lines().find_map(|line| line.strip_prefix(name))?;
        figure.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    };
    Some(figure("Dirty:")? + figure("Writeback:")?)
}

#[cfg(all(test, any(target_os = "linux", target_os = "android")))]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_read_from_the_system() {
        let memory =
            "MemFree:  9 kB\nDirty:       3072 kB\nWriteback:     24 kB\nWritebackTmp:   7 kB\n";
        assert_eq!(waiting_kilobytes(memory), Some(3096));
        assert_eq!(waiting_kilobytes("Dirty: 1 kB\n"), None);
        let memory = fs::read_to_string("/proc/meminfo").unwrap();
        assert!(waiting_kilobytes(&memory).is_some());
    }

    #[test]
    fn few_files_and_many() {
        let directory = tempfile::tempdir().unwrap();
        let files: Vec<_> = (0..12)
            .map(|number| directory.path().join(number.to_string()))
            .collect();
        for file in &files {
            fs::write(file, "text").unwrap();
        }
        for count in [0, 1, files.len()] {
            reach_disk(&files[..count]).unwrap();
        }
        fs::remove_file(&files[0]).unwrap();
        for count in [1, files.len()] {
            let error = reach_disk(&files[..count]).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::NotFound);
        }
    }
}
