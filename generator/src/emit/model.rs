//! Models: a struct and its table.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::{self, quoted};
use super::imports::{Homes, Imports};
use super::{rules, ty, union};
use crate::plan::{Field, Model, Plan, Presence, RustType};
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
    if !model.constructor.is_empty() {
        blocks.push(Block::Rust(constructor(model)));
    }
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
    };
    let personal = if field.personal { " sensitive" } else { "" };
    let nullable = if field.nullable { " nullable" } else { "" };
    let flags = format!("{personal}{presence}{nullable}");
    let rules = rules::words(&field.rules);
    format!("{} = {}{flags}{rules},", field.ident, quoted(&field.wire))
}

/// `new`, which takes what an object must have.
fn constructor(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let docs = doc::line("Creates a model with its required properties.");
    let many = too_many(model.constructor.len());
    let arguments = model.constructor.iter().map(|index| {
        let field = &model.fields[*index];
        let (ident, ty) = (&field.ident, &field.ty);
        if *ty == RustType::String {
            quote! { #ident: impl Into<String> }
        } else {
            quote! { #ident: #ty }
        }
    });
    let values = model.fields.iter().map(|field| {
        let ident = &field.ident;
        match (&field.required, &field.ty) {
            (true, RustType::String) => quote! { #ident: #ident.into() },
            (true, _) => quote! { #ident },
            (false, _) => quote! { #ident: Default::default() },
        }
    });
    let additional = model
        .additional
        .iter()
        .map(|(ident, _)| quote! { #ident: Default::default(), });
    quote! {
        impl #ident {
            #docs
            #many
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* #(#additional)* unexpected: Default::default() }
            }
        }
    }
}

/// Where a document requires more than clippy thinks good.
pub(super) fn too_many(arguments: usize) -> TokenStream {
    const MOST: usize = 7;
    if arguments > MOST {
        quote! { #[expect(clippy::too_many_arguments, reason = "the document requires them all")] }
    } else {
        TokenStream::new()
    }
}
