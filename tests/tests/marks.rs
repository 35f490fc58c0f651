//! Every diagnostic of the fixtures is at the line that is marked for it, and each mark has its diagnostic.
//!
//! A mark is `# <- CODE …` at the end of a line. Where a comment is part of the mistake, or none is possible, the
//! lines are listed here.

use std::collections::BTreeSet;
use std::fmt::Write;

use bindery::diagnostic::Severity;
use bindery::source::Source;
use bindery_tests::{fixtures, source, target};

/// Documents that cannot be marked: the line and the code of each.
const UNMARKED: &[(&str, usize, &str)] = &[
    ("alias_bomb.yaml", 8, "E0106"),
    ("empty.yaml", 1, "E0108"),
    ("json.json", 5, "E0203"),
    ("json_comma.json", 4, "E0102"),
    ("json_duplicate.json", 5, "E0103"),
    ("json_quote_missing.json", 3, "E0102"),
    ("json_single_quotes.json", 2, "E0102"),
    ("json_string_open.json", 3, "E0102"),
    ("json_trailing_comma.json", 4, "E0102"),
    ("json_unclosed.json", 1, "E0102"),
    ("json_with_comment.json", 2, "E0102"),
    ("list.yaml", 2, "E0109"),
    ("missing_info.yaml", 1, "E0201"),
    ("missing_paths.yaml", 1, "E0201"),
    ("not_utf8.yaml", 7, "E0101"),
    ("scalar.yaml", 2, "E0109"),
    ("syntax.yaml", 7, "E0102"),
    ("version_missing.yaml", 1, "E0110"),
];

fn marks(name: &str, source: &Source) -> Vec<(usize, String)> {
    if let Some((_, line, code)) = UNMARKED.iter().find(|(known, ..)| *known == name) {
        return vec![(*line, (*code).to_owned())];
    }
    let mut marks = Vec::new();
    for (line, text) in source.text().lines().enumerate() {
        let codes = text.split_once("# <- ").map_or("", |(_, codes)| codes);
        marks.extend(
            codes
                .split_whitespace()
                .map(|code| (line + 1, code.to_owned())),
        );
    }
    marks
}

#[test]
fn every_diagnostic_is_at_the_line_that_is_marked() {
    let mut wrong = String::new();
    for path in fixtures("bad") {
        let name = path
            .file_name()
            .expect("a fixture has a name")
            .to_string_lossy();
        let source = source(&path);
        let diagnostics = bindery::generate(&source, &target(&path)).diagnostics;
        let located = diagnostics.located(&source);
        let mut found: Vec<(usize, String)> = located
            .iter()
            .map(|it| {
                (
                    it.extent.start.line,
                    it.diagnostic.code().as_str().to_owned(),
                )
            })
            .collect();
        let mut marks = marks(&name, &source);
        assert!(!marks.is_empty(), "{name} has no mark");
        found.sort();
        marks.sort();
        if found != marks {
            let _ = writeln!(wrong, "{name}\n  marked {marks:?}\n  found  {found:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_mistake_and_every_warning_says_what_can_be_done() {
    let mut without = BTreeSet::new();
    for path in fixtures("bad").into_iter().chain(fixtures("ok")) {
        let source = source(&path);
        let diagnostics = bindery::generate(&source, &target(&path)).diagnostics;
        without.extend(
            diagnostics
                .iter()
                .filter(|it| it.severity() != Severity::Note && it.help_text().is_none())
                .map(|it| format!("{} {}", it.code().as_str(), it.message())),
        );
    }
    assert!(without.is_empty(), "{without:#?}");
}
