//! Diagnostics with lines and columns, for editors and for the report.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Diagnostic, Diagnostics, Place};
use crate::source::Source;
use crate::spec::position::Files;

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
    /// The name of the file that it is in.
    pub file: &'a str,
    /// Where.
    pub extent: Extent,
    /// The other places: the file and the extent of each, with its label.
    pub related: Vec<(&'a str, Extent, &'a str)>,
}

impl Diagnostics {
    /// All diagnostics in the order of the report, with lines and columns: errors first, each severity in the
    /// order of the document, equal ones once.
    ///
    /// The source must be the one that the diagnostics are about.
    #[must_use]
    pub fn located<'a>(&'a self, source: &'a Source) -> Vec<Located<'a>> {
        if self.is_empty() {
            return Vec::new();
        }
        let files = Files::new(source);
        let located = self.in_order(&files).into_iter();
        located
            .map(|(span, diagnostic)| {
                let (file, extent) = extent(&files, &span);
                let related = diagnostic.related_places().iter();
                let related = related.map(|(place, label)| {
                    let (file, extent) = self::extent(&files, &files.span(place));
                    (file, extent, label.as_str())
                });
                Located {
                    diagnostic,
                    file,
                    extent,
                    related: related.collect(),
                }
            })
            .collect()
    }

    pub(super) fn in_order(&self, files: &Files<'_>) -> Vec<(Span, &Diagnostic)> {
        let mut placed: Vec<_> = self
            .iter()
            .map(|diagnostic| (files.span(diagnostic.place()), diagnostic))
            .collect();
        placed.sort_by_key(|((file, span), diagnostic)| {
            (diagnostic.severity(), *file, span.start, diagnostic.code())
        });
        let mut seen = BTreeSet::new();
        placed.retain(|((file, span), diagnostic)| {
            seen.insert((*file, span.start, diagnostic.code(), diagnostic.message()))
        });
        placed
    }
}

/// The number of a file, and bytes of it.
pub(super) type Span = (u16, Range<usize>);

/// Where a place is in the text of its document: the name of the file, and the lines and columns.
#[must_use]
pub fn locate<'a>(source: &'a Source, place: &Place) -> (&'a str, Extent) {
    let files = Files::new(source);
    extent(&files, &files.span(place))
}

fn extent<'a>(files: &Files<'a>, (file, span): &Span) -> (&'a str, Extent) {
    let (source, positions) = files.file(*file);
    let at = |byte: usize| {
        let line = positions.line(byte);
        let before = &source.text()[positions.line_start(line)..byte];
        LineColumn {
            line: line + 1,
            column: before.chars().count() + 1,
        }
    };
    let extent = Extent {
        start: at(span.start),
        end: at(span.end),
    };
    (source.name(), extent)
}
