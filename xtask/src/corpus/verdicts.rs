//! What the contract programs say.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// What one program said.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdicts {
    pub(crate) operations: usize,
    pub(crate) examples: usize,
    /// Examples that are read and written back as they were.
    pub(crate) passed: usize,
    /// Examples that a strict client refuses.
    pub(crate) deviating: usize,
    pub(crate) faults: Vec<String>,
}

/// Runs a contract program.
pub(crate) fn ask(program: &Path) -> Verdicts {
    let output = Command::new(program).stdin(Stdio::null()).output();
    let output = match output {
        Ok(output) => output,
        Err(error) => return Verdicts::fault(format!("the contract does not run: {error}")),
    };
    let mut verdicts = read(&String::from_utf8_lossy(&output.stdout));
    if !output.status.success() {
        let complaints = String::from_utf8_lossy(&output.stderr);
        let fault = format!("the contract ends with {}: {complaints}", output.status);
        verdicts.faults.push(fault);
    }
    verdicts
}

fn read(lines: &str) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for line in lines.lines() {
        match serde_json::from_str::<Value>(line) {
            Ok(line) => verdicts.take(&line),
            Err(error) => verdicts
                .faults
                .push(format!("not a verdict: {line} ({error})")),
        }
    }
    verdicts
}

impl Verdicts {
    fn fault(text: String) -> Self {
        Self {
            faults: vec![text],
            ..Self::default()
        }
    }

    fn take(&mut self, line: &Value) {
        let fault = line["fault"].as_str();
        match line["check"].as_str() {
            Some("operation") => self.operations += 1,
            Some("example") => {
                self.examples += 1;
                self.passed += usize::from(fault.is_none());
                self.deviating += usize::from(line["deviates"] == true);
            }
            _ => {}
        }
        if let Some(fault) = fault {
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            self.faults.push(format!(
                "{} {} {}: {fault}",
                text("operation"),
                text("check"),
                text("at")
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let verdicts = read(concat!(
            r##"{"operation":"A","check":"example","at":"#/x","fault":null,"deviates":true}"##,
            "\n",
            r##"{"operation":"A","check":"example","at":"#/y","fault":"no","deviates":true}"##,
            "\n",
            r##"{"operation":"A","check":"operation","at":"","fault":null,"deviates":null}"##,
        ));
        let expected = Verdicts {
            operations: 1,
            examples: 2,
            passed: 1,
            deviating: 2,
            faults: vec!["A example #/y: no".to_owned()],
        };
        assert_eq!(verdicts, expected);
    }
}
