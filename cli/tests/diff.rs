//! `bindery diff` in a workspace of its own, with documents, crates and commits.

mod project;

use std::ops::Deref;
use std::process::Command;

use project::Project;

const OLD: &str = r#"openapi: 3.0.3
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example"}]
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
components:
  schemas:
    Pet: {description: A pet., type: object, properties: {name: {type: string}, age: {type: integer}}}
"#;

const MANIFEST: &str = r#"
[[crate]]
name = "pets"
spec = "pets.yaml"
out = "../pets"
"#;

struct Workspace(Project);

impl Deref for Workspace {
    type Target = Project;

    fn deref(&self) -> &Project {
        &self.0
    }
}

impl Workspace {
    /// A workspace with one document that is committed.
    fn new() -> Self {
        let workspace = Self(Project::new());
        workspace.write(
            "pets/Cargo.toml",
            "[package]\nname = \"pets\"\nversion = \"0.3.1\"\n",
        );
        workspace.write("specs/codegen.toml", MANIFEST);
        workspace.write("specs/pets.yaml", OLD);
        workspace.git(&["init", "--quiet"]);
        workspace.commit();
        workspace
    }

    fn git(&self, arguments: &[&str]) {
        let identity = [
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.com",
            "-c",
            "commit.gpgsign=false",
        ];
        let output = Command::new("git")
            .args(identity)
            .args(arguments)
            .current_dir(self.path())
            .output();
        let output = output.expect("git runs");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    fn commit(&self) {
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "--message", "change"]);
    }

    /// What the command prints, if it exits so.
    fn diff(&self, arguments: &[&str], code: i32) -> String {
        self.prints(&[&["diff"], arguments].concat(), code).concat()
    }

    fn change(&self, old: &str, new: &str) {
        let text = self.read("specs/pets.yaml");
        assert!(text.contains(old), "{text}");
        self.write("specs/pets.yaml", &text.replace(old, new));
    }
}

#[test]
fn the_work_tree_is_compared_with_the_last_commit() {
    let workspace = Workspace::new();
    assert!(workspace.diff(&[], 0).starts_with("pets: no changes\n"));
    workspace.change("age: {type: integer}", "age: {type: string}");
    let printed = workspace.diff(&[], 1);
    assert!(
        printed.starts_with("pets: major (1 major)\nwire: breaking\nversion: 0.3.1 -> 0.4.0\n"),
        "{printed}"
    );
    for line in [
        "major[field-type-changed]",
        "before   Pet.age: Option<i64>",
        "after    Pet.age: Option<String>",
        "at specs/pets.yaml:12:",
    ] {
        assert!(printed.contains(line), "{line} in {printed}");
    }
    workspace.diff(&["--fail-on", "silent"], 0);
    workspace.commit();
    workspace.diff(&[], 0);
    workspace.diff(&["HEAD~1"], 1);
    workspace.diff(&["HEAD~1", "HEAD"], 1);
}

#[test]
fn a_crate_that_is_gone_is_a_major_change() {
    let workspace = Workspace::new();
    let other = MANIFEST.replace("pets", "cats");
    workspace.write("specs/cats.yaml", OLD);
    workspace.write("specs/codegen.toml", &format!("{MANIFEST}{other}"));
    assert!(workspace.diff(&[], 0).contains("cats: new\n"));
    workspace.commit();
    workspace.write("specs/codegen.toml", MANIFEST);
    assert!(workspace.diff(&[], 1).contains("cats: gone\n"));
}

/// The names of the crate are those of its lock, and what has none has those of the other side.
#[test]
fn names_are_those_of_the_lock() {
    let workspace = Workspace::new();
    workspace.run(&["codegen"]);
    let lock = std::fs::read_to_string(workspace.path().join("pets/names.lock")).expect("a lock");
    assert!(lock.contains(" Pet\n"), "{lock}");
    workspace.write("pets/names.lock", &lock.replace(" Pet\n", " Animal\n"));
    workspace.commit();
    workspace.change("age: {type: integer}", "age: {type: string}");
    assert!(workspace.diff(&[], 1).contains("before   Animal.age"));
    workspace.write("new.yaml", OLD);
    let printed = workspace.diff(&["HEAD:specs/pets.yaml", "new.yaml"], 0);
    assert!(printed.starts_with("new: no changes\n"), "{printed}");
}

#[test]
fn documents_folders_and_revisions_name_a_side() {
    let workspace = Workspace::new();
    workspace.write(
        "new.yaml",
        &OLD.replace("age:", "years: {type: integer}, age:"),
    );
    for sides in [
        ["specs/pets.yaml", "new.yaml"],
        ["HEAD:specs/pets.yaml", "new.yaml"],
        ["pets", "new.yaml"],
    ] {
        let printed = workspace.diff(&sides, 0);
        assert!(
            printed.starts_with("new: minor (1 minor)"),
            "{sides:?}: {printed}"
        );
    }
    let printed = workspace.diff(&["HEAD", "pets"], 0);
    assert!(printed.starts_with("pets: no changes"), "{printed}");
    let printed = workspace.diff(&["HEAD", "new.yaml"], 2);
    assert!(
        printed.contains("pass both sides as documents"),
        "{printed}"
    );
}

/// A document that cannot be read is never one without changes.
#[test]
fn what_cannot_be_read_is_told() {
    let workspace = Workspace::new();
    let printed = workspace.diff(&["nothing"], 2);
    assert!(
        printed.contains("`nothing` is not a file, a folder or a revision"),
        "{printed}"
    );
    workspace.write("specs/pets.yaml", "openapi: [");
    let printed = workspace.diff(&[], 2);
    assert!(
        printed.contains("the documents were not compared"),
        "{printed}"
    );
    std::fs::remove_file(workspace.path().join("specs/pets.yaml")).expect("it is there");
    let printed = workspace.diff(&[], 2);
    assert!(
        printed.contains("cannot read `specs/pets.yaml`"),
        "{printed}"
    );
}

#[test]
fn the_folder_of_a_crate_is_compared_with_its_last_commit() {
    let workspace = Workspace::new();
    workspace.change("age: {type: integer}", "age: {type: string}");
    assert!(workspace.diff(&["pets"], 1).starts_with("pets: major"));
}

#[test]
fn changes_are_accepted_with_a_reason() {
    let workspace = Workspace::new();
    workspace.change("age: {type: integer}", "age: {type: string}");
    let accept = |rule: &str| {
        let entry = format!(
            "[[crate.accept]]\nrule = \"{rule}\"\nat = \"#/components/schemas/Pet/properties/age\"\nreason = \"nobody reads it\"\n"
        );
        workspace.write("specs/codegen.toml", &format!("{MANIFEST}{entry}"));
    };
    accept("field-type-changed");
    let printed = workspace.diff(&[], 0);
    assert!(
        printed.starts_with("pets: no changes (1 accepted)"),
        "{printed}"
    );
    assert!(printed.contains("accepted nobody reads it"), "{printed}");
    accept("field-removed");
    let printed = workspace.diff(&[], 1);
    assert!(
        printed.contains("warning[W0501]: there is no change `field-removed`"),
        "{printed}"
    );
    accept("field-type-chang");
    let printed = workspace.diff(&[], 2);
    assert!(
        printed.contains("did you mean `field-type-changed`?"),
        "{printed}"
    );
}

#[test]
fn formats_for_programs_and_pull_requests() {
    let workspace = Workspace::new();
    workspace.change(
        "age: {type: integer}",
        "age: {type: string}, more: {type: string}",
    );
    let printed = workspace.diff(&["--format", "json"], 1);
    let json: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    let pets = &json["crates"][0];
    assert_eq!(
        (&pets["verdict"], &pets["wire"]),
        (&"major".into(), &"breaking".into())
    );
    assert_eq!(pets["findings"][0]["rule"], "field-type-changed");
    assert_eq!(pets["findings"][0]["new"]["line"], 12);
    assert_eq!(pets["findings"][1]["rule"], "field-added");

    let printed = workspace.diff(&["--format", "markdown"], 1);
    assert!(printed.starts_with("## pets: major (1 major, 1 minor)\n\nWire: breaking. Version: 0.3.1, next 0.4.0.\n\n### Breaking\n\n- `Pet.age: Option<i64>` is now"), "{printed}");
    assert!(
        printed.contains("\n### Added\n\n- `Pet.more`: "),
        "{printed}"
    );
    workspace.diff(&["--changelog", "change.md"], 1);
    let written = std::fs::read_to_string(workspace.path().join("change.md")).expect("a file");
    assert_eq!(written, printed);

    let printed = workspace.diff(&["--format", "github"], 1);
    assert!(
        printed.starts_with("::error file=specs/pets.yaml,line=12,col="),
        "{printed}"
    );
}

#[test]
fn codegen_says_what_a_change_does() {
    let workspace = Workspace::new();
    let run =
        |arguments: &[&str]| String::from_utf8(workspace.run(arguments).stdout).expect("UTF-8");
    run(&["codegen"]);
    workspace.commit();
    workspace.change("age: {type: integer}", "");
    let verdict = "pets: major (1 major) since the last commit";
    for arguments in [&["codegen", "--check"][..], &["codegen"]] {
        let printed = run(arguments);
        assert!(printed.contains(verdict), "{printed}");
    }
    assert!(!run(&["codegen"]).contains(verdict));
}
