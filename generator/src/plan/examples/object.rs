//! Objects of examples: what `new` makes of what it must be given, and what is set besides.

use super::fitting::Limits;
use super::layout::{Node, statement};
use super::sample::{Sampler, Wanted};
use crate::name;
use crate::plan::{Constructor, Derive, Field, Model, Presence, RustType, Variants};

/// How many properties are set of an object that needs none.
const MOST_SET: usize = 3;

impl Sampler<'_> {
    /// An object, which may have to have a property with this text.
    pub(super) fn model(
        &mut self,
        model: &Model,
        limits: &Limits<'_>,
        tag: Option<(&str, &str)>,
        depth: usize,
    ) -> Option<Node> {
        let is_needed = |field: &&Field| field.presence == Presence::Needed;
        let is_complete = !model.fields.iter().any(|field| is_needed(&field));
        let allowed = limits.allows_properties(&written(model));
        if model.constructor.fields().len() > self.left || !is_complete || !allowed {
            return None;
        }
        self.made_with_required(model, tag, depth)
    }

    /// What `new` gives, or the default.
    fn made_with_required(
        &mut self,
        model: &Model,
        tag: Option<(&str, &str)>,
        depth: usize,
    ) -> Option<Node> {
        let ident = model.ident.as_str();
        let given = match &model.constructor {
            Constructor::None if model.derives.contains(&Derive::Default) => {
                self.used.insert(ident.to_owned());
                return Some(Node::leaf(format!("{ident}::default()")));
            }
            Constructor::None => return None,
            Constructor::One(index) => match &model.fields[*index] {
                field if field.ty == RustType::String => self.literal(field, tag)?,
                field => self.property(field, tag, depth)?,
            },
            Constructor::Named(named) => {
                let mut fields = Vec::new();
                for index in &named.fields {
                    let field = &model.fields[*index];
                    let value = self.property(field, tag, depth)?;
                    fields.push(Node::field(field.ident.as_str(), value));
                }
                self.used.insert(named.ident.to_string());
                Node::structure(named.ident.as_str(), fields)
            }
        };
        self.used.insert(ident.to_owned());
        Some(Node::call(format!("{ident}::new("), vec![given], ")"))
    }

    /// A text where any string is taken.
    fn literal(&mut self, field: &Field, tag: Option<(&str, &str)>) -> Option<Node> {
        match tag.filter(|(property, _)| *property == field.wire) {
            Some((_, tag)) => Some(Node::leaf(format!("{tag:?}"))),
            None => Some(match Limits::of(&field.rules).text() {
                Some(text) => Node::leaf(format!("{text:?}")),
                None => self.variable(field.ident.bare(), &field.ty),
            }),
        }
    }

    fn property(&mut self, field: &Field, tag: Option<(&str, &str)>, depth: usize) -> Option<Node> {
        let Some((_, tag)) = tag.filter(|(property, _)| *property == field.wire) else {
            return Some(self.value(of_field(field, &field.ty, depth)));
        };
        match &field.ty {
            RustType::String => Some(Node::leaf(format!("{tag:?}.to_owned()"))),
            RustType::Named(ident) => {
                let planned = *self.types.enums.get(ident)?;
                let Variants::Strings(variants) = &planned.variants else {
                    return None;
                };
                let (variant, _) = variants.iter().find(|(_, text)| text == tag)?;
                self.used.insert(ident.to_string());
                Some(Node::leaf(format!("{ident}::{variant}")))
            }
            _ => None,
        }
    }

    /// An object that is a body: a variable whose properties are set before the call, if it needs none or has some
    /// that `new` does not take. None if another value is as good.
    pub(super) fn body(&mut self, wanted: Wanted<'_>) -> Option<Node> {
        let RustType::Named(ident) = wanted.ty else {
            return None;
        };
        let model = *self.types.models.get(ident)?;
        let is_needed = |field: &Field| field.presence == Presence::Needed;
        let is_bare = matches!(model.constructor, Constructor::None);
        if !is_bare && !model.fields.iter().any(is_needed) {
            return None;
        }
        let mut trial = self.clone();
        let made = trial.made_with_required(model, None, 1)?;
        let name = trial.names.claim(&[name::field_name(wanted.name)]).ident;
        let limits = Limits::of(wanted.rules);
        let mut names = written(model);
        let mut lines = statement(&format!("let mut {name} = "), made);
        let (needed, others): (Vec<&Field>, Vec<&Field>) =
            model.fields.iter().partition(|field| is_needed(field));
        for field in needed {
            let value = trial.optional(field)?;
            names.push(&field.wire);
            lines.extend(statement(&format!("{name}.{} = ", field.ident), value));
        }
        let is_plain = |field: &&Field| field.presence == Presence::Optional && !field.required;
        for field in others.into_iter().filter(is_plain) {
            if !names.is_empty() && limits.allows_properties(&names) || names.len() >= MOST_SET {
                break;
            }
            let mut next = trial.clone();
            if let Some(value) = next
                .optional(field)
                .filter(|_| next.given.len() == trial.given.len())
            {
                trial = next;
                names.push(&field.wire);
                lines.extend(statement(&format!("{name}.{} = ", field.ident), value));
            }
        }
        if names.is_empty() || !limits.allows_properties(&names) {
            return None;
        }
        trial.before.extend(lines);
        *self = trial;
        Some(Node::leaf(name.as_str()))
    }

    /// An object with what it must have.
    pub(super) fn object(&mut self, wanted: Wanted<'_>) -> Option<Node> {
        let RustType::Named(ident) = wanted.ty else {
            return None;
        };
        let model = *self.types.models.get(ident)?;
        self.made_with_required(model, None, wanted.depth + 1)
    }

    /// A value of a field that may be absent.
    fn optional(&mut self, field: &Field) -> Option<Node> {
        let open = match &field.ty {
            RustType::Option(_) => "Some(",
            RustType::Field(_) => "runtime::Field::Value(",
            _ => return None,
        };
        let value = self.value(of_field(field, field.ty.item(), 1));
        Some(Node::call(open, vec![value], ")"))
    }
}

/// The value of a field, with this of its types.
fn of_field<'f>(field: &'f Field, ty: &'f RustType, depth: usize) -> Wanted<'f> {
    Wanted {
        name: field.ident.bare(),
        ty,
        rules: &field.rules,
        depth,
    }
}

/// The properties that a model writes as `new` makes it.
fn written(model: &Model) -> Vec<&str> {
    let fields = model.fields.iter();
    let written = fields.filter(|it| it.required || it.presence == Presence::Required);
    written.map(|field| field.wire.as_str()).collect()
}
