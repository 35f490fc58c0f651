//! `diff`: what a change of a document means for users of the generated crate.

mod compared;
mod lines;
mod print;
mod sides;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bindery::change::Level;

use crate::context::Context;
use crate::report;
use crate::tree::Tree;
use compared::Compared;
pub use lines::Lines;
use print::Format;

/// Report what a change of a document means for users of the generated crate.
#[derive(clap::Args)]
pub struct Arguments {
    /// The older side: a document, the folder of a crate in the manifest, a git revision, or REVISION:DOCUMENT
    #[arg(default_value = sides::HEAD)]
    old: String,
    /// The newer side [default: the working tree; if OLD is the folder of a crate, it is compared with its last commit]
    new: Option<String>,
    /// Exit with 1 if a change has this level or a higher one
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = FailOn::Major)]
    fail_on: FailOn,
    /// The format of the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
    /// Write a changelog fragment in Markdown to this file
    #[arg(long, value_name = "FILE")]
    changelog: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum FailOn {
    /// Code still compiles but behaves differently
    Silent,
    /// Code no longer compiles; includes `silent`
    Major,
    /// Something was added; includes the levels above
    Minor,
    /// Any change
    Patch,
}

impl From<FailOn> for Level {
    fn from(level: FailOn) -> Self {
        match level {
            FailOn::Silent => Self::Silent,
            FailOn::Major => Self::Major,
            FailOn::Minor => Self::Minor,
            FailOn::Patch => Self::Patch,
        }
    }
}

/// What is told if a document cannot be read: never that nothing changed.
const UNREAD: u8 = 2;

/// Runs the command.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> ExitCode {
    let pairs = match sides::pairs(context, &arguments.old, arguments.new.as_deref()) {
        Ok(pairs) => pairs,
        Err(message) => {
            report::error(message);
            return ExitCode::from(UNREAD);
        }
    };
    let compared: Vec<_> = pairs.into_iter().map(Compared::of).collect();
    let Some(compared) = compared.into_iter().collect::<Option<Vec<_>>>() else {
        report::error("the documents were not compared");
        return ExitCode::from(UNREAD);
    };
    print::all(arguments.format, &compared);
    if let Some(path) = &arguments.changelog
        && let Err(error) = std::fs::write(path, print::markdown(&compared))
    {
        report::error(format_args!("cannot write `{}`: {error}", path.display()));
        return ExitCode::from(UNREAD);
    }
    let limit = arguments.fail_on.into();
    let is_above = |compared: &Compared| compared.level().is_some_and(|level| level <= limit);
    match compared.iter().any(is_above) {
        true => ExitCode::from(1),
        false => ExitCode::SUCCESS,
    }
}

/// The verdict on what changed in a crate of the manifest since the last commit, in a line; none if there is no
/// older document to compare with.
pub(crate) fn since_head(context: &Context, out: &Path) -> Option<String> {
    let head = Tree::of_revision(context, "HEAD").ok()?;
    let pair = sides::of_crate(out, &head)?;
    pair.old.as_ref()?;
    Some(Compared::quietly(pair)?.verdict())
}
