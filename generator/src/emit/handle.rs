//! Handles: a struct whose methods make requests, and the requests themselves.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::{Homes, Imports};
use super::model::too_many;
use super::request::{self, parameter_declaration, set};
use super::{doc, operation};
use crate::plan::{Handle, Operation, Resource, ReturnBody};
use crate::render::Block;

pub(super) fn blocks(homes: &Homes<'_>, resource: &Resource) -> Vec<Block> {
    let mut imports = Imports::new(homes, resource.module.bare());
    for operation in &resource.operations {
        request::import(&mut imports, operation);
    }
    let mut blocks = vec![Block::Rust(doc::inner(&resource.doc))];
    blocks.extend(imports.blocks());
    match &resource.handle {
        Some(handle) => {
            blocks.push(Block::Rust(structure(resource, handle)));
            blocks.push(Block::Rust(methods(resource, handle)));
        }
        None => blocks.push(Block::Rust(on_client(resource))),
    }
    for planned in &resource.operations {
        blocks.push(operation::table(planned));
        blocks.extend(request::blocks(resource, planned));
        if let ReturnBody::ByStatus(outcome) = &planned.returns.body {
            blocks.extend(request::outcome(planned, outcome));
        }
    }
    blocks
}

fn structure(resource: &Resource, handle: &Handle) -> TokenStream {
    let docs = doc::outer(&resource.doc);
    let ident = &handle.ident;
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #ident {
            scope: rt::Scope,
        }
    }
}

fn methods(resource: &Resource, handle: &Handle) -> TokenStream {
    let ident = &handle.ident;
    let scope = quote! { self.scope };
    let methods = resource
        .operations
        .iter()
        .map(|operation| method(operation, &scope));
    quote! {
        impl #ident {
            pub(crate) fn new(scope: rt::Scope) -> Self {
                Self { scope }
            }

            #(#methods)*
        }
    }
}

/// Methods of the client, for operations without a handle.
fn on_client(resource: &Resource) -> TokenStream {
    let scope = quote! { self.inner().scope() };
    let methods = resource
        .operations
        .iter()
        .map(|operation| method(operation, &scope));
    quote! {
        impl crate::Client {
            #(#methods)*
        }
    }
}

fn method(planned: &Operation, scope: &TokenStream) -> TokenStream {
    let docs = doc::outer(&planned.doc);
    let deprecated = planned.deprecated.then(|| quote! { #[deprecated] });
    let many = too_many(planned.arguments.len() + 1);
    let (name, table) = (&planned.method_name, &planned.table);
    let parameters = planned.arguments.iter().map(parameter_declaration);
    let values = planned.arguments.iter().map(set);
    let draft = quote! { #scope.draft(&#table)#(#values)* };
    let (returned, body) = match &planned.request {
        Some(request) => (quote! { #request }, quote! { #request { draft: #draft } }),
        None => {
            let output = request::output(planned);
            (quote! { rt::Call<#output> }, quote! { #draft.call() })
        }
    };
    quote! {
        #docs
        #deprecated
        #many
        pub fn #name(&self, #(#parameters),*) -> #returned {
            #body
        }
    }
}
