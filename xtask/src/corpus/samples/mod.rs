//! Values that keep a schema's rules, as JSON.

mod depths;
mod numbers;
mod properties;

use bindery::ir::{
    Element, Enumeration, Ir, Object, Property, Rules, Schema, Text, Type, TypeId, TypeShape, Union,
};
use serde_json::{Map, Value, json};

use super::words;
use depths::Depths;
pub(crate) use numbers::keeps;
use numbers::{integer, number};

/// What may be left out is left out in objects, lists and maps that stand deeper than this.
const DEPTH: usize = 3;

/// How many items a list and a map have at most, whatever their rules say.
const MOST: usize = 100;

/// Makes values for the types of an API.
pub(crate) struct Samples<'a> {
    ir: &'a Ir,
    depths: Depths<'a>,
    /// Whether objects have their optional properties too.
    optional: bool,
}

impl<'a> Samples<'a> {
    pub(crate) fn new(ir: &'a Ir, optional: bool) -> Self {
        Self {
            ir,
            depths: Depths::new(ir),
            optional,
        }
    }

    /// The `nth` of several different values of a schema, as far as it has as many.
    pub(crate) fn of(&self, schema: &Schema, nth: usize) -> Value {
        self.value(&schema.ty, &schema.rules, nth, 0)
    }

    /// The `nth` of several different values, as far as the type has as many.
    fn value(&self, ty: &Type, rules: &Rules, nth: usize, depth: usize) -> Value {
        match ty {
            Type::Boolean => json!(nth == 0),
            Type::Int32 | Type::Int64 | Type::Uint64 => integer(rules, nth),
            Type::Number => number(rules, nth),
            Type::String => words::text(nth, rules.min_length, rules.max_length).into(),
            Type::DateTime => format!("2024-02-29T12:34:{:02}Z", nth % 60).into(),
            Type::DateTimeRfc2822 => format!("Thu, 29 Feb 2024 12:34:{:02} +0000", nth % 60).into(),
            Type::Date => format!("2024-02-{:02}", nth % 28 + 1).into(),
            Type::Base64 | Type::Base64Url => words::encoded(nth, rules.min_length).into(),
            Type::Json => json!({ "key": nth }),
            Type::Binary => "binary".into(),
            Type::Array(element) => {
                let nths = 0..self.count(element, rules, rules.min_items, rules.max_items, depth);
                nths.map(|nth| self.each(element, rules, nth, depth + 1))
                    .collect()
            }
            Type::Map(element) => {
                let (least, most) = (rules.min_properties, rules.max_properties);
                let count = self.count(element, rules, least, most, depth);
                let key = |index: usize| match index {
                    0 => "key".to_owned(),
                    _ => format!("key{}", index + 1),
                };
                let value = |index| self.each(element, rules, nth + index, depth + 1);
                let members = (0..count).map(|index| (key(index), value(index)));
                Value::Object(members.collect())
            }
            Type::Named(id) => self.named(*id, rules, nth, depth),
            Type::Replaced(replaced) => self.value(&replaced.ty, rules, nth, depth),
        }
    }

    /// How many items an array or a map has: one, if the rules do not ask for more or forbid it.
    fn count(
        &self,
        element: &Element,
        rules: &Rules,
        least: Option<u64>,
        most: Option<u64>,
        depth: usize,
    ) -> usize {
        let size = |size: u64| usize::try_from(size).unwrap_or(usize::MAX).min(MOST);
        let least = size(least.unwrap_or(0));
        let none = Rules::default();
        let inside = rules.each.as_deref().unwrap_or(&none);
        let has_room = depth <= DEPTH && most != Some(0);
        match self.depths.ty(&element.ty, inside) {
            Some(_) if has_room => least.max(1),
            None if depth > DEPTH => 0,
            _ => least,
        }
    }

    /// An item of an array or a value of a map that has these rules.
    fn each(&self, element: &Element, rules: &Rules, nth: usize, depth: usize) -> Value {
        let none = Rules::default();
        let rules = rules.each.as_deref().unwrap_or(&none);
        self.value(&element.ty, rules, nth, depth)
    }

    fn named(&self, id: TypeId, rules: &Rules, nth: usize, depth: usize) -> Value {
        match &self.ir.type_def(id).shape {
            TypeShape::Object(object) => self.object(object, rules, nth, depth).into(),
            TypeShape::Enumeration(Enumeration::Strings(values)) => {
                values.get(nth % values.len().max(1)).cloned().into()
            }
            TypeShape::Enumeration(Enumeration::Integers(values)) => {
                values.get(nth % values.len().max(1)).copied().into()
            }
            TypeShape::Text(text) => pattern(text, nth).into(),
            TypeShape::Union(union) => self.union(union, nth, depth),
        }
    }

    fn object(
        &self,
        object: &Object,
        rules: &Rules,
        nth: usize,
        depth: usize,
    ) -> Map<String, Value> {
        let properties = match self.optional && depth < DEPTH {
            true => properties::most(object, rules, &self.depths),
            false => properties::least(object, rules, &self.depths),
        };
        // A value without an end has one here.
        let is_kept = |it: &&&Property| depth <= DEPTH || self.depths.of(&it.schema).is_some();
        let kept = properties.iter().filter(is_kept);
        kept.map(|Property { name, schema, .. }| {
            let value = self.value(&schema.ty, &schema.rules, nth, depth + 1);
            (name.clone(), value)
        })
        .collect()
    }

    /// A value of the first variant; in the depth, of the shallowest one.
    fn union(&self, union: &Union, nth: usize, depth: usize) -> Value {
        let variants = union.variants.iter();
        let bounded = variants.filter_map(|it| {
            let shallowest = self.depths.ty(&it.element.ty, &it.rules)?;
            Some((if depth <= DEPTH { 0 } else { shallowest }, it))
        });
        let Some((_, variant)) = bounded.min_by_key(|(depth, _)| *depth) else {
            return Value::Null;
        };
        let mut value = self.value(&variant.element.ty, &variant.rules, nth, depth + 1);
        if let (Some(discriminator), Some(tag), Value::Object(members)) =
            (&union.discriminator, variant.tags.first(), &mut value)
        {
            members.insert(discriminator.property.clone(), tag.clone().into());
        }
        value
    }
}

/// The `nth` of several texts that the pattern allows, as far as one is found.
fn pattern(text: &Text, nth: usize) -> String {
    let (least, most) = (text.min_length, text.max_length);
    match text.shape.example() {
        Some(example) => another(example, nth, |other| text.shape.matches(other)),
        None => words::matching(&text.shape, nth, least, most)
            .unwrap_or_else(|| words::text(nth, least, most)),
    }
}

/// The `nth` text that differs from an example in its last character and is allowed, as far as there is one.
fn another(example: String, nth: usize, is_allowed: impl Fn(&str) -> Option<bool>) -> String {
    let Some((at, last)) = example.char_indices().next_back() else {
        return example;
    };
    let others = ('0'..='9').chain('a'..='z').chain('A'..='Z');
    let others = others.filter(|other| *other != last);
    let others = others.map(|other| format!("{}{other}", &example[..at]));
    let mut allowed = others.filter(|other| is_allowed(other) == Some(true));
    let chosen = nth.checked_sub(1).and_then(|before| allowed.nth(before));
    chosen.unwrap_or_else(|| example.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bindery::diagnostic::Diagnostics;
    use bindery::ir::BodyContent;
    use bindery::source::Source;
    use bindery::target::Target;
    use bindery::understand;

    /// The least and the most of a document's only body.
    fn samples(schemas: &str) -> [Value; 2] {
        let text = format!(
            r##"{{ openapi: 3.0.3, info: {{ title: T, version: "1" }}, paths: {{ /x: {{ post: {{ operationId: X, requestBody: {{
                content: {{ application/json: {{ schema: {{ $ref: "#/components/schemas/Body" }} }} }} }},
                responses: {{ "204": {{ description: Done }} }} }} }} }}, components: {{ schemas: {{ {schemas} }} }} }}"##
        );
        let source = Source::new("x.yaml", text);
        let (ir, _) = understand(&source, &Target::default(), &mut Diagnostics::new()).unwrap();
        let body = &ir.operations[0].body.as_ref().unwrap().content;
        let BodyContent::Json { schema, .. } = body else {
            panic!("the body is JSON")
        };
        [false, true].map(|optional| Samples::new(&ir, optional).of(schema, 0))
    }

    #[test]
    fn as_few_and_as_many_properties_as_are_allowed() {
        let schemas = r##"Body: { type: object, minProperties: 1, maxProperties: 2, properties: {
            deep: { type: object, properties: { n: { type: integer } } },
            read: { type: string, readOnly: true },
            a: { type: string }, b: { type: string }, c: { type: string } } }"##;
        let [least, most] = samples(schemas);
        assert_eq!(least, json!({ "a": "text" }));
        assert_eq!(most, json!({ "a": "text", "b": "text" }));
    }

    #[test]
    fn of_several_ways_the_one_with_an_end() {
        // Each property but one leads to the object again.
        let schemas = r##"Body: { type: object, minProperties: 1, maxProperties: 1, properties: {
              same: { $ref: "#/components/schemas/Body" }, list: { type: array, minItems: 1, items: { $ref: "#/components/schemas/Body" } },
              of: { $ref: "#/components/schemas/Other" }, all: { type: object, properties: { n: { type: integer } } } } },
            Other: { type: object, required: [body], properties: { body: { $ref: "#/components/schemas/Body" } } }"##;
        let [least, most] = samples(schemas);
        assert_eq!(least, json!({ "all": {} }));
        assert_eq!(most, json!({ "all": { "n": 1 } }));
    }

    #[test]
    fn a_value_without_an_end_has_one() {
        let schemas = r##"Body: { type: object, required: [left, right], properties: {
            left: { $ref: "#/components/schemas/Body" }, right: { $ref: "#/components/schemas/Body" } } }"##;
        let [least, most] = samples(schemas);
        assert_eq!(least, most);
        assert_eq!(
            least.pointer("/left/right/left"),
            Some(&json!({ "left": {}, "right": {} }))
        );
    }

    #[test]
    fn choices_and_lists_that_lead_back() {
        let schemas = r##"Body: { oneOf: [{ $ref: "#/components/schemas/Other" }, { type: integer }] },
            Other: { oneOf: [{ $ref: "#/components/schemas/Again" }, { $ref: "#/components/schemas/List" }] },
            Again: { type: object, required: [other], properties: { other: { $ref: "#/components/schemas/Other" } } },
            List: { type: object, required: [all], properties: { all: { type: array, minItems: 1, items: { $ref: "#/components/schemas/List" } } } }"##;
        let [least, most] = samples(schemas);
        assert_eq!([least, most], [json!(1), json!(1)]);
    }
}
