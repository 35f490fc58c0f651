//! The commands of the Bindery workspace: `cargo xtask --help`.

mod bench;
mod corpus;
mod workspace;

use std::path::Path;
use std::process::ExitCode;

use bindery_cli::{Context, Output};
use clap::{Parser, Subcommand};

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
    #[command(flatten)]
    output: Output,
}

#[derive(Subcommand)]
enum Command {
    /// The commands of `bindery`, with specs/codegen.toml of this workspace as the manifest.
    #[command(flatten)]
    Bindery(bindery_cli::Command),
    /// Generate, compile and test a client for each document in the given folders
    ///
    /// The examples of the document are the test data. Requests that are built from them, or from values that follow
    /// the document's rules, must be well-formed. Example responses must decode, and must encode to the same JSON
    /// again.
    Corpus(corpus::Arguments),
    /// Measure generation, compilation and calls, and compare them with other generators
    Bench(bench::Arguments),
}

fn main() -> ExitCode {
    if let Some(folder) = std::env::var_os(corpus::timing::VARIABLE) {
        return corpus::timing::run(Path::new(&folder));
    }
    let cli = Cli::parse();
    cli.output.apply();
    match cli.command {
        Command::Bindery(command) => bindery(&command),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
    }
}

fn bindery(command: &bindery_cli::Command) -> ExitCode {
    let root = workspace::root();
    let manifest = root.join("specs/codegen.toml");
    let context = Context::find("cargo xtask", &root, Some(&manifest));
    command.run(&context.with_runtime(root.join("runtime")))
}
