//! Why a text is no YAML or JSON, in the user's terms.
//!
//! Parsers say at which character they stopped. The mistake is often before: where a quote or a brace was opened.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Format, Source};

/// What is wrong and what to do.
struct Finding {
    span: Range<usize>,
    message: String,
    label: &'static str,
    help: String,
    /// Whether the place is where something begins that has no end.
    endless: bool,
}

impl Finding {
    fn new(
        span: Range<usize>,
        message: impl Into<String>,
        label: &'static str,
        help: impl Into<String>,
    ) -> Self {
        Self {
            span,
            message: message.into(),
            label,
            help: help.into(),
            endless: false,
        }
    }

    fn endless(self) -> Self {
        Self {
            endless: true,
            ..self
        }
    }
}

/// Explains a parser's message at the byte where it stopped; `open` is where the innermost brace or bracket is.
pub(super) fn explain(
    source: &Source,
    at: usize,
    open: Option<usize>,
    message: &str,
) -> Diagnostic {
    let text = source.text();
    if message.contains("unknown anchor") {
        let alias = text[at..].split(|c: char| c.is_whitespace() || ",[]{}".contains(c));
        let alias = alias.into_iter().next().unwrap_or_default();
        let message = format!("the alias `{alias}` has no anchor before it");
        return Diagnostic::new(Code::BadAlias, at..at + alias.len(), message).help(
            "define it with `&name` above this line, or put the value in quotes if it is text",
        );
    }
    let (format, finding) = match source.format() {
        Format::Json => ("JSON", json(text, at, message)),
        Format::Yaml => (
            "YAML",
            conflict(text).or_else(|| yaml(text, at, open, message)),
        ),
    };
    let Some(finding) = finding else {
        let message = format!("invalid {format}: {message}");
        return Diagnostic::new(Code::Syntax, at..at, message)
            .label("reading stopped here")
            .help("correct the text here or shortly before");
    };
    let message = format!("invalid {format}: {}", finding.message);
    let diagnostic = Diagnostic::new(Code::Syntax, finding.span.clone(), message)
        .label(finding.label)
        .help(finding.help);
    let line = |byte: usize| text[..byte].matches('\n').count();
    match finding.endless && line(at) != line(finding.span.start) {
        true => diagnostic.related(at..at, "reading stopped here"),
        false => diagnostic,
    }
}

/// The mark of a version control system between two versions.
fn conflict(text: &str) -> Option<Finding> {
    const MARK: &str = "<<<<<<< ";
    let at = match text.starts_with(MARK) {
        true => 0,
        false => text.find(&format!("\n{MARK}"))? + 1,
    };
    Some(Finding::new(
        at..at + MARK.len() - 1,
        "the file contains a merge conflict",
        "the conflict begins here",
        "keep one of the two versions, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
    ))
}

/// A cause that the message of the YAML parser reveals: a part of the message, and the error at its position.
struct Cause {
    words: &'static str,
    message: &'static str,
    label: &'static str,
    help: &'static str,
}

/// Causes inside of one value.
const IN_VALUES: &[Cause] = &[
    Cause {
        words: "mapping values are not allowed",
        message: "the value contains a colon followed by a space",
        label: "YAML reads this as the end of a key",
        help: "put the value in quotes, or begin a new line if this is a key",
    },
    Cause {
        words: "trailing content after",
        message: "text follows the end of a quoted value",
        label: "the quotes end before this",
        help: "inside single quotes, write a quote twice ('it''s'); inside double quotes, write it as `\\\"`",
    },
    Cause {
        words: "quoted scalar",
        message: "the quoted text is not closed",
        label: "the quote is opened here",
        help: "close the quote; indent a text of several lines further than its key",
    },
];

/// Causes in block style.
const IN_BLOCKS: &[Cause] = &[
    Cause {
        words: "did not find expected",
        message: "the indentation of this line matches no line above",
        label: "wrong indentation",
        help: "align the line with its neighbours: all keys of a mapping begin in the same column",
    },
    Cause {
        words: "simple key",
        message: "the key has no value",
        label: "a key is followed by a colon and a space",
        help: "write `key: value`, or put a text of several lines in quotes",
    },
];

fn yaml(text: &str, at: usize, open: Option<usize>, message: &str) -> Option<Finding> {
    let character = at..at + text[at..].chars().next().map_or(0, char::len_utf8);
    let told = |causes: &[Cause]| {
        let cause = causes.iter().find(|cause| message.contains(cause.words))?;
        let span = character.clone();
        Some(Finding::new(span, cause.message, cause.label, cause.help))
    };
    if message.contains("tabs disallowed") {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let tab = line + text[line..].find('\t')?;
        return Some(Finding::new(
            tab..tab + 1,
            "the indentation contains a tab",
            "this is a tab",
            "indent with spaces: YAML allows no tabs there (YAML 1.2, section 6.1)",
        ));
    }
    if message.contains("unknown escape") {
        return escape(text, at);
    }
    if message.contains("unexpected character") {
        let shown = &text[character.clone()];
        return Some(Finding::new(
            character.clone(),
            format!("a value cannot begin with {shown:?}"),
            "this character has a special meaning in YAML",
            "put the value in quotes",
        ));
    }
    told(IN_VALUES)
        .or_else(|| open.map(|open| unclosed(text, open)))
        .or_else(|| told(IN_BLOCKS))
}

/// A brace or bracket that is not closed, or in which reading stopped.
fn unclosed(text: &str, open: usize) -> Finding {
    let (open_bracket, close_bracket) = match text.as_bytes()[open] {
        b'{' => ('{', '}'),
        _ => ('[', ']'),
    };
    let message = format!("a `{open_bracket}` is not closed, or a comma is missing after it");
    let help = format!("add the missing `{close_bracket}` or the missing comma");
    Finding::new(open..open + 1, message, "opened here", help).endless()
}

/// The first escape in a double-quoted text that YAML does not know (YAML 1.2, section 5.7).
fn escape(text: &str, quote: usize) -> Option<Finding> {
    const ESCAPES: &str = "0abt\tnvfre \"/\\N_LPxuU\n\r";
    let mut characters = text[quote..].char_indices();
    while let Some((at, character)) = characters.next() {
        let Some((_, escaped)) = (character == '\\').then(|| characters.next()).flatten() else {
            continue;
        };
        if !ESCAPES.contains(escaped) {
            let at = quote + at;
            return Some(Finding::new(
                at..at + 1 + escaped.len_utf8(),
                format!("`\\{escaped}` is not an escape sequence"),
                "in double quotes, a backslash begins an escape sequence",
                "use single quotes, which have no escape sequences, or write `\\\\`",
            ));
        }
    }
    None
}

fn json(text: &str, at: usize, message: &str) -> Option<Finding> {
    let before = text[..at].trim_end();
    let found = text[at..].chars().next();
    let character = || at..at + found.map_or(0, char::len_utf8);
    let open = Open::scan(&text[..at]);
    Some(match found {
        _ if message.starts_with("EOF") || message.contains("control character") => {
            open.finding(text)?
        }
        Some('}' | ']') if before.ends_with(',') => Finding::new(
            before.len() - 1..before.len(),
            "there is a comma after the last entry",
            "JSON does not allow this comma",
            "remove the comma",
        ),
        Some('/' | '#') => Finding::new(
            character(),
            "JSON does not allow comments",
            "a comment begins here",
            "remove it, or write the document as YAML",
        ),
        Some('\'') => Finding::new(
            character(),
            "the string is in single quotes",
            "JSON strings are in double quotes",
            "use double quotes",
        ),
        _ if message.starts_with("expected `,`") => separator(text, at, character()),
        Some(_) if message == "key must be a string" => Finding::new(
            character(),
            "the key is not in quotes",
            "JSON keys are strings",
            "put the key in double quotes",
        ),
        _ => return None,
    })
}

/// Something else is at a position that requires a comma or an end.
fn separator(text: &str, at: usize, character: Range<usize>) -> Finding {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[line..].lines().next().unwrap_or_default();
    let line = line.replace("\\\\", "").replace("\\\"", "");
    match line.matches('"').count() % 2 {
        1 => Finding::new(
            character,
            "a quote is missing in this line",
            "this stands outside of the quotes",
            "add the quote, or write one inside of a string as `\\\"`",
        ),
        _ => Finding::new(
            character,
            "a comma is missing",
            "JSON requires a comma before this",
            "add a comma after the entry before this one",
        ),
    }
}

/// What is open at the end of a part of a JSON text.
struct Open {
    string: Option<usize>,
    brackets: Vec<usize>,
}

impl Open {
    fn scan(text: &str) -> Self {
        let mut open = Self {
            string: None,
            brackets: Vec::new(),
        };
        let mut bytes = text.bytes().enumerate();
        while let Some((at, byte)) = bytes.next() {
            match (byte, open.string) {
                (b'"', None) => open.string = Some(at),
                (b'"', Some(_)) => open.string = None,
                (b'\\', Some(_)) => drop(bytes.next()),
                (b'{' | b'[', None) => open.brackets.push(at),
                (b'}' | b']', None) => drop(open.brackets.pop()),
                _ => {}
            }
        }
        open
    }

    fn finding(&self, text: &str) -> Option<Finding> {
        if let Some(string) = self.string {
            return Some(
                Finding::new(
                    string..string + 1,
                    "the string is not closed",
                    "the quote is opened here",
                    "close the quote on the same line",
                )
                .endless(),
            );
        }
        self.brackets.last().map(|open| unclosed(text, *open))
    }
}
