//! The commands of `bindery`: generate crates, compare versions of a document, and explain what happened.
//!
//! The binary `bindery` runs these commands on the manifest of the current folder. A workspace whose own tasks should
//! offer them calls [`Command::run`] with a [`Context`] of its manifest.

mod cargo_workspace;
mod codegen;
mod context;
mod diff;
mod explain;
mod github;
mod init;
mod job;
mod manifest;
mod origin;
pub mod package;
mod progress;
mod read;
mod replace;
pub mod report;
mod table;
mod timings;
mod tree;

use std::path::Path;
use std::process::ExitCode;

use bindery::source::Source;
use clap::{Subcommand, ValueEnum};

pub use context::{Context, MANIFESTS, shown};
pub use diff::Lines;

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Generate client crates from documents of Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2
    ///
    /// Without `--spec`, generates every crate of the manifest.
    Codegen(codegen::Arguments),
    /// Create a client crate for a document, and a manifest that names it
    ///
    /// Adds the crate to the Cargo workspace that it is in, if there is one.
    Init(init::Arguments),
    /// Report what a change of a document means for users of the generated crate
    ///
    /// Without arguments, compares the crates of the manifest with those of the last commit. Exits with 1 if a change
    /// has the level `--fail-on` or a higher one, and with 2 if a document cannot be read.
    Diff(diff::Arguments),
    /// Explain a diagnostic, a generated type or an operation
    Explain(explain::Arguments),
}

impl Command {
    /// Runs the command, and prints what it has to say.
    pub fn run(&self, context: &Context) -> ExitCode {
        match self {
            Self::Codegen(arguments) => codegen::run(context, arguments),
            Self::Init(arguments) => init::run(context, arguments),
            Self::Diff(arguments) => diff::run(context, arguments),
            Self::Explain(arguments) => explain::run(context, arguments),
        }
    }
}

/// The option of all commands for colours.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Output {
    /// When to colour the output
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    color: Color,
}

impl Output {
    /// Lets what is printed from now on have colours, or not.
    pub fn apply(self) {
        anstream::ColorChoice::from(self.color).write_global();
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

impl From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

/// Reads a document with the files below its folder that it refers to; that it cannot be read is printed.
pub fn read_document(path: &Path) -> Option<Source> {
    let folder = std::env::current_dir().unwrap_or_default();
    let context = Context::find("bindery", &folder, None);
    read::told(read::document(path, None, &tree::Tree::work(&context)))
}
