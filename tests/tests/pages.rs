//! The pages for people name files that exist, and leave out no room.

use std::fmt::Write;
use std::path::Path;

use bindery_tests::root;
use regex::Regex;

const PAGES: [&str; 11] = [
    "README.md",
    "docs/missing_values.md",
    "docs/refused.md",
    "docs/review.md",
    "docs/testing.md",
    "docs/types.md",
    "docs/upgrading.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "BENCHMARKS.md",
];

/// Files that several folders have, each its own.
const EACH_FOLDERS: [&str; 2] = ["mod.rs", "names.lock"];

/// Endings of names that are files of the repository, even without a folder before them.
const ENDINGS: [&str; 6] = [".md", ".rs", ".toml", ".yaml", ".txt", ".lock"];

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a valid pattern")
}

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A page without its code blocks, whose paths are examples.
fn prose(text: &str) -> String {
    let mut inside = false;
    let mut prose = String::new();
    for line in text.lines() {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        if !inside && !fence {
            let _ = writeln!(prose, "{line}");
        }
    }
    prose
}

/// Whether a text in backquotes is meant as a path of the repository.
fn is_path(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    if !text.chars().all(plain) || text.starts_with(['/', '-']) {
        return false;
    }
    match text.split_once('/') {
        Some((first, _)) => !first.is_empty() && root().join(first).is_dir(),
        None => {
            ENDINGS.iter().any(|ending| text.ends_with(ending)) && !EACH_FOLDERS.contains(&text)
        }
    }
}

/// Files in the projects of users.
const OF_USERS: [&str; 1] = ["bindery.toml"];

/// Whether a path exists; `NAME` in it stands for any name.
fn exists(path: &str) -> bool {
    if OF_USERS.contains(&path) {
        return true;
    }
    let path = match path.find("NAME") {
        Some(at) => Path::new(&path[..at]),
        None => Path::new(path),
    };
    root().join(path).exists()
}

/// The anchor of a heading, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    heading
        .chars()
        .filter(kept)
        .collect::<String>()
        .replace(' ', "-")
}

/// Whether a relative link leads to a file, and to a heading in it if it names one.
fn leads_somewhere(from: &str, link: &str) -> bool {
    let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
    let folder = Path::new(from).parent().unwrap_or(Path::new(""));
    let file = match file.is_empty() {
        true => Path::new(from).to_owned(),
        false => folder.join(file),
    };
    if !root().join(&file).exists() {
        return false;
    }
    fragment.is_empty()
        || prose(&page(&file.to_string_lossy()))
            .lines()
            .any(|line| line.starts_with('#') && anchor(line) == fragment)
}

#[test]
fn links_and_paths_lead_to_files() {
    let links = [
        regex(r"\]\(([^)\s]+)\)"),
        regex(r"(?m)^\[[^\]]+\]:\s*(\S+)"),
    ];
    let (quotes, scheme) = (regex(r"`([^`\n]+)`"), regex(r"^[a-z]+:"));
    let mut wrong = String::new();
    for name in PAGES {
        let text = prose(&page(name));
        let unquoted = quotes.replace_all(&text, "``");
        for link in links.iter().flat_map(|link| link.captures_iter(&unquoted)) {
            if !scheme.is_match(&link[1]) && !leads_somewhere(name, &link[1]) {
                let _ = writeln!(wrong, "{name}: the link {} leads nowhere", &link[1]);
            }
        }
        for quote in quotes.captures_iter(&text) {
            if is_path(&quote[1]) && !exists(&quote[1]) {
                let _ = writeln!(wrong, "{name}: there is no {}", &quote[1]);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_room_is_on_the_map() {
    let map = page("ARCHITECTURE.md");
    for house in ["generator/src", "runtime/src", "cli/src", "xtask/src"] {
        let entries = std::fs::read_dir(root().join(house)).expect("a folder of sources");
        for entry in entries {
            let path = entry.expect("an entry").path();
            let room = format!(
                "`{house}/{}/`",
                path.file_name().expect("a name").to_string_lossy()
            );
            assert!(
                !path.is_dir() || map.contains(&room),
                "{room} is not on the map"
            );
        }
    }
}

#[test]
fn paths_are_told_from_other_words() {
    for path in [
        "generator/src/lib.rs",
        "tests/none",
        "Cargo.toml",
        ".ci/run",
        "gone.md",
    ] {
        assert!(is_path(path), "{path}");
    }
    for other in [
        "application/json",
        "serde",
        "a b.rs",
        "/v1/Services",
        "x.y",
        "3.0.3",
    ] {
        assert!(!is_path(other), "{other}");
    }
    assert!(exists("tests/fixtures/cases/NAME.yaml") && !exists("tests/none/NAME.yaml"));
    assert!(leads_somewhere("docs/upgrading.md", "../CHANGELOG.md"));
    assert!(leads_somewhere("README.md", "generated") && !leads_somewhere("README.md", "#none"));
}
