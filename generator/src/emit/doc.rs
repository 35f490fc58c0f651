//! Doc comments and literals.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::render::DOC_LINE_END;

/// `/// …`, a line each.
pub(super) fn outer(lines: &[String]) -> TokenStream {
    let docs = joined(lines).into_iter();
    quote! { #(#[doc = #docs])* }
}

/// `//! …`, a line each.
pub(super) fn inner(lines: &[String]) -> TokenStream {
    let docs = joined(lines).into_iter();
    quote! { #(#![doc = #docs])* }
}

/// The lines as the text of one attribute; none for no lines.
fn joined(lines: &[String]) -> Option<String> {
    let (first, others) = lines.split_first()?;
    let room = lines.iter().map(|line| line.len() + 2).sum();
    let mut text = String::with_capacity(room);
    push_padded(first, &mut text);
    for line in others {
        text.push(DOC_LINE_END);
        push_padded(line, &mut text);
    }
    Some(text)
}

/// A doc comment of one line.
pub(super) fn line(text: &str) -> TokenStream {
    outer(&[text.to_owned()])
}

fn push_padded(line: &str, text: &mut String) {
    if !line.is_empty() {
        text.push(' ');
        text.push_str(line);
    }
}

/// A string literal as source text.
pub(super) fn quoted(text: &str) -> String {
    Literal::string(text).to_string()
}
