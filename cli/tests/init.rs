//! `bindery init` and `codegen` in projects of their own.

mod project;

use project::Project;

const DOCUMENT: &str = r#"openapi: 3.0.3
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example"}]
paths:
  /pets:
    get: {operationId: listPets, responses: {"204": {description: none}}}
  /lost:
    get: {operationId: lost, parameters: [{name: a, in: querry}], responses: {"204": {description: none}}}
"#;

/// A folder with the document.
fn project() -> Project {
    let project = Project::new();
    project.write("pets.yaml", DOCUMENT);
    project
}

#[test]
fn a_crate_is_created_and_what_it_lacks_is_told() {
    let project = project();
    std::fs::create_dir(project.path().join("runtime")).expect("a folder");
    project.write(
        "runtime/Cargo.toml",
        "[package]\nname = 'bindery-runtime'\n",
    );
    let [printed, _] = project.prints(&["init", "pets.yaml", "--runtime", "runtime"], 0);
    assert!(printed.contains("1 operation left out"), "{printed}");
    let manifest = project.read("bindery.toml");
    assert!(
        manifest.ends_with("[crate.runtime]\npath = \"runtime\"\n"),
        "{manifest}"
    );
    let cargo = project.read("pets/Cargo.toml");
    assert!(cargo.contains("path = \"../runtime\""), "{cargo}");
    project.prints(&["codegen", "--check"], 0);
    // The same crate again is refused, and changes nothing.
    project.prints(&["init", "pets.yaml"], 1);
    assert_eq!(project.read("bindery.toml"), manifest);
}

#[test]
fn nothing_is_written_if_one_part_cannot_be() {
    let project = project();
    // A folder where the manifest belongs.
    std::fs::create_dir(project.path().join("bindery.toml")).expect("a folder");
    let [_, error] = project.prints(&["init", "pets.yaml"], 1);
    assert!(error.contains("bindery.toml"), "{error}");
    assert!(!project.path().join("pets/Cargo.toml").exists());
    assert!(!project.path().join("pets/src/lib.rs").exists());
}

#[test]
fn an_empty_manifest_is_an_error() {
    let project = project();
    project.write("bindery.toml", "");
    let [_, error] = project.prints(&["codegen", "--check"], 1);
    assert!(error.contains("no `[[crate]]`"), "{error}");
}

#[test]
fn a_url_is_not_a_document() {
    let project = project();
    project.write(
        "bindery.toml",
        "[[crate]]\nname = 'a'\nspec = 'https://pets.example/a.yaml'\nout = 'a'\n",
    );
    for arguments in [
        vec!["codegen"],
        vec![
            "init",
            "https://pets.example/a.yaml",
            "--out",
            "b",
            "--name",
            "b",
        ],
    ] {
        let [_, error] = project.prints(&arguments, 1);
        assert!(
            error.contains("`https://pets.example/a.yaml` is a URL"),
            "{error}"
        );
    }
}

#[test]
fn standard_output_is_for_objects_alone() {
    let project = project();
    project.prints(&["init", "pets.yaml"], 0);
    project.write("pets.yaml", &DOCUMENT.replace("/pets:", "/animals:"));
    for mode in ["--check", "--dry-run"] {
        let code = i32::from(mode == "--check");
        let [printed, error] = project.prints(&["codegen", mode, "--message-format", "json"], code);
        assert!(!printed.is_empty() && error.contains("pets/src"), "{error}");
        for line in printed.lines() {
            serde_json::from_str::<serde_json::Value>(line).expect("one object");
        }
    }
}

#[test]
fn there_may_be_nothing_to_compare_with() {
    let project = project();
    let [_, error] = project.prints(&["diff"], 2);
    assert!(error.contains("bindery init"), "{error}");
    project.prints(&["init", "pets.yaml"], 0);
    std::fs::create_dir(project.path().join(".git")).expect("a folder");
    let [_, error] = project.prints(&["diff"], 2);
    assert!(
        error.contains("there is no commit to compare with"),
        "{error}"
    );
}

#[test]
fn a_workspace_that_cannot_be_changed_is_left_to_its_owner() {
    let project = project();
    project.write("Cargo.toml", "[workspace]\nmembers = 'all'\n");
    let [printed, error] = project.prints(&["init", "pets.yaml"], 0);
    assert!(printed.starts_with("created   pets"), "{printed}");
    assert!(error.contains("add \"pets\" to `members`"), "{error}");
    assert!(!error.contains("nothing was written"), "{error}");
    project.prints(&["codegen", "--check"], 0);
}
