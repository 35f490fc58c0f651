//! Handles: a struct whose methods make requests, and the requests themselves.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::{parameter_declaration, set};
use super::imports::{Homes, Imports};
use super::model::too_many;
use super::request;
use super::{body, doc, operation};
use crate::name::Ident;
use crate::plan::{Argument, Handle, Operation, Resource, ReturnBody};
use crate::render::Block;
use crate::rt::{CALL, SCOPE};

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
        if let Some(choice) = &planned.choice {
            blocks.extend(body::blocks(planned, choice));
        }
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
            scope: #SCOPE,
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
            pub(crate) fn new(scope: #SCOPE) -> Self {
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

/// The method of an operation, and the one for other media types of its body.
fn method(planned: &Operation, scope: &TokenStream) -> TokenStream {
    let first = method_with(planned, scope, &planned.method_name, &planned.arguments);
    let beside = planned.beside.iter();
    let beside = beside.map(|(name, arguments)| method_with(planned, scope, name, arguments));
    quote! { #first #(#beside)* }
}

fn method_with(
    planned: &Operation,
    scope: &TokenStream,
    name: &Ident,
    arguments: &[Argument],
) -> TokenStream {
    let docs = doc::outer(&planned.doc);
    let deprecated = planned.deprecated.then(|| quote! { #[deprecated] });
    let many = too_many(arguments.len() + 1);
    let table = &planned.table;
    let parameters = arguments.iter().map(parameter_declaration);
    let values = arguments.iter().map(set);
    let builder = quote! { #scope.request(&#table)#(#values)* };
    let (returned, body) = match &planned.request {
        Some(request) => (
            quote! { #request },
            quote! { #request { builder: #builder } },
        ),
        None => {
            let output = request::output(planned);
            (quote! { #CALL<#output> }, quote! { #builder.call() })
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
