//! Open enums.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::{self, quoted};
use super::imports::{Homes, Imports};
use crate::plan::{Enum, Plan, TypeKind, Variants};
use crate::render::Block;
use crate::rt::{OPEN_ENUM, OPEN_INTEGER_ENUM, UNKNOWN_VALUE};

pub(super) fn blocks(plan: &Plan, homes: &Homes<'_>) -> Vec<Block> {
    let imports = Imports::new(homes, "enums");
    let intro = ["Open enums: each keeps values that this crate does not know.".to_owned()];
    let mut blocks = vec![Block::Rust(doc::inner(&intro))];
    blocks.extend(imports.blocks());
    blocks.extend(plan.enums.iter().flat_map(definition));
    blocks.extend(super::aliases(plan, TypeKind::Enums));
    blocks
}

fn definition(planned: &Enum) -> [Block; 2] {
    let docs = doc::outer(&planned.doc);
    let (ident, unknown) = (&planned.ident, &planned.unknown);
    let unknown_doc = doc::line("A value that this crate does not know.");
    let derives = planned.derives;
    let (payload, macro_name) = match planned.variants {
        Variants::Strings(_) => (quote! { #UNKNOWN_VALUE }, OPEN_ENUM),
        Variants::Integers(_) => (quote! { i64 }, OPEN_INTEGER_ENUM),
    };
    let (variants, rows) = variants(planned);
    [
        Block::Rust(quote! {
            #docs
            #[derive(#(#derives),*)]
            #[non_exhaustive]
            pub enum #ident {
                #(#variants)*
                #unknown_doc
                #unknown(#payload),
            }
        }),
        Block::Table {
            macro_name: macro_name.to_string(),
            head: format!("{ident} | {unknown}"),
            rows,
        },
    ]
}

/// The variants of the enum and the rows of its table.
fn variants(planned: &Enum) -> (Vec<TokenStream>, Vec<String>) {
    let said: BTreeMap<&str, _> = planned
        .value_docs
        .iter()
        .map(|(text, doc)| (&**text, doc))
        .collect();
    let docs = |text: &str, code: String| match said.get(text) {
        Some(lines) => doc::outer(lines),
        None => doc::line(&code),
    };
    match &planned.variants {
        Variants::Strings(texts) => texts
            .iter()
            .map(|(ident, text)| {
                let docs = docs(text, crate::plan::code(text));
                (
                    quote! { #docs #ident, },
                    format!("{ident} = {},", quoted(text)),
                )
            })
            .unzip(),
        Variants::Integers(numbers) => numbers
            .iter()
            .map(|(ident, number)| {
                let docs = docs(&number.to_string(), format!("`{number}`"));
                (quote! { #docs #ident, }, format!("{ident} = {number},"))
            })
            .unzip(),
    }
}
