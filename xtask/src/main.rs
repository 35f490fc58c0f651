//! The commands of the Bindery workspace: `cargo xtask --help`.

mod bench;
mod codegen;
mod corpus;
mod diff;
mod explain;
mod job;
mod manifest;
mod origin;
mod package;
mod replace;
mod report;
mod table;
mod timings;
mod tree;
mod workspace;

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

/// Small allocations take a third of the time of generating a crate.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The commands of the Bindery workspace.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to colour the output
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    color: Color,
}

#[derive(Subcommand)]
enum Command {
    /// Generate client crates from documents of Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2
    ///
    /// Without `--spec`, generates every crate of specs/codegen.toml.
    Codegen(codegen::Arguments),
    /// Generate, compile and test a client for each document in the given folders
    ///
    /// The examples of the document are the test data. Requests that are built from them, or from values that follow
    /// the document's rules, must be well-formed. Example responses must decode, and must encode to the same JSON
    /// again.
    Corpus(corpus::Arguments),
    /// Measure generation, compilation and calls, and compare them with other generators
    Bench(bench::Arguments),
    /// Report what a change of a document means for users of the generated crate
    ///
    /// Without arguments, compares the crates of specs/codegen.toml with those of the last commit. Exits with 1 if a
    /// change has the level `--fail-on` or a higher one, and with 2 if a document cannot be read.
    Diff(diff::Arguments),
    /// Explain a diagnostic, a generated type or an operation
    Explain(explain::Arguments),
}

#[derive(Clone, Copy, ValueEnum)]
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

fn main() -> ExitCode {
    if let Some(folder) = std::env::var_os(corpus::timing::VARIABLE) {
        return corpus::timing::run(Path::new(&folder));
    }
    let cli = Cli::parse();
    anstream::ColorChoice::from(cli.color).write_global();
    match cli.command {
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
    }
}
