//! Descriptions of a document as documentation comments.
//!
//! A description is Markdown, possibly with HTML, that nobody has tested with rustdoc. [`markdown`] parses it
//! like rustdoc and writes it again, so that the result contains no doctest, no HTML, no link that rustdoc
//! would resolve to an item of the crate, and no invisible character. Only HTML comments are lost.
//!
//! - `html` turns the usual tags into Markdown;
//! - `render` writes blocks, `inline` the content of a paragraph.

mod html;
mod inline;
mod render;
#[cfg(test)]
mod tests;

use pulldown_cmark::{Event, Options, Parser};

/// A space where no line may end, while a paragraph is written.
const GLUE: char = '\u{E000}';
/// A line end that has to stay, while a paragraph is written.
const BREAK: char = '\u{E001}';

/// The description as Markdown for a documentation comment: lines without trailing space, each to
/// be written after `/// `. Empty if nothing is left.
#[must_use]
pub fn markdown(text: &str) -> String {
    without_html(render::blocks(&html::to_markdown(&clean(text))).join("\n"))
}

/// Takes the meaning from tags that are left: where runs of backticks are not what they seemed, a
/// tag can come out of what was written as code.
fn without_html(mut markdown: String) -> String {
    const ROUNDS: usize = 8;
    if !(markdown.contains('`') && markdown.contains('<')) {
        return markdown;
    }
    for _ in 0..ROUNDS {
        let tags: Vec<usize> = Parser::new_ext(&markdown, Options::ENABLE_TABLES)
            .into_offset_iter()
            .filter(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)))
            .map(|(_, range)| range.start)
            .collect();
        if tags.is_empty() {
            return markdown;
        }
        for at in tags.into_iter().rev() {
            markdown.insert(at, '\\');
        }
    }
    markdown.replace(['<', '`'], "")
}

/// The first block of [`markdown`] in one line.
#[must_use]
pub fn summary(text: &str) -> String {
    let markdown = markdown(text);
    let lines = markdown.lines().take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// The text with plain line ends and without what cannot be seen, moved to the left margin.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(
        ['\r', '\u{2028}', '\u{2029}', '\x0B', '\x0C', '\u{85}'],
        "\n",
    );
    let text = text.replace('\t', "    ").replace('\u{A0}', " ");
    let text: String = text.chars().filter(|c| !is_hidden(*c)).collect();
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let margin = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| indent(&line))
        .min();
    let lines = text
        .lines()
        .map(|line| line.get(margin.unwrap_or(0)..).unwrap_or(""));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Whether a character shows nothing, or changes how others are shown.
fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    ) || (c.is_control() && c != '\n')
        || c == GLUE
        || c == BREAK
}
