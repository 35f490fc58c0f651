//! Other processes: run, timed, and asked how much memory they took.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::workspace::root;

/// Why a measurement could not be made.
pub(super) type Failure = String;

/// A command with `cargo`, with the target directory given.
pub(super) fn cargo(target: &Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    // What the workspace's own build was given is nothing for the crates that are measured.
    for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_MANIFEST_DIR"] {
        command.env_remove(variable);
    }
    command.env("CARGO_TARGET_DIR", target);
    // A crate that was only touched is all but skipped by incremental compilation; users wait for
    // one that was not compiled before.
    command.env("CARGO_INCREMENTAL", "0");
    command
}

/// Where the workspace's own builds are.
pub(super) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Runs a command and returns its standard output.
pub(super) fn output(command: &mut Command) -> Result<String, Failure> {
    let shown = shown(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("`{shown}`: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = errors.lines().collect();
    let last = lines[lines.len().saturating_sub(30)..].join("\n");
    Err(format!("`{shown}` ended with {}:\n{last}", output.status))
}

/// Runs a command and gives its wall-clock time in seconds.
pub(super) fn seconds(command: &mut Command) -> Result<f64, Failure> {
    let start = Instant::now();
    output(command)?;
    Ok(start.elapsed().as_secs_f64())
}

/// Runs a command under `time` and gives its peak memory in megabytes; none where `time` is not there.
pub(super) fn peak_megabytes(command: &Command) -> Option<f64> {
    let mut timed = Command::new("/usr/bin/time");
    timed.args(["-f", "%M"]).arg(command.get_program());
    timed.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => timed.env(name, value),
            None => timed.env_remove(name),
        };
    }
    if let Some(directory) = command.get_current_dir() {
        timed.current_dir(directory);
    }
    let output = timed.stdin(Stdio::null()).output().ok()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    let kilobytes: f64 = errors.lines().last()?.trim().parse().ok()?;
    output.status.success().then_some(kilobytes / 1024.0)
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(
        command
            .get_args()
            .map(|argument| argument.to_string_lossy()),
    );
    words.join(" ")
}
