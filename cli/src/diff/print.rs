//! What changed, as people, programs and pull requests read it.

use anstream::println;
use anstyle::{AnsiColor, Style};
use bindery::change::{Finding, Item, Level, Rule};
use bindery::diagnostic::{Place, locate};
use bindery::source::Source;
use serde_json::json;

use super::compared::Compared;
use crate::github;

/// How changes are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Human,
    /// For programs: one object
    Json,
    /// For pull requests and changelogs
    Markdown,
    /// Annotations of GitHub Actions
    Github,
}

/// How many places of one cause are listed.
const PLACES: usize = 5;

/// Prints what changed in all crates.
pub(super) fn all(format: Format, compared: &[Compared]) {
    match format {
        Format::Human => compared.iter().for_each(human),
        Format::Json => {
            let crates: Vec<_> = compared.iter().map(object).collect();
            println!("{}", json!({"version": 1, "crates": crates}));
        }
        Format::Markdown => anstream::print!("{}", markdown(compared)),
        Format::Github => compared.iter().for_each(annotations),
    }
}

fn human(compared: &Compared) {
    let style = compared.level().map_or(Style::new(), style_of);
    println!("{style}{}{style:#}", compared.verdict());
    if compared.old.is_none() || compared.new.is_none() {
        return;
    }
    println!("wire: {}", compared.wire().as_str());
    if let Some((version, next)) = compared.versions() {
        println!("version: {version} -> {next}");
    }
    if let Some(generated) = compared.generated() {
        println!("generated: {generated}");
    }
    for (index, finding) in compared.changes.findings.iter().enumerate() {
        let rule = finding.rule;
        let level = rule.level();
        let style = style_of(level);
        println!("\n{style}{}{style:#}[{}]", level.as_str(), rule.id());
        print_item("before", finding.old.as_ref(), compared.old.as_ref());
        print_item("after", finding.new.as_ref(), compared.new.as_ref());
        println!("  why      {}", rule.why());
        if !rule.instead().is_empty() {
            println!("  instead  {}", rule.instead());
        }
        print_others(finding);
        if let Some(reason) = compared.accepted.get(&index) {
            println!("  accepted {reason}");
        }
    }
    println!();
}

fn style_of(level: Level) -> Style {
    match level {
        Level::Silent | Level::Major => AnsiColor::BrightRed.on_default().bold(),
        Level::Minor => AnsiColor::Green.on_default(),
        Level::Patch => Style::new(),
    }
}

fn print_item(label: &str, item: Option<&Item>, source: Option<&Source>) {
    let (Some(item), Some(source)) = (item, source) else {
        return;
    };
    println!("  {label:<8} {}", item.rust);
    println!("           at {}", place(item, source));
}

fn print_others(finding: &Finding) {
    if finding.also.is_empty() {
        return;
    }
    let others = finding.also.iter().take(PLACES);
    let others: Vec<&str> = others.map(|item| item.rust.as_str()).collect();
    let more = finding.also.len().saturating_sub(PLACES);
    let more = match more {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let places = finding.also.len() + 1;
    println!(
        "  used     at {places} places: also {}{more}",
        others.join(", ")
    );
}

/// File, line and column.
fn place(item: &Item, source: &Source) -> String {
    let (file, line, column) = position(item, source);
    format!("{file}:{line}:{column}")
}

fn position(item: &Item, source: &Source) -> (String, usize, usize) {
    let (file, extent) = locate(source, &Place::key(item.pointer.clone()));
    (file.to_owned(), extent.start.line, extent.start.column)
}

fn object(compared: &Compared) -> serde_json::Value {
    let item = |item: &Option<Item>, source: &Option<Source>| {
        let (item, source) = (item.as_ref()?, source.as_ref()?);
        let (file, line, column) = position(item, source);
        Some(json!({
            "rust": item.rust,
            "pointer": item.pointer.to_string(),
            "file": file,
            "line": line,
            "column": column,
        }))
    };
    let findings = compared.changes.findings.iter().enumerate();
    let findings: Vec<_> = findings
        .map(|(index, finding)| {
            let rule = finding.rule;
            let also: Vec<&str> = finding.also.iter().map(|it| it.rust.as_str()).collect();
            json!({
                "rule": rule.id(),
                "level": rule.level().as_str(),
                "wire": rule.wire().as_str(),
                "why": rule.why(),
                "instead": rule.instead(),
                "old": item(&finding.old, &compared.old),
                "new": item(&finding.new, &compared.new),
                "also": also,
                "accepted": compared.accepted.get(&index),
            })
        })
        .collect();
    json!({
        "name": compared.name,
        "state": match (&compared.old, &compared.new) {
            (None, _) => "new",
            (_, None) => "gone",
            _ => "compared",
        },
        "verdict": compared.level().map_or("none", Level::as_str),
        "wire": compared.wire().as_str(),
        "descriptions": compared.changes.descriptions,
        "version": compared.versions().map(|(old, next)| json!({"old": old, "next": next})),
        "generated": {
            "added": compared.lines.added,
            "removed": compared.lines.removed,
            "moved": compared.lines.moved,
            "all": compared.lines.all,
        },
        "findings": findings,
    })
}

/// How many findings a section of Markdown lists.
const LISTED: usize = 50;

/// What changed in all crates, as Markdown.
pub(super) fn markdown(compared: &[Compared]) -> String {
    compared
        .iter()
        .map(markdown_of)
        .collect::<Vec<_>>()
        .join("\n")
}

fn markdown_of(compared: &Compared) -> String {
    let mut text = format!("## {}\n", compared.verdict());
    if compared.old.is_none() || compared.new.is_none() {
        return text;
    }
    text += &format!("\nWire: {}.", compared.wire().as_str());
    if let Some((version, next)) = compared.versions() {
        text += &format!(" Version: {version}, next {next}.");
    }
    text.push('\n');
    let sections = [
        ("Behaves differently", Level::Silent),
        ("Breaking", Level::Major),
        ("Added", Level::Minor),
        ("Changed", Level::Patch),
    ];
    for (title, level) in sections {
        let found: Vec<&Finding> = compared
            .counted()
            .filter(|it| it.rule.level() == level)
            .collect();
        if found.is_empty() {
            continue;
        }
        text += &format!("\n### {title}\n\n");
        for finding in found.iter().take(LISTED) {
            text += &format!("- {}\n", sentence(finding));
        }
        if found.len() > LISTED {
            text += &format!("- and {} more\n", found.len() - LISTED);
        }
    }
    text
}

/// A finding in a line of Markdown.
fn sentence(finding: &Finding) -> String {
    let Finding {
        rule,
        old,
        new,
        also,
    } = finding;
    let code = |item: &Item| format!("`{}`", item.rust);
    let items = match (old, new) {
        (Some(old), Some(new)) if old.rust == new.rust => code(old),
        (Some(old), Some(new)) => format!("{} is now {}", code(old), code(new)),
        (Some(one), None) | (None, Some(one)) => code(one),
        (None, None) => String::new(),
    };
    let others = match also.len() {
        0 => String::new(),
        others => format!(" (and {others} more)"),
    };
    format!("{items}{others}: {}{}", rule.why(), instead(*rule))
}

fn instead(rule: Rule) -> String {
    match rule.instead() {
        "" => String::new(),
        instead => format!(" {instead}"),
    }
}

/// Annotations of GitHub Actions, at the lines of the newer document ("Workflow commands for GitHub Actions").
fn annotations(compared: &Compared) {
    for finding in compared.counted() {
        let kind = match finding.rule.level() {
            Level::Silent | Level::Major => "error",
            Level::Minor | Level::Patch => "notice",
        };
        let place = finding.new.as_ref().zip(compared.new.as_ref());
        let place = place.map(|(item, source)| position(item, source));
        let place = place.as_ref();
        let place = place.map(|(file, line, column)| (file.as_str(), *line, *column));
        let annotation = github::annotation(kind, place, finding.rule.id(), &sentence(finding));
        println!("{annotation}");
    }
    let verdict = github::annotation("notice", None, "bindery", &compared.verdict());
    println!("{verdict}");
}
