//! Requests: their setters, and how they are sent.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::argument::{self, setter};
use super::imports::Imports;
use super::{doc, ty};
use crate::ir::Status;
use crate::plan::{Handle, Operation, Outcome, ReturnBody};
use crate::render::Block;
use crate::rt::{CALL, PAGE, REQUEST_BUILDER, REQUEST_METHODS, RESPONSE, RESPONSES};

pub(super) fn import<'p>(imports: &mut Imports<'p>, planned: &'p Operation) {
    for argument in planned.arguments.list().iter().chain(&planned.setters) {
        argument::import(imports, argument);
    }
    if let Some(choice) = &planned.choice {
        super::body::import(imports, choice);
    }
    if let Some(headers) = &planned.returns.headers {
        imports.local(headers);
    }
    match &planned.returns.body {
        ReturnBody::One(ty) => {
            imports.ty(ty);
        }
        ReturnBody::Page(ident) => {
            imports.local(ident);
        }
        ReturnBody::ByStatus(outcome) => {
            outcome
                .variants
                .iter()
                .filter_map(|variant| variant.ty.as_ref())
                .for_each(|ty| imports.ty(ty));
        }
    }
}

/// The request's struct and its methods. If there is nothing to set, it is a name for what the runtime has, so that it
/// keeps its name when there is.
pub(super) fn blocks(handle: &Handle, planned: &Operation) -> Vec<Block> {
    let request = &planned.request;
    let method = planned.method_name.bare();
    let maker = format!("{}::{method}", handle.ident.bare());
    let docs = doc::line(&format!("Request builder, created by [`{maker}`]."));
    if planned.is_call {
        let output = output(planned);
        return vec![Block::Rust(quote! {
            #docs
            pub type #request = #CALL<#output>;
        })];
    }
    let must_use = match planned.returns.body {
        ReturnBody::Page(_) => "await the request to send it, or call `pages` or `stream`",
        _ => "await the request to send it",
    };
    let field = format_ident!("builder");
    let setters = planned
        .setters
        .iter()
        .map(|argument| setter(argument, &field));
    vec![
        Block::Rust(quote! {
            #docs
            #[derive(Clone, Debug)]
            #[must_use = #must_use]
            pub struct #request {
                builder: #REQUEST_BUILDER,
            }
        }),
        Block::Rust(quote! {
            impl #request {
                #(#setters)*
            }
        }),
        Block::Table {
            macro_name: REQUEST_METHODS.to_string(),
            head: request.to_string(),
            rows: vec![returns(planned)],
        },
    ]
}

/// What sending gives, as a row of the methods: the body or the model of a page, and the headers.
fn returns(planned: &Operation) -> String {
    let (word, ty) = match &planned.returns.body {
        ReturnBody::One(ty) => ("response", ty::text(ty)),
        ReturnBody::ByStatus(Outcome { ident, .. }) => ("response", ident.to_string()),
        ReturnBody::Page(ident) => ("page", ident.to_string()),
    };
    let headers = planned.returns.headers.iter();
    let headers: String = headers.map(|headers| format!(" {headers},")).collect();
    format!("{word}: {ty},{headers}")
}

/// What sending gives.
pub(super) fn output(planned: &Operation) -> TokenStream {
    let headers = planned.returns.headers.iter();
    let with_headers = quote! { #(, #headers)* };
    match &planned.returns.body {
        ReturnBody::One(ty) => quote! { #RESPONSE<#ty #with_headers> },
        ReturnBody::ByStatus(Outcome { ident, .. }) => {
            quote! { #RESPONSE<#ident #with_headers> }
        }
        ReturnBody::Page(ident) => quote! { #PAGE<#ident #with_headers> },
    }
}

/// The responses of an operation, by status.
pub(super) fn outcome(planned: &Operation, outcome: &Outcome) -> [Block; 2] {
    let ident = &outcome.ident;
    let docs = doc::line(&format!(
        "Responses of {}, by status.",
        crate::plan::code(&planned.id)
    ));
    let variants = outcome.variants.iter().map(|variant| {
        let docs = doc::outer(&variant.doc);
        let ident = &variant.ident;
        match &variant.ty {
            Some(ty) => quote! { #docs #ident(#ty), },
            None => quote! { #docs #ident, },
        }
    });
    let rows = outcome
        .variants
        .iter()
        .map(
            |variant| match (status(variant.status), &variant.ident, &variant.ty) {
                (status, ident, Some(ty)) => format!("{status} => {ident}({}),", ty::text(ty)),
                (status, ident, None) => format!("{status} => {ident},"),
            },
        )
        .collect();
    [
        Block::Rust(quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #ident {
                #(#variants)*
            }
        }),
        Block::Table {
            macro_name: RESPONSES.to_string(),
            head: ident.to_string(),
            rows,
        },
    ]
}

/// A pattern of status codes.
fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}00..={class}99"),
        Status::Default => "_".to_owned(),
    }
}
