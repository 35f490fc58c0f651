//! The generators that are measured: this workspace's, and others that accept Twilio's documents.

use std::path::{Path, PathBuf};
use std::process::Command;

use anstream::eprintln;

use super::Bench;
use super::process::{self, Failure};
use crate::workspace::root;

/// Peers and their versions: the fastest that accept Twilio's documents.
const PEERS: [(&str, &str); 2] = [("ploidy", "0.15.0"), ("openapi-to-rust", "0.23.0")];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Ours,
    Ploidy,
    OpenapiToRust,
}

/// A generator: a program that writes a crate.
pub(super) struct Generator {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    program: PathBuf,
}

/// Builds our generator and installs the others; those that cannot be had are left out.
pub(super) fn ready(scratch: &Path, with_peers: bool) -> Result<Vec<Generator>, Failure> {
    let mut generators = vec![ours(scratch)?];
    for (name, version) in PEERS {
        if !with_peers {
            continue;
        }
        match install(scratch, name, version) {
            Ok(program) => generators.push(Generator {
                name,
                kind: if name == "ploidy" {
                    Kind::Ploidy
                } else {
                    Kind::OpenapiToRust
                },
                program,
            }),
            Err(failure) => eprintln!("skipped: {name} {version} cannot be installed: {failure}"),
        }
    }
    Ok(generators)
}

/// Copied, so that another build of the workspace does not replace it between runs.
fn ours(scratch: &Path) -> Result<Generator, Failure> {
    let target = process::target();
    let mut build = process::cargo(&target);
    build.args(["build", "--quiet", "--release", "--package", "xtask"]);
    process::output(build.current_dir(root()))?;
    let program = scratch.join("xtask");
    std::fs::copy(target.join("release/xtask"), &program).map_err(|error| error.to_string())?;
    Ok(Generator {
        name: "bindery",
        kind: Kind::Ours,
        program,
    })
}

fn install(scratch: &Path, name: &str, version: &str) -> Result<PathBuf, Failure> {
    let root = scratch.join("peers");
    let program = root.join("bin").join(name);
    if !program.exists() {
        eprintln!("installing {name} {version}");
        let mut install = process::cargo(&root.join("target"));
        install.args([
            "install",
            "--quiet",
            "--locked",
            "--version",
            version,
            "--root",
        ]);
        process::output(install.arg(&root).arg(name))?;
    }
    Ok(program)
}

impl Generator {
    /// The command that makes a crate in a new directory.
    pub(super) fn command(&self, spec: &Path, out: &Path) -> Result<Command, Failure> {
        let mut command = Command::new(&self.program);
        match self.kind {
            Kind::Ours => command
                .args(["codegen", "--name", "generated", "--spec"])
                .arg(spec)
                .arg("--out")
                .arg(out),
            Kind::Ploidy => command
                .args(["generate", "rust"])
                .arg(spec)
                .arg("-o")
                .arg(out),
            Kind::OpenapiToRust => {
                let config = format!(
                    "[generator]\nspec_path = {spec:?}\noutput_dir = {:?}\nmodule_name = \"api\"\n\n[features]\nenable_async_client = true\n",
                    out.join("src/api"),
                );
                let path = out.with_extension("toml");
                std::fs::write(&path, config).map_err(|error| error.to_string())?;
                command.args(["generate", "--config"]).arg(path)
            }
        };
        Ok(command)
    }

    /// Creates a standalone crate with the name `generated`.
    pub(super) fn make(&self, spec: &Path, out: &Path) -> Result<(), Failure> {
        process::output(&mut self.command(spec, out)?)?;
        match self.kind {
            Kind::Ours => Ok(()),
            Kind::Ploidy => renamed(out),
            Kind::OpenapiToRust => wrapped(out),
        }
        .map_err(|error| format!("{}: {error}", out.display()))
    }
}

/// ploidy names a crate as its directory.
fn renamed(out: &Path) -> std::io::Result<()> {
    let path = out.join("Cargo.toml");
    let manifest = std::fs::read_to_string(&path)?;
    let lines = manifest.lines().map(|line| match line {
        line if line.starts_with("name = ") => "name = \"generated\"",
        line => line,
    });
    let manifest = lines.collect::<Vec<_>>().join("\n");
    std::fs::write(path, format!("{manifest}\n\n[workspace]\n"))
}

/// openapi-to-rust writes a module, and the dependencies that its crate is to have.
fn wrapped(out: &Path) -> std::io::Result<()> {
    let dependencies = std::fs::read_to_string(out.join("src/api/REQUIRED_DEPS.toml"))?;
    let package = "[package]\nname = \"generated\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n";
    std::fs::write(out.join("Cargo.toml"), format!("{package}{dependencies}"))?;
    std::fs::write(out.join("src/lib.rs"), "pub mod api;\npub use api::*;\n")
}

impl Bench {
    pub(super) fn columns(&self) -> Vec<&'static str> {
        self.generators
            .iter()
            .map(|generator| generator.name)
            .collect()
    }

    /// An empty place for a crate of this name, whose parent is there.
    pub(super) fn fresh(&self, name: &str) -> Result<PathBuf, Failure> {
        let out = self.scratch.join("out").join(name);
        let made = match std::fs::remove_dir_all(&out) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => std::fs::create_dir_all(self.scratch.join("out")),
        };
        made.map(|()| out.clone())
            .map_err(|error| format!("{}: {error}", out.display()))
    }
}
