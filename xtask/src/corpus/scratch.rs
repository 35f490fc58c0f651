//! The workspace that holds the crates of a run, and what cargo makes of it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use bindery::sync;
use serde_json::Value;

use super::documents::{Document, Generated};
use super::timing;
use bindery_cli::package::{toml_list, toml_string};

use crate::workspace::{self, absolute};

/// A workspace of generated crates, each with its contract as an example program.
pub(crate) struct Scratch {
    root: PathBuf,
    jobs: usize,
}

/// What cargo made of one crate.
#[derive(Default)]
pub(crate) struct Compiled {
    /// Whether there is something of it.
    pub(crate) done: bool,
    pub(crate) executable: Option<PathBuf>,
    /// What rustc says, as it prints it.
    pub(crate) warnings: Vec<String>,
    pub(crate) errors: Vec<String>,
}

type Error = Box<dyn std::error::Error>;

impl Scratch {
    /// Writes the workspace. Files that are as they should be are left alone, so that cargo need
    /// not compile them again.
    pub(crate) fn create(
        root: &Path,
        jobs: usize,
        crates: &[(&Document, &Generated)],
    ) -> Result<Self, Error> {
        let root = absolute(root);
        fs::create_dir_all(&root)?;
        let scratch = Self { root, jobs };
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
    pub(crate) fn check(
        &self,
        times: &Path,
        on: &dyn Fn(&str),
    ) -> Result<BTreeMap<String, Compiled>, Error> {
        fs::create_dir_all(times)?;
        self.cargo("check", &["--lib"], Some(times), on)
    }

    /// Builds the programs that hold the crates to their contracts.
    pub(crate) fn build(&self, on: &dyn Fn(&str)) -> Result<BTreeMap<String, Compiled>, Error> {
        self.cargo("build", &["--examples"], None, on)
    }

    /// Runs cargo; what it made, by package.
    fn cargo(
        &self,
        command: &str,
        what: &[&str],
        times: Option<&Path>,
        on: &dyn Fn(&str),
    ) -> Result<BTreeMap<String, Compiled>, Error> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut process = Command::new(cargo);
        process
            .current_dir(&self.root)
            .args([command, "--workspace", "--keep-going", "--quiet"])
            .args(["--message-format", "json-diagnostic-rendered-ansi"])
            .args(["--jobs", &self.jobs.to_string()])
            .args(what)
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            // What is counted must not depend on the flags of the caller.
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(times) = times {
            process
                .env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?)
                .env(timing::VARIABLE, times);
        }
        let mut child = process.spawn()?;
        let output = child.stdout.take().expect("it is piped");
        let complaints = child.stderr.take().expect("it is piped");
        // Read beside the other, lest cargo wait for room in the pipe.
        let complaints = std::thread::spawn(move || io::read_to_string(complaints));
        let mut compiled = BTreeMap::new();
        for line in BufReader::new(output).lines() {
            self.take(&line?, &mut compiled, on);
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
    fn take(&self, line: &str, compiled: &mut BTreeMap<String, Compiled>, on: &dyn Fn(&str)) {
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
                if let Some(executable) = message["executable"].as_str() {
                    entry.executable = Some(executable.into());
                }
                on(&package);
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
