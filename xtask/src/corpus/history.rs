//! Names over the history of documents: with the lock of one version, the next one renames nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use anstream::println;
use bindery::diagnostic::Diagnostics;
use bindery::lock::Lock;
use bindery::plan::Plan;
use bindery::source::Source;
use bindery::target::Target;
use bindery::{generate, understand};

use super::documents::matches;
use crate::{job, report, workspace};

/// The list of pairs in the folder.
const PAIRS: &str = "pairs.tsv";

/// What a version is called by.
struct Names {
    lock: Lock,
    /// How each operation is called, by its method and path.
    calls: BTreeMap<String, String>,
}

/// What came of one pair.
#[derive(Default)]
struct Renames {
    /// What is renamed by the lock of the first version.
    with: Vec<String>,
    /// How much is renamed without it.
    without: usize,
}

/// Compares all pairs of a folder, or those whose name has a text in it.
pub(super) fn run(folder: &Path, only: Option<&str>) -> ExitCode {
    let Some(pairs) = job::read(&folder.join(PAIRS)) else {
        return ExitCode::FAILURE;
    };
    let (mut compared, mut total, mut failed) = (0, Renames::default(), false);
    for line in pairs.text().lines().filter(|line| !line.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, old, new] = fields[..] else {
            report::error(format_args!(
                "`{line}` in `{PAIRS}` is not a folder and two files, with tabs between"
            ));
            return ExitCode::FAILURE;
        };
        if only.is_some_and(|only| !matches(only, name)) {
            continue;
        }
        compared += 1;
        let folder = folder.join(name);
        match compare(&folder.join(old), &folder.join(new)) {
            Some(renames) => {
                let (with, without) = (renames.with.len(), renames.without);
                println!("{name} {old} {new}: {without} renamed without the lock, {with} with it");
                total.without += without;
                total.with.extend(renames.with);
            }
            None => {
                report::error(format_args!("{name} {old} {new}: not generated"));
                failed = true;
            }
        }
    }
    for rename in &total.with {
        report::error(rename);
    }
    println!(
        "{compared} pairs: {} renamed without the lock, {} with it",
        total.without,
        total.with.len()
    );
    match total.with.is_empty() && !failed && compared > 0 {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

fn compare(old: &Path, new: &Path) -> Option<Renames> {
    let (old, new) = (
        job::read_document(old, None)?,
        job::read_document(new, None)?,
    );
    let before = names(&old, None)?;
    let after = names(&new, Some(&before.lock))?;
    let mut with = renamed(&before, &after);
    with.sort();
    Some(Renames {
        with,
        without: renamed(&before, &names(&new, None)?).len(),
    })
}

fn names(source: &Source, lock: Option<&Lock>) -> Option<Names> {
    let target = Target {
        crate_name: "history".to_owned(),
        spec_name: workspace::in_header(Path::new(source.name())),
        lock: lock.cloned(),
        ..Target::default()
    };
    let (_, plan) = understand(source, &target, &mut Diagnostics::new())?;
    let lock = generate(source, &target).generated?.lock;
    let calls = calls(&plan);
    Some(Names { lock, calls })
}

/// How each operation is called, with the type of its requests.
fn calls(plan: &Plan) -> BTreeMap<String, String> {
    let calls = plan.handles().flat_map(|handle| {
        let way = plan.way(handle);
        let way: String = way.iter().map(|it| format!(".{}()", it.accessor)).collect();
        handle.operations.iter().map(move |operation| {
            let key = format!("{} {}", operation.method.as_str(), operation.path);
            (key, format!("client{way}.{}()", operation.method_name))
        })
    });
    calls.collect()
}

/// What both have and call differently.
fn renamed(before: &Names, after: &Names) -> Vec<String> {
    let renames = before.lock.renamed(&after.lock).into_iter();
    let renames = renames.map(|it| format!("`{}` was `{}` and is `{}`", it.key, it.old, it.new));
    let calls = before.calls.iter().filter_map(|(key, old)| {
        let new = after.calls.get(key)?;
        (old != new).then(|| format!("`{key}` was `{old}` and is `{new}`"))
    });
    renames.chain(calls).collect()
}
