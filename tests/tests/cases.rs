//! Documents whose clients are tried out: what they send, and what they read.
//!
//! A case is `tests/fixtures/cases/NAME.yaml` beside `NAME.rs`. The document is generated as the crate
//! `NAME`, and the tests of `NAME.rs` use that crate. All cases are one test program, so that they are
//! linked once. `support.rs` has what they share.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use bindery::target::Target;
use bindery_tests::{fixtures, replaced, root, source, target};

/// Writes a file unless it is there already with this text: cargo compiles what is newer than its output.
fn write(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|there| there == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

fn runtime() -> String {
    let path = root().join("runtime").canonicalize();
    let path = path.expect("the runtime is there");
    let features =
        r#"default-features = false, features = ["blocking", "pattern", "testing", "tracing"]"#;
    format!("bindery-runtime = {{ path = {path:?}, {features} }}\n")
}

/// Generates the crate of a case below the folder.
fn generate(folder: &Path, document: &Path, name: &str) {
    let source = source(document);
    let target = Target {
        // The mistakes of this case are what it is about.
        strict: name != "mistakes",
        replace: match name {
            "replaced" => replaced::types(),
            _ => Default::default(),
        },
        ..target(document)
    };
    let outcome = bindery::generate(&source, &target);
    let Some(generated) = outcome.generated else {
        let style = bindery::diagnostic::Style::Plain;
        panic!("{name}: {}", outcome.diagnostics.render(&source, style));
    };
    let home = folder.join(name);
    for file in &generated.files {
        write(&home.join(&file.path), &file.text);
    }
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}{}",
        runtime(),
        replaced::lines(&target.replace),
    );
    write(&home.join("Cargo.toml"), &manifest);
}

/// The one package that has the tests of all cases.
fn program(folder: &Path, cases: &[(String, PathBuf)]) {
    let mut manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\nexclude = [\"src\", \"target\", \"tests\"]\n\n\
         [package]\nname = \"cases\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [profile.dev]\ndebug = false\n\n[dependencies]\nserde_json = \"1\"\ntracing = {{ version = \"0.1\", default-features = false, features = [\"std\"] }}\n{}{}",
        runtime(),
        replaced::lines(&replaced::types()),
    );
    let mut modules = String::new();
    let support = root().join("tests/fixtures/cases/support.rs");
    let support = support.canonicalize().expect("it is there");
    let _ = writeln!(modules, "#[path = {support:?}]\npub mod support;");
    for (name, tests) in cases {
        let _ = writeln!(manifest, "{name} = {{ path = {name:?} }}");
        let tests = tests.canonicalize().expect("a case has tests");
        let _ = writeln!(modules, "#[path = {tests:?}]\nmod {name}_case;");
    }
    write(&folder.join("Cargo.toml"), &manifest);
    write(&folder.join("src/lib.rs"), "");
    write(&folder.join("tests/cases.rs"), &modules);
}

/// Removes the crates of cases that are gone: the workspace would have them as members.
fn remove_others(folder: &Path, cases: &[(String, PathBuf)]) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("a folder can be read").path();
        let kept = ["src", "target", "tests"].map(String::from);
        let name = path.file_name().expect("it has a name").to_string_lossy();
        if path.is_dir()
            && !kept
                .iter()
                .chain(cases.iter().map(|(name, _)| name))
                .any(|kept| *kept == name)
        {
            std::fs::remove_dir_all(&path).expect("a folder of an earlier run");
        }
    }
}

#[test]
fn clients_send_and_read_what_the_cases_say() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases");
    let documents = fixtures("cases").into_iter().filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    let cases: Vec<(String, PathBuf)> = documents
        .map(|document| {
            let name = document.file_stem().expect("a document has a name");
            let name = name.to_string_lossy().into_owned();
            generate(&folder, &document, &name);
            (name, document.with_extension("rs"))
        })
        .collect();
    remove_others(&folder, &cases);
    program(&folder, &cases);
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
    let output = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--offline", "--test", "cases"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    let said =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(output.status.success(), "{}", said.concat());
}
