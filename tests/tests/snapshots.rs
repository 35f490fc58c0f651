//! What documents come to: the model of the API, the plan of the crate, and its files.

use std::fmt::Write;
use std::path::Path;

use bindery::diagnostic::{Diagnostics, Style};
use bindery::target::Target;
use bindery_tests::terse::terse;
use bindery_tests::{fixtures, root, source, target};

/// Asserts one snapshot, in a folder for each kind of document.
fn assert_snapshot(folder: &str, name: &str, content: &str) {
    let path = root().join("tests/snapshots").join(folder);
    insta::with_settings!({ snapshot_path => path, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, content);
    });
}

/// The text of all files, one after the other.
fn joined(files: &[bindery::sync::SourceFile]) -> String {
    let mut text = String::new();
    for file in files {
        let _ = write!(text, "──── {}\n{}", file.path.display(), file.text);
    }
    text
}

/// What is said of a document, and the document's model and plan if it has no mistakes.
fn understood(path: &Path, target: &Target) -> (String, String, String) {
    let source = source(path);
    let mut diagnostics = Diagnostics::new();
    let (ir, plan) = bindery::understand(&source, target, &mut diagnostics)
        .unwrap_or_else(|| panic!("{}", diagnostics.render(&source, Style::Plain)));
    (
        diagnostics.render(&source, Style::Plain),
        terse(&ir),
        terse(&plan),
    )
}

#[test]
fn every_feature_comes_out_as_it_should() {
    for path in fixtures("ok") {
        let name = path
            .file_stem()
            .expect("a fixture has a name")
            .to_string_lossy();
        let target = target(&path);
        let (said, ir, plan) = understood(&path, &target);
        let generated = bindery::generate(&source(&path), &target).generated;
        let files = joined(&generated.expect("it was understood").files);
        assert_snapshot("ok", &format!("{name}.ir"), &ir);
        assert_snapshot("ok", &format!("{name}.plan"), &plan);
        assert_snapshot("ok", &format!("{name}.files"), &format!("{said}{files}"));
    }
}

#[test]
fn the_bindings_document_comes_out_as_it_should() {
    let path = root().join("specs/conversations_bindings.yaml");
    let mut target = target(&path);
    for (pattern, name) in [
        ("IS", "ServiceSid"),
        ("BS", "BindingSid"),
        ("AC", "AccountSid"),
        ("CR", "CredentialSid"),
    ] {
        target
            .names
            .patterns
            .insert(format!("^{pattern}[0-9a-fA-F]{{32}}$"), name.to_owned());
    }
    let (said, ir, plan) = understood(&path, &target);
    let told: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with(char::is_alphabetic))
        .collect();
    // Nothing else of the document is weaker than it says.
    let cors = "CORS headers are for browsers: response types do not include them";
    assert_eq!(
        told,
        [format!("note[N0307]: {cors} (here and in 9 more places)")]
    );
    assert_snapshot("bindings", "ir", &ir);
    assert_snapshot("bindings", "plan", &plan);
    let generated = bindery::generate(&source(&path), &target).generated;
    for file in generated.expect("it was understood").files {
        let name = file
            .path
            .file_stem()
            .expect("a file has a name")
            .to_string_lossy()
            .into_owned();
        assert_snapshot("bindings", &name, &file.text);
    }
}

#[test]
fn every_mistake_is_explained() {
    for path in fixtures("bad") {
        let name = path
            .file_name()
            .expect("a fixture has a name")
            .to_string_lossy();
        let source = source(&path);
        let outcome = bindery::generate(&source, &target(&path));
        assert_snapshot(
            "bad",
            &name,
            &outcome.diagnostics.render(&source, Style::Plain),
        );
    }
}
