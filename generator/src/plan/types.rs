//! Types: texts, enums, models and unions.

use super::docs::Descriptions;
use super::facts::Facts;
use super::joined::Joined;
use super::locked::Names;
use super::members::Members;
use super::{
    Constructor, Custom, CustomForm, Doc, Enum, Field, Model, NamedArguments, PageOf, Presence,
    Rules, RustType, Text, TextForm, Union, derives, docs, names, undescribed,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{
    self, Access, Additional, Element, Ir, Object, Property, Replaced, Type, TypeDef, TypeId,
    TypeShape,
};
use crate::lock::{Key, Kind};
use crate::name::{self, Ident, Scope};
use crate::pattern::Shape;
use crate::replace::Selector;
use crate::target::Target;

/// What types are planned from.
pub(super) struct Types<'a> {
    pub(super) ir: &'a Ir,
    pub(super) names: &'a [Ident],
    pub(super) joined: &'a Joined,
    pub(super) facts: &'a Facts,
    pub(super) target: &'a Target,
    pub(super) descriptions: &'a Descriptions,
}

/// The types of a crate.
#[derive(Default)]
pub(super) struct Planned {
    pub(super) texts: Vec<Text>,
    pub(super) enums: Vec<Enum>,
    pub(super) models: Vec<Model>,
    pub(super) unions: Vec<Union>,
}

impl Planned {
    /// Sorts the types by name, so that a new one only adds lines.
    pub(super) fn sort(&mut self) {
        self.texts.sort_by(|one, other| one.ident.cmp(&other.ident));
        self.enums.sort_by(|one, other| one.ident.cmp(&other.ident));
        self.models
            .sort_by(|one, other| one.ident.cmp(&other.ident));
        self.unions
            .sort_by(|one, other| one.ident.cmp(&other.ident));
    }
}

impl Types<'_> {
    /// Plans the types by their names: the structs for what their `new` takes are named on the way.
    pub(super) fn definitions(
        &self,
        scope: &mut Scope,
        locked: &mut Names<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Planned {
        let mut planned = Planned::default();
        let mut sorted: Vec<usize> = (0..self.ir.types.len()).collect();
        sorted.sort_by_key(|index| &self.names[*index]);
        sorted.retain(|index| !self.joined.into.contains_key(index));
        for index in sorted {
            let id = TypeId(index);
            let ident = self.names[index].clone();
            let joined = self.joined.definitions.get(&index);
            let definition = joined.unwrap_or(&self.ir.types[index]);
            match &definition.shape {
                TypeShape::Text(text) => planned.texts.push(self.text(ident, definition, text)),
                TypeShape::Enumeration(values) => planned
                    .enums
                    .push(self.enumeration(ident, definition, values, locked)),
                TypeShape::Object(object) => {
                    planned.models.push(self.model(
                        id,
                        definition,
                        object,
                        scope,
                        locked,
                        diagnostics,
                    ));
                }
                TypeShape::Union(union) => planned
                    .unions
                    .push(self.union(ident, definition, union, locked)),
            }
        }
        planned
    }

    fn text(&self, ident: Ident, definition: &TypeDef, text: &ir::Text) -> Text {
        let lengths = (text.min_length, text.max_length);
        let form = match &text.shape {
            Shape::Fixed {
                width,
                alternatives,
            } => TextForm::Fixed {
                width: *width,
                alternatives: alternatives.clone(),
            },
            Shape::Regex { rust } => TextForm::Regex {
                rust: rust.clone(),
                lengths,
            },
            Shape::Any | Shape::Unchecked { .. } => TextForm::Unchecked { lengths },
        };
        // What one of the places says of its value is not true of all of them.
        let doc = match &definition.component {
            Some(_) => self.descriptions.lines(definition.description.as_deref()),
            None => Doc::new(),
        };
        let doc = if doc.is_empty() {
            vec![format!(
                "A string that matches {}.",
                docs::code(&text.pattern)
            )]
        } else {
            doc
        };
        Text {
            ident,
            doc,
            pattern: text.pattern.clone(),
            derives: derives::of_text(&form),
            form,
        }
    }

    fn model(
        &self,
        id: TypeId,
        definition: &TypeDef,
        object: &Object,
        types: &mut Scope,
        locked: &mut Names<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Model {
        let ident = self.names[id.0].clone();
        let owner = format!("{}.", ident.bare());
        let separates = self.separates_nulls(id, definition, object, locked, diagnostics);
        let mut members = locked.members(Kind::Field, &owner, Scope::new(&["unexpected"]));
        let wires = object.properties.iter().map(|it| it.name.as_str());
        let fields = names::claim_order(wires).into_iter();
        let mut fields: Vec<Field> = fields
            .map(|index| {
                let property = &object.properties[index];
                let ty = self.field_type(id, index, property, separates);
                let rules = match self.facts.has_rules(id) && property.access != Access::Read {
                    true => Rules::of(&property.schema.rules),
                    false => Rules::default(),
                };
                let what = match property.required {
                    true => "Required property",
                    false => "Optional property",
                };
                let mut field =
                    self.field((property, what), (ty, rules), &mut members, diagnostics);
                field.presence = self.presence(id, index, property, field.nullable);
                super::presence::document(&mut field);
                field
            })
            .collect();
        // The properties of an object have no order (RFC 8259, section 4): another one in the document is no change.
        fields.sort_by(|one, other| one.wire.cmp(&other.wire));
        let additional = match &object.additional {
            Additional::Typed(element) => {
                let ident = members.scope.claim(&["additional_properties".to_owned()]);
                Some((ident.ident, RustType::Map(Box::new(self.element(element)))))
            }
            _ => None,
        };
        locked.note_members(members);
        let default = self.facts.has_default(id);
        Model {
            doc: self.of_type(definition, &ident, undescribed::OBJECT),
            additional,
            additional_rules: match self.facts.has_rules(id) {
                true => Rules::of(&object.additional_rules),
                false => Rules::default(),
            },
            derives: derives::of_model(default),
            constructor: match self.facts.is_sent(id) || !default {
                true => constructor(&ident, &fields, types, locked),
                false => Constructor::None,
            },
            page: self.page(id, object, &fields),
            ident,
            fields,
        }
    }

    /// A field, and a note where its name is not its wire name in Rust's case.
    pub(super) fn field(
        &self,
        (property, what): (&Property, &str),
        (ty, rules): (RustType, Rules),
        members: &mut Members<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Field {
        let wanted = name::field_name(&property.name);
        let claimed = members.claim(&property.name, std::slice::from_ref(&wanted), None);
        if claimed.renamed {
            let cause = match &claimed.rival {
                Some(rival) => format!("`{rival}` already has this name"),
                None => "every model has a field with this name".to_owned(),
            };
            diagnostics.push(Diagnostic::new(
                Code::Renamed,
                Place::key(property.pointer.clone()),
                format!(
                    "the field for `{}` is named `{}` instead of `{wanted}`: {cause}",
                    property.name, claimed.ident
                ),
            ));
        }
        let mut doc = self.of_property(property, what, &claimed.ident, &rules);
        if property.deprecated {
            docs::paragraph(&mut doc, "Deprecated.");
        }
        Field {
            ident: claimed.ident,
            doc,
            wire: property.name.clone(),
            required: !matches!(ty, RustType::Option(_) | RustType::Field(_)),
            presence: Presence::Optional,
            nullable: property.schema.nullable || property.schema.ty == Type::Json,
            rules,
            ty,
            personal: property.personal && !self.target.show_personal,
        }
    }

    /// Whether the fields of a model tell null and absent apart: if requests use it, unless the lock records it as a
    /// model of responses only.
    fn separates_nulls(
        &self,
        id: TypeId,
        definition: &TypeDef,
        object: &Object,
        locked: &mut Names<'_>,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        if !self.facts.is_sent(id) {
            return false;
        }
        let mut properties = object.properties.iter().enumerate();
        let has_both = properties
            .any(|(index, it)| it.schema.nullable && self.facts.is_optional(id, index, it));
        let name = self.names[id.0].bare();
        let key = Key::new(Kind::Nulls, name);
        let separated = locked.earlier(&key).is_some();
        if has_both && !separated && locked.is_of(&[Kind::Site, Kind::Type], name) {
            let message = format!(
                "requests use `{name}` now, but its fields stay `Option`: null and absent are the same, as before"
            );
            let help = format!(
                "`bindery codegen --refresh-names {name}` changes their types to `Field`, which can send null"
            );
            let note = Diagnostic::new(
                Code::NullsHeldBack,
                Place::key(definition.pointer.clone()),
                message,
            );
            diagnostics.push(note.help(help));
            return false;
        }
        locked.note_word(key, "nulls");
        true
    }

    fn field_type(
        &self,
        id: TypeId,
        index: usize,
        property: &Property,
        separates: bool,
    ) -> RustType {
        let mut ty = self.rust_type(&property.schema.ty);
        if self.facts.is_boxed(id, index) {
            ty = RustType::Boxed(Box::new(ty));
        }
        let optional = self.facts.is_optional(id, index, property);
        match (optional, property.schema.nullable) {
            (true, true) if separates => RustType::Field(Box::new(ty)),
            (false, false) => ty,
            _ => RustType::Option(Box::new(ty)),
        }
    }

    /// Marks the model that a list answers with as a page.
    fn page(&self, id: TypeId, object: &Object, fields: &[Field]) -> Option<PageOf> {
        let items = self.facts.items_of_page(id)?;
        let property = object.properties.iter().find(|it| it.name == items)?;
        let Type::Array(element) = &property.schema.ty else {
            return None;
        };
        Some(PageOf {
            field: fields.iter().find(|it| it.wire == items)?.ident.clone(),
            wire: items.to_owned(),
            item: self.element(element),
        })
    }

    pub(super) fn element(&self, element: &Element) -> RustType {
        let ty = self.rust_type(&element.ty);
        if element.nullable {
            RustType::Option(Box::new(ty))
        } else {
            ty
        }
    }

    pub(super) fn rust_type(&self, ty: &Type) -> RustType {
        match ty {
            Type::Boolean => RustType::Bool,
            Type::Int32 => RustType::I32,
            Type::Int64 => RustType::I64,
            Type::Uint64 => RustType::U64,
            Type::Number => RustType::F64,
            // Bytes do not stand in JSON; where a document says so all the same, they are text.
            Type::String | Type::Binary => RustType::String,
            Type::DateTime => RustType::DateTime,
            Type::DateTimeRfc2822 => RustType::DateTimeRfc2822,
            Type::Date => RustType::Date,
            Type::Base64 => RustType::Base64,
            Type::Base64Url => RustType::Base64Url,
            Type::Json => RustType::Value,
            Type::Array(element) => RustType::Vec(Box::new(self.element(element))),
            Type::Map(element) => RustType::Map(Box::new(self.element(element))),
            Type::Named(id) => RustType::Named(self.names[id.0].clone()),
            Type::Replaced(replaced) => self.custom(replaced),
        }
    }

    /// The type that the target has for a schema.
    fn custom(&self, replaced: &Replaced) -> RustType {
        let Some(replacement) = self.target.replace.get(&replaced.by) else {
            return self.rust_type(&replaced.ty);
        };
        let form = match &replaced.ty {
            _ if replacement.by_serde => CustomForm::Json,
            Type::Int32 | Type::Int64 | Type::Uint64 | Type::Number => CustomForm::Number,
            ty if is_string(ty) => CustomForm::Text,
            // A format alone is one of strings, as most are.
            Type::Json if matches!(replaced.by, Selector::Format(_)) => CustomForm::Text,
            _ => CustomForm::Json,
        };
        let known = || match form {
            CustomForm::Text => example_of(&replaced.by).map(str::to_owned),
            CustomForm::Number | CustomForm::Json => None,
        };
        RustType::Custom(Box::new(Custom {
            path: replacement.ty.clone(),
            form,
            example: replacement.example.clone().or_else(known),
        }))
    }

    /// What the document says of a property or a parameter, or else what it is; and the limits that are checked.
    pub(super) fn of_property(
        &self,
        property: &Property,
        what: &str,
        ident: &Ident,
        rules: &Rules,
    ) -> Doc {
        let mut doc = self.descriptions.lines(property.description.as_deref());
        match (doc.is_empty(), undescribed::limits(rules)) {
            (true, _) => doc.push(undescribed::value(what, &property.name, ident, rules)),
            (false, Some(limits)) => docs::paragraph(&mut doc, limits),
            (false, None) => {}
        }
        if let Some(default) = &property.schema.default {
            docs::paragraph(&mut doc, format!("Defaults to {}.", docs::code(default)));
        }
        doc
    }

    /// What the document says of a type, or else what it is.
    ///
    /// A deprecated type only says so: the attribute would make the crate warn of itself.
    pub(super) fn of_type(&self, definition: &TypeDef, ident: &Ident, what: &str) -> Doc {
        let description = definition.description.as_deref();
        let mut doc = self.descriptions.lines_or(description, || {
            undescribed::definition(what, &wire_name(definition), ident)
        });
        if definition.deprecated {
            docs::paragraph(&mut doc, "Deprecated.");
        }
        doc
    }
}

/// A text that every type for a format reads (OpenAPI Format Registry).
fn example_of(selector: &Selector) -> Option<&'static str> {
    let Selector::Format(format) = selector else {
        return None;
    };
    Some(match format.as_str() {
        "date" => "2030-01-01",
        "date-time" => "2030-01-01T00:00:00Z",
        "decimal" => "1.5",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri" => "https://example.com/",
        "uuid" => "123e4567-e89b-12d3-a456-426614174000",
        _ => return None,
    })
}

/// Whether all values of a type are strings.
fn is_string(ty: &Type) -> bool {
    matches!(
        ty,
        Type::String
            | Type::DateTime
            | Type::DateTimeRfc2822
            | Type::Date
            | Type::Base64
            | Type::Base64Url
    )
}

/// What `new` takes: the required fields.
fn constructor(
    model: &Ident,
    fields: &[Field],
    types: &mut Scope,
    locked: &mut Names<'_>,
) -> Constructor {
    let all = 0..fields.len();
    let mut required: Vec<usize> = all.filter(|index| fields[*index].required).collect();
    required.sort_by_key(|index| &fields[*index].wire);
    match required.as_slice() {
        [] => Constructor::None,
        [one] => Constructor::One(*one),
        _ => {
            let model = model.bare();
            let wanted = [
                format!("New{model}"),
                format!("{model}Arguments"),
                format!("New{model}Arguments"),
            ];
            let is_personal = required.iter().any(|index| fields[*index].personal);
            let key = Key::new(Kind::New, model);
            Constructor::Named(NamedArguments {
                ident: locked.claim(types, key, model, &wanted).ident,
                derives: derives::of_arguments(is_personal),
                fields: required,
            })
        }
    }
}

/// What the document calls a type.
pub(super) fn wire_name(definition: &TypeDef) -> String {
    match (&definition.component, names::name_giver(definition)) {
        (Some(component), _) => component.clone(),
        (None, Some(called)) => match &called.title {
            Some(title) => title.clone(),
            None if called.owner.is_empty() => called.name.clone(),
            None => format!("{}.{}", called.owner, called.name),
        },
        (None, None) => definition.pointer.to_string(),
    }
}
