//! Numbers, as they are written.

use serde_json::Number;

/// Whole numbers are written without a fraction, as JSON's own language does.
pub(crate) fn whole(value: f64) -> Option<i64> {
    let limit = 9_007_199_254_740_992.0; // 2⁵³: from here on neighbours are further than 1 apart
    let whole = value.trunc() == value
        && value.abs() <= limit
        && !(value == 0.0 && value.is_sign_negative());
    whole.then_some(value as i64)
}

/// The text of a number outside of JSON.
pub(crate) fn number_text(number: &Number) -> String {
    match number.as_f64().filter(|_| number.is_f64()).and_then(whole) {
        Some(number) => number.to_string(),
        None => number.to_string(),
    }
}
