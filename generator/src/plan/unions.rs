//! Unions and their variants.

use super::docs::{code, paragraph};
use super::enums::{open_variant, variants};
use super::locked::Names;
use super::types::Types;
use super::{Rules, RustType, Union, UnionVariant, undescribed};
use crate::ir::{self, Element, Type, TypeDef, TypeShape};
use crate::name::{self, Ident};

impl Types<'_> {
    pub(super) fn union(
        &self,
        ident: Ident,
        definition: &TypeDef,
        union: &ir::Union,
        locked: &mut Names<'_>,
    ) -> Union {
        let mut members = variants(&ident, locked);
        let variants: Vec<UnionVariant> = union
            .variants
            .iter()
            .map(|variant| {
                let ty = self.element(&variant.element);
                let wanted = match (&variant.name, &ty) {
                    (_, RustType::Named(name)) => self.variant_name(variant, name),
                    (Some(name), _) => name::type_name(name.rsplit('.').next().unwrap_or(name)),
                    (None, ty) => kind_name(ty),
                };
                UnionVariant {
                    ident: members
                        .claim(
                            variant.name.as_ref().unwrap_or(&wanted),
                            std::slice::from_ref(&wanted),
                            None,
                        )
                        .ident,
                    ty: self.in_variant(&variant.element, ty),
                    tags: variant.tags.clone(),
                    rules: Rules::of(&variant.rules),
                    constants: match variant.tags.is_empty() {
                        true => variant.constants.clone(),
                        false => Vec::new(),
                    },
                }
            })
            .collect();
        let mut doc = self.of_type(definition, &ident, undescribed::UNION);
        paragraph(&mut doc, how_chosen(union, &variants));
        Union {
            doc,
            ident,
            unknown: open_variant(members, locked),
            discriminator: union.discriminator.as_ref().map(|d| d.property.clone()),
            variants,
        }
    }

    /// A variant is called like its type, or if that is named after its place, by what it is called in the union:
    /// `Shape::Circle(ShapeCircle)`.
    fn variant_name(&self, variant: &ir::UnionVariant, name: &Ident) -> String {
        match (&variant.name, &variant.element.ty) {
            (Some(own), Type::Named(id)) if self.ir.type_def(*id).component.is_none() => {
                name::type_name(own)
            }
            _ => name.bare().to_owned(),
        }
    }

    /// Models and unions stand in boxes, so that an enum is not as large as the largest of them.
    fn in_variant(&self, element: &Element, ty: RustType) -> RustType {
        match element.ty {
            Type::Named(id)
                if matches!(
                    self.ir.type_def(id).shape,
                    TypeShape::Object(_) | TypeShape::Union(_)
                ) =>
            {
                RustType::Boxed(Box::new(ty))
            }
            _ => ty,
        }
    }
}

/// How a value finds its variant.
fn how_chosen(union: &ir::Union, variants: &[UnionVariant]) -> String {
    const BEST: &str = "the one that declares the most of its properties and values, and leaves the fewest undeclared";
    let Some(discriminator) = &union.discriminator else {
        return format!("A value is read as the best matching variant: {BEST}.");
    };
    let property = code(&discriminator.property);
    let told = format!("The property {property} determines the variant.");
    let untold = variants.iter().filter(|variant| variant.tags.is_empty());
    let untold: Vec<String> = untold.map(|it| code(it.ident.as_str())).collect();
    match &untold[..] {
        [] => told,
        [one] => {
            format!("{told} A value that it does not determine is read as {one}, if it matches.")
        }
        several => format!(
            "{told} A value that it does not determine is read as the best matching of {}: {BEST}.",
            several.join(", ")
        ),
    }
}

fn kind_name(ty: &RustType) -> String {
    let name = match ty {
        RustType::Bool => "Boolean",
        RustType::I32 | RustType::I64 | RustType::U64 => "Integer",
        RustType::F64 => "Number",
        RustType::String => "String",
        RustType::DateTime | RustType::DateTimeRfc2822 => "DateTime",
        RustType::Date => "Date",
        RustType::Base64 | RustType::Base64Url => "Bytes",
        RustType::Vec(_) => "Array",
        RustType::Map(_) => "Object",
        RustType::Custom(custom) => return name::type_name(custom.path.name()),
        _ => "Value",
    };
    name.to_owned()
}
