//! Any bytes, through the whole pipeline: a report, or files of Rust. Never a panic.

#![no_main]

use bindery::diagnostic::Style;
use bindery::source::Source;
use bindery::target::Target;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = Source::from_bytes("fuzz.yaml", bytes.to_vec());
    let target = Target {
        crate_name: "fuzz".into(),
        spec_name: "fuzz.yaml".into(),
        ..Target::default()
    };
    let outcome = bindery::generate(&source, &target);
    let _ = outcome.diagnostics.render(&source, Style::Plain);
    assert_eq!(
        outcome.generated.is_none(),
        outcome.diagnostics.has_errors(),
        "there is output exactly where there is no error"
    );
    for file in outcome.generated.into_iter().flat_map(|made| made.files) {
        if let Err(error) = syn::parse_file(&file.text) {
            panic!("{} is not Rust: {error}\n{}", file.path.display(), file.text);
        }
    }
});
