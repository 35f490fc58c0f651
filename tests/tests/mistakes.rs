//! A mistake costs the part that it touches: what is refused with `strict` is generated without, and told.

use std::collections::BTreeSet;

use bindery::diagnostic::Severity;
use bindery::target::Target;
use bindery_tests::{fixtures, source, target};

/// What stays an error: not YAML or JSON, not OpenAPI, nothing left.
const ALWAYS: &[&str] = &[
    "E0101", "E0102", "E0104", "E0105", "E0106", "E0107", "E0108", "E0109", "E0110", "E0111",
    "E0220",
];

#[test]
fn a_document_with_mistakes_is_generated_and_each_is_told() {
    let mut wrong = String::new();
    let mut mended = BTreeSet::new();
    for path in fixtures("bad") {
        let source = source(&path);
        let strict = bindery::generate(&source, &target(&path));
        let lenient = Target {
            strict: false,
            ..target(&path)
        };
        let outcome = bindery::generate(&source, &lenient);
        let errors = |diagnostics: &bindery::diagnostic::Diagnostics| {
            let errors = diagnostics
                .iter()
                .filter(|it| it.severity() == Severity::Error);
            errors.map(|it| it.code().as_str()).collect::<BTreeSet<_>>()
        };
        let refused = errors(&outcome.diagnostics);
        let expected = errors(&strict.diagnostics);
        let stays = expected.iter().any(|code| ALWAYS.contains(code));
        if !refused.iter().all(|code| ALWAYS.contains(code)) || stays && outcome.generated.is_some()
        {
            let style = bindery::diagnostic::Style::Plain;
            wrong += &format!("{path:?}: {}\n", outcome.diagnostics.render(&source, style));
        }
        if outcome.generated.is_none() {
            continue;
        }
        let told = outcome
            .diagnostics
            .iter()
            .filter(|it| it.taken_text().is_some());
        let told: BTreeSet<_> = told.map(|it| it.code().as_str()).collect();
        if !expected.is_subset(&told) {
            wrong += &format!("{path:?}: {expected:?}, told: {told:?}\n");
        }
        mended.extend(told);
    }
    assert!(wrong.is_empty(), "{wrong}");
    // The document with E0215 has one operation, and nothing is left of it.
    let codes = (1..=19).filter(|number| *number != 15);
    let codes = codes.map(|number| format!("E02{number:02}"));
    let codes: BTreeSet<String> = codes
        .chain(["E0103".to_owned(), "E0301".to_owned()])
        .collect();
    assert_eq!(
        mended
            .into_iter()
            .map(str::to_owned)
            .collect::<BTreeSet<_>>(),
        codes
    );
}

#[test]
fn each_operation_that_is_left_out_is_named() {
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /kept:\n    get: {responses: {'204': {description: D}}}\n  \
                    /a:\n    get: {parameters: [{in: query}], responses: {'204': {description: D}}}\n  \
                    /b:\n    put: {parameters: [{in: query}], responses: {'204': {description: D}}}\n";
    let source = bindery::source::Source::new("lost.yaml", document);
    let target = Target {
        crate_name: "lost".into(),
        spec_name: "lost.yaml".into(),
        ..Target::default()
    };
    let outcome = bindery::generate(&source, &target);
    let said = outcome.diagnostics.iter().filter_map(|it| it.taken_text());
    let said: BTreeSet<_> = said.collect();
    for lost in ["`GET /a` is left out", "`PUT /b` is left out"] {
        assert!(said.contains(lost), "{said:?}");
    }
    let made = outcome.generated.expect("one operation is left");
    assert_eq!((made.operations, made.left_out.operations), (1, 2));
}
