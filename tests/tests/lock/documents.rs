//! Whole documents: fixtures with their own locks, orders of keys, paths that come and go.

use super::*;

#[test]
fn its_own_lock_changes_nothing_of_a_document() {
    let folders = ["ok", "cases", "bad"].map(bindery_tests::fixtures);
    let mut compared = 0;
    for path in folders.concat() {
        if path.extension().is_some_and(|extension| extension == "rs") {
            continue;
        }
        let source = bindery_tests::source(&path);
        let mut target = bindery_tests::target(&path);
        target.strict = false;
        let Some(made) = bindery::generate(&source, &target).generated else {
            continue;
        };
        target.lock = Some(made.lock.clone());
        let again = bindery::generate(&source, &target);
        let said = again
            .diagnostics
            .iter()
            .map(|it| it.message())
            .collect::<Vec<_>>();
        let again = again
            .generated
            .unwrap_or_else(|| panic!("{path:?}: {said:?}"));
        assert_eq!(again.lock, made.lock, "{path:?}");
        assert_eq!(again.files, made.files, "{path:?}");
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
}

/// Turns round the order of the keys of every mapping.
fn reversed(value: Value) -> Value {
    match value {
        Value::Mapping(entries) => {
            let entries: Vec<(Value, Value)> = entries.into_iter().collect();
            let entries = entries.into_iter().rev();
            Value::Mapping(entries.map(|(key, it)| (key, reversed(it))).collect())
        }
        Value::Sequence(items) => items.into_iter().map(reversed).collect(),
        value => value,
    }
}

/// The order of media types has a meaning (the first needs no choice), so that a lock may have more afterwards.
#[test]
fn the_order_of_keys_renames_nothing() {
    let mut compared = 0;
    for path in bindery_tests::fixtures("ok") {
        let source = bindery_tests::source(&path);
        let mut target = bindery_tests::target(&path);
        let made = bindery::generate(&source, &target).generated;
        let made = made.expect("a fixture without mistakes");
        let Ok(value) = serde_yaml::from_str::<Value>(source.text()) else {
            continue;
        };
        let text = serde_yaml::to_string(&reversed(value)).expect("what was read is written");
        target.lock = Some(made.lock.clone());
        let turned = bindery::generate(&Source::new(source.name(), text), &target);
        let Some(turned) = turned.generated else {
            continue;
        };
        assert_eq!(renamed(&made.lock, &turned.lock), [""; 0], "{path:?}");
        compared += 1;
    }
    assert!(compared > 40, "{compared}");
}

#[test]
fn paths_that_differ_in_parameters_alone_are_told_apart() {
    let (id, name, tag) = (
        ("/pets/{id}", "get", "FetchPet", OPTIONAL),
        ("/pets/{name}", "get", "FindPet", OPTIONAL),
        ("/pets/{tag}", "get", "FetchTagged", OPTIONAL),
    );
    let before = lock(&operations(&[id, name]), None);
    let after = lock(&operations(&[tag, name, id]), Some(&before));
    assert_eq!(renamed(&before, &after), [""; 0]);
    let names = ["GET /pets/{}", "GET /pets/{name}", "GET /pets/{tag}"];
    let names = names.map(|place| self::name(&after, Kind::Request, place));
    assert_eq!(names, ["FetchPet", "FindPet", "FetchTagged"]);
}

/// The document without every second path.
fn half(mut document: Value) -> Value {
    if let Some(Value::Mapping(paths)) = document.get_mut("paths") {
        let kept = std::mem::take(paths).into_iter().step_by(2);
        *paths = kept.collect();
    }
    document
}

#[test]
fn paths_that_come_and_go_rename_nothing() {
    let (mut compared, mut without) = (0, 0);
    for path in bindery_tests::fixtures("ok") {
        let source = bindery_tests::source(&path);
        let Ok(whole) = serde_yaml::from_str::<Value>(source.text()) else {
            continue;
        };
        let texts = [half(whole.clone()), whole].map(|document| {
            let text = serde_yaml::to_string(&document);
            Source::new(source.name(), text.expect("what was read is written"))
        });
        let target = bindery_tests::target(&path);
        let made = |source: &Source, lock: Option<&Lock>| {
            let lock = lock.cloned();
            let target = Target {
                lock,
                ..target.clone()
            };
            let made = bindery::generate(source, &target).generated?;
            Some(made.lock)
        };
        let [some, all] = &texts;
        for (old, new) in [(some, all), (all, some)] {
            let (Some(before), Some(anew)) = (made(old, None), made(new, None)) else {
                continue;
            };
            without += before.renamed(&anew).len();
            let after = made(new, Some(&before)).expect("it is made without a lock");
            assert_eq!(renamed(&before, &after), [""; 0], "{path:?}");
            compared += 1;
        }
    }
    assert!(compared > 80 && without > 0, "{compared}, {without}");
}
