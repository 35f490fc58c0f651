//! The crates of all fixtures compile without a warning. Every operation has an example, which compiles too, and the
//! client takes its values.

use std::path::{Path, PathBuf};

use bindery::diagnostic::Diagnostics;
use bindery::target::Target;
use bindery_tests::check::{self, Crate};
use bindery_tests::{fixtures, replaced, root, source, target};

fn generated(document: &Path, target: Target) -> Crate {
    let source = source(document);
    let outcome = bindery::generate(&source, &target);
    let generated = outcome.generated.expect("no mistakes");
    let understood = bindery::understand(&source, &target, &mut Diagnostics::new());
    let (_, plan) = understood.expect("no mistakes");
    let name = target.crate_name;
    for operation in plan.operations() {
        let example = &operation.example.0;
        assert!(
            !example.is_empty(),
            "{name}: {} has no example",
            operation.id
        );
    }
    let files = generated.files.into_iter();
    (name, files.map(|file| (file.path, file.text)).collect())
}

/// The documents of the cases: their requests have bodies of every kind.
fn cases() -> impl Iterator<Item = Crate> {
    let paths = fixtures("cases").into_iter();
    let documents = paths.filter(|path| path.extension().is_some_and(|it| it == "yaml"));
    documents.map(|path| {
        let plain = target(&path);
        let target = Target {
            crate_name: format!("case_{}", plain.crate_name),
            strict: false,
            replace: match &*plain.crate_name {
                "replaced" => replaced::types(),
                _ => Default::default(),
            },
            ..plain
        };
        generated(&path, target)
    })
}

#[test]
fn all_fixtures_and_their_examples_compile_without_a_warning() {
    let fixtures = fixtures("ok").into_iter();
    let crates = fixtures.map(|path| generated(&path, target(&path)));
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let dependencies = replaced::lines(&replaced::types());
    check::compile_with_examples(scratch, "fixtures", crates.chain(cases()), &dependencies);
}

/// A large document, where there is one.
#[test]
fn the_examples_of_a_large_document_compile() {
    let document: PathBuf = root().join("../shared/corpus/twilio/twilio_api_v2010.yaml");
    if !document.exists() {
        println!(
            "there is no {}: its examples are left out",
            document.display()
        );
        return;
    }
    let target = Target {
        strict: false,
        ..target(&document)
    };
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    check::compile_with_examples(scratch, "large", [generated(&document, target)], "");
}
