//! The crates of all fixtures compile, without a warning.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use bindery_tests::{fixtures, root, source, target};

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

#[test]
fn all_fixtures_compile_without_a_warning() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    let runtime = root()
        .join("runtime")
        .canonicalize()
        .expect("the runtime is there");
    let mut members = Vec::new();
    for path in fixtures("ok") {
        let target = target(&path);
        let generated = bindery::generate(&source(&path), &target)
            .generated
            .expect("no mistakes");
        let home = folder.join(&target.crate_name);
        // Nothing of an earlier run may stay: it would be compiled.
        let _ = std::fs::remove_dir_all(home.join("src"));
        for file in &generated.files {
            let place = home.join(&file.path);
            std::fs::create_dir_all(place.parent().expect("a file is in a folder"))
                .expect("a folder");
            std::fs::write(place, &file.text).expect("a file");
        }
        std::fs::write(
            home.join("Cargo.toml"),
            package(&target.crate_name, &runtime),
        )
        .expect("a file");
        members.push(target.crate_name);
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
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    let mut report = String::new();
    let _ = write!(report, "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{report}");
}
