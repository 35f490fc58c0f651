//! Scalars of another kind of JSON whose text is a value of the declared kind.

use std::fmt::{Display, LowerExp};
use std::str::FromStr;

use serde_json::{Number, Value};

use crate::model::field_slot::DecodeTarget;
use crate::model::number;

/// 2⁵³: integers up to here have a double-precision number of their own.
pub(crate) const EXACT: f64 = 9_007_199_254_740_992.0;

/// Puts a scalar of another kind into a slot, if that loses nothing; says whether it did.
///
/// A string is read as a number if it is one by the grammar of JSON (RFC 8259, section 6), and for an integer the
/// number has the same digits; and as a boolean if it is `true` or `false`. A number with a fraction of zero is an
/// integer. A number or a boolean is read as its text where a string is declared, and a date-time in the
/// other forms that services write.
pub(crate) fn put(slot: DecodeTarget<'_>, value: &Value) -> bool {
    match slot {
        DecodeTarget::Bool(place) => set(place, boolean(value)),
        DecodeTarget::I32(place) => set(place, integer(value)),
        DecodeTarget::I64(place) => set(place, integer(value)),
        DecodeTarget::U32(place) => set(place, integer(value)),
        DecodeTarget::U64(place) => set(place, integer(value)),
        DecodeTarget::F32(place) => set(place, number(value)),
        DecodeTarget::F64(place) => set(place, number(value)),
        DecodeTarget::Integer(place) => integer(value).map(|value| place.set(value)).is_some(),
        DecodeTarget::Str(place) => set(place, text(value)),
        DecodeTarget::Text(place) => {
            let text = value.as_str().map(str::to_owned).or_else(|| text(value));
            text.is_some_and(|text| place.parse(&text).is_ok())
        }
        DecodeTarget::Custom(place) => {
            let number = value.as_str().filter(|text| is_number(text));
            number.is_some_and(|text| place.parse(text))
        }
        _ => false,
    }
}

fn set<T>(place: &mut T, value: Option<T>) -> bool {
    value.map(|value| *place = value).is_some()
}

fn boolean(value: &Value) -> Option<bool> {
    match value.as_str()? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn integer<T: FromStr>(value: &Value) -> Option<T> {
    match value {
        Value::String(text) => whole(&Decimal::of(text)?)?.parse().ok(),
        Value::Number(number) if number.is_f64() => {
            let number = number.as_f64().filter(|number| number.abs() < EXACT)?;
            (number.trunc() == number)
                .then(|| (number as i64).to_string())?
                .parse()
                .ok()
        }
        _ => None,
    }
}

/// The digits of a whole number.
pub(crate) fn whole(decimal: &Decimal) -> Option<String> {
    if decimal.digits.is_empty() {
        return Some("0".to_owned());
    }
    // No integer type has more digits than this.
    let zeros = usize::try_from(decimal.exponent)
        .ok()
        .filter(|it| *it <= 20)?;
    let sign = if decimal.negative { "-" } else { "" };
    Some(format!("{sign}{}{}", decimal.digits, "0".repeat(zeros)))
}

fn number<T: FromStr + LowerExp + Display>(value: &Value) -> Option<T> {
    let text = value.as_str()?;
    let decimal = Decimal::of(text)?;
    let number: T = text.parse().ok()?;
    (is_nearest(&number, &decimal) || holds(&number, &decimal)).then_some(number)
}

/// Whether a floating-point number stands for a decimal one with a fraction, of which it may keep fewer digits, as it
/// does for numbers of JSON (RFC 8259, section 6). An integer would be another one.
fn is_nearest<N: LowerExp>(number: &N, decimal: &Decimal) -> bool {
    let kept = Decimal::of(&format!("{number:e}"));
    !decimal.is_whole() && kept.is_some_and(|kept| !kept.digits.is_empty())
}

/// Whether a floating-point number, the nearest to a decimal one, stands for it: its shortest text, which is
/// what is written, is the same number, or it is the same integer. Of an infinite one neither holds.
pub(crate) fn holds<N: LowerExp + Display>(number: &N, decimal: &Decimal) -> bool {
    let is = |text: String| Decimal::of(&text).as_ref() == Some(decimal);
    is(format!("{number:e}")) || is(format!("{number:.0}"))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => number_text(number),
        _ => None,
    }
}

/// The text of a number, unless its digits may have been lost when it was parsed.
fn number_text(number: &Number) -> Option<String> {
    if let Some(value) = number.as_f64().filter(|_| number.is_f64()) {
        let digits = Decimal::of(&format!("{value:e}"))?.digits.len();
        // `1E5` is 100000, as JSON Schema has it (Core, section 4.2.3).
        return (digits <= 15 && value.abs() < EXACT).then(|| number::number_text(number));
    }
    Some(number.to_string())
}

/// A number as its digits and a power of ten: `0.050` is 5 by 10⁻².
#[derive(Debug, PartialEq)]
pub(crate) struct Decimal {
    negative: bool,
    /// Without zeros at either end; empty for zero.
    digits: String,
    exponent: i64,
}

impl Decimal {
    /// Whether it is an integer; `1.0` is one (JSON Schema Core, section 4.2.3).
    pub(crate) fn is_whole(&self) -> bool {
        self.exponent >= 0
    }

    /// Of a text that is a number by the grammar of JSON.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, power(exponent)?),
            None => (rest, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (mantissa, ""),
        };
        let is_whole = whole == "0" || (!whole.is_empty() && !whole.starts_with('0'));
        if !is_whole || !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0').trim_end_matches('0');
        if digits.is_empty() {
            return Some(Self {
                negative,
                digits: String::new(),
                exponent: 0,
            });
        }
        let zeros = all.len() - all.trim_end_matches('0').len();
        Some(Self {
            negative,
            digits: digits.to_owned(),
            exponent: exponent + zeros as i64 - fraction.len() as i64,
        })
    }
}

fn power(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !is_digits(digits) {
        return None;
    }
    // No number type reaches further.
    text.parse()
        .ok()
        .filter(|power: &i64| power.unsigned_abs() < 100_000)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is a number by the grammar of JSON.
pub(crate) fn is_number(text: &str) -> bool {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let power = text.get(mantissa.len() + 1..).unwrap_or("0");
    let digits = power.strip_prefix(['+', '-']).unwrap_or(power);
    Decimal::of(mantissa).is_some() && !digits.is_empty() && is_digits(digits)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn integers_are_exact_or_nothing() {
        for (value, wanted) in [
            (json!("12"), Some(12)),
            (json!("-3"), Some(-3)),
            (json!("1.0"), Some(1)),
            (json!("1e3"), Some(1000)),
            (json!("12.50e1"), Some(125)),
            (json!("9223372036854775807"), Some(i64::MAX)),
            (json!("0"), Some(0)),
            (json!(1.0), Some(1)),
            (json!(1e3), Some(1000)),
            (json!("9223372036854775808"), None),
            (json!("1.5"), None),
            (json!("1e-1"), None),
            (json!("1e99999999999999999999"), None),
            (json!(1.5), None),
            (json!(1e18), None),
            (json!("007"), None),
            (json!("+1"), None),
            (json!(" 1"), None),
            (json!("1 "), None),
            (json!(""), None),
            (json!("0x10"), None),
            (json!(true), None),
            (json!(null), None),
        ] {
            assert_eq!(integer::<i64>(&value), wanted, "{value}");
        }
    }

    #[test]
    fn numbers_keep_their_digits() {
        for (text, wanted) in [
            ("0.05", Some(0.05)),
            ("0.050", Some(0.05)),
            ("-122.41940000", Some(-122.4194)),
            ("1E+2", Some(100.0)),
            ("0.30000000000000004", Some(0.300_000_000_000_000_04)),
            ("9007199254740993", None),
            ("9007199254740994", Some(9_007_199_254_740_994.0)),
            ("18446744073709551616", Some(18_446_744_073_709_551_616.0)),
            ("18446744073709551617", None),
            ("1e23", Some(1e23)),
            ("0.1234567890123456789", Some(0.123_456_789_012_345_68)),
            ("37.774929500000002", Some(37.774_929_5)),
            ("-122.41941550000000746", Some(-122.419_415_500_000_01)),
            ("1e999", None),
            ("1e-999", None),
            ("inf", None),
            ("NaN", None),
            (".5", None),
            ("5.", None),
            ("1,5", None),
        ] {
            assert_eq!(number::<f64>(&json!(text)), wanted, "{text}");
        }
        assert_eq!(number::<f32>(&json!("0.1")), Some(0.1));
        assert_eq!(number::<f32>(&json!("1e39")), None);
        assert_eq!(number::<f32>(&json!("16777217")), None);
    }

    #[test]
    fn texts_are_those_of_the_values() {
        for (value, wanted) in [
            (json!(5), Some("5")),
            (json!(true), Some("true")),
            (json!(0.05), Some("0.05")),
            (json!(1e5), Some("100000")),
            (json!(u64::MAX), Some("18446744073709551615")),
            (json!(1e300), None),
            (json!([]), None),
        ] {
            assert_eq!(text(&value).as_deref(), wanted, "{value}");
        }
    }
}
