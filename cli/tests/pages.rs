//! The commands that the pages show are commands.

mod project;

use std::path::{Path, PathBuf};

use project::Project;

const DOCUMENT: &str = r#"openapi: 3.0.3
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example"}]
paths:
  /pets:
    get: {operationId: listPets, responses: {"204": {description: none}}}
"#;

/// What clap says to a command line that it does not know.
const USAGE: [&str; 4] = [
    "unexpected argument",
    "unrecognized subcommand",
    "invalid value",
    "required arguments",
];

/// The pages, as far as they are in this checkout.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let docs = std::fs::read_dir(root.join("docs")).expect("a folder of pages");
    let docs = docs.map(|entry| entry.expect("an entry").path());
    let mut pages: Vec<_> = docs.collect();
    pages.extend([root.join("README.md"), root.join("cli/README.md")]);
    pages
}

/// The command lines in the blocks of a page, without comments.
fn commands(page: &str) -> Vec<Vec<String>> {
    let mut commands = Vec::new();
    let mut in_shell = false;
    for line in page.lines().map(str::trim) {
        match line {
            "```sh" | "```console" => in_shell = true,
            "```" => in_shell = false,
            _ if in_shell => {
                let line = line.strip_prefix("$ ").unwrap_or(line);
                let line = line.split(" # ").next().unwrap_or(line).trim();
                if let Some(arguments) = line.strip_prefix("bindery ") {
                    commands.push(words(arguments));
                }
            }
            _ => {}
        }
    }
    commands
}

/// The words of a command line; `'` quotes.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    let words = parts.flat_map(|(index, part)| match index % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

#[test]
fn commands_of_pages_are_understood() {
    let project = Project::new();
    for document in ["openapi.yaml", "path/to/openapi.yaml"] {
        project.write(document, DOCUMENT);
    }
    let mut count = 0;
    for page in pages() {
        let text = std::fs::read_to_string(&page).expect("a page");
        for arguments in commands(&text) {
            count += 1;
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let output = project.run(&arguments);
            let error = String::from_utf8_lossy(&output.stderr);
            let is_misused = USAGE.iter().any(|text| error.contains(text));
            assert!(
                !is_misused && output.status.code() != Some(101),
                "{}: bindery {}: {error}",
                page.display(),
                arguments.join(" ")
            );
        }
    }
    assert!(count >= 10, "{count} commands");
}
