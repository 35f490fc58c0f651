//! Types.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::plan::RustType;

impl ToTokens for RustType {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Unit => quote! { () },
            Self::Bool => quote! { bool },
            Self::I32 => quote! { i32 },
            Self::I64 => quote! { i64 },
            Self::U64 => quote! { u64 },
            Self::F64 => quote! { f64 },
            Self::String => quote! { String },
            Self::DateTime => quote! { rt::DateTime },
            Self::DateTimeRfc2822 => quote! { rt::DateTimeRfc2822 },
            Self::Date => quote! { rt::Date },
            Self::Value => quote! { rt::Value },
            Self::Bytes => quote! { rt::Bytes },
            Self::Text => quote! { rt::Text },
            Self::Vec(inner) => quote! { Vec<#inner> },
            Self::Map(inner) => quote! { BTreeMap<String, #inner> },
            Self::Option(inner) => quote! { Option<#inner> },
            Self::Boxed(inner) => quote! { Box<#inner> },
            Self::Field(inner) => quote! { rt::Field<#inner> },
            Self::Named(ident) => ident.to_token_stream(),
        });
    }
}

/// A type as source text without spaces, for the rows of a table.
pub(super) fn text(ty: &RustType) -> String {
    ty.to_token_stream()
        .to_string()
        .replace(' ', "")
        .replace(',', ", ")
}
