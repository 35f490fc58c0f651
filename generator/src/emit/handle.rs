//! Handles: a struct whose methods make requests, and the requests themselves.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::{self, bind, parameter_declaration, parameters, set};
use super::imports::{Homes, Imports};
use super::request;
use super::{body, doc, operation};
use crate::name::Ident;
use crate::plan::{Arguments, Handle, Operation, Resource, ReturnBody};
use crate::render::Block;
use crate::rt::SCOPE;

pub(super) fn blocks(homes: &Homes<'_>, resource: &Resource) -> Vec<Block> {
    let mut imports = Imports::new(homes, resource.module.as_str());
    for handle in &resource.handles {
        for below in homes.below(&handle.ident) {
            import(&mut imports, below);
        }
        for operation in &handle.operations {
            request::import(&mut imports, operation);
        }
    }
    let mut blocks = vec![Block::Rust(doc::inner(&resource.doc))];
    blocks.extend(imports.blocks());
    for handle in &resource.handles {
        blocks.push(Block::Rust(structure(handle)));
        blocks.push(Block::Rust(methods(homes, handle)));
        for planned in &handle.operations {
            blocks.push(operation::table(planned));
            blocks.extend(structures(handle, planned));
            blocks.extend(request::blocks(handle, planned));
            if let Some(choice) = &planned.choice {
                blocks.extend(body::blocks(planned, choice));
            }
            if let ReturnBody::ByStatus(outcome) = &planned.returns.body {
                blocks.extend(request::outcome(planned, outcome));
            }
        }
    }
    blocks
}

/// Imports the types in the signature of the method that returns a handle.
pub(super) fn import<'p>(imports: &mut Imports<'p>, handle: &'p Handle) {
    imports.local(&handle.ident);
    for argument in &handle.arguments {
        imports.ty(&argument.ty);
    }
}

/// The method that gives out a handle, for what has this scope.
pub(super) fn accessor(handle: &Handle, scope: &TokenStream) -> TokenStream {
    let docs = doc::outer(&handle.doc);
    let (accessor, ident) = (&handle.accessor, &handle.ident);
    let parameters = handle.arguments.iter().map(parameter_declaration);
    let values = handle.arguments.iter().map(bind);
    quote! {
        #docs
        pub fn #accessor(&self, #(#parameters),*) -> #ident {
            #ident::new(#scope #(#values)*)
        }
    }
}

fn structure(handle: &Handle) -> TokenStream {
    let docs = doc::outer(&handle.doc);
    let ident = &handle.ident;
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #ident {
            scope: #SCOPE,
        }
    }
}

fn methods(homes: &Homes<'_>, handle: &Handle) -> TokenStream {
    let ident = &handle.ident;
    let below = homes.below(ident).iter();
    let accessors = below.map(|below| {
        let scope = match below.arguments.is_empty() {
            true => quote! { self.scope.clone() },
            false => quote! { self.scope },
        };
        accessor(below, &scope)
    });
    let operations = handle.operations.iter().map(method);
    quote! {
        impl #ident {
            pub(crate) fn new(scope: #SCOPE) -> Self {
                Self { scope }
            }

            #(#operations)*

            #(#accessors)*
        }
    }
}

/// The structs for the arguments of an operation's methods.
fn structures(handle: &Handle, planned: &Operation) -> Vec<Block> {
    let methods = [(&planned.method_name, &planned.arguments)].into_iter();
    let beside = planned.beside.iter();
    let methods = methods.chain(beside.map(|(name, arguments)| (name, arguments)));
    let blocks = methods.flat_map(|(name, arguments)| {
        let method = format!("{}::{}", handle.ident.bare(), name.bare());
        argument::structure(arguments, &method)
    });
    blocks.collect()
}

/// The method of an operation, and the one for other media types of its body.
fn method(planned: &Operation) -> TokenStream {
    let first = method_with(planned, &planned.method_name, &planned.arguments);
    let beside = planned.beside.iter();
    let beside = beside.map(|(name, arguments)| method_with(planned, name, arguments));
    quote! { #first #(#beside)* }
}

fn method_with(planned: &Operation, name: &Ident, arguments: &Arguments) -> TokenStream {
    let docs = doc::outer_parts([&planned.doc, &planned.example.0, &planned.errors]);
    let deprecated = planned.deprecated.then(|| quote! { #[deprecated] });
    let table = &planned.table;
    let parameters = parameters(arguments);
    let values = set(arguments);
    let builder = quote! { self.scope.request(&#table)#values };
    let returned = &planned.request;
    let body = match planned.is_call {
        true => quote! { #builder.call() },
        false => quote! { #returned { builder: #builder } },
    };
    quote! {
        #docs
        #deprecated
        pub fn #name(&self, #parameters) -> #returned {
            #body
        }
    }
}
