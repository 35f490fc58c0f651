//! `lib.rs`.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::doc;
use crate::plan::Plan;
use crate::render::Block;
use crate::rt::{CONTRACT, runtime};

pub(super) fn blocks(plan: &Plan) -> Vec<Block> {
    let mut blocks = vec![Block::Rust(doc::inner_parts([&plan.doc, &plan.entry.0]))];
    let names = plan.type_modules.iter().map(|module| module.name);
    let shared: Vec<_> = names.map(|name| format_ident!("{name}")).collect();
    let handles = plan.resources.iter().map(|resource| &resource.module);
    blocks.push(Block::Rust(quote! {
        mod client;
        #(pub mod #shared;)*
    }));
    blocks.push(Block::Rust(quote! { #(pub mod #handles;)* }));
    let runtime = runtime();
    let version = Literal::u32_unsuffixed(CONTRACT);
    blocks.push(Block::Rust(quote! { #runtime::contract!(#version); }));
    blocks.push(Block::Rust(quote! {
        pub use #runtime as runtime;
        pub use #runtime::{Credentials, Error, ErrorKind};
    }));
    blocks.push(Block::Rust(quote! {
        pub use client::Client;
        #(pub use #shared::*;)*
    }));
    let inputs: TokenStream = plan
        .resources
        .iter()
        .flat_map(|resource| resource.inputs().map(|ident| (&resource.module, ident)))
        .map(|(module, ident)| quote! { pub use #module::#ident; })
        .collect();
    if !inputs.is_empty() {
        blocks.push(Block::Rust(inputs));
    }
    blocks
}
