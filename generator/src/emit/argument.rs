//! Arguments: how they are declared, and how they are handed on.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use super::imports::Imports;
use crate::name::Ident;
use crate::plan::{Argument, Arguments, Derive, Given, NamedArguments, Sink};
use crate::render::Block;
use crate::rt::{ARGUMENTS, BYTES, FIELD_SLOT, FILE, LIST, STRINGS};

/// Imports the types in the declaration of an argument.
pub(super) fn import<'p>(imports: &mut Imports<'p>, argument: &'p Argument) {
    match argument.given {
        // Its enum is defined next to the request.
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
    let call = call(argument, &value(argument, &quote! { value }));
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

/// The parameters of a function: one value, or a struct of them.
pub(super) fn parameters(arguments: &Arguments) -> TokenStream {
    match arguments {
        Arguments::None => TokenStream::new(),
        Arguments::One(argument) => parameter_declaration(argument),
        Arguments::Named(NamedArguments { ident, .. }) => quote! { arguments: #ident },
    }
}

/// `.query("Name", &name)` for each value that a function was given.
pub(super) fn set(arguments: &Arguments) -> TokenStream {
    match arguments {
        Arguments::None => TokenStream::new(),
        Arguments::One(argument) => {
            let ident = &argument.ident;
            call(argument, &value(argument, &quote! { #ident }))
        }
        Arguments::Named(named) => {
            let calls = named.fields.iter().map(|argument| {
                let ident = &argument.ident;
                call(
                    argument,
                    &owned_value(&argument.given, &quote! { arguments.#ident }),
                )
            });
            calls.collect()
        }
    }
}

/// The struct for the arguments of a function.
pub(super) fn structure(arguments: &Arguments, function: &str) -> Vec<Block> {
    let Arguments::Named(named) = arguments else {
        return Vec::new();
    };
    let fields = named.fields.iter().map(|argument| Field {
        ident: &argument.ident,
        doc: &argument.doc,
        ty: owned(argument),
        personal: argument.personal,
    });
    named_structure(named, function, fields.collect())
}

/// A field of a struct of arguments.
pub(super) struct Field<'p> {
    pub(super) ident: &'p Ident,
    pub(super) doc: &'p [String],
    pub(super) ty: TokenStream,
    pub(super) personal: bool,
}

/// A struct with these fields, and its `Debug` if it does not derive it.
pub(super) fn named_structure<F>(
    named: &NamedArguments<F>,
    function: &str,
    fields: Vec<Field<'_>>,
) -> Vec<Block> {
    let docs = doc::line(&format!("Required arguments of [`{function}`]."));
    let (ident, derives) = (&named.ident, named.derives);
    let declared = fields.iter().map(|field| {
        let docs = doc::outer(field.doc);
        let (ident, ty) = (field.ident, &field.ty);
        quote! { #docs pub #ident: #ty, }
    });
    let mut blocks = vec![Block::Rust(quote! {
        #docs
        #[derive(#(#derives),*)]
        pub struct #ident {
            #(#declared)*
        }
    })];
    if !derives.contains(&Derive::Debug) {
        let rows = fields.iter().map(|field| {
            let flag = if field.personal { " sensitive" } else { "" };
            format!("{}{flag},", field.ident)
        });
        blocks.push(Block::Table {
            macro_name: ARGUMENTS.to_string(),
            head: ident.to_string(),
            rows: rows.collect(),
        });
    }
    blocks
}

/// `name: Type`, for an argument that is required.
pub(super) fn parameter_declaration(argument: &Argument) -> TokenStream {
    let ident = &argument.ident;
    let declared = declared(argument);
    quote! { #ident: #declared }
}

/// `.bind(&name)`, for a path parameter that a handle binds.
pub(super) fn bind(argument: &Argument) -> TokenStream {
    let ident = &argument.ident;
    let value = value(argument, &quote! { #ident });
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
        Given::Into => quote! { impl Into<#ty> },
        Given::Bytes => quote! { impl Into<#BYTES> },
        Given::Strings => quote! { impl IntoIterator<Item = impl Into<String>> },
        Given::Items => {
            let item = ty.item();
            quote! { impl IntoIterator<Item = #item> }
        }
        Given::IntoItems => {
            let item = ty.item();
            quote! { impl IntoIterator<Item = impl Into<#item>> }
        }
        Given::File => quote! { #FILE },
        Given::Files => quote! { impl IntoIterator<Item = #FILE> },
        Given::Content(ident) => quote! { impl Into<#ident> },
    }
}

/// The type of an argument that is a field.
fn owned(argument: &Argument) -> TokenStream {
    let ty = &argument.ty;
    match &argument.given {
        Given::Value
        | Given::Reference
        | Given::String
        | Given::Into
        | Given::Strings
        | Given::Items
        | Given::IntoItems => quote! { #ty },
        Given::NullableReference | Given::Nullable => quote! { Option<#ty> },
        Given::Text => quote! { String },
        Given::Bytes => quote! { #BYTES },
        Given::File => quote! { #FILE },
        Given::Files => quote! { Vec<#FILE> },
        Given::Content(ident) => quote! { #ident },
    }
}

/// What is handed on of a field.
fn owned_value(given: &Given, name: &TokenStream) -> TokenStream {
    match given {
        Given::Value
        | Given::Reference
        | Given::String
        | Given::Into
        | Given::Strings
        | Given::Items
        | Given::IntoItems => quote! { &#name },
        Given::NullableReference | Given::Nullable => {
            quote! { #name.as_ref().map(|body| body as &dyn #FIELD_SLOT) }
        }
        Given::Content(_) => quote! { #name.content() },
        Given::Text | Given::Bytes | Given::File | Given::Files => name.clone(),
    }
}

/// What is handed on of an argument's value.
fn value(argument: &Argument, name: &TokenStream) -> TokenStream {
    let ty = &argument.ty;
    match &argument.given {
        Given::Value => quote! { &#name },
        Given::String => quote! { &Into::<String>::into(#name) },
        Given::Into => quote! { &Into::<#ty>::into(#name) },
        Given::Strings => quote! { &#STRINGS(#name) },
        Given::IntoItems => {
            let item = ty.item();
            quote! { &#LIST::<#item>(#name) }
        }
        Given::Items => quote! { &Vec::from_iter(#name) },
        Given::NullableReference => quote! { #name.map(|body| body as &dyn #FIELD_SLOT) },
        Given::Nullable => quote! { #name.as_ref().map(|body| body as &dyn #FIELD_SLOT) },
        Given::Content(ident) => quote! { Into::<#ident>::into(#name).content() },
        Given::Reference | Given::Text | Given::Bytes | Given::File | Given::Files => name.clone(),
    }
}

/// The call that hands an argument's value on.
fn call(argument: &Argument, value: &TokenStream) -> TokenStream {
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
