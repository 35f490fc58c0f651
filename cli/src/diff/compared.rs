//! Two documents, compared.

use std::collections::BTreeMap;
use std::path::Path;

use bindery::change::{self, Changes, Finding, Level, Wire};
use bindery::diagnostic::{Code, Diagnostic, Diagnostics};
use bindery::lock::Lock;
use bindery::source::Source;
use bindery::sync::SourceFile;
use bindery::target::Target;

use super::lines::Lines;
use super::sides::{Pair, Side};
use crate::manifest::{self, Accept, Entry};
use crate::read;
use crate::report::{self, MessageFormat, count};
use crate::tree::Tree;

/// What changed in a crate.
pub(crate) struct Compared {
    pub(super) name: String,
    /// None for a crate that is new.
    pub(super) old: Option<Source>,
    /// None for a crate that is gone.
    pub(super) new: Option<Source>,
    pub(super) changes: Changes,
    /// The reasons why findings were accepted, by their index.
    pub(super) accepted: BTreeMap<usize, String>,
    pub(super) lines: Lines,
    /// The version of the older crate.
    version: Option<String>,
}

/// A document that was read and planned.
struct Understood {
    source: Source,
    side: change::Side,
    files: Vec<SourceFile>,
}

impl Compared {
    /// Compares the sides of a crate; what stands in the way is printed.
    pub(super) fn of(pair: Pair<'_>) -> Option<Self> {
        Self::new(pair, true)
    }

    /// The same, without a word if there is none.
    pub(super) fn quietly(pair: Pair<'_>) -> Option<Self> {
        Self::new(pair, false)
    }

    fn new(pair: Pair<'_>, is_told: bool) -> Option<Self> {
        let (old, new) = understand(&pair, is_told)?;
        let (changes, lines) = match (&old, &new) {
            (Some(old), Some(new)) => (
                change::compare(&old.side, &new.side),
                Lines::of_files(&old.files, &new.files),
            ),
            _ => (Changes::default(), Lines::default()),
        };
        let accepts = pair.new.as_ref().map(|side| side.entry.accept.as_slice());
        let accepted = accepted(&changes.findings, accepts.unwrap_or_default());
        if is_told && let Some(side) = &pair.new {
            report_unused_accepts(&side.entry, &side.tree, &changes.findings);
        }
        Some(Self {
            name: pair.name,
            old: old.map(|it| it.source),
            new: new.map(|it| it.source),
            changes,
            accepted,
            lines,
            version: pair.old.as_ref().and_then(version),
        })
    }

    /// The findings that nobody has accepted.
    pub(super) fn counted(&self) -> impl Iterator<Item = &Finding> {
        let findings = self.changes.findings.iter().enumerate();
        let open = findings.filter(|(index, _)| !self.accepted.contains_key(index));
        open.map(|(_, finding)| finding)
    }

    /// The level of what changed; none if callers notice nothing.
    pub(super) fn level(&self) -> Option<Level> {
        let gone = (self.old.is_some() && self.new.is_none()).then_some(Level::Major);
        let added = (self.old.is_none() && self.new.is_some()).then_some(Level::Minor);
        let found = self.counted().map(|it| it.rule.level()).min();
        let words = (self.changes.descriptions > 0).then_some(Level::Patch);
        gone.or(added).or(found).or(words)
    }

    /// The verdict, in a line.
    pub(super) fn verdict(&self) -> String {
        let name = &self.name;
        let verdict = match (&self.old, &self.new, self.level()) {
            (None, ..) => return format!("{name}: new"),
            (_, None, _) => return format!("{name}: gone"),
            (.., None) => "no changes",
            // What is silent asks for the same version as what does not compile.
            (.., Some(Level::Silent | Level::Major)) => "major",
            (.., Some(level)) => level.as_str(),
        };
        let counts = self.counts();
        match counts.is_empty() {
            true => format!("{name}: {verdict}"),
            false => format!("{name}: {verdict} ({counts})"),
        }
    }

    fn counts(&self) -> String {
        let of = |level| self.counted().filter(|it| it.rule.level() == level).count();
        let levels = [Level::Silent, Level::Major, Level::Minor, Level::Patch];
        let counts = levels.map(|level| (of(level), level.as_str()));
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts
            .map(|(count, level)| format!("{count} {level}"))
            .collect();
        let mut text = counts.join(", ");
        let descriptions = self.changes.descriptions;
        let others = [
            (
                self.accepted.len(),
                format!("{} accepted", self.accepted.len()),
            ),
            (descriptions, count(descriptions, "description")),
        ];
        for (_, shown) in others.into_iter().filter(|(count, _)| *count > 0) {
            let separator = if text.is_empty() { "" } else { "; " };
            text += &format!("{separator}{shown}");
        }
        text
    }

    /// Whether programs that were built before work with the service as it is documented now.
    pub(super) fn wire(&self) -> Wire {
        match (&self.old, &self.new) {
            (Some(_), None) => Wire::Breaking,
            _ => change::wire(&self.changes.findings),
        }
    }

    /// The older version of the crate, and the one to publish next.
    pub(super) fn versions(&self) -> Option<(&str, String)> {
        let version = self.version.as_deref()?;
        let parts: Vec<u64> = version.split('.').map_while(|it| it.parse().ok()).collect();
        let [major, minor, patch] = parts[..] else {
            return None;
        };
        // Below 1.0.0, the second number is for what breaks (Cargo, "SemVer Compatibility").
        let next = match (self.level()?, major) {
            (Level::Silent | Level::Major, 0) => (0, minor + 1, 0),
            (Level::Silent | Level::Major, _) => (major + 1, 0, 0),
            (Level::Minor, 1..) => (major, minor + 1, 0),
            _ => (major, minor, patch + 1),
        };
        Some((version, format!("{}.{}.{}", next.0, next.1, next.2)))
    }

    /// What changes in the generated files, in words; none if nothing does.
    pub(super) fn generated(&self) -> Option<String> {
        let lines = self.lines;
        (lines.changed() > 0).then(|| format!("{lines}; {} in all", lines.all))
    }
}

/// Reads and plans both sides; what stands in the way is printed. One without a lock has the names of the other.
fn understand(pair: &Pair<'_>, is_told: bool) -> Option<(Option<Understood>, Option<Understood>)> {
    let lock = |side: &Option<Side<'_>>| match side {
        Some(side) if side.is_listed => {
            read::lock(&side.entry.out, &side.tree, MessageFormat::Human).ok()
        }
        _ => Some(None),
    };
    let (before, after) = (lock(&pair.old)?, lock(&pair.new)?);
    let planned = |side: &Option<Side<'_>>, lock: Option<Lock>| match side {
        Some(side) => understood(side, lock, is_told).map(Some),
        None => Some(None),
    };
    let old = planned(&pair.old, before.or_else(|| after.clone()));
    let made = old.iter().flatten().next();
    let made = made.map(|old| old.side.lock().clone());
    // The mistakes of both are told.
    let new = planned(&pair.new, after.or(made));
    Some((old?, new?))
}

/// Reads and plans a document; what stands in the way is printed.
fn understood(side: &Side<'_>, lock: Option<Lock>, is_told: bool) -> Option<Understood> {
    let Side { entry, tree, .. } = side;
    let source = match read::entry(entry, tree) {
        Ok(source) => source,
        Err(message) => {
            if is_told {
                report::error(message);
            }
            return None;
        }
    };
    let mut diagnostics = Diagnostics::new();
    let target = Target {
        lock,
        ..entry.target.clone()
    };
    let side = change::Side::read(&source, &target, &mut diagnostics);
    if side.is_none() && is_told {
        report::diagnostics(&source, &diagnostics, MessageFormat::Human);
    }
    let side = side?;
    let files = bindery::write(side.plan(), &target);
    Some(Understood {
        source,
        side,
        files,
    })
}

fn accepted(findings: &[Finding], accepts: &[Accept]) -> BTreeMap<usize, String> {
    let reason = |finding: &Finding| {
        let accept = accepts.iter().find(|accept| accept.is_of(finding))?;
        Some(accept.reason.clone())
    };
    let findings = findings.iter().enumerate();
    findings
        .filter_map(|(index, finding)| Some((index, reason(finding)?)))
        .collect()
}

/// Prints the accepted changes of the manifest that do not happen.
fn report_unused_accepts(entry: &Entry, tree: &Tree<'_>, findings: &[Finding]) {
    let unused = entry
        .accept
        .iter()
        .filter(|accept| !findings.iter().any(|it| accept.is_of(it)));
    let mut diagnostics = Diagnostics::new();
    for accept in unused {
        let message = format!(
            "there is no change `{}` at `{}`",
            accept.rule.id(),
            accept.at
        );
        diagnostics.push(
            Diagnostic::new(Code::UnmatchedEntry, accept.place.clone(), message)
                .label("this has no effect")
                .help("remove the entry after the change is released"),
        );
    }
    if !diagnostics.is_empty()
        && let Ok(manifest) = manifest::file(tree)
    {
        report::diagnostics(&manifest, &diagnostics, MessageFormat::Human);
    }
}

/// The version of a crate, which may be that of the workspace.
fn version(side: &Side<'_>) -> Option<String> {
    let read = |path: &Path| -> Option<toml::Table> {
        let text = String::from_utf8(side.tree.read(path).ok()?).ok()?;
        text.parse().ok()
    };
    let package = read(&side.entry.out.join("Cargo.toml"))?;
    let version = package.get("package")?.get("version")?;
    if let Some(version) = version.as_str() {
        return Some(version.to_owned());
    }
    let workspace = read(&side.tree.context.root().join("Cargo.toml"))?;
    let package = workspace.get("workspace")?.get("package")?;
    Some(package.get("version")?.as_str()?.to_owned())
}
