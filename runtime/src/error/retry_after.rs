//! `Retry-After` (RFC 9110, section 10.2.3).

use std::time::Duration;

use http::header::{DATE, HeaderMap, RETRY_AFTER};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// The wait that the service asks for, counted from the response.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let until = date(text)?;
    let with_response = headers
        .get(DATE)
        .and_then(|value| date(value.to_str().ok()?.trim()));
    let left = until.duration_since(with_response.or_else(now)?);
    Some(Duration::try_from(left).unwrap_or_default())
}

/// An HTTP date, in any of its three formats (RFC 9110, section 5.6.7), or an RFC 2822 date, which has a
/// numeric zone and an optional weekday.
fn date(text: &str) -> Option<Timestamp> {
    let parse = |text: &str| DateTimeParser::new().parse_timestamp(text).ok();
    let words = text.split([' ', '-']).filter(|word| !word.is_empty());
    let words: Vec<_> = words.collect();
    let as_http = match words[..] {
        [_, day, month, year, time, "GMT"] | [_, month, day, time, year] => {
            parse(&format!("{day} {month} {year} {time} +0000"))
        }
        _ => None,
    };
    as_http.or_else(|| parse(text))
}

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
fn now() -> Option<Timestamp> {
    Some(Timestamp::now())
}

/// There is no clock: a date counts from the `Date` of the response, if it has one.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
fn now() -> Option<Timestamp> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates() {
        let wait = |retry_after: &str, date: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, retry_after.parse().unwrap());
            headers.insert(DATE, date.parse().unwrap());
            super::retry_after(&headers)
        };
        // The date of RFC 9110, section 5.6.7.
        let (date, later) = (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:40 GMT",
        );
        assert_eq!(wait("120", date), Some(Duration::from_secs(120)));
        assert_eq!(wait("0", date), Some(Duration::ZERO));
        // All three forms of that section.
        for later in ["Sunday, 06-Nov-94 08:49:40 GMT", "Sun Nov  6 08:49:40 1994"] {
            assert_eq!(wait(later, date), Some(Duration::from_secs(3)), "{later}");
            assert_eq!(
                wait("Sun, 06 Nov 1994 08:49:43 GMT", later),
                Some(Duration::from_secs(3))
            );
        }
        assert_eq!(wait(later, date), Some(Duration::from_secs(3)));
        assert_eq!(wait(date, later), Some(Duration::ZERO));
        assert_eq!(
            wait("99999999999999999999999", date),
            Some(Duration::from_secs(u64::MAX))
        );
        let short = "06 Nov 1994 08:49:40 +0000";
        assert_eq!(wait(short, date), Some(Duration::from_secs(3)));
        for wrong in ["", "soon", "-1", "1.5"] {
            assert_eq!(wait(wrong, date), None, "{wrong}");
        }
    }
}
