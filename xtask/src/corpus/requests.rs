//! What changes on the wire between versions of documents, for a program that compiles with both.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;
use std::path::Path;
use std::process::ExitCode;

use bindery::change::{self, Finding, Item, Level, Rule, Side, Wire};
use bindery::target::Target;
use serde_json::Value;

use super::breaks::side;
use super::history::Versions;
use super::program::{self, Error, Program, ROUNDS};
use super::uses;

/// What came of one pair, or of all.
#[derive(Default)]
struct Requests {
    /// How many uses compile with both.
    uses: usize,
    /// How many of them send or write something else.
    changed: usize,
    /// Those of which nothing tells.
    untold: Vec<String>,
}

/// Compares all pairs of a folder, or those whose name has a text in it.
pub(super) fn run(folder: &Path, only: Option<&str>, keep: Option<&Path>) -> ExitCode {
    program::each_pair(folder, only, keep, compare, |total: &Requests| {
        total.untold.iter().collect()
    })
}

impl AddAssign for Requests {
    fn add_assign(&mut self, other: Self) {
        self.uses += other.uses;
        self.changed += other.changed;
        self.untold.extend(other.untold);
    }
}

impl fmt::Display for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} uses compile with both versions, {} send another request ({} not reported)",
            self.uses,
            self.changed,
            self.untold.len()
        )
    }
}

fn compare(pair: &Versions, root: &Path) -> Result<Requests, Error> {
    let old = side(&pair.old, None)?;
    let new = side(&pair.new, Some(old.lock().clone()))?;
    let findings = change::compare(&old, &new).findings;
    let mut program = uses::Program::new(old.ir(), old.plan());
    let before = crate_of(root, &old)?.printed(&program.text());
    let before = printed(&before.map_err(|error| format!("with the older crate: {error}"))?)?;
    let newer = crate_of(root, &new)?;
    for _ in 0..ROUNDS {
        let lines = newer.refused(&program.text())?;
        let mut left = lines.into_iter().filter(|line| program.leave_out(*line));
        if left.by_ref().count() == 0 {
            break;
        }
    }
    let uses = program.len();
    let after = newer.printed(&program.text());
    let after = printed(&after.map_err(|error| format!("with the newer crate: {error}"))?)?;
    // What was left out in part is compared in parts.
    let parts = crate_of(root, &old)?.printed(&program.text());
    let before: BTreeMap<_, _> = before.into_iter().chain(printed(&parts?)?).collect();
    let changed = after.iter().filter(|(used, sent)| {
        let sent_before = before.get(*used);
        sent_before.is_some_and(|before| before != *sent)
    });
    let changed: Vec<_> = changed
        .map(|(used, sent)| (used, &before[used], sent))
        .collect();
    let untold = changed
        .iter()
        .filter(|(used, ..)| !is_told(&findings, used));
    let untold = untold.map(|(used, before, after)| {
        format!(
            "{pair}: `{used}` sends another request, which is not reported:\n{before}\nand now:\n{after}"
        )
    });
    Ok(Requests {
        uses,
        untold: untold.collect(),
        changed: changed.len(),
    })
}

fn crate_of(root: &Path, side: &Side) -> Result<Program, Error> {
    let files = bindery::write(side.plan(), &Target::default());
    Program::create(root, files, &side.plan().features)
}

/// What the lines of a program print.
fn printed(text: &str) -> Result<BTreeMap<String, Value>, Error> {
    let lines = text.lines().map(serde_json::from_str::<(String, Value)>);
    Ok(lines.collect::<Result<_, _>>()?)
}

/// Whether a finding tells that a use sends something else: one of what is silent, or of the wire.
fn is_told(findings: &[Finding], used: &str) -> bool {
    let tells =
        |it: &&Finding| it.rule.level() == Level::Silent || it.rule.wire() == Wire::Breaking;
    let used = used.trim_end_matches('…');
    let is_about = |item: &Item| {
        let name = item.rust.split(": ").next().unwrap_or_default();
        let of = |whole: &str, part: &str| {
            part.strip_prefix(whole)
                .is_some_and(|rest| !rest.starts_with(|it: char| it.is_alphanumeric() || it == '_'))
        };
        of(name, used) || of(used, name)
    };
    let mut telling = findings.iter().filter(tells);
    telling.any(|it| {
        let items = it.old.iter().chain(&it.new).chain(&it.also);
        it.rule == Rule::ServerChanged || items.clone().any(is_about)
    })
}
