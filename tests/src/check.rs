//! Generated crates are compiled against today's runtime.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::root;

/// A workspace of its own, so that its lock file and its settings are not this one's.
fn workspace(members: &[String]) -> String {
    let list: Vec<String> = members.iter().map(|member| format!("{member:?}")).collect();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        list.join(", ")
    )
}

fn package(name: &str, runtime: &Path) -> String {
    format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nbindery-runtime = {{ path = {runtime:?}, default-features = false, features = [\"pattern\"] }}\n\n\
         [lints.rust]\nmissing_docs = \"deny\"\nwarnings = \"deny\"\n"
    )
}

/// Compiles crates, each a name and its files by their paths in the package. Their workspace is `folder` below
/// `scratch`, which is `CARGO_TARGET_TMPDIR` of the test.
///
/// # Panics
///
/// If one has an error or a warning, or a file cannot be written.
pub fn compile(
    scratch: &Path,
    folder: &str,
    crates: impl IntoIterator<Item = (String, Vec<(PathBuf, String)>)>,
) {
    if let Err(report) = try_compile(scratch, folder, crates) {
        panic!("{report}");
    }
}

/// Compiles crates as [`compile`] does.
///
/// # Errors
///
/// What the compiler reports, if one has an error or a warning.
///
/// # Panics
///
/// If a file cannot be written.
pub fn try_compile(
    scratch: &Path,
    folder: &str,
    crates: impl IntoIterator<Item = (String, Vec<(PathBuf, String)>)>,
) -> Result<(), String> {
    let folder = scratch.join(folder);
    let runtime = root().join("runtime").canonicalize();
    let runtime = runtime.expect("the runtime is there");
    let mut members = Vec::new();
    for (name, files) in crates {
        let home = folder.join(&name);
        // Nothing of an earlier run may stay: it would be compiled.
        let _ = std::fs::remove_dir_all(home.join("src"));
        for (path, text) in files {
            let place = home.join(path);
            std::fs::create_dir_all(place.parent().expect("a file is in a folder"))
                .expect("a folder");
            std::fs::write(place, text).expect("a file");
        }
        std::fs::write(home.join("Cargo.toml"), package(&name, &runtime)).expect("a file");
        members.push(name);
    }
    std::fs::write(folder.join("Cargo.toml"), workspace(&members)).expect("a file");
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
    let output = Command::new(env!("CARGO"))
        .args([
            "check",
            "--quiet",
            "--offline",
            "--workspace",
            "--keep-going",
        ])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", scratch.join("fixtures/target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}
