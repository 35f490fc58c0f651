//! Numbers within their bounds, and whether a value is within them.

use bindery::ir::{Bound, Rules};
use serde_json::{Value, json};

/// The `nth` of several integers that keep the rules, as far as there are as many.
pub(super) fn integer(rules: &Rules, nth: usize) -> Value {
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

/// The `nth` of several numbers that keep the rules, as far as there are as many.
pub(super) fn number(rules: &Rules, nth: usize) -> Value {
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
