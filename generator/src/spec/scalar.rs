//! What the text of a scalar means.

use serde_yaml::{Number, Value};

/// The value of a scalar by the rules of the Core schema (YAML 1.2, section 10.3.2).
pub(super) fn scalar(text: String, plain: bool) -> Value {
    if !plain {
        return Value::String(text);
    }
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match number(&text) {
            Some(number) => Value::Number(number),
            None => Value::String(text),
        },
    }
}

fn number(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => {
            let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
            return Some(Number::from(sign * f64::INFINITY));
        }
        ".nan" | ".NaN" | ".NAN" if unsigned == text => return Some(Number::from(f64::NAN)),
        _ => {}
    }
    let radix = |prefix, radix| {
        let digits = text.strip_prefix(prefix)?;
        u64::from_str_radix(digits, radix).ok().map(Number::from)
    };
    if let Some(number) = radix("0x", 16).or_else(|| radix("0o", 8)) {
        return Some(number);
    }
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') || unsigned == "." {
        return None;
    }
    if digits(unsigned) {
        // `007` is an identifier far more often than a number.
        if unsigned.len() > 1 && unsigned.starts_with('0') {
            return None;
        }
        let whole = text.strip_prefix('+').unwrap_or(text);
        let unsigned = whole.parse::<u64>().map(Number::from);
        let signed = || whole.parse::<i64>().map(Number::from);
        if let Ok(number) = unsigned.or_else(|_| signed()) {
            return Some(number);
        }
    }
    let float = unsigned
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    let number = float.then(|| text.parse::<f64>().ok())??;
    Some(unrounded(text, number).unwrap_or_else(|| number.into()))
}

/// An integer of 64 bits that is written with a fraction of zero, where the nearest number is another: of
/// `9007199254740993.0` the digits count.
fn unrounded(text: &str, nearest: f64) -> Option<Number> {
    let (whole, fraction) = text.split_once('.')?;
    let whole: i128 = whole.parse().ok()?;
    if fraction.bytes().any(|byte| byte != b'0') || nearest as i128 == whole {
        return None;
    }
    let unsigned = u64::try_from(whole).map(Number::from);
    unsigned
        .or_else(|_| i64::try_from(whole).map(Number::from))
        .ok()
}
