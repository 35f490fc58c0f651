//! Names stay where nothing about them changes: what a document says in another order, or says besides, renames
//! nothing.

use std::path::Path;

use bindery::change::{self, Level, Side};
use bindery::diagnostic::Diagnostics;
use bindery::source::Source;
use bindery::sync::SourceFile;
use bindery_tests::{fixtures, target};
use serde_yaml::{Mapping, Value};

/// Lists whose order means nothing.
const SETS: &[&str] = &["parameters", "required", "tags"];

/// What is no part of the description, or has an order: the first media type is the preferred one.
const ORDERED: &[&str] = &["content", "default", "enum", "example", "examples", "value"];

/// The document with the entries of each mapping, and of each list that is a set, the other way round or turned by
/// one, which moves each.
fn shuffled(value: &Value, is_ordered: bool, turn: bool) -> Value {
    let below = |key: &Value, value: &Value| {
        let name = key.as_str().unwrap_or_default();
        // A property may have any name.
        let is_set = SETS.contains(&name) && value.is_sequence();
        let value = match (is_set, value) {
            (true, Value::Sequence(items)) => Value::Sequence(turned(items.to_vec(), turn)),
            _ => value.clone(),
        };
        let literal = ORDERED.contains(&name) && name != "content";
        match literal {
            true => value,
            false => shuffled(&value, name == "content", turn),
        }
    };
    match value {
        Value::Mapping(mapping) => {
            let entries = mapping
                .iter()
                .map(|(key, value)| (key.clone(), below(key, value)));
            let entries = entries.collect();
            let entries = if is_ordered {
                entries
            } else {
                turned(entries, turn)
            };
            Value::Mapping(entries.into_iter().collect::<Mapping>())
        }
        Value::Sequence(items) => {
            let items = items.iter().map(|item| shuffled(item, false, turn));
            Value::Sequence(items.collect())
        }
        other => other.clone(),
    }
}

fn turned<T>(mut entries: Vec<T>, turn: bool) -> Vec<T> {
    match turn && !entries.is_empty() {
        true => entries.rotate_left(1),
        false => entries.reverse(),
    }
    entries
}

fn document(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).expect("the fixture can be read");
    serde_yaml::from_str(&text).expect("the fixture is YAML")
}

fn files(document: &Value, path: &Path) -> Vec<SourceFile> {
    let text = serde_yaml::to_string(document).expect("a value is YAML");
    let outcome = bindery::generate(&Source::new("document.yaml", text), &target(path));
    let generated = outcome.generated;
    generated
        .unwrap_or_else(|| panic!("{} has mistakes", path.display()))
        .files
}

#[test]
fn another_order_of_what_has_none_makes_the_same_crate() {
    for path in fixtures("ok") {
        let document = document(&path);
        let expected = files(&document, &path);
        for turn in [false, true] {
            let other = files(&shuffled(&document, false, turn), &path);
            for (one, other) in expected.iter().zip(&other) {
                assert_eq!(
                    one.text,
                    other.text,
                    "{}: {}",
                    path.display(),
                    one.path.display()
                );
            }
            assert_eq!(expected, other, "{}", path.display());
        }
    }
}

#[test]
fn another_version_of_the_document_changes_no_line() {
    for path in fixtures("ok") {
        let mut document = document(&path);
        let expected = files(&document, &path);
        document["info"]["version"] = "99.9.9-rc.1".into();
        assert_eq!(files(&document, &path), expected, "{}", path.display());
    }
}

/// A document in which these are the required fields of the form of an operation.
fn form(media_type: &str, properties: &[&str]) -> String {
    let list = properties.join(", ");
    let schema = |name: &&str| format!("{name}: {{type: string, description: Of {name}.}}");
    let schemas: Vec<String> = properties.iter().map(schema).collect();
    let schemas = schemas.join(", ");
    format!(
        r#"
openapi: 3.0.3
info: {{title: Calls, version: "1"}}
servers: [{{url: https://api.example.com}}]
paths:
  /calls:
    post:
      operationId: createCall
      requestBody:
        required: true
        content:
          {media_type}:
            schema: {{type: object, required: [{list}], properties: {{{schemas}}}}}
      responses: {{"204": {{description: none}}}}
"#
    )
}

#[test]
fn required_fields_of_forms_that_change_places_change_no_line() {
    let target = bindery::target::Target {
        crate_name: "calls".to_owned(),
        ..Default::default()
    };
    for media_type in ["application/x-www-form-urlencoded", "multipart/form-data"] {
        let files = |properties: &[&str]| {
            let source = Source::new("calls.yaml", form(media_type, properties));
            let generated = bindery::generate(&source, &target).generated;
            generated.expect("the document has no mistakes").files
        };
        let one = files(&["To", "From", "Twiml"]);
        assert_eq!(one, files(&["From", "Twiml", "To"]), "{media_type}");
        let all: String = one.iter().map(|file| file.text.as_str()).collect();
        let method = "pub fn create(&self, arguments: CreateCallArguments) -> CreateCall";
        assert!(all.contains(method), "{all}");
    }
}

/// The document with more in it that has nothing to do with the rest: at the beginning and at the end of each mapping.
fn extended(document: &Value) -> Value {
    let more: Value = serde_yaml::from_str(
        r##"
        paths:
          /aaa/added: {get: &get {responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/AaaAdded"}}}}}}}
          /zzz-added: {get: *get}
        schemas:
          AaaAdded: &added
            type: object
            required: [added_sid]
            properties:
              added_sid: {type: string, pattern: "^QY[0-9a-fA-F]{32}$"}
              added_code: {type: string, pattern: "^added-[0-9]{7}$"}
              added_mode: {type: string, enum: [added_on, added_off]}
              added_part: {oneOf: [{type: string}, {type: object, properties: {added: {type: string}}}]}
          ZzzAdded: *added
        "##,
    )
    .expect("what is added is YAML");
    let more_of = |key: &str| more[key].as_mapping().expect("a mapping").clone();
    let mut document = document.clone();
    let around = |old: &mut Value, more: Mapping| {
        let old = old.as_mapping_mut().expect("a mapping");
        let mut entries: Vec<(Value, Value)> = more.into_iter().collect();
        entries.splice(1..1, std::mem::take(old));
        old.extend(entries);
    };
    let parts = document.as_mapping_mut().expect("a document is a mapping");
    // A document of webhooks alone has none.
    let paths = parts.entry("paths".into());
    around(
        paths.or_insert_with(|| Value::Mapping(Mapping::new())),
        more_of("paths"),
    );
    let components = parts.entry("components".into());
    let components = components.or_insert_with(|| Value::Mapping(Mapping::new()));
    let components = components.as_mapping_mut().expect("a mapping");
    let schemas = components.entry("schemas".into());
    around(
        schemas.or_insert_with(|| Value::Mapping(Mapping::new())),
        more_of("schemas"),
    );
    document
}

/// The first line of a text that is not in another one behind the lines before it.
fn first_changed<'t>(text: &'t str, other: &str) -> Option<&'t str> {
    let mut others = other.lines();
    // The entry page shows a way through the API, which is another one if there is one that comes before.
    let mut lines = text.lines().filter(|line| !line.starts_with("//!"));
    lines.find(|line| !others.any(|other| other == *line))
}

/// The document with one more optional property in each component that has some, and one more optional parameter in each
/// operation that has one.
fn widened(document: &Value) -> Value {
    let mut document = document.clone();
    let schemas = document
        .get_mut("components")
        .and_then(|it| it.get_mut("schemas"));
    let schemas = schemas.and_then(Value::as_mapping_mut);
    for (_, schema) in schemas.into_iter().flatten() {
        let is_closed = ["additionalProperties", "maxProperties"]
            .iter()
            .any(|it| schema.get(it).is_some());
        let properties = schema.get_mut("properties").and_then(Value::as_mapping_mut);
        if let Some(properties) = properties.filter(|it| !it.is_empty() && !is_closed) {
            properties.insert("aaa_added".into(), string());
            properties.insert("zzz_added".into(), string());
        }
    }
    let paths = document.get_mut("paths").and_then(Value::as_mapping_mut);
    let items = paths
        .into_iter()
        .flatten()
        .filter_map(|(_, item)| item.as_mapping_mut());
    for (_, operation) in items.flatten() {
        let parameters = operation
            .get_mut("parameters")
            .and_then(Value::as_sequence_mut);
        let is_optional = |it: &Value| it["in"] == "query" && it["required"] != true;
        if let Some(parameters) = parameters.filter(|it| it.iter().any(is_optional)) {
            let mut added = Mapping::new();
            added.insert("name".into(), "zzz_added".into());
            added.insert("in".into(), "query".into());
            added.insert("schema".into(), string());
            parameters.insert(0, Value::Mapping(added));
        }
    }
    document
}

fn string() -> Value {
    serde_yaml::from_str("{type: string}").expect("YAML")
}

#[test]
fn what_is_added_to_a_part_is_minor_and_only_adds_lines() {
    for path in fixtures("ok") {
        let document = document(&path);
        let new = widened(&document);
        let after = files(&new, &path);
        for before in files(&document, &path) {
            let same = after.iter().find(|after| after.path == before.path);
            let same = same.unwrap_or_else(|| panic!("{}: a file is gone", path.display()));
            // Examples set the first property of what has optional ones alone.
            let code = |text: &str| -> String {
                let lines = text
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("///"));
                lines.map(|line| format!("{line}\n")).collect()
            };
            if let Some(line) = first_changed(&code(&before.text), &code(&same.text)) {
                panic!("{}: {}: {line}", path.display(), before.path.display());
            }
        }
        let side = |document: &Value| {
            let text = serde_yaml::to_string(document).expect("a value is YAML");
            let source = Source::new("document.yaml", text);
            Side::read(&source, &target(&path), &mut Diagnostics::new()).expect("no mistakes")
        };
        let findings = change::compare(&side(&document), &side(&new)).findings;
        let level = change::verdict(&findings);
        assert!(
            level.is_none_or(|it| it >= Level::Minor),
            "{}: {findings:#?}",
            path.display()
        );
    }
}

#[test]
fn what_is_added_only_adds_lines() {
    for path in fixtures("ok") {
        let document = document(&path);
        let after = files(&extended(&document), &path);
        for before in files(&document, &path) {
            let same = after.iter().find(|after| after.path == before.path);
            let same = same.unwrap_or_else(|| panic!("{}: a file is gone", path.display()));
            if let Some(line) = first_changed(&before.text, &same.text) {
                panic!("{}: {}: {line}", path.display(), before.path.display());
            }
        }
    }
}
