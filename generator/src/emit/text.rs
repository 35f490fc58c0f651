//! Strings with a pattern.

use proc_macro2::Literal;
use quote::quote;

use super::doc::{self, quoted};
use super::imports::{Homes, Imports};
use crate::pattern::Run;
use crate::plan::{Plan, Text, TextForm, TypeKind};
use crate::render::Block;
use crate::rt::{FIXED_TEXT, Item, PATTERN_TEXT};

pub(super) fn blocks(plan: &Plan, homes: &Homes<'_>, kind: TypeKind) -> Vec<Block> {
    let imports = Imports::new(homes, plan.module_of(kind));
    let intro = [
        "Strings that must match a pattern. A value is checked once, when it is created."
            .to_owned(),
    ];
    let mut blocks = vec![Block::Rust(doc::inner(&intro))];
    blocks.extend(imports.blocks());
    let texts = plan.texts.iter().filter(|text| text.kind() == kind);
    blocks.extend(texts.flat_map(definition));
    blocks.extend(super::aliases(plan, kind));
    blocks
}

fn macro_name(form: &TextForm) -> Item {
    match form {
        TextForm::Fixed { .. } => FIXED_TEXT,
        TextForm::Regex { .. } | TextForm::Unchecked { .. } => PATTERN_TEXT,
    }
}

fn definition(text: &Text) -> [Block; 2] {
    let docs = doc::outer(&text.doc);
    let (ident, derives) = (&text.ident, text.derives);
    let pattern = quoted(&text.pattern);
    let macro_name = macro_name(&text.form).to_string();
    match &text.form {
        TextForm::Fixed {
            width,
            alternatives,
        } => {
            let length = Literal::usize_unsuffixed(*width);
            [
                Block::Rust(quote! {
                    #docs
                    #[derive(#(#derives),*)]
                    pub struct #ident([u8; #length]);
                }),
                Block::Table {
                    macro_name,
                    head: format!("{ident}[{width}] = {pattern}"),
                    rows: alternatives.iter().map(|runs| alternative(runs)).collect(),
                },
            ]
        }
        TextForm::Regex { rust, lengths } => [
            boxed(text),
            pattern_table(
                macro_name,
                &format!("{ident} = {pattern} {{ {} }}", quoted(rust)),
                *lengths,
            ),
        ],
        TextForm::Unchecked { lengths } => [
            boxed(text),
            pattern_table(macro_name, &format!("{ident} = {pattern}"), *lengths),
        ],
    }
}

fn boxed(text: &Text) -> Block {
    let docs = doc::outer(&text.doc);
    let (ident, derives) = (&text.ident, text.derives);
    Block::Rust(quote! {
        #docs
        #[derive(#(#derives),*)]
        pub struct #ident(Box<str>);
    })
}

fn pattern_table(macro_name: String, row: &str, lengths: (Option<u64>, Option<u64>)) -> Block {
    let row = match lengths {
        (None, None) => row.to_owned(),
        (least, greatest) => {
            let least = least.unwrap_or_default();
            let greatest =
                greatest.map_or_else(|| "usize::MAX".to_owned(), |greatest| greatest.to_string());
            format!("{row} length {least}..={greatest}")
        }
    };
    Block::Table {
        macro_name,
        head: String::new(),
        rows: vec![row],
    }
}

fn alternative(runs: &[Run]) -> String {
    let runs: Vec<String> = runs.iter().map(run).collect();
    format!("{};", runs.join(", "))
}

fn run(run: &Run) -> String {
    match run {
        Run::Literal(text) => quoted(text),
        Run::Class { ranges, count } => {
            let ranges: Vec<String> = ranges
                .iter()
                .map(|(first, last)| format!("{}-{}", byte(*first), byte(*last)))
                .collect();
            format!("[{}; {count}]", ranges.join(" "))
        }
    }
}

/// A byte as a character literal.
fn byte(byte: u8) -> String {
    Literal::character(char::from(byte)).to_string()
}
