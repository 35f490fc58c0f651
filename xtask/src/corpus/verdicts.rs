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
    /// Examples that contradict their schema as a whole, and are rejected.
    pub(crate) contradicting: usize,
    /// Values of examples that were read from another kind of JSON.
    pub(crate) converted: usize,
    /// Values of examples that did not fit: kept raw, filled, or taken out of lists.
    pub(crate) odd: usize,
    /// Where examples deviate, and what is declared there.
    pub(crate) deviations: Vec<String>,
    pub(crate) faults: Vec<String>,
}

/// Runs a contract program.
pub(crate) fn ask(program: &Path) -> Verdicts {
    let output = Command::new(program).stdin(Stdio::null()).output();
    let output = match output {
        Ok(output) => output,
        Err(error) => return Verdicts::fault(format!("cannot run the contract tests: {error}")),
    };
    let mut verdicts = read(&String::from_utf8_lossy(&output.stdout));
    if !output.status.success() {
        let complaints = String::from_utf8_lossy(&output.stderr);
        let fault = format!(
            "the contract tests failed with {}: {complaints}",
            output.status
        );
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
                self.contradicting += usize::from(line["contradicts"] == true);
                self.deviate(line);
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

impl Verdicts {
    fn deviate(&mut self, line: &Value) {
        let text = |of: &Value| of.as_str().unwrap_or_default().to_owned();
        let place = format!("{} {}", text(&line["operation"]), text(&line["at"]));
        let odd = line["odd"].as_array().map_or(&[][..], Vec::as_slice);
        for mismatch in odd {
            let kind = text(&mismatch["kind"]);
            match kind.as_str() {
                "Converted" => self.converted += 1,
                _ => self.odd += 1,
            }
            let (path, expected) = (text(&mismatch["path"]), text(&mismatch["expected"]));
            self.deviations
                .push(format!("{place}: {path}: {expected} ({kind})"));
        }
        if let (Some(path), []) = (line["strict"].as_str(), odd) {
            self.deviations.push(format!(
                "{place}: {path}: undeclared, or null (strict mode only)"
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
            r##"{"operation":"A","check":"example","at":"#/x","fault":null,"deviates":true,"strict":"a.n","odd":[{"path":"a.n","expected":"a number","kind":"Converted"},{"path":"b","expected":"a string","kind":"KeptRaw"}]}"##,
            "\n",
            r##"{"operation":"A","check":"example","at":"#/y","fault":"no","deviates":true,"contradicts":true}"##,
            "\n",
            r##"{"operation":"A","check":"operation","at":"","fault":null,"deviates":null}"##,
        ));
        let expected = Verdicts {
            operations: 1,
            examples: 2,
            passed: 1,
            deviating: 2,
            contradicting: 1,
            converted: 1,
            odd: 1,
            deviations: vec![
                "A #/x: a.n: a number (Converted)".to_owned(),
                "A #/x: b: a string (KeptRaw)".to_owned(),
            ],
            faults: vec!["A example #/y: no".to_owned()],
        };
        assert_eq!(verdicts, expected);
    }
}
