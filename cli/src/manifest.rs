//! The manifest: which document makes which crate.
//!
//! It is read by hand from a tree with places, because a derived reader stops at its first mistake.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use bindery::change::{Finding, Rule};
use bindery::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use bindery::source::Source;
use bindery::target::{Filter, Names, Target};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::context::{Context, absolute};
use crate::package::Runtime;
use crate::report::MessageFormat;
use crate::table::Table;
use crate::tree::Tree;
use crate::{package, read, replace, report};

/// One `[[crate]]` of the manifest.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) target: Target,
    pub(crate) spec: PathBuf,
    /// The folder that files which the document refers to are read below, if not its own.
    pub(crate) ref_root: Option<PathBuf>,
    /// Overlays, in the order in which they change the document.
    pub(crate) overlays: Vec<PathBuf>,
    /// Changes that `diff` does not count.
    pub(crate) accept: Vec<Accept>,
    /// Where a new crate gets the runtime from, if not as usual.
    pub(crate) runtime: Option<Runtime>,
    pub(crate) out: PathBuf,
    /// The positions of list entries in the manifest, by list and entry.
    pub(crate) places: Places,
}

/// A change that `diff` does not count.
#[derive(Debug)]
pub(crate) struct Accept {
    /// What kind of change it is.
    pub(crate) rule: Rule,
    /// The place in the older or the newer document, as a JSON Pointer (`#/components/…`).
    pub(crate) at: String,
    /// Why it is accepted.
    pub(crate) reason: String,
    /// Where the manifest says so.
    pub(crate) place: Range<usize>,
}

impl Accept {
    /// Whether it accepts a change: the whole of it, with all places of its cause.
    pub(crate) fn is_of(&self, finding: &Finding) -> bool {
        let mut items = finding.old.iter().chain(&finding.new);
        self.rule == finding.rule && items.any(|item| item.pointer.to_string() == self.at)
    }
}

/// The positions of entries, by their list.
pub(crate) type Places = BTreeMap<(&'static str, String), Range<usize>>;

/// The manifest of a tree.
///
/// # Errors
///
/// There is none, or it cannot be read.
pub(crate) fn file(tree: &Tree<'_>) -> Result<Source, String> {
    read::file(tree.context.manifest()?, tree)
}

/// The entries of a tree's manifest; what is wrong with it is printed.
pub(crate) fn entries(tree: &Tree<'_>, format: MessageFormat) -> Option<Vec<Entry>> {
    let source = read::told(file(tree))?;
    let mut diagnostics = Diagnostics::new();
    let entries = parse(source.text(), tree.context, &mut diagnostics);
    report::diagnostics(&source, &diagnostics, format);
    (!diagnostics.has_errors()).then_some(entries)
}

/// Reads a manifest; paths in it are relative to its folder. All mistakes are collected.
fn parse(text: &str, context: &Context, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let place = error.span().unwrap_or_default();
        let message = format!("the manifest is not TOML: {}", error.message());
        diagnostics.push(Diagnostic::new(Code::Manifest, place, message));
    }
    if !errors.is_empty() {
        return Vec::new();
    }
    let mut root = Table::new(
        document.get_ref(),
        document.span(),
        "the manifest",
        diagnostics,
    );
    let crates = root.array("crate");
    root.finish(&["crate"]);
    let mut entries: Vec<Entry> = Vec::new();
    for value in crates {
        let Some(entry) = entry(value, context, diagnostics) else {
            continue;
        };
        let clash = entries.iter().find(|other| {
            other.target.crate_name == entry.target.crate_name || other.out == entry.out
        });
        if let Some(other) = clash {
            let other = &other.target.crate_name;
            let message = format!("this crate has the same name or the same `out` as `{other}`");
            diagnostics.push(
                Diagnostic::new(Code::Manifest, value.span(), message)
                    .help("give each crate a unique name and a unique directory"),
            );
        }
        entries.push(entry);
    }
    entries
}

/// The keys of a crate.
pub(crate) const CRATE_KEYS: [&str; 13] = [
    "name",
    "spec",
    "out",
    "show_personal",
    "strict",
    "ref_root",
    "overlay",
    "accept",
    "names",
    "replace",
    "filter",
    "environment",
    "runtime",
];

fn entry(
    value: &Spanned<DeValue<'_>>,
    context: &Context,
    diagnostics: &mut Diagnostics,
) -> Option<Entry> {
    let directory = context.manifest().ok()?.parent()?;
    let mut table = Table::of(value, "a crate", diagnostics)?;
    let name = table.required("name", &CRATE_KEYS);
    let spec = table.required("spec", &CRATE_KEYS);
    let out = table
        .required("out", &CRATE_KEYS)
        .map(|(out, _)| directory.join(out));
    let show_personal = table.boolean("show_personal");
    let strict = table.boolean("strict");
    let ref_root = table.string("ref_root");
    let overlays = table.array("overlay");
    let accepts = table.array("accept");
    let names = table.value("names");
    let replace = table.value("replace");
    let filter = table.value("filter");
    let environment = table.value("environment");
    let runtime = table.value("runtime");
    table.finish(&CRATE_KEYS);
    if let Some((url, span)) = spec.as_ref().filter(|(spec, _)| read::is_url(spec)) {
        let message = read::not_fetched(url);
        diagnostics.push(Diagnostic::new(Code::Manifest, span.clone(), message));
    }
    let spec = spec.map(|(spec, _)| directory.join(spec));
    if let Some((name, span)) = &name
        && let Err(rule) = package::check_name(name)
    {
        let message = format!("`{name}` is not a valid crate name: {rule}");
        diagnostics.push(Diagnostic::new(Code::Manifest, span.clone(), message));
    }
    let mut places = Places::new();
    let names = names.map(|value| read_names(value, &mut places, diagnostics));
    let replace = replace.map(|value| replace::read(value, &mut places, diagnostics));
    let filter = filter.map(|value| read_filter(value, &mut places, diagnostics));
    let prefix = environment.and_then(|value| read_prefix(value, diagnostics));
    let runtime = runtime.and_then(|value| read_runtime(value, directory, diagnostics));
    let (spec, out) = (spec?, out?);
    Some(Entry {
        target: Target {
            crate_name: name?.0,
            spec_name: context.in_header(&spec),
            names: names.unwrap_or_default(),
            replace: replace.unwrap_or_default(),
            filter: filter.unwrap_or_default(),
            environment_prefix: prefix,
            show_personal,
            strict,
            lock: None,
        },
        spec: absolute(&spec),
        overlays: overlays
            .into_iter()
            .filter_map(|value| read_overlay(value, diagnostics))
            .map(|file| absolute(&directory.join(file)))
            .collect(),
        accept: accepts
            .into_iter()
            .filter_map(|value| read_accept(value, context, diagnostics))
            .collect(),
        ref_root: ref_root.map(|(root, _)| absolute(&directory.join(root))),
        runtime,
        out: absolute(&out),
        places,
    })
}

fn read_names(
    value: &Spanned<DeValue<'_>>,
    places: &mut Places,
    diagnostics: &mut Diagnostics,
) -> Names {
    let Some(mut table) = Table::of(value, "`names`", diagnostics) else {
        return Names::default();
    };
    let names = Names {
        patterns: placed("names.patterns", table.texts("patterns"), places),
        types: placed("names.types", table.texts("types"), places),
        operations: placed("names.operations", table.texts("operations"), places),
        handles: placed("names.handles", table.texts("handles"), places),
    };
    table.finish(&["patterns", "types", "operations", "handles"]);
    names
}

fn read_filter(
    value: &Spanned<DeValue<'_>>,
    places: &mut Places,
    diagnostics: &mut Diagnostics,
) -> Filter {
    let Some(mut table) = Table::of(value, "`filter`", diagnostics) else {
        return Filter::default();
    };
    let filter = Filter {
        paths: listed("filter.paths", table.list("paths"), places),
        tags: listed("filter.tags", table.list("tags"), places),
        operations: listed("filter.operations", table.list("operations"), places),
        named: Vec::new(),
    };
    table.finish(&["paths", "tags", "operations"]);
    filter
}

/// An overlay's file; its reason is for readers of the manifest, and must be there.
fn read_overlay(value: &Spanned<DeValue<'_>>, diagnostics: &mut Diagnostics) -> Option<String> {
    const KEYS: [&str; 2] = ["file", "reason"];
    let mut table = Table::of(value, "an overlay", diagnostics)?;
    let file = table.required("file", &KEYS);
    let reason = table.required("reason", &KEYS);
    table.finish(&KEYS);
    reason.and(file).map(|(file, _)| file)
}

/// A change that is accepted; its reason is for readers, and must be there.
fn read_accept(
    value: &Spanned<DeValue<'_>>,
    context: &Context,
    diagnostics: &mut Diagnostics,
) -> Option<Accept> {
    const KEYS: [&str; 3] = ["rule", "at", "reason"];
    let mut table = Table::of(value, "an accepted change", diagnostics)?;
    let [rule, at, reason] = KEYS.map(|key| table.required(key, &KEYS));
    table.finish(&KEYS);
    let ((rule, place), (at, _), (reason, _)) = (rule?, at?, reason?);
    let known = Rule::ALL.iter().find(|known| known.id() == rule);
    if known.is_none() {
        let message = format!("`{rule}` is not a kind of change");
        let near = nearest(&rule, Rule::ALL.iter().map(|rule| rule.id()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("`{} diff` prints the kinds in brackets", context.program()),
        };
        diagnostics.push(Diagnostic::new(Code::Manifest, place.clone(), message).help(help));
    }
    Some(Accept {
        rule: *known?,
        at,
        reason,
        place,
    })
}

fn read_prefix(value: &Spanned<DeValue<'_>>, diagnostics: &mut Diagnostics) -> Option<String> {
    let mut table = Table::of(value, "`environment`", diagnostics)?;
    let prefix = table.required("prefix", &["prefix"]);
    table.finish(&["prefix"]);
    prefix.map(|(prefix, _)| prefix)
}

/// Where the runtime comes from: one of `version`, `path` and `git`.
fn read_runtime(
    value: &Spanned<DeValue<'_>>,
    directory: &Path,
    diagnostics: &mut Diagnostics,
) -> Option<Runtime> {
    const REFERENCES: [&str; 3] = ["rev", "branch", "tag"];
    let mut table = Table::of(value, "`runtime`", diagnostics)?;
    let [version, path, git] =
        ["version", "path", "git"].map(|key| table.string(key).map(|(text, _)| text));
    let references = REFERENCES.map(|key| Some((key, table.string(key)?.0)));
    table.finish(&["version", "path", "git", "rev", "branch", "tag"]);
    let mut references = references.into_iter().flatten();
    let (at, another) = (references.next(), references.next());
    let (runtime, only_git) = match (version, path, git) {
        (Some(version), None, None) => (Runtime::Version(version), true),
        (None, Some(path), None) => (Runtime::Path(absolute(&directory.join(path))), true),
        (None, None, Some(url)) => {
            let at = at.clone();
            (Runtime::Git { url, at }, false)
        }
        _ => {
            let message = "`runtime` must have exactly one of `version`, `path` and `git`";
            diagnostics.push(Diagnostic::new(Code::Manifest, value.span(), message));
            return None;
        }
    };
    if another.is_some() || only_git && at.is_some() {
        let message = "`runtime` can have one of `rev`, `branch` and `tag`, next to `git`";
        diagnostics.push(Diagnostic::new(Code::Manifest, value.span(), message));
    }
    Some(runtime)
}

fn placed(
    list: &'static str,
    texts: BTreeMap<String, (String, Range<usize>)>,
    places: &mut Places,
) -> BTreeMap<String, String> {
    let texts = texts.into_iter().map(|(entry, (text, place))| {
        places.insert((list, entry.clone()), place);
        (entry, text)
    });
    texts.collect()
}

fn listed(
    list: &'static str,
    texts: Vec<(String, Range<usize>)>,
    places: &mut Places,
) -> Vec<String> {
    let texts = texts.into_iter().map(|(entry, place)| {
        places.insert((list, entry.clone()), place);
        entry
    });
    texts.collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// What a manifest with this text says.
    pub(crate) fn parsed(text: &str) -> (Vec<Entry>, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let entries = parse(text, &project().1, &mut diagnostics);
        (entries, diagnostics)
    }

    /// A folder with a manifest, and its context.
    fn project() -> (tempfile::TempDir, Context) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("specs")).unwrap();
        std::fs::write(folder.path().join("specs/codegen.toml"), "").unwrap();
        let context = Context::find("bindery", folder.path(), None);
        (folder, context)
    }

    #[test]
    fn a_manifest() {
        let text = r##"
            [[crate]]
            name = "pets"
            spec = "pets.yaml"
            out = "../pets"
            [crate.names]
            patterns = { "^P$" = "PetId" }
            types = { "#/components/schemas/a.b" = "Ab" }
            [crate.filter]
            tags = ["Pets"]
            [crate.environment]
            prefix = "PETS"
        "##;
        let (folder, context) = project();
        let mut diagnostics = Diagnostics::new();
        let entries = parse(text, &context, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let [entry] = &entries[..] else { panic!() };
        assert_eq!(entry.out, folder.path().join("pets"));
        assert_eq!(entry.target.spec_name, "specs/pets.yaml");
        assert_eq!(entry.target.names.patterns["^P$"], "PetId");
        assert_eq!(entry.target.environment_prefix.as_deref(), Some("PETS"));
    }

    #[test]
    fn a_key_that_is_not_misspelt_hides_no_missing_one() {
        let text = "[[crate]]\nspec = 'a'\nout = 'x'\n[crate.names.types]\na = 'A'\n";
        let mut diagnostics = Diagnostics::new();
        assert!(parse(text, &project().1, &mut diagnostics).is_empty());
        let messages: Vec<_> = diagnostics.iter().map(Diagnostic::message).collect();
        assert_eq!(messages, ["a crate has no `name`"]);
    }

    #[test]
    fn all_mistakes_are_listed() {
        let text =
            "[[crate]]\nnmae = 'a'\nspec = 1\nout = 'x'\n[crate.filter]\ntag = []\npaths = [1]\n";
        let mut diagnostics = Diagnostics::new();
        parse(text, &project().1, &mut diagnostics);
        let messages: Vec<_> = diagnostics.iter().map(Diagnostic::message).collect();
        assert_eq!(
            messages,
            [
                "`spec` of a crate must be a string, found integer",
                "`nmae` is not a key of a crate",
                "`paths` of `filter` must be an array of strings, found integer",
                "`tag` is not a key of `filter`",
            ]
        );
    }
}
