//! Handles: a struct whose methods make requests, and the requests themselves.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::model::too_many;
use super::request::{self, parameter_declaration, set};
use super::{doc, operation};
use crate::plan::{Operation, Plan, Resource, ReturnBody};
use crate::render::Block;

pub(super) fn blocks(plan: &Plan, resource: &Resource) -> Vec<Block> {
    let mut imports = Imports::new(plan, resource.module.bare());
    imports.runtime(&[
        "Call",
        "Error",
        "Method",
        "Operation",
        "Request",
        "Scope",
        "Sending",
    ]);
    for operation in &resource.operations {
        request::import(&mut imports, operation);
        operation::import(&mut imports, operation);
    }
    let mut blocks = vec![Block::Rust(doc::inner(&resource.doc))];
    blocks.extend(imports.blocks());
    blocks.push(Block::Rust(structure(resource)));
    blocks.push(Block::Rust(methods(resource)));
    for planned in &resource.operations {
        blocks.push(Block::Rust(operation::table(planned)));
        blocks.extend(request::blocks(resource, planned));
        if let ReturnBody::ByStatus(outcome) = &planned.returns.body {
            blocks.extend(request::outcome(planned, outcome));
        }
    }
    blocks
}

fn structure(resource: &Resource) -> TokenStream {
    let docs = doc::outer(&resource.doc);
    let ident = &resource.ident;
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #ident {
            scope: Scope,
        }
    }
}

fn methods(resource: &Resource) -> TokenStream {
    let ident = &resource.ident;
    let methods = resource.operations.iter().map(method);
    quote! {
        impl #ident {
            pub(crate) fn new(scope: Scope) -> Self {
                Self { scope }
            }

            #(#methods)*
        }
    }
}

fn method(planned: &Operation) -> TokenStream {
    let docs = doc::outer(&planned.doc);
    let deprecated = planned.deprecated.then(|| quote! { #[deprecated] });
    let many = too_many(planned.arguments.len() + 1);
    let (name, request, table) = (&planned.method_name, &planned.request, &planned.table);
    let parameters = planned.arguments.iter().map(parameter_declaration);
    let values = planned.arguments.iter().map(set);
    quote! {
        #docs
        #deprecated
        #many
        pub fn #name(&self, #(#parameters),*) -> #request {
            #request { call: self.scope.call(&#table)#(#values)* }
        }
    }
}
