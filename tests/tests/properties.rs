//! What holds for every input.

use std::fmt::{Debug, Display};
use std::str::FromStr;
use std::sync::LazyLock;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use regex::Regex;
use serde_json::{Map, Number, Value};
use twilio_conversations::runtime::{from_slice, from_value, to_value, to_vec};
use twilio_conversations::{
    AccountSid, Binding, BindingSid, BindingType, CredentialSid, ListServiceBindingResponse,
    ServiceSid,
};

const PREFIXES: [&str; 4] = ["AC", "BS", "CR", "IS"];

/// The patterns of the API's SIDs, in the order of the prefixes.
static PATTERNS: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    PREFIXES.map(|prefix| {
        Regex::new(&format!("^{prefix}[0-9a-fA-F]{{32}}$")).expect("the pattern is one")
    })
});

/// Whether a string is a SID; if it is, it comes back as it was.
fn accepted<T>(text: &str) -> Result<bool, TestCaseError>
where
    T: AsRef<str> + Debug + Display + FromStr + PartialEq,
    for<'a> T: TryFrom<&'a str>,
{
    let parsed = text.parse::<T>().ok();
    prop_assert_eq!(&T::try_from(text).ok(), &parsed);
    if let Some(sid) = &parsed {
        prop_assert_eq!(sid.to_string(), text);
        prop_assert_eq!(sid.as_ref(), text);
    }
    Ok(parsed.is_some())
}

/// Whether all four checks agree with the patterns.
fn check(text: &str) -> Result<(), TestCaseError> {
    let compiled = [
        accepted::<AccountSid>(text)?,
        accepted::<BindingSid>(text)?,
        accepted::<CredentialSid>(text)?,
        accepted::<ServiceSid>(text)?,
    ];
    let expected = PATTERNS.each_ref().map(|pattern| pattern.is_match(text));
    prop_assert_eq!(compiled, expected, "{:?}", text);
    Ok(())
}

/// So many hexadecimal digits.
fn digits(count: usize) -> impl Strategy<Value = String> {
    let digit = select(&b"0123456789abcdefABCDEF"[..]).prop_map(char::from);
    vec(digit, count).prop_map(String::from_iter)
}

fn text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..40).prop_map(String::from_iter)
}

fn sid() -> impl Strategy<Value = String> {
    (select(&PREFIXES), digits(32)).prop_map(|(prefix, digits)| format!("{prefix}{digits}"))
}

/// Characters that are near the ones allowed, and any others.
fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        select(
            &[
                '/', ':', '@', 'G', 'g', '`', '\n', '\0', ' ', 'é', '٣', 'Ａ', '𝟘'
            ][..]
        ),
        proptest::char::range('\0', '\u{7f}'),
        any::<char>(),
    ]
}

/// A SID with one thing wrong, most of the time.
fn near_miss() -> impl Strategy<Value = String> {
    let place = any::<proptest::sample::Index>();
    (sid(), place, character(), 0..7).prop_map(|(sid, place, other, change)| {
        let mut characters: Vec<char> = sid.chars().collect();
        let place = place.index(characters.len());
        match change {
            0 => characters[place] = other,
            1 => drop(characters.remove(place)),
            2 => characters.insert(place, other),
            3 => characters.push(other),
            4 => drop(characters.pop()),
            5 => characters[0] = other,
            _ => characters[..2]
                .iter_mut()
                .for_each(|c| c.make_ascii_lowercase()),
        }
        characters.into_iter().collect()
    })
}

/// A string of the right number of bytes that is not ASCII.
fn same_bytes() -> impl Strategy<Value = String> {
    (
        select(&PREFIXES),
        digits(30),
        select(&['é', 'ß', '٣'][..]),
        0..30_usize,
    )
        .prop_map(|(prefix, digits, other, place)| {
            format!("{prefix}{}{other}{}", &digits[..place], &digits[place..])
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn sids_are_what_their_patterns_say(text in sid()) {
        check(&text)?;
    }

    #[test]
    fn near_misses_are_what_the_patterns_say(text in near_miss()) {
        check(&text)?;
    }

    #[test]
    fn texts_of_as_many_bytes_are_what_the_patterns_say(text in same_bytes()) {
        prop_assert_eq!(text.len(), 34);
        check(&text)?;
    }

    #[test]
    fn any_text_is_what_the_patterns_say(text in text()) {
        check(&text)?;
    }

    #[test]
    fn binding_types_keep_their_text(text in prop_oneof![
        text(),
        select(&["apn", "gcm", "fcm", "twilsock", "APN", ""][..]).prop_map(str::to_owned),
    ]) {
        let kind = BindingType::from(text.as_str());
        prop_assert_eq!(kind.as_str(), &text);
        prop_assert_eq!(kind.to_string(), text.clone());
        prop_assert_eq!(kind.is_known(), ["apn", "gcm", "fcm"].contains(&text.as_str()));
        prop_assert_eq!(to_value(&kind), Value::String(text.clone()));
        let read: BindingType = from_value(&Value::String(text)).unwrap();
        prop_assert_eq!(read, kind);
    }
}

const BINDING: [&str; 11] = [
    "sid",
    "account_sid",
    "chat_service_sid",
    "credential_sid",
    "date_created",
    "date_updated",
    "endpoint",
    "identity",
    "binding_type",
    "message_types",
    "url",
];
const META: [&str; 7] = [
    "first_page_url",
    "key",
    "next_page_url",
    "page",
    "page_size",
    "previous_page_url",
    "url",
];

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        any::<u64>().prop_map(Number::from),
        any::<f64>().prop_filter_map("JSON has finite numbers", Number::from_f64),
        (-9_i32..9).prop_map(|whole| Number::from_f64(whole.into()).expect("it is finite")),
    ]
}

const DATE_TIMES: [&str; 7] = [
    "2016-10-21T11:37:03Z",
    "2016-10-21T13:37:03+02:00",
    "2016-10-21T11:37:03.500Z",
    "2016-10-21t11:37:03z",
    "2016-12-31T23:59:60Z",
    "2016-10-21",
    "Fri, 21 Oct 2016 11:37:03 +0000",
];

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        number().prop_map(Value::Number),
        text().prop_map(Value::String),
        sid().prop_map(Value::String),
        near_miss().prop_map(Value::String),
        select(&DATE_TIMES).prop_map(Value::from),
        select(&["apn", "gcm", "twilsock", ""][..]).prop_map(Value::from),
    ]
}

/// JSON of every kind. Null is not at the top: of a declared property it means absence.
fn json() -> impl Strategy<Value = Value> {
    let inner = prop_oneof![1 => Just(Value::Null), 6 => scalar()];
    let inner = inner.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::Array),
            object(text(), inner, 3),
        ]
    });
    inner.prop_filter("null is absence", |value| !value.is_null())
}

fn object(
    names: impl Strategy<Value = String>,
    values: impl Strategy<Value = Value>,
    most: usize,
) -> impl Strategy<Value = Value> {
    btree_map(names, values, 0..=most)
        .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>()))
}

/// An object with some of these names, and names that are near them.
fn named(names: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        8 => select(names).prop_map(str::to_owned),
        1 => select(&["", "Sid", "sid ", "unexpected"][..]).prop_map(str::to_owned),
        1 => text(),
    ];
    object(name, json(), names.len() + 1)
}

/// A page whose parts are as they should be, or not at all.
fn page() -> impl Strategy<Value = Value> {
    let items = prop_oneof![4 => named(&BINDING), 1 => json()];
    let bindings = prop_oneof![4 => vec(items, 0..3).prop_map(Value::Array), 1 => json()];
    let meta = prop_oneof![4 => named(&META), 1 => json()];
    (bindings, meta, named(&["total"])).prop_map(|(bindings, meta, mut page)| {
        page["bindings"] = bindings;
        page["meta"] = meta;
        page
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_binding_that_is_read_is_written_as_it_was(json in named(&BINDING)) {
        let binding: Binding = from_value(&json).unwrap();
        prop_assert_eq!(&to_value(&binding), &json);
        let bytes = serde_json::to_vec(&json).unwrap();
        let binding: Binding = from_slice(&bytes).unwrap();
        let written: Value = serde_json::from_slice(&to_vec(&binding)).unwrap();
        prop_assert_eq!(&written, &json);
    }

    #[test]
    fn a_page_that_is_read_is_written_as_it_was(json in page()) {
        let bytes = serde_json::to_vec(&json).unwrap();
        let page: ListServiceBindingResponse = from_slice(&bytes).unwrap();
        let written: Value = serde_json::from_slice(&to_vec(&page)).unwrap();
        prop_assert_eq!(&written, &json);
    }

    #[test]
    fn what_was_written_is_read_as_the_same(json in named(&BINDING)) {
        let binding: Binding = from_value(&json).unwrap();
        let again: Binding = from_slice(&to_vec(&binding)).unwrap();
        prop_assert_eq!(again, binding);
    }

    #[test]
    fn bytes_and_parsed_json_are_read_alike(json in named(&BINDING)) {
        let bytes = serde_json::to_vec(&json).unwrap();
        let (parsed, read): (Binding, Binding) =
            (from_value(&json).unwrap(), from_slice(&bytes).unwrap());
        prop_assert_eq!(parsed, read);
    }
}

/// JSON that is nearly a page: its punctuation, names and values in any order.
fn nearly_a_page() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "0",
        "-1.5",
        "1e400",
        "\"bindings\"",
        "\"meta\"",
        "\"sid\"",
        "\"BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
        "\"binding_type\"",
        "\"apn\"",
        "\"x\"",
        "\"date_created\"",
        "\"2016-10-21T11:37:03Z\"",
        "{\"bindings\":[",
        "{\"sid\":",
        "]}",
        "\"\\ud800\"",
    ]);
    vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn an_answer_is_written_as_it_was(text in nearly_a_page()) {
        bindery_tests::round_trips::an_answer_is_written_as_it_was(text.as_bytes());
    }

    #[test]
    fn a_request_says_what_it_was_given(text in ".{0,20}|[ -~]{0,20}|[./%+&=?#\\\\]{0,6}") {
        bindery_tests::round_trips::a_request_says_what_it_was_given(&text);
    }
}
