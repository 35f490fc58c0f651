//! Names that a lock holds stay when the document changes.
//!
//! Each test has two documents, the second with the lock of the first. What both have is called the same; that it
//! would not be without the lock shows that the test can fail.

mod documents;
mod members;
mod mistakes;
mod operations;
mod types;

use bindery::diagnostic::{Code, Diagnostics};
use bindery::lock::{FILE, Key, Kind, Lock};
use bindery::source::Source;
use bindery::target::Target;
use bindery::{GeneratedCrate, Outcome};
use serde_yaml::Value;

fn outcome(text: &str, earlier: Option<&Lock>, change: impl FnOnce(&mut Target)) -> Outcome {
    let mut target = Target {
        crate_name: "example".into(),
        spec_name: "example.yaml".into(),
        lock: earlier.cloned(),
        ..Target::default()
    };
    change(&mut target);
    bindery::generate(&Source::new("example.yaml", text), &target)
}

fn generated(text: &str, earlier: Option<&Lock>) -> GeneratedCrate {
    let outcome = outcome(text, earlier, |_| {});
    let said: Vec<&str> = outcome.diagnostics.iter().map(|it| it.message()).collect();
    outcome.generated.unwrap_or_else(|| panic!("{said:?}"))
}

fn sources(made: &GeneratedCrate) -> String {
    made.files.iter().map(|file| file.text.as_str()).collect()
}

/// The lock of a document, as it is read from the file that is written.
fn lock(text: &str, earlier: Option<&Lock>) -> Lock {
    let made = generated(text, earlier);
    let mut diagnostics = Diagnostics::new();
    let written = Source::new(FILE, made.lock.text("example.yaml"));
    let read = Lock::read(&written, &mut diagnostics);
    assert!(diagnostics.is_empty());
    assert_eq!(read, made.lock);
    let sources = sources(&made);
    for (key, locked) in read.iter().filter(|(_, locked)| !locked.gone) {
        let is_there =
            matches!(key.kind, Kind::Nulls | Kind::Paging) || sources.contains(&locked.name);
        assert!(is_there, "`{key}` is not called `{}`", locked.name);
    }
    // The same document again changes nothing.
    let again = generated(text, Some(&read));
    assert_eq!(again.lock, read);
    assert_eq!(self::sources(&again), sources);
    read
}

fn renamed(old: &Lock, new: &Lock) -> Vec<String> {
    let renamed = old.renamed(new).into_iter();
    let lines = renamed.map(|it| format!("{} {} {}", it.key, it.old, it.new));
    lines.collect()
}

/// The lock of the second document by that of the first: nothing is renamed that would be without it.
fn kept(old: &str, new: &str) -> Lock {
    let before = lock(old, None);
    assert_ne!(renamed(&before, &lock(new, None)), [""; 0]);
    let after = lock(new, Some(&before));
    assert_eq!(renamed(&before, &after), [""; 0]);
    after
}

fn name<'l>(lock: &'l Lock, kind: Kind, identity: &str) -> &'l str {
    let found = lock.get(&Key::new(kind, identity));
    let found = found.filter(|found| !found.gone);
    &found.unwrap_or_else(|| panic!("{}", lock.text(""))).name
}

fn is_gone(lock: &Lock, kind: Kind, identity: &str) -> bool {
    let found = lock.get(&Key::new(kind, identity));
    found.is_some_and(|found| found.gone)
}

/// A document with schemas, of which an operation returns `All`.
fn schemas(schemas: &[&str]) -> String {
    let all = "  /all:\n    get:\n      operationId: GetAll\n      responses:\n        '200':\n          description: ok\n          content: {application/json: {schema: {$ref: '#/components/schemas/All'}}}\n";
    let schemas: Vec<String> = schemas.iter().map(|it| format!("    {it}\n")).collect();
    format!("{HEAD}{all}components:\n  schemas:\n{}", schemas.concat())
}

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\nservers: [{url: 'https://example.com'}]\npaths:\n";

/// A document with operations: path, method and id, and what else they have.
fn operations(operations: &[(&str, &str, &str, &str)]) -> String {
    let mut text = HEAD.to_owned();
    let mut last = "";
    for (path, method, id, rest) in operations {
        if *path != last {
            text += &format!("  {path}:\n");
        }
        last = path;
        let parameters: Vec<String> = path
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}'))
            .map(|(name, _)| {
                format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}")
            })
            .chain((!rest.is_empty()).then(|| (*rest).to_owned()))
            .collect();
        text += &format!(
            "    {method}:\n      operationId: {id}\n      parameters: [{}]\n      responses: {{'204': {{description: done}}}}\n",
            parameters.join(", ")
        );
    }
    text
}

const OPTIONAL: &str = "{name: q, in: query, schema: {type: string}}";

/// The lock of a document that renames these alone.
fn kept_but(before: &Lock, new: &str, but: &[&str]) -> Lock {
    let after = lock(new, Some(before));
    let renamed = before.renamed(&after).into_iter();
    let renamed: Vec<String> = renamed.map(|it| it.key.to_string()).collect();
    assert_eq!(renamed, but);
    after
}

fn codes(outcome: &Outcome) -> Vec<Code> {
    outcome.diagnostics.iter().map(|it| it.code()).collect()
}
