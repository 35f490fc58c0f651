//! A client of a document, and a program that asks it about values.

use std::path::Path;
use std::process::Command;

use bindery::source::Source;
use bindery::target::Target;
use bindery_tests::root;
use serde_json::{Map, Value, json};

/// A document with these components; each of the named ones is the body of a request to `/p<index>`.
pub(crate) fn document(components: Map<String, Value>, bodies: &[String]) -> Source {
    let mut paths = Map::new();
    for (index, name) in bodies.iter().enumerate() {
        let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
        let operation = json!({
            "operationId": format!("send{index}"),
            "requestBody": {"required": true, "content": content},
            "responses": {"204": {"description": "none"}},
        });
        paths.insert(format!("/p{index}"), json!({"post": operation}));
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Schemas", "version": "1"},
        "servers": [{"url": "https://schemas.example"}],
        "paths": paths,
        "components": {"schemas": components},
    });
    Source::from_bytes("schemas.json", document.to_string().into_bytes())
}

pub(crate) fn target() -> Target {
    Target {
        crate_name: "schemas".to_owned(),
        spec_name: "schemas.json".to_owned(),
        ..Target::default()
    }
}

/// Whether something of a document is told to be unchecked.
pub(crate) fn is_told(source: &Source) -> bool {
    let outcome = bindery::generate(source, &target());
    let report = outcome
        .diagnostics
        .render(source, bindery::diagnostic::Style::Plain);
    assert!(outcome.generated.is_some(), "{report}");
    report.contains("warning")
}

/// Writes the client and the program that asks it.
pub(crate) fn write(folder: &Path, source: &Source, program: &str) {
    let generated = bindery::generate(source, &target()).generated;
    let generated = generated.expect("each of them can be generated");
    let place = |path: &Path, text: &str| {
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    for file in &generated.files {
        place(&folder.join("client").join(&file.path), &file.text);
    }
    let runtime = root()
        .join("runtime")
        .canonicalize()
        .expect("the runtime is there");
    let package = |name: &str| {
        format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nbindery-runtime = {{ path = {runtime:?}, default-features = false, features = [\"pattern\", \"testing\"] }}\n"
        )
    };
    place(&folder.join("client/Cargo.toml"), &package("schemas"));
    let workspace = "schemas = { path = \"client\" }\n\n[workspace]\nresolver = \"3\"\n\n[profile.dev]\ndebug = false\n";
    place(&folder.join("Cargo.toml"), &(package("judge") + workspace));
    place(&folder.join("src/main.rs"), program);
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
}

/// What the program says, a line for each line of the values.
pub(crate) fn verdicts(folder: &Path, lines: &str) -> String {
    let values = folder.join("values.txt");
    std::fs::write(&values, lines).expect("a file");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline", "--"])
        .arg(values)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}
