//! Types.

use proc_macro2::TokenStream;
use quote::{ToTokens, TokenStreamExt, format_ident, quote};

use crate::plan::{Custom, CustomForm, Derive, RustType};
use crate::rt::{
    AS_JSON, AS_NUMBER, BASE64, BASE64_URL, BYTES, CUSTOM, DATE, DATE_TIME, DATE_TIME_RFC_2822,
    FIELD, TEXT, VALUE,
};

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
            Self::DateTime => quote! { #DATE_TIME },
            Self::DateTimeRfc2822 => quote! { #DATE_TIME_RFC_2822 },
            Self::Date => quote! { #DATE },
            Self::Base64 => quote! { #BASE64 },
            Self::Base64Url => quote! { #BASE64_URL },
            Self::Value => quote! { #VALUE },
            Self::Bytes => quote! { #BYTES },
            Self::Text => quote! { #TEXT },
            Self::Vec(inner) => quote! { Vec<#inner> },
            Self::Map(inner) => quote! { BTreeMap<String, #inner> },
            Self::Option(inner) => quote! { Option<#inner> },
            Self::Boxed(inner) => quote! { Box<#inner> },
            Self::Field(inner) => quote! { #FIELD<#inner> },
            Self::Named(ident) => ident.to_token_stream(),
            Self::Custom(custom) => (**custom).to_token_stream(),
        });
    }
}

impl ToTokens for Custom {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let path: TokenStream = self.path.absolute().parse().expect("a path was parsed");
        tokens.extend(match self.form {
            CustomForm::Text => quote! { #CUSTOM<#path> },
            CustomForm::Number => quote! { #CUSTOM<#path, #AS_NUMBER> },
            CustomForm::Json => quote! { #CUSTOM<#path, #AS_JSON> },
        });
    }
}

impl ToTokens for Derive {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(format_ident!("{self:?}"));
    }
}

/// A type as source text without spaces, for the rows of a table.
pub(crate) fn text(ty: &RustType) -> String {
    ty.to_token_stream()
        .to_string()
        .replace(' ', "")
        .replace(',', ", ")
}
