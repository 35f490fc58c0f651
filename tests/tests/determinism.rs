//! Equal documents come to equal crates.

use bindery::source::Source;
use bindery_tests::{fixtures, root, source, target};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_yaml::{Mapping, Value};

/// Keys below which the order of a mapping is the document's own and is kept: the names there are
/// the author's (OpenAPI 3.0, the fields of type `Map[…]`, and the path and response patterns).
const ORDERED: &[&str] = &[
    "callbacks",
    "content",
    "default",
    "encoding",
    "enum",
    "example",
    "examples",
    "headers",
    "links",
    "mapping",
    "parameters",
    "paths",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "scopes",
    "securitySchemes",
    "security",
    "value",
    "variables",
];

/// The document with the keys of every object of the specification in another order.
fn shuffled(value: &Value, ordered: bool, pick: &mut impl FnMut(usize) -> usize) -> Value {
    match value {
        Value::Mapping(mapping) => {
            let mut entries: Vec<(Value, Value)> = mapping
                .iter()
                .map(|(key, value)| {
                    let name = key.as_str().unwrap_or_default();
                    let below = !ordered && ORDERED.contains(&name);
                    (key.clone(), shuffled(value, below, pick))
                })
                .collect();
            if !ordered {
                for end in (1..entries.len()).rev() {
                    entries.swap(end, pick(end + 1));
                }
            }
            Value::Mapping(entries.into_iter().collect::<Mapping>())
        }
        Value::Sequence(items) => Value::Sequence(
            items
                .iter()
                .map(|item| shuffled(item, false, pick))
                .collect(),
        ),
        other => other.clone(),
    }
}

fn files(source: &Source, path: &std::path::Path) -> Vec<bindery::sync::SourceFile> {
    bindery::generate(source, &target(path))
        .generated
        .expect("the document has no mistakes")
        .files
}

#[test]
fn the_order_of_keys_that_have_none_does_not_matter() {
    let path = root().join("specs/conversations_bindings.yaml");
    let text = std::fs::read_to_string(&path).expect("the document is there");
    let document: Value = serde_yaml::from_str(&text).expect("the document is YAML");
    let expected = files(&source(&path), &path);
    let mut runner = TestRunner::new(Config {
        cases: 24,
        ..Config::default()
    });
    let property = |picks: Vec<prop::sample::Index>| {
        let mut next = picks.iter().cycle();
        let mut pick = |below: usize| next.next().map_or(0, |index| index.index(below));
        let other = serde_yaml::to_string(&shuffled(&document, false, &mut pick)).expect("YAML");
        prop_assert_eq!(
            &files(&Source::new("shuffled.yaml", other), &path),
            &expected
        );
        Ok(())
    };
    runner
        .run(
            &prop::collection::vec(any::<prop::sample::Index>(), 50..200),
            property,
        )
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn two_runs_come_to_the_same_bytes() {
    for path in fixtures("ok") {
        let source = source(&path);
        assert_eq!(
            files(&source, &path),
            files(&source, &path),
            "{}",
            path.display()
        );
    }
}
