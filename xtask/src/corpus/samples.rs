//! Values that keep a schema's rules, as JSON.

use std::collections::BTreeSet;

use bindery::ir::{
    Bound, Element, Enumeration, GroupCount, Ir, Object, Property, Rules, Schema, Text, Type,
    TypeId, TypeShape, Union,
};
use serde_json::{Map, Value, json};

use super::words;

/// Optional properties of objects that stand deeper than this are left out.
const DEPTH: usize = 3;

/// Makes values for the types of an API.
pub(crate) struct Samples<'a> {
    ir: &'a Ir,
    /// Whether objects have their optional properties too.
    optional: bool,
}

impl<'a> Samples<'a> {
    pub(crate) fn new(ir: &'a Ir, optional: bool) -> Self {
        Self { ir, optional }
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
                let count = usize::try_from(rules.min_items.unwrap_or_default().max(1));
                let nths = 0..count.unwrap_or(1);
                nths.map(|nth| self.each(element, rules, nth, depth + 1))
                    .collect()
            }
            Type::Map(element) => {
                let least = least_properties(rules).max(1);
                let key = |index: usize| match index {
                    0 => "key".to_owned(),
                    _ => format!("key{}", index + 1),
                };
                let value = |index| self.each(element, rules, nth + index, depth + 1);
                let members = (0..least).map(|index| (key(index), value(index)));
                Value::Object(members.collect())
            }
            Type::Named(id) => self.named(*id, rules, nth, depth),
            Type::Replaced(replaced) => self.value(&replaced.ty, rules, nth, depth),
        }
    }

    fn element(&self, element: &Element, nth: usize, depth: usize) -> Value {
        self.value(&element.ty, &Rules::default(), nth, depth)
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
        let required: Vec<&str> = object
            .properties
            .iter()
            .filter(|it| it.required)
            .map(|it| &*it.name)
            .collect();
        let (needed, excluded) = of_groups(rules, &required);
        let is_wanted = |property: &&Property| {
            let name = &*property.name;
            let is_optional = self.optional && depth < DEPTH && !excluded.contains(name);
            property.required || needed.contains(name) || is_optional
        };
        let wanted = object.properties.iter().filter(is_wanted);
        // Those that hold nothing else come first: an object may have itself as its only property.
        let others = object.properties.iter().filter(|it| !is_wanted(it));
        let (nested, plain): (Vec<_>, Vec<_>) = others.partition(|it| holds_others(&it.schema.ty));
        let others = plain.into_iter().chain(nested);
        let missing = match depth < DEEPEST {
            true => least_properties(rules).saturating_sub(wanted.clone().count()),
            false => 0,
        };
        wanted
            .chain(others.take(missing))
            .map(|property| {
                let schema = &property.schema;
                let value = self.value(&schema.ty, &schema.rules, nth, depth + 1);
                (property.name.clone(), value)
            })
            .collect()
    }

    fn union(&self, union: &Union, nth: usize, depth: usize) -> Value {
        let Some(variant) = union.variants.first() else {
            return Value::Null;
        };
        let mut value = self.element(&variant.element, nth, depth + 1);
        if let (Some(discriminator), Some(tag), Value::Object(members)) =
            (&union.discriminator, variant.tags.first(), &mut value)
        {
            members.insert(discriminator.property.clone(), tag.clone().into());
        }
        value
    }
}

/// The properties that an object has, and those that it has not, because of the groups of its rules: of several groups
/// it has the first one.
fn of_groups<'r>(rules: &'r Rules, required: &[&str]) -> (BTreeSet<&'r str>, BTreeSet<&'r str>) {
    let (mut needed, mut excluded) = (BTreeSet::new(), BTreeSet::new());
    for groups in &rules.groups {
        let all = || groups.names.iter().flatten().map(String::as_str);
        let is_there = |group: &&Vec<String>| group.iter().all(|it| required.contains(&&**it));
        let chosen = groups.names.iter().find(is_there).or(groups.names.first());
        let chosen = chosen.into_iter().flatten().map(String::as_str);
        match groups.count {
            GroupCount::Some => needed.extend(chosen),
            GroupCount::One => {
                needed.extend(chosen);
                excluded.extend(all());
            }
            GroupCount::AtMostOne | GroupCount::None => excluded.extend(all()),
        }
    }
    (needed, excluded)
}

/// Up to this depth objects get as many properties as they must have.
const DEEPEST: usize = 16;

fn holds_others(ty: &Type) -> bool {
    matches!(ty, Type::Named(_) | Type::Array(_) | Type::Map(_))
}

/// How many properties an object must have, in a number that a sample can have.
fn least_properties(rules: &Rules) -> usize {
    let least = rules.min_properties.unwrap_or_default();
    usize::try_from(least).map_or(0, |least| least.min(100))
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

fn integer(rules: &Rules, nth: usize) -> Value {
    let (first, last) = (i128::from(i64::MIN), i128::from(u64::MAX));
    let whole = |bound: Bound| match bound {
        Bound::Integer(bound) => bound,
        Bound::Number(bound) => (bound.ceil() as i128).clamp(first, last),
    };
    let least = rules
        .minimum
        .map(|(bound, open)| whole(bound) + i128::from(open));
    let most = rules
        .maximum
        .map(|(bound, open)| whole(bound) - i128::from(open));
    let step = rules.multiple_of.map_or(1, whole).max(1);
    let wanted = least.unwrap_or(1).min(most.unwrap_or(last));
    let one = match wanted.rem_euclid(step) {
        0 => wanted,
        rest if least.is_none() => wanted - rest,
        rest => wanted - rest + step,
    };
    let another = one.saturating_add(step.saturating_mul(nth as i128));
    let sample = match most {
        Some(most) if another > most => one,
        _ => another,
    };
    i64::try_from(sample).map_or_else(|_| json!(sample.clamp(0, last) as u64), Value::from)
}

fn number(rules: &Rules, nth: usize) -> Value {
    let plain = |bound: Bound| match bound {
        Bound::Integer(bound) => bound as f64,
        Bound::Number(bound) => bound,
    };
    let least = rules.minimum.map(|(bound, open)| (plain(bound), open));
    let most = rules.maximum.map(|(bound, open)| (plain(bound), open));
    let value = match (least, most) {
        (Some((least, false)), _) => least,
        (_, Some((most, false))) => most,
        (Some((least, true)), Some((most, true))) => (least + most) / 2.0,
        (Some((least, true)), None) => least + 1.0,
        (None, Some((most, true))) => most - 1.0,
        (None, None) => rules.multiple_of.map_or(1.5, plain),
    };
    let another = value + nth as f64;
    let is_allowed = most.is_none_or(|(most, open)| another < most || !open && another <= most);
    let is_multiple = rules
        .multiple_of
        .is_none_or(|it| (another % plain(it)) == 0.0);
    json!(if is_allowed && is_multiple {
        another
    } else {
        value
    })
}

/// Whether a value that a document gives as an example keeps the rules that a type does not check.
pub(crate) fn keeps(rules: &Rules, value: &Value) -> bool {
    let bound = |bound: Bound| match bound {
        Bound::Integer(bound) => bound as f64,
        Bound::Number(bound) => bound,
    };
    let within = |count: usize, least: Option<u64>, most: Option<u64>| {
        let count = count as u64;
        count >= least.unwrap_or(0) && count <= most.unwrap_or(u64::MAX)
    };
    match value {
        Value::Number(number) => {
            let value = number.as_f64().unwrap_or(f64::NAN);
            let above = |(least, open): (Bound, bool)| {
                value > bound(least) || !open && value == bound(least)
            };
            let below =
                |(most, open): (Bound, bool)| value < bound(most) || !open && value == bound(most);
            rules.minimum.is_none_or(above)
                && rules.maximum.is_none_or(below)
                && rules
                    .multiple_of
                    .is_none_or(|step| value % bound(step) == 0.0)
        }
        Value::String(text) => {
            !text.is_empty() && within(text.chars().count(), rules.min_length, rules.max_length)
        }
        Value::Array(items) => {
            !items.is_empty() && within(items.len(), rules.min_items, rules.max_items)
        }
        _ => true,
    }
}
