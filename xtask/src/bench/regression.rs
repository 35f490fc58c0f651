//! The short check of CI: instructions and sizes against stated figures. Times are too noisy for it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anstream::{eprintln, println};

use super::process::{self, Failure};
use crate::workspace::root;

/// A figure of the Bindings crate, its stated value, and how much it may grow without a reason.
struct Limit {
    name: &'static str,
    stated: u64,
    percent: u64,
}

/// Instructions depend on the toolchain too, so their margin is wider.
// The examples in the docs are 7 % of them.
const INSTRUCTIONS: Limit = Limit {
    name: "instructions of its generation",
    stated: 17_700_000,
    percent: 15,
};
// The facts about the API are calls of constructors, which the formatter gives a line each: 9 more than literals.
// A handle for each place of the URL (`service`, `bindings`, `binding`) and imports that stand alone: 45 more.
// An example for each operation, and the entry page, which has most of it: 112 more.
// What all requests have is a macro of the runtime: 30 fewer.
const LINES: Limit = Limit {
    name: "lines of the generated crate",
    stated: 643,
    percent: 5,
};
// 86, and six for `encoding_rs`, which reads text in the charset that an answer names. They take 2.4 s of CPU
// in a release build.
const PACKAGES: Limit = Limit {
    name: "packages that it depends on",
    stated: 92,
    percent: 3,
};

/// Fails with all figures that grew by more than their margin.
pub(super) fn run() -> Result<(), Failure> {
    let mut failures = Vec::new();
    let mut check = |limit: &Limit, figure: u64| {
        if let Err(failure) = limit.check(figure) {
            failures.push(failure);
        }
    };
    check(&LINES, lines(&root().join("generated/src"))?);
    check(&PACKAGES, packages()?);
    match instructions()? {
        Some(figure) => check(&INSTRUCTIONS, figure),
        None => eprintln!("skipped: valgrind is not installed, so instructions are not counted"),
    }
    if failures.is_empty() {
        return Ok(());
    }
    Err(failures.join("\n"))
}

impl Limit {
    fn check(&self, figure: u64) -> Result<(), Failure> {
        let Self {
            name,
            stated,
            percent,
        } = self;
        println!("{name}: {figure}, stated {stated} + {percent} %");
        if figure * 100 <= stated * (100 + percent) {
            return Ok(());
        }
        Err(format!(
            "{name}: {figure} is more than {stated} + {percent} %; if this is intended, change the figure in xtask/src/bench/regression.rs and explain why"
        ))
    }
}

fn lines(directory: &Path) -> Result<u64, Failure> {
    let failed = |error| format!("{}: {error}", directory.display());
    let mut lines = 0;
    for entry in std::fs::read_dir(directory).map_err(failed)? {
        let text = std::fs::read_to_string(entry.map_err(failed)?.path()).map_err(failed)?;
        lines += text.lines().count() as u64;
    }
    Ok(lines)
}

fn packages() -> Result<u64, Failure> {
    let mut tree = process::cargo(&process::target());
    tree.args(["tree", "--locked", "--prefix", "none", "--edges", "no-dev"]);
    tree.args(["--package", "twilio-conversations"]);
    let tree = process::output(tree.current_dir(root()))?;
    let packages = tree
        .lines()
        .skip(1)
        .map(|line| line.trim_end_matches(" (*)"));
    Ok(packages.collect::<BTreeSet<_>>().len() as u64)
}

/// Instructions of a run that generates the Bindings crate and writes nothing; none without valgrind.
fn instructions() -> Result<Option<u64>, Failure> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return Ok(None);
    }
    let target = process::target();
    let mut build = process::cargo(&target);
    build.args(["build", "--quiet", "--release", "--package", "xtask"]);
    process::output(build.current_dir(root()))?;
    let mut counted = Command::new("valgrind");
    counted.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    counted
        .arg(target.join("release/xtask"))
        .args(["codegen", "--dry-run"]);
    let output = counted
        .current_dir(root())
        .output()
        .map_err(|error| error.to_string())?;
    let errors = String::from_utf8_lossy(&output.stderr);
    let figure = errors
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    match figure.and_then(|(_, figure)| figure.trim().parse().ok()) {
        Some(figure) => Ok(Some(figure)),
        None => Err(format!("valgrind counted nothing:\n{errors}")),
    }
}
