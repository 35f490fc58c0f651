//! The command `bindery`: `bindery --help`.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use bindery_cli::{Context, Output, report};
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

/// Small allocations take a third of the time of generating a crate.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Generate Rust client crates from OpenAPI documents
#[derive(Parser)]
#[command(name = "bindery", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// The manifest [default: `bindery.toml` or `specs/codegen.toml` in this folder or the nearest above it, within the
    /// git repository]
    #[arg(long, global = true, value_name = "FILE")]
    manifest: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

#[derive(Subcommand)]
enum Command {
    #[command(flatten)]
    Bindery(bindery_cli::Command),
    /// Print a script that completes commands in a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, in roff
    Man,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    cli.output.apply();
    match &cli.command {
        Command::Bindery(command) => bindery(&cli, command),
        Command::Completions { shell } => {
            clap_complete::generate(*shell, &mut Cli::command(), "bindery", &mut io::stdout());
            ExitCode::SUCCESS
        }
        Command::Man => match clap_mangen::Man::new(Cli::command()).render(&mut io::stdout()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                report::error(error);
                ExitCode::FAILURE
            }
        },
    }
}

fn bindery(cli: &Cli, command: &bindery_cli::Command) -> ExitCode {
    let folder = std::env::current_dir().unwrap_or_default();
    command.run(&Context::find("bindery", &folder, cli.manifest.as_deref()))
}
