//! From the events of the YAML parser to the nodes of a tree.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};

use super::tree::{Kind, NodeId, Problem, ProblemKind, Tree};

/// How many closing brackets may stand at the column of their key.
const HANGING_BRACKETS: usize = 256;

/// Reads YAML into a tree.
///
/// The grammar wants lines of a flow collection indented further than the block around it (YAML 1.2,
/// section 7.4). libyaml does not insist on that of a closing bracket, and many documents do not do it: such a
/// bracket is read as if it stood on the line before, which moves no byte.
pub(super) fn read(text: &str, tree: &mut Tree) -> Result<(), Problem> {
    let mut found = parse(text, tree);
    let mut joined = text.as_bytes().to_vec();
    for _ in 0..HANGING_BRACKETS {
        let Err(problem) = &found else { break };
        let at = problem.span.start;
        let Some(line) = hanging_bracket(&joined, at) else {
            break;
        };
        joined[line] = b' ';
        if line > 0 && joined[line - 1] == b'\r' {
            joined[line - 1] = b' ';
        }
        let Ok(text) = std::str::from_utf8(&joined) else {
            break;
        };
        *tree = Tree::default();
        found = parse(text, tree);
    }
    found
}

/// The line break before a closing bracket that begins a line.
fn hanging_bracket(text: &[u8], at: usize) -> Option<usize> {
    if !matches!(text.get(at), Some(b'}' | b']')) {
        return None;
    }
    let before = text.get(..at)?;
    let line = before.iter().rposition(|byte| *byte == b'\n')?;
    let is_first = before[line + 1..].iter().all(|byte| *byte == b' ');
    is_first.then_some(line)
}

fn parse(text: &str, tree: &mut Tree) -> Result<(), Problem> {
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
                let text = String::from(&*text);
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
