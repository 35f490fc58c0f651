//! Draws schemas of OpenAPI 3.0, and values that keep them or nearly do.

use serde_json::{Map, Value, json};

/// Numbers that are the same in every run (SplitMix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.roll() % bound as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn from(&mut self, least: i64, greatest: i64) -> i64 {
        least + self.below((greatest - least + 1) as usize) as i64
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

const NAMES: &[&str] = &["alpha", "beta", "gamma", "delta"];
const OTHER_NAMES: &[&str] = &["omega", "sigma"];
/// Patterns that mean the same in ECMA-262 and to the validator, each with a text that has it.
const PATTERNS: &[(&str, &str)] = &[
    ("^[a-f]{2,4}$", "abc"),
    ("^XY[0-9a-fA-F]{4}$", "XY01aF"),
    ("^a+b?$", "aab"),
    ("[0-9]", "a7"),
    ("^(on|off)$", "on"),
    ("^x", "xy"),
    ("^[^a-c]+z$", "dez"),
];
const TEXTS: &[&str] = &[
    "",
    "a",
    "ab",
    "abc",
    "abcd",
    "abcde",
    "on",
    "off",
    "x1",
    "äö",
    "🙂",
    "🙂🙂🙂",
    "XY0123",
    "b\n",
    "2024-02-29",
    "2023-02-29",
    "2024-02-29T12:30:00Z",
    "2024-02-29T12:30:00.5+02:00",
    "2024-02-29T25:00:00Z",
    "1",
    "1.5",
    "true",
    "null",
];

/// A schema, nested so many levels at most.
pub(crate) fn schema(dice: &mut Dice, depth: usize) -> Value {
    let kinds = if depth == 0 { 9 } else { 16 };
    let mut drawn = match dice.below(kinds) {
        0 => json!({"type": "boolean"}),
        1 | 2 => integer(dice),
        3 | 4 => number(dice),
        5 => string(dice),
        6 => json!({"type": "string", "pattern": dice.pick(PATTERNS).0}),
        7 => match dice.below(2) {
            0 => json!({"type": "string", "enum": ["abc", "on", "äö"]}),
            _ => json!({"type": "integer", "enum": [1, 5, 70]}),
        },
        8 => json!({"type": "string", "format": dice.pick(&["date", "date-time"])}),
        9 | 10 => array(dice, depth),
        11 => map(dice, depth),
        12 | 13 => object(dice, depth, NAMES),
        14 => {
            json!({"allOf": [object_without_rest(dice, depth, &NAMES[..2]), object_without_rest(dice, depth, &NAMES[2..])]})
        }
        _ => union(dice, depth),
    };
    if dice.chance(20) {
        drawn["nullable"] = true.into();
        if let Some(values) = drawn.get_mut("enum").and_then(Value::as_array_mut) {
            values.push(Value::Null);
        }
    }
    drawn
}

fn integer(dice: &mut Dice) -> Value {
    let mut drawn = json!({"type": "integer"});
    if dice.chance(40) {
        drawn["format"] = (*dice.pick(&["int32", "int64"])).into();
    }
    let large = 9_007_199_254_740_993;
    let least = match dice.below(8) {
        0 if drawn.get("format") != Some(&json!("int32")) => large,
        _ => dice.from(-20, 20),
    };
    let greatest = least + dice.from(3, 30);
    bounds(dice, &mut drawn, least.into(), greatest.into());
    if dice.chance(30) {
        drawn["multipleOf"] = dice.from(2, 3).into();
    }
    drawn
}

fn number(dice: &mut Dice) -> Value {
    let mut drawn = json!({"type": "number"});
    let least = dice.from(-80, 80);
    let greatest = least + dice.from(4, 40);
    bounds(
        dice,
        &mut drawn,
        json!(least as f64 / 4.0),
        json!(greatest as f64 / 4.0),
    );
    if dice.chance(30) {
        drawn["multipleOf"] = dice.pick(&[json!(0.25), json!(0.5), json!(2)]).clone();
    }
    drawn
}

fn bounds(dice: &mut Dice, drawn: &mut Value, least: Value, greatest: Value) {
    for (key, exclusive, bound) in [
        ("minimum", "exclusiveMinimum", least),
        ("maximum", "exclusiveMaximum", greatest),
    ] {
        if dice.chance(60) {
            drawn[key] = bound;
            if dice.chance(40) {
                drawn[exclusive] = true.into();
            }
        }
    }
}

fn string(dice: &mut Dice) -> Value {
    let mut drawn = json!({"type": "string"});
    counts(dice, &mut drawn, "minLength", "maxLength");
    drawn
}

fn counts(dice: &mut Dice, drawn: &mut Value, least: &str, greatest: &str) {
    if dice.chance(50) {
        drawn[least] = dice.from(1, 2).into();
    }
    if dice.chance(50) {
        drawn[greatest] = dice.from(2, 3).into();
    }
}

fn array(dice: &mut Dice, depth: usize) -> Value {
    let mut drawn = json!({"type": "array", "items": schema(dice, depth - 1)});
    counts(dice, &mut drawn, "minItems", "maxItems");
    if dice.chance(40) {
        drawn["uniqueItems"] = true.into();
    }
    drawn
}

fn map(dice: &mut Dice, depth: usize) -> Value {
    let mut drawn = json!({"type": "object", "additionalProperties": schema(dice, depth - 1)});
    counts(dice, &mut drawn, "minProperties", "maxProperties");
    drawn
}

fn object_without_rest(dice: &mut Dice, depth: usize, names: &[&str]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for name in names {
        properties.insert((*name).to_owned(), schema(dice, depth - 1));
        if dice.chance(40) {
            required.push(*name);
        }
    }
    let mut drawn = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        drawn["required"] = json!(required);
    }
    drawn
}

fn object(dice: &mut Dice, depth: usize, names: &[&str]) -> Value {
    let mut drawn = object_without_rest(dice, depth, names);
    counts(dice, &mut drawn, "minProperties", "maxProperties");
    match dice.below(5) {
        0 => drawn["additionalProperties"] = false.into(),
        1 => drawn["additionalProperties"] = true.into(),
        2 => drawn["additionalProperties"] = schema(dice, 0),
        _ => {}
    }
    drawn
}

/// A member of a union of members of any kind. It may not be null, and no object of it takes properties of any
/// kind: a tolerant client prefers a member that knows the properties, even if one of the values does not fit.
pub(crate) fn member(dice: &mut Dice) -> Value {
    let mut drawn = schema(dice, 1);
    if let Some(words) = drawn.as_object_mut() {
        words.remove("nullable");
        if let Some(values) = words.get_mut("enum").and_then(Value::as_array_mut) {
            values.retain(|value| !value.is_null());
        }
    }
    close(&mut drawn);
    drawn
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(words) => {
            words.retain(|word, value| word != "additionalProperties" || *value != true);
            words.values_mut().for_each(close);
        }
        Value::Array(schemas) => schemas.iter_mut().for_each(close),
        _ => {}
    }
}

/// Members of different kinds of JSON, so that `oneOf` and `anyOf` agree.
fn union(dice: &mut Dice, depth: usize) -> Value {
    let mut members = vec![
        string(dice),
        integer(dice),
        array(dice, depth),
        object(dice, depth, &NAMES[..2]),
    ];
    members.remove(dice.below(4));
    json!({*dice.pick(&["oneOf", "anyOf"]): members})
}

/// A value that a schema takes, or one that is next to it.
pub(crate) fn value(dice: &mut Dice, schema: &Value) -> Value {
    if dice.chance(4) {
        return anything(dice);
    }
    if schema.get("nullable").is_some() && dice.chance(15) {
        return Value::Null;
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array)
        && dice.chance(80)
    {
        return dice.pick(values).clone();
    }
    for composition in ["oneOf", "anyOf"] {
        if let Some(members) = schema.get(composition).and_then(Value::as_array) {
            let member = dice.pick(members).clone();
            return value(dice, &member);
        }
    }
    if let Some(members) = schema.get("allOf").and_then(Value::as_array) {
        let mut all = Map::new();
        for member in members {
            if let Value::Object(more) = value(dice, member) {
                all.extend(more);
            }
        }
        return Value::Object(all);
    }
    match schema["type"].as_str() {
        Some("boolean") => dice.chance(50).into(),
        Some("integer") => near(dice, schema, &[1]),
        Some("number") => near(dice, schema, &[2, 4, 8]),
        Some("string") => text(dice, schema),
        Some("array") => items(dice, schema),
        _ => members(dice, schema),
    }
}

fn anything(dice: &mut Dice) -> Value {
    match dice.below(8) {
        0 => Value::Null,
        1 => dice.chance(50).into(),
        2 => dice.from(-40, 40).into(),
        3 => json!(dice.from(-80, 80) as f64 + 0.5),
        4 => (*dice.pick(TEXTS)).into(),
        5 => json!([dice.from(0, 9)]),
        6 => json!({*dice.pick(NAMES): dice.from(0, 9)}),
        _ => dice
            .pick(&[
                json!(u64::MAX),
                json!(i64::MIN),
                json!(9_007_199_254_740_993_i64),
                json!(2_147_483_648_i64),
            ])
            .clone(),
    }
}

/// A number at a bound, next to it, or somewhere.
fn near(dice: &mut Dice, schema: &Value, parts: &[i64]) -> Value {
    let bound = schema.get(*dice.pick(&["minimum", "maximum"]));
    let step = dice.from(-3, 3);
    let part = *dice.pick(parts);
    match bound.map(|bound| (bound.as_i64(), bound.as_f64())) {
        Some((Some(bound), _)) => (bound + step).into(),
        Some((None, Some(bound))) if part > 1 => fraction(bound + step as f64 / part as f64),
        _ if part == 1 => dice.from(-40, 40).into(),
        _ => fraction(dice.from(-160, 160) as f64 / part as f64),
    }
}

fn fraction(number: f64) -> Value {
    if number.fract() == 0.0 {
        json!(number as i64)
    } else {
        json!(number)
    }
}

fn text(dice: &mut Dice, schema: &Value) -> Value {
    let pattern = schema.get("pattern").and_then(Value::as_str);
    let known = PATTERNS.iter().find(|(known, _)| Some(*known) == pattern);
    match (known, schema.get("format").and_then(Value::as_str)) {
        (Some((_, text)), _) if dice.chance(60) => (*text).into(),
        (_, Some("date")) if dice.chance(60) => "2024-02-29".into(),
        (_, Some("date-time")) if dice.chance(60) => {
            (*dice.pick(&["2024-02-29T12:30:00Z", "1999-12-31T23:59:59.25-08:00"])).into()
        }
        _ => (*dice.pick(TEXTS)).into(),
    }
}

fn items(dice: &mut Dice, schema: &Value) -> Value {
    let count = dice.below(4);
    let mut items: Vec<Value> = (0..count).map(|_| value(dice, &schema["items"])).collect();
    if count > 0 && dice.chance(20) {
        items.push(items[0].clone());
    }
    items.into()
}

fn members(dice: &mut Dice, schema: &Value) -> Value {
    let mut all = Map::new();
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let required = schema.get("required").and_then(Value::as_array);
        for (name, property) in properties {
            let is_required = required.is_some_and(|all| all.contains(&name.as_str().into()));
            if dice.chance(if is_required { 92 } else { 55 }) {
                all.insert(name.clone(), value(dice, property));
            }
        }
    }
    let rest = schema
        .get("additionalProperties")
        .cloned()
        .unwrap_or(false.into());
    let is_map = schema.get("properties").is_none();
    let others = if is_map {
        dice.below(4)
    } else {
        usize::from(dice.chance(15))
    };
    for name in NAMES.iter().chain(OTHER_NAMES).rev().take(others) {
        if !all.contains_key(*name) && (is_map || OTHER_NAMES.contains(name)) {
            let other = if rest.is_object() {
                value(dice, &rest)
            } else {
                anything(dice)
            };
            all.insert((*name).to_owned(), other);
        }
    }
    all.into()
}
