//! The printed form of diagnostics: places become lines and columns here.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::located::Span;
use super::{Diagnostic, Diagnostics, Place, Severity};
use crate::source::Source;
use crate::spec::position::Files;

/// How many diagnostics of a document are printed in full.
pub const SHOWN_AT_MOST: usize = 20;

/// How many lines may lie between two places for them to share a snippet.
const SHARED_SNIPPET_LINES: usize = 200;

/// Whether the report has colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Plain text.
    #[default]
    Plain,
    /// With ANSI escape sequences.
    Ansi,
}

impl Diagnostics {
    /// The report that a person reads: errors first, each severity in the order of the document, equal ones once,
    /// at most [`SHOWN_AT_MOST`] in full. Empty when there is nothing to say.
    ///
    /// The source must be the one that the diagnostics are about.
    #[must_use]
    pub fn render(&self, source: &Source, style: Style) -> String {
        if self.is_empty() {
            return String::new();
        }
        let files = Files::new(source);
        let placed = self.in_order(&files);
        let renderer = match style {
            Style::Plain => Renderer::plain(),
            Style::Ansi => Renderer::styled(),
        };
        let mut report = String::new();
        for (span, diagnostic) in placed.iter().take(SHOWN_AT_MOST) {
            let group = group(&files, span, diagnostic);
            report.push_str(&renderer.render(&[group]));
            report.push_str("\n\n");
        }
        if let Some(more) = placed.len().checked_sub(SHOWN_AT_MOST).filter(|n| *n > 0) {
            report.push_str(&format!("and {more} more in {}\n\n", source.name()));
        }
        report
    }
}

fn group<'a>(files: &Files<'a>, span: &Span, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(visible(diagnostic.message()))
        .id(diagnostic.code().as_str());
    let mut marks = vec![Mark {
        span: span.clone(),
        label: diagnostic.label_text().map(visible),
        kind: AnnotationKind::Primary,
    }];
    for (place, label) in diagnostic.related_places() {
        marks.push(Mark {
            span: files.span(place),
            label: Some(visible(label)),
            kind: AnnotationKind::Context,
        });
    }
    let mut group = title.elements(snippets(files, marks));
    if let Place::Node { pointer, .. } = diagnostic.place() {
        let at = Level::NOTE.with_name("at");
        group = group.element(at.message(visible(&pointer.to_string())));
    }
    if let Some(taken) = diagnostic.taken_text() {
        let label = Level::NOTE.with_name("taken");
        group = group.element(label.message(visible(taken)));
    }
    if let Some(help) = diagnostic.help_text() {
        group = group.element(Level::HELP.message(visible(help)));
    }
    group
}

struct Mark {
    span: Span,
    label: Option<String>,
    kind: AnnotationKind,
}

/// Marks that lie near the first one share its snippet; each of the others gets its own.
fn snippets<'a>(
    files: &Files<'a>,
    marks: Vec<Mark>,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let line = |mark: &Mark| {
        (
            mark.span.0,
            files.file(mark.span.0).1.line(mark.span.1.start),
        )
    };
    let first = line(&marks[0]);
    let (near, far): (Vec<_>, Vec<_>) = marks.into_iter().partition(|mark| {
        let (file, line) = line(mark);
        file == first.0 && line.abs_diff(first.1) <= SHARED_SNIPPET_LINES
    });
    std::iter::once(near)
        .chain(far.into_iter().map(|mark| vec![mark]))
        .map(|marks| snippet(files, marks))
        .collect()
}

/// Passes only the necessary lines: splitting a large document into lines for every diagnostic takes longer
/// than reading it.
fn snippet<'a>(
    files: &Files<'a>,
    marks: Vec<Mark>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let (source, positions) = files.file(marks.first().map_or(0, |mark| mark.span.0));
    let spans = || marks.iter().map(|mark| &mark.span.1);
    let first = spans().map(|span| positions.line(span.start)).min();
    let last = spans().map(|span| positions.line(span.end)).max();
    let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
    let lines = positions.line_start(first)..positions.line_start(last + 1);
    let offset = lines.start;
    Snippet::source(&source.text()[lines])
        .line_start(first + 1)
        .path(source.name())
        .annotations(marks.into_iter().map(
            |Mark {
                 span: (_, span),
                 label,
                 kind,
             }| {
                kind.span(span.start - offset..span.end - offset)
                    .label(label)
            },
        ))
}

/// Text of a document must not move the cursor, colour the terminal or turn the direction of a line.
fn visible(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if hidden(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}
