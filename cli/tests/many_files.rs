//! A document in hundreds of files is what it would be in one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const PARTS: usize = 150;

/// What the schema of a part is, with the references that `to` writes. Each holds the next one, the last one the first;
/// every tenth has the one after the next beside it, and itself.
fn schema(nth: usize, to: impl Fn(usize) -> String) -> String {
    let reference = |nth: usize| format!("{{\"$ref\": \"{}\"}}", to(nth % PARTS));
    let mut properties = format!(
        "\"id\": {{\"type\": \"integer\"}}, \"next\": {}",
        reference(nth + 1)
    );
    if nth.is_multiple_of(10) {
        properties += &format!(
            ", \"others\": {{\"type\": \"array\", \"items\": {}}}, \"same\": {}",
            reference(nth + 2),
            reference(nth)
        );
    }
    format!("{{\"type\": \"object\", \"properties\": {{{properties}}}}}")
}

/// What the path of a part has.
fn path(nth: usize, parameter: &str, schema: &str, error: &str) -> String {
    format!(
        "{{\"get\": {{\"operationId\": \"getPart{nth}\", \"parameters\": [{{\"$ref\": \"{parameter}\"}}], \"responses\": {{\
         \"200\": {{\"description\": \"D\", \"content\": {{\"application/json\": {{\"schema\": {{\"$ref\": \"{schema}\"}}}}}}}}, \
         \"404\": {{\"$ref\": \"{error}\"}}}}}}}}"
    )
}

const PARAMETER: &str =
    "{\"name\": \"limit\", \"in\": \"query\", \"schema\": {\"type\": \"integer\"}}";
const ERROR: &str = "{\"description\": \"D\", \"content\": {\"application/json\": {\"schema\": {\"type\": \"object\", \
     \"properties\": {\"message\": {\"type\": \"string\"}}}}}}";

fn document(paths: &str, components: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Parts, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n{paths}{components}"
    )
}

/// Writes the document in one file.
fn in_one(folder: &Path) {
    let schema_at = |nth: usize| format!("#/components/schemas/Part{nth}");
    let (mut paths, mut schemas) = (String::new(), String::new());
    for nth in 0..PARTS {
        let item = path(
            nth,
            "#/components/parameters/limit",
            &schema_at(nth),
            "#/components/responses/error",
        );
        paths += &format!("  /parts/p{nth}: {item}\n");
        schemas += &format!("    Part{nth}: {}\n", schema(nth, schema_at));
    }
    let components = format!(
        "components:\n  parameters: {{limit: {PARAMETER}}}\n  responses: {{error: {ERROR}}}\n  schemas:\n{schemas}"
    );
    fs::write(folder.join("api.yaml"), document(&paths, &components)).expect("a file");
}

/// Writes it in a file for each path and each schema, half of these by way of another file.
fn in_many(folder: &Path) {
    for below in ["paths", "schemas", "shared"] {
        fs::create_dir_all(folder.join(below)).expect("a folder");
    }
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
    write("shared/parameters.yml", &format!("limit: {PARAMETER}\n"));
    write("shared/responses.json", &format!("{{\"error\": {ERROR}}}"));
    let mut paths = String::new();
    for nth in 0..PARTS {
        paths += &format!("  /parts/p{nth}: {{$ref: 'paths/p{nth}.yaml'}}\n");
        let item = path(
            nth,
            "../shared/parameters.yml#/limit",
            &format!("../schemas/Part{nth}.yaml"),
            "../shared/responses.json#/error",
        );
        match nth % 2 {
            0 => write(&format!("paths/p{nth}.yaml"), &item),
            _ => {
                write(
                    &format!("paths/p{nth}.yaml"),
                    &format!("$ref: 'q{nth}.json#/item'\n"),
                );
                write(
                    &format!("paths/q{nth}.json"),
                    &format!("{{\"item\": {item}}}"),
                );
            }
        }
        let schema = schema(nth, |other| format!("./Part{other}.yaml"));
        write(&format!("schemas/Part{nth}.yaml"), &schema);
    }
    write("api.yaml", &document(&paths, ""));
}

/// The files that `codegen` makes of a document, without the line that names it.
fn generated(folder: &Path) -> BTreeMap<String, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .arg("codegen")
        .args(["--deny-warnings", "--name", "parts", "--spec"])
        .arg(folder.join("api.yaml"))
        .arg("--out")
        .arg(folder.join("made"))
        .output()
        .expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    let files = fs::read_dir(folder.join("made/src")).expect("there are sources");
    files
        .map(|file| {
            let file = file.expect("a file");
            let text = fs::read_to_string(file.path()).expect("a text");
            let text = text.replace(&folder.display().to_string(), "");
            (file.file_name().to_string_lossy().into_owned(), text)
        })
        .collect()
}

#[test]
fn hundreds_of_files_are_one_document() {
    let (one, many) = (tempfile::tempdir(), tempfile::tempdir());
    let (one, many) = (one.expect("a folder"), many.expect("a folder"));
    in_one(one.path());
    in_many(many.path());
    let (one, many) = (generated(one.path()), generated(many.path()));
    assert!(Vec::from_iter(one.keys()) == Vec::from_iter(many.keys()));
    for (name, text) in &one {
        assert!(many[name] == *text, "{name} differs");
    }
    let code: String = one.into_values().collect();
    assert!(code.contains("pub struct Part149 "));
}
