//! Patterns: parsed, or warned about.

use super::keywords::Keywords;
use super::{CALLER_CHECKS, Lowering};
use crate::diagnostic::Code;
use crate::pattern::{self, Lengths, Shape};
use crate::pointer::Pointer;

impl Lowering<'_, '_> {
    /// The shape of a pattern; `None` if it allows every string or is invalid.
    pub(super) fn pattern(
        &mut self,
        text: &str,
        words: &Keywords<'_>,
        schema: &Pointer,
    ) -> Option<Shape> {
        let here = schema.join("pattern");
        // A document with a pattern that cannot be read is not loaded.
        let shape = pattern::analyse(text).ok()?.shape;
        if let Shape::Unchecked { reason } = &shape {
            let message = format!("this pattern is not checked: {reason}");
            self.warn(Code::UncheckedPattern, here.clone(), message, CALLER_CHECKS);
        }
        let lengths = (words.min_length, words.max_length);
        let (min, max) = (lengths.0.map(|n| n as u64), lengths.1.map(|n| n as u64));
        if let Lengths::Contradiction { width } = pattern::with_lengths(&shape, min, max) {
            let message = format!(
                "the pattern matches only strings of {width} characters, but `minLength` or `maxLength` excludes them: only the pattern is checked"
            );
            self.warn(
                Code::PatternAgainstLength,
                here,
                message,
                format!("allow {width} characters in `minLength` and `maxLength`, or remove them"),
            );
        }
        (shape != Shape::Any).then_some(shape)
    }
}
