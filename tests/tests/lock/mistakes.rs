//! Mistakes of documents and of locks, and names of the manifest.

use super::*;

#[test]
fn what_a_mistake_leaves_out_is_not_gone() {
    let pets = ("/pets", "get", "ListPets", OPTIONAL);
    let old = operations(&[pets, ("/toys", "get", "ListToys", OPTIONAL)]);
    let new = old.replacen("name: q, in: query", "in: query", 1);
    let before = lock(&old, None);
    let made = generated(&new, Some(&before));
    assert_eq!(made.operations, 1, "an operation is left out");
    assert_eq!(made.lock, before);
    let without = operations(&[("/toys", "get", "ListToys", OPTIONAL)]);
    assert!(is_gone(
        &lock(&without, Some(&before)),
        Kind::Method,
        "GET /pets"
    ));
}

#[test]
fn a_locked_name_that_cannot_be_used_is_a_mistake() {
    let document = operations(&[
        ("/pets", "get", "ListPets", OPTIONAL),
        ("/toys", "get", "ListToys", OPTIONAL),
    ]);
    let before = lock(&document, None).text("example.yaml");
    for (old, new) in [
        // Every client has it.
        ("accessor /toys toys", "accessor /toys builder"),
        // It is a keyword that no mark makes a name.
        ("accessor /toys toys", "accessor /toys self"),
        // Another has it.
        ("accessor /toys toys", "accessor /toys pets"),
        ("handle /toys ToysHandle", "handle /toys PetsHandle"),
        ("handle /toys ToysHandle", "handle /toys Client"),
        ("module /toys toys", "module /toys pets"),
        ("method GET /toys list", "method GET /toys clone"),
    ] {
        let text = before.replace(old, new);
        assert_ne!(text, before);
        let read = Lock::read(&Source::new(FILE, text), &mut Diagnostics::new());
        let outcome = outcome(&document, Some(&read), |_| {});
        assert!(outcome.generated.is_none(), "{new}");
        assert_eq!(codes(&outcome), [Code::BadOverride], "{new}");
        let said = outcome.diagnostics.iter().next().expect("one is there");
        assert!(said.help_text().is_some(), "{new}");
    }
}

#[test]
fn the_manifest_may_give_the_name_of_what_is_gone() {
    let of = |pattern: &str| {
        schemas(&[&format!(
            "All: {{type: object, properties: {{code: {{type: string, pattern: '{pattern}'}}}}}}"
        )])
    };
    let (old, new) = ("^M[0-9]{4}$", "^M[0-9]{5}$");
    let named = |pattern: &str, earlier: Option<&Lock>| {
        let outcome = outcome(&of(pattern), earlier, |target| {
            let patterns = &mut target.names.patterns;
            patterns.insert(pattern.to_owned(), "Code".to_owned());
        });
        outcome.generated.expect("the name is free").lock
    };
    let before = named(old, None);
    let after = named(new, Some(&before));
    assert_eq!(name(&after, Kind::Pattern, new), "Code");
    assert_eq!(after.get(&Key::new(Kind::Pattern, old)), None);
    assert_eq!(named(new, Some(&after)), after);
}

#[test]
fn the_manifest_comes_before_the_lock() {
    let document = operations(&[
        ("/pets", "get", "ListPets", OPTIONAL),
        ("/toys", "get", "ListToys", OPTIONAL),
    ]);
    let before = lock(&document, None);
    let named = |name: &str| {
        outcome(&document, Some(&before), |target| {
            let handles = &mut target.names.handles;
            handles.insert("/pets".to_owned(), name.to_owned());
        })
    };
    let made = named("animals").generated.expect("the name is free");
    assert_eq!(name(&made.lock, Kind::Accessor, "/pets"), "animals");
    assert_eq!(codes(&named("toys")), [Code::BadOverride]);
    assert!(named("pets").generated.is_some());
}
