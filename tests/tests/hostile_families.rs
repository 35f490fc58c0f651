//! Bases, children and choices that multiply: bounded time, and a word about what is weaker.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use bindery::source::Source;
use bindery::target::Target;

/// Far beyond what a good run takes, in a debug build on a busy machine.
const BOUND: Duration = Duration::from_secs(60);

/// Generates a crate of these schemas, and gives back the codes of what is said.
fn codes(schemas: &str) -> Vec<&'static str> {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    );
    let target = Target {
        crate_name: "hostile".into(),
        spec_name: "hostile.yaml".into(),
        ..Target::default()
    };
    let start = Instant::now();
    let outcome = bindery::generate(&Source::from_bytes("hostile.yaml", text.into()), &target);
    assert!(start.elapsed() < BOUND, "{:?}", start.elapsed());
    assert!(outcome.generated.is_some());
    let codes = outcome.diagnostics.iter().map(|said| said.code().as_str());
    codes.collect()
}

/// Each of a chain is a base of all that follow: their number grows with the square of the length.
#[test]
fn chains_of_bases() {
    for own in ["", "discriminator: {propertyName: kind}, "] {
        let mut text = String::from(
            "    S0: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}\n",
        );
        for number in 1..1_000 {
            let parent = number - 1;
            let _ = writeln!(
                text,
                "    S{number}: {{{own}allOf: [{{$ref: '#/components/schemas/S{parent}'}}]}}"
            );
        }
        assert!(codes(&text).contains(&"W0311"));
    }
}

#[test]
fn bases_in_a_cycle() {
    let reference = |name| format!("{{$ref: '#/components/schemas/{name}'}}");
    let mut text = String::new();
    for (name, parent) in [("A", "C"), ("B", "A"), ("C", "B")] {
        let _ = writeln!(
            text,
            "    {name}: {{allOf: [{}, {{type: object, properties: {{{name}: {{type: string}}}}}}], discriminator: {{propertyName: kind}}}}",
            reference(parent)
        );
    }
    assert!(codes(&text).contains(&"W0301"));
    let itself = reference("A");
    codes(&format!(
        "    A: {{type: object, properties: {{a: {itself}}}, oneOf: [{itself}, {itself}], discriminator: {{propertyName: a, mapping: {{x: A}}}}}}\n"
    ));
}

/// Sixteen choices of two are 65,536 objects: they are one, and it is said.
#[test]
fn choices_multiply() {
    let mut text = String::from("    All:\n      allOf:\n");
    for number in 0..16 {
        let option =
            |side| format!("{{type: object, properties: {{{side}{number}: {{type: string}}}}}}");
        let _ = writeln!(text, "        - oneOf: [{}, {}]", option("l"), option("r"));
    }
    text += "        - {type: object, properties: {shared: {type: string}}}\n";
    assert_eq!(
        codes(&text).iter().filter(|code| **code == "W0302").count(),
        16
    );
}

/// Each of 60 levels chooses twice among the next one.
#[test]
fn choices_in_choices_multiply() {
    let mut text = String::new();
    for level in 0..60 {
        let below = format!("{{$ref: '#/components/schemas/L{}'}}", level + 1);
        let _ = writeln!(
            text,
            "    L{level}: {{type: object, properties: {{p{level}: {{type: string}}}}, oneOf: [{below}, {{allOf: [{below}]}}]}}"
        );
    }
    text += "    L60: {type: object, properties: {a: {type: string}}}\n";
    codes(&text);
}
