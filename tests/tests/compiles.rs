//! The crates of all fixtures compile, without a warning.

use std::path::Path;

use bindery_tests::{check, fixtures, source, target};

#[test]
fn all_fixtures_compile_without_a_warning() {
    let crates = fixtures("ok").into_iter().map(|path| {
        let target = target(&path);
        let generated = bindery::generate(&source(&path), &target).generated;
        let files = generated.expect("no mistakes").files.into_iter();
        let files = files.map(|file| (file.path, file.text)).collect();
        (target.crate_name, files)
    });
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    check::compile(scratch, "fixtures", crates);
}
