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

/// `/// …` of parts with an empty line between them.
pub(super) fn outer_parts<const N: usize>(parts: [&Vec<String>; N]) -> TokenStream {
    outer(&apart(parts))
}

/// `//! …` of parts with an empty line between them.
pub(super) fn inner_parts<const N: usize>(parts: [&Vec<String>; N]) -> TokenStream {
    inner(&apart(parts))
}

fn apart<const N: usize>(parts: [&Vec<String>; N]) -> Vec<String> {
    let parts: Vec<&[String]> = parts
        .into_iter()
        .map(Vec::as_slice)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(&String::new())
}

/// The lines as the value of one attribute; none for no lines.
///
/// It is a raw literal where it can be one: escapes are made, and read again, character by character.
fn joined(lines: &[String]) -> Option<Literal> {
    let (first, others) = lines.split_first()?;
    let room: usize = lines.iter().map(|line| line.len() + 2).sum();
    let mut raw = String::with_capacity(RAW_START.len() + room + RAW_END.len());
    raw.push_str(RAW_START);
    push_padded(first, &mut raw);
    for line in others {
        raw.push(DOC_LINE_END);
        push_padded(line, &mut raw);
    }
    let text = raw.len();
    raw.push_str(RAW_END);
    let escaped = || Literal::string(&raw[RAW_START.len()..text]);
    // A text that ends a raw literal itself leaves something over, which is an error.
    Some(raw.parse().unwrap_or_else(|_| escaped()))
}

const RAW_START: &str = "r#\"";
const RAW_END: &str = "\"#";

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doc_comment_says_what_its_lines_say() {
        for lines in [
            vec!["One.", "", "\"two\" \\n"],
            vec!["r#\"it ends\"# here"],
            vec!["\"#", "\"##"],
            vec!["a carriage\rreturn"],
            vec![""],
        ] {
            let lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
            let literal = joined(&lines).expect("there are lines");
            let expected: Vec<String> = lines
                .iter()
                .map(|line| {
                    if line.is_empty() {
                        String::new()
                    } else {
                        format!(" {line}")
                    }
                })
                .collect();
            let text: syn::LitStr = syn::parse2(quote! { #literal }).unwrap();
            assert_eq!(text.value(), expected.join(&DOC_LINE_END.to_string()));
        }
        assert!(outer(&[]).is_empty());
    }
}
