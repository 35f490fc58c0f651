//! What `cargo xtask explain` shows is true.

use std::collections::BTreeSet;

use bindery::diagnostic::{Code, Example, Severity, Style};
use bindery::source::Source;
use bindery::target::Target;

fn said(code: Code, document: &str) -> (BTreeSet<Code>, String) {
    let source = Source::new("example.yaml", Example::whole(document));
    let target = Target {
        crate_name: "example".into(),
        spec_name: "example.yaml".into(),
        // What is left is asked of a document whose mistakes cost parts of it.
        strict: code != Code::NothingLeft,
        ..Target::default()
    };
    let diagnostics = bindery::generate(&source, &target).diagnostics;
    let codes = diagnostics.iter().map(|diagnostic| diagnostic.code());
    (codes.collect(), diagnostics.render(&source, Style::Plain))
}

#[test]
fn before_gives_the_code_and_after_does_not() {
    let mut wrong = String::new();
    for code in Code::ALL {
        assert!(!code.example().source.is_empty() && !code.explanation().is_empty());
        let Some((before, after)) = code.example().documents else {
            continue;
        };
        let (codes, report) = said(*code, before);
        if !codes.contains(code) {
            wrong += &format!("{code:?} is not given before:\n{before}\n{report}\n");
        }
        let (codes, report) = said(*code, after);
        if codes.contains(code) || codes.iter().any(|code| code.severity() == Severity::Error) {
            wrong += &format!("{code:?} is still there after:\n{after}\n{report}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
