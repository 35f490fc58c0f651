//! What Bindery says of values is what an independent validator says of them.
//!
//! Random schemas of OpenAPI 3.0 become one client. A value is valid for Bindery if a strict client reads it
//! and a request takes it as its body: together these hold all keywords. The schemas and the values are the same
//! in every run; `BINDERY_SEED` draws others, and `BINDERY_VALUES` is the number of values for each schema.

#[path = "schemas/draw.rs"]
mod draw;
#[path = "schemas/validator.rs"]
mod validator;

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use bindery::source::Source;
use bindery::target::Target;
use bindery_tests::root;
use draw::Dice;
use serde_json::{Map, Value, json};

const SCHEMAS: usize = 80;
const VALUES: usize = 1000;

fn document(schemas: &[Value]) -> Source {
    let mut paths = Map::new();
    let mut components = Map::new();
    for (index, schema) in schemas.iter().enumerate() {
        let name = format!("Holder{index}");
        let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
        let operation = json!({
            "operationId": format!("send{index}"),
            "requestBody": {"required": true, "content": content},
            "responses": {"204": {"description": "none"}},
        });
        paths.insert(format!("/p{index}"), json!({"post": operation}));
        components.insert(name, schema.clone());
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

fn target() -> Target {
    Target {
        crate_name: "schemas".to_owned(),
        spec_name: "schemas.json".to_owned(),
        ..Target::default()
    }
}

/// An object that holds a random schema, so that each is a type with a name.
fn holder(dice: &mut Dice) -> Value {
    let mut holder = json!({"type": "object", "properties": {"held": draw::schema(dice, 2)}});
    if dice.0.is_multiple_of(2) {
        holder["required"] = json!(["held"]);
    }
    holder
}

/// Schemas of which nothing is told to be unchecked.
fn schemas(dice: &mut Dice) -> Vec<Value> {
    let mut drawn = Vec::new();
    let mut told = 0;
    while drawn.len() < SCHEMAS {
        let schema = holder(dice);
        let source = document(std::slice::from_ref(&schema));
        let outcome = bindery::generate(&source, &target());
        let report = outcome
            .diagnostics
            .render(&source, bindery::diagnostic::Style::Plain);
        assert!(outcome.generated.is_some(), "{report}");
        if report.contains("warning") {
            told += 1;
            assert!(
                told < SCHEMAS,
                "most schemas are told to be unchecked: {report}"
            );
        } else {
            drawn.push(schema);
        }
    }
    eprintln!("{told} schemas were left out, because something of them is told to be unchecked");
    drawn
}

const MAIN: &str = r#"
use std::io::Write;
use bindery_runtime::from_slice_strict;
use bindery_runtime::testing::FakeTransport;

macro_rules! judge {
    ($client:ident, $json:ident, $holder:ident, $place:ident) => {
        match from_slice_strict::<schemas::models::$holder>($json) {
            Err(error) => format!("no answer: {error}"),
            Ok(model) => match $client.$place().post(&model).request() {
                Err(error) => format!("no request: {error}"),
                Ok(_) => "valid".to_owned(),
            },
        }
    };
}

fn main() {
    let client = schemas::Client::builder().transport(FakeTransport::new()).build().unwrap();
    let values = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in values.lines() {
        let (index, json) = line.split_once(' ').unwrap();
        let json = json.as_bytes();
        let verdict = match index {
            ARMS
            _ => unreachable!(),
        };
        writeln!(out, "{}", verdict.replace('\n', " ")).unwrap();
    }
}
"#;

/// Writes the client and the program that asks it.
fn write(folder: &Path, schemas: &[Value]) {
    let source = document(schemas);
    let generated = bindery::generate(&source, &target()).generated;
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
    let mut arms = String::new();
    for index in 0..schemas.len() {
        let _ = writeln!(
            arms,
            "\"{index}\" => judge!(client, json, Holder{index}, p{index}),"
        );
    }
    place(&folder.join("src/main.rs"), &MAIN.replace("ARMS", &arms));
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
}

fn verdicts(folder: &Path, values: &Path) -> String {
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

#[test]
fn verdicts_are_those_of_an_independent_validator() {
    let seed = std::env::var("BINDERY_SEED").map_or(1, |seed| seed.parse().expect("a number"));
    let dice = &mut Dice(seed);
    let count =
        std::env::var("BINDERY_VALUES").map_or(VALUES, |count| count.parse().expect("a number"));
    let schemas = schemas(dice);
    let mut lines = String::new();
    let mut expected = Vec::new();
    for (index, schema) in schemas.iter().enumerate() {
        let validator = validator::validator(schema);
        for _ in 0..count {
            let value = draw::value(dice, schema);
            let _ = writeln!(lines, "{index} {value}");
            expected.push(validator.is_valid(&value));
        }
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schemas");
    write(&folder, &schemas);
    let values = folder.join("values.txt");
    std::fs::write(&values, &lines).expect("a file");
    let said = verdicts(&folder, &values);
    let mut differing = Vec::new();
    for ((line, said), valid) in lines.lines().zip(said.lines()).zip(&expected) {
        if (said == "valid") != *valid {
            let (index, value) = line.split_once(' ').expect("an index and a value");
            let schema = &schemas[index.parse::<usize>().expect("an index")];
            let told = differing
                .iter()
                .filter(|told: &&String| told.contains(&schema.to_string()));
            if told.count() > 1 {
                continue;
            }
            differing.push(format!(
                "{value}\n  of {schema}\n  Bindery: {said}, the validator: {valid}"
            ));
        }
    }
    assert_eq!(said.lines().count(), expected.len());
    let valid = expected.iter().filter(|valid| **valid).count();
    assert!(
        valid * 5 > expected.len() && valid * 5 < expected.len() * 4,
        "{valid} of {} are valid",
        expected.len()
    );
    differing.sort_by_key(String::len);
    differing.truncate(30);
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
