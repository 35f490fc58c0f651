//! Models: a struct and its table.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::doc::{self, quoted};
use super::imports::{Homes, Imports};
use super::{argument, rules, ty, union};
use crate::plan::{Constructor, Field, Model, Plan, Presence, TypeKind};
use crate::render::Block;
use crate::rt::{OBJECT, PAGED, UNEXPECTED};

pub(super) fn blocks(plan: &Plan, homes: &Homes<'_>, models: &[Model]) -> Vec<Block> {
    let mut imports = Imports::new(homes, "models");
    for model in models {
        import(&mut imports, model);
    }
    for planned in &plan.unions {
        union::import(&mut imports, planned);
    }
    let intro = ["Request and response models.".to_owned()];
    let mut blocks = vec![Block::Rust(doc::inner(&intro))];
    blocks.extend(imports.blocks());
    blocks.extend(models.iter().flat_map(definition));
    blocks.extend(plan.unions.iter().flat_map(union::definition));
    blocks.extend(super::aliases(plan, TypeKind::Models));
    blocks
}

fn import<'p>(imports: &mut Imports<'p>, model: &'p Model) {
    let additional = model.additional.iter().map(|(_, ty)| ty);
    for ty in model.fields.iter().map(|field| &field.ty).chain(additional) {
        imports.ty(ty);
    }
}

fn definition(model: &Model) -> Vec<Block> {
    let mut blocks = vec![Block::Rust(structure(model))];
    blocks.extend(constructor(model));
    let mut rows: Vec<String> = model.fields.iter().map(row).collect();
    rows.extend(
        model
            .additional
            .iter()
            .map(|(ident, _)| format!("..{ident}{},", rules::words(&model.additional_rules))),
    );
    blocks.push(Block::Table {
        macro_name: OBJECT.to_string(),
        head: model.ident.to_string(),
        rows,
    });
    if let Some(page) = &model.page {
        blocks.push(Block::Table {
            macro_name: PAGED.to_string(),
            head: model.ident.to_string(),
            rows: vec![format!(
                "{}: {} = {},",
                page.field,
                ty::text(&page.item),
                quoted(&page.wire)
            )],
        });
    }
    blocks
}

fn structure(model: &Model) -> TokenStream {
    let docs = doc::outer(&model.doc);
    let ident = &model.ident;
    let derives = model.derives;
    let fields = model.fields.iter().map(field);
    let additional = model.additional.iter().map(|(ident, ty)| {
        let docs = doc::line("Additional properties.");
        quote! { #docs pub #ident: #ty, }
    });
    let unexpected = doc::line("Undeclared properties, and values that do not match their schema.");
    quote! {
        #docs
        #[derive(#(#derives),*)]
        #[non_exhaustive]
        pub struct #ident {
            #(#fields)*
            #(#additional)*
            #unexpected
            pub unexpected: #UNEXPECTED,
        }
    }
}

fn field(field: &Field) -> TokenStream {
    let docs = doc::outer(&field.doc);
    let (ident, ty) = (&field.ident, &field.ty);
    quote! { #docs pub #ident: #ty, }
}

fn row(field: &Field) -> String {
    let presence = match field.presence {
        Presence::Optional => "",
        Presence::Required => " required",
        Presence::Needed => " needed",
        Presence::ReadOnly => " read_only",
        Presence::Returned => " returned",
    };
    let personal = if field.personal { " sensitive" } else { "" };
    let nullable = if field.nullable { " nullable" } else { "" };
    let flags = format!("{personal}{presence}{nullable}");
    let rules = rules::words(&field.rules);
    format!("{} = {}{flags}{rules},", field.ident, quoted(&field.wire))
}

/// `new` with the required properties of an object, and the struct for them.
fn constructor(model: &Model) -> Vec<Block> {
    let (parameters, mut blocks) = match &model.constructor {
        Constructor::None => return Vec::new(),
        Constructor::One(index) => (one(&model.fields[*index]), Vec::new()),
        Constructor::Named(named) => {
            let fields = named.fields.iter().map(|index| &model.fields[*index]);
            let fields = fields.map(|field| argument::Field {
                ident: &field.ident,
                doc: &field.doc,
                ty: field.ty.to_token_stream(),
                personal: field.personal,
            });
            let function = format!("{}::new", model.ident.bare());
            let ident = &named.ident;
            (
                quote! { arguments: #ident },
                argument::named_structure(named, &function, fields.collect()),
            )
        }
    };
    blocks.push(Block::Rust(constructing(model, &parameters)));
    blocks
}

/// The declaration of the only field that `new` takes.
fn one(field: &Field) -> TokenStream {
    let (ident, ty) = (&field.ident, &field.ty);
    match ty.is_taken_by_into() {
        true => quote! { #ident: impl Into<#ty> },
        false => quote! { #ident: #ty },
    }
}

fn constructing(model: &Model, parameters: &TokenStream) -> TokenStream {
    let ident = &model.ident;
    let docs = doc::line("Creates a model with its required properties.");
    let values = model.fields.iter().map(|field| {
        let ident = &field.ident;
        match (field.required, &model.constructor, &field.ty) {
            (false, ..) => quote! { #ident: Default::default() },
            (true, Constructor::Named(_), _) => quote! { #ident: arguments.#ident },
            (true, _, ty) if ty.is_taken_by_into() => quote! { #ident: #ident.into() },
            (true, ..) => quote! { #ident },
        }
    });
    let additional = model
        .additional
        .iter()
        .map(|(ident, _)| quote! { #ident: Default::default(), });
    quote! {
        impl #ident {
            #docs
            pub fn new(#parameters) -> Self {
                Self { #(#values,)* #(#additional)* unexpected: Default::default() }
            }
        }
    }
}
