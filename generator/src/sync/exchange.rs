//! Two directories change places in one step, where the system can do that.

use std::io;
use std::path::Path;

/// Exchanges two directories of one file system.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// The system has no such step.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether the failure means that this file system cannot do it at all, so that another way is in order:
/// it does not know the step, or a directory is a mount point or belongs to a lower layer of an overlay.
pub(super) fn cannot(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, InvalidInput, ResourceBusy, Unsupported};
    matches!(
        error.kind(),
        CrossesDevices | InvalidInput | ResourceBusy | Unsupported
    )
}
