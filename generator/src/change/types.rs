//! What callers can write of the types of a crate.

use std::collections::BTreeSet;

use super::surface::{Builder, Facet, Kind};
use crate::ir::{self, TypeDef, TypeShape};
use crate::name::Ident;
use crate::plan::{Constructor, Derive, Enum, Model, Rules, Union, Variants};

impl Builder<'_> {
    /// A type and its parts.
    pub(super) fn ty(&mut self, index: usize, identity: &str) {
        let side = self.side;
        let (definition, ident) = (&side.ir.types[index], &side.names[index]);
        let mut whole = Facet {
            rust: ident.as_str().to_owned(),
            name: ident.as_str().to_owned(),
            pointer: definition.pointer.clone(),
            ..Facet::default()
        };
        let plan = &side.plan;
        if let Some(planned) = plan.enums.iter().find(|it| it.ident == *ident) {
            "enum".clone_into(&mut whole.ty);
            whole.doc.clone_from(&planned.doc);
            whole.traits = traits(planned.derives);
            self.values(identity, planned, definition);
        }
        if let Some(planned) = plan.unions.iter().find(|it| it.ident == *ident) {
            whole.ty = self.union_kind(planned);
            whole.doc.clone_from(&planned.doc);
            self.variants(identity, planned, definition);
        }
        if let Some(planned) = plan.models.iter().find(|it| it.ident == *ident) {
            "struct".clone_into(&mut whole.ty);
            whole.doc.clone_from(&planned.doc);
            whole.traits = traits(planned.derives);
            if let TypeShape::Object(object) = &definition.shape {
                self.fields(identity, planned, object, side.sent[index]);
            }
            self.constructor(identity, planned, definition);
        }
        if let Some(planned) = plan.texts.iter().find(|it| it.ident == *ident) {
            whole.ty = format!("string {}", planned.pattern);
            whole.doc.clone_from(&planned.doc);
            whole.traits = traits(planned.derives);
        }
        self.add(identity, Kind::Type, "", whole);
    }

    /// The models of headers, which have no schema.
    pub(super) fn headers(&mut self) {
        let side = self.side;
        let named: BTreeSet<&str> = side.names.iter().map(Ident::as_str).collect();
        let models = side.plan.models.iter();
        for planned in models.filter(|it| !named.contains(it.ident.as_str())) {
            let identity = format!("headers {}", planned.ident);
            let whole = Facet {
                rust: planned.ident.as_str().to_owned(),
                name: planned.ident.as_str().to_owned(),
                ty: "struct".to_owned(),
                doc: planned.doc.clone(),
                traits: traits(planned.derives),
                ..Facet::default()
            };
            self.add(&identity, Kind::Type, "", whole);
            for field in &planned.fields {
                let facet = Facet {
                    rust: format!("{}.{}", planned.ident, field.ident),
                    name: field.ident.as_str().to_owned(),
                    ty: self.text(&field.ty),
                    required: field.required,
                    doc: field.doc.clone(),
                    ..Facet::default()
                };
                self.add(&identity, Kind::Field, &field.wire, facet);
            }
        }
    }

    fn values(&mut self, identity: &str, planned: &Enum, definition: &TypeDef) {
        let values: Vec<_> = match &planned.variants {
            Variants::Strings(all) => all.iter().map(|(it, v)| (it, v.clone())).collect(),
            Variants::Integers(all) => all.iter().map(|(it, v)| (it, v.to_string())).collect(),
        };
        for (variant, value) in values {
            let mut docs = planned.value_docs.iter();
            let doc = docs
                .find(|(of, _)| *of == value)
                .map(|(_, doc)| doc.clone());
            let facet = Facet {
                rust: format!("{}::{variant}", planned.ident),
                name: variant.as_str().to_owned(),
                pointer: definition.pointer.clone(),
                doc: doc.unwrap_or_default(),
                ..Facet::default()
            };
            self.add(identity, Kind::Value, &value, facet);
        }
    }

    /// The order of variants without tags counts, and what only comes or goes is told of the variants.
    fn union_kind(&self, planned: &Union) -> String {
        let untold = planned.variants.iter().filter(|it| it.tags.is_empty());
        let order: Vec<String> = untold.map(|it| self.text(&it.ty)).collect();
        let order = order.join(" | ");
        match &planned.discriminator {
            Some(_) if order.is_empty() => "tagged union".to_owned(),
            Some(_) => format!("tagged union {order}"),
            None => format!("union {order}"),
        }
    }

    fn variants(&mut self, identity: &str, planned: &Union, definition: &TypeDef) {
        for variant in &planned.variants {
            let ty = self.text(&variant.ty);
            let mut tags = variant.tags.clone();
            tags.sort();
            let facet = Facet {
                rust: format!("{}::{}", planned.ident, variant.ident),
                name: variant.ident.as_str().to_owned(),
                ty: ty.clone(),
                pointer: definition.pointer.clone(),
                rules: variant.rules.clone(),
                ..Facet::default()
            };
            // A variant is identified by its discriminator values, or else by its type.
            let part = if tags.is_empty() { ty } else { tags.join(" ") };
            self.add(identity, Kind::Variant, &part, facet);
        }
    }

    fn fields(&mut self, identity: &str, planned: &Model, object: &ir::Object, is_sent: bool) {
        for field in &planned.fields {
            let Some(property) = object.properties.iter().find(|it| it.name == field.wire) else {
                continue;
            };
            let facet = Facet {
                rust: format!("{}.{}", planned.ident, field.ident),
                name: field.ident.as_str().to_owned(),
                ty: self.text(&field.ty),
                required: field.required,
                pointer: property.pointer.clone(),
                doc: field.doc.clone(),
                deprecated: property.deprecated,
                rules: match is_sent {
                    true => field.rules.clone(),
                    false => Rules::default(),
                },
                ..Facet::default()
            };
            self.add(identity, Kind::Field, &field.wire, facet);
        }
    }

    fn constructor(&mut self, identity: &str, planned: &Model, definition: &TypeDef) {
        if planned.constructor.fields().is_empty() {
            return;
        }
        let fields = planned
            .constructor
            .fields()
            .iter()
            .map(|index| &planned.fields[*index]);
        let mut taken: Vec<String> = fields
            .map(|it| format!("{}: {}", it.ident, self.text(&it.ty)))
            .collect();
        taken.sort();
        let taken = taken.join(", ");
        let facet = Facet {
            rust: format!("{}::new", planned.ident),
            ty: match &planned.constructor {
                Constructor::Named(named) => format!("{} {{{taken}}}", named.ident),
                Constructor::None | Constructor::One(_) => format!("({taken})"),
            },
            pointer: definition.pointer.clone(),
            ..Facet::default()
        };
        self.add(identity, Kind::Constructor, "", facet);
    }
}

fn traits(derives: &[Derive]) -> Vec<String> {
    derives.iter().map(|derive| format!("{derive:?}")).collect()
}
