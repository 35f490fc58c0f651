//! Schemas: the type of a value, and its rules.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema as Source, SchemaKind};

use super::definition::definition;
use super::keywords::Keywords;
use super::rules::integer_rules;
use super::{Lowering, Progress};
use crate::diagnostic::Code;
use crate::ir::{
    Additional, Bound, Element, Object, Role, Rules, Schema, Type, TypeId, TypeShape, Use,
};
use crate::pointer::Pointer;
use crate::vendor::Format;

/// The kind of type that a schema becomes, as far as it is needed before lowering.
pub(super) enum Form {
    /// An object with properties: a separate type.
    Object,
    /// One of several schemas: a separate type.
    Union,
    /// The only member of an `allOf`, `oneOf` or `anyOf`.
    Wrapper,
    /// Anything else.
    Plain,
}

/// The place of a schema.
pub(super) struct Site<'s> {
    pub(super) pointer: &'s Pointer,
    /// What it is called there.
    pub(super) called: &'s Use,
    /// Its name, if it is a component.
    pub(super) component: Option<&'s str>,
    /// The id that was set aside for it.
    pub(super) id: Option<TypeId>,
}

impl<'a> Lowering<'a, '_> {
    /// Lowers a schema or the target of its reference.
    ///
    /// Siblings of `$ref` have no meaning in OpenAPI 3.0, but documents put `nullable` there and
    /// mean it.
    pub(super) fn schema(
        &mut self,
        schema: &ReferenceOr<Source>,
        pointer: &Pointer,
        called: &Use,
    ) -> Schema {
        match schema {
            ReferenceOr::Item(item) => self.inline(item, pointer, called),
            ReferenceOr::Reference { reference } => self.reference(reference, pointer),
        }
    }

    pub(super) fn boxed_schema(
        &mut self,
        schema: &ReferenceOr<Box<Source>>,
        pointer: &Pointer,
        called: &Use,
    ) -> Schema {
        match schema {
            ReferenceOr::Item(item) => self.inline(item, pointer, called),
            ReferenceOr::Reference { reference } => self.reference(reference, pointer),
        }
    }

    fn inline(&mut self, schema: &Source, pointer: &Pointer, called: &Use) -> Schema {
        let components = Pointer::root().join("components").join("schemas");
        if pointer.parent().as_ref() == Some(&components) {
            return self.target_schema(schema, pointer);
        }
        let called = match self.is_shared_whole(pointer, called) {
            true => self.called_at(pointer),
            false => Use {
                title: schema.schema_data.title.clone(),
                ..called.clone()
            },
        };
        if self.addressed.contains(pointer) {
            self.called
                .entry(pointer.clone())
                .or_insert_with(|| called.clone());
            let known = self.schemas.contains_key(pointer);
            let lowered = self.target_schema(schema, pointer);
            if known {
                self.note_again(&lowered, &called);
            }
            return lowered;
        }
        if let Some(Progress::Done(lowered)) = self.schemas.get(pointer) {
            let lowered = Schema::clone(lowered);
            self.note_again(&lowered, &called);
            return lowered;
        }
        if let Some(id) = self.open.get(pointer) {
            let id = id.unwrap_or_else(|| self.reserve());
            self.open.insert(pointer.clone(), Some(id));
            return self.recursion(schema, id, pointer);
        }
        let site = Site {
            pointer,
            called: &called,
            component: None,
            id: None,
        };
        let lowered = match schema.schema_kind {
            SchemaKind::Type(_) => self.lower_schema(schema, &site),
            _ => self.lower_open(schema, &site),
        };
        let done = Progress::Done(Box::new(lowered.clone()));
        self.schemas.insert(pointer.clone(), done);
        lowered
    }

    /// Lowers a composition that may contain itself: the schemas that it merges may refer back to it.
    fn lower_open(&mut self, schema: &Source, site: &Site<'_>) -> Schema {
        self.open.insert(site.pointer.clone(), None);
        let lowered = self.lower_schema(schema, site);
        if let Some(Some(id)) = self.open.remove(site.pointer)
            && self.types[id.0].is_none()
        {
            let message = "this schema contains itself, but not in a property of an object";
            self.warn(
                Code::EndlessSchema,
                site.pointer.clone(),
                message,
                "add an object with `properties` to the cycle: objects may contain themselves",
            );
            let any = Object {
                additional: Additional::Typed(ANY),
                ..Object::default()
            };
            self.define(id, definition(schema, site, TypeShape::Object(any)));
            self.note_use(id, site.called);
        }
        lowered
    }

    /// Whether a schema is the content of a shared response or request body: it is named after that, and not
    /// after an operation.
    fn is_shared_whole(&self, pointer: &Pointer, called: &Use) -> bool {
        let mut tokens = pointer.tokens();
        tokens.next() == Some("components")
            && match tokens.next() {
                Some("responses") => called.role == Role::Answer,
                Some("requestBodies") => called.role == Role::Body,
                _ => false,
            }
    }

    /// Records a further use of an anonymous type.
    fn note_again(&mut self, schema: &Schema, called: &Use) {
        // What requests and answers hold is named after the first place alone.
        if let Type::Named(id) = schema.ty
            && !called.role.is_whole()
            && matches!(&self.types[id.0], Some(definition)
                if definition.component.is_none() && !definition.uses.contains(called))
        {
            self.note_use(id, called);
        }
    }

    /// The kind of type that a schema will become. Looks through only a few levels of `allOf`.
    pub(super) fn form(&self, schema: &Source, depth: usize) -> Form {
        const DEEPEST: usize = 16;
        let words = Keywords::of(schema);
        if !words.properties.is_empty() {
            return Form::Object;
        }
        if !words.all_of.is_empty() && depth < DEEPEST {
            let objects = words
                .all_of
                .iter()
                .filter(|member| self.is_object(member, depth + 1));
            if objects.count() > 0
                && (words.all_of.len() > 1 || depth > 0 || self.names_base(words.all_of))
            {
                return Form::Object;
            }
            return Form::Wrapper;
        }
        if words.effective_kind() == Some("object") && self.asks_for_groups(&words) {
            return Form::Plain;
        }
        match self.form_of_choice(&words) {
            Form::Plain if words.lists_kinds() => Form::Union,
            // An object that is closed has what it declares: nothing.
            Form::Plain if words.is_closed() => Form::Object,
            form => form,
        }
    }

    /// Whether an `allOf` refers to a base that is a union: the schema is then a separate object.
    fn names_base(&self, members: &[ReferenceOr<Source>]) -> bool {
        members.iter().any(|member| {
            let found = match member {
                ReferenceOr::Reference { reference } => self.document.resolve::<Source>(reference),
                ReferenceOr::Item(_) => None,
            };
            found.is_some_and(|found| self.is_base(&found.item, &found.pointer))
        })
    }

    /// The kind of type that the `oneOf` and `anyOf` of a schema become.
    pub(super) fn form_of_choice(&self, words: &Keywords<'_>) -> Form {
        let members = || words.one_of.iter().chain(words.any_of);
        if members().next().is_none() {
            return Form::Plain;
        }
        match members().filter(|member| !self.is_null(member)).count() {
            0 | 1 => Form::Wrapper,
            _ => Form::Union,
        }
    }

    /// Whether a member of an `allOf` is an object; asked once of each schema that references lead to, because
    /// compositions of compositions multiply.
    pub(super) fn is_object(&self, member: &ReferenceOr<Source>, depth: usize) -> bool {
        let is_object = |schema: &Source| match self.form(schema, depth) {
            Form::Object => true,
            Form::Union => self.is_union_of_objects(&Keywords::of(schema), depth),
            Form::Wrapper | Form::Plain => false,
        };
        let reference = match member {
            ReferenceOr::Item(item) => return is_object(item),
            ReferenceOr::Reference { reference } => reference,
        };
        let Some(found) = self.document.resolve::<Source>(reference) else {
            return false;
        };
        if let Some(known) = self.forms.borrow().get(&found.pointer) {
            return *known;
        }
        // What leads back to itself adds nothing.
        self.forms.borrow_mut().insert(found.pointer.clone(), false);
        let known = is_object(&found.item);
        self.forms.borrow_mut().insert(found.pointer, known);
        known
    }

    /// Whether all that a union lists are objects.
    pub(super) fn is_union_of_objects(&self, words: &Keywords<'_>, depth: usize) -> bool {
        const DEEPEST: usize = 16;
        let mut members = words.one_of.iter().chain(words.any_of);
        depth < DEEPEST
            && members.all(|member| self.is_null(member) || self.is_object(member, depth + 1))
    }

    pub(super) fn lower_schema(&mut self, schema: &Source, site: &Site<'_>) -> Schema {
        // The document outlives the lowering, but a resolved reference may own its schema.
        let words = Keywords::of(schema);
        if let Some(by) = self.replaced_at(site.pointer) {
            let mut replaced = self.replaced(by, &words, site.pointer);
            replaced.nullable |= schema.schema_data.nullable;
            replaced.default = schema.schema_data.default.as_ref().map(ToString::to_string);
            return replaced;
        }
        let form = self.form(schema, 0);
        if !matches!(form, Form::Object) {
            self.report_unenforced(&words, site.pointer);
        }
        let mut lowered = match form {
            Form::Object => self.counted_object(schema, &words, site),
            Form::Union if words.lists_kinds() => self.union_of_values(schema, &words, site),
            Form::Union => self.union(schema, &words, site),
            Form::Wrapper => self.wrapper(schema, &words, site),
            Form::Plain => self.plain(schema, &words, site),
        };
        lowered.nullable |= schema.schema_data.nullable;
        lowered.default = schema.schema_data.default.as_ref().map(ToString::to_string);
        lowered
    }

    /// An object, or the union of those that it can be.
    pub(super) fn object_or_union(
        &mut self,
        schema: &Source,
        words: &Keywords<'_>,
        site: &Site<'_>,
    ) -> Schema {
        let mut lowered = if let Some(family) = self.family(schema, site.pointer) {
            self.polymorphic(schema, family, site)
        } else if site.id.is_none() && self.is_one_of_all(words) {
            return self.wrapper(schema, words, site);
        } else if let Some(ways) = self.selections(schema, site.pointer) {
            self.choices(schema, &ways, site)
        } else {
            self.report_alone(schema, site.pointer);
            Schema::plain(self.object(schema, site))
        };
        lowered.nullable |= words.all_of.iter().any(|member| self.is_null(member));
        lowered
    }

    /// Whether only one member of an `allOf` has an effect.
    pub(super) fn is_one_of_all(&self, words: &Keywords<'_>) -> bool {
        let beside = words.properties.is_empty()
            && words.required.is_empty()
            && words.additional.is_none()
            && words.one_of.is_empty()
            && words.any_of.is_empty();
        let telling = words.all_of.iter().filter(|member| match member {
            ReferenceOr::Item(item) => !Keywords::of(item).is_empty(),
            ReferenceOr::Reference { .. } => true,
        });
        beside && telling.count() == 1
    }

    pub(super) fn plain(
        &mut self,
        schema: &Source,
        words: &Keywords<'_>,
        site: &Site<'_>,
    ) -> Schema {
        let mut lowered = Schema::plain(Type::Json);
        if !words.values.is_empty() {
            lowered.nullable = words.values.iter().any(serde_json::Value::is_null);
            if let Some(ty) = self.enumeration(schema, words, site) {
                lowered.ty = ty;
                return lowered;
            }
        }
        if let Some(by) = self.replaced_kind(words) {
            return self.replaced(by, words, site.pointer);
        }
        lowered.rules = self.rules(words, site.pointer);
        lowered.collapse = words
            .format
            .as_deref()
            .and_then(|format| match Format::of(format)? {
                Format::CollapsibleMap { prefix } => Some(prefix.to_owned()),
                Format::DateTimeRfc2822 | Format::UriMap => None,
            });
        lowered.ty = match words.effective_kind() {
            Some("boolean") => Type::Boolean,
            Some("integer") => {
                let ty = integer(words);
                lowered.rules = integer_rules(lowered.rules, words, &ty);
                ty
            }
            Some("number") => Type::Number,
            Some("string") => {
                let ty = self.string(schema, words, site);
                if matches!(ty, Type::Named(_)) {
                    // The type keeps its own rules.
                    lowered.rules = Rules::default();
                }
                ty
            }
            Some("array") => {
                let (element, each) = self.items(words, site);
                lowered.rules.each = each.for_each();
                Type::Array(Box::new(element))
            }
            Some("object") => {
                let (element, each) = self.values(words, site);
                lowered.rules.each = each.for_each();
                Type::Map(Box::new(element))
            }
            _ => Type::Json,
        };
        lowered.rules.groups = self.groups(words, site.pointer);
        self.report_required(words, site.pointer);
        lowered
    }

    fn items(&mut self, words: &Keywords<'_>, site: &Site<'_>) -> (Element, Rules) {
        let Some(items) = words.items else {
            return (ANY, Rules::default());
        };
        let called = Use {
            name: crate::name::singular(&site.called.name),
            title: None,
            ..site.called.clone()
        };
        element(self.boxed_schema(items, &site.pointer.join("items"), &called))
    }

    fn values(&mut self, words: &Keywords<'_>, site: &Site<'_>) -> (Element, Rules) {
        let otherwise = match words.format.as_deref().and_then(Format::of) {
            Some(Format::UriMap) => Element {
                ty: Type::String,
                nullable: true,
            },
            _ => ANY,
        };
        match self.additional(words, site) {
            (Additional::Typed(element), rules) => (element, rules),
            (Additional::Unsaid | Additional::Closed, _) => (otherwise, Rules::default()),
        }
    }

    /// What properties beyond the declared ones may be.
    pub(super) fn additional(
        &mut self,
        words: &Keywords<'_>,
        site: &Site<'_>,
    ) -> (Additional, Rules) {
        let additional = match words.additional {
            None => Additional::Unsaid,
            Some(AdditionalProperties::Any(false)) => Additional::Closed,
            Some(AdditionalProperties::Any(true)) => Additional::Typed(ANY),
            Some(AdditionalProperties::Schema(schema)) => {
                let called = Use {
                    title: None,
                    name: format!("{}Value", site.called.name),
                    role: Role::Part,
                    ..site.called.clone()
                };
                let pointer = site.pointer.join("additionalProperties");
                let (element, rules) = element(self.schema(schema, &pointer, &called));
                return (Additional::Typed(element), rules);
            }
        };
        (additional, Rules::default())
    }
}

/// The element type of an array or a map, and the rules for each element.
fn element(schema: Schema) -> (Element, Rules) {
    let Schema {
        ty,
        nullable,
        rules,
        ..
    } = schema;
    (Element { ty, nullable }, rules)
}

/// Any JSON value.
pub(super) const ANY: Element = Element {
    ty: Type::Json,
    nullable: false,
};

pub(super) fn integer(words: &Keywords<'_>) -> Type {
    let positive = match words.minimum {
        Some(Bound::Integer(minimum)) => minimum >= 0,
        Some(Bound::Number(minimum)) => minimum >= 0.0,
        None => false,
    };
    let large = match words.maximum {
        Some(Bound::Integer(maximum)) => maximum > i64::MAX.into(),
        Some(Bound::Number(maximum)) => maximum > i64::MAX as f64,
        None => false,
    };
    match words.format.as_deref() {
        Some("int32") => Type::Int32,
        Some("uint64") => Type::Uint64,
        _ if positive && large => Type::Uint64,
        _ => Type::Int64,
    }
}
