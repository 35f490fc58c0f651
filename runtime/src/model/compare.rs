//! Numbers against the numbers of a document, as both are written in decimal.

use std::cmp::Ordering;

use serde_json::Number;

use crate::model::rules::Bound;

/// Whether a number is greater than a limit.
pub(crate) fn above(number: &Number, limit: Bound) -> bool {
    order(number, limit) == Some(Ordering::Greater)
}

/// Whether a number is less than a limit.
pub(crate) fn below(number: &Number, limit: Bound) -> bool {
    order(number, limit) == Some(Ordering::Less)
}

/// By their values, whatever the types: no side is rounded to the type of the other.
fn order(number: &Number, limit: Bound) -> Option<Ordering> {
    let whole = number.as_i64().map(i128::from);
    match (whole.or(number.as_u64().map(i128::from)), limit.whole()) {
        (Some(number), Ok(limit)) => Some(number.cmp(&limit)),
        (Some(number), Err(limit)) => against(number, limit),
        (None, Ok(limit)) => against(limit, number.as_f64()?).map(Ordering::reverse),
        (None, Err(limit)) => number.as_f64()?.partial_cmp(&limit),
    }
}

/// An integer of 64 bits against a number that may have a fraction.
fn against(whole: i128, number: f64) -> Option<Ordering> {
    if number.is_nan() {
        return None;
    }
    // The cast is exact where it does not saturate, and no integer of 64 bits is out there.
    let order = whole.cmp(&(number.trunc() as i128));
    Some(order.then(0.0.partial_cmp(&number.fract())?))
}

/// Whether a number is a multiple of another: 0.07 is one of 0.01, though the nearest binary
/// fractions are not.
pub(crate) fn is_multiple(number: &Number, divisor: Bound) -> bool {
    let Some((number, divisor)) = decimal(&number.to_string()).zip(decimal(&divisor.to_string()))
    else {
        return true;
    };
    if divisor.digits == 0 {
        return true;
    }
    number.is_multiple_of(divisor)
}

/// A number without its sign: digits times a power of ten. No digits are lost, because the shortest
/// text of a number of 64 bits has 20 of them at most.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Decimal {
    digits: u128,
    exponent: i32,
}

impl Decimal {
    fn is_multiple_of(self, divisor: Self) -> bool {
        let shift = self.exponent - divisor.exponent;
        if shift >= 0 {
            let tens = (0..shift).fold(self.digits % divisor.digits, |rest, _| {
                rest * 10 % divisor.digits
            });
            return tens == 0;
        }
        // A divisor with more digits than a number can have divides zero alone.
        let divisor = 10_u128
            .checked_pow(shift.unsigned_abs())
            .and_then(|tens| divisor.digits.checked_mul(tens));
        match divisor {
            Some(divisor) => self.digits.is_multiple_of(divisor),
            None => self.digits == 0,
        }
    }
}

/// Reads the text of a finite number, as Rust and JSON write it.
fn decimal(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let mantissa = mantissa.trim_start_matches('-');
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}");
    // Rust writes 1e300 with all its zeros.
    let significant = match fraction {
        "" => digits.trim_end_matches('0'),
        _ => &digits,
    };
    let zeros = i32::try_from(digits.len() - significant.len()).ok()?;
    let targets = i32::try_from(fraction.len()).ok()?;
    Some(Decimal {
        digits: match significant {
            "" => 0,
            digits => digits.parse().ok()?,
        },
        exponent: exponent
            .parse::<i32>()
            .ok()?
            .checked_add(zeros)?
            .checked_sub(targets)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        serde_json::from_str(text).expect("a number")
    }

    #[test]
    fn multiples_are_those_of_the_decimal_texts() {
        for (text, divisor, expected) in [
            ("0.07", Bound::Number(0.01), true),
            ("1.1", Bound::Number(0.1), true),
            ("0.3", Bound::Number(0.1), true),
            ("12345678.91", Bound::Number(0.01), true),
            ("12345678.911", Bound::Number(0.01), false),
            ("4503599627370497.5", Bound::Number(0.5), true),
            ("9007199254740993", Bound::Integer(2), false),
            ("18446744073709551615", Bound::Integer(5), true),
            ("18446744073709551615", Bound::Integer(2), false),
            ("-7.5", Bound::Number(2.5), true),
            ("0", Bound::Number(1e-300), true),
            ("1e300", Bound::Integer(7), false),
            ("1e300", Bound::Integer(8), true),
            ("1e-300", Bound::Number(1e300), false),
            ("1", Bound::Number(1e-7), true),
            ("0.00001", Bound::Number(0.00002), false),
            ("2.5", Bound::Integer(1), false),
        ] {
            assert_eq!(
                is_multiple(&number(text), divisor),
                expected,
                "{text} {divisor}"
            );
        }
    }

    #[test]
    fn large_numbers_are_compared_exactly() {
        let (integer, fraction) = (Bound::Integer, Bound::Number);
        for (text, limit, order) in [
            (
                "9007199254740993",
                integer(9_007_199_254_740_992),
                Ordering::Greater,
            ),
            (
                "9007199254740993",
                integer(9_007_199_254_740_993),
                Ordering::Equal,
            ),
            (
                "9007199254740993",
                fraction(9_007_199_254_740_992.0),
                Ordering::Greater,
            ),
            (
                "9007199254740992.0",
                integer(9_007_199_254_740_993),
                Ordering::Less,
            ),
            ("18446744073709551615", integer(i64::MAX), Ordering::Greater),
            (
                "18446744073709551614",
                Bound::Unsigned(u64::MAX),
                Ordering::Less,
            ),
            (
                "18446744073709551615",
                fraction(18_446_744_073_709_551_616.0),
                Ordering::Less,
            ),
            (
                "9223372036854775808",
                Bound::Unsigned(1 << 63),
                Ordering::Equal,
            ),
            ("-9223372036854775808", fraction(-1e300), Ordering::Greater),
            ("2", fraction(2.5), Ordering::Less),
            ("-2", fraction(-2.5), Ordering::Greater),
            ("1e300", Bound::Unsigned(u64::MAX), Ordering::Greater),
            ("0", fraction(0.0), Ordering::Equal),
            ("0", fraction(-0.0), Ordering::Equal),
        ] {
            assert_eq!(
                super::order(&number(text), limit),
                Some(order),
                "{text} {limit}"
            );
        }
    }
}
