//! The workspace that holds the crates of a run, and what cargo and the contracts say of each.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use bindery::sync;
use bindery_cli::package::{toml_list, toml_string};
use serde_json::Value;

use super::documents::{Document, Generated};
use super::timing;
use super::verdicts::{self, Verdicts};
use crate::workspace::{self, absolute};

/// A workspace of generated crates, each with its contract as an example program.
pub(crate) struct Scratch {
    root: PathBuf,
    jobs: usize,
    /// Whether what cargo makes is kept for later runs.
    keeps: bool,
}

/// What cargo made of one crate.
#[derive(Default)]
pub(crate) struct Compiled {
    /// Whether there is something of it.
    pub(crate) done: bool,
    /// What the crate's contract says, if it was run.
    pub(crate) verdicts: Option<Verdicts>,
    /// Files that cargo made, and that are needed no more when the contract has been run.
    artifacts: Vec<PathBuf>,
    /// What rustc says, as it prints it.
    pub(crate) warnings: Vec<String>,
    pub(crate) errors: Vec<String>,
}

/// What cargo does to all crates.
#[derive(Clone, Copy)]
enum Step {
    /// Checks the libraries.
    Check,
    /// Builds the programs that hold the crates to their contracts.
    Hold,
}

type Error = Box<dyn std::error::Error>;

impl Scratch {
    /// Writes the workspace. Files that are as they should be are left alone, so that cargo need
    /// not compile them again.
    pub(crate) fn create(
        root: &Path,
        jobs: usize,
        keeps: bool,
        crates: &[(&Document, &Generated)],
    ) -> Result<Self, Error> {
        let root = absolute(root);
        fs::create_dir_all(&root)?;
        let scratch = Self { root, jobs, keeps };
        for (document, generated) in crates {
            scratch.add(document, generated)?;
        }
        let members: Vec<String> = crates
            .iter()
            .map(|(document, _)| format!("crates/{}", document.package))
            .collect();
        update(&scratch.root.join("Cargo.toml"), &manifest(&members)?)?;
        // The versions of the workspace: nothing is looked up.
        let lock = fs::read_to_string(workspace::root().join("Cargo.lock"))?;
        update(&scratch.root.join("Cargo.lock"), &lock)?;
        Ok(scratch)
    }

    fn add(&self, document: &Document, generated: &Generated) -> Result<(), Error> {
        let folder = self.root.join("crates").join(&document.package);
        fs::create_dir_all(&folder)?;
        sync::apply(&folder, &sync::plan(&folder, generated.files.clone())?)?;
        update(&folder.join("contract.rs"), &generated.contract)?;
        let manifest = crate_manifest(&document.package, &generated.features);
        update(&folder.join("Cargo.toml"), &manifest)?;
        Ok(())
    }

    /// Checks the crates alone, as their users would.
    pub(crate) fn check(&self, on: &dyn Fn(&str)) -> Result<BTreeMap<String, Compiled>, Error> {
        fs::create_dir_all(self.times())?;
        self.cargo(Step::Check, on)
    }

    fn times(&self) -> PathBuf {
        self.root.join("times")
    }

    /// How long rustc took to check a crate, if it did.
    pub(crate) fn time(&self, package: &str) -> Option<Duration> {
        timing::of(&self.times(), package)
    }

    /// Builds and runs the programs that hold the crates to their contracts.
    pub(crate) fn hold(&self, on: &dyn Fn(&str)) -> Result<BTreeMap<String, Compiled>, Error> {
        self.cargo(Step::Hold, on)
    }

    /// Runs cargo; what it made, by package.
    fn cargo(&self, step: Step, on: &dyn Fn(&str)) -> Result<BTreeMap<String, Compiled>, Error> {
        let (command, what) = match step {
            Step::Check => ("check", "--lib"),
            Step::Hold => ("build", "--examples"),
        };
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut process = Command::new(cargo);
        process
            .current_dir(&self.root)
            .args([command, what, "--workspace", "--keep-going", "--quiet"])
            .args(["--message-format", "json-diagnostic-rendered-ansi"])
            .args(["--jobs", &self.jobs.to_string()])
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            // What is counted must not depend on the flags of the caller.
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Step::Check = step {
            process
                .env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?)
                .env(timing::VARIABLE, self.times());
        }
        let mut child = process.spawn()?;
        let output = child.stdout.take().expect("it is piped");
        let complaints = child.stderr.take().expect("it is piped");
        // Read beside the other, lest cargo wait for room in the pipe.
        let complaints = std::thread::spawn(move || io::read_to_string(complaints));
        let mut compiled = BTreeMap::new();
        for line in BufReader::new(output).lines() {
            self.take(&line?, step, &mut compiled, on);
        }
        let status = child.wait()?;
        let nothing = compiled
            .values()
            .all(|it: &Compiled| !it.done && it.errors.is_empty());
        if !status.success() && nothing {
            let text = complaints.join().unwrap_or_else(|_| Ok(String::new()))?;
            return Err(format!("cargo {command} failed: {text}").into());
        }
        Ok(compiled)
    }

    /// Takes in one message of cargo (The Cargo Book, "External tools", JSON messages).
    fn take(
        &self,
        line: &str,
        step: Step,
        compiled: &mut BTreeMap<String, Compiled>,
        on: &dyn Fn(&str),
    ) {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            return;
        };
        let Some(package) = self.package(&message) else {
            return;
        };
        let entry = compiled.entry(package.clone()).or_default();
        match message["reason"].as_str() {
            Some("compiler-artifact") => {
                entry.done = true;
                let files = message["filenames"].as_array().into_iter().flatten();
                let files = files.filter_map(Value::as_str).map(PathBuf::from);
                entry.artifacts.extend(files);
                let program = message["executable"].as_str();
                entry.verdicts = program.map(|program| verdicts::ask(Path::new(program)));
                let is_last = match step {
                    Step::Check => true,
                    Step::Hold => program.is_some(),
                };
                if is_last {
                    self.spent(std::mem::take(&mut entry.artifacts));
                    on(&package);
                }
            }
            Some("compiler-message") => {
                let message = &message["message"];
                let rendered = message["rendered"].as_str().unwrap_or_default().to_owned();
                // Lines such as "3 warnings emitted" have no place in the source.
                let placed = message["spans"]
                    .as_array()
                    .is_some_and(|spans| !spans.is_empty());
                match message["level"].as_str() {
                    Some("warning") if placed => entry.warnings.push(rendered),
                    Some("error") if placed => entry.errors.push(rendered),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// Frees the room of files that are needed no more. They are emptied and not deleted, because cargo has several names
    /// for each.
    fn spent(&self, artifacts: Vec<PathBuf>) {
        if !self.keeps {
            for artifact in artifacts {
                // Without it, the folder is larger until the end of the run.
                _ = fs::File::create(artifact);
            }
        }
    }

    /// The member of the workspace that a message is about.
    fn package(&self, message: &Value) -> Option<String> {
        let manifest = Path::new(message["manifest_path"].as_str()?);
        let folder = manifest.parent()?;
        let crates = self.root.join("crates").canonicalize().ok()?;
        let name = folder
            .canonicalize()
            .ok()?
            .strip_prefix(crates)
            .ok()?
            .to_owned();
        Some(name.to_string_lossy().into_owned())
    }
}

/// Writes a file that is not so yet.
fn update(path: &Path, text: &str) -> io::Result<()> {
    match fs::read_to_string(path) {
        Ok(there) if there == text => Ok(()),
        _ => fs::write(path, text),
    }
}

/// The workspace's manifest, with the lints that generated crates are held to.
fn manifest(members: &[String]) -> Result<String, Error> {
    let own: toml::Table = fs::read_to_string(workspace::root().join("Cargo.toml"))?.parse()?;
    let lints = own["workspace"]["lints"]["rust"].as_table();
    let lints: String = lints
        .into_iter()
        .flatten()
        .filter_map(|(name, level)| Some(format!("{name} = {}\n", toml_string(level.as_str()?))))
        .collect();
    let path = |path: &str| toml_string(&workspace::root().join(path).display().to_string());
    Ok(format!(
        r#"[workspace]
resolver = "3"
members = {members}

[workspace.dependencies]
bindery-contract = {{ path = {contract} }}
bindery-runtime = {{ path = {runtime}, default-features = false }}

[workspace.lints.rust]
{lints}
[profile.dev]
debug = 0
incremental = false
"#,
        members = toml_list(members),
        contract = path("xtask/contract"),
        runtime = path("runtime"),
    ))
}

fn crate_manifest(package: &str, features: &[String]) -> String {
    format!(
        r#"[package]
name = "{package}"
version = "0.1.0"
edition = "2024"
rust-version = "{rust_version}"
publish = false

[dependencies]
bindery-runtime = {{ workspace = true, features = {features} }}

[dev-dependencies]
bindery-contract.workspace = true

[[example]]
name = "contract-{package}"
path = "contract.rs"

[lints]
workspace = true
"#,
        rust_version = env!("CARGO_PKG_RUST_VERSION"),
        features = toml_list(features),
    )
}
