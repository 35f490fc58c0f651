//! What `ARCHITECTURE.md` says is absent from a room is absent from its sources.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use bindery_tests::root;
use regex::Regex;

/// A room, the parts of it that are free, and what no line of the others has.
struct Absence {
    room: &'static str,
    except: &'static [&'static str],
    pattern: &'static str,
}

const fn absent(
    room: &'static str,
    except: &'static [&'static str],
    pattern: &'static str,
) -> Absence {
    Absence {
        room,
        except,
        pattern,
    }
}

const ABSENCES: &[Absence] = &[
    // A stage knows nothing of the stages after it.
    absent(
        "generator/src/spec",
        &[],
        r"crate::(ir|lower|plan|emit|sync)\b",
    ),
    absent(
        "generator/src/ir",
        &[],
        r"\bopenapiv3\b|crate::(spec|lower|plan|emit|sync)\b",
    ),
    // The Ir and what makes it know no Rust.
    absent(
        "generator/src/lower",
        &[],
        r"\b(proc_macro2|quote|syn)\b|\bIdent\b|crate::(plan|emit|sync)\b|\b(type|field|variant|module)_name\(",
    ),
    absent(
        "generator/src/plan",
        &[],
        r"\bquote!|crate::(spec|lower|emit|sync)\b",
    ),
    absent("generator/src/emit", &[], r"crate::(spec|lower|sync)\b"),
    // A stage is a function from values to values.
    absent(
        "generator/src",
        &["sync.rs", "sync/", "tests.rs"],
        r"\bstd::(fs|env|process|net|time)\b|\bHash(Map|Set)\b",
    ),
    absent("generator/src", &[], r"\bbindery_runtime::"),
    // Rooms of the runtime do not use those above them.
    absent(
        "runtime/src/model",
        &[],
        r"crate::(call|client|auth|message|transport|error|operation)\b",
    ),
    absent(
        "runtime/src/operation",
        &[],
        r"crate::(call|client|auth|message|transport|error)\b",
    ),
    absent(
        "runtime/src/error",
        &[],
        r"crate::(call|client|auth|message|transport)\b",
    ),
    absent(
        "runtime/src/transport",
        &[],
        r"crate::(call|client|auth|message|operation|model)\b",
    ),
    absent("runtime/src/auth", &[], r"crate::(call|client|message)\b"),
    absent("runtime/src/message", &[], r"crate::(call|client|auth)\b"),
    absent("runtime/src/client", &[], r"crate::call\b"),
    // No room but the vendors' knows a vendor.
    absent(
        "runtime/src",
        &["vendor/", "lib.rs", "rt.rs"],
        r"crate::vendor\b|fn (region|edge)\b",
    ),
    // One folder knows the HTTP client libraries.
    absent(
        "runtime/src",
        &["transport/"],
        r"(^|[^:\w])(hyper|reqwest|rustls|hyper_util|hyper_rustls)::",
    ),
    // Generated code is tables.
    absent(
        "generated/src",
        &[],
        r"^\s*(for|while|loop|if)\b|\bunsafe\b|\bserde\b|\.unwrap\(\)",
    ),
];

/// All files of Rust below a folder, in order.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of sources");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The lines of a room that should not be there.
fn offences(absence: &Absence) -> String {
    let pattern = Regex::new(absence.pattern).expect("a valid pattern");
    let room = root().join(absence.room);
    let mut found = String::new();
    for path in sources(&room) {
        let name = path.strip_prefix(&room).expect("a file of the room");
        let name = name.to_string_lossy();
        let free = |except: &&str| name.starts_with(*except) || name.ends_with(*except);
        if absence.except.iter().any(free) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a source");
        for (index, line) in text.lines().enumerate() {
            if !line.trim_start().starts_with("//") && pattern.is_match(line) {
                let _ = writeln!(found, "{}/{name}:{}: {line}", absence.room, index + 1);
            }
        }
    }
    found
}

#[test]
fn what_is_absent_stays_absent() {
    let found: String = ABSENCES.iter().map(offences).collect();
    assert!(found.is_empty(), "ARCHITECTURE.md forbids these:\n{found}");
}
