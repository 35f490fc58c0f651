//! Lines that the grammar wants indented further (YAML 1.2, sections 7.3 and 7.4), but libyaml does not: lines of a flow
//! collection, and lines of a quoted text. Many documents have them.
//!
//! Such a line is joined to the one before, which moves no byte.

use super::tree::{Problem, ProblemKind};

/// What stands for a blank and for a line break between joined lines of a quoted text: YAML has no such characters
/// (YAML 1.2, section 5.1).
const BLANK: char = '\u{1}';
const BREAK: char = '\u{2}';
/// The beginnings of the escapes of such characters (YAML 1.2, section 5.7).
const ESCAPES: [&str; 3] = ["\\x0", "\\u000", "\\U0000000"];

/// A text whose lines are joined where reading stops.
pub(super) struct Joined {
    text: Vec<u8>,
    /// Whether the text has none of the characters that stand for others, nor an escape that may mean one.
    takes_quoted: bool,
}

impl Joined {
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.as_bytes().to_vec(),
            takes_quoted: !text.contains([BLANK, BREAK])
                && !ESCAPES.iter().any(|escape| text.contains(escape)),
        }
    }

    /// Joins the lines where reading stopped; `None` if there is nothing to join.
    pub(super) fn join(&mut self, problem: &Problem) -> Option<&str> {
        let ProblemKind::Syntax(message) = &problem.kind else {
            return None;
        };
        let at = problem.span.start;
        let is_bracket = || matches!(self.text.get(at), Some(b'}' | b']'));
        if message.contains("indentation in quoted scalar") {
            self.join_quoted(at)?;
        } else if message.contains("indentation in flow construct") || is_bracket() {
            self.join_flow(at)?;
        } else {
            return None;
        }
        std::str::from_utf8(&self.text).ok()
    }

    /// Joins a line of a flow collection that begins at a byte.
    fn join_flow(&mut self, at: usize) -> Option<()> {
        let before = self.text.get(..at)?;
        let line = before.iter().rposition(|byte| *byte == b'\n')?;
        let is_first = before[line + 1..].iter().all(|byte| *byte == b' ');
        let above = before[..line].rsplit(|byte| *byte == b'\n').next()?;
        // A comment would go on to the end of the joined line.
        if !is_first || above.contains(&b'#') {
            return None;
        }
        self.text[line] = b' ';
        if line > 0 && self.text[line - 1] == b'\r' {
            self.text[line - 1] = b' ';
        }
        Some(())
    }

    /// Joins the lines of a quoted text that begins at a byte, and that ends with its line.
    fn join_quoted(&mut self, at: usize) -> Option<()> {
        let end = self.end_of_quoted(at).filter(|_| self.takes_quoted)?;
        let rest = self.text[end + 1..].iter();
        let after = rest.copied().find(|byte| !matches!(byte, b' ' | b'\r'));
        if !matches!(after, None | Some(b'\n' | b'#' | b',' | b'}' | b']')) {
            return None;
        }
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        let mut from = at;
        while let Some(line) = self.text[from..end].iter().position(|byte| *byte == b'\n') {
            let line = from + line;
            let blanks = self.text[at..line]
                .iter()
                .rev()
                .take_while(|byte| is_blank(byte));
            let first = line - blanks.count();
            // An escaped line break is another matter.
            if self.text[first - 1] == b'\\' {
                return None;
            }
            let blanks = self.text[line..end]
                .iter()
                .take_while(|byte| is_blank(byte));
            from = line + blanks.count();
            for byte in &mut self.text[first..from] {
                *byte = if *byte == b'\n' {
                    BREAK as u8
                } else {
                    BLANK as u8
                };
            }
        }
        Some(())
    }

    /// Where a quoted text that begins at a byte has its closing quote.
    fn end_of_quoted(&self, at: usize) -> Option<usize> {
        let quote = *self.text.get(at)?;
        let mut here = at + 1;
        loop {
            match self.text.get(here)? {
                b'\\' if quote == b'"' => here += 2,
                byte if *byte != quote => here += 1,
                _ if quote == b'\'' && self.text.get(here + 1) == Some(&quote) => here += 2,
                _ => return Some(here),
            }
        }
    }
}

/// The text of a quoted scalar of a joined text: a line break is a space, and empty lines are line breaks (YAML 1.2, section 6.5).
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find([BLANK, BREAK]) {
        folded.push_str(&rest[..at]);
        let joined = &rest[at..];
        let end = joined.find(|c| ![BLANK, BREAK].contains(&c));
        let (between, after) = joined.split_at(end.unwrap_or(joined.len()));
        match between.matches(BREAK).count() {
            0 | 1 => folded.push(' '),
            breaks => folded.extend(std::iter::repeat_n('\n', breaks - 1)),
        }
        rest = after;
    }
    folded + rest
}
