//! Documents: those below folders, and the outcome for each.

use std::cmp::Reverse;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bindery::diagnostic::{Code, Diagnostic, Diagnostics, Style};
use bindery::sync::SourceFile;
use bindery::target::Target;
use bindery::{spec, understand, write};
use bindery_cli::{package, read_document, shown};

use super::contract;

/// A document of the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) path: PathBuf,
    /// The file's name without its extension.
    pub(crate) stem: String,
    /// The name of its crate, which no other has.
    pub(crate) package: String,
}

/// The outcome for a document.
pub(crate) enum Outcome {
    Generated(Box<Generated>),
    /// It breaks the rules of OpenAPI 3.0; the diagnostics.
    Rejected(String),
    /// The generator failed.
    Failed(String),
}

/// A crate that was made of a document.
pub(crate) struct Generated {
    pub(crate) files: Vec<SourceFile>,
    pub(crate) features: Vec<String>,
    /// The program that checks the crate against the document's examples.
    pub(crate) contract: String,
    pub(crate) operations: usize,
    pub(crate) types: usize,
    pub(crate) lines: usize,
    pub(crate) lost: Lost,
    /// For all of the crate, its contract aside.
    pub(crate) time: Duration,
}

/// What a crate does not have of its document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lost {
    pub(crate) operations: usize,
    /// Schemas that are treated as any value.
    pub(crate) schemas: usize,
}

impl Generated {
    /// The length of the sources.
    pub(crate) fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.text.len()).sum()
    }
}

/// The documents below folders, each folder in the order of its file names. A pattern that begins
/// or ends with `*` matches ends and beginnings; without a `*` it matches anywhere.
pub(crate) fn find(folders: &[PathBuf], only: Option<&str>) -> io::Result<Vec<Document>> {
    let mut paths = Vec::new();
    for folder in folders {
        collect(folder, &mut paths).map_err(|error| {
            let shown = shown(folder);
            io::Error::new(error.kind(), format!("cannot read `{shown}`: {error}"))
        })?;
    }
    let mut documents: Vec<Document> = Vec::new();
    for path in paths {
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !only.is_none_or(|only| matches(only, &stem)) {
            continue;
        }
        let plain = package::name_from(&stem);
        let taken = |name: &String| documents.iter().any(|other| other.package == *name);
        let package = std::iter::once(plain.clone())
            .chain((2..).map(|nth| format!("{plain}-{nth}")))
            .find(|name| !taken(name))
            .unwrap_or(plain);
        documents.push(Document {
            path,
            stem,
            package,
        });
    }
    Ok(documents)
}

fn collect(path: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        let entries = fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
        let mut below: Vec<_> = entries.iter().map(fs::DirEntry::path).collect();
        below.sort();
        return below
            .iter()
            .try_for_each(|path| match path.is_dir() || is_document(path) {
                true => collect(path, paths),
                false => Ok(()),
            });
    }
    fs::metadata(path)?;
    paths.push(path.to_owned());
    Ok(())
}

fn is_document(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("yaml" | "yml" | "json"))
}

pub(super) fn matches(pattern: &str, stem: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (None, None) => stem.contains(pattern),
        (Some(end), None) => stem.ends_with(end),
        (None, Some(start)) => stem.starts_with(start),
        (Some(_), Some(_)) => stem.contains(pattern.trim_matches('*')),
    }
}

/// Of the crates in the order of their sizes, every nth: the middle one of each n.
pub(crate) fn sample<'a>(
    documents: &'a [Document],
    outcomes: &'a [Outcome],
    every: usize,
) -> Vec<(&'a Document, &'a Generated)> {
    let mut crates: Vec<_> = std::iter::zip(documents, outcomes)
        .filter_map(|(document, outcome)| match outcome {
            Outcome::Generated(generated) => Some((document, &**generated)),
            Outcome::Rejected(_) | Outcome::Failed(_) => None,
        })
        .collect();
    crates.sort_by_key(|(_, generated)| Reverse(generated.bytes()));
    crates.into_iter().skip(every / 2).step_by(every).collect()
}

/// Generates the crates of all documents, some of them in parallel, and calls `done` for each.
pub(crate) fn generate(
    documents: &[Document],
    jobs: usize,
    done: &(dyn Fn(&Document) + Sync),
) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Vec::from_iter(documents.iter().map(|_| None)));
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, documents.len().max(1)) {
            scope.spawn(|| {
                while let Some((at, document)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    documents.get(at).map(|document| (at, document))
                } {
                    let outcome = catch_unwind(AssertUnwindSafe(|| generate_one(document)))
                        .unwrap_or_else(|_| Outcome::Failed("the generator panicked".to_owned()));
                    outcomes.lock().expect("no thread panics with the lock")[at] = Some(outcome);
                    done(document);
                }
            });
        }
    });
    let outcomes = outcomes
        .into_inner()
        .expect("no thread panics with the lock");
    outcomes
        .into_iter()
        .map(|outcome| outcome.expect("every document has a turn"))
        .collect()
}

fn generate_one(document: &Document) -> Outcome {
    let Some(source) = read_document(&document.path) else {
        return Outcome::Failed("the file cannot be read".to_owned());
    };
    let target = Target {
        crate_name: document.package.clone(),
        spec_name: shown(&document.path),
        ..Target::default()
    };
    let start = Instant::now();
    let mut diagnostics = Diagnostics::new();
    let Some((ir, plan)) = understand(&source, &target, &mut diagnostics) else {
        return Outcome::Rejected(diagnostics.render(&source, Style::Plain));
    };
    let is_any = |it: &&Diagnostic| it.code() == Code::EndlessSchema;
    let endless = diagnostics.iter().filter(is_any);
    let files = write(&plan, &target);
    let time = start.elapsed();
    let Some(spec) = spec::load(&source, &target, &mut Diagnostics::new()) else {
        return Outcome::Failed("the document is read the first time only".to_owned());
    };
    Outcome::Generated(Box::new(Generated {
        contract: contract::program(&spec, &ir, &plan),
        operations: plan.operations().count(),
        types: plan.texts.len() + plan.enums.len() + plan.models.len() + plan.unions.len(),
        lost: Lost {
            operations: spec.left_out.operations,
            schemas: spec.left_out.schemas + endless.count(),
        },
        lines: files.iter().map(|file| file.text.lines().count()).sum(),
        features: plan.features,
        files,
        time,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_names() {
        let all = ["twilio_api_v2010", "twilio_chat_v1"];
        let kept = |pattern| all.iter().filter(|stem| matches(pattern, stem)).count();
        assert_eq!(
            ["api", "twilio*", "*v1", "*chat*", "x", ""].map(kept),
            [1, 2, 1, 1, 0, 2]
        );
    }

    #[test]
    fn crates_have_different_names() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["a/x_v1.yaml", "b/x-v1.json", "b/README.md", "b/c/y.yml"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let found = find(&[folder.path().join("a"), folder.path().join("b")], None).unwrap();
        let names: Vec<_> = found
            .iter()
            .map(|document| document.package.as_str())
            .collect();
        assert_eq!(names, ["x-v1", "y", "x-v1-2"]);
        let missing = find(&[folder.path().join("missing")], None).unwrap_err();
        assert!(missing.to_string().contains("missing"), "{missing}");
    }

    #[test]
    fn every_nth_of_the_crates_by_size() {
        let sizes = [5, 1, 6, 3, 2, 4];
        let document = |size| Document {
            path: PathBuf::new(),
            stem: format!("of {size}"),
            package: format!("of-{size}"),
        };
        let outcome = |size| {
            let text = "x".repeat(size);
            Outcome::Generated(Box::new(Generated {
                files: vec![SourceFile {
                    path: "lib.rs".into(),
                    text,
                }],
                features: Vec::new(),
                contract: String::new(),
                operations: 0,
                types: 0,
                lines: 1,
                lost: Lost::default(),
                time: Duration::ZERO,
            }))
        };
        let mut documents = Vec::from(sizes.map(document));
        let mut outcomes = Vec::from(sizes.map(outcome));
        documents.push(document(7));
        outcomes.push(Outcome::Rejected(String::new()));
        let of = |every| -> Vec<usize> {
            let sample = sample(&documents, &outcomes, every);
            sample.iter().map(|(_, it)| it.bytes()).collect()
        };
        assert_eq!(of(3), [5, 2]);
        assert_eq!(of(2), [5, 3, 1]);
        assert_eq!(of(1), [6, 5, 4, 3, 2, 1]);
    }
}
