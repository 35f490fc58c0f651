//! How long rustc takes for each crate: this program stands between cargo and rustc
//! (The Cargo Book, `RUSTC_WORKSPACE_WRAPPER`).

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// Names the folder for the times, and says that this program is rustc's wrapper.
pub(crate) const VARIABLE: &str = "BINDERY_CORPUS_TIMES";

/// Runs rustc and writes down how long it took.
pub(crate) fn run(folder: &Path) -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(rustc) = arguments.next() else {
        return ExitCode::FAILURE;
    };
    let arguments: Vec<OsString> = arguments.collect();
    let start = Instant::now();
    let Ok(status) = Command::new(rustc).args(&arguments).status() else {
        return ExitCode::FAILURE;
    };
    let name = arguments
        .iter()
        .position(|argument| argument == "--crate-name");
    if let Some(name) = name.and_then(|at| arguments.get(at + 1)) {
        // Without a time the table has a gap, and nothing else is lost.
        _ = fs::write(folder.join(name), start.elapsed().as_micros().to_string());
    }
    match status.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// How long a crate took, if rustc ran for it.
pub(crate) fn of(folder: &Path, package: &str) -> Option<Duration> {
    let text = fs::read_to_string(folder.join(package.replace('-', "_"))).ok()?;
    Some(Duration::from_micros(text.parse().ok()?))
}
