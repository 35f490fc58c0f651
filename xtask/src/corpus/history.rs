//! The history of documents: with the lock of one version, the next one renames nothing, and the diff of the generated
//! crate is about what the document changes.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::println;
use bindery::diagnostic::Diagnostics;
use bindery::lock::{Kind, Lock};
use bindery::name::Ident;
use bindery::plan::{Plan, RustType, Variants};
use bindery::source::Source;
use bindery::sync::SourceFile;
use bindery::target::Target;
use bindery::{generate, understand};
use bindery_cli::{Lines, read_document, report, shown};

use super::documents::matches;

/// The list of pairs in the folder.
const PAIRS: &str = "pairs.tsv";

/// What a version is called by.
struct Names {
    lock: Lock,
    files: Vec<SourceFile>,
    /// How each operation is called, and what is called how of arguments, setters, fields and variants.
    parts: BTreeMap<String, String>,
    /// Further names of types, with what they are names of.
    aliases: BTreeMap<String, String>,
}

/// What came of one pair.
#[derive(Default)]
struct Renames {
    /// What is renamed by the lock of the first version.
    with: Vec<String>,
    /// How much is renamed without it.
    without: usize,
    /// How many lines change in the document, and in the crate with the lock.
    lines: Vec<(Lines, Lines)>,
}

/// Two versions of a document.
pub(super) struct Versions {
    name: String,
    pub(super) old: PathBuf,
    pub(super) new: PathBuf,
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = |path: &Path| path.file_name().unwrap_or_default().to_owned();
        let (old, new) = (file(&self.old), file(&self.new));
        write!(f, "{} {} {}", self.name, old.display(), new.display())
    }
}

/// The pairs of a folder, or those whose name has a text in it; what stands in the way is printed.
pub(super) fn pairs(folder: &Path, only: Option<&str>) -> Option<Vec<Versions>> {
    let path = folder.join(PAIRS);
    let pairs = std::fs::read_to_string(&path)
        .map_err(|error| report::error(format_args!("cannot read `{}`: {error}", shown(&path))))
        .ok()?;
    let mut listed = Vec::new();
    for line in pairs.lines().filter(|line| !line.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, old, new] = fields[..] else {
            report::error(format_args!(
                "`{line}` in `{PAIRS}` is not a folder and two files, separated by tabs"
            ));
            return None;
        };
        if only.is_none_or(|only| matches(only, name)) {
            let folder = folder.join(name);
            listed.push(Versions {
                name: name.to_owned(),
                old: folder.join(old),
                new: folder.join(new),
            });
        }
    }
    Some(listed)
}

/// Compares all pairs of a folder, or those whose name has a text in it.
pub(super) fn run(folder: &Path, only: Option<&str>) -> ExitCode {
    let Some(pairs) = pairs(folder, only) else {
        return ExitCode::FAILURE;
    };
    let (mut total, mut failed) = (Renames::default(), false);
    for pair in &pairs {
        match compare(&pair.old, &pair.new) {
            Some(renames) => {
                println!("{pair}: {renames}");
                total.without += renames.without;
                total.with.extend(renames.with);
                total.lines.extend(renames.lines);
            }
            None => {
                report::error(format_args!("{pair}: not generated"));
                failed = true;
            }
        }
    }
    for rename in &total.with {
        report::error(rename);
    }
    println!("{} pairs: {total}", pairs.len());
    match total.with.is_empty() && !failed && !pairs.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

impl fmt::Display for Renames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (with, without) = (self.with.len(), self.without);
        write!(f, "{without} renamed without the lock, {with} with it")?;
        // Of changes that are shorter, a blank line more is a large share.
        const LEAST: usize = 10;
        let mut changed = self
            .lines
            .iter()
            .filter(|(spec, _)| spec.changed() >= LEAST);
        let ratio =
            |(spec, crate_): &(Lines, Lines)| crate_.changed() as f64 / spec.changed() as f64;
        let mut ratios: Vec<f64> = changed.by_ref().map(ratio).collect();
        ratios.sort_by(f64::total_cmp);
        let (generated, moved) = self.lines.iter().fold((0, 0), |(all, moved), (_, it)| {
            (all + it.changed(), moved + it.moved)
        });
        write!(
            f,
            "; {generated} generated lines changed, {moved} of them moved"
        )?;
        const RATIO: &str = "; generated to document lines:";
        match &ratios[..] {
            [] => Ok(()),
            [ratio] => write!(f, "{RATIO} {ratio:.2}"),
            [.., worst] => {
                let median = ratios[ratios.len() / 2];
                write!(f, "{RATIO} {median:.2} (median), {worst:.2} (worst)")
            }
        }
    }
}

fn compare(old: &Path, new: &Path) -> Option<Renames> {
    let (old, new) = (read_document(old)?, read_document(new)?);
    let before = names(&old, None)?;
    let after = names(&new, Some(&before.lock))?;
    let mut with = renamed(&before, &after);
    with.sort();
    let document = Lines::of_texts(old.text(), new.text());
    let generated = Lines::of_files(&before.files, &after.files);
    Some(Renames {
        with,
        without: renamed(&before, &names(&new, None)?).len(),
        lines: vec![(document, generated)],
    })
}

fn names(source: &Source, lock: Option<&Lock>) -> Option<Names> {
    let target = Target {
        crate_name: "history".to_owned(),
        spec_name: source.name().to_owned(),
        lock: lock.cloned(),
        ..Target::default()
    };
    let (_, plan) = understand(source, &target, &mut Diagnostics::new())?;
    let generated = generate(source, &target).generated?;
    let parts = calls(&plan).chain(members(&plan)).collect();
    let aliases = plan.aliases.iter();
    let aliases = aliases.map(|alias| (alias.ident.to_string(), alias.of.to_string()));
    Some(Names {
        lock: generated.lock,
        files: generated.files,
        parts,
        aliases: aliases.collect(),
    })
}

/// How each operation is called, and what callers give to it, by its method and path.
fn calls(plan: &Plan) -> impl Iterator<Item = (String, String)> {
    plan.handles().flat_map(|handle| {
        let way = plan.way(handle);
        let way: String = way.iter().map(|it| format!(".{}()", it.accessor)).collect();
        handle.operations.iter().flat_map(move |operation| {
            let key = format!("{} {}", operation.method.as_str(), operation.path);
            let call = format!("client{way}.{}()", operation.method_name);
            let given = operation.arguments.list().iter().chain(&operation.setters);
            let given = given.filter_map(|it| Some((it.sink.wire()?, it)));
            let parts = given.flat_map(|((place, wire), it)| {
                part(format!("{key} {place:?} {wire}"), &it.ident, &it.ty)
            });
            let parts: Vec<_> = parts.collect();
            std::iter::once((key, call)).chain(parts)
        })
    })
}

/// What the types that something holds are kept under.
const HELD: &str = "type of ";

/// Whether a type of this name has another one without being renamed: it has both names, or the document has another
/// component in its place.
fn is_same_type(before: &Names, after: &Names, old: &str, new: &str) -> bool {
    let alias = after.aliases.get(old).is_some_and(|of| of == new);
    let components = |names: &Names, name: &str| -> Vec<String> {
        let all = names.lock.iter();
        let of_name = all.filter(|(key, it)| key.kind == Kind::Type && !it.gone && it.name == name);
        of_name.map(|(key, _)| key.identity.clone()).collect()
    };
    let (one, other) = (components(before, old), components(after, new));
    let are_components = !one.is_empty() && !other.is_empty();
    alias || are_components && !one.iter().any(|it| other.contains(it))
}

/// What something is called, and the type that it holds if that has a name.
fn part(key: String, ident: &Ident, ty: &RustType) -> impl Iterator<Item = (String, String)> {
    let held = named(ty).map(|held| (format!("{HELD}{key}"), held.to_string()));
    std::iter::once((key, ident.to_string())).chain(held)
}

fn named(ty: &RustType) -> Option<&Ident> {
    match ty {
        RustType::Named(ident) => Some(ident),
        RustType::Boxed(inner)
        | RustType::Option(inner)
        | RustType::Field(inner)
        | RustType::Vec(inner)
        | RustType::Map(inner) => named(inner),
        _ => None,
    }
}

/// What fields and variants are called, by the name of their type and what they stand for.
fn members(plan: &Plan) -> impl Iterator<Item = (String, String)> {
    let fields = plan.models.iter().flat_map(|model| {
        model.fields.iter().flat_map(|field| {
            let key = format!("{}.{}", model.ident, field.wire);
            part(key, &field.ident, &field.ty)
        })
    });
    let variants = plan.enums.iter().flat_map(|planned| {
        let variants: Vec<(String, &Ident)> = match &planned.variants {
            Variants::Strings(all) => all.iter().map(|(it, text)| (text.clone(), it)).collect(),
            Variants::Integers(all) => all.iter().map(|(it, n)| (n.to_string(), it)).collect(),
        };
        let open = (String::new(), &planned.unknown);
        let all = variants.into_iter().chain([open]);
        all.map(|(value, it)| (format!("{}.{value}", planned.ident), it.to_string()))
    });
    fields.chain(variants)
}

/// What both have and call differently.
fn renamed(before: &Names, after: &Names) -> Vec<String> {
    let renames = before.lock.renamed(&after.lock).into_iter();
    let renames = renames.map(|it| format!("`{}` was `{}` and is `{}`", it.key, it.old, it.new));
    let parts = before.parts.iter().filter_map(|(key, old)| {
        let new = after.parts.get(key)?;
        let is_same = old == new || key.starts_with(HELD) && is_same_type(before, after, old, new);
        (!is_same).then(|| format!("`{key}` was `{old}` and is `{new}`"))
    });
    renames.chain(parts).collect()
}
