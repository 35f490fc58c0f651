//! The time of each part of a run: `--timings`.

use std::fmt;
use std::time::{Duration, Instant};

use anstream::{eprint, eprintln};
use bindery::Stage;

/// The steps of a crate, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A stage of the generator; reading the file is part of the first.
    Stage(Stage),
    /// Diagnostics are located and printed.
    Report,
    /// The new files are compared with those that are there, written and put in their places.
    Sync,
}

const STEPS: [(Step, &str); 6] = [
    (Step::Stage(Stage::Load), "load"),
    (Step::Stage(Stage::Lower), "lower"),
    (Step::Stage(Stage::Plan), "plan"),
    (Step::Stage(Stage::Write), "emit+render"),
    (Step::Report, "report"),
    (Step::Sync, "sync"),
];

/// The wall-clock times that one crate took.
#[derive(Debug)]
pub(crate) struct Timings {
    spent: [Duration; STEPS.len()],
    since: Instant,
}

impl Timings {
    /// Begins with the first step.
    pub(crate) fn start() -> Self {
        Self {
            spent: [Duration::ZERO; STEPS.len()],
            since: Instant::now(),
        }
    }

    /// Begins with another step after other crates had their turn.
    pub(crate) fn resume(&mut self) {
        self.since = Instant::now();
    }

    /// Ends a step, and begins with the next.
    pub(crate) fn ended(&mut self, ended: Step) {
        let now = Instant::now();
        let steps = self.spent.iter_mut().zip(STEPS);
        for (spent, _) in steps.filter(|(_, (step, _))| *step == ended) {
            *spent += now - self.since;
        }
        self.since = now;
    }

    /// The total time of all steps.
    pub(crate) fn total(&self) -> Duration {
        self.spent.iter().sum()
    }
}

/// A line for each step, and one for all.
impl fmt::Display for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = STEPS.map(|(_, name)| name).into_iter().zip(self.spent);
        for (name, spent) in steps.chain([("total", self.total())]) {
            writeln!(f, "  {name:11} {:8.1} ms", spent.as_secs_f64() * 1e3)?;
        }
        Ok(())
    }
}

/// Prints the times of each crate and how much memory the process took.
pub(crate) fn print<'a>(crates: impl Iterator<Item = (&'a str, &'a Timings)>) {
    for (name, timings) in crates {
        eprint!("{name}\n{timings}");
    }
    if let Some(peak) = peak_megabytes() {
        eprintln!("peak memory {peak:.1} MB");
    }
}

/// The peak memory of this process, if the system reports it.
fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    peak_of(&status)
}

fn peak_of(status: &str) -> Option<f64> {
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = peak.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_the_stages() {
        let mut timings = Timings::start();
        for (spent, milliseconds) in timings.spent.iter_mut().zip([12.34, 1.0, 100.0]) {
            *spent = Duration::from_secs_f64(milliseconds / 1e3);
        }
        let expected = "  load            12.3 ms
  lower            1.0 ms
  plan           100.0 ms
  emit+render      0.0 ms
  report           0.0 ms
  sync             0.0 ms
  total          113.3 ms
";
        assert_eq!(timings.to_string(), expected);
    }

    #[test]
    fn time_goes_to_the_step_that_ended() {
        let mut timings = Timings::start();
        let before = Duration::from_secs(5);
        timings.since -= before;
        timings.ended(Step::Stage(Stage::Plan));
        timings.resume();
        timings.ended(Step::Sync);
        assert!(timings.spent[2] >= before);
        assert!(timings.total() - timings.spent[2] < before);
    }

    #[test]
    fn every_stage_is_told_of_in_order() {
        let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n";
        let source = bindery::source::Source::new("t.yaml", text);
        let mut ended = Vec::new();
        let target = bindery::target::Target::default();
        let outcome = bindery::generate_observed(&source, &target, &mut |stage| ended.push(stage));
        assert!(outcome.generated.is_some(), "{:?}", outcome.diagnostics);
        let told = ended.into_iter().map(Step::Stage);
        assert!(told.eq(STEPS.into_iter().map(|(step, _)| step).take(4)));
    }

    #[test]
    fn peak_memory_is_read_from_the_system() {
        let status = "Name:\txtask\nVmPeak:\t  400 kB\nVmHWM:\t    2048 kB\nThreads:\t1\n";
        assert_eq!(peak_of(status), Some(2.0));
        assert_eq!(peak_of("Name:\txtask\n"), None);
        assert_eq!(peak_megabytes().is_some(), cfg!(target_os = "linux"));
    }
}
