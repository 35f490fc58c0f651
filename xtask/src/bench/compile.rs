//! The time of rustc: for generated crates, and for programs that call them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anstream::eprintln;

use super::peers::Generator;
use super::process::{self, Failure};
use super::program::{self, Operation};
use super::stats::{self, Row, Series};
use super::{Bench, Document};

/// Prints the figures of each document.
pub(super) fn run(bench: &Bench) -> Result<(), Failure> {
    for document in &bench.documents {
        let crates = bench.generators.iter();
        let crates = crates.map(|generator| Generated::new(bench, document, generator));
        let crates = crates.collect::<Result<Vec<_>, _>>()?;
        let mut rows = Vec::new();
        for measure in ["check", "build"] {
            rows.push(alone(bench, document, &crates, measure)?);
        }
        rows.push(row(
            "rlib, MB",
            2,
            crates.iter().map(Generated::rlib),
            None,
        )?);
        for (program, wanted) in [("every", 0.25), ("three", 0.5)] {
            rows.push(programs(bench, &crates, program, wanted)?);
        }
        rows.push(row(
            "binary, three operations, MB",
            2,
            crates.iter().map(|made| made.binary("three")),
            None,
        )?);
        let growth = crates.iter().map(Generated::growth);
        rows.push(row(
            "binary growth to every operation, kB",
            0,
            growth,
            Some(0.25),
        )?);
        rows.push(row(
            "packages",
            0,
            crates.iter().map(Generated::packages),
            Some(1.0),
        )?);
        stats::print(
            &format!("compile {}", document.name),
            &bench.columns(),
            &rows,
        );
    }
    Ok(())
}

/// A generated crate, its programs, and the directory with what they depend on.
struct Generated {
    path: PathBuf,
    target: PathBuf,
    /// Directories of the programs that compile.
    programs: Vec<(&'static str, PathBuf)>,
}

impl Generated {
    fn new(bench: &Bench, document: &Document, generator: &Generator) -> Result<Self, Failure> {
        let path = bench.fresh(&format!("{}-{}", generator.name, document.name))?;
        generator.make(&document.path, &path)?;
        let operations = program::operations(generator.kind, &path.join("src"))?;
        let three = document.three.map(program::plain);
        let mut made = Self {
            target: bench.scratch.join("target").join(generator.name),
            programs: Vec::new(),
            path,
        };
        let few = |operation: &&Operation| three.contains(&operation.id);
        let few: Vec<&Operation> = operations.iter().filter(few).collect();
        if few.len() != three.len() {
            return Err(format!(
                "{} of {three:?} exist in {}",
                few.len(),
                generator.name
            ));
        }
        for (name, chosen) in [("every", operations.iter().collect()), ("three", few)] {
            let directory = made.path.join(name);
            let text = program::text(generator.kind, chosen.into_iter());
            write_program(&directory, name, &text).map_err(|error| error.to_string())?;
            made.programs.push((name, directory));
        }
        eprintln!(
            "{}: {} operations of {}",
            generator.name,
            operations.len(),
            document.name
        );
        Ok(made)
    }

    /// Touches the crate and gives the time of a cargo command on it.
    fn seconds(&self, what: &str) -> Result<f64, Failure> {
        touch(&self.path.join("src/lib.rs"))?;
        let mut command = process::cargo(&self.target);
        command.args([what, "--quiet"]).current_dir(&self.path);
        if what == "build" {
            command.arg("--release");
        }
        process::seconds(&mut command)
    }

    fn program_seconds(&self, name: &str) -> Result<f64, Failure> {
        let directory = self.program(name)?;
        touch(&directory.join("src/main.rs"))?;
        let mut command = process::cargo(&self.target);
        command
            .args(["build", "--quiet", "--release"])
            .current_dir(directory);
        process::seconds(&mut command)
    }

    fn program(&self, name: &str) -> Result<&Path, Failure> {
        let found = self.programs.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, path)| path.as_path())
            .ok_or_else(|| format!("no program {name}"))
    }

    fn rlib(&self) -> Result<f64, Failure> {
        megabytes(&self.target.join("release/libgenerated.rlib"))
    }

    fn binary(&self, name: &str) -> Result<f64, Failure> {
        megabytes(&self.target.join("release").join(name))
    }

    fn growth(&self) -> Result<f64, Failure> {
        Ok((self.binary("every")? - self.binary("three")?) * 1e3)
    }

    fn packages(&self) -> Result<f64, Failure> {
        let mut tree = process::cargo(&self.target);
        tree.args(["tree", "--prefix", "none", "--edges", "no-dev"]);
        let tree = process::output(tree.current_dir(&self.path))?;
        let packages = tree
            .lines()
            .skip(1)
            .map(|line| line.trim_end_matches(" (*)"));
        Ok(packages.collect::<BTreeSet<_>>().len() as f64)
    }
}

/// The crate without its dependencies, which are compiled in a first, uncounted run.
fn alone(
    bench: &Bench,
    document: &Document,
    crates: &[Generated],
    what: &str,
) -> Result<Row, Failure> {
    let wanted = if what == "check" { 0.25 } else { 0.4 };
    let name = if what == "check" {
        "check, s"
    } else {
        "release build, s"
    };
    eprintln!("{}: {name}", document.name);
    let figures = turns(bench, crates, |made| made.seconds(what))?;
    Ok(Row {
        name: name.to_owned(),
        decimals: 2,
        figures,
        wanted: Some(wanted),
    })
}

fn programs(
    bench: &Bench,
    crates: &[Generated],
    program: &str,
    wanted: f64,
) -> Result<Row, Failure> {
    let name = format!("release build of a program, {program} operations, s");
    eprintln!("{name}");
    Ok(Row {
        figures: turns(bench, crates, |made| made.program_seconds(program))?,
        name,
        decimals: 2,
        wanted: Some(wanted),
    })
}

/// The crates take turns; the first run is not counted.
fn turns(
    bench: &Bench,
    crates: &[Generated],
    measure: impl Fn(&Generated) -> Result<f64, Failure>,
) -> Result<Vec<Series>, Failure> {
    let mut figures = vec![Series::default(); crates.len()];
    for run in 0..=bench.runs {
        for (made, figure) in crates.iter().zip(&mut figures) {
            let seconds = measure(made)?;
            if run > 0 {
                figure.push(seconds);
            }
        }
    }
    Ok(figures)
}

fn row(
    name: &str,
    decimals: usize,
    figures: impl Iterator<Item = Result<f64, Failure>>,
    wanted: Option<f64>,
) -> Result<Row, Failure> {
    Ok(Row {
        name: name.to_owned(),
        decimals,
        figures: figures
            .map(|figure| figure.map(Series::from))
            .collect::<Result<_, _>>()?,
        wanted,
    })
}

/// The binary is stripped: symbols are no code.
fn write_program(directory: &Path, name: &str, text: &str) -> std::io::Result<()> {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\ngenerated = {{ path = \"..\" }}\n\n[profile.release]\nstrip = true\n"
    );
    std::fs::create_dir_all(directory.join("src"))?;
    std::fs::write(directory.join("Cargo.toml"), manifest)?;
    std::fs::write(directory.join("src/main.rs"), text)
}

fn touch(path: &Path) -> Result<(), Failure> {
    let file = std::fs::File::options().append(true).open(path);
    let touched = file.and_then(|file| file.set_modified(std::time::SystemTime::now()));
    touched.map_err(|error| format!("{}: {error}", path.display()))
}

fn megabytes(path: &Path) -> Result<f64, Failure> {
    let metadata =
        std::fs::metadata(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(metadata.len() as f64 / 1e6)
}
