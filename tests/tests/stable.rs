//! Names stay where nothing about them changes: what a document says in another order, or says besides, renames
//! nothing.

use std::collections::BTreeSet;
use std::path::Path;

use bindery::source::Source;
use bindery::sync::SourceFile;
use bindery_tests::{fixtures, target};
use serde_yaml::{Mapping, Value};

/// Mappings whose entries have no order, and none in generated code.
const MAPS: &[&str] = &[
    "headers",
    "mapping",
    "paths",
    "responses",
    "schemas",
    "securitySchemes",
];

/// What is put in another order.
#[derive(Clone, Copy, PartialEq)]
enum Shuffle {
    /// Paths, components, answers and lists of parameters.
    Maps,
    /// The properties of objects too: the fields of a struct keep the order of the document.
    Properties,
}

/// The document with its entries the other way round or turned by one, which moves each.
fn shuffled(value: &Value, what: Shuffle, turn: bool) -> Value {
    let turned = |mut entries: Vec<(Value, Value)>| {
        match turn && !entries.is_empty() {
            true => entries.rotate_left(1),
            false => entries.reverse(),
        }
        entries
    };
    match value {
        Value::Mapping(mapping) => {
            let mut shuffled_mapping = Mapping::new();
            for (key, value) in mapping {
                let name = key.as_str().unwrap_or_default();
                let mut below = shuffled(value, what, turn);
                let is_map =
                    MAPS.contains(&name) || (name == "properties" && what == Shuffle::Properties);
                if let Value::Mapping(entries) = &below
                    && is_map
                {
                    below = Value::Mapping(
                        turned(entries.clone().into_iter().collect())
                            .into_iter()
                            .collect(),
                    );
                }
                if let Value::Sequence(items) = &mut below
                    && name == "parameters"
                {
                    items.reverse();
                }
                shuffled_mapping.insert(key.clone(), below);
            }
            Value::Mapping(shuffled_mapping)
        }
        Value::Sequence(items) => Value::Sequence(
            items
                .iter()
                .map(|item| shuffled(item, what, turn))
                .collect(),
        ),
        other => other.clone(),
    }
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

/// The lines of a crate, each with its file and without what orders it. Comments are left out: what a type
/// that has several places says of itself is what the first of them says.
fn lines(files: &[SourceFile]) -> BTreeSet<String> {
    let lines = files.iter().flat_map(|file| {
        let text = file.text.lines().map(str::trim);
        text.map(|line| format!("{}: {line}", file.path.display()))
    });
    lines.filter(|line| !line.contains(": //")).collect()
}

#[test]
fn another_order_of_what_has_none_makes_the_same_crate() {
    for path in fixtures("ok") {
        let document = document(&path);
        let expected = files(&document, &path);
        for turn in [false, true] {
            let other = files(&shuffled(&document, Shuffle::Maps, turn), &path);
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
fn another_order_of_properties_renames_nothing() {
    for path in fixtures("ok") {
        let document = document(&path);
        let expected = lines(&files(&document, &path));
        for turn in [false, true] {
            let other = lines(&files(
                &shuffled(&document, Shuffle::Properties, turn),
                &path,
            ));
            let moved: Vec<_> = expected.symmetric_difference(&other).collect();
            assert!(moved.is_empty(), "{}: {moved:#?}", path.display());
        }
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
        let method =
            "pub fn create(&self, arguments: CreateCallArguments) -> rt::Call<rt::Response<()>>";
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
    around(&mut document["paths"], more_of("paths"));
    let components = document.as_mapping_mut().expect("a document is a mapping");
    let components = components.entry("components".into());
    let components = components.or_insert_with(|| Value::Mapping(Mapping::new()));
    let components = components.as_mapping_mut().expect("a mapping");
    let schemas = components.entry("schemas".into());
    around(
        schemas.or_insert_with(|| Value::Mapping(Mapping::new())),
        more_of("schemas"),
    );
    document
}

#[test]
fn what_is_added_renames_nothing() {
    for path in fixtures("ok") {
        let document = document(&path);
        let before = lines(&files(&document, &path));
        let after = lines(&files(&extended(&document), &path));
        let gone: Vec<_> = before.difference(&after).collect();
        assert!(gone.is_empty(), "{}: {gone:#?}", path.display());
    }
}
