//! Bodies of several media types.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::argument::{self, parameters, set, setter};
use super::imports::Imports;
use super::{doc, operation};
use crate::plan::{Choice, Conversion, FormType, Operation, RustType, Variant, VariantType, code};
use crate::render::Block;
use crate::rt::{BYTES, CONTENT, FIELD_SLOT, MAYBE};

pub(super) fn import<'p>(imports: &mut Imports<'p>, choice: &'p Choice) {
    for variant in &choice.variants {
        match &variant.ty {
            VariantType::Json(ty) | VariantType::Fields(ty) => imports.ty(ty),
            VariantType::Form(form) => {
                for argument in form.arguments.list().iter().chain(&form.setters) {
                    argument::import(imports, argument);
                }
            }
            VariantType::Text | VariantType::Bytes => {}
        }
    }
}

/// The tables of the other media types, the types of forms, and the enum.
pub(super) fn blocks(planned: &Operation, choice: &Choice) -> Vec<Block> {
    let mut blocks = Vec::new();
    for variant in &choice.variants {
        if let Some(content) = &variant.content {
            blocks.push(operation::table(
                &planned.of_content(&variant.table, content),
            ));
        }
        if let VariantType::Form(form) = &variant.ty {
            blocks.extend(form_type(variant, form));
        }
    }
    blocks.push(Block::Rust(definition(planned, choice)));
    blocks.push(Block::Rust(content(choice)));
    let conversions = choice.variants.iter().flat_map(|variant| {
        let conversions = variant.conversions.iter();
        conversions.map(|conversion| self::conversion(choice, variant, *conversion))
    });
    blocks.extend(conversions.map(Block::Rust));
    blocks
}

fn definition(planned: &Operation, choice: &Choice) -> TokenStream {
    let docs = doc::line(&format!(
        "Request body of {}, with one variant for each media type.",
        code(&planned.id)
    ));
    let ident = &choice.ident;
    let variants = choice.variants.iter().map(|variant| {
        let docs = doc::outer(&variant.doc);
        let (ident, ty) = (&variant.ident, held(variant));
        quote! { #docs #ident(#ty), }
    });
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #ident {
            #(#variants)*
        }
    }
}

/// The type in a variant.
fn held(variant: &Variant) -> TokenStream {
    let ty = inner(&variant.ty);
    match variant.nullable {
        true => quote! { Option<#ty> },
        false => ty,
    }
}

fn inner(ty: &VariantType) -> TokenStream {
    match ty {
        VariantType::Json(ty) | VariantType::Fields(ty) => quote! { #ty },
        VariantType::Text => quote! { String },
        VariantType::Bytes => quote! { #BYTES },
        VariantType::Form(form) => {
            let ident = &form.ident;
            quote! { #ident }
        }
    }
}

/// What the enum is sent as.
fn content(choice: &Choice) -> TokenStream {
    let ident = &choice.ident;
    let arms = choice.variants.iter().map(|variant| {
        let (ident, table) = (&variant.ident, &variant.table);
        let given = match &variant.ty {
            VariantType::Json(_) if variant.nullable => {
                quote! { .nullable_body(body.as_ref().map(|body| body as &dyn #FIELD_SLOT)) }
            }
            VariantType::Json(_) => quote! { .body(&body) },
            VariantType::Fields(_) => quote! { .fields(&body) },
            VariantType::Text => quote! { .text(body) },
            VariantType::Bytes => quote! { .bytes(body) },
            VariantType::Form(_) => return quote! { Self::#ident(body) => body.content, },
        };
        quote! { Self::#ident(body) => #CONTENT::new(&#table)#given, }
    });
    quote! {
        impl #ident {
            fn content(self) -> #CONTENT {
                match self {
                    #(#arms)*
                }
            }
        }
    }
}

fn conversion(choice: &Choice, variant: &Variant, conversion: Conversion) -> TokenStream {
    let (into, ident) = (&choice.ident, &variant.ident);
    let ty = inner(&variant.ty);
    let wrap = |value: TokenStream| match variant.nullable {
        true => quote! { Self::#ident(Some(#value)) },
        false => quote! { Self::#ident(#value) },
    };
    let (from, value) = match conversion {
        Conversion::Owned => (ty, wrap(quote! { body })),
        Conversion::Reference => (quote! { &#ty }, wrap(quote! { body.clone() })),
        Conversion::Nullable => (quote! { Option<#ty> }, quote! { Self::#ident(body) }),
        Conversion::String => (quote! { String }, wrap(quote! { body.into() })),
        Conversion::ByteVec => (quote! { Vec<u8> }, wrap(quote! { body.into() })),
        Conversion::Str => {
            let from = match variant.ty {
                VariantType::Bytes => quote! { &'static str },
                _ => quote! { &str },
            };
            (from, wrap(quote! { body.into() }))
        }
        Conversion::Array => return array(choice, variant, &wrap(quote! { body.into() })),
    };
    quote! {
        impl From<#from> for #into {
            fn from(body: #from) -> Self {
                #value
            }
        }
    }
}

fn array(choice: &Choice, variant: &Variant, value: &TokenStream) -> TokenStream {
    let into = &choice.ident;
    let (VariantType::Json(RustType::Vec(item)) | VariantType::Fields(RustType::Vec(item))) =
        &variant.ty
    else {
        return TokenStream::new();
    };
    quote! {
        impl<const N: usize> From<[#item; N]> for #into {
            fn from(body: [#item; N]) -> Self {
                #value
            }
        }
    }
}

fn form_type(variant: &Variant, form: &FormType) -> Vec<Block> {
    let docs = doc::outer(&form.doc);
    let (ident, table) = (&form.ident, &variant.table);
    let parameters = parameters(&form.arguments);
    let values = set(&form.arguments);
    let field = format_ident!("content");
    let setters = form.setters.iter().map(|argument| setter(argument, &field));
    let mut blocks = argument::structure(&form.arguments, &format!("{}::new", ident.bare()));
    blocks.extend([
        Block::Rust(quote! {
            #docs
            #[derive(Clone, Debug)]
            #[must_use = "a form is sent only when it is passed to a request"]
            pub struct #ident {
                content: #CONTENT,
            }
        }),
        Block::Rust(quote! {
            impl #ident {
                /// Creates the form with its required fields.
                #[allow(clippy::new_without_default)]
                pub fn new(#parameters) -> Self {
                    Self { content: #CONTENT::new(&#table)#values }
                }

                /// Calls a setter if there is a value.
                pub fn maybe<V>(
                    self,
                    value: Option<V>,
                    setter: impl FnOnce(Self, V) -> Self,
                ) -> Self {
                    #MAYBE(self, value, setter)
                }

                #(#setters)*
            }
        }),
    ]);
    blocks
}
