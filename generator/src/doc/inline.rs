//! Text within a paragraph: escapes, links, and where its lines end.

use super::{BREAK, GLUE};

/// The longest line, without the mark of the comment and the indentation of the item.
const WIDTH: usize = 96;

/// Escapes everything that Markdown or rustdoc would interpret.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut last = ' ';
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if !last.is_alphanumeric()
            && let Some(length) = url_length(rest)
        {
            autolink(&mut out, &rest[..length]);
            rest = &rest[length..];
            last = '/';
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if is_special(c, last, rest) {
            out.push('\\');
        }
        out.push(c);
        last = c;
    }
    out
}

/// Whether a character needs a backslash, by its context.
fn is_special(c: char, last: char, rest: &str) -> bool {
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
        '_' => !(last.is_alphanumeric() && rest.starts_with(char::is_alphanumeric)),
        // Only what looks like an entity; they have 31 letters at most.
        '&' => rest
            .find(|c: char| c != '#' && !c.is_ascii_alphanumeric())
            .is_some_and(|end| (1..=32).contains(&end) && rest[end..].starts_with(';')),
        _ => false,
    }
}

/// The length of the web address at the start of a text.
fn url_length(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    })?;
    let end = text
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '\\' | '|' | BREAK | GLUE)
        })
        .unwrap_or(text.len());
    let mut url = &text[..end];
    loop {
        let trimmed =
            url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '’', '”', '…']);
        let unbalanced = |open: char, close: char| {
            trimmed.ends_with(close)
                && trimmed.matches(close).count() > trimmed.matches(open).count()
        };
        let closes = unbalanced('(', ')') || unbalanced('[', ']') || unbalanced('{', '}');
        let shorter = if closes {
            &trimmed[..trimmed.len() - 1]
        } else {
            trimmed
        };
        if shorter.len() == url.len() {
            break;
        }
        url = shorter;
    }
    (url.len() > scheme.len()).then_some(url.len())
}

/// Writes an address as a link to itself.
pub(super) fn autolink(out: &mut String, url: &str) {
    out.push('<');
    out.push_str(&target(url));
    out.push('>');
}

/// The target of a link, if it leads out of the document.
pub(super) fn is_absolute(target: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .into_iter()
        .any(|scheme| {
            target.len() > scheme.len()
                && target
                    .get(..scheme.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
        })
}

/// The target of a link without the characters that would end it.
pub(super) fn target(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.trim().chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '|' => out.push_str("%7C"),
            '`' => out.push_str("%60"),
            '*' => out.push_str("%2A"),
            c if c.is_whitespace() || c == BREAK || c == GLUE => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}

/// A code span, which is never broken over lines.
pub(super) fn code(text: &str) -> String {
    let text = text.replace(char::is_whitespace, &GLUE.to_string());
    if text.trim_matches(GLUE).is_empty() {
        return String::new();
    }
    // Longer fences could open a block of code; two backticks in a row become one.
    let mut text = text;
    while text.contains("``") {
        text = text.replace("``", "`");
    }
    if text.contains('`') {
        format!("``{GLUE}{text}{GLUE}``")
    } else {
        format!("`{text}`")
    }
}

/// A paragraph in one line, as headings and tables need it.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split([' ', BREAK])
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ").replace(GLUE, " ")
}

/// The lines of a paragraph with this indentation in columns.
pub(super) fn wrap(text: &str, indent: usize) -> Vec<String> {
    let width = WIDTH.saturating_sub(indent).max(40);
    let mut lines = Vec::new();
    let segments: Vec<&str> = text
        .split(BREAK)
        .filter(|segment| !segment.trim().is_empty())
        .collect();
    for (index, segment) in segments.iter().enumerate() {
        let mut line = String::new();
        let mut columns = 0;
        for word in segment.split(' ').filter(|word| !word.is_empty()) {
            let length = word.chars().count();
            if columns > 0 && columns + 1 + length > width {
                lines.push(std::mem::take(&mut line));
                columns = 0;
            }
            if columns == 0 {
                line.push_str(&at_line_start(word));
            } else {
                line.push(' ');
                line.push_str(word);
            }
            columns += length + 1;
        }
        if index + 1 < segments.len() {
            line.push('\\');
        }
        lines.push(line);
    }
    lines
        .iter()
        .map(|line| line.replace(GLUE, " ").trim_end().to_owned())
        .collect()
}

/// Escapes a word at the beginning of a line, so that it does not begin a list or heading.
fn at_line_start(word: &str) -> String {
    let number = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if number.len() < word.len() && matches!(number, "." | ")") {
        return format!("{}\\{number}", &word[..word.len() - 1]);
    }
    let is_mark = word.starts_with('>')
        || word.chars().all(|c| c == '#')
        || word
            .chars()
            .all(|c| matches!(c, '-' | ':' | '+' | '=' | '|'));
    if is_mark {
        format!("\\{word}")
    } else {
        word.to_owned()
    }
}
