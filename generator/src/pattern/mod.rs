//! What a JSON Schema `pattern` asks of a text, and how Rust checks it.
//!
//! The patterns of OpenAPI are regular expressions of ECMA-262, which differ from those of the
//! `regex` crate in syntax and in meaning. [`analyse`] parses the one and, in order of
//! preference, finds a [`Shape::Fixed`] that needs no engine, a [`Shape::Regex`] in the other
//! syntax, or a reason why the text stays [`Shape::Unchecked`].
//!
//! - `ecma` translates, character by character, and finds every mistake of syntax;
//! - `member` finds a short text that matches;
//! - `shape` looks at the translation through the eyes of `regex-syntax`.

mod ecma;
mod escape;
mod member;
mod shape;
#[cfg(test)]
mod tests;

use std::fmt;

pub(crate) use member::member;

/// A pattern of a document and its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The pattern as the document writes it.
    pub source: String,
    /// How a text is checked against it.
    pub shape: Shape,
}

/// How a text is checked against a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Every text matches: the pattern is no constraint.
    Any,
    /// ASCII text of one width, which straight-line code can check.
    Fixed {
        /// The number of bytes, which is also the number of characters: 1 to 255.
        width: usize,
        /// What the text may be; one alternative has to match as a whole.
        alternatives: Vec<Vec<Run>>,
    },
    /// Everything else that the `regex` crate supports. Anchors are where the pattern has them: a text
    /// matches if `is_match` is true.
    Regex {
        /// The pattern in the syntax of the `regex` crate.
        rust: String,
    },
    /// What the `regex` crate cannot say, or would be ill used for.
    Unchecked {
        /// The reason, as the end of a sentence: no capital, no full stop.
        reason: String,
    },
}

/// A piece of a [`Shape::Fixed`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// These very characters.
    Literal(String),
    /// Some characters out of a set.
    Class {
        /// The set: sorted, disjoint and not adjacent; one to four ranges, ends included.
        ranges: Vec<(u8, u8)>,
        /// How many characters.
        count: u32,
    },
}

/// A pattern that is no regular expression of ECMA-262.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// Where the mistake is, in characters from the start of the pattern.
    pub offset: usize,
    /// What is wrong, as a sentence without its full stop.
    pub message: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at character {})", self.message, self.offset + 1)
    }
}

impl std::error::Error for PatternError {}

/// What `minLength` and `maxLength` add to a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lengths {
    /// Nothing: whatever matches the pattern has an allowed length, or there are no lengths.
    Implied,
    /// They must be checked in addition to the pattern.
    Separate,
    /// No text that matches the pattern has an allowed length.
    Contradiction {
        /// The only length that the pattern allows.
        width: usize,
    },
}

/// Parses a pattern and chooses how to check it.
///
/// # Errors
/// A [`PatternError`] if the pattern is no regular expression of ECMA-262, Annex B included.
pub fn analyse(pattern: &str) -> Result<Pattern, PatternError> {
    let translation = ecma::translate(pattern)?;
    let shape = match translation.obstacle {
        Some(reason) => Shape::Unchecked { reason },
        None => shape::of(translation.rust),
    };
    Ok(Pattern {
        source: pattern.to_owned(),
        shape,
    })
}

/// Compares the lengths that a schema gives with those that its pattern allows.
#[must_use]
pub fn with_lengths(shape: &Shape, min: Option<u64>, max: Option<u64>) -> Lengths {
    match shape {
        _ if min.unwrap_or(0) == 0 && max.is_none() => Lengths::Implied,
        Shape::Fixed { width, .. } => {
            let allowed = min.unwrap_or(0)..=max.unwrap_or(u64::MAX);
            if allowed.contains(&(*width as u64)) {
                Lengths::Implied
            } else {
                Lengths::Contradiction { width: *width }
            }
        }
        Shape::Any | Shape::Regex { .. } | Shape::Unchecked { .. } => Lengths::Separate,
    }
}

impl Shape {
    /// Whether a text has this shape, if this does not need an engine.
    #[must_use]
    pub fn matches(&self, text: &str) -> Option<bool> {
        match self {
            Shape::Any => Some(true),
            Shape::Fixed {
                width,
                alternatives,
            } => Some(
                text.len() == *width
                    && alternatives
                        .iter()
                        .any(|runs| accepts(runs, text.as_bytes())),
            ),
            Shape::Regex { .. } | Shape::Unchecked { .. } => None,
        }
    }

    /// The least text of a fixed shape.
    #[must_use]
    pub fn example(&self) -> Option<String> {
        let Shape::Fixed { alternatives, .. } = self else {
            return None;
        };
        let mut text = String::new();
        for run in alternatives.first()? {
            match run {
                Run::Literal(literal) => text.push_str(literal),
                Run::Class { ranges, count } => {
                    let first = char::from(ranges.first()?.0);
                    text.extend(std::iter::repeat_n(first, *count as usize));
                }
            }
        }
        Some(text)
    }
}

/// Whether the runs, one after the other, accept all of the bytes.
fn accepts(runs: &[Run], mut bytes: &[u8]) -> bool {
    for run in runs {
        let accepted = match run {
            Run::Literal(literal) => bytes.strip_prefix(literal.as_bytes()),
            Run::Class { ranges, count } => bytes
                .split_at_checked(*count as usize)
                .filter(|(head, _)| head.iter().all(|byte| in_ranges(ranges, *byte)))
                .map(|(_, tail)| tail),
        };
        let Some(rest) = accepted else { return false };
        bytes = rest;
    }
    bytes.is_empty()
}

/// Whether one of the ranges contains the byte.
fn in_ranges(ranges: &[(u8, u8)], byte: u8) -> bool {
    ranges
        .iter()
        .any(|(low, high)| (*low..=*high).contains(&byte))
}
