//! Bodies of several media types: one enum, with a variant for each.

use std::collections::BTreeSet;

use super::parameters::{part_headers, parts, without_rules};
use super::requests::{body, body_required, body_rules};
use super::shared::{Module, Requests};
use super::{
    Choice, Content, Conversion, FormType, Parameter, Place, Rule, RustType, Variant, VariantType,
    docs,
};
use crate::ir::{self, Alternative, BodyContent};
use crate::lock::{Key, Kind};
use crate::name::{self, Ident, Scope};

impl Requests<'_, '_> {
    /// The enum of the media types that a body may have; none if there is no choice.
    ///
    /// A form that needs no choice is given by its fields, as if it stood alone, and is none of the variants.
    pub(super) fn choice(
        &mut self,
        operation: &ir::Operation,
        table: &Ident,
        module: &mut Module,
    ) -> Option<Choice> {
        let body = operation.body.as_ref()?;
        if body.others.is_empty() {
            return None;
        }
        let plain = name::type_name(&operation.id);
        let wanted = [format!("{plain}Content"), format!("{plain}BodyContent")];
        let key = Key::new(Kind::Content, self.locked.place(operation));
        let ident = self.claim_input(module, key, &operation.id, &wanted);
        let mut scope = Scope::new(&["Self"]);
        let mut variants = Vec::new();
        for (index, other) in body.others.iter().enumerate() {
            if index == body.before {
                variants.extend(self.main(body, table, &mut scope));
            }
            variants.push(self.variant(operation, other, &mut scope, module));
        }
        if body.before == body.others.len() {
            variants.extend(self.main(body, table, &mut scope));
        }
        convert(&mut variants);
        Some(Choice {
            ident,
            is_beside: is_form(&body.content),
            variants,
        })
    }

    /// The variant for the content that needs no choice.
    fn main(&self, body: &ir::Body, table: &Ident, scope: &mut Scope) -> Option<Variant> {
        let (media_type, ty, nullable) = self.given(&body.content)?;
        Some(Variant {
            ident: scope.claim(&[variant_name(media_type)]).ident,
            doc: vec![format!("Sent as {}.", docs::code(media_type))],
            table: table.clone(),
            content: None,
            ty,
            nullable,
            conversions: Vec::new(),
        })
    }

    fn variant(
        &mut self,
        operation: &ir::Operation,
        other: &Alternative,
        scope: &mut Scope,
        module: &mut Module,
    ) -> Variant {
        let ident = scope.claim(&[variant_name(&other.media_type)]).ident;
        let plain = format!("{} {}", operation.id, ident.bare());
        let table = module.tables.claim(&[name::const_name(&plain)]).ident;
        let (ty, nullable) = match (self.given(&other.content), &other.schema) {
            (Some((_, ty, nullable)), _) => (ty, nullable),
            (None, Some(schema)) => (VariantType::Fields(self.types.rust_type(&schema.ty)), false),
            (None, None) => {
                let wanted = [
                    name::type_name(&plain),
                    name::type_name(&format!("{plain} form")),
                ];
                let place = format!("{} {}", self.locked.place(operation), other.media_type);
                let key = Key::new(Kind::Form, place.as_str());
                let ident = self.claim_input(module, key, &operation.id, &wanted);
                let (arguments, setters) = self.form_inputs(&other.content, &place);
                let owner = (operation.id.as_str(), ident.bare());
                let arguments = self.arguments(arguments, place, owner, module);
                let form = FormType {
                    ident,
                    doc: vec![format!(
                        "Fields of a request body of type {}.",
                        docs::code(&other.media_type)
                    )],
                    arguments,
                    setters,
                };
                (VariantType::Form(form), false)
            }
        };
        let is_whole = matches!(ty, VariantType::Fields(_));
        Variant {
            ident,
            doc: vec![format!("Sent as {}.", docs::code(&other.media_type))],
            table,
            content: Some(self.facts_of(operation, &other.content, is_whole)),
            ty,
            nullable,
            conversions: Vec::new(),
        }
    }

    /// The facts about a content. Where its fields are one value, that value has their rules.
    fn facts_of(
        &self,
        operation: &ir::Operation,
        content: &BodyContent,
        is_whole: bool,
    ) -> Content {
        let mut parameters = self.parameters(operation, Some(content));
        let fields = parameters.iter_mut().filter(|it| is_whole && is_field(it));
        fields.for_each(without_rules);
        let mut rules = body_rules(Some(content));
        if is_whole {
            rules.0.retain(|rule| !matches!(rule, Rule::Each(_)));
        }
        Content {
            parameters,
            parts: parts(Some(content)),
            part_headers: part_headers(Some(content)),
            body: body(Some(content)),
            body_required: body_required(operation, content),
            body_rules: rules,
        }
    }

    /// The media type of a content that is no form, the type that it is given as, and whether that may be null.
    fn given<'c>(&self, content: &'c BodyContent) -> Option<(&'c str, VariantType, bool)> {
        Some(match content {
            BodyContent::Form(_) | BodyContent::Multipart(_) => return None,
            BodyContent::Json { media_type, schema } => {
                let ty = self.types.rust_type(&schema.ty);
                let nullable = schema.nullable && ty != RustType::Value;
                (media_type, VariantType::Json(ty), nullable)
            }
            BodyContent::Text { media_type, .. } => (media_type, VariantType::Text, false),
            BodyContent::Bytes { media_type } => (media_type, VariantType::Bytes, false),
        })
    }
}

fn is_field(parameter: &Parameter) -> bool {
    parameter.place == Place::Form
}

fn is_form(content: &BodyContent) -> bool {
    matches!(content, BodyContent::Form(_) | BodyContent::Multipart(_))
}

/// What a media type is called. It depends on no other.
fn variant_name(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let known = match essence.to_ascii_lowercase().as_str() {
        "application/json" => "Json",
        "application/x-www-form-urlencoded" => "Form",
        "multipart/form-data" => "Multipart",
        "application/merge-patch+json" => "MergePatch",
        "application/json-patch+json" => "JsonPatch",
        "text/plain" => "Text",
        "application/octet-stream" => "Bytes",
        other => {
            let subtype = other.split('/').nth(1).unwrap_or(other);
            return name::variant_name(subtype);
        }
    };
    known.to_owned()
}

/// Gives each variant the types that become it; of several variants for a type the first.
fn convert(variants: &mut [Variant]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for variant in variants {
        let mut conversions = conversions(&variant.ty);
        if variant.nullable {
            conversions.push(Conversion::Nullable);
        }
        conversions.retain(|conversion| taken.insert(source(conversion, &variant.ty)));
        variant.conversions = conversions;
    }
}

fn conversions(ty: &VariantType) -> Vec<Conversion> {
    match ty {
        VariantType::Json(ty) | VariantType::Fields(ty) => match ty {
            RustType::Named(_) | RustType::Map(_) => vec![Conversion::Owned, Conversion::Reference],
            RustType::Vec(_) => vec![Conversion::Owned, Conversion::Array],
            RustType::String => vec![Conversion::Owned, Conversion::Str],
            _ => vec![Conversion::Owned],
        },
        VariantType::Text => vec![Conversion::Owned, Conversion::Str],
        VariantType::Bytes => vec![
            Conversion::Owned,
            Conversion::ByteVec,
            Conversion::String,
            Conversion::Str,
        ],
        VariantType::Form(_) => vec![Conversion::Owned],
    }
}

/// What tells the sources of conversions apart.
fn source(conversion: &Conversion, ty: &VariantType) -> String {
    let whole = match ty {
        VariantType::Json(ty) | VariantType::Fields(ty) => format!("{ty:?}"),
        VariantType::Text => format!("{:?}", RustType::String),
        VariantType::Bytes => format!("{:?}", RustType::Bytes),
        VariantType::Form(form) => form.ident.to_string(),
    };
    match conversion {
        Conversion::Owned => whole,
        Conversion::Reference | Conversion::Array | Conversion::Nullable => {
            format!("{conversion:?} {whole}")
        }
        Conversion::String => format!("{:?}", RustType::String),
        Conversion::Str | Conversion::ByteVec => format!("{conversion:?}"),
    }
}
