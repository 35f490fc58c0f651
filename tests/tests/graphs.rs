//! Schemas that refer to each other in every way, with cycles: a crate or an error, and work in bounds.

use std::time::{Duration, Instant};

use bindery::diagnostic::Style;
use bindery::source::Source;
use bindery::target::Target;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// How many schemas a document has.
const SCHEMAS: usize = 6;

/// Far beyond what a good run takes, in a debug build on a busy machine.
const TIME: Duration = Duration::from_secs(30);

/// How many bytes of code a byte of a document may become, at most; the documents are small, so a good part of it is
/// the client that every crate has.
const GROWTH: usize = 400;

/// What stands at a keyword.
#[derive(Clone, Copy, Debug)]
enum Holds {
    One,
    List,
    /// Schemas with names.
    Named,
}

use Holds::{List, Named, One};

const OF_3_0: &[(&str, Holds)] = &[
    ("allOf", List),
    ("oneOf", List),
    ("anyOf", List),
    ("properties", Named),
    ("items", One),
    ("additionalProperties", One),
    ("not", One),
];

const SINCE_3_1: &[(&str, Holds)] = &[
    ("prefixItems", List),
    ("$defs", Named),
    ("dependentSchemas", Named),
    ("patternProperties", Named),
    ("if", One),
    ("then", One),
    ("else", One),
    ("contains", One),
    ("propertyNames", One),
    ("unevaluatedItems", One),
    ("unevaluatedProperties", One),
];

/// Where references lead: to schemas, and into them, whether or not there is something.
fn target() -> impl Strategy<Value = String> {
    let into = [
        "",
        "",
        "",
        "",
        "/properties/a",
        "/items",
        "/allOf/0",
        "/oneOf/1",
        "/additionalProperties",
        "/$defs/b",
    ];
    (0..SCHEMAS, select(into.to_vec()))
        .prop_map(|(nth, into)| format!("#/components/schemas/S{nth}{into}"))
}

fn reference() -> impl Strategy<Value = Value> {
    target().prop_map(|target| json!({ "$ref": target }))
}

fn leaf(later: bool) -> BoxedStrategy<Value> {
    let scalars = select(vec![
        json!({}),
        json!({ "type": "string" }),
        json!({ "type": "integer", "minimum": 1 }),
        json!({ "type": "string", "enum": ["x", "y"] }),
        json!({ "type": "object" }),
    ]);
    if !later {
        return prop_oneof![3 => reference(), 1 => scalars].boxed();
    }
    let own = select(vec![
        json!(true),
        json!(false),
        json!({ "type": "null" }),
        json!({ "const": 1 }),
        json!({ "type": ["object", "array", "null"] }),
        json!({ "$dynamicRef": "#node" }),
        json!({ "$dynamicRef": "#elsewhere" }),
        json!({ "$ref": "#anchor" }),
    ]);
    prop_oneof![5 => reference(), 1 => scalars, 2 => own].boxed()
}

/// A schema with some of the keywords, each of which holds others.
fn schema(later: bool) -> BoxedStrategy<Value> {
    let keywords = match later {
        false => OF_3_0.to_vec(),
        true => [OF_3_0, SINCE_3_1].concat(),
    };
    leaf(later)
        .prop_recursive(3, 24, 4, move |inner| {
            let keyword = (
                select(keywords.clone()),
                proptest::collection::vec(inner, 2..=2),
            );
            let keywords = proptest::collection::vec(keyword, 1..4);
            let more = prop_oneof![
                4 => Just(json!({})),
                2 => Just(json!({ "type": "object", "required": ["a"] })),
                1 => Just(json!({ "type": "array" })),
                1 => reference(),
                1 => Just(match later {
                    true => json!({ "$dynamicAnchor": "node" }),
                    false => json!({ "nullable": true }),
                }),
                1 => Just(match later {
                    true => json!({ "$anchor": "anchor", "minContains": 0 }),
                    false => json!({ "discriminator": { "propertyName": "a" } }),
                }),
            ];
            (keywords, more).prop_map(|(keywords, more)| whole(keywords, more))
        })
        .boxed()
}

fn whole(keywords: Vec<((&'static str, Holds), Vec<Value>)>, more: Value) -> Value {
    let mut members = match more {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    for ((keyword, holds), mut inner) in keywords {
        let held = match holds {
            One => inner.swap_remove(0),
            List => Value::Array(inner),
            Named => std::iter::zip(["a", "b"], inner)
                .map(|(name, inner)| (name.to_owned(), inner))
                .collect::<Map<_, _>>()
                .into(),
        };
        members.insert(keyword.to_owned(), held);
    }
    members.into()
}

fn document(version: &str, schemas: &[Value]) -> String {
    let named = schemas.iter().enumerate();
    let named: Map<_, _> = named
        .map(|(nth, schema)| (format!("S{nth}"), schema.clone()))
        .collect();
    let content = |nth| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/S{nth}") } } });
    json!({
        "openapi": version,
        "info": { "title": "T", "version": "1" },
        "paths": { "/x": { "post": {
            "parameters": [{ "name": "q", "in": "query", "schema": { "$ref": "#/components/schemas/S2" } }],
            "requestBody": { "content": content(0) },
            "responses": { "200": { "description": "D", "content": content(1) } },
        } } },
        "components": { "schemas": named },
    })
    .to_string()
}

/// A document is a crate of Rust, or has an error; either soon.
fn comes_to_an_end(text: &str) -> Result<(), TestCaseError> {
    let source = Source::new("graph.json", text);
    let target = Target {
        crate_name: "graph".into(),
        spec_name: "graph.json".into(),
        ..Target::default()
    };
    let start = Instant::now();
    let outcome = bindery::generate(&source, &target);
    let report = outcome.diagnostics.render(&source, Style::Plain);
    prop_assert!(start.elapsed() < TIME, "{:?}", start.elapsed());
    prop_assert_eq!(
        outcome.generated.is_none(),
        outcome.diagnostics.has_errors(),
        "{}",
        report
    );
    let files = outcome.generated.into_iter().flat_map(|made| made.files);
    let mut size = 0;
    for file in files {
        size += file.text.len();
        let parsed = syn::parse_file(&file.text);
        prop_assert!(parsed.is_ok(), "{:?}: {}", file.path, file.text);
    }
    prop_assert!(size < GROWTH * text.len(), "{} bytes of code", size);
    Ok(())
}

fn schemas(later: bool) -> impl Strategy<Value = Vec<Value>> {
    proptest::collection::vec(schema(later), SCHEMAS..=SCHEMAS)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_3_0(schemas in schemas(false)) {
        comes_to_an_end(&document("3.0.3", &schemas))?;
    }

    #[test]
    fn of_3_1(schemas in schemas(true)) {
        comes_to_an_end(&document("3.1.0", &schemas))?;
    }
}

/// A cycle at every keyword: the schema holds itself there, beside nothing or beside itself in a property.
#[test]
fn cycles_at_every_keyword() {
    let own = json!({ "$ref": "#/components/schemas/S0" });
    for (version, keywords) in [
        ("3.0.3", OF_3_0),
        ("3.1.0", OF_3_0),
        ("3.1.0", SINCE_3_1),
        ("3.2.0", SINCE_3_1),
    ] {
        for keyword in keywords {
            let inner = vec![own.clone(); 2];
            for more in [
                json!({}),
                json!({ "properties": { "a": own }, "required": ["a"] }),
                own.clone(),
                json!({ "allOf": [own] }),
            ] {
                let schema = whole(vec![(*keyword, inner.clone())], more);
                let schemas = vec![schema; 3];
                comes_to_an_end(&document(version, &schemas))
                    .unwrap_or_else(|error| panic!("{version}, {}: {error}", keyword.0));
            }
        }
    }
}
