//! Unions: one of several types.

use quote::quote;

use super::doc::{self, quoted};
use super::imports::Imports;
use super::{rules, ty};
use crate::plan::{RustType, Union, UnionVariant};
use crate::render::Block;
use crate::rt::{UNION, VALUE};

pub(super) fn import<'p>(imports: &mut Imports<'p>, planned: &'p Union) {
    for variant in &planned.variants {
        imports.ty(&variant.ty);
    }
}

pub(super) fn definition(planned: &Union) -> [Block; 2] {
    let docs = doc::outer(&planned.doc);
    let (ident, unknown) = (&planned.ident, &planned.unknown);
    let variants = planned.variants.iter().map(|variant| {
        let (ident, ty) = (&variant.ident, &variant.ty);
        let docs = match ty {
            RustType::Boxed(_) | RustType::Named(_) => format!("[`{}`].", ty::text(ty.item())),
            _ => format!("`{}`.", ty::text(ty)),
        };
        let docs = doc::line(&docs);
        quote! { #docs #ident(#ty), }
    });
    let unknown_doc = doc::line("A value that matches no variant.");
    let tag = planned
        .discriminator
        .as_ref()
        .map(|property| format!(" by {}", quoted(property)));
    [
        Block::Rust(quote! {
            #docs
            #[derive(Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #ident {
                #(#variants)*
                #unknown_doc
                #unknown(#VALUE),
            }
        }),
        Block::Table {
            macro_name: UNION.to_string(),
            head: format!("{ident} | {unknown}{}", tag.unwrap_or_default()),
            rows: planned.variants.iter().map(row).collect(),
        },
    ]
}

fn row(variant: &UnionVariant) -> String {
    let tags: Vec<String> = variant.tags.iter().map(|tag| quoted(tag)).collect();
    let tags = if tags.is_empty() {
        String::new()
    } else {
        format!(" = {}", tags.join(" | "))
    };
    let constants: Vec<String> = variant
        .constants
        .iter()
        .map(|(name, value)| format!(" {} is {}", quoted(name), quoted(value)))
        .collect();
    let constants = match constants.is_empty() {
        true => String::new(),
        false => format!(" where{}", constants.concat()),
    };
    format!(
        "{}({}){}{tags}{constants},",
        variant.ident,
        ty::text(&variant.ty),
        rules::words(&variant.rules)
    )
}
