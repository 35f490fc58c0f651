//! Requests: what is set, and how they are sent.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::{doc, ty};
use crate::plan::{Argument, Operation, Outcome, Place, Resource, ReturnBody, RustType};
use crate::render::Block;

pub(super) fn import<'p>(imports: &mut Imports<'p>, planned: &'p Operation) {
    for argument in planned.arguments.iter().chain(&planned.setters) {
        import_argument(imports, argument);
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
                .filter_map(|(_, _, ty)| ty.as_ref())
                .for_each(|ty| imports.ty(ty));
        }
    }
}

pub(super) fn import_argument<'p>(imports: &mut Imports<'p>, argument: &'p Argument) {
    match argument.place {
        // Its enum is defined beside the request.
        Place::File | Place::Content => {}
        Place::Body if argument.ty == RustType::Text => {}
        _ => imports.ty(&argument.ty),
    }
}

/// The request's struct and its methods, if there is something to set.
pub(super) fn blocks(resource: &Resource, planned: &Operation) -> Vec<Block> {
    let Some(request) = &planned.request else {
        return Vec::new();
    };
    let method = planned.method_name.bare();
    let maker = match &resource.handle {
        Some(handle) => format!("[`{}::{method}`]", handle.ident.bare()),
        None => format!("[`Client::{method}`](crate::Client::{method})"),
    };
    let docs = doc::line(&format!("A request, made by {maker}."));
    let must_use = match planned.returns.body {
        ReturnBody::Page(_) => "nothing is sent before `send`, `pages` or `stream`",
        _ => "nothing is sent before `send`",
    };
    let field = format_ident!("draft");
    let setters = planned
        .setters
        .iter()
        .map(|argument| setter(argument, &field));
    let sending = sending(planned);
    vec![
        Block::Rust(quote! {
            #docs
            #[derive(Clone, Debug)]
            #[must_use = #must_use]
            pub struct #request {
                draft: rt::Draft,
            }
        }),
        Block::Rust(quote! {
            impl #request {
                #(#setters)*

                /// What this call does otherwise than its client: retries, time limits.
                pub fn with(self, options: rt::RequestOptions) -> Self {
                    Self { draft: self.draft.with(options) }
                }

                /// The request as it would be sent, without credentials.
                ///
                /// # Errors
                ///
                /// If it breaks the rules of the document.
                pub fn request(&self) -> Result<rt::Request, rt::Error> {
                    self.draft.request()
                }

                #sending
            }
        }),
    ]
}

/// A setter of a type that has one field.
pub(super) fn setter(argument: &Argument, field: &proc_macro2::Ident) -> TokenStream {
    let docs = doc::outer(&argument.doc);
    let deprecated = argument.deprecated.then(|| quote! { #[deprecated] });
    let name = &argument.ident;
    let (declared, value) = value(argument, &quote! { value });
    let call = call(argument, &value);
    let named = argument.named.then(|| quote! { name: impl Into<String>, });
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #named value: #declared) -> Self {
            Self { #field: self.#field #call }
        }
    }
}

/// `name: Type`, for an argument that is required.
pub(super) fn parameter_declaration(argument: &Argument) -> TokenStream {
    let ident = &argument.ident;
    let (declared, _) = value(argument, &quote! { #ident });
    quote! { #ident: #declared }
}

/// `.query("Name", &name)`, for an argument that is required.
pub(super) fn set(argument: &Argument) -> TokenStream {
    let ident = &argument.ident;
    let (_, value) = value(argument, &quote! { #ident });
    call(argument, &value)
}

fn call(argument: &Argument, value: &TokenStream) -> TokenStream {
    if argument.named {
        let method = match argument.place {
            Place::File => quote! { extra_file },
            _ => quote! { extra_field },
        };
        return quote! { .#method(name, #value) };
    }
    let wire = &argument.wire;
    if let Some(part) = &argument.part {
        return quote! { .part_header(#part, #wire, #value) };
    }
    let many = matches!(argument.ty, RustType::Vec(_));
    let method = format_ident!(
        "{}",
        match argument.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
            Place::Form => "form",
            Place::File if many => "files",
            Place::File => "file",
            Place::PartHeader => "part_header",
            Place::Content => return quote! { .content(#value) },
            Place::Fields => return quote! { .fields(#value) },
            Place::Body if argument.is_given_whole() => return value.clone(),
            Place::Body => return quote! { .body(#value) },
        }
    );
    quote! { .#method(#wire, #value) }
}

/// The type that an argument is declared with, and what is handed on of a value of it.
fn value(argument: &Argument, name: &TokenStream) -> (TokenStream, TokenStream) {
    match (argument.place, &argument.ty) {
        (Place::File, RustType::Vec(_)) => (
            quote! { impl IntoIterator<Item = rt::File> },
            quote! { #name },
        ),
        (Place::File, _) => (quote! { rt::File }, quote! { #name }),
        (Place::Content, _) => {
            let into = &argument.into;
            (
                quote! { impl Into<#into> },
                quote! { Into::<#into>::into(#name).content() },
            )
        }
        (Place::Body, RustType::Option(inner)) => nullable(inner, name),
        (Place::Body, RustType::Text) => (quote! { impl Into<String> }, quote! { .text(#name) }),
        (Place::Body, RustType::Bytes) => {
            (quote! { impl Into<rt::Bytes> }, quote! { .bytes(#name) })
        }
        (Place::Body, ty @ (RustType::Named(_) | RustType::Map(_))) => {
            (quote! { &#ty }, quote! { .body(#name) })
        }
        (Place::Fields, ty) => (quote! { &#ty }, quote! { #name }),
        (_, RustType::String) => (
            quote! { impl Into<String> },
            quote! { &Into::<String>::into(#name) },
        ),
        (_, RustType::Vec(item)) if **item == RustType::String => (
            quote! { impl IntoIterator<Item = impl Into<String>> },
            quote! { &rt::strings(#name) },
        ),
        (_, RustType::Vec(item)) => (
            quote! { impl IntoIterator<Item = #item> },
            quote! { &Vec::from_iter(#name) },
        ),
        (_, ty) => (quote! { #ty }, quote! { &#name }),
    }
}

/// A body that may be null.
fn nullable(inner: &RustType, name: &TokenStream) -> (TokenStream, TokenStream) {
    let (ty, borrowed) = match inner {
        RustType::Named(_) | RustType::Map(_) => (quote! { Option<&#inner> }, quote! {}),
        _ => (quote! { Option<#inner> }, quote! { .as_ref() }),
    };
    let place = quote! { #name #borrowed.map(|body| body as &dyn rt::Place) };
    (ty, quote! { .nullable_body(#place) })
}

/// What sending gives.
pub(super) fn output(planned: &Operation) -> TokenStream {
    let headers = planned.returns.headers.iter();
    let with_headers = quote! { #(, #headers)* };
    match &planned.returns.body {
        ReturnBody::One(ty) => quote! { rt::Response<#ty #with_headers> },
        ReturnBody::ByStatus(Outcome { ident, .. }) => {
            quote! { rt::Response<#ident #with_headers> }
        }
        ReturnBody::Page(ident) => quote! { rt::Page<#ident #with_headers> },
    }
}

fn sending(planned: &Operation) -> TokenStream {
    let output = output(planned);
    let send = quote! {
        /// Sends the request.
        pub fn send(self) -> rt::Sending<#output> {
            self.draft.send()
        }
    };
    let ReturnBody::Page(ident) = &planned.returns.body else {
        return send;
    };
    let headers = planned.returns.headers.iter();
    quote! {
        #send

        /// The pages from here on, one request each.
        pub fn pages(self) -> rt::PageStream<#ident #(, #headers)*> {
            self.draft.pages()
        }

        /// The items from here on, page after page.
        pub fn stream(self) -> rt::ItemStream<#ident> {
            self.draft.stream()
        }
    }
}

/// What an operation gives back, by status.
pub(super) fn outcome(planned: &Operation, outcome: &Outcome) -> [Block; 2] {
    let ident = &outcome.ident;
    let docs = doc::line(&format!(
        "What {} gives back.",
        crate::plan::code(&planned.id)
    ));
    let variants = outcome.variants.iter().map(|(status, ident, ty)| {
        let docs = doc::line(&format!("Status {status}."));
        match ty {
            Some(ty) => quote! { #docs #ident(#ty), },
            None => quote! { #docs #ident, },
        }
    });
    let rows = outcome
        .variants
        .iter()
        .map(|(status, ident, ty)| match ty {
            Some(ty) => format!("{status} => {ident}({}),", ty::text(ty)),
            None => format!("{status} => {ident},"),
        })
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
            macro_name: "rt::responses".to_owned(),
            head: ident.to_string(),
            rows,
        },
    ]
}
