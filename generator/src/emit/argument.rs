//! Arguments: how they are declared, and how they are handed on.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use super::imports::Imports;
use crate::plan::{Argument, Given, Sink};
use crate::rt::{BYTES, FIELD_SLOT, FILE, STRINGS};

/// Imports what the declaration of an argument names.
pub(super) fn import<'p>(imports: &mut Imports<'p>, argument: &'p Argument) {
    match argument.given {
        // Its enum is defined beside the request.
        Given::Content(_) => {}
        _ => imports.ty(&argument.ty),
    }
}

/// A setter of a type that has one field.
pub(super) fn setter(argument: &Argument, field: &proc_macro2::Ident) -> TokenStream {
    let docs = doc::outer(&argument.doc);
    let deprecated = argument.deprecated.then(|| quote! { #[deprecated] });
    let ident = &argument.ident;
    let declared = declared(argument);
    let call = call(argument, &quote! { value });
    let named = argument.sink.is_named();
    let name = named.then(|| quote! { name: impl Into<String>, });
    quote! {
        #docs
        #deprecated
        pub fn #ident(self, #name value: #declared) -> Self {
            Self { #field: self.#field #call }
        }
    }
}

/// `name: Type`, for an argument that is required.
pub(super) fn parameter_declaration(argument: &Argument) -> TokenStream {
    let ident = &argument.ident;
    let declared = declared(argument);
    quote! { #ident: #declared }
}

/// `.query("Name", &name)`, for an argument that is required.
pub(super) fn set(argument: &Argument) -> TokenStream {
    let ident = &argument.ident;
    call(argument, &quote! { #ident })
}

/// `.bind(&name)`, for a path parameter that a handle binds.
pub(super) fn bind(argument: &Argument) -> TokenStream {
    let ident = &argument.ident;
    let value = value(&argument.given, &quote! { #ident });
    quote! { .bind(#value) }
}

/// The type that an argument is declared with.
fn declared(argument: &Argument) -> TokenStream {
    let ty = &argument.ty;
    match &argument.given {
        Given::Value => quote! { #ty },
        Given::Reference => quote! { &#ty },
        Given::NullableReference => quote! { Option<&#ty> },
        Given::Nullable => quote! { Option<#ty> },
        Given::String | Given::Text => quote! { impl Into<String> },
        Given::Bytes => quote! { impl Into<#BYTES> },
        Given::Strings => quote! { impl IntoIterator<Item = impl Into<String>> },
        Given::Items => {
            let item = ty.item();
            quote! { impl IntoIterator<Item = #item> }
        }
        Given::File => quote! { #FILE },
        Given::Files => quote! { impl IntoIterator<Item = #FILE> },
        Given::Content(ident) => quote! { impl Into<#ident> },
    }
}

/// What is handed on of an argument's value.
fn value(given: &Given, name: &TokenStream) -> TokenStream {
    match given {
        Given::Value => quote! { &#name },
        Given::String => quote! { &Into::<String>::into(#name) },
        Given::Strings => quote! { &#STRINGS(#name) },
        Given::Items => quote! { &Vec::from_iter(#name) },
        Given::NullableReference => quote! { #name.map(|body| body as &dyn #FIELD_SLOT) },
        Given::Nullable => quote! { #name.as_ref().map(|body| body as &dyn #FIELD_SLOT) },
        Given::Content(ident) => quote! { Into::<#ident>::into(#name).content() },
        Given::Reference | Given::Text | Given::Bytes | Given::File | Given::Files => name.clone(),
    }
}

/// The call that hands an argument's value on.
fn call(argument: &Argument, name: &TokenStream) -> TokenStream {
    let value = value(&argument.given, name);
    match &argument.sink {
        Sink::Path(wire) => quote! { .path(#wire, #value) },
        Sink::Query(wire) => quote! { .query(#wire, #value) },
        Sink::Header(wire) => quote! { .header(#wire, #value) },
        Sink::Cookie(wire) => quote! { .cookie(#wire, #value) },
        Sink::Form(wire) => quote! { .form(#wire, #value) },
        Sink::File(wire) => quote! { .file(#wire, #value) },
        Sink::Files(wire) => quote! { .files(#wire, #value) },
        Sink::ExtraField => quote! { .extra_field(name, #value) },
        Sink::ExtraFile => quote! { .extra_file(name, #value) },
        Sink::PartHeader { part, name } => quote! { .part_header(#part, #name, #value) },
        Sink::Fields => quote! { .fields(#value) },
        Sink::Body => quote! { .body(#value) },
        Sink::NullableBody => quote! { .nullable_body(#value) },
        Sink::Text => quote! { .text(#value) },
        Sink::Bytes => quote! { .bytes(#value) },
        Sink::Content => quote! { .content(#value) },
    }
}
