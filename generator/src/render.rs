//! From tokens to the text of a file: formatted, with blank lines between items, under a header.
//!
//! Items are parsed and printed one by one, because parsing a whole module takes longer than all other stages
//! together, and because items can be divided among threads ([`in_parallel`]).

use std::fmt;
use std::sync::Mutex;

use proc_macro2::TokenStream;
use syn::{File, ImplItem, Item, TraitItem};

/// A part of a file.
#[derive(Clone, Debug)]
pub enum Block {
    /// Items, perhaps after inner attributes.
    Rust(TokenStream),
    /// A macro call whose body is a table: the formatter does not change such bodies, so it is text.
    Table {
        /// The path of the macro, without `!`.
        macro_name: String,
        /// What stands before the inner brace; where it is empty there is no inner brace.
        head: String,
        /// The lines of the table.
        rows: Vec<String>,
    },
}

/// Tokens that are not Rust: always a mistake of the generator, never one of a document.
#[derive(Debug)]
pub struct RenderError {
    error: syn::Error,
    /// The end of what was printed before.
    after: String,
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { error, after } = self;
        write!(f, "generated tokens are not Rust: {error} after: {after}")
    }
}

impl std::error::Error for RenderError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// How many lines before wrong tokens an error shows.
const EXCERPT: usize = 20;

/// Ends a line within a doc comment that is one attribute. Each attribute is parsed and printed, and more
/// than half of the lines of a crate are doc comments.
///
/// It is a control character, and doc comments have none.
pub(crate) const DOC_LINE_END: char = '\u{1}';

/// The text of a file: the header, inner attributes, then the blocks with a blank line between items.
///
/// The `use` items of a block are grouped, and so are its `mod` items. The text ends with one line feed.
///
/// # Errors
/// When a block is not Rust.
pub fn render(header: &str, blocks: Vec<Block>) -> Result<String, RenderError> {
    let mut text = format!("{}\n", header.trim_end());
    for block in blocks {
        match block {
            Block::Rust(tokens) => rust(tokens, &mut text)?,
            Block::Table {
                macro_name,
                head,
                rows,
            } => {
                text.push('\n');
                table(&macro_name, &head, &rows, &mut text);
            }
        }
    }
    debug_assert!(
        syn::parse_file(&text).is_ok(),
        "not a file of Rust:\n{text}"
    );
    Ok(text)
}

fn rust(tokens: TokenStream, text: &mut String) -> Result<(), RenderError> {
    // Tokens that somebody else holds too would be copied one by one.
    let file: File = syn::parse2(tokens).map_err(|error| {
        let lines: Vec<&str> = text.lines().collect();
        RenderError {
            error,
            after: lines[lines.len().saturating_sub(EXCERPT)..].join("\n"),
        }
    })?;
    if !file.attrs.is_empty() {
        text.push('\n');
        print(file.attrs, Vec::new(), text);
    }
    let mut after_short = false;
    for item in file.items {
        let short = matches!(&item, Item::Use(_))
            || matches!(&item, Item::Mod(module) if module.content.is_none());
        if !(short && after_short) {
            text.push('\n');
        }
        after_short = short;
        print(Vec::new(), vec![spaced(item)], text);
    }
    Ok(())
}

fn print(attrs: Vec<syn::Attribute>, items: Vec<Item>, text: &mut String) {
    let printed = prettyplease::unparse(&File {
        shebang: None,
        frontmatter: None,
        attrs,
        items,
    });
    for line in printed.lines() {
        doc_lines(line, text);
    }
}

/// Writes a printed line; one that is a doc comment of several lines begins each as the first.
fn doc_lines(line: &str, text: &mut String) {
    let mut lines = line.split(DOC_LINE_END);
    text.push_str(lines.next().unwrap_or_default());
    let margin = line.len() - line.trim_start_matches(' ').len();
    for other in lines {
        text.push('\n');
        text.push_str(&line[..margin + "///".len()]);
        text.push_str(other);
    }
    text.push('\n');
}

/// Puts blank lines between the items of an `impl` or a trait: the formatter prints one for an item of no tokens.
fn spaced(mut item: Item) -> Item {
    match &mut item {
        Item::Impl(block) => {
            let blank = || ImplItem::Verbatim(TokenStream::new());
            block.items = interspersed(std::mem::take(&mut block.items), blank);
        }
        Item::Trait(block) => {
            let blank = || TraitItem::Verbatim(TokenStream::new());
            block.items = interspersed(std::mem::take(&mut block.items), blank);
        }
        _ => {}
    }
    item
}

fn interspersed<T>(items: Vec<T>, between: impl Fn() -> T) -> Vec<T> {
    let mut spaced = Vec::with_capacity(items.len() * 2);
    for item in items {
        if !spaced.is_empty() {
            spaced.push(between());
        }
        spaced.push(item);
    }
    spaced
}

fn table(macro_name: &str, head: &str, rows: &[String], text: &mut String) {
    let mut line = |depth: usize, content: &str| {
        for piece in content.lines() {
            text.push_str(&"        "[..4 * depth]);
            text.push_str(piece);
            text.push('\n');
        }
    };
    line(0, &format!("{macro_name}! {{"));
    if head.is_empty() {
        rows.iter().for_each(|row| line(1, row));
    } else {
        line(1, &format!("{head} {{"));
        rows.iter().for_each(|row| line(2, row));
        line(1, "}");
    }
    line(0, "}");
}

/// Does the same work on each item, on as many threads as the machine runs at once; results keep the order.
///
/// Tokens cannot be sent from thread to thread: make them inside the work.
pub fn in_parallel<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.min(items.len());
    if threads <= 1 {
        return items.into_iter().map(work).collect();
    }
    let queue = Mutex::new(items.into_iter().enumerate());
    let next = || {
        let mut queue = queue
            .lock()
            .expect("nothing panics while the queue is locked");
        queue.next()
    };
    let one_thread = || {
        std::iter::from_fn(next)
            .map(|(index, item)| (index, work(item)))
            .collect::<Vec<_>>()
    };
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(one_thread)).collect();
        let mut results = one_thread();
        for other in others {
            let panic = |payload| std::panic::resume_unwind(payload);
            results.extend(other.join().unwrap_or_else(panic));
        }
        results
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn a_file() {
        let blocks = vec![
            Block::Rust(quote! {
                #![doc = " Models."]
                use crate::a::A;
                use crate::b::B;
            }),
            Block::Rust(quote! { use crate::c::C; #[doc = " One."] pub struct One { pub a: A } }),
            Block::Table {
                macro_name: "object".into(),
                head: "One".into(),
                rows: vec!["a = \"a\",".into()],
            },
            Block::Rust(
                quote! { impl One { pub fn a(&self) {} #[doc = " B."] pub fn b(&self) {} } },
            ),
            Block::Table {
                macro_name: "m".into(),
                head: String::new(),
                rows: vec!["One,".into()],
            },
        ];
        let expected = r#"// @generated

//! Models.

use crate::a::A;
use crate::b::B;

use crate::c::C;

/// One.
pub struct One {
    pub a: A,
}

object! {
    One {
        a = "a",
    }
}

impl One {
    pub fn a(&self) {}

    /// B.
    pub fn b(&self) {}
}

m! {
    One,
}
"#;
        assert_eq!(render("// @generated\n", blocks).unwrap(), expected);
    }

    #[test]
    fn doc_comments_of_several_lines() {
        let inner = format!(" Models.{DOC_LINE_END}{DOC_LINE_END} All.");
        let outer = format!(" One.{DOC_LINE_END}{DOC_LINE_END}     code");
        let blocks = vec![
            Block::Rust(quote! { #![doc = #inner] }),
            Block::Rust(quote! { #[doc = #outer] pub struct One { #[doc = #outer] a: u8 } }),
            Block::Rust(
                quote! { impl One { #[doc = #outer] fn a() {} #[doc = #outer] fn b() {} } },
            ),
        ];
        let expected = "//

//! Models.
//!
//! All.

/// One.
///
///     code
pub struct One {
    /// One.
    ///
    ///     code
    a: u8,
}

impl One {
    /// One.
    ///
    ///     code
    fn a() {}

    /// One.
    ///
    ///     code
    fn b() {}
}
";
        assert_eq!(render("//", blocks).unwrap(), expected);
    }

    #[test]
    fn what_is_not_rust_is_an_error() {
        let blocks = vec![
            Block::Rust(quote! { pub struct Last; }),
            Block::Rust(quote! { pub struct }),
        ];
        let error = render("//", blocks).unwrap_err();
        assert!(
            error.to_string().ends_with("after: //\n\npub struct Last;"),
            "{error}"
        );
    }

    #[test]
    fn results_keep_their_order() {
        let results = in_parallel((0..100).collect(), |n: u32| n * 2);
        assert_eq!(results, (0..100).map(|n| n * 2).collect::<Vec<_>>());
    }
}
