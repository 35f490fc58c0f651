//! The facts about an operation, as a static table.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::rules;
use crate::ir::Style;
use crate::plan::{Body, JSON, Operation, Paging, Parameter, Place};

pub(super) fn table(planned: &Operation) -> TokenStream {
    let (table, id, path) = (&planned.table, &planned.id, &planned.path);
    let method = format_ident!("{}", planned.method.as_str());
    let parameters = planned.parameters.iter().map(parameter);
    let security = planned
        .security
        .iter()
        .map(|schemes| quote! { &[#(#schemes),*] });
    let scopes = planned.scopes.iter().map(|alternative| {
        let schemes = alternative.iter().map(|scopes| quote! { &[#(#scopes),*] });
        quote! { &[#(#schemes),*] }
    });
    let facts = [
        (!planned.parameters.is_empty()).then(|| quote! { parameters: &[#(#parameters),*] }),
        body(&planned.body),
        planned
            .body_required
            .then(|| quote! { body_required: true }),
        (!planned.body_rules.is_empty()).then(|| {
            let rules = rules::constant(&planned.body_rules);
            quote! { body_rules: Some(#rules) }
        }),
        (!planned.security.is_empty()).then(|| quote! { security: &[#(#security),*] }),
        (!planned.scopes.is_empty()).then(|| quote! { scopes: &[#(#scopes),*] }),
        planned
            .server
            .as_ref()
            .map(|server| quote! { server: Some(#server) }),
        (planned.accept != JSON).then(|| {
            let accept = &planned.accept;
            quote! { accept: #accept }
        }),
        redirects(&planned.redirects),
        planned.paging.as_ref().map(paging),
    ];
    let facts = facts.into_iter().flatten();
    quote! {
        static #table: rt::Operation = rt::Operation {
            id: #id,
            method: rt::Method::#method,
            path: #path,
            #(#facts,)*
            ..rt::Operation::DEFAULT
        };
    }
}

fn body(body: &Body) -> Option<TokenStream> {
    Some(match body {
        Body::None => return None,
        Body::Form => quote! { body: rt::Body::Form },
        Body::Multipart => quote! { body: rt::Body::Multipart },
        Body::Json(media_type) => quote! { body: rt::Body::Json(#media_type) },
        Body::Text(media_type) => quote! { body: rt::Body::Text(#media_type) },
        Body::Bytes(media_type) => quote! { body: rt::Body::Bytes(#media_type) },
    })
}

fn redirects(codes: &[u16]) -> Option<TokenStream> {
    let codes = codes.iter().map(|code| Literal::u16_unsuffixed(*code));
    (codes.len() > 0).then(|| quote! { redirects: &[#(#codes),*] })
}

fn paging(paging: &Paging) -> TokenStream {
    match paging {
        Paging::Link(pointer) => quote! { paging: Some(rt::Paging::Link(#pointer)) },
        Paging::Token(pointer, parameter) => {
            quote! { paging: Some(rt::Paging::Token { pointer: #pointer, parameter: #parameter }) }
        }
    }
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let maker = format_ident!(
        "{}",
        match parameter.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
            Place::Form | Place::File | Place::Body => "form",
        }
    );
    let wire = &parameter.wire;
    let facts = [
        parameter.required.then(|| quote! { .required() }),
        parameter.style.map(style),
        parameter
            .explode
            .map(|explode| quote! { .explode(#explode) }),
        parameter
            .allow_reserved
            .then(|| quote! { .allow_reserved() }),
        parameter.json.then(|| quote! { .json() }),
        parameter
            .collapse
            .as_ref()
            .map(|prefix| quote! { .collapsible_map(#prefix) }),
        parameter.personal.then(|| quote! { .personal() }),
        rules::table(&parameter.rules),
    ];
    let facts = facts.into_iter().flatten();
    quote! { rt::Parameter::#maker(#wire)#(#facts)* }
}

fn style(style: Style) -> TokenStream {
    let name = format_ident!(
        "{}",
        match style {
            Style::Matrix => "Matrix",
            Style::Label => "Label",
            Style::Form => "Form",
            Style::Simple => "Simple",
            Style::SpaceDelimited => "SpaceDelimited",
            Style::PipeDelimited => "PipeDelimited",
            Style::DeepObject => "DeepObject",
        }
    );
    quote! { .style(rt::Style::#name) }
}
