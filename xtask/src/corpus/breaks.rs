//! What breaks between versions of documents: what rustc refuses of the older crate's users, and what `diff` tells.

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::path::Path;
use std::process::ExitCode;

use bindery::change::{self, Finding, Item, Level, Rule, Side};
use bindery::diagnostic::Diagnostics;
use bindery::lock::Lock;
use bindery::plan::{Plan, ReturnBody};
use bindery::target::Target;
use bindery_cli::read_document;

use super::consumers::{Consumer, Use, words};
use super::history::Versions;
use super::program::{self, Error, Program, ROUNDS};

/// What came of one pair, or of all.
#[derive(Default)]
struct Breaks {
    uses: usize,
    refused: usize,
    told: usize,
    silent: usize,
    /// What rustc refuses and nothing tells.
    untold: Vec<String>,
    /// What is told and rustc does not refuse.
    unrefused: Vec<String>,
}

/// Compares all pairs of a folder, or those whose name has a text in it.
pub(super) fn run(folder: &Path, only: Option<&str>, keep: Option<&Path>) -> ExitCode {
    program::each_pair(folder, only, keep, compare, |total: &Breaks| {
        total.untold.iter().chain(&total.unrefused).collect()
    })
}

impl AddAssign for Breaks {
    fn add_assign(&mut self, other: Self) {
        self.uses += other.uses;
        self.refused += other.refused;
        self.told += other.told;
        self.silent += other.silent;
        self.untold.extend(other.untold);
        self.unrefused.extend(other.unrefused);
    }
}

impl std::fmt::Display for Breaks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} uses, {} rejected by rustc ({} not reported); {} reported as major ({} not rejected), {} as silent",
            self.uses,
            self.refused,
            self.untold.len(),
            self.told,
            self.unrefused.len(),
            self.silent
        )
    }
}

fn compare(pair: &Versions, root: &Path) -> Result<Breaks, Error> {
    let old = side(&pair.old, None)?;
    let new = side(&pair.new, Some(old.lock().clone()))?;
    let files = |side: &Side| bindery::write(side.plan(), &Target::default());
    let findings = change::compare(&old, &new).findings;
    let mut consumer = Consumer::of(&files(&old))?;
    let uses = consumer.len();
    let program = Program::create(root, files(&new), &new.plan().features)?;
    let mut refused = Vec::new();
    for _ in 0..ROUNDS {
        let lines = program.refused(&consumer.text())?;
        if lines.is_empty() {
            break;
        }
        refused.extend(lines.into_iter().filter_map(|line| consumer.take(line)));
    }
    Ok(matched(
        pair,
        uses,
        (&refused, &calls(old.plan())),
        &findings,
    ))
}

pub(super) fn side(path: &Path, lock: Option<Lock>) -> Result<Side, Error> {
    let source = read_document(path).ok_or("a document does not exist")?;
    let target = Target {
        crate_name: "generated".to_owned(),
        lock,
        ..Target::default()
    };
    let side = Side::read(&source, &target, &mut Diagnostics::new());
    side.ok_or_else(|| "a document has errors".into())
}

/// Which refusals are told, and which findings are refused.
fn matched(
    pair: &Versions,
    uses: usize,
    (refused, calls): (&[Use], &Calls),
    findings: &[Finding],
) -> Breaks {
    let of = |level: Level| findings.iter().filter(move |it| it.rule.level() == level);
    let mut breaks = Breaks {
        uses,
        refused: refused.len(),
        silent: of(Level::Silent).map(|it| 1 + it.also.len()).sum(),
        ..Breaks::default()
    };
    let telling: Vec<&Finding> = of(Level::Major).collect();
    let items = |it: &Finding| -> Vec<Item> {
        it.old
            .iter()
            .chain(&it.new)
            .chain(&it.also)
            .cloned()
            .collect()
    };
    for used in refused {
        let is_told = telling.iter().any(|it| {
            items(it)
                .iter()
                .any(|item| is_about(it.rule, item, used, calls))
        });
        if !is_told {
            breaks.untold.push(format!(
                "{pair}: `{}.{}` is rejected by rustc, but not reported",
                used.owner, used.part
            ));
        }
    }
    for finding in of(Level::Major) {
        let first = finding.old.as_ref().or(finding.new.as_ref());
        for item in first.into_iter().chain(&finding.also) {
            breaks.told += 1;
            if !refused
                .iter()
                .any(|used| is_about(finding.rule, item, used, calls))
            {
                let (rule, rust) = (finding.rule.id(), &item.rust);
                breaks.unrefused.push(format!(
                    "{pair}: {rule} `{rust}` is reported, but not rejected by rustc"
                ));
            }
        }
    }
    breaks
}

/// The calls that lead to the types of operations, by their names.
type Calls = BTreeMap<String, Vec<String>>;

fn calls(plan: &Plan) -> Calls {
    let mut calls = Calls::new();
    for handle in plan.handles() {
        let way = plan.reached(handle);
        for operation in &handle.operations {
            let call = format!("{way}.{}", operation.method_name.bare());
            let mut named = vec![&operation.request];
            named.extend(operation.arguments.ident());
            named.extend(operation.choice.iter().map(|it| &it.ident));
            if let ReturnBody::ByStatus(outcome) = &operation.returns.body {
                named.push(&outcome.ident);
            }
            for ident in named {
                calls
                    .entry(ident.to_string())
                    .or_default()
                    .push(call.clone());
            }
        }
        calls.entry(handle.ident.to_string()).or_default().push(way);
    }
    calls
}

/// Whether a finding can be the cause of an error.
fn is_about(rule: Rule, item: &Item, used: &Use, calls: &Calls) -> bool {
    let (name, ty) = item.rust.split_once(": ").unwrap_or((&item.rust, ""));
    let all = words(name);
    let whole = all.len() == 1 && used.words.is_superset(&all);
    let last = words_in_order(name)
        .last()
        .is_some_and(|last| *last == used.part);
    let of_type = all.contains(&used.owner) && (last || used.part.is_empty());
    let mut leading = calls.get(&used.owner).into_iter().flatten();
    let of_call = leading.any(|call| {
        let Some(rest) = name.strip_prefix(call.as_str()) else {
            return false;
        };
        let method = words_in_order(rest)
            .first()
            .is_some_and(|it| *it == used.part);
        let sent = ["send", "pages", "stream"].contains(&used.part.as_str());
        let is_sent = rest.is_empty() && rule == Rule::ReturnTypeChanged && sent;
        last || method || is_sent || rest.is_empty() && rule == Rule::OperationRemoved
    });
    // Types of their own that a function takes or returns.
    let has_own = matches!(rule, Rule::ConstructorChanged | Rule::ReturnTypeChanged);
    whole || of_type || of_call || has_own && words(ty).contains(&used.owner)
}

fn words_in_order(text: &str) -> Vec<&str> {
    let words = text.split(|it: char| !it.is_alphanumeric() && it != '_');
    words.filter(|it| !it.is_empty()).collect()
}
