//! HTML in a description: the usual tags become Markdown, others become text.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::fmt::Write as _;

/// Markdown without HTML.
pub(super) fn to_markdown(text: &str) -> String {
    let mut converter = Converter::default();
    let mut copied = 0;
    // What has to stay in one line: headings and rows of tables.
    let mut in_line = 0_usize;
    for (event, range) in Parser::new_ext(text, super::render::OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Table(_)) => in_line += 1,
            Event::End(TagEnd::Heading(_) | TagEnd::Table) => in_line = in_line.saturating_sub(1),
            Event::Html(_) | Event::InlineHtml(_) if range.start >= copied => {
                converter.out.push_str(&text[copied..range.start]);
                copied = range.end;
                converter.in_line = in_line > 0;
                converter.convert(&text[range], matches!(event, Event::Html(_)));
            }
            _ => {}
        }
    }
    converter.out.push_str(&text[copied..]);
    converter.out
}

/// A tag in the text.
struct HtmlTag<'a> {
    /// The name in lower case.
    name: String,
    closing: bool,
    attributes: &'a str,
    length: usize,
}

#[derive(Default)]
struct Converter {
    out: String,
    /// The targets of the links that are open.
    links: Vec<Option<String>>,
    preformatted: bool,
    in_line: bool,
}

impl Converter {
    /// Converts a piece of HTML: a block of lines, or a tag within a paragraph.
    fn convert(&mut self, html: &str, block: bool) {
        let mut rest = html;
        if block && !self.preformatted {
            rest = rest.trim_start_matches(' ');
        }
        while let Some(c) = rest.chars().next() {
            let length = if c == '<' { self.angle(rest) } else { None };
            let length = length.unwrap_or_else(|| {
                match c {
                    '<' if self.preformatted => self.out.push('<'),
                    '<' => self.out.push_str("\\<"),
                    _ => self.out.push(c),
                }
                c.len_utf8()
            });
            rest = &rest[length..];
        }
    }

    /// Converts the comment or tag at the start; its length, or `None` if it is neither.
    fn angle(&mut self, text: &str) -> Option<usize> {
        if text.starts_with("<!--") {
            return Some(text.find("-->").map_or(text.len(), |end| end + 3));
        }
        let tag = parse_tag(text)?;
        self.tag(&tag).then_some(tag.length)
    }

    /// Writes the meaning of a tag; returns whether the tag is known.
    fn tag(&mut self, tag: &HtmlTag<'_>) -> bool {
        match tag.name.as_str() {
            "pre" => self.pre(tag.closing),
            "a" if !self.preformatted => self.link(tag),
            "code" | "tt" | "kbd" | "samp" => self.mark("`"),
            "b" | "strong" => self.mark("**"),
            "i" | "em" | "cite" | "dfn" | "var" => self.mark("*"),
            "s" | "del" | "strike" => self.mark("~~"),
            "br" => self.block(if self.in_line { " " } else { "\\\n" }),
            "li" if !tag.closing => self.block("\n- "),
            "p" | "div" | "ul" | "ol" | "table" | "thead" | "tbody" | "tr" | "section"
            | "details" | "blockquote" | "center" | "dl" | "dt" | "article" | "header"
            | "footer" => self.block("\n\n"),
            "summary" | "caption" if tag.closing => self.block("\n\n"),
            "hr" => self.block("\n\n***\n\n"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if tag.closing => self.block("\n\n"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = tag.name[1..].parse().unwrap_or(2);
                self.block(&format!("\n\n{} ", "#".repeat(level)));
            }
            "td" | "th" | "dd" => self.out.push(' '),
            "a" | "li" | "span" | "font" | "sup" | "sub" | "u" | "ins" | "small" | "big"
            | "img" | "summary" | "caption" | "mark" | "abbr" | "colgroup" | "col" | "nobr"
            | "wbr" | "label" | "figure" | "style" | "script" | "html" | "body" | "head" => {}
            _ => return false,
        }
        true
    }

    /// Writes a mark that both opens and closes.
    fn mark(&mut self, mark: &str) {
        if !self.preformatted {
            self.out.push_str(mark);
        }
    }

    /// Ends a line or more, if there can be lines.
    fn block(&mut self, text: &str) {
        match (self.preformatted, self.in_line) {
            (true, _) => self.out.push('\n'),
            (false, true) => self.out.push(' '),
            (false, false) => self.out.push_str(text),
        }
    }

    /// Begins or ends a block of code.
    fn pre(&mut self, closing: bool) {
        if !self.in_line && self.preformatted == closing {
            self.out.push_str(if closing {
                "\n~~~~~\n\n"
            } else {
                "\n\n~~~~~text\n"
            });
            self.preformatted = !closing;
        }
    }

    /// Begins or ends a link.
    fn link(&mut self, tag: &HtmlTag<'_>) {
        if !tag.closing {
            let target = attribute(tag.attributes, "href");
            self.out.push_str(if target.is_some() { "[" } else { "" });
            self.links.push(target);
        } else if let Some(Some(target)) = self.links.pop() {
            let target = super::inline::target(&target);
            write!(self.out, "]({target})").expect("a String takes all that is written");
        }
    }
}

/// Reads the tag at the start of a text.
fn parse_tag(text: &str) -> Option<HtmlTag<'_>> {
    let end = text.find('>')?;
    let inside = &text[1..end];
    let closing = inside.starts_with('/');
    let inside = inside.trim_start_matches('/').trim_end_matches('/');
    let name_end = inside
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(name_end);
    if name.is_empty() || !(attributes.is_empty() || attributes.starts_with(char::is_whitespace)) {
        return None;
    }
    Some(HtmlTag {
        name: name.to_ascii_lowercase(),
        closing,
        attributes,
        length: end + 1,
    })
}

/// The value of an attribute.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let at = attributes.to_ascii_lowercase().find(&format!("{name}="))?;
    let value = &attributes[at + name.len() + 1..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => value[1..].split(quote).next(),
        None => value.split(char::is_whitespace).next(),
    };
    value
        .map(|value| value.replace("&amp;", "&"))
        .filter(|value| !value.is_empty())
}
