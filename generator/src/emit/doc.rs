//! Doc comments and literals.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// `/// …`, a line each.
pub(super) fn outer(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| padded(line));
    quote! { #(#[doc = #lines])* }
}

/// `//! …`, a line each.
pub(super) fn inner(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| padded(line));
    quote! { #(#![doc = #lines])* }
}

/// A doc comment of one line.
pub(super) fn line(text: &str) -> TokenStream {
    outer(&[text.to_owned()])
}

fn padded(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// A string literal as source text.
pub(super) fn quoted(text: &str) -> String {
    Literal::string(text).to_string()
}
