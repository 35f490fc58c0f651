//! `cargo xtask bench`: measures generation, compilation and calls, and compares them with other generators.

mod compile;
mod generate;
mod micro;
mod peers;
mod process;
mod program;
mod regression;
mod stats;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::{eprintln, println};

use self::peers::Generator;
use self::process::Failure;
use bindery_cli::report;

use crate::workspace::{absolute, root};

/// Measure generation, compilation, decoding and calls, and compare them with other generators
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only these sections [default: all]
    #[arg(long, value_enum, value_name = "SECTION")]
    only: Vec<Section>,
    /// How many times to time each command
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Work in this directory and keep it, so that the next run reuses installed peers and compiled dependencies
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Skip the other generators
    #[arg(long)]
    no_peers: bool,
    /// Run only the short checks of CI, which compare counts with stated figures; time nothing
    #[arg(long, conflicts_with_all = ["only", "keep"])]
    ci: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Section {
    /// Generation: whole processes, from document to crate
    Generate,
    /// Compilation of the generated crates, and of programs that call them
    Compile,
    /// Decoding of bodies and SIDs
    Decode,
    /// Requests over the loopback interface
    Calls,
}

/// The state that the sections share.
pub(crate) struct Bench {
    scratch: PathBuf,
    runs: u32,
    /// Ours first.
    generators: Vec<Generator>,
    documents: Vec<Document>,
}

struct Document {
    name: &'static str,
    path: PathBuf,
    /// Three operations of the kinds that most programs call: a list, a fetch and a removal.
    three: [&'static str; 3],
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let done = if arguments.ci {
        regression::run()
    } else {
        sections(arguments)
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            report::error(failure);
            ExitCode::FAILURE
        }
    }
}

fn sections(arguments: &Arguments) -> Result<(), Failure> {
    let wanted = |section| arguments.only.is_empty() || arguments.only.contains(&section);
    let scratch = Scratch::new(arguments.keep.as_deref())?;
    if wanted(Section::Generate) || wanted(Section::Compile) {
        let bench = Bench {
            generators: peers::ready(&scratch.path, !arguments.no_peers)?,
            scratch: scratch.path.clone(),
            runs: arguments.runs,
            documents: documents(),
        };
        if bench.documents.is_empty() {
            eprintln!("skipped: the documents are not at ../shared/corpus");
        }
        if wanted(Section::Generate) {
            generate::run(&bench)?;
        }
        if wanted(Section::Compile) {
            compile::run(&bench)?;
        }
    }
    if wanted(Section::Decode) {
        micro::decode()?;
    }
    if wanted(Section::Calls) {
        micro::calls()?;
    }
    println!(
        "{} processors",
        std::thread::available_parallelism().map_or(1, usize::from)
    );
    Ok(())
}

/// Twilio's documents, where they are; they are not part of the repository.
fn documents() -> Vec<Document> {
    let folder = root().join("../shared/corpus/twilio");
    let known = [
        (
            "twilio_conversations_v1",
            [
                "ListServiceBinding",
                "FetchServiceBinding",
                "DeleteServiceBinding",
            ],
        ),
        (
            "twilio_api_v2010",
            ["ListMessage", "FetchMessage", "DeleteMessage"],
        ),
    ];
    let all = known.map(|(name, three)| Document {
        name,
        path: folder.join(name).with_extension("yaml"),
        three,
    });
    all.into_iter()
        .filter(|document| document.path.exists())
        .collect()
}

/// A directory that is removed after the run, unless it is kept.
struct Scratch {
    path: PathBuf,
    kept: bool,
}

impl Scratch {
    fn new(keep: Option<&Path>) -> Result<Self, Failure> {
        let own = || std::env::temp_dir().join(format!("bindery-bench-{}", std::process::id()));
        let path = keep.map_or_else(own, absolute);
        std::fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let kept = keep.is_some();
        Ok(Self { path, kept })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !self.kept {
            // What is left of a scratch directory harms nobody.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}
