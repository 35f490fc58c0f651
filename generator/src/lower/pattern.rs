//! Patterns: parsed, or warned about.

use super::Lowering;
use super::keywords::Keywords;
use crate::diagnostic::{Code, Diagnostic};
use crate::pattern::{self, Lengths, Shape};
use crate::pointer::Pointer;

impl Lowering<'_, '_> {
    /// What a pattern comes to; none where it rules nothing out or cannot be read.
    pub(super) fn pattern(
        &mut self,
        text: &str,
        words: &Keywords<'_>,
        schema: &Pointer,
    ) -> Option<Shape> {
        let here = schema.join("pattern");
        let shape = match pattern::analyse(text) {
            Ok(pattern) => pattern.shape,
            Err(error) => {
                self.diagnostics.push(
                    Diagnostic::new(Code::InvalidPattern, here, format!("{error}"))
                        .label("not a regular expression of ECMA-262")
                        .help("patterns are regular expressions as JavaScript reads them"),
                );
                return None;
            }
        };
        if let Shape::Unchecked { reason } = &shape {
            let message = format!("this pattern is not checked: {reason}");
            self.report(Code::UncheckedPattern, here.clone(), message);
        }
        let lengths = (words.min_length, words.max_length);
        let (min, max) = (lengths.0.map(|n| n as u64), lengths.1.map(|n| n as u64));
        if let Lengths::Contradiction { width } = pattern::with_lengths(&shape, min, max) {
            let message = format!(
                "the pattern is {width} characters long, which minLength and maxLength do not allow: only the pattern is checked"
            );
            self.report(Code::PatternAgainstLength, here, message);
        }
        (shape != Shape::Any).then_some(shape)
    }
}
