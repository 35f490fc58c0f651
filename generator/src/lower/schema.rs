//! Schemas: which kind of value, and what it must satisfy.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema as Source};

use super::Lowering;
use super::keywords::Keywords;
use super::rules::rules;
use crate::diagnostic::Code;
use crate::ir::{Additional, Bound, Element, Rules, Schema, Type, TypeId, Use};
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

    pub(super) fn lower_schema(&mut self, schema: &Source, site: &Site<'_>) -> Schema {
        // The document outlives the lowering, but a resolved reference may own its schema.
        let words = Keywords::of(schema);
        let form = self.form(schema, 0);
        if !matches!(form, Form::Object) {
            self.report_unenforced(&words, site.pointer);
        }
        let mut lowered = match form {
            Form::Object => Schema::plain(self.object(schema, site)),
            Form::Union => self.union(schema, &words, site),
            Form::Wrapper => self.wrapper(&words, site),
            Form::Plain => self.plain(schema, &words, site),
        };
        lowered.nullable |= schema.schema_data.nullable;
        lowered.default = schema.schema_data.default.as_ref().map(ToString::to_string);
        lowered
    }

    /// The only member of a composition, or the one that says something, with the rules beside it.
    fn wrapper(&mut self, words: &Keywords<'_>, site: &Site<'_>) -> Schema {
        let mut lowered = self.members(words, site);
        lowered.rules = self.both(lowered.rules, rules(words), site.pointer);
        lowered
    }

    fn members(&mut self, words: &Keywords<'_>, site: &Site<'_>) -> Schema {
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
        self.report_beside(words, key, site.pointer);
        match telling.as_slice() {
            [] => Schema::plain(Type::Json),
            [index] => self.schema(&members[*index], &base.index(*index), site.called),
            _ => {
                let lowered: Vec<Schema> = telling
                    .iter()
                    .map(|index| self.schema(&members[*index], &base.index(*index), site.called))
                    .collect();
                if lowered.iter().all(|schema| schema.ty == lowered[0].ty) {
                    let merge = |one: Schema, other: Schema| Schema {
                        rules: self.both(one.rules.clone(), other.rules, site.pointer),
                        ..one
                    };
                    return lowered
                        .into_iter()
                        .reduce(merge)
                        .expect("there are several");
                }
                let message =
                    "the members of this `allOf` are not all objects: any JSON value is taken";
                self.warn(
                    Code::MixedComposition,
                    base,
                    message,
                    "describe the value with one schema, or give each member `properties`",
                );
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
        let otherwise = match words.format.as_deref() {
            // A map of names to the URIs of related resources.
            Some("uri-map") => Element {
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

/// What an array or a map holds, and the rules for each.
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
