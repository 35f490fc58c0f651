//! Crates on disk, with a program that uses them.

use std::fmt::Display;
use std::fs;
use std::ops::AddAssign;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};

use anstream::println;
use bindery::sync::{self, SourceFile};
use bindery_cli::package::{toml_list, toml_string};
use bindery_cli::report;
use serde_json::Value;

use super::history::{self, Versions};

use crate::workspace::{self, absolute};

pub(super) type Error = Box<dyn std::error::Error>;

/// How often a program is compiled without what was refused: rustc does not come to all errors at once.
pub(super) const ROUNDS: usize = 8;

/// Compares all pairs of a folder, or those whose name has a text in it, and prints what came of each and of all.
/// Fails if there is a fault in the end.
pub(super) fn each_pair<T: Default + Display + AddAssign>(
    folder: &Path,
    only: Option<&str>,
    keep: Option<&Path>,
    compare: fn(&Versions, &Path) -> Result<T, Error>,
    faults: fn(&T) -> Vec<&String>,
) -> ExitCode {
    let Some(pairs) = history::pairs(folder, only) else {
        return ExitCode::FAILURE;
    };
    let temporary = tempfile::tempdir();
    let (Some(root), false) = (
        keep.or(temporary.as_ref().ok().map(|it| it.path())),
        pairs.is_empty(),
    ) else {
        report::error("there is nothing to compare, or no working folder");
        return ExitCode::FAILURE;
    };
    let root = absolute(root);
    let (mut total, mut failed) = (T::default(), false);
    for pair in &pairs {
        match compare(pair, &root) {
            Ok(one) => {
                println!("{pair}: {one}");
                total += one;
            }
            Err(error) => {
                report::error(format_args!("{pair}: {error}"));
                failed = true;
            }
        }
    }
    println!("{} pairs: {total}", pairs.len());
    let faults = faults(&total);
    for fault in &faults {
        report::error(fault);
    }
    match faults.is_empty() && !failed {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// A crate on disk, with a place for a program that uses it.
pub(super) struct Program {
    folder: PathBuf,
}

impl Program {
    pub(super) fn create(
        root: &Path,
        files: Vec<SourceFile>,
        features: &[String],
    ) -> Result<Self, Error> {
        let folder = root.join("generated");
        fs::create_dir_all(folder.join("examples"))?;
        sync::apply(&folder, &sync::plan(&folder, files)?)?;
        let path = |folder: &str| workspace::root().join(folder).display().to_string();
        let manifest = format!(
            "[package]\nname = \"generated\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             bindery-runtime = {{ path = {}, default-features = false, features = {} }}\n\n\
             [dev-dependencies]\nbindery-contract = {{ path = {} }}\n",
            toml_string(&path("runtime")),
            toml_list(features),
            toml_string(&path("xtask/contract")),
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        // The versions of the workspace: nothing is looked up.
        fs::copy(
            workspace::root().join("Cargo.lock"),
            folder.join("Cargo.lock"),
        )?;
        Ok(Self { folder })
    }

    /// The lines of a program that rustc refuses.
    pub(super) fn refused(&self, text: &str) -> Result<Vec<usize>, Error> {
        let output = self.cargo(text, &["check", "--message-format", "json"])?;
        let printed = String::from_utf8_lossy(&output.stdout);
        let messages = printed
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let errors = messages.filter(|it| it["message"]["level"] == "error");
        let mut lines: Vec<usize> = errors.flat_map(|it| places(&it["message"])).collect();
        lines.sort_unstable();
        lines.dedup();
        match output.status.success() || !lines.is_empty() {
            true => Ok(lines),
            false => Err(failure("the crate does not compile", &output)),
        }
    }

    /// What a program prints.
    pub(super) fn printed(&self, text: &str) -> Result<String, Error> {
        let output = self.cargo(text, &["run"])?;
        match output.status.success() {
            true => Ok(String::from_utf8(output.stdout)?),
            false => Err(failure("the program does not run", &output)),
        }
    }

    fn cargo(&self, text: &str, arguments: &[&str]) -> Result<Output, Error> {
        fs::write(self.folder.join("examples/consumer.rs"), text)?;
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .current_dir(&self.folder)
            .args(arguments)
            .args(["--example", "consumer", "--quiet"])
            .env("CARGO_TARGET_DIR", self.folder.with_file_name("target"))
            .env_remove("RUSTFLAGS");
        Ok(command.output()?)
    }
}

fn failure(what: &str, output: &Output) -> Error {
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().last().unwrap_or_default();
    format!("{what}: {last}").into()
}

/// The lines of the program that an error is about.
fn places(message: &Value) -> Vec<usize> {
    let spans = message["spans"].as_array().into_iter().flatten();
    let own = spans.filter(|span| {
        let file = span["file_name"].as_str().unwrap_or_default();
        span["is_primary"] == true && file.ends_with("consumer.rs")
    });
    let lines = own.filter_map(|span| usize::try_from(span["line_start"].as_u64()?).ok());
    lines.collect()
}
