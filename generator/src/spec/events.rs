//! From the events of the YAML parser to the nodes of a tree.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};

use super::indentation::{Joined, folded};
use super::tree::{Kind, NodeId, Problem, ProblemKind, Tree};

/// How many lines may be joined to the ones before.
const JOINED_LINES: usize = 256;

/// Reads YAML into a tree, with lines that are not indented as the grammar wants it ([`Joined`]).
pub(super) fn read(text: &str, tree: &mut Tree) -> Result<(), Problem> {
    let Err(mut problem) = parse(text, tree, false) else {
        return Ok(());
    };
    let mut joined = Joined::new(text);
    // The error that is reported, if another line cannot be joined.
    let mut cause: Option<Problem> = None;
    for _ in 0..JOINED_LINES {
        let Some(text) = joined.join(&problem) else {
            break;
        };
        *tree = Tree::default();
        let Err(next) = parse(text, tree, true) else {
            return Ok(());
        };
        // What stops reading in the line that was joined is a consequence of the error before.
        let between = text.get(problem.span.start..next.span.start);
        let before = std::mem::replace(&mut problem, next);
        cause = match between.is_some_and(|line| !line.contains('\n')) {
            true => cause.or(Some(before)),
            false => None,
        };
    }
    Err(cause.unwrap_or(problem))
}

fn parse(text: &str, tree: &mut Tree, is_joined: bool) -> Result<(), Problem> {
    let mut offsets = Offsets::new(text);
    let mut anchors: BTreeMap<usize, NodeId> = BTreeMap::new();
    let mut documents = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| Problem::at(offsets.byte(error.marker()), error.info()))?;
        let span = offsets.range(span);
        let (kind, anchor) = match event {
            Event::DocumentStart(_) => {
                documents += 1;
                if documents > 1 {
                    return Err(Problem {
                        span,
                        kind: ProblemKind::SecondDocument,
                    });
                }
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                tree.close(span.end);
                continue;
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => continue,
            Event::Alias(anchor) => (Kind::Alias(anchors.get(&anchor).copied()), 0),
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain && !tag.is_some_and(|tag| is_string(&tag));
                // A copy, because the parser leaves much room behind the text, and the tree gives texts on.
                let text = match is_joined {
                    true => folded(&text),
                    false => String::from(&*text),
                };
                (Kind::Scalar { text, plain }, anchor)
            }
            Event::SequenceStart(anchor, _) => (Kind::Sequence(Vec::new()), anchor),
            Event::MappingStart(anchor, _) => (Kind::Mapping(Vec::new()), anchor),
        };
        let id = tree.add(span, kind);
        if anchor != 0 {
            anchors.insert(anchor, id);
        }
    }
    Ok(())
}

/// `!!str` and `!` make a string of any scalar (YAML 1.2, section 10.1.1.3 and 6.9.1).
fn is_string(tag: &Tag) -> bool {
    tag.is_yaml_core_schema() && tag.suffix == "str" || tag.handle.is_empty() && tag.suffix == "!"
}

/// Turns the lines and columns (in characters) of the parser into bytes of the text.
///
/// Events come in the order of the text, so the distance from one to the next is short.
struct Offsets<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    line: usize,
    /// How far characters of this line are bytes.
    ascii: usize,
    column: usize,
    byte: usize,
}

impl<'a> Offsets<'a> {
    fn new(text: &'a str) -> Self {
        let mut offsets = Self {
            text,
            line_starts: line_starts(text),
            line: 0,
            ascii: 0,
            column: 0,
            byte: 0,
        };
        offsets.begin_line(0, 0);
        offsets
    }

    fn begin_line(&mut self, line: usize, start: usize) {
        let next = self.line_starts.get(line + 1);
        let end = next.copied().unwrap_or(self.text.len());
        let ascii = self.text.as_bytes()[start..end].is_ascii();
        self.ascii = if ascii { end - start } else { 0 };
        (self.line, self.column, self.byte) = (line, 0, start);
    }

    fn range(&mut self, span: Span) -> Range<usize> {
        let start = self.byte(&span.start);
        let end = self.byte(&span.end);
        start..end.max(start)
    }

    fn byte(&mut self, marker: &Marker) -> usize {
        let line = marker.line().saturating_sub(1);
        if line != self.line {
            let Some(&start) = self.line_starts.get(line) else {
                return self.text.len();
            };
            self.begin_line(line, start);
        }
        if marker.col() <= self.ascii {
            return self.line_starts[line] + marker.col();
        }
        while self.column < marker.col() {
            let Some(c) = self.text[self.byte..].chars().next() else {
                break;
            };
            self.byte += c.len_utf8();
            self.column += 1;
        }
        while self.column > marker.col() {
            let Some(c) = self.text[..self.byte].chars().next_back() else {
                break;
            };
            self.byte -= c.len_utf8();
            self.column -= 1;
        }
        self.byte
    }
}

/// Where the lines of a text begin; a line ends with `\n`, `\r\n` or a lone `\r` (YAML 1.2, section 5.4).
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(at, byte)| {
        **byte == b'\n' || **byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')
    });
    std::iter::once(0)
        .chain(ends.map(|(at, _)| at + 1))
        .collect()
}
