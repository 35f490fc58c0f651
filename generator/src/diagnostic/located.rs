//! Diagnostics with lines and columns, for editors and for the report.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Diagnostic, Diagnostics, Place};
use crate::source::Source;
use crate::spec::position::Positions;

/// A line and a column, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// The first character of a place and the one after its last, on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Where it begins.
    pub start: LineColumn,
    /// Where it ends.
    pub end: LineColumn,
}

/// A diagnostic and where it is.
#[derive(Clone, Debug)]
pub struct Located<'a> {
    /// What is said.
    pub diagnostic: &'a Diagnostic,
    /// Where.
    pub extent: Extent,
    /// The other places, each with its label.
    pub related: Vec<(Extent, &'a str)>,
}

impl Diagnostics {
    /// All diagnostics in the order of the report, with lines and columns: errors first, each severity in the
    /// order of the document, equal ones once.
    ///
    /// The source must be the one that the diagnostics are about.
    #[must_use]
    pub fn located(&self, source: &Source) -> Vec<Located<'_>> {
        if self.is_empty() {
            return Vec::new();
        }
        let positions = Positions::new(source);
        let extent = |span: &Range<usize>| extent(source, &positions, span);
        let located = self.in_order(&positions).into_iter();
        located
            .map(|(span, diagnostic)| Located {
                diagnostic,
                extent: extent(&span),
                related: diagnostic
                    .related_places()
                    .iter()
                    .map(|(place, label)| (extent(&positions.span(place)), label.as_str()))
                    .collect(),
            })
            .collect()
    }

    pub(super) fn in_order(&self, positions: &Positions) -> Vec<(Range<usize>, &Diagnostic)> {
        let mut placed: Vec<_> = self
            .iter()
            .map(|diagnostic| (positions.span(diagnostic.place()), diagnostic))
            .collect();
        placed.sort_by_key(|(span, diagnostic)| {
            (diagnostic.severity(), span.start, diagnostic.code())
        });
        let mut seen = BTreeSet::new();
        placed.retain(|(span, diagnostic)| {
            seen.insert((span.start, diagnostic.code(), diagnostic.message()))
        });
        placed
    }
}

/// Where a place is in the text of its document.
#[must_use]
pub fn locate(source: &Source, place: &Place) -> Extent {
    let positions = Positions::new(source);
    extent(source, &positions, &positions.span(place))
}

fn extent(source: &Source, positions: &Positions, span: &Range<usize>) -> Extent {
    let at = |byte: usize| {
        let line = positions.line(byte);
        let before = &source.text()[positions.line_start(line)..byte];
        LineColumn {
            line: line + 1,
            column: before.chars().count() + 1,
        }
    };
    Extent {
        start: at(span.start),
        end: at(span.end),
    }
}
