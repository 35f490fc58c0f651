//! Generated crates are compiled against today's runtime.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{doc_examples, root};

/// A crate: its name, and its files by their paths in the package.
pub type Crate = (String, Vec<(PathBuf, String)>);

/// The program that has the examples in the documentation of crates.
const EXAMPLES: &str = "doc-examples";

/// A workspace of its own, so that its lock file and its settings are not this one's.
fn workspace(members: &[String]) -> String {
    let list: Vec<String> = members.iter().map(|member| format!("{member:?}")).collect();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.dev]\ndebug = false\n",
        list.join(", ")
    )
}

/// The manifest of a package that uses the runtime, with this after its dependencies.
fn package(name: &str, more: &str) -> String {
    let runtime = root().join("runtime").canonicalize();
    let runtime = runtime.expect("the runtime is there");
    format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nbindery-runtime = {{ path = {runtime:?}, default-features = false, features = [\"pattern\"] }}\n\
         {more}\n[lints.rust]\nmissing_docs = \"deny\"\nwarnings = \"deny\"\n"
    )
}

/// Compiles crates. Their workspace is `folder` below `scratch`, which is `CARGO_TARGET_TMPDIR` of the test.
///
/// # Panics
///
/// If one has an error or a warning, or a file cannot be written.
pub fn compile(scratch: &Path, folder: &str, crates: impl IntoIterator<Item = Crate>) {
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
    crates: impl IntoIterator<Item = Crate>,
) -> Result<(), String> {
    let home = scratch.join(folder);
    let crates = crates.into_iter();
    let members: Vec<String> = crates.map(|it| add(&home, it, "")).collect();
    cargo(
        scratch,
        &home,
        &members,
        &["check", "--workspace", "--keep-going"],
    )
}

/// Compiles crates as [`compile`] does, with these lines of dependencies, and the examples in their documentation as one
/// program, which is run.
///
/// # Panics
///
/// If one has an error or a warning, a client refuses a value of an example, or a file cannot be written.
pub fn compile_with_examples(
    scratch: &Path,
    folder: &str,
    crates: impl IntoIterator<Item = Crate>,
    dependencies: &str,
) {
    let home = scratch.join(folder);
    let mut functions = Vec::new();
    let mut members: Vec<String> = Vec::new();
    for (name, files) in crates {
        functions.extend(files.iter().flat_map(|(_, it)| doc_examples::functions(it)));
        members.push(add(&home, (name, files), dependencies));
    }
    let mut more = dependencies.to_owned();
    for name in &members {
        let _ = writeln!(more, "{name} = {{ path = \"../{name}\" }}");
    }
    more.push_str(
        "\n[features]\ndefault = [\"testing\"]\ntesting = [\"bindery-runtime/testing\"]\n",
    );
    let program = doc_examples::program(&functions);
    let program = vec![(PathBuf::from("src/main.rs"), program)];
    members.push(add(&home, (EXAMPLES.to_owned(), program), &more));
    if let Err(report) = cargo(scratch, &home, &members, &["run", "--bin", EXAMPLES]) {
        panic!("{report}");
    }
}

/// Writes the package of a crate. Returns its name.
fn add(folder: &Path, (name, files): Crate, more: &str) -> String {
    let home = folder.join(&name);
    // Nothing of an earlier run may stay: it would be compiled.
    let _ = std::fs::remove_dir_all(home.join("src"));
    for (path, text) in files {
        let place = home.join(path);
        std::fs::create_dir_all(place.parent().expect("a file is in a folder")).expect("a folder");
        std::fs::write(place, text).expect("a file");
    }
    std::fs::write(home.join("Cargo.toml"), package(&name, more)).expect("a file");
    name
}

fn cargo(
    scratch: &Path,
    folder: &Path,
    members: &[String],
    command: &[&str],
) -> Result<(), String> {
    std::fs::write(folder.join("Cargo.toml"), workspace(members)).expect("a file");
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
    let output = Command::new(env!("CARGO"))
        .args(command)
        .args(["--quiet", "--offline"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", scratch.join("fixtures/target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}
