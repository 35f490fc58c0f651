//! Rules: what a value must satisfy beyond its type, and the diagnostics for rules that the client does not
//! check.

use std::cmp::Ordering::{self, Equal, Greater, Less};

use serde_yaml::Value;

use super::keywords::Keywords;
use super::{CALLER_CHECKS, Lowering};
use crate::diagnostic::Code;
use crate::ir::{Bound, Groups, Rules, Type};
use crate::pointer::Pointer;

/// The rules that a schema gives by its own keywords.
pub(super) fn rules(words: &Keywords<'_>) -> Rules {
    Rules {
        minimum: words.minimum.map(|bound| (bound, words.exclusive_minimum)),
        maximum: words.maximum.map(|bound| (bound, words.exclusive_maximum)),
        multiple_of: words.multiple_of,
        min_length: words.min_length.map(|length| length as u64),
        max_length: words.max_length.map(|length| length as u64),
        min_items: words.min_items.map(|count| count as u64),
        max_items: words.max_items.map(|count| count as u64),
        min_properties: words.min_properties.map(|count| count as u64),
        max_properties: words.max_properties.map(|count| count as u64),
        groups: Vec::new(),
        unique_items: words.unique_items,
        each: None,
        personal: words.personal,
    }
}

/// The rules for integers of a type: bounds that every integer of the type satisfies are removed, and those
/// of a narrower format are added. Bounds may be written as `255.0` or `1e3` (JSON Schema Core, 4.2.2).
pub(super) fn integer_rules(mut rules: Rules, words: &Keywords<'_>, ty: &Type) -> Rules {
    let greatest = Bound::Integer(match ty {
        Type::Uint64 => u64::MAX.into(),
        _ => i64::MAX.into(),
    });
    let least = Bound::Integer(i64::MIN.into());
    let bounds = |limit: Limit| limit.map(|(bound, open)| (whole(bound), open));
    rules.minimum = bounds(rules.minimum)
        .filter(|(bound, open)| order(*bound, least) >= Some(if *open { Equal } else { Greater }));
    rules.maximum = bounds(rules.maximum)
        .filter(|(bound, open)| order(*bound, greatest) <= Some(if *open { Equal } else { Less }));
    rules.multiple_of = rules.multiple_of.map(divisor);
    let named = words.format.as_deref().unwrap_or_default();
    match words.integers() {
        Some((least, Some(greatest))) if !matches!(named, "int32" | "int64") => {
            let range = Rules {
                minimum: Some((Bound::Integer(least.into()), false)),
                maximum: Some((Bound::Integer(greatest.into()), false)),
                ..Rules::default()
            };
            both(rules, range)
        }
        _ => rules,
    }
}

/// A bound as an integer, if it is one of 64 bits.
fn whole(bound: Bound) -> Bound {
    const END: f64 = 18_446_744_073_709_551_616.0; // 2⁶⁴
    match bound {
        Bound::Number(number)
            if number.fract() == 0.0 && number >= i64::MIN as f64 && number < END =>
        {
            Bound::Integer(number as i128)
        }
        bound => bound,
    }
}

/// A divisor as an integer, if it is one of 64 bits with a sign.
fn divisor(bound: Bound) -> Bound {
    match whole(bound) {
        Bound::Integer(divisor) if i64::try_from(divisor).is_err() => bound,
        divisor => divisor,
    }
}

/// The order of two bounds: neither is rounded to the type of the other.
fn order(one: Bound, other: Bound) -> Option<Ordering> {
    match (whole(one), whole(other)) {
        (Bound::Integer(one), Bound::Integer(other)) => Some(one.cmp(&other)),
        (Bound::Number(one), Bound::Number(other)) => one.partial_cmp(&other),
        (Bound::Integer(one), Bound::Number(other)) => against(one, other),
        (Bound::Number(one), Bound::Integer(other)) => against(other, one).map(Ordering::reverse),
    }
}

/// The order of a 64-bit integer and a number that is not an integer.
fn against(whole: i128, number: f64) -> Option<Ordering> {
    // The cast is exact where it does not saturate, and no integer of 64 bits is out there.
    let order = whole.cmp(&(number.trunc() as i128));
    Some(order.then(0.0.partial_cmp(&number.fract())?))
}

/// The rules that a value keeps if it keeps both. Of two divisors without a common multiple the first counts.
fn both(one: Rules, other: Rules) -> Rules {
    let larger = |one: Option<u64>, other: Option<u64>| one.max(other);
    let smaller = |one: Option<u64>, other: Option<u64>| match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    Rules {
        minimum: tighter(one.minimum, other.minimum, Greater),
        maximum: tighter(one.maximum, other.maximum, Less),
        multiple_of: common_multiple(one.multiple_of, other.multiple_of).unwrap_or(one.multiple_of),
        min_length: larger(one.min_length, other.min_length),
        max_length: smaller(one.max_length, other.max_length),
        min_items: larger(one.min_items, other.min_items),
        max_items: smaller(one.max_items, other.max_items),
        min_properties: larger(one.min_properties, other.min_properties),
        max_properties: smaller(one.max_properties, other.max_properties),
        groups: without_repeats(one.groups, other.groups),
        unique_items: one.unique_items || other.unique_items,
        each: match (one.each, other.each) {
            (Some(one), Some(other)) => Some(Box::new(both(*one, *other))),
            (one, other) => one.or(other),
        },
        personal: one.personal || other.personal,
    }
}

fn without_repeats(mut one: Vec<Groups>, other: Vec<Groups>) -> Vec<Groups> {
    for groups in other {
        if !one.contains(&groups) {
            one.push(groups);
        }
    }
    one
}

/// What is divided by both divisors; none if that cannot be said in 64 bits, or one is no integer.
fn common_multiple(one: Option<Bound>, other: Option<Bound>) -> Option<Option<Bound>> {
    let (Some(first), Some(second)) = (one, other) else {
        return Some(one.or(other));
    };
    match (first, second) {
        _ if first == second => Some(one),
        (Bound::Integer(first), Bound::Integer(second)) => {
            let (mut divisor, mut rest) = (first, second);
            while rest != 0 {
                (divisor, rest) = (rest, divisor.checked_rem(rest)?);
            }
            let multiple = first.checked_div(divisor)?.checked_mul(second)?;
            let multiple = i64::try_from(multiple.checked_abs()?).ok()?;
            Some(Some(Bound::Integer(multiple.into())))
        }
        _ => None,
    }
}

type Limit = Option<(Bound, bool)>;

/// Of two equal bounds the one that excludes its number is the tighter.
fn tighter(one: Limit, other: Limit, is_tighter: Ordering) -> Limit {
    let (Some(first), Some(second)) = (one, other) else {
        return one.or(other);
    };
    Some(match order(second.0, first.0) {
        Some(order) if order == is_tighter || order == Equal && second.1 => second,
        _ => first,
    })
}

/// Those of the rules that count the properties of an object.
pub(super) fn property_counts(words: &Keywords<'_>) -> Rules {
    let Rules {
        min_properties,
        max_properties,
        ..
    } = rules(words);
    Rules {
        min_properties,
        max_properties,
        ..Rules::default()
    }
}

fn integer(value: &Value) -> Option<i128> {
    let signed = value.as_i64().map(i128::from);
    signed.or_else(|| value.as_u64().map(i128::from))
}

impl Lowering<'_, '_> {
    /// The rules that a schema gives by its own keywords, with its bounds as they are written: the typed objects
    /// of a document have those of numbers rounded to `f64`.
    pub(super) fn rules(&self, words: &Keywords<'_>, pointer: &Pointer) -> Rules {
        let exact = |(bound, open): (Bound, bool), key: &str| {
            let written = self.document.at(&pointer.join(key)).and_then(integer);
            match (bound, written) {
                (Bound::Number(rounded), Some(written))
                    if written as f64 == rounded && rounded as i128 != written =>
                {
                    (Bound::Integer(written), open)
                }
                (bound, _) => (bound, open),
            }
        };
        let mut rules = rules(words);
        rules.minimum = rules.minimum.map(|limit| exact(limit, "minimum"));
        rules.maximum = rules.maximum.map(|limit| exact(limit, "maximum"));
        rules
    }

    /// The rules of a value that must satisfy both; a diagnostic if they cannot be combined.
    pub(super) fn both(&mut self, one: Rules, other: Rules, pointer: &Pointer) -> Rules {
        if common_multiple(one.multiple_of, other.multiple_of).is_none() {
            let message = "the common multiple of two `multipleOf` cannot be computed: only the first is checked";
            self.warn(
                Code::UncheckedKeyword,
                pointer.clone(),
                message,
                "write one `multipleOf` that is a common multiple of both",
            );
        }
        both(one, other)
    }

    /// Says which keywords of a schema have no effect in any form.
    pub(super) fn report_unenforced(&mut self, words: &Keywords<'_>, pointer: &Pointer) {
        if let Some(not) = words.not
            && self.excluded(not, pointer).is_none()
        {
            let message = "`not` is not checked: values that it excludes are accepted";
            self.warn(
                Code::UncheckedKeyword,
                pointer.join("not"),
                message,
                CALLER_CHECKS,
            );
        }
    }

    /// Reports keywords next to a composition that have no effect: only the members of the composition apply.
    pub(super) fn report_beside(
        &mut self,
        words: &Keywords<'_>,
        composition: &str,
        pointer: &Pointer,
    ) {
        let beside = [
            ("pattern", words.pattern.is_some()),
            ("enum", !words.values.is_empty()),
            ("items", words.items.is_some()),
            ("additionalProperties", words.additional.is_some()),
        ];
        for (key, _) in beside.into_iter().filter(|(_, stands)| *stands) {
            let message = format!("`{key}` next to `{composition}` is not checked");
            let help = format!("move it into the schemas of `{composition}`");
            self.warn(Code::UncheckedKeyword, pointer.join(key), message, help);
        }
        self.report_required(words, pointer);
    }

    /// Reports the names that a schema without properties requires.
    pub(super) fn report_required(&mut self, words: &Keywords<'_>, pointer: &Pointer) {
        for (index, name) in words.required.iter().enumerate() {
            self.undeclared(name, pointer.join("required").index(index));
        }
    }

    pub(super) fn undeclared(&mut self, name: &str, pointer: Pointer) {
        let message = format!("`{name}` is required but not declared: its presence is not checked");
        self.warn(
            Code::RequiredUndeclared,
            pointer,
            message,
            "declare it in `properties`, or remove it from `required`",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tighter_rule_counts() {
        let bounds = |least: i64, open| Rules {
            minimum: Some((Bound::Integer(least.into()), open)),
            maximum: Some((Bound::Number(9.5), false)),
            min_length: Some(least as u64),
            max_length: None,
            ..Rules::default()
        };
        let merged = both(bounds(2, false), bounds(2, true));
        assert_eq!(merged.minimum, Some((Bound::Integer(2), true)));
        let merged = both(bounds(1, true), bounds(2, false));
        assert_eq!(merged.minimum, Some((Bound::Integer(2), false)));
        assert_eq!(merged.maximum, Some((Bound::Number(9.5), false)));
        assert_eq!((merged.min_length, merged.max_length), (Some(2), None));
        let lengths = |most| Rules {
            max_length: Some(most),
            ..Rules::default()
        };
        let each = |most| Rules {
            each: lengths(most).for_each(),
            ..Rules::default()
        };
        assert_eq!(both(each(3), each(2)), each(2));
        assert_eq!(both(each(3), Rules::default()), each(3));
    }

    #[test]
    fn bounds_are_ordered_exactly() {
        let (integer, number) = (Bound::Integer, Bound::Number);
        for (one, other, expected) in [
            (
                integer(9_007_199_254_740_993),
                number(9_007_199_254_740_992.0),
                Greater,
            ),
            (
                integer(u64::MAX.into()),
                number(18_446_744_073_709_551_616.0),
                Less,
            ),
            (number(255.0), integer(255), Equal),
            (number(2.5), integer(2), Greater),
            (integer(-2), number(-2.5), Greater),
            (number(-1e300), integer(i64::MIN.into()), Less),
        ] {
            assert_eq!(order(one, other), Some(expected), "{one:?} {other:?}");
        }
    }

    /// A multiple of both is a multiple of their least common multiple.
    #[test]
    fn divisors_meet() {
        let integer = |divisor| Some(Bound::Integer(divisor));
        let half = Some(Bound::Number(0.5));
        assert_eq!(common_multiple(integer(4), integer(6)), Some(integer(12)));
        assert_eq!(common_multiple(integer(4), None), Some(integer(4)));
        assert_eq!(common_multiple(half, half), Some(half));
        for (one, other) in [
            (half, integer(3)),
            (integer(i64::MAX.into()), integer(i128::from(i64::MAX) - 1)),
        ] {
            assert_eq!(common_multiple(one, other), None);
        }
    }
}
