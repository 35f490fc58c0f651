//! Schemas: which kind of value, and what it must satisfy.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema as Source};

use super::keywords::{self, Keywords};
use super::{Lowering, Progress};
use crate::diagnostic::Code;
use crate::ir::{Additional, Bound, Element, Rules, Schema, Type, TypeDef, TypeId, TypeShape, Use};
use crate::pointer::Pointer;

/// What a schema comes to, as far as that is needed before it is lowered.
pub(super) enum Form {
    /// An object with properties: a type of its own.
    Object,
    /// One of several schemas: a type of its own.
    Union,
    /// The only member of an `allOf`, `oneOf` or `anyOf`.
    Wrapper,
    /// Anything else.
    Plain,
}

/// Where a schema stands.
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
    /// Lowers a schema or what it refers to.
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
        let called = Use {
            title: schema.schema_data.title.clone(),
            ..called.clone()
        };
        self.lower_schema(
            schema,
            &Site {
                pointer,
                called: &called,
                component: None,
                id: None,
            },
        )
    }

    fn reference(&mut self, reference: &str, here: &Pointer) -> Schema {
        let document = self.document;
        let Some(resolved) = document.resolve::<Source>(reference) else {
            return Schema::plain(Type::Json);
        };
        let mut schema = self.target_schema(&resolved.item, &resolved.pointer);
        if self
            .sibling(here, "nullable")
            .and_then(serde_yaml::Value::as_bool)
            == Some(true)
        {
            schema.nullable = true;
        }
        schema
    }

    /// What stands beside the `$ref` at a place.
    pub(super) fn sibling(&self, here: &Pointer, key: &str) -> Option<&'a serde_yaml::Value> {
        self.document.at(here)?.get(key)
    }

    /// Lowers a schema that references lead to, once.
    fn target_schema(&mut self, schema: &Source, pointer: &Pointer) -> Schema {
        match self.schemas.get(pointer) {
            Some(Progress::Done(schema)) => return schema.clone(),
            Some(Progress::Named(id)) => return self.recursion(schema, *id),
            Some(Progress::Unnamed) => {
                let message = "this schema contains itself without an object in between";
                self.report(Code::EndlessSchema, pointer.clone(), message);
                return Schema::plain(Type::Json);
            }
            None => {}
        }
        let id = match self.form(schema, 0) {
            Form::Object | Form::Union => Some(self.reserve()),
            Form::Wrapper | Form::Plain => None,
        };
        self.schemas.insert(
            pointer.clone(),
            id.map_or(Progress::Unnamed, Progress::Named),
        );
        match id {
            Some(id) if self.depth >= DEEPEST_NAMED => {
                self.waiting.push(pointer.clone());
                self.recursion(schema, id)
            }
            None if self.depth >= DEEPEST_NAMED + DEEPEST_UNNAMED => {
                let message = format!(
                    "more than {DEEPEST_UNNAMED} lists, maps or wrappers stand in each other here: any JSON value is taken"
                );
                self.report(Code::EndlessSchema, pointer.clone(), message);
                Schema::plain(Type::Json)
            }
            _ => self.lower_target(schema, pointer),
        }
    }

    /// Lowers a schema whose progress has been noted.
    pub(super) fn lower_target(&mut self, schema: &Source, pointer: &Pointer) -> Schema {
        let id = match self.schemas.get(pointer) {
            Some(Progress::Named(id)) => Some(*id),
            _ => None,
        };
        let component = component_name(pointer);
        let called = Use {
            title: schema.schema_data.title.clone(),
            owner: String::new(),
            name: pointer.last().unwrap_or_default().to_owned(),
        };
        let site = Site {
            pointer,
            called: &called,
            component: component.as_deref(),
            id,
        };
        self.depth += 1;
        let lowered = self.lower_schema(schema, &site);
        self.depth -= 1;
        self.schemas
            .insert(pointer.clone(), Progress::Done(lowered.clone()));
        lowered
    }

    fn recursion(&self, schema: &Source, id: TypeId) -> Schema {
        Schema {
            nullable: schema.schema_data.nullable,
            ..Schema::plain(Type::Named(id))
        }
    }

    /// What a schema will come to. Looks through at most a few levels of `allOf`.
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
            if objects.count() > 0 && (words.all_of.len() > 1 || depth > 0) {
                return Form::Object;
            }
            return Form::Wrapper;
        }
        match words.one_of.len() + words.any_of.len() {
            0 => Form::Plain,
            1 => Form::Wrapper,
            _ => Form::Union,
        }
    }

    /// Whether a member of an `allOf` is an object; asked once of each schema that references lead to, because
    /// compositions of compositions multiply.
    fn is_object(&self, member: &ReferenceOr<Source>, depth: usize) -> bool {
        let is_object = |schema: &Source| matches!(self.form(schema, depth), Form::Object);
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

    fn lower_schema(&mut self, schema: &Source, site: &Site<'_>) -> Schema {
        // The document outlives the lowering, but a resolved reference may own its schema.
        let words = Keywords::of(schema);
        self.report_unenforced(&words, site.pointer);
        let mut lowered = match self.form(schema, 0) {
            Form::Object => Schema::plain(Type::Named(self.object(schema, site))),
            Form::Union => self.union(schema, &words, site),
            Form::Wrapper => self.wrapper(&words, site),
            Form::Plain => self.plain(schema, &words, site),
        };
        lowered.nullable |= schema.schema_data.nullable;
        lowered.default = schema.schema_data.default.as_ref().map(ToString::to_string);
        lowered
    }

    /// The only member of a composition, or the one that says something.
    fn wrapper(&mut self, words: &Keywords<'_>, site: &Site<'_>) -> Schema {
        let (key, members) = [
            ("allOf", words.all_of),
            ("oneOf", words.one_of),
            ("anyOf", words.any_of),
        ]
        .into_iter()
        .find(|(_, members)| !members.is_empty())
        .expect("a wrapper has a member");
        let telling: Vec<usize> = members
            .iter()
            .enumerate()
            .filter(|(_, member)| match member {
                ReferenceOr::Item(item) => !Keywords::of(item).is_empty(),
                ReferenceOr::Reference { .. } => true,
            })
            .map(|(index, _)| index)
            .collect();
        let base = site.pointer.join(key);
        match telling.as_slice() {
            [] => Schema::plain(Type::Json),
            [index] => self.schema(&members[*index], &base.index(*index), site.called),
            _ => {
                let lowered: Vec<Schema> = telling
                    .iter()
                    .map(|index| self.schema(&members[*index], &base.index(*index), site.called))
                    .collect();
                if lowered.iter().all(|schema| schema.ty == lowered[0].ty) {
                    return lowered[0].clone();
                }
                let message =
                    "the members of this `allOf` are not all objects: any JSON value is taken";
                self.report(Code::MixedComposition, base, message);
                Schema::plain(Type::Json)
            }
        }
    }

    fn plain(&mut self, schema: &Source, words: &Keywords<'_>, site: &Site<'_>) -> Schema {
        let mut lowered = Schema::plain(Type::Json);
        if !words.values.is_empty() {
            lowered.nullable = words.values.iter().any(serde_json::Value::is_null);
            if let Some(ty) = self.enumeration(schema, words, site) {
                lowered.ty = ty;
                return lowered;
            }
        }
        lowered.rules = rules(words);
        lowered.collapse = words.format.as_deref().and_then(|format| {
            let prefix = format.strip_prefix("prefixed-collapsible-map")?;
            Some(prefix.trim_start_matches('-').to_owned())
        });
        lowered.ty = match words.effective_kind() {
            Some("boolean") => Type::Boolean,
            Some("integer") => integer(words),
            Some("number") => Type::Number,
            Some("string") => {
                let ty = self.string(schema, words, site);
                if matches!(ty, Type::Named(_)) {
                    // The type keeps its own rules.
                    lowered.rules = Rules::default();
                }
                ty
            }
            Some("array") => self.array(words, site),
            Some("object") => self.map(words, site),
            _ => Type::Json,
        };
        lowered
    }

    fn array(&mut self, words: &Keywords<'_>, site: &Site<'_>) -> Type {
        let Some(items) = words.items else {
            return Type::Array(Box::new(ANY));
        };
        let called = Use {
            name: crate::name::singular(&site.called.name),
            title: None,
            ..site.called.clone()
        };
        Type::Array(Box::new(self.element(
            items,
            &site.pointer.join("items"),
            &called,
        )))
    }

    fn map(&mut self, words: &Keywords<'_>, site: &Site<'_>) -> Type {
        let otherwise = match words.format.as_deref() {
            // A map of names to the URIs of related resources.
            Some("uri-map") => Element {
                ty: Type::String,
                nullable: true,
            },
            _ => ANY,
        };
        Type::Map(Box::new(match self.additional(words, site) {
            Additional::Typed(element) => element,
            Additional::Unsaid | Additional::Closed => otherwise,
        }))
    }

    /// What properties beyond the declared ones may be.
    pub(super) fn additional(&mut self, words: &Keywords<'_>, site: &Site<'_>) -> Additional {
        match words.additional {
            None => Additional::Unsaid,
            Some(AdditionalProperties::Any(false)) => Additional::Closed,
            Some(AdditionalProperties::Any(true)) => Additional::Typed(ANY),
            Some(AdditionalProperties::Schema(schema)) => {
                let called = Use {
                    title: None,
                    name: format!("{}Value", site.called.name),
                    ..site.called.clone()
                };
                let pointer = site.pointer.join("additionalProperties");
                let schema = self.schema(schema, &pointer, &called);
                Additional::Typed(Element {
                    ty: schema.ty,
                    nullable: schema.nullable,
                })
            }
        }
    }

    pub(super) fn element(
        &mut self,
        schema: &ReferenceOr<Box<Source>>,
        pointer: &Pointer,
        called: &Use,
    ) -> Element {
        let schema = self.boxed_schema(schema, pointer, called);
        Element {
            ty: schema.ty,
            nullable: schema.nullable,
        }
    }

    /// The one type for everything that is the same.
    pub(super) fn intern(
        &mut self,
        key: String,
        schema: &Source,
        site: &Site<'_>,
        shape: TypeShape,
    ) -> Type {
        let id = match self.interned.get(&key) {
            Some(id) => *id,
            None => {
                let id = self.reserve();
                self.interned.insert(key, id);
                self.define(
                    id,
                    TypeDef {
                        pointer: site.pointer.clone(),
                        component: site.component.map(str::to_owned),
                        uses: Vec::new(),
                        description: keywords::description(&schema.schema_data),
                        deprecated: schema.schema_data.deprecated,
                        shape,
                    },
                );
                id
            }
        };
        if site.component.is_none() {
            self.note_use(id, site.called);
        }
        Type::Named(id)
    }

    pub(super) fn note_use(&mut self, id: TypeId, called: &Use) {
        if let Some(definition) = &mut self.types[id.0] {
            definition.uses.push(called.clone());
        }
    }

    fn report_unenforced(&mut self, words: &Keywords<'_>, pointer: &Pointer) {
        if words.not {
            let message = "`not` is not checked: values that it excludes are taken";
            self.report(Code::UncheckedKeyword, pointer.join("not"), message);
        }
        if words.property_count {
            let message = "the number of properties is not checked";
            self.report(Code::UncheckedKeyword, pointer.clone(), message);
        }
    }
}

/// How many schemas with a type of their own are lowered one inside the other; further ones wait their turn.
const DEEPEST_NAMED: usize = 32;
/// How many schemas without one may follow.
const DEEPEST_UNNAMED: usize = 32;

/// Any JSON value.
pub(super) const ANY: Element = Element {
    ty: Type::Json,
    nullable: false,
};

/// The name of the component that a pointer leads to, if it leads to one of `components.schemas`.
fn component_name(pointer: &Pointer) -> Option<String> {
    let tokens: Vec<&str> = pointer.tokens().collect();
    match tokens.as_slice() {
        ["components", "schemas", name] => Some((*name).to_owned()),
        _ => None,
    }
}

fn integer(words: &Keywords<'_>) -> Type {
    let positive = match words.minimum {
        Some(Bound::Integer(minimum)) => minimum >= 0,
        Some(Bound::Number(minimum)) => minimum >= 0.0,
        None => false,
    };
    // A bound that is no `i64` has been kept as a number.
    let large = matches!(words.maximum, Some(Bound::Number(maximum)) if maximum > i64::MAX as f64);
    match words.format.as_deref() {
        Some("int32") => Type::Int32,
        Some("uint64") => Type::Uint64,
        _ if positive && large => Type::Uint64,
        _ => Type::Int64,
    }
}

fn rules(words: &Keywords<'_>) -> Rules {
    Rules {
        minimum: words.minimum.map(|bound| (bound, words.exclusive_minimum)),
        maximum: words.maximum.map(|bound| (bound, words.exclusive_maximum)),
        multiple_of: words.multiple_of,
        min_length: words.min_length.map(|length| length as u64),
        max_length: words.max_length.map(|length| length as u64),
        min_items: words.min_items.map(|count| count as u64),
        max_items: words.max_items.map(|count| count as u64),
        unique_items: words.unique_items,
    }
}
