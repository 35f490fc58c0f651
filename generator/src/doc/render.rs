//! Blocks of Markdown, written anew.

use super::inline::{self, escape, one_line, wrap};
use super::{BREAK, GLUE};
use pulldown_cmark::{
    Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream,
};

/// The extensions of Markdown that descriptions use and rustdoc knows.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// The maximum nesting of lists and quotations; deeper ones are moved up to this level.
const MAX_DEPTH: usize = 12;

/// The labels of code blocks that are kept; under any other, rustdoc might see Rust.
const LABELS: [&str; 26] = [
    "bash",
    "c",
    "console",
    "css",
    "csharp",
    "curl",
    "go",
    "graphql",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "php",
    "python",
    "ruby",
    "sh",
    "shell",
    "sql",
    "toml",
    "ts",
    "typescript",
    "xml",
    "yaml",
];

/// The text as lines of Markdown.
pub(super) fn blocks(text: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let events =
        TextMergeStream::new(Parser::new_ext(text, OPTIONS)).filter(move |event| match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) => {
                depth += 1;
                depth <= MAX_DEPTH
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item) => {
                depth -= 1;
                depth < MAX_DEPTH
            }
            _ => true,
        });
    let mut renderer = Renderer {
        events: events.collect::<Vec<_>>().into_iter().peekable(),
    };
    renderer.container(0, true)
}

struct Renderer<'a> {
    events: std::iter::Peekable<std::vec::IntoIter<Event<'a>>>,
}

impl Renderer<'_> {
    /// The lines of all blocks up to the end of the container. Loose blocks have an empty line
    /// between them.
    fn container(&mut self, indent: usize, loose: bool) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        while let Some(event) = self.events.peek() {
            let block = match event {
                Event::End(_) => {
                    self.events.next();
                    break;
                }
                Event::Start(tag) if is_block(tag) => {
                    let tag = tag.clone();
                    self.events.next();
                    self.block(&tag, indent)
                }
                Event::Rule => {
                    self.events.next();
                    vec!["***".to_owned()]
                }
                _ => wrap(&self.inline(), indent),
            };
            if block.is_empty() {
                continue;
            }
            if loose && !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(block);
        }
        lines
    }

    /// The lines of a block whose start has been read.
    fn block(&mut self, tag: &Tag<'_>, indent: usize) -> Vec<String> {
        match tag {
            Tag::Heading { level, .. } => {
                let text = one_line(&self.inline());
                self.events.next();
                let marks = "#".repeat(*level as usize);
                if text.is_empty() {
                    Vec::new()
                } else {
                    vec![format!("{marks} {text}")]
                }
            }
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::List(start) => self.list(*start, indent),
            Tag::BlockQuote(_) => prefix(&self.container(indent + 2, true), "> ", "> "),
            Tag::Table(alignments) => self.table(alignments),
            Tag::Paragraph | Tag::HtmlBlock => {
                let lines = wrap(&self.inline(), indent);
                self.events.next();
                lines
            }
            _ => self.container(indent, true),
        }
    }

    /// A fenced block; an indented one becomes fenced, too.
    fn code_block(&mut self, kind: &CodeBlockKind<'_>) -> Vec<String> {
        let mut code = String::new();
        for event in self.events.by_ref() {
            match event {
                Event::Text(text) => code.push_str(&text),
                Event::End(_) => break,
                _ => {}
            }
        }
        if code.trim().is_empty() {
            return Vec::new();
        }
        let label = match kind {
            CodeBlockKind::Fenced(info) => info.to_ascii_lowercase(),
            CodeBlockKind::Indented => String::new(),
        };
        let label = LABELS
            .into_iter()
            .find(|known| *known == label)
            .unwrap_or("text");
        let mut fence = "```".to_owned();
        while code.contains(&fence) {
            fence.push('`');
        }
        let mut lines = vec![format!("{fence}{label}")];
        lines.extend(code.lines().map(|line| line.trim_end().to_owned()));
        lines.push(fence);
        lines
    }

    /// A list, to its end.
    fn list(&mut self, start: Option<u64>, indent: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut number = start;
        while let Some(Event::Start(Tag::Item)) = self.events.next() {
            let marker = number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
            let loose = matches!(self.events.peek(), Some(Event::Start(Tag::Paragraph)));
            let item = self.container(indent + marker.len(), loose);
            if loose && !lines.is_empty() {
                lines.push(String::new());
            }
            if !item.is_empty() {
                lines.extend(prefix(&item, &marker, &" ".repeat(marker.len())));
                number = number.map(|number| number.saturating_add(1));
            }
        }
        lines
    }

    /// A table, to its end.
    fn table(&mut self, alignments: &[Alignment]) -> Vec<String> {
        let mut lines = Vec::new();
        let mut row = String::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::TableCell) => {
                    let cell = one_line(&self.inline()).replace('|', "\\|");
                    row.push_str(&format!("| {cell} "));
                    self.events.next();
                }
                Event::End(TagEnd::TableRow) => {
                    lines.push(format!("{}|", std::mem::take(&mut row)))
                }
                Event::End(TagEnd::TableHead) => {
                    lines.push(format!("{}|", std::mem::take(&mut row)));
                    let rule = alignments.iter().map(|alignment| match alignment {
                        Alignment::None => "|---",
                        Alignment::Left => "|:--",
                        Alignment::Center => "|:-:",
                        Alignment::Right => "|--:",
                    });
                    lines.push(format!("{}|", rule.collect::<String>()));
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        lines
    }

    /// Everything up to the next block or the end of this one, as one string.
    fn inline(&mut self) -> String {
        let mut out = String::new();
        // Where the links that are open begin, and where they lead.
        let mut links: Vec<(usize, Option<String>)> = Vec::new();
        while let Some(event) = self.events.next_if(is_inline) {
            match event {
                Event::Start(tag) => match tag {
                    Tag::Link {
                        link_type,
                        dest_url,
                        ..
                    } => {
                        let mail = if link_type == LinkType::Email {
                            "mailto:"
                        } else {
                            ""
                        };
                        links.push((out.len(), Some(format!("{mail}{dest_url}"))));
                    }
                    Tag::Image { dest_url, .. } => {
                        links.push((out.len(), Some(dest_url.to_string())))
                    }
                    _ => out.push_str(mark(&tag.to_end())),
                },
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    if let Some((start, Some(target))) = links.pop() {
                        close_link(&mut out, start, &target, links.is_empty());
                    }
                }
                Event::End(end) => out.push_str(mark(&end)),
                Event::Text(text) if links.is_empty() => {
                    out.push_str(&escape(&text.replace('\n', " ")))
                }
                Event::Text(text) => out
                    .push_str(&escape(&text.replace("://", ":\u{FEFF}//")).replace('\u{FEFF}', "")),
                Event::Code(text) => out.push_str(&inline::code(&text)),
                Event::Html(text) | Event::InlineHtml(text) => {
                    out.push_str(&escape(&text.replace('\n', " ")))
                }
                Event::SoftBreak => out.push(' '),
                Event::HardBreak => out.push(BREAK),
                _ => {}
            }
        }
        out
    }
}

/// Ends a link that began at `start`. Only the outermost one is kept, and only if it leads out of
/// the document: rustdoc would look for another one among the items of the crate.
fn close_link(out: &mut String, start: usize, target: &str, outermost: bool) {
    if !outermost || !inline::is_absolute(target) {
        return;
    }
    let text = out.split_off(start);
    let plain = text.replace(['\\', GLUE], "");
    let bare = target.strip_prefix("mailto:").unwrap_or(target);
    if plain.trim().is_empty() || plain == target || plain == bare {
        inline::autolink(out, bare);
    } else {
        out.push_str(&format!(
            "[{}]({})",
            text.replace(BREAK, " "),
            inline::target(target)
        ));
    }
}

/// The mark that begins and ends emphasis.
fn mark(end: &TagEnd) -> &'static str {
    match end {
        TagEnd::Emphasis => "*",
        TagEnd::Strong => "**",
        TagEnd::Strikethrough => "~~",
        _ => "",
    }
}

/// Whether an event belongs to the text of a paragraph.
fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => !is_block(tag),
        Event::End(end) => matches!(
            end,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image
        ),
        Event::Rule => false,
        _ => true,
    }
}

/// Whether a tag begins a block.
fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

/// The lines with something before the first and before the others; empty lines stay bare.
fn prefix(lines: &[String], first: &str, others: &str) -> Vec<String> {
    let with = |(index, line): (usize, &String)| {
        let prefix = if index == 0 { first } else { others };
        format!("{prefix}{line}").trim_end().to_owned()
    };
    lines.iter().enumerate().map(with).collect()
}
